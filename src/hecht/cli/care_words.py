"""Groups and fairness of a plan in a few plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hecht.planning.fairness import Fairness
    from hecht.planning.plan import Plan


def care_lines(plan: Plan) -> list[str]:
    """Return what became of the groups, and what looking after the worst-off cost."""
    lines = []
    if plan.groups:
        as_one = sum(fate.as_one for fate in plan.groups.values())
        lines.append(f"groups placed as one: {as_one} of {len(plan.groups)}")
        lines += [
            f"  {name}: {fate.refusal.text()}"
            for name, fate in plan.groups.items()
            if fate.refusal is not None
        ]
    if plan.fairness is not None:
        lines.append(_fairness(plan.fairness))
    return lines


def _fairness(fairness: Fairness) -> str:
    """Return the price of fairness in one line."""
    if not fairness.changed:
        return "fairness: nobody who is served least could be served better within the margin"
    changes = [
        f"{after - before:+,} {words}"
        for (before, after), words in (
            (fairness.ties_kept, "near ties kept"),
            (fairness.moves, "moves"),
            (fairness.months_temporary, "months in temporary homes"),
        )
    ]
    return (
        f"fairness: {fairness.better} better served, {fairness.worse} less well, for "
        f"{fairness.price / 1000:,.1f} of at most {fairness.margin / 1000:,.1f} points "
        f"({', '.join(changes)})"
    )
