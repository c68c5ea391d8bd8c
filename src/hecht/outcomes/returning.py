"""Returning, over three denominators, next to ordinary turnover (C1)."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Household, Neighbourhood, ReturnWish
from hecht.outcomes.places import Places


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` households; the share is None when there are none."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """Return part / whole, or None when the whole is empty."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Returning:
    """Who ends inside, counted three ways (C1).

    `of_wishing`: of the affected households that wished to return. `of_affected`: of all whose
    home was lost or emptied. `of_all`: of the whole neighbourhood. `unaffected_wishing`: of the
    households that could stay and wished to. `undecided`: of the affected ones that had not
    made up their mind. `elsewhere` counts those that wished to go. `not_returning` are the ids
    of those that wished to return and do not. `ordinary_turnover` is the share of households
    that would have moved out anyway in the same time (policy, a year on a year).
    """

    of_wishing: Share
    of_affected: Share
    of_all: Share
    unaffected_wishing: Share
    undecided: Share
    elsewhere: int
    not_returning: tuple[str, ...]
    ordinary_turnover: float


def returning(neighbourhood: Neighbourhood, where: Places, months: int) -> Returning:
    """Count who returns; `months` is the plan's duration, over which turnover is taken."""
    everyone = neighbourhood.households
    affected = [h for h in everyone if neighbourhood.is_affected(h)]
    unaffected = [h for h in everyone if not neighbourhood.is_affected(h)]

    def count(some: list[Household], wish: ReturnWish | None = None) -> Share:
        chosen = [h for h in some if wish is None or h.wish is wish]
        return Share(sum(where.ends_inside(h) for h in chosen), len(chosen))

    return Returning(
        of_wishing=count(affected, ReturnWish.RETURN),
        of_affected=count(affected),
        of_all=count(list(everyone)),
        unaffected_wishing=count(unaffected, ReturnWish.RETURN),
        undecided=count(affected, ReturnWish.UNDECIDED),
        elsewhere=sum(h.wish is ReturnWish.ELSEWHERE for h in everyone),
        not_returning=tuple(
            h.id for h in everyone if h.wish is ReturnWish.RETURN and not where.ends_inside(h)
        ),
        ordinary_turnover=turnover(neighbourhood.policy.turnover_year, months),
    )


def turnover(a_year: float, months: int) -> float:
    """Return the share that moves out in `months` when a share `a_year` does each year."""
    return float(1 - (1 - a_year) ** (months / 12))
