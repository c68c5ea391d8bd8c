"""The mix that is asked and who would have to come for it, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from hecht.neighbourhood import PeopleAttribute
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.inflow import Inflow, Letting, Reach
from hecht.report.words import Words


def class_names(words: Words) -> dict[tuple[PeopleAttribute, str], str]:
    """Return what each class of households is called, in the plural."""
    _ = words.gettext
    kind, income, age = (
        PeopleAttribute.HOUSEHOLD_TYPE,
        PeopleAttribute.INCOME,
        PeopleAttribute.AGE,
    )
    return {
        (kind, "single"): _("people who live alone"),
        (kind, "adults"): _("adults without children"),
        (kind, "one_parent"): _("one-parent families"),
        (kind, "family"): _("families with children"),
        (income, "low"): _("households with a low income"),
        (income, "middle"): _("households with a middle income"),
        (income, "high"): _("households with a high income"),
        (age, "under_30"): _("households under 30"),
        (age, "30_54"): _("households of 30 to 54"),
        (age, "55_74"): _("households of 55 to 74"),
        (age, "75_plus"): _("households of 75 and over"),
    }


def inflow_sentences(
    found: Inflow, words: Words, audience: Audience = Audience.INTERNAL
) -> list[str]:
    """Return the targets, what each needs, and how all are met together, as sentences.

    Numbers from which an audience could tell a small group are left out (C7): those of a target
    whose class, or all other households together, has fewer than the audience's threshold.
    Without targets there is nothing to say.
    """
    if not found.reaches:
        return []
    _ = words.gettext
    said = [
        words.ngettext(
            "%(n)s home is left free for newcomers. Nobody has to leave for the mix, and nobody "
            "who wants to return is refused.",
            "%(n)s homes are left free for newcomers. Nobody has to leave for the mix, and nobody "
            "who wants to return is refused.",
            len(found.free),
        )
    ]
    shown = [_may_show(reach, len(found.free), audience) for reach in found.reaches]
    for reach, open_ in zip(found.reaches, shown, strict=True):
        said += _of_target(reach, words, open_)
    if len(found.reaches) > 1 and all(reach.reachable for reach in found.reaches):
        said.append(
            _("All of this can be reached together.")
            if found.together
            else _("Each can be reached by itself, but not all together.")
        )
    if found.together and all(shown):
        said += _ways(found.lettings, words)
    return said


def _may_show(reach: Reach, free: int, audience: Audience) -> bool:
    others = reach.households - free - reach.settled - reach.unsure
    return not any(0 < group < audience.threshold for group in (reach.settled, others))


def _of_target(reach: Reach, words: Words, shown: bool) -> list[str]:
    _, target = words.gettext, reach.target
    name = class_names(words)[target.attribute, target.category]
    low, high = words.percent(target.low), words.percent(target.high)
    if target.high >= 1:
        asked = _("Asked: at least %(low)s %(who)s.", low=low, who=name)
    elif target.low <= 0:
        asked = _("Asked: at most %(high)s %(who)s.", high=high, who=name)
    else:
        asked = _("Asked: %(low)s to %(high)s %(who)s.", low=low, high=high, who=name)
    if not shown:
        return [asked, _("The group is too small to show numbers.")]
    said = [
        asked,
        _(
            "%(n)s of the %(m)s households at the end live here now.",
            n=words.number(reach.settled),
            m=words.number(reach.households),
        ),
    ]
    if reach.unsure:
        said.append(
            words.ngettext(
                "Of %(n)s household it is not known.",
                "Of %(n)s households it is not known.",
                reach.unsure,
            )
        )
    return [*said, _reached(reach, words)]


def _reached(reach: Reach, words: Words) -> str:
    """Say how many have to come, or how far newcomers alone can bring it."""
    _ = words.gettext
    if reach.reachable:
        least, most = max(reach.needed, reach.fewest), min(reach.most, reach.possible)
        if least == 0 and most >= reach.possible:
            return _("That is reached whoever comes.")
        if least == most:
            return _("For that exactly %(n)s must come.", n=words.number(least))
        return _("For that %(n)s to %(m)s must come.", n=words.number(least), m=words.number(most))
    if reach.needed > reach.possible and reach.highest is not None:
        most_share = words.percent(reach.highest)
        return _("Newcomers alone cannot reach it: at most %(share)s.", share=most_share)
    if reach.fewest > reach.most and reach.lowest is not None:
        least_share = words.percent(reach.lowest)
        return _("Newcomers alone cannot reach it: at least %(share)s.", share=least_share)
    return _("Whether it is reached cannot be told as long as some are not known.")


def _ways(lettings: Sequence[Letting], words: Words) -> list[str]:
    """Say which newcomers in which homes reach all targets, steering as few as can be."""
    names = class_names(words)
    return [
        words.ngettext(
            "One way: %(n)s home of %(homes)s for %(who)s.",
            "One way: %(n)s homes of %(homes)s for %(who)s.",
            letting.count,
            homes=", ".join(letting.homes),
            who=words.gettext(" who are also ").join(names[one] for one in letting.classes),
        )
        for letting in lettings
    ]
