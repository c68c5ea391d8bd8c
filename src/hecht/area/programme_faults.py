"""Checks on a broad programme: ids, references, months, places, and what is left empty."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from hecht.area.programme import Measure, Programme, is_area
from hecht.neighbourhood import Neighbourhood
from hecht.neighbourhood.problem import Problem


def programme_problems(
    programme: Programme, neighbourhood: Neighbourhood | None = None
) -> Iterator[Problem]:
    """Yield everything that is wrong with a programme, or worth knowing.

    With a neighbourhood, places and months are held against it.
    """
    yield from _duplicates(programme)
    for position, measure in enumerate(programme.measures):
        yield from _of_measure(programme, measure, position)
        if neighbourhood is not None:
            yield from _outside(measure, position, neighbourhood)
    if neighbourhood is not None:
        yield from _places(programme, neighbourhood)


def _duplicates(programme: Programme) -> Iterator[Problem]:
    for table, ids in (
        ("measures", [one.id for one in programme.measures]),
        ("goals", [one.id for one in programme.goals]),
    ):
        first: dict[str, int] = {}
        column = table.removesuffix("s")
        for position, key in enumerate(ids):
            if first.setdefault(key, position) != position:
                yield Problem(
                    table,
                    "duplicate-id",
                    f"there is another {column} {key}",
                    "give each its own id, or delete one of the two",
                    key=key,
                    column=column,
                    value=key,
                    position=position,
                    other=first[key],
                )


def _of_measure(programme: Programme, measure: Measure, position: int) -> Iterator[Problem]:
    if measure.goal and measure.goal not in programme.goal_of:
        near = get_close_matches(measure.goal, programme.goal_of, n=1)
        yield _problem(
            measure, position, "goal", "unknown-goal", f"there is no goal {measure.goal!r}",
            f"did you mean {near[0]}?" if near else "add it to goals.csv, or leave this empty",
        )  # fmt: skip
    if measure.first is not None and measure.last is not None and measure.last < measure.first:
        yield _problem(
            measure, position, "last", "ends-before-start",
            f"it ends in {measure.last}, before it begins in {measure.first}",
            "correct one of the two months",
        )  # fmt: skip
    if measure.cost and measure.price_year is None:
        yield _problem(
            measure, position, "price_year", "no-price-year",
            "nobody knows of which year these euros are",
            "fill in the price year; costs of different price years are not added up", "remark",
        )  # fmt: skip
    if not measure.owner:
        yield _problem(
            measure, position, "owner", "no-owner", f"nobody answers for measure {measure.id}",
            "fill in the organisation that does", "remark",
        )  # fmt: skip
    if measure.theme in measure.also:
        yield _problem(
            measure, position, "also", "theme-twice",
            f"{measure.theme.value} is the theme of the measure already",
            "name only further themes here", "remark",
        )  # fmt: skip


def _outside(measure: Measure, position: int, here: Neighbourhood) -> Iterator[Problem]:
    """Yield a remark when a measure runs wholly before or after the months that are planned."""
    start = here.project.start
    end = start.plus(here.project.horizon - 1)
    late = measure.first is not None and measure.first > end
    early = measure.last is not None and measure.last < start
    if late or early:
        yield _problem(
            measure, position, "first" if late else "last", "outside-plan",
            f"it runs wholly {'after' if late else 'before'} the months of the plan "
            f"({start} to {end})",
            "correct the month, or leave it: the measure then covers nobody who moves", "remark",
        )  # fmt: skip


def _places(programme: Programme, here: Neighbourhood) -> Iterator[Problem]:
    streets = {home.street for home in here.homes}
    blocks = {name for block in here.blocks for name in (block.id, block.name)}
    names = streets | blocks
    positions = {one.id: position for position, one in enumerate(programme.measures)}
    for measure, place in programme.unknown_places(here):
        near = get_close_matches(place, names - {""}, n=1)
        if is_area(place):
            text = f"nobody knows that the neighbourhood lies in {place}"
            fix = "name the area of the programme in programme.toml (area), or in --area"
        else:
            text = f"{place!r} is no block or street of the neighbourhood, nor the code of an area"
            fix = f"did you mean {near[0]}?" if near else "name a block, a street or an area"
        yield _problem(
            measure, positions[measure.id], "place", "unknown-place", text, fix,
            "remark" if is_area(place) else "error", value=place,
        )  # fmt: skip


def _problem(
    measure: Measure,
    position: int,
    column: str,
    rule: str,
    text: str,
    fix: str,
    severity: str = "error",
    value: str = "",
) -> Problem:
    return Problem(
        "measures", rule, text, fix, key=measure.id, column=column, value=value,
        severity=severity, position=position,
    )  # fmt: skip
