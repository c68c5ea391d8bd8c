"""What becomes of a plan when works run late: a page for the committee, or for staff."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Overrun
from hecht.outcomes.disclosure import Audience, protect
from hecht.outcomes.returning import Share
from hecht.planning.delays.buffers import Buffer
from hecht.planning.delays.study import Delays, Spread
from hecht.report import look, svg
from hecht.report.page import environment
from hecht.report.words import Words

SHOWN = 10
"""Lines of a table of blocks or buffers."""

LIKELY = 0.8
"""Who is home in time in at least this share of the futures is likely to be."""

MOST_MONTHS = 12
"""The picture ends at this many months late."""


def write_delays_page(
    found: Delays, path: Path, language: str = "nl", *, staff: bool = False
) -> Path:
    """Write the page to a file and return its path.

    Without `staff` no household is named and small groups are hidden (C7). The file is written
    beside its target and renamed. Raises ValueError for an unknown language.
    """
    return write_beside(path, delays_page(found, language, staff=staff).encode())


def delays_page(found: Delays, language: str = "nl", *, staff: bool = False) -> str:
    """Return the page as HTML. See `write_delays_page`."""
    neighbourhood = found.plan.neighbourhood
    words = Words(language, neighbourhood.project.start)
    audience = Audience.INTERNAL if staff else Audience.COMMITTEE
    return (
        environment(words)
        .get_template("delays.html.j2")
        .render(
            project=neighbourhood.project,
            lead=_lead(found, words),
            policy=_policy(found, words),
            rules=_rules(found, words),
            picture=_picture(found, words),
            within=_within(found, words),
            figures=_figures(found, words),
            broken=_broken(found, words),
            groups=_groups(found, words, audience),
            threshold=words.number(audience.threshold),
            blocks=_blocks(found, words),
            buffers=_buffers(found, words),
            households=_households(found, words) if staff else [],
        )
    )


def _lead(found: Delays, words: Words) -> str:
    _ = words.gettext
    if found.chance is None:
        return _("No household moves to a final home, so nobody can be late.")
    return words.ngettext(
        "In %(share)s of %(futures)s drawn futures the %(n)s household that moves is in its final "
        "home by the month it was told. It is on average %(late)s months late.",
        "In %(futures)s drawn futures %(share)s of the %(n)s households that move is on "
        "average in its final home by the month it was told. Together they are %(late)s months "
        "late.",
        len(found.households),
        futures=words.number(found.futures),
        share=words.percent(found.chance),
        late=words.number(found.late_months, 1),
    )


def _policy(found: Delays, words: Words) -> str:
    _ = words.gettext
    if found.policy == "spare":
        return _(
            "When a new home is late, its household waits in a spare temporary home that suits "
            "and is free; where there is none, the works on its block wait."
        )
    return _("When a new home is late, the works on the block of its household wait for it.")


def _rules(found: Delays, words: Words) -> list[tuple[str, str, str]]:
    """Return what is taken of delays: (what, value, whether it is an assumption)."""
    _ = words.gettext
    names = {
        "rebuild": _("demolishing and building"),
        "renovate_empty": _("renovating an empty block"),
        "renovate_occupied": _("renovating while people live there"),
        "build": _("building on empty land"),
        "contractor_share": _("works of one contractor run late together"),
        "winter_share": _("work lost in each winter month"),
    }
    rules = found.plan.neighbourhood.delays
    result = []
    for rule in fields(rules):
        value = getattr(rules, rule.name)
        shown = _overrun(value, words) if isinstance(value, Overrun) else words.percent(value)
        assumed = _("assumption, without a source") if value == rule.default else _("given")
        result.append((names[rule.name], shown, assumed))
    return result


def _overrun(value: Overrun, words: Words) -> str:
    _ = words.gettext
    numbers = [words.number(factor, 2) for factor in value.values]
    if value.shape == "lognormal":
        return _(
            "half up to %(median)s times as long, one in ten over %(p90)s times",
            median=numbers[0],
            p90=numbers[1],
        )
    if value.shape == "triangular":
        return _(
            "%(least)s to %(most)s times as long, most likely %(mode)s",
            least=numbers[0],
            mode=numbers[1],
            most=numbers[2],
        )
    return _("as long as planned")


def _within(found: Delays, words: Words) -> list[tuple[str, str]]:
    """Return (how late at most, the share that is) for each month of the picture."""
    _ = words.gettext
    result = []
    for months, share in enumerate(found.within[: MOST_MONTHS + 1]):
        name = _("in time") if months == 0 else words.ngettext(
            "at most %(n)s month late", "at most %(n)s months late", months
        )  # fmt: skip
        result.append((name, words.percent(share)))
    return result


def _picture(found: Delays, words: Words) -> str:
    """Draw the share of households that is home within so many months of what it was told."""
    if not found.within:
        return ""
    _ = words.gettext
    width, height, left, bottom = 640.0, 240.0, 46.0, 34.0
    shares = list(found.within[: MOST_MONTHS + 1])
    shares += [shares[-1]] * (MOST_MONTHS + 1 - len(shares))
    step, room = (width - left) / len(shares), height - bottom - 22
    drawn = ""
    for percent in (0, 25, 50, 75, 100):
        y = 22 + room * (1 - percent / 100)
        drawn += svg.line(left, y, width, y, class_="quarter-line")
        drawn += svg.text(left - 6, y + 4, f"{percent}%", text_anchor="end", class_="year")
    for months, share in enumerate(shares):
        x, tall = left + months * step, room * share
        drawn += svg.rect(x + 4, 22 + room - tall, step - 8, tall, fill=look.PLAN)
        drawn += svg.text(
            x + step / 2, height - bottom + 18, str(months), text_anchor="middle", class_="year"
        )
    return svg.picture(
        "within",
        width,
        height,
        _("Households in their final home, by how many months late at most"),
        _("The table below gives the same figures."),
        drawn,
        "bars",
    )


def _figures(found: Delays, words: Words) -> list[tuple[str, ...]]:
    _ = words.gettext
    names = {
        "duration_months": _("months until the last works are finished"),
        "months_temporary": _("months lived in temporary homes"),
        "longest_temporary": _("longest time of one household in temporary homes, months"),
        "separation_months": _("months that ties are apart"),
        "vacant_home_months": _("months that homes stand empty"),
        "moves": _("moves"),
        "cost_temporary_homes": _("euros for units brought in"),
        "cost_extra_moves": _("euros for further moves"),
        "cost_lost_rent": _("euros of missed rent"),
    }
    return [(label, *_spread(found.figures[name], words)) for name, label in names.items()]


def _spread(spread: Spread, words: Words) -> tuple[str, ...]:
    values = (spread.plan, spread.mean, spread.p10, spread.p50, spread.p90)
    return tuple(_value(value, words) for value in values)


def _value(value: float | int | None, words: Words) -> str:
    if value is None:
        return words.gettext("not known")
    return words.number(value, 0 if float(value).is_integer() or abs(value) >= 100 else 1)


def _broken(found: Delays, words: Words) -> list[tuple[str, ...]]:
    _ = words.gettext
    names = {
        "over_maximum": _("households longer in temporary homes than was agreed"),
        "over_lease_households": _("households in a unit after its lease"),
        "blocks_after_latest": _("blocks finished after their latest month"),
    }
    if found.policy == "spare":
        names["spare_households"] = _("households that waited in a spare home")
    return [(label, *_spread(found.broken[name], words)[1:]) for name, label in names.items()]


def _groups(found: Delays, words: Words, audience: Audience) -> list[tuple[str, str]]:
    """Return who is likely to be in time, by the half year they were told; none of small groups."""
    _ = words.gettext
    likely: dict[tuple[int, bool], list[bool]] = {}
    for one in sorted(found.households, key=lambda one: one.promised):
        month = words.start.plus(one.promised)
        likely.setdefault((month.year, month.number > 6), []).append(one.chance >= LIKELY)
    cells = {
        _("second half of %(year)s", year=str(year))
        if second
        else _("first half of %(year)s", year=str(year)): Share(sum(own), len(own))
        for (year, second), own in likely.items()
    }
    shown = protect(cells, audience.threshold) if cells else None
    if shown is None or shown.total is None:
        return []
    rows = [
        (name, _("not shown: small group") if one is None else words.of(one.part, one.whole))
        for name, one in shown.cells.items()
    ]
    return [*rows, (_("together"), words.of(shown.total.part, shown.total.whole))]


def _blocks(found: Delays, words: Words) -> list[tuple[str, ...]]:
    names = found.plan.neighbourhood.block_of
    return [
        (
            names[one.block].name or one.block,
            words.number(one.delay, 1),
            words.number(one.harm, 1),
            words.number(one.per_month or 0.0, 1),
        )
        for one in found.blocks[:SHOWN]
        if one.harm > 0
    ]


def _buffers(found: Delays, words: Words) -> list[tuple[str, ...]]:
    blocks = [one for one in found.buffers if one.kind == "block"][:SHOWN]
    return [
        (
            _buffer(one, found, words),
            words.number(one.saved, 1),
            words.percent(one.chance_without),
            words.percent(one.chance),
            words.number(one.later),
            words.number(one.temporary, 1),
        )
        for one in found.buffers
        if one.kind != "block" or one in blocks
    ]


def _buffer(one: Buffer, found: Delays, words: Words) -> str:
    _ = words.gettext
    if one.kind == "free":
        return _("who is late waits in homes that stand free")
    if one.kind == "spare":
        return words.ngettext(
            "%(n)s spare temporary home besides", "%(n)s spare temporary homes besides", one.size
        )
    if one.kind == "all":
        return words.ngettext(
            "%(n)s month more for every block", "%(n)s months more for every block", one.size
        )
    block = found.plan.neighbourhood.block_of[one.block or ""]
    return words.ngettext(
        "%(n)s month more for %(block)s",
        "%(n)s months more for %(block)s",
        one.size,
        block=block.name or block.id,
    )


def _households(found: Delays, words: Words) -> list[tuple[Any, ...]]:
    return [
        (
            one.household,
            words.month(one.promised),
            words.percent(one.chance),
            words.month(one.p50),
            words.month(one.p90),
        )
        for one in sorted(found.households, key=lambda one: (one.chance, one.household))
    ]
