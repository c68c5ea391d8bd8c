"""What limits and the project ask of a choice, where that adds up over blocks; amounts are exact.

Every limit on a figure of `hecht.design.physical` is a linear requirement on the choice of
options; so are some limits on plans that follow from what each option needs at least (the money
of the works, the months they take, one move for every emptied home), and the crews and budget of
the project. Amounts are kept as fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from hecht.design.goals import Limit, Sense
from hecht.design.physical import ELSEWHERE, FORMS, NO_HOMES, WORST_LABEL, Physical, Quantities
from hecht.design.space import Space
from hecht.neighbourhood import Neighbourhood

Cell = tuple[int, int]
"""A group and one of its options, as positions."""


@dataclass(frozen=True)
class Row:
    """Sum of weights of the chosen cells, at least `least`; all values exact."""

    weights: Mapping[Cell, Fraction]
    least: Fraction


@dataclass(frozen=True)
class Requirement:
    """One thing to keep to: rows that must hold and cells that cannot be chosen.

    `limit` is the limit asked for, None for a rule of the project (`text`). `ratio` is its figure
    over cells, to tell what is reachable; None where it is not a sum. `unknown` says what is not
    known of some block whatever is chosen, "" where nothing is.
    """

    text: str
    rows: tuple[Row, ...]
    barred: frozenset[Cell] = frozenset()
    limit: Limit | None = None
    ratio: Ratio | None = None
    unknown: str = ""


@dataclass(frozen=True)
class Ratio:
    """A figure over the chosen cells: (constant + sum of top) / (constant + sum of under)."""

    top: Mapping[Cell, Fraction]
    top_constant: Fraction
    under: Mapping[Cell, Fraction] = field(default_factory=dict)
    under_constant: Fraction = Fraction(1)


class Table:
    """Quantities by cell: those of a group's blocks added up."""

    def __init__(self, space: Space, physical: Physical) -> None:
        self.space = space
        self.physical = physical
        self.cells: tuple[Cell, ...] = tuple(
            (g, o) for g, group in enumerate(space.groups) for o in range(len(group.options))
        )

    def parts(self) -> Iterable[tuple[Cell, list[Quantities]]]:
        """Yield the quantities of the blocks of each cell; fixed blocks count in each."""
        always = [self.physical.options[b][o] for b, o in self.space.fixed.items()]
        for g, o in self.cells:
            group = self.space.groups[g]
            own = [self.physical.options[block][group.options[o]] for block in group.blocks]
            yield (g, o), own + always

    def sums(self, name: str) -> tuple[dict[Cell, Fraction], Fraction, frozenset[Cell]]:
        """Return a quantity by cell, its constant, and the cells of which it is not known."""
        constant = Fraction(0)
        lacking: set[Cell] = set()
        parts = {ELSEWHERE: self.physical.constant} | {
            block: self.physical.options[block][option]
            for block, option in self.space.fixed.items()
        }
        for found in parts.values():
            if found.get(name) is None:
                lacking.update(self.cells)
            constant += exact(found.get(name) or 0.0)
        weights: dict[Cell, Fraction] = {}
        for g, o in self.cells:
            group = self.space.groups[g]
            values = [self.physical.options[b][group.options[o]][name] for b in group.blocks]
            if None in values:
                lacking.add((g, o))
            weights[g, o] = sum((exact(value or 0.0) for value in values), Fraction(0))
        return weights, constant, frozenset(lacking)


