"""Every figure of a course, of a plan or of what really happened, measured in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.neighbourhood import Course, MoveKind, Neighbourhood, ReturnWish
from hecht.outcomes.duration import Duration, duration
from hecht.outcomes.groups import Groups, groups
from hecht.outcomes.money import Money, money
from hecht.outcomes.moves import Moves, moves
from hecht.outcomes.places import Places, places
from hecht.outcomes.returning import Returning, Share, returning
from hecht.outcomes.ties import TieFate, Ties, measure_ties, tie_fates
from hecht.outcomes.vacancy import Vacancy, vacancy
from hecht.outcomes.wishes import Wishes, wishes
from hecht.outcomes.words import some
from hecht.rules import DatedTable

Figure = int | float | None
"""One figure; None when it cannot be computed."""


@dataclass(frozen=True)
class Outcomes:
    """The measured figures of a course, by subject.

    `not_known` gives, for every figure of `as_dict()` that is None, why it cannot be computed
    (C6); it also holds remarks on subjects that have no single figure.
    """

    returning: Returning
    ties: Ties
    moves: Moves
    vacancy: Vacancy
    duration: Duration
    wishes: Wishes
    groups: Groups
    money: Money
    not_known: Mapping[str, str]

    def as_dict(self) -> dict[str, Figure]:
        """Return all figures by name, flat and ready for JSON.

        Shares lie between 0 and 1, months and counts are whole numbers, costs are euros. A
        figure named in `not_known` is None.
        """
        figures: dict[str, Figure] = {
            **_returning_figures(self.returning),
            **_tie_figures(self.ties),
            **_move_figures(self.moves),
            "duration_months": self.duration.months,
            "vacant_home_months": self.vacancy.months,
            "vacant_months_before_works": self.vacancy.before_works,
            "vacant_months_before_arrival": self.vacancy.before_arrival,
            **_wish_figures(self.wishes),
            "groups": self.groups.groups,
            "groups_together": len(self.groups.together),
            "groups_as_one": len(self.groups.as_one),
            **_money_figures(self.money),
        }
        return {name: None if name in self.not_known else value for name, value in figures.items()}

    def __getitem__(self, name: str) -> Figure:
        """Return one figure of `as_dict()`; raises KeyError with the names that there are."""
        figures = self.as_dict()
        if name not in figures:
            raise KeyError(f"there is no figure {name!r}; the figures are {', '.join(figures)}")
        return figures[name]


def measure(
    neighbourhood: Neighbourhood, course: Course, *, allowances: DatedTable | None = None
) -> Outcomes:
    """Measure a course, whether planned or as it really went.

    `allowances` holds a user's own rows of the table of moving allowances, for years that hecht
    has no verified amount for; if not given, those of the neighbourhood's `norms`. Raises
    ValueError when the course names a home that the neighbourhood does not have.
    """
    where = places(neighbourhood, course)
    fates = tie_fates(neighbourhood, where)
    lasting = duration(neighbourhood, course)
    empty = vacancy(neighbourhood, course)
    result = Outcomes(
        returning=returning(neighbourhood, where, lasting.months),
        ties=measure_ties(neighbourhood, where, fates),
        moves=moves(neighbourhood, where),
        vacancy=empty,
        duration=lasting,
        wishes=wishes(neighbourhood, where),
        groups=groups(neighbourhood, where),
        money=money(neighbourhood, course, where, empty, allowances),
        not_known={},
    )
    not_known = {
        **_nothing_to_divide(result),
        **_money_not_known(result.money),
        **_undated(lasting, empty),
        **_unknown_households(neighbourhood, where, fates),
    }
    return Outcomes(**{**vars(result), "not_known": not_known})


def _returning_figures(found: Returning) -> dict[str, Figure]:
    result: dict[str, Figure] = {}
    for name, share in _shares(found).items():
        result[f"return_of_{name}"] = share.share
        result[f"returned_of_{name}"] = share.part
        result[f"households_{name}"] = share.whole
    result["households_elsewhere"] = found.elsewhere
    result["not_returning"] = len(found.not_returning)
    result["ordinary_turnover"] = found.ordinary_turnover
    return result


def _shares(found: Returning) -> dict[str, Share]:
    return {
        "wishing": found.of_wishing,
        "affected": found.of_affected,
        "all": found.of_all,
        "unaffected_wishing": found.unaffected_wishing,
        "undecided": found.undecided,
    }


def _tie_figures(found: Ties) -> dict[str, Figure]:
    return {
        "ties": found.all,
        "ties_near_start": found.near_at_start,
        "ties_near_end": found.near_at_end,
        "ties_kept": found.share_kept,
        "ties_kept_weighted": found.share_kept_weighted,
        "ties_kept_staying": found.share_kept_staying,
        "ties_kept_staying_weighted": found.share_kept_staying_weighted,
        "ties_kept_count": found.kept,
        "ties_near_start_staying": found.near_at_start_staying,
        "ties_kept_staying_count": found.kept_staying,
        "ties_lost_count": found.lost,
        "ties_lost_by_leaving_count": found.lost_by_leaving,
        "ties_gained_count": found.gained,
        "ties_never_near_count": found.never_near,
        "separation_months": found.separation_months,
        "separation_months_weighted": round(found.separation_months_weighted, 6),
        "alone": len(found.alone),
        "alone_of": found.alone_of,
    }


def _move_figures(found: Moves) -> dict[str, Figure]:
    return {
        "moves": found.moves,
        **{f"moves_{kind.value}": found.of_kind[kind] for kind in MoveKind},
        "households_moving": found.households,
        "extra_moves": found.extra,
        "most_moves": found.most,
        "months_temporary": found.months_temporary,
        "months_bought_in": found.months_bought_in,
        "longest_temporary": found.longest_temporary,
        "households_temporary": found.households_temporary,
    }


def _wish_figures(found: Wishes) -> dict[str, Figure]:
    return {
        "wishes": found.wishes,
        "wishes_met": found.met,
        "households_with_wish": found.households,
        "households_wish_met": found.households_met,
        "households_first_wish_met": found.first_met,
    }


def _money_figures(found: Money) -> dict[str, Figure]:
    costs: dict[str, float | None] = {
        **{f"cost_{name}": cost.total for name, cost in found.parts().items()},
        "cost_total": found.total,
        "cost_known": found.known,
    }
    rounded = {name: None if cost is None else round(cost, 2) for name, cost in costs.items()}
    return {**rounded, "price_year": found.price_year}


def _money_not_known(found: Money) -> dict[str, str]:
    """Say of every cost that is not fully known why."""
    parts = {f"cost_{n}": c.not_known for n, c in found.parts().items() if c.not_known}
    result = dict(parts)
    if parts:
        result["cost_total"] = "; ".join(dict.fromkeys(parts.values()))
    if found.price_year is None:
        result["price_year"] = "the project does not say of which year its euros are"
    return result


def _nothing_to_divide(found: Outcomes) -> dict[str, str]:
    """Say of every share over nobody or nothing why there is no figure."""
    why = {
        "wishing": "no household whose home is lost or emptied wished to return",
        "affected": "no household's home is lost or emptied",
        "all": "there are no households",
        "unaffected_wishing": "no household that can stay wished to",
        "undecided": "no household whose home is lost or emptied is undecided",
    }
    shares = _shares(found.returning)
    result = {f"return_of_{name}": why[name] for name in why if not shares[name].whole}
    ties = found.ties
    if not ties.near_at_start:
        reason = "no tie was near at the start" if ties.all else "no ties are known"
    elif ties.share_kept_weighted is None:
        reason = "all ties that were near at the start have weight 0"
        result["ties_kept_weighted"] = result["ties_kept_staying_weighted"] = reason
        return result
    else:
        reason = "no tie near at the start is between two households that wished to stay"
        if ties.share_kept_staying is None:
            result["ties_kept_staying"] = result["ties_kept_staying_weighted"] = reason
        elif ties.share_kept_staying_weighted is None:
            result["ties_kept_staying_weighted"] = "the ties between those that stay have weight 0"
        return result
    names = ["ties_kept", "ties_kept_weighted", "ties_kept_staying", "ties_kept_staying_weighted"]
    if not ties.all:
        names += ["separation_months", "separation_months_weighted", "alone"]
    result.update(dict.fromkeys(names, reason))
    return result


def _undated(lasting: Duration, empty: Vacancy) -> dict[str, str]:
    """Say which figures miss the start month of works."""
    result = {}
    if lasting.undated:
        reason = f"the works on {some(lasting.undated)} have no start month"
        result["duration_months"] = result["ordinary_turnover"] = reason
    if empty.undated:
        reason = f"the works on {some(empty.undated)} have no start month"
        for name in ("vacant_home_months", "vacant_months_before_works"):
            result[name] = reason
        result["vacant_months_before_arrival"] = reason
    return result


def _unknown_households(
    neighbourhood: Neighbourhood, where: Places, fates: list[TieFate]
) -> dict[str, str]:
    """Say which figures miss the itinerary of a household."""
    if not where.unknown:
        return {}
    reason = f"nothing is known of where {some(where.unknown)} lived"
    unknown = [neighbourhood.household_of[household] for household in where.unknown]
    affected = [h for h in unknown if neighbourhood.is_affected(h)]
    missing = ["all", *(["affected"] if affected else [])]
    if any(h.wish is ReturnWish.RETURN for h in affected):
        missing.append("wishing")
    if any(h.wish is ReturnWish.UNDECIDED for h in affected):
        missing.append("undecided")
    if any(h.wish is ReturnWish.RETURN and h not in affected for h in unknown):
        missing.append("unaffected_wishing")
    names = [f"{kind}_of_{name}" for name in missing for kind in ("return", "returned")]
    if any(h.wish is ReturnWish.RETURN for h in unknown):
        names.append("not_returning")
    names += _MOVE_NAMES
    names += ["vacant_home_months", "vacant_months_before_works", "vacant_months_before_arrival"]
    names += ["wishes_met", "households_wish_met", "households_first_wish_met"]
    if neighbourhood.groups:
        names += ["groups_together", "groups_as_one"]
    if not all(fate.known for fate in fates):
        names += _TIE_END_NAMES
    return dict.fromkeys(names, reason)


_MOVE_NAMES = (
    "moves",
    *(f"moves_{kind.value}" for kind in MoveKind),
    "households_moving",
    "extra_moves",
    "most_moves",
    "months_temporary",
    "months_bought_in",
    "longest_temporary",
    "households_temporary",
)

_TIE_END_NAMES = (
    "ties_near_end",
    "ties_kept",
    "ties_kept_weighted",
    "ties_kept_staying",
    "ties_kept_staying_weighted",
    "ties_kept_count",
    "ties_kept_staying_count",
    "ties_lost_count",
    "ties_lost_by_leaving_count",
    "ties_gained_count",
    "ties_never_near_count",
    "separation_months",
    "separation_months_weighted",
    "alone",
    "alone_of",
)
