"""What is proven of a plan's figures, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hecht.planning.bounds.figure_bound import FigureBound
    from hecht.planning.plan import Plan

WHOLE = {
    "returned_of_wishing": "households_wishing",
    "ties_kept_count": "ties_near_start",
}
"""What a figure is part of."""

OWN = {
    "returned_of_wishing": "{own} of {whole} who wished to return do",
    "ties_kept_count": "{own} of {whole} near ties are kept",
    "moves": "{own} moves",
    "months_temporary": "{own} months in temporary homes",
    "temporary_homes": "{own} bought-in temporary homes lived in at once",
    "duration_months": "{own} months until the works are done",
    "score": "{own} points",
}
"""How each figure is told of the plan itself."""


def sentences(plan: Plan) -> list[str]:
    """Return a sentence for each figure of which something is proven."""
    from hecht.planning.bounds.own_figures import own_figures

    if not plan.bounds:
        return []
    figures = own_figures(plan)
    lines = []
    for figure, words in OWN.items():
        own, whole = figures.get(figure), figures.get(WHOLE.get(figure, ""))
        bounds = [one for one in plan.bounds if one.figure == figure and (one.value or not own)]
        if bounds and own is not None:
            said = words.format(own=_number(figure, own), whole=_number(figure, whole or 0))
            limits = [_limit(bound, own) for bound in bounds]
            lines.append(f"{said}; {', and '.join(limits)}.")
    return lines


def _limit(bound: FigureBound, own: float) -> str:
    from hecht.planning.bounds.figure_bound import Holds, Sense

    who = "any plan" if bound.holds is Holds.ANY_PLAN else "any plan with this calendar"
    none = "no plan" if bound.holds is Holds.ANY_PLAN else "no plan with this calendar"
    value = _number(bound.figure, bound.value)
    if bound.sense is Sense.AT_MOST:
        if own == bound.value:
            return f"{value} is the most {who} can reach"
        return f"{none} reaches more than {value}"
    if own == bound.value:
        return f"{value} is the least {who} can do with"
    return f"{none} needs fewer than {value}"


def _number(figure: str, value: float) -> str:
    return f"{value / 1000:,.1f}" if figure == "score" else f"{value:,.0f}"
