"""Bounds in plan.json: each an object of its own, written and read back."""

from __future__ import annotations

from typing import Any

from hecht.planning.bounds.figure_bound import FigureBound, Holds, Sense

_WHOLE = ("value", "returning", "undecided")


def bound_record(bound: FigureBound) -> dict[str, Any]:
    """Return a bound as JSON-ready facts; the conditions only where it has them."""
    record: dict[str, Any] = {
        "figure": bound.figure,
        "value": bound.value,
        "sense": bound.sense.value,
        "holds": bound.holds.value,
        "how": bound.how,
    }
    for name in ("returning", "undecided"):
        if getattr(bound, name) is not None:
            record[name] = getattr(bound, name)
    return record


def read_bounds(found: object, problems: list[str]) -> tuple[FigureBound, ...]:
    """Return the bounds of plan.json; note what is wrong with them."""
    if not isinstance(found, list):
        problems.append("plan.json: bounds should be a list; make the plan again")
        return ()
    result = []
    for place, record in enumerate(found):
        wrong = _wrong(record)
        if wrong:
            problems.append(f"plan.json: bounds[{place}]{wrong}")
            continue
        result.append(
            FigureBound(
                figure=record["figure"],
                value=record["value"],
                sense=Sense(record["sense"]),
                holds=Holds(record["holds"]),
                how=record["how"],
                returning=record.get("returning"),
                undecided=record.get("undecided"),
            )
        )
    return tuple(result)


def _wrong(record: object) -> str:
    """Return what is wrong with one bound; empty when it can be read."""
    if not isinstance(record, dict):
        return f" is {record!r}; it should be an object"
    for name, words in (("sense", list(Sense)), ("holds", list(Holds))):
        if record.get(name) not in [word.value for word in words]:
            listed = " or ".join(repr(word.value) for word in words)
            return f".{name} is {record.get(name)!r}; it should be {listed}"
    for name in ("figure", "how"):
        if not isinstance(record.get(name), str):
            return f".{name} is {record.get(name)!r}; it should be a word"
    for name in _WHOLE:
        value = record.get(name)
        missing = value is None and name != "value"
        if not missing and (isinstance(value, bool) or not isinstance(value, int)):
            return f".{name} is {value!r}; it should be a whole number"
    return ""
