"""Money: what a course costs, a calendar year and in all; what is not known is said (C6).

Euros are of the project's price year, except moving allowances, which are the legal amounts of
the day of the move (C8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hecht.neighbourhood import Course, Move, Neighbourhood, Stage, StayKind
from hecht.neighbourhood.dated import OWN
from hecht.neighbourhood.suits import lasting_rent
from hecht.outcomes.places import Places
from hecht.outcomes.vacancy import Vacancy
from hecht.outcomes.words import some
from hecht.rules import DatedTable, NoAmount, moving_allowance


@dataclass(frozen=True)
class Cost:
    """One kind of cost.

    `by_year` gives the part that is known for each calendar year, in euros. `not_known` says why
    it is not all known; it is empty when it is.
    """

    by_year: Mapping[int, float]
    not_known: str = ""

    @property
    def known(self) -> float:
        """Return the euros that are known, of all years."""
        return sum(self.by_year.values())

    @property
    def total(self) -> float | None:
        """Return the euros of all years; None when a part is not known."""
        return None if self.not_known else self.known


@dataclass(frozen=True)
class Money:
    """The costs by kind; `price_year` is None when the project does not name one.

    `works`: building and renovation. `allowances`: the legal moving allowance, once for each
    household that must move. `temporary_homes`: bought-in homes while they are lived in.
    `extra_moves`: what each move after a household's first costs. `lost_rent`: the rent of homes
    that stand empty for the plan.
    """

    works: Cost
    allowances: Cost
    temporary_homes: Cost
    extra_moves: Cost
    lost_rent: Cost
    price_year: int | None

    def parts(self) -> dict[str, Cost]:
        """Return the costs by name."""
        return {
            "works": self.works,
            "allowances": self.allowances,
            "temporary_homes": self.temporary_homes,
            "extra_moves": self.extra_moves,
            "lost_rent": self.lost_rent,
        }

    @property
    def total(self) -> float | None:
        """Return all costs together; None when a part of any is not known."""
        totals = [cost.total for cost in self.parts().values()]
        known = [total for total in totals if total is not None]
        return sum(known) if len(known) == len(totals) else None

    @property
    def known(self) -> float:
        """Return the part of all costs that is known."""
        return sum(cost.known for cost in self.parts().values())

    def by_year(self) -> dict[int, float | None]:
        """Return all costs of each calendar year; None for every year when a part is not known.

        A part that is not known could fall in any year, so no year's sum would be true.
        """
        years = sorted({year for cost in self.parts().values() for year in cost.by_year})
        if self.total is None:
            return dict.fromkeys(years)
        return {y: sum(c.by_year.get(y, 0.0) for c in self.parts().values()) for y in years}


def money(
    neighbourhood: Neighbourhood,
    course: Course,
    where: Places,
    empty: Vacancy,
    allowances: DatedTable | None = None,
) -> Money:
    """Return what a course costs; `allowances` holds a user's own rows for moving allowances.

    If not given, those among the neighbourhood's `norms` count.
    """
    unseen = ""
    if where.unknown:
        unseen = f"nothing is known of where {some(where.unknown)} lived"
    return Money(
        works=_works(neighbourhood, course),
        allowances=_allowances(neighbourhood, where, allowances or neighbourhood.norms, unseen),
        temporary_homes=_temporary_homes(neighbourhood, where, unseen),
        extra_moves=_extra_moves(neighbourhood, where, unseen),
        lost_rent=_lost_rent(neighbourhood, empty, unseen),
        price_year=neighbourhood.project.price_year,
    )


def _works(neighbourhood: Neighbourhood, course: Course) -> Cost:
    """Spread each block's cost evenly over the months of its works."""
    spent: dict[int, float] = {}
    why: list[str] = []
    works = [block for block in neighbourhood.blocks if block.has_works]
    costless = tuple(block.id for block in works if block.cost is None)
    undated = tuple(block.id for block in works if block.id not in course.starts)
    if costless:
        why.append(f"the cost of the works on {some(costless)} is not given")
    if undated:
        why.append(f"the works on {some(undated)} have no start month")
    for block in works:
        if block.cost is None or block.id not in course.starts:
            continue
        start = course.starts[block.id]
        lasting = max(1, block.duration)
        for year, count in _months_by_year(neighbourhood, range(start, start + lasting)).items():
            spent[year] = spent.get(year, 0.0) + block.cost * count / lasting
    return Cost(_in_order(spent), "; ".join(why))


