"""Checks on options and scenarios: ids, references, works that cannot be, homes that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hecht.neighbourhood.block import Works
from hecht.neighbourhood.design import AS_PLANNED, Design
from hecht.neighbourhood.home import LABELS, Stage
from hecht.neighbourhood.look import Look, nearest, some
from hecht.neighbourhood.option import Option
from hecht.neighbourhood.problem import Problem

AREA = (0.0, 1e7)
"""The least and most square metres of a block's land."""

LAND_RANGES: Mapping[str, tuple[float, float]] = {
    "footprint": AREA,
    "floor_area": AREA,
    "storeys": (0, 100),
    "green": AREA,
    "paved": AREA,
    "water": AREA,
    "storage": AREA,
    "trees": (0, 1e5),
    "parking": (0, 1e5),
    "bicycles": (0, 1e5),
    "car_free_doors": (0, 1e5),
}
DESIGN_RANGES: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "options": {
        "duration": (0, 240),
        "crews": (0, 1000),
        "cost": (0, 1e12),
        "rent_step": (-10000, 10000),
        **LAND_RANGES,
    },
    "option_homes": {
        "count": (1, 10000),
        "rooms": (1, 30),
        "area": (0, 1e5),
        "rent": (0, 1e5),
        "storeys": (1, 100),
        "footprint": (0, 1e5),
        "outdoor": (0, 1e5),
    },
    "scenarios": {"horizon": (1, 600)},
    "public_space": {"places": (0, 1e5)},
}
"""The least and most of each number, by table and column; the published schemas say the same."""

BUILDS = (Works.REBUILD, Works.BUILD)


class DesignLook:
    """A design to be checked: what is known of it, and in which order its rows are counted.

    `options`, `programme` and `choices` are the rows of options.csv, option_homes.csv and
    scenarios.csv: problems name their place among them. A scenario without a choice is one row.
    """

    def __init__(self, design: Design, look: Look) -> None:
        """Count the rows."""
        self.design, self.look = design, look
        self.options = list(design.options)
        self.programme = [(option, kind) for option in design.options for kind in option.programme]
        self.choices: list[tuple[Any, str | None, str | None]] = []
        for scenario in design.scenarios:
            rows = [(scenario, block, option) for block, option in scenario.choice.items()]
            self.choices += rows or [(scenario, None, None)]
        longest = [one.horizon or 0 for one in design.scenarios]
        self.horizon = max([look.horizon, *longest])
        here = design.neighbourhood
        self.existing = {h.block for h in here.homes if h.stage is Stage.EXISTING}
        self.new = {h.block for h in here.homes if h.stage is Stage.NEW}

    def unread(self, table: str) -> bool:
        """Return whether some rows of a table could not be read."""
        return table in self.look.unread.tables


def of_option(
    option: Option, position: int, rule: str, column: str, text: str, fix: str, **more: Any
) -> Problem:
    """Return a problem with an option."""
    return Problem("options", rule, text, fix, option.id, column, position=position, **more)


def duplicate_options(seen: DesignLook) -> Iterator[Problem]:
    """Two options of one block have the same id."""
    first: dict[tuple[str, str], int] = {}
    for position, option in enumerate(seen.options):
        earlier = first.setdefault((option.block, option.id), position)
        if earlier != position:
            yield of_option(
                option, position, "duplicate-id", "option",
                f"block {option.block} has another option {option.id}",
                "give each its own id, or delete one of the two", value=option.id, other=earlier,
            )  # fmt: skip


def unknown_blocks(seen: DesignLook) -> Iterator[Problem]:
    """An option or a scenario names a block that is not there."""
    rows = [("options", n, one.block, one.id) for n, one in enumerate(seen.options)]
    rows += [
        ("scenarios", n, block, scenario.id)
        for n, (scenario, block, _) in enumerate(seen.choices)
        if block is not None
    ]
    for table, position, block, key in rows:
        if not seen.look.known("blocks", block):
            yield Problem(
                table, "unknown-block", f"there is no block {block}",
                nearest(block, seen.look.blocks, "add it to the blocks"),
                key, "block", block, position=position,
            )  # fmt: skip


