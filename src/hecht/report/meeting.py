"""One A4 for a residents' meeting: what each scenario means to who lives there, in plain words.

It names no household, hides small groups (C7), fetches nothing, and prints in black and white.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hecht.design.comparison import Compared, Difference
from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Works
from hecht.report.map import frame
from hecht.report.meeting_facts import differs, for_residents, most_different, whole_of, works_time
from hecht.report.meeting_rows import Row, rows
from hecht.report.meeting_words import PLANS_TELL, Say
from hecht.report.page import environment
from hecht.report.scenario_pictures import COLOURS, LETTERS
from hecht.report.scenario_titles import titled
from hecht.report.small_map import small_map, swatch
from hecht.report.words import Words

MOST = 4
"""The most scenarios that one sheet can hold."""

NAME_MOST, REMARK_MOST, LINE_MOST = 44, 280, 40
"""The most letters of a scenario's name, of what is made up, and of who, where and when."""


@dataclass(frozen=True)
class Column:
    """One scenario at the head of the table: its letter, name, colour and map."""

    letter: str
    name: str
    colour: str
    picture: str


def write_meeting_page(
    compared: Sequence[Compared],
    path: str | Path,
    language: str = "nl",
    *,
    where: str = "",
    when: str = "",
    contact: str = "",
) -> Path:
    """Write the page for a residents' meeting and return its path.

    `where` and `when` the meeting is, and whom to ask (`contact`; left out: the project's), in
    words. Of more than four scenarios it shows the first and the three most unlike it and each
    other, under the letters that they have on the comparison page. Raises ValueError for an
    unknown language, and for fewer than two scenarios.
    """
    page = meeting_page(compared, language, where=where, when=when, contact=contact)
    return write_beside(Path(path), page.encode())


def meeting_page(
    compared: Sequence[Compared],
    language: str = "nl",
    *,
    where: str = "",
    when: str = "",
    contact: str = "",
) -> str:
    """Return the page. See `write_meeting_page`."""
    if not 2 <= len(compared) <= len(LETTERS):
        raise ValueError(f"the page lays 2 to {len(LETTERS)} scenarios beside each other")
    project = compared[0].plan.neighbourhood.project
    words = Words(language, project.start)
    say = Say(words)
    everyone = [for_residents(one) for one in titled(compared, words)]
    taken = most_different(everyone, list(PLANS_TELL), MOST)
    shown, letters = [everyone[n] for n in taken], [LETTERS[n] for n in taken]
    return (
        environment(words)
        .get_template("meeting.html.j2")
        .render(
            project=project,
            say=say,
            count=say.count(len(shown)),
            over=[short(text, LINE_MOST) for text in (project.name, where, when) if text],
            remark=short(project.synthetic, REMARK_MOST),
            some=(
                say("some", all=words.number(len(compared)), letters=words.listed(letters))
                if len(shown) < len(compared)
                else ""
            ),
            columns=columns(shown, taken, say),
            legend=[(swatch(works), say.works(works)) for works in _works_of(shown)],
            rows=table(shown, letters, say),
            sentences=list(zip(letters[1:], sentences(shown, say), strict=True)),
            letters=letters,
            contact=short(contact or project.contact, 2 * LINE_MOST),
        )
    )


def short(text: str, most: int) -> str:
    """Return a text of the user, cut at a word when it is too long for the sheet."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.(") + " …"


def columns(shown: Sequence[Compared], taken: Sequence[int], say: Say) -> list[Column]:
    """Return the heads of the columns, with maps to one scale; `taken` are the numbers."""
    frames = [frame(one.plan.neighbourhood) for one in shown]
    common = min(frames, key=lambda found: found.scale)
    return [
        Column(
            LETTERS[number],
            short(one.name, NAME_MOST),
            COLOURS[number % len(COLOURS)],
            small_map(
                replace(common, shapes=own.shapes),
                f"map-{number}",
                say("map of", letter=LETTERS[number]),
                say("map tells"),
            ),
        )
        for number, one, own in zip(taken, shown, frames, strict=True)
    ]


def _works_of(shown: Sequence[Compared]) -> list[Works]:
    found = {block.works for one in shown for block in one.plan.neighbourhood.blocks}
    return [works for works in Works if works in found]


def table(shown: Sequence[Compared], letters: Sequence[str], say: Say) -> list[Row]:
    """Return the rows; one of which the cells differ by chance alone says that they are alike."""
    result = []
    for row in rows(shown, letters, say):
        told = {(cell.strong, cell.lines) for cell in row.cells}
        alike = len(told) > 1 and row.figures and not _really(row.figures, shown)
        result.append(replace(row, note=say("alike")) if alike else row)
    return result


def _really(figures: Sequence[str], shown: Sequence[Compared]) -> bool:
    """Tell whether one of the figures really differs between some two, or is not known in one."""
    for number, one in enumerate(shown):
        for other in shown[number + 1 :]:
            for name in figures:
                found = differs(name, one, other)
                if found is None or found.real:
                    return True
    return False


def sentences(shown: Sequence[Compared], say: Say) -> list[str]:
    """Return what each further scenario gives and costs beside the first, where that is real.

    The fewer scenarios, the more is told of each: the largest differences, gains first, and of
    gains and of costs at least one where there are any.
    """
    return [_beside(shown[0], other, 6 - len(shown), say) for other in shown[1:]]


def _beside(first: Compared, other: Compared, most: int, say: Say) -> str:
    ranked = _by_size(first, other)
    gains = [one for one in ranked if one.better == "other"]
    costs = [one for one in ranked if one.better == "first"]
    sure = [*gains[:1], *costs[:1]]
    told = [*sure, *(one for one in ranked if one not in sure)][:most]
    parts = []
    for side, but in ((gains, False), (costs, bool(gains))):
        for one in side:
            if one in told:
                part = say.difference(one.figure, one.amount)
                part = say("but", rest=part) if but else part
                parts.append(_capital(part))
                but = False
    return " ".join(parts) or _capital(say("no difference"))


def _by_size(first: Compared, other: Compared) -> list[Difference]:
    """Return the real differences that can be told, those largest beside their whole first."""
    found = [one for name in PLANS_TELL if (one := differs(name, first, other)) is not None]
    told = [one for one in found if one.real and one.better and round(abs(one.amount)) > 0]
    if any(one.figure == "households_affected" for one in told):
        told = [one for one in told if one.figure != "moves"]  # who must move says it already
    if not all(works_time(one.plan) for one in (first, other)):
        told = [one for one in told if one.figure != "duration_months"]  # nothing is ever finished
    return sorted(told, key=lambda one: -abs(one.amount) / whole_of(one.figure, first, other))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