def _allowances(
    neighbourhood: Neighbourhood, where: Places, own: DatedTable | None, unseen: str
) -> Cost:
    """Add up the allowance of every household that loses or empties its home, at its first move.

    It is due once; a further move costs the landlord `policy.extra_move_cost`. A household that
    went before the reference date has no right to it. A month is read by its first day.
    """
    spent: dict[int, float] = {}
    why = [unseen] if unseen else []
    missing: dict[str, int] = {}
    for household in neighbourhood.households:
        moved = where.moves.get(household.id, ())
        if not moved or not neighbourhood.is_affected(household):
            continue
        day = _first_day(neighbourhood, moved[0])
        reference = neighbourhood.project.reference_date
        if reference is not None and day < reference.replace(day=1):
            continue
        found = moving_allowance(day, own)
        if isinstance(found, NoAmount):
            missing[str(day)[:7]] = missing.get(str(day)[:7], 0) + 1
        else:
            spent[day.year] = spent.get(day.year, 0.0) + found.amount
    if missing:
        why.append(
            f"there is no verified moving allowance for {sum(missing.values())} household(s) that "
            f"move in {some(tuple(sorted(missing)))}; look the amount up and "
            f"add a row moving_allowance to {OWN}"
        )
    return Cost(_in_order(spent), "; ".join(why))


def _temporary_homes(neighbourhood: Neighbourhood, where: Places, unseen: str) -> Cost:
    spent: dict[int, float] = {}
    for household in neighbourhood.households:
        for stay in where.stays.get(household.id, ()):
            home = neighbourhood.home_of[stay.home]
            if stay.kind is StayKind.TEMPORARY and home.stage is Stage.TEMPORARY:
                months = range(stay.start, min(stay.end, where.horizon))
                for year, count in _months_by_year(neighbourhood, months).items():
                    cost = count * neighbourhood.policy.temporary_month_cost
                    spent[year] = spent.get(year, 0.0) + cost
    return Cost(_in_order(spent), unseen)


def _extra_moves(neighbourhood: Neighbourhood, where: Places, unseen: str) -> Cost:
    spent: dict[int, float] = {}
    for household in neighbourhood.households:
        for move in where.moves.get(household.id, ())[1:]:
            year = _first_day(neighbourhood, move).year
            spent[year] = spent.get(year, 0.0) + neighbourhood.policy.extra_move_cost
    return Cost(_in_order(spent), unseen)


def _lost_rent(neighbourhood: Neighbourhood, empty: Vacancy, unseen: str) -> Cost:
    """Add up the rent of empty homes: the old rent before the works, the lasting rent after."""
    spent: dict[int, float] = {}
    why = [unseen] if unseen else []
    if empty.undated:
        why.append(f"the works on {some(empty.undated)} have no start month")
    rentless: dict[str, None] = {}
    for spell in empty.spells:
        home = neighbourhood.home_of[spell.home]
        rent = home.rent if spell.before_works else lasting_rent(home)
        if rent is None:
            rentless[home.id] = None
            continue
        months = range(spell.start, spell.end)
        for year, count in _months_by_year(neighbourhood, months).items():
            spent[year] = spent.get(year, 0.0) + count * rent
    if rentless:
        why.append(f"the rent of {some(tuple(rentless))} is not given")
    return Cost(_in_order(spent), "; ".join(why))


def _first_day(neighbourhood: Neighbourhood, move: Move) -> date:
    month = neighbourhood.project.start.plus(move.month)
    return date(month.year, month.number, 1)


def _months_by_year(neighbourhood: Neighbourhood, months: Iterable[int]) -> dict[int, int]:
    """Count the months of the project that fall in each calendar year."""
    result: dict[int, int] = {}
    start = neighbourhood.project.start
    for month in months:
        year = start.year + (start.number - 1 + month) // 12
        result[year] = result.get(year, 0) + 1
    return result


def _in_order(spent: dict[int, float]) -> dict[int, float]:
    return dict(sorted(spent.items()))
