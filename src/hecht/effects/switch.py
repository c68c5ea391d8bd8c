"""A column that says in each row whether an area has the measure, in place of when it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hecht.effects.area_panel import ObservationsError, Row


def is_switch(rows: Sequence[Row]) -> bool:
    """Return whether the starts can only be meant as 0 (without) and 1 (with the measure).

    That is when there are no others, and 1 is no time of the panel.
    """
    starts = {row.first_treated for row in rows}
    return 1 in starts and starts <= {0, 1} and min(row.time for row in rows) > 1


def switched(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the first time at which their unit has a 1 as its start, else 0.

    Raises ObservationsError, with the row, for a measure that ends, and for a column that tells
    which units ever had the measure but not when.
    """
    began: dict[str, int] = {}
    before: set[str] = set()
    for row in sorted(rows, key=lambda one: one.time):
        if row.first_treated:
            began.setdefault(row.unit, row.time)
        elif row.unit in began:
            raise ObservationsError(
                f"{row.where}: unit {row.unit!r} has the measure (1) from {began[row.unit]} on and "
                f"is without it (0) in {row.time}; only measures that go on can be estimated: drop "
                f"the unit, or its rows from {row.time} on"
            )
        else:
            before.add(row.unit)
    if not before & set(began):
        raise ObservationsError(
            "the column of --first-treated holds 1 in every row of the units with the measure: it "
            "tells which, and not when; name a column with the first time, or with 0 before it"
        )
    return [replace(row, first_treated=began.get(row.unit, 0)) for row in rows]