class Requirements:
    """Turns limits, and the rules of the project, into requirements on the cells of a space."""

    def __init__(self, physical: Physical, table: Table) -> None:
        self.physical = physical
        self.table = table

    def of_limit(self, limit: Limit) -> Requirement | None:
        """Return the requirement of a limit, or None when it does not add up over blocks."""
        if limit.figure == WORST_LABEL:
            return self.label(limit)
        if limit.figure in FORMS:
            return self._of_form(limit)
        if limit.sense is Sense.AT_LEAST:
            return None
        if limit.figure in ("cost_total", "cost_known", "cost_works"):
            return self._at_most(limit, "known_cost", "the works alone cost")
        if limit.figure == "moves":
            return self._at_most(limit, "emptied", "every household of an emptied home moves")
        if limit.figure == "duration_months":
            return self._in_time(limit)
        return None

    def _of_form(self, limit: Limit) -> Requirement:
        form = FORMS[limit.figure]
        top, top_constant, lacking = self.table.sums(form.of)
        if form.less_now:
            top_constant -= exact(self.physical.homes_today)
        under: Mapping[Cell, Fraction] = {}
        under_constant = Fraction(1)
        if form.per:
            under, under_constant, _ = self.table.sums(form.per)
        value = exact(limit.value)
        rows = []
        if limit.sense is not Sense.AT_MOST:
            rows.append(_row(top, under, value, value * under_constant - top_constant, 1))
        if limit.sense is not Sense.AT_LEAST:
            rows.append(_row(top, under, value, value * under_constant - top_constant, -1))
        return Requirement(
            str(limit),
            tuple(rows),
            lacking,
            limit,
            Ratio(top, top_constant, under, under_constant),
            self._lacking(lacking, form.unknown),
        )

    def label(self, limit: Limit) -> Requirement:
        """Return the requirement of a limit on the worst energy label."""
        barred = set()
        for cell, quantities in self.table.parts():
            ranks = [found["worst"] for found in quantities]
            known = [rank for rank in ranks if rank is not None and rank != NO_HOMES]
            unknown = None in ranks
            low = limit.sense is not Sense.AT_MOST and any(r < limit.value for r in known)
            if unknown or low:
                barred.add(cell)
        constant = self.physical.constant["worst"]
        rows: tuple[Row, ...] = ()
        if constant is None or (limit.sense is not Sense.AT_MOST and constant < limit.value):
            rows = (Row({}, Fraction(1)),)
        return Requirement(str(limit), rows, frozenset(barred), limit)

    def _at_most(self, limit: Limit, quantity: str, because: str) -> Requirement:
        top, constant, lacking = self.table.sums(quantity)
        row = _row(top, {}, Fraction(0), exact(limit.value) - constant, -1)
        return Requirement(
            f"{limit} ({because} that much)" if quantity != "known_cost" else str(limit),
            (row,),
            lacking,
            limit,
            Ratio(top, constant),
        )

    def _in_time(self, limit: Limit) -> Requirement:
        late = frozenset(
            cell
            for cell, quantities in self.table.parts()
            if any((found["finish"] or 0) > limit.value for found in quantities)
        )
        return Requirement(str(limit), (), late, limit)

    def of_project(self, here: Neighbourhood, horizon: int) -> Iterable[Requirement]:
        """Yield what crews, budget and months allow in all."""
        late = frozenset(
            cell
            for cell, quantities in self.table.parts()
            if any((found["finish"] or 0) > horizon for found in quantities)
        )
        if late:
            yield Requirement(f"all works are finished within {horizon} months", (), late)
        months, constant, _ = self.table.sums("crew_months")
        room = Fraction(here.capacity.crews * horizon)
        yield Requirement(
            f"{here.capacity.crews} crews for {horizon} months",
            (_row(months, {}, Fraction(0), room - constant, -1),),
        )
        budget = here.capacity.budget_per_year
        if budget is not None:
            start = here.project.start
            years = len({start.plus(month).year for month in range(horizon)})
            money, constant, _ = self.table.sums("known_cost")
            yield Requirement(
                f"a budget of {budget:,.0f} euros a year in {years} calendar years",
                (_row(money, {}, Fraction(0), exact(budget) * years - constant, -1),),
            )

    def _lacking(self, cells: frozenset[Cell], what: str) -> str:
        """Return what is not known when every option of some group is barred for that."""
        for g, group in enumerate(self.table.space.groups):
            if all((g, o) in cells for o in range(len(group.options))):
                return f"not known: {what} of block {group.blocks[0]}, whatever is chosen"
        return ""


def exact(value: float) -> Fraction:
    """Return a number as it is written, so that 0.1 is a tenth; to a millionth."""
    return Fraction(repr(round(float(value), 6)))


def _row(
    top: Mapping[Cell, Fraction],
    under: Mapping[Cell, Fraction],
    value: Fraction,
    least: Fraction,
    sign: int,
) -> Row:
    """Return the row of sign * (top - value * under) >= sign * least."""
    weights = {cell: sign * (w - value * under.get(cell, Fraction(0))) for cell, w in top.items()}
    return Row(weights, sign * least)
