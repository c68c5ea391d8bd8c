"""What the comparison page remarks on a search for scenarios: its limits, and what cannot be."""

from __future__ import annotations

from hecht.design.exact import Conflict, Loosened
from hecht.design.goals import LABEL_FIGURES, Limit, Sense, label_at
from hecht.design.result import Scenarios
from hecht.report.scenario_pictures import label
from hecht.report.tradeoffs import shown
from hecht.report.words import Words


def remarks(found: Scenarios, words: Words) -> list[str]:
    """Return which limits every scenario keeps to, and which of what was asked cannot be.

    Empty where nothing was limited and every combination that was looked at has a plan.
    """
    _, ngettext = words.gettext, words.ngettext
    told = []
    if found.goals.limits and found.front:
        limits = "; ".join(_limit(found, limit, words) for limit in found.goals.limits)
        told.append(_("Every scenario here keeps to: %(limits)s.", limits=limits))
    told += [_conflict(found, conflict, words) for conflict in found.conflicts]
    missing = sum(group.count for group in found.not_planned)
    if missing:
        told.append(
            ngettext(
                "Of %(n)s of the %(all)s combinations that were looked at no plan was found; "
                "scenarios.json tells why.",
                "Of %(n)s of the %(all)s combinations that were looked at no plan was found; "
                "scenarios.json tells why.",
                missing,
                all=words.number(found.evaluated),
            )
        )
    return told


def _conflict(found: Scenarios, conflict: Conflict, words: Words) -> str:
    """Return limits that do not go together, each with how far it would have to give way."""
    _ = words.gettext
    parts = "; ".join(_loosened(found, part, words) for part in conflict.parts)
    if conflict.proven:
        return _("This cannot all be kept: %(limits)s.", limits=parts)
    return _("This seems not to go together: %(limits)s.", limits=parts)


def _loosened(found: Scenarios, part: Loosened, words: Words) -> str:
    _ = words.gettext
    if part.limit is None:
        return part.requirement
    text = _limit(found, part.limit, words)
    if part.reachable is None:
        return text
    value = _value(found, part.limit.figure, part.reachable, words)
    if part.limit.sense is Sense.AT_LEAST:
        return _("%(limit)s (with the rest at most %(value)s)", limit=text, value=value)
    return _("%(limit)s (with the rest at least %(value)s)", limit=text, value=value)


def _limit(found: Scenarios, limit: Limit, words: Words) -> str:
    """Return a limit as "Homes added: at least 40"."""
    _ = words.gettext
    value = _value(found, limit.figure, limit.value, words)
    bound = {
        Sense.AT_LEAST: _("at least %(value)s", value=value),
        Sense.AT_MOST: _("at most %(value)s", value=value),
        Sense.EQUAL: _("exactly %(value)s", value=value),
    }[limit.sense]
    return f"{label(found.definitions[limit.figure], words)}: {bound}"


def _value(found: Scenarios, figure: str, value: float, words: Words) -> str:
    if figure in LABEL_FIGURES:
        return label_at(value)
    return shown(found.definitions[figure], value, words)
