"""What looking after the worst-off changed, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes import score
from hecht.outcomes.moves import moves
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates
from hecht.planning.fairness.service import Service, services, worst_first

MOST_SHOWN = 10
"""Households that are listed by id: those that were served least before."""


@dataclass(frozen=True, slots=True)
class Served:
    """One household, as it was served before and after the worst-off were looked after."""

    household: str
    before: Service
    after: Service


@dataclass(frozen=True)
class Fairness:
    """The price of fairness, and who gained by it.

    `margin`: thousandths of a point that might be given up; `price`: those that were. `ties_kept`,
    `moves` and `months_temporary`: (before, after) of the whole neighbourhood. `worst` (before,
    after): the dissatisfaction of the household that is served least. `rank`: the first place, from
    1, counted from the household served least, at which dissatisfaction differs, and `at_rank` the
    dissatisfactions there (0 and equal when nothing differs). Dissatisfactions are in thousandths
    of a point, of households that end inside. `better` and `worse` count the households that are
    served better and worse than before. `served` lists, for staff, those served least before.
    """

    margin: int
    price: int
    ties_kept: tuple[int, int]
    moves: tuple[int, int]
    months_temporary: tuple[int, int]
    worst: tuple[int, int]
    rank: int
    at_rank: tuple[int, int]
    better: int
    worse: int
    served: tuple[Served, ...]

    @property
    def changed(self) -> bool:
        """Whether anybody is served otherwise than before."""
        return bool(self.better or self.worse)


def fairness_of(
    neighbourhood: Neighbourhood, before: Course, after: Course, margin: int
) -> Fairness:
    """Compare the course before the worst-off were looked after with the one after."""
    one, other = services(neighbourhood, before), services(neighbourhood, after)
    figures = [_figures(neighbourhood, course) for course in (before, after)]
    inside = [key for key in one if one[key].inside and other[key].inside]
    changes = [other[key].dissatisfaction - one[key].dissatisfaction for key in one]
    least = sorted(inside, key=lambda key: -one[key].dissatisfaction)[:MOST_SHOWN]
    worst = [worst_first({k: some[k] for k in inside}) for some in (one, other)]
    rank = next((k + 1 for k, (b, c) in enumerate(zip(*worst, strict=True)) if b != c), 0)
    return Fairness(
        margin=margin,
        price=score(neighbourhood, before) - score(neighbourhood, after),
        ties_kept=(figures[0][0], figures[1][0]),
        moves=(figures[0][1], figures[1][1]),
        months_temporary=(figures[0][2], figures[1][2]),
        worst=(_first(worst[0]), _first(worst[1])),
        rank=rank,
        at_rank=(worst[0][rank - 1], worst[1][rank - 1]) if rank else (0, 0),
        better=sum(change < 0 for change in changes),
        worse=sum(change > 0 for change in changes),
        served=tuple(Served(key, one[key], other[key]) for key in least),
    )


def _figures(neighbourhood: Neighbourhood, course: Course) -> tuple[int, int, int]:
    where = places(neighbourhood, course)
    kept = sum(fate.kept for fate in tie_fates(neighbourhood, where))
    moved = moves(neighbourhood, where)
    return kept, moved.moves, moved.months_temporary


def _first(values: list[int]) -> int:
    return values[0] if values else 0
