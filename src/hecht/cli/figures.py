"""The figures of one or more plans, as a table of plain text and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from hecht.planning.plan import Plan


class Figure(NamedTuple):
    """One figure: its name in plan.json, what it is called, its unit, and which way is better.

    `unit` is "share", "count" or "months"; `better` is 1 when more is better, -1 when less is.
    `counted` names the two counts of which a share is made.
    """

    name: str
    label: str
    unit: str
    better: int
    counted: tuple[str, str] = ("", "")


FIGURES = (
    Figure(
        "return_of_wishing",
        "return, of those who wished to",
        "share",
        1,
        ("returned_of_wishing", "households_wishing"),
    ),
    Figure(
        "return_of_affected",
        "return, of those who had to move",
        "share",
        1,
        ("returned_of_affected", "households_affected"),
    ),
    Figure(
        "return_of_all",
        "return, of the whole neighbourhood",
        "share",
        1,
        ("returned_of_all", "households_all"),
    ),
    Figure("ties_kept", "near ties kept", "share", 1, ("ties_kept_count", "ties_near_start")),
    Figure(
        "ties_kept_staying",
        "near ties kept, leavers left out",
        "share",
        1,
        ("ties_kept_staying_count", "ties_near_start_staying"),
    ),
    Figure("ties_kept_weighted", "near ties kept, by weight", "share", 1),
    Figure("separation_months", "months that near ties are apart", "months", -1),
    Figure("alone", "households left without a near tie", "count", -1),
    Figure("moves", "moves", "count", -1),
    Figure("months_temporary", "months lived in temporary homes", "months", -1),
    Figure("vacant_home_months", "months that homes stand empty", "months", -1),
    Figure("duration_months", "months until the works are done", "months", -1),
)

UNKNOWN = "not known"


def shown(value: Any, unit: str) -> str:
    """Return a figure in words; one that is missing is said to be missing (C6)."""
    if value is None:
        return UNKNOWN
    if unit == "share":
        return f"{100 * value:.1f}%"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def shown_with_counts(figure: Figure, outcomes: Mapping[str, Any]) -> str:
    """Return a figure in words; a share with the two counts behind it."""
    text = shown(outcomes.get(figure.name), figure.unit)
    part, whole = (outcomes.get(name) for name in figure.counted)
    return text if part is None or whole is None else f"{text} ({part} of {whole})"


def difference(value: Any, base: Any, figure: Figure) -> str:
    """Return how `value` differs from `base`, marked when it is worse; empty when not known."""
    if value is None or base is None:
        return ""
    gap = value - base
    if gap == 0:
        return "="
    mark = "" if gap * figure.better > 0 else " (worse)"
    if figure.unit == "share":
        return f"{100 * gap:+.1f} points{mark}"
    return (f"{gap:+,}" if isinstance(gap, int) else f"{gap:+,.1f}") + mark


def points(score: int) -> str:
    """Return a score, given in thousandths of a point, in points."""
    return f"{score / 1000:,.1f}"


def table(plans: Sequence[tuple[str, Plan]], *, differences: bool = False) -> str:
    """Return the figures of named plans as aligned columns.

    With `differences` every plan after the first also shows how it differs from the first.
    """
    outcomes = [plan.outcomes().as_dict() for _, plan in plans]
    rows = [["", *_spread([name for name, _ in plans], differences)]]
    for figure in FIGURES:
        base = outcomes[0].get(figure.name)
        cells = [shown_with_counts(figure, outcomes[0])]
        for one in outcomes[1:]:
            cells.append(shown_with_counts(figure, one))
            if differences:
                cells.append(difference(one.get(figure.name), base, figure))
        rows.append([figure.label, *cells])
    scores = [plan.score for _, plan in plans]
    cells = [points(scores[0])]
    for score in scores[1:]:
        cells.append(points(score))
        if differences:
            gap = score - scores[0]
            cells.append("=" if gap == 0 else f"{gap / 1000:+,.1f}" + (" (worse)" * (gap < 0)))
    rows.append(["score in points", *cells])
    return aligned(rows)


def _spread(names: list[str], differences: bool) -> list[str]:
    if not differences:
        return names
    return [names[0], *(cell for name in names[1:] for cell in (name, "difference"))]


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text as columns: the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def record(plan: Plan) -> dict[str, Any]:
    """Return the figures of a plan as JSON-ready facts, under the names of plan.json."""
    from hecht.exchange.plan_bounds import bound_record
    from hecht.exchange.plan_care import fairness_record, groups_record

    return {
        "method": plan.method,
        "seed": plan.seed,
        "iterations": plan.iterations,
        "seconds": plan.seconds,
        "stopped": plan.stopped,
        "score": plan.score,
        "bounds": [bound_record(bound) for bound in plan.bounds],
        "groups": groups_record(plan.groups),
        "fairness": fairness_record(plan.fairness),
        "outcomes": plan.outcomes().as_dict(),
    }


def reached(plan: Plan) -> list[str]:
    """Return a sentence for each figure of which something is proven, and what it holds for."""
    from hecht.cli.bound_words import sentences

    return sentences(plan)
