"""From the rows of options, scenarios and public space to a design, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from hecht.exchange.assemble import place_in
from hecht.exchange.public_space_file import RawSpaces
from hecht.exchange.records import Records, read_records, write_rows
from hecht.exchange.schema import SPACES, design_schemas
from hecht.exchange.tables import RawTable
from hecht.neighbourhood import (
    AS_PLANNED,
    Access,
    Block,
    Design,
    HomeType,
    Land,
    Month,
    Neighbourhood,
    Option,
    PublicSpace,
    Scenario,
    SpaceKind,
    Tenure,
    Works,
)
from hecht.neighbourhood.design_problems import design_problems
from hecht.neighbourhood.look import nearest
from hecht.neighbourhood.problem import Problem, Unread

LAND = tuple(one.name for one in fields(Land))
_ABSENT = RawTable("", "", [], [], [])
_OF_BLOCK = ("duration", "crews", "cost", "earliest", "latest", "name")


@dataclass(slots=True)
class DesignSource:
    """What was found of a design, before it is put together.

    `tables` holds None for a table that is there but cannot be read; one that is not there is
    left out. `files` tells how to name the place of each table to people.
    """

    tables: dict[str, RawTable | None] = field(default_factory=dict)
    spaces: RawSpaces = field(default_factory=RawSpaces)
    files: dict[str, str] = field(default_factory=dict)


def assemble_design(
    source: DesignSource,
    neighbourhood: Neighbourhood,
    unread: Unread,
    start: Month | None,
    found: list[Problem],
) -> Design:
    """Put a design together and add every problem of its own files to `found`.

    `unread` is what of the neighbourhood could not be read. With an error among the problems the
    result is not to be used.
    """
    read = {name: _records(source, name, start, found) for name in design_schemas()}
    lost = source.tables.get("options", _ABSENT) is None
    design = Design(
        neighbourhood,
        _options(read, neighbourhood.block_of, None if lost else found, source.files),
        _spaces(read[SPACES], source.spaces),
        _scenarios(read["scenarios"], found, source.files["scenarios"]),
    )
    for problem in design_problems(design, _with_own(unread, source, read)):
        found.append(place_in(problem, source.files[problem.table], read[problem.table]))
    return design


def _records(source: DesignSource, name: str, start: Month | None, found: list[Problem]) -> Records:
    raw = source.spaces.table if name == SPACES else source.tables.get(name)
    return Records() if raw is None else read_records(raw, design_schemas()[name], start, found)


def _with_own(unread: Unread, source: DesignSource, read: Mapping[str, Records]) -> Unread:
    """Add what could not be read of the design's own files."""
    lost = {name for name, raw in source.tables.items() if raw is None}
    for name, records in read.items():
        raw = source.tables.get(name)
        ids = {"block", "option", "scenario"} & {column for _, column in records.bad}
        if not records.complete or ids or (raw is not None and raw.torn):
            lost.add(name)
    cells = frozenset((n, at, column) for n, one in read.items() for at, column in one.bad)
    return Unread(unread.tables | lost, unread.ids, unread.cells | cells)


def _reorder(records: Records, order: Sequence[int]) -> None:
    """Keep these rows of a table, in this order, so that positions count them."""
    place = {old: new for new, old in enumerate(order)}
    records.values = [records.values[old] for old in order]
    records.rows = [records.rows[old] for old in order]
    records.cells = [records.cells[old] for old in order]
    records.bad = {(place[old], column) for old, column in records.bad if old in place}


def _options(
    read: Mapping[str, Records],
    blocks: Mapping[str, Block],
    found: list[Problem] | None,
    files: Mapping[str, str],
) -> tuple[Option, ...]:
    """Return the options; homes of options that are not there are added to `found`, if given."""
    lines = read["option_homes"]
    members: dict[tuple[str, str], list[int]] = {}
    for position, record in enumerate(lines.values):
        members.setdefault((record["block"], record["option"]), []).append(position)
    options, order = [], []
    for record in read["options"].values:
        mine = members.pop((record["block"], record["option"]), [])
        order += mine
        options.append(_option(record, [lines.values[nth] for nth in mine], blocks))
    known = [(one.block, one.id) for one in options]
    complete = read["options"].complete and not read["options"].bad
    for (block, option), positions in members.items():
        if (positions[0], "block") in lines.bad or (positions[0], "option") in lines.bad:
            continue
        if complete and found is not None:
            found.append(_homeless(block, option, known, lines, positions[0], files))
    _reorder(lines, order)
    return tuple(options)


def _homeless(
    block: str,
    option: str,
    known: Iterable[tuple[str, str]],
    lines: Records,
    position: int,
    files: Mapping[str, str],
) -> Problem:
    own = [name for of, name in known if of == block]
    problem = Problem(
        "option_homes", "unknown-option", f"block {block} has no option {option} in options.csv",
        nearest(option, own, "add it to options.csv, or delete this row"),
        option, "option", option, position=position,
    )  # fmt: skip
    return place_in(problem, files["option_homes"], lines)


