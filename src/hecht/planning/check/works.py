"""Rule 6: crews, yearly budget, precedence, earliest and latest dates."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hecht.neighbourhood import Block
from hecht.planning.check.facts import Facts
from hecht.planning.check.violation import Violation


def broken_works(facts: Facts) -> Iterator[Violation]:
    """Yield each breach of rule 6."""
    for name, start in facts.starts.items():
        block = facts.blocks[name]
        yield from _dates(facts, block, start)
        yield from _precedence(facts, block, start)
    yield from _crews(facts)
    yield from _budget(facts)


def _dates(facts: Facts, block: Block, start: int) -> Iterator[Violation]:
    done = start + block.duration
    earliest = max(0, block.earliest or 0)
    if start < earliest:
        text = (
            f"works on block {block.id} start in {facts.when(start)}, before {facts.when(earliest)}"
        )
        yield Violation(6, text, block=block.id, month=start)
    for limit, what in ((facts.horizon, "the plan's end"), (block.latest, "its latest month")):
        if limit is not None and done > limit:
            text = (
                f"works on block {block.id} are finished in {facts.when(done)}, "
                f"after {what}, {facts.when(limit)}"
            )
            yield Violation(6, text, block=block.id, month=done)


def _precedence(facts: Facts, block: Block, start: int) -> Iterator[Violation]:
    for name in block.after:
        if name not in facts.starts:
            continue
        done = facts.starts[name] + facts.blocks[name].duration
        if done > start:
            text = (
                f"works on block {block.id} start in {facts.when(start)}, but block {name}, which "
                f"comes first, is finished in {facts.when(done)}"
            )
            yield Violation(6, text, block=block.id, month=start)


def _crews(facts: Facts) -> Iterator[Violation]:
    """Tell each unbroken run of months in which too many crews work, once."""
    change: dict[int, int] = {}
    for name, start in facts.starts.items():
        block = facts.blocks[name]
        change[start] = change.get(start, 0) + block.crews
        done = start + block.duration
        change[done] = change.get(done, 0) - block.crews
    most, crews, since, peak = facts.neighbourhood.capacity.crews, 0, None, 0
    for month in sorted(change):
        crews += change[month]
        if crews > most:
            since = month if since is None else since
            peak = max(peak, crews)
        elif since is not None:
            text = (
                f"up to {peak} crews work from {facts.when(since)} up to {facts.when(month)}; "
                f"there are {most}"
            )
            yield Violation(6, text, month=since)
            since, peak = None, 0


def _budget(facts: Facts) -> Iterator[Violation]:
    """Add up what is spent in each calendar year, exactly."""
    budget = facts.neighbourhood.capacity.budget_per_year
    if budget is None:
        return
    first = facts.neighbourhood.project.start
    spent: dict[int, Fraction] = {}
    for name, start in facts.starts.items():
        block = facts.blocks[name]
        if not block.cost or block.duration < 1:
            continue
        per_month = Fraction(block.cost) / block.duration
        for month in range(start, start + block.duration):
            year = first.year + (first.number - 1 + month) // 12
            spent[year] = spent.get(year, Fraction(0)) + per_month
    for year in sorted(spent):
        if spent[year] > Fraction(budget):
            text = f"{float(spent[year]):,.2f} euro is spent in {year}; the budget is {budget:,.2f}"
            month = max(0, (year - first.year) * 12 - (first.number - 1))
            yield Violation(6, text, month=month)
