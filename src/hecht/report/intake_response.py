"""The response of an intake: as lines of text and as a page, without names and small groups (C7).

With Audience.INTERNAL it tells the team which households were not reached, by id and address.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Neighbourhood
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.returning import Share
from hecht.report import look
from hecht.report.charts import Bars, bars
from hecht.report.page import environment
from hecht.report.words import Words
from hecht.residents.intake_response import NO_BLOCK, Response


@dataclass(frozen=True)
class Cells:
    """How many households of a block, or of blocks together, answered and were reached."""

    name: str
    answered: Share | None
    reached: Share | None


@dataclass(frozen=True)
class Shown:
    """What an audience sees: all together, each block, and the blocks that are too small as one.

    `small` is the number of blocks in `rest`; `rest` is what any reader can compute from the
    others.
    """

    all: Cells
    blocks: tuple[Cells, ...]
    small: int
    rest: Cells | None


def shown(here: Neighbourhood, found: Response, audience: Audience, words: Words) -> Shown:
    """Return what an audience may see (see `Response.shown`), with the names of the blocks."""
    _ = words.gettext
    answered, reached = found.shown(audience)
    total = Cells(_("All households"), answered.total, reached.total)
    names = {one.id: one.name or one.id for one in here.blocks} | {NO_BLOCK: _("outside blocks")}
    open_ = [one for one in found.answered if answered.cells[one]]
    blocks = tuple(Cells(names[one], answered.cells[one], reached.cells[one]) for one in open_)
    small = len(found.answered) - len(open_)
    if not small or not open_ or total.answered is None or total.reached is None:
        return Shown(total, blocks, small, None)
    rest = Cells(
        words.ngettext("%(n)s small block", "%(n)s small blocks together", small),
        _less(total.answered, [one.answered for one in blocks]),
        _less(total.reached, [one.reached for one in blocks]),
    )
    return Shown(total, blocks, small, rest)


def _less(total: Share, parts: list[Share | None]) -> Share:
    told = [one for one in parts if one is not None]
    return Share(
        total.part - sum(one.part for one in told), total.whole - sum(one.whole for one in told)
    )


def response_lines(
    here: Neighbourhood, found: Response, audience: Audience, words: Words
) -> list[str]:
    """Return the response as lines of text."""
    _ = words.gettext
    told = shown(here, found, audience, words)
    rows = [(_("Block"), _("Answered"), _("Reached"))]
    rows += [(one.name, _said(one.answered, words), _said(one.reached, words))
             for one in _cells(told)]  # fmt: skip
    wide = [max(len(row[place]) for row in rows) for place in range(2)]
    lines = [f"{a:{wide[0]}}  {b:{wide[1]}}  {c}" for a, b, c in rows]
    lines += [hidden(told, audience, words)] if told.small else []
    if audience is Audience.INTERNAL:
        lines += [
            f"{_('not reached')}: {one}, {address}, {tried}"
            for one, address, tried in waiting(here, found, words)
        ]
    return lines


def response_page(
    here: Neighbourhood,
    found: Response,
    audience: Audience = Audience.COMMITTEE,
    language: str = "nl",
) -> str:
    """Return the response as one HTML page. Raises ValueError for an unknown language.

    For a committee it names nobody; for the team (INTERNAL) it lists who was not reached.
    """
    words = Words(language, here.project.start)
    told = shown(here, found, audience, words)
    return (
        environment(words)
        .get_template("intake_response.html.j2")
        .render(
            project=here.project,
            look=look,
            lead=_lead(told, words),
            picture=_picture(told, words),
            rows=[(one.name, _said(one.answered, words), _said(one.reached, words))
                  for one in _cells(told)],
            hidden=hidden(told, audience, words) if told.small else "",
            waiting=waiting(here, found, words) if audience is Audience.INTERNAL else [],
        )
    )  # fmt: skip


def hidden(told: Shown, audience: Audience, words: Words) -> str:
    """Return why blocks are not shown apart."""
    return words.gettext(
        "A block of fewer than %(least)s households is not shown apart, nor what would give it "
        "away.",
        least=words.number(audience.threshold),
    )


def waiting(here: Neighbourhood, found: Response, words: Words) -> list[tuple[str, str, str]]:
    """Return who was not reached: (id, address, how often somebody tried). For the team only."""
    return [
        (
            one,
            here.home_of[here.household_of[one].home].address,
            words.ngettext("tried %(n)s time", "tried %(n)s times", times)
            if times
            else words.gettext("not tried yet"),
        )
        for one, times in found.waiting.items()
    ]


def _cells(told: Shown) -> list[Cells]:
    return [told.all, *told.blocks, *([told.rest] if told.rest else [])]


def _said(share: Share | None, words: Words) -> str:
    if share is None:
        return words.gettext("not shown: small group")
    return words.of(share.part, share.whole)


def _lead(told: Shown, words: Words) -> str:
    if told.all.answered is None or told.all.reached is None:
        return words.gettext("There are too few households to tell how many answered.")
    return words.gettext(
        "%(answered)s of %(all)s households answered. %(reached)s were reached: they answered, "
        "take no part, or asked for another day.",
        answered=words.number(told.all.answered.part),
        all=words.number(told.all.answered.whole),
        reached=words.number(told.all.reached.part),
    )


def _picture(told: Shown, words: Words) -> str:
    rows = [
        Bars(
            one.name,
            one.answered.part,
            one.reached.part,
            whole=one.answered.whole,
            plan_words=_said(one.answered, words),
            practice_words=_said(one.reached, words),
        )
        for one in _cells(told)
        if one.answered is not None and one.reached is not None and one.answered.whole
    ]
    _ = words.gettext
    title = _("Households that answered and that were reached, per block")
    about = "; ".join(f"{one.label}: {one.plan_words}, {one.practice_words}" for one in rows)
    return bars("response", title, about, rows) if rows else ""