def _option(
    record: Mapping[str, Any], programme: list[dict[str, Any]], blocks: Mapping[str, Block]
) -> Option:
    """Return an option; what planned leaves empty is as its block says."""
    values = {name: value for name, value in record.items() if name not in LAND}
    land = {name: value for name, value in record.items() if name in LAND}
    values["id"] = values.pop("option")
    values["works"] = Works(values["works"])
    block = blocks.get(values["block"])
    if values["id"] == AS_PLANNED and block is not None:
        for name in _OF_BLOCK:
            values.setdefault(name, getattr(block, name))
    kinds = tuple(_home_type(line) for line in programme)
    return Option(**values, land=Land(**land), programme=kinds)


def _home_type(record: Mapping[str, Any]) -> HomeType:
    values = {name: value for name, value in record.items() if name not in ("block", "option")}
    for name, enum in (("tenure", Tenure), ("access", Access)):
        if name in values:
            values[name] = enum(values[name])
    return HomeType(**values)


def _scenarios(records: Records, found: list[Problem], file: str) -> tuple[Scenario, ...]:
    """Gather the rows of each scenario; faults between its rows are added to `found`."""
    members: dict[str, list[int]] = {}
    for position, record in enumerate(records.values):
        members.setdefault(record["scenario"], []).append(position)
    scenarios: list[Scenario] = []
    order: list[int] = []
    for name, positions in members.items():
        choice: dict[str, str] = {}
        chosen: dict[str, int] = {}
        for position in positions:
            fault = _row_fault(records, position, chosen)
            if fault is not None:
                found.append(place_in(fault, file, records))
            record = records.values[position]
            if "block" in record and "option" in record and record["block"] not in chosen:
                choice[record["block"]] = record["option"]
                chosen[record["block"]] = position
        order += list(chosen.values()) or positions[:1]
        whole = {
            column: _common(records, positions, column, found, file)
            for column in ("name", "horizon")
        }
        scenarios.append(Scenario(name, whole["name"] or "", choice, whole["horizon"]))
    _reorder(records, order)
    return tuple(scenarios)


def _row_fault(records: Records, position: int, chosen: Mapping[str, int]) -> Problem | None:
    """Return what is wrong with one row of a scenario, beside the rows before it."""
    record = records.values[position]
    key = record["scenario"]
    read = {column for column in ("block", "option") if column in record}
    bad = {column for at, column in records.bad if at == position}
    if len(read) == 1 and not bad & {"block", "option"}:
        column = "option" if "block" in read else "block"
        return Problem(
            "scenarios", "missing-value", "a row names a block and its option, or neither",
            f"fill in {column}, or leave both empty", key, column, position=position,
        )  # fmt: skip
    if "block" in read and record["block"] in chosen:
        return Problem(
            "scenarios", "duplicate-choice",
            f"scenario {key} chooses for block {record['block']} twice",
            "delete one of the two rows", key, "block", record["block"], position=position,
            other=chosen[record["block"]],
        )  # fmt: skip
    return None


def _common(
    records: Records, positions: Sequence[int], column: str, found: list[Problem], file: str
) -> Any:
    """Return what the rows of a scenario say in a column in which they must not differ."""
    said = None
    for position in positions:
        value = records.values[position].get(column)
        if value is None or value == said:
            continue
        if said is None:
            said = value
            continue
        problem = Problem(
            "scenarios", "two-values", f"another row of this scenario says {said}",
            "write it once, or the same on every row",
            records.values[position]["scenario"], column, str(value), position=position,
        )  # fmt: skip
        found.append(place_in(problem, file, records))
    return said


def _spaces(records: Records, raw: RawSpaces) -> tuple[PublicSpace, ...]:
    """Return the pieces whose shape and kind could be read."""
    usable = [
        position
        for position, shape in enumerate(raw.shapes)
        if shape and (position, "kind") not in records.bad
    ]
    _reorder(records, usable)
    shapes = [raw.shapes[position] for position in usable]
    return tuple(
        PublicSpace(**{**record, "kind": SpaceKind(record["kind"])}, **shape)
        for record, shape in zip(records.values, shapes, strict=True)
    )


def design_rows(design: Design, name: str, show: Callable[[Any], Any]) -> list[Sequence[Any]]:
    """Return the cells of one table of a design, each made by `show` from its value."""
    records = {"options": _option_rows, "option_homes": _home_rows, "scenarios": _choice_rows}
    start = design.neighbourhood.project.start
    return write_rows(records[name](design), design_schemas()[name], start, show)


def _option_rows(design: Design) -> Iterator[dict[str, Any]]:
    for option in design.options:
        record = {one.name: getattr(option, one.name) for one in fields(Option)}
        yield {
            **record,
            "option": option.id,
            "works": option.works.value,
            **{name: getattr(option.land, name) for name in LAND},
        }


def _home_rows(design: Design) -> Iterator[dict[str, Any]]:
    for option in design.options:
        for kind in option.programme:
            record = {one.name: getattr(kind, one.name) for one in fields(HomeType)}
            yield {**record, "block": option.block, "option": option.id}


def _choice_rows(design: Design) -> Iterator[dict[str, Any]]:
    """Yield a row a choice; what holds for the whole scenario stands on its first row."""
    for scenario in design.scenarios:
        head: dict[str, Any] = {"name": scenario.name, "horizon": scenario.horizon}
        choices: list[tuple[str | None, str | None]] = list(scenario.choice.items())
        for block, option in choices or [(None, None)]:
            yield {"scenario": scenario.id, **head, "block": block, "option": option}
            head = {"name": "", "horizon": None}
