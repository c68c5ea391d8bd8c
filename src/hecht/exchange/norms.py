"""A user's own amounts and norms (norms.csv): from records to a dated table, and what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from itertools import combinations
from pathlib import Path

from hecht.exchange.default_figures import NAME as OPTIONS
from hecht.exchange.default_figures import fault_of
from hecht.exchange.records import Records, read_records
from hecht.exchange.schema import schemas
from hecht.exchange.tables import read_csv
from hecht.neighbourhood import LABELS
from hecht.neighbourhood.dated import OWN, DatedTable, Row
from hecht.neighbourhood.problem import Problem
from hecht.rules.dated import TABLES, RuleTableError, table

_HEAT = re.compile(r"heat_(row|stacked)_(?P<label>.+)_(home|m2)")
"""Heat of one label: the user may name labels for which hecht has one row together."""


@cache
def units() -> Mapping[str, str]:
    """Return the unit of every rule that the tables of hecht have, in their order."""
    return {row.rule: row.unit for name in TABLES for row in table(name).rows}


def unit_of(rule: str) -> str | None:
    """Return the unit of a rule; None when there is no such rule."""
    match = _HEAT.fullmatch(rule)
    if match and match["label"] in LABELS:
        return units()[rule.replace(f"_{match['label']}_", "_A_")]
    return units().get(rule)


def read_norms(path: str | Path) -> DatedTable | None:
    """Read one file of rows; None when there are none.

    Raises RuleTableError with everything that is wrong, OSError when there is no such file.
    """
    from hecht.exchange.assemble import place_in
    from hecht.exchange.folder import describe

    place = Path(path)
    raw, found = read_csv(place, "norms")
    records = Records() if raw is None else read_records(raw, schemas()["norms"], None, found)
    norms = norms_of(records)
    found += [place_in(p, place.name, records) for p in norms_problems(norms, records.bad)]
    errors = [describe(problem) for problem in found if problem.severity == "error"]
    if errors:
        raise RuleTableError("\n".join(errors))
    return norms


def norms_of(records: Records) -> DatedTable | None:
    """Return the rows as a dated table, units filled in; None when there are none."""
    rows = [
        Row(
            rule=record["rule"],
            start=record.get("start"),
            end=record.get("end"),
            amount=record.get("amount"),
            unit=record.get("unit") or unit_of(record["rule"]) or "",
            source=record.get("source", ""),
            verified=record["verified"],
            note=record.get("note", ""),
        )
        for record in records.values
    ]
    return DatedTable(OWN, tuple(rows)) if rows else None


def norms_problems(
    norms: DatedTable | None, unread: Collection[tuple[int, str]] = ()
) -> list[Problem]:
    """Return what is wrong with a user's own rows, by row and column.

    `unread` are cells (position, column) that could not be read, of which nothing more is said.
    """
    rows = () if norms is None else norms.rows
    found = [one for position, row in enumerate(rows) for one in _of_row(position, row)]
    for (one, first), (two, second) in combinations(enumerate(rows), 2):
        if _overlap(first, second):
            text = f"{second.rule} has another row for the same days"
            found.append(
                replace(
                    _fault(two, "start", second, "overlap", text, "end one where the other starts"),
                    other=one,
                )
            )
    return [one for one in found if (one.position, one.column) not in unread]


def _of_row(position: int, row: Row) -> Iterator[Problem]:
    def fault(column: str, rule: str, text: str, fix: str, severity: str = "error") -> Problem:
        return replace(_fault(position, column, row, rule, text, fix), severity=severity)

    unit = unit_of(row.rule)
    if unit is None:
        near = get_close_matches(row.rule, units(), n=1)
        meant = f"did you mean {near[0]}? " if near else ""
        yield fault("rule", "unknown-rule", "there is no such rule", f"{meant}see `hecht rules`")
    elif row.unit != unit:
        fix = f"give the amount in {unit}"
        yield fault("unit", "other-unit", f"the unit of {row.rule} is {unit}", fix)
    if row.start is not None and row.end is not None and row.end <= row.start:
        fix = "the end is the first day on which it no longer holds"
        yield fault("end", "end-before-start", f"this is not after the start, {row.start}", fix)
    if row.amount is not None and not (row.amount >= 0 and math.isfinite(row.amount)):
        yield fault("amount", "negative", "an amount is 0 or more", "correct it")
    elif row.amount is not None and row.rule in table(OPTIONS).rules():
        wrong = fault_of(row.rule, row.unit, row.amount)
        if wrong is not None:
            yield fault("amount", "impossible", *wrong)
    if not row.verified:
        if row.rule in table(OPTIONS).rules():
            return  # these may rest on assumptions, which are listed
        text = f"{row.rule} is not verified, so this row is not reckoned with"
        fix = "read the amount in its source, name the source, and write yes"
        yield fault("verified", "not-verified", text, fix, "remark")
        return
    for column in ("amount", "source"):
        if getattr(row, column) in (None, ""):
            text = f"a verified row needs its {column}"
            yield fault(column, "missing-value", text, f"fill in {column}, or write no at verified")


def _fault(position: int, column: str, row: Row, rule: str, text: str, fix: str) -> Problem:
    return Problem("norms", rule, text, fix, key=row.rule, column=column, position=position)


def _overlap(one: Row, other: Row) -> bool:
    if one.rule != other.rule:
        return False
    ends_after = one.end is None or other.start is None or other.start < one.end
    starts_before = other.end is None or one.start is None or one.start < other.end
    return ends_after and starts_before