def impossible_works(seen: DesignLook) -> Iterator[Problem]:
    """Works that take no time, or that do not fit between their months."""
    start = seen.design.neighbourhood.project.start
    for position, option in enumerate(seen.options):
        if option.works is Works.KEEP or option.id == AS_PLANNED:
            continue  # what is planned is judged among the blocks
        if option.duration == 0:
            yield of_option(
                option, position, "no-duration", "duration",
                f"the works ({option.works.value}) take no time",
                "write how many months they take, or keep as the works",
            )  # fmt: skip
        first, last = option.earliest or 0, option.latest
        if last is not None and first + option.duration > last:
            yield of_option(
                option, position, "too-late", "latest",
                f"works of {option.duration} months that start in {start.plus(first)} at the "
                f"earliest are finished in {start.plus(first + option.duration)}",
                "write a later month, an earlier start, or fewer months",
                value=str(start.plus(last)),
            )  # fmt: skip


def months_outside(seen: DesignLook) -> Iterator[Problem]:
    """A month of an option lies before the start, or after every horizon."""
    if seen.unread("project"):
        return
    start = seen.design.neighbourhood.project.start
    for position, option in enumerate(seen.options):
        for column, low, high in (
            ("earliest", 0, seen.horizon - 1),
            ("latest", 1, seen.horizon),
        ):
            index = getattr(option, column)
            if index is None or low <= index <= high:
                continue
            side = "before the project's start" if index < low else "after every month planned"
            yield of_option(
                option, position, "outside-horizon", column,
                f"this lies {side} ({start} to {start.plus(seen.horizon - 1)})",
                "correct the month, leave it empty, or give a scenario a longer horizon",
                value=str(start.plus(index)),
            )  # fmt: skip


def idle_columns(seen: DesignLook) -> Iterator[Problem]:
    """A column is filled in where it means nothing."""
    for position, option in enumerate(seen.options):
        if option.works is Works.KEEP:
            for column in ("duration", "cost", "earliest", "latest", "rent_step"):
                if getattr(option, column):
                    yield of_option(
                        option, position, "unused", column,
                        "an option that keeps has no works, so this is not used",
                        "leave this empty, or correct the works", severity="remark",
                    )  # fmt: skip
        elif option.works in BUILDS and option.rent_step and option.block not in seen.existing:
            yield of_option(
                option, position, "unused", "rent_step", "no home of this block stays",
                "leave this empty", severity="remark",
            )  # fmt: skip


def planned_otherwise(seen: DesignLook) -> Iterator[Problem]:
    """The option planned says something else than the blocks do."""
    for position, option in enumerate(seen.options):
        block = seen.look.blocks.get(option.block)
        if option.id != AS_PLANNED or block is None:
            continue
        for column in ("works", "duration", "crews", "cost", "earliest", "latest"):
            if not seen.look.sound("blocks", block.id, column):
                continue
            said, plan = getattr(option, column), getattr(block, column)
            if said != plan:
                yield of_option(
                    option, position, "not-as-planned", column,
                    f"the option {AS_PLANNED} does what the blocks say, and they say "
                    f"{_shown(seen, column, plan)}",
                    "write the same, or leave it empty; or give the option another id",
                    value=_shown(seen, column, said),
                )  # fmt: skip
                if column == "works":
                    break


def _shown(seen: DesignLook, column: str, value: Any) -> str:
    if value is None:
        return "nothing"
    if column in ("earliest", "latest"):
        return str(seen.design.neighbourhood.project.start.plus(value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def homes_of_options(seen: DesignLook) -> Iterator[Problem]:
    """An option that builds names no homes, or one that does not build names some."""
    told: set[tuple[str, str]] = set()
    for position, (option, _) in enumerate(seen.programme):
        if option.works not in BUILDS and (option.block, option.id) not in told:
            told.add((option.block, option.id))
            yield Problem(
                "option_homes", "does-not-build",
                f"option {option.id} of block {option.block} does not build "
                f"({option.works.value}), so it cannot have new homes",
                "delete this row, or write rebuild or build as the works of the option",
                option.id, "option", option.id, position=position,
            )  # fmt: skip
    for position, option in enumerate(seen.options):
        if option.works not in BUILDS or option.block not in seen.look.blocks:
            continue
        # what is planned may be demolishing only: nobody has to build again
        plans = option.id == AS_PLANNED or option.block in seen.new
        nothing = not option.programme and not plans
        if nothing and not seen.unread("option_homes") and seen.look.whole("homes"):
            yield of_option(
                option, position, "builds-nothing", "option",
                f"it builds ({option.works.value}), but no homes are named",
                "add them to option_homes.csv", value=option.id,
            )  # fmt: skip
        if option.works is Works.BUILD and option.block in seen.existing:
            yield of_option(
                option, position, "home-on-empty-land", "works",
                f"homes stand on block {option.block} now; they are taken to stay",
                "write rebuild if they are demolished", value=option.works.value,
                severity="remark",
            )  # fmt: skip


def out_of_range(seen: DesignLook) -> Iterator[Problem]:
    """A number is negative, or larger than can be; a label is none."""
    tables: dict[str, list[tuple[str, Any]]] = {
        "options": [(one.id, one) for one in seen.options],
        "option_homes": [(option.id, kind) for option, kind in seen.programme],
        "scenarios": [(scenario.id, scenario) for scenario, _, _ in seen.choices],
        "public_space": [(space.id, space) for space in seen.design.spaces],
    }
    for table, columns in DESIGN_RANGES.items():
        for position, (key, record) in enumerate(tables[table]):
            for column, (low, high) in columns.items():
                holder = record.land if table == "options" and column in LAND_RANGES else record
                value = getattr(holder, column)
                if value is None or low <= value <= high:
                    continue
                negative = low == 0 and value < 0
                yield Problem(
                    table,
                    "negative" if negative else "out-of-range",
                    "this is negative" if negative else f"this must be from {low:g} to {high:g}",
                    f"write a number from {low:g} to {high:g}",
                    key, column, f"{value:g}", position=position,
                )  # fmt: skip
    for position, option in enumerate(seen.options):
        if option.label is not None and option.label not in LABELS:
            yield of_option(
                option, position, "not-a-choice", "label", "this is not an energy label",
                f"choose {', '.join(LABELS)}", value=option.label,
            )  # fmt: skip


def duplicate_scenarios(seen: DesignLook) -> Iterator[Problem]:
    """Two scenarios have the same id."""
    first: dict[str, object] = {}
    for position, (scenario, _, _) in enumerate(seen.choices):
        if first.setdefault(scenario.id, scenario) is not scenario:
            yield Problem(
                "scenarios", "duplicate-id", f"there is another scenario {scenario.id}",
                "give each its own id", scenario.id, "scenario", scenario.id, position=position,
            )  # fmt: skip
            return


def unknown_options(seen: DesignLook) -> Iterator[Problem]:
    """A scenario names an option that its block does not have."""
    if seen.unread("options"):
        return
    for position, (scenario, block, option) in enumerate(seen.choices):
        if block not in seen.look.blocks or option is None:
            continue
        known = seen.design.options_of[block]
        if option not in known:
            fix = nearest(option, known, f"choose {some(known)}, or add it to options.csv")
            yield Problem(
                "scenarios", "unknown-option", f"block {block} has no option {option}", fix,
                scenario.id, "option", option, position=position,
            )  # fmt: skip


CHECKS = (
    duplicate_options,
    unknown_blocks,
    impossible_works,
    months_outside,
    idle_columns,
    planned_otherwise,
    homes_of_options,
    out_of_range,
    duplicate_scenarios,
    unknown_options,
)
