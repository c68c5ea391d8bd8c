"""The rows of the page for a residents' meeting: a question, and a small answer for each plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hecht.design.comparison import Compared
from hecht.neighbourhood.public_space import SpaceKind
from hecht.report import pictograms
from hecht.report.meeting_facts import (
    NOTICED,
    GreenChange,
    Moving,
    OfTen,
    WorksTime,
    green_change,
    homes_change,
    moving,
    rent_rise,
    staying,
    ties,
    works_time,
)
from hecht.report.meeting_words import Say


@dataclass(frozen=True)
class Cell:
    """The answer for one scenario: a picture (markup, or none), one strong line, and others."""

    strong: str
    lines: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class Row:
    """One question, of whom or what it is, and the answers.

    `figures` are those that tell whether the answers really differ; `note` what is said of that.
    """

    question: str
    of: str
    cells: tuple[Cell, ...]
    figures: tuple[str, ...] = ()
    note: str = ""


def rows(shown: Sequence[Compared], letters: Sequence[str], say: Say) -> list[Row]:
    """Return all rows; `letters` are those of the scenarios."""

    def row(key: str, cell: Callable[[Compared, str], Cell], *figures: str) -> Row:
        cells = tuple(
            cell(one, f"{key}-{letter}") for one, letter in zip(shown, letters, strict=True)
        )
        return Row(say(key), say(f"{key} of"), cells, figures)

    homes = [homes_change(one.plan.neighbourhood) for one in shown]
    most = max(max(change.today, change.after) for change in homes)
    axis = _axis(shown)
    return [
        row("staying", lambda one, name: _staying(one, name, say), "live_here_wishing"),
        row("moving", lambda one, name: _moving(one, name, say), "households_affected", "moves"),
        row("ties", lambda one, name: _ties(one, name, say), "ties_kept_staying"),
        row("works", lambda one, name: _works(one, name, axis, say), "duration_months"),
        row("rent", lambda one, name: _rent(one, name, say), "rents_risen", "mean_rent_step"),
        row("homes", lambda one, name: _homes(one, name, most, say), "homes_added"),
        row("green", lambda one, name: _green(one, name, say)),
    ]


def _unknown(say: Say) -> Cell:
    return Cell(say("unknown"))


def _hidden(say: Say) -> Cell:
    return Cell(say("hidden"), (say("hidden why"),))


def of_ten(share: OfTen, say: Say) -> str:
    """Return a share of a group that is not small as so many of ten."""
    if share.almost:
        return say("almost ten") if share.tenths == 10 else say("almost none")
    return say("of ten", n=share.tenths)


def _ten(share: OfTen, name: str, icon: str, say: Say) -> Cell:
    told = of_ten(share, say)
    states = pictograms.states(share.tenths, share.almost)
    return Cell(told, picture=pictograms.row(name, icon, states, told))


def _staying(one: Compared, name: str, say: Say) -> Cell:
    share = staying(one.plan)
    return _hidden(say) if share.hidden else _ten(share, name, pictograms.HOUSE, say)


def _ties(one: Compared, name: str, say: Say) -> Cell:
    share = ties(one.plan)
    if not share.whole:
        return _unknown(say)
    return _hidden(say) if share.hidden else _ten(share, name, pictograms.PAIR, say)


def _moving(one: Compared, name: str, say: Say) -> Cell:
    found = moving(one.plan)
    if found.must.hidden:
        return _hidden(say)
    if not found.must.part:
        states = pictograms.states(0, almost=False)
        told = say("nobody")
        return Cell(told, picture=pictograms.row(name, pictograms.HOUSE, states, told))
    told, often = of_ten(found.must, say), _how_often(found, say)
    must = found.must.tenths
    twice = min(found.more.tenths, must)
    states = ["dark"] * twice + ["striped"] * (must - twice) + ["empty"] * (10 - must)
    if found.must.almost:
        states[-1 if must else 0] = "half"
    return Cell(told, (often,), pictograms.row(name, pictograms.HOUSE, states, f"{told}, {often}"))


def _how_often(found: Moving, say: Say) -> str:
    """Tell how often those move who must: once, or some or all of them more than once."""
    must, more = found.must, found.more
    if not more.part:
        return say("once")
    key = "twice" if found.most == 2 else "often"
    if more.part == must.part:
        return say(f"{key} all")
    if more.tenths == 0:
        return say(f"{key} few")
    if more.tenths >= must.tenths:
        return say(f"{key} most")
    return say(f"{key} some", n=more.tenths)


def _axis(shown: Sequence[Compared]) -> int:
    """Return the months from January of the first year to the end of the last year of works."""
    before = shown[0].plan.neighbourhood.project.start.number - 1
    times = [found for one in shown if (found := works_time(one.plan)) is not None]
    last = max((found.finish for found in times), default=1)
    return -(-(before + last) // 12) * 12


def _works(one: Compared, name: str, months: int, say: Say) -> Cell:
    found = works_time(one.plan)
    if found is None:
        return Cell(say("no works"))
    start = one.plan.neighbourhood.project.start
    before = start.number - 1
    told, when = say.months(found.finish - found.first), _years(found, one, say)
    bar = pictograms.time_bar(
        name, before + found.first, before + found.finish, months, f"{told}, {when}"
    )
    return Cell(told, (when,), bar)


def _years(found: WorksTime, one: Compared, say: Say) -> str:
    start = one.plan.neighbourhood.project.start
    first, last = start.plus(found.first).year, start.plus(found.finish - 1).year
    if first == last:
        return say("in year", year=first)
    return say("in years", first=first, last=last)


def _rent(one: Compared, name: str, say: Say) -> Cell:
    found = rent_rise(one)
    if found is None:
        return _unknown(say)
    states = pictograms.states(found.risen.tenths, found.risen.almost)
    told = of_ten(found.risen, say) if found.risen.part else say("rent nobody")
    lines = () if found.mean is None else (say("rent mean", euros=say.words.number(found.mean)),)
    return Cell(told, lines, pictograms.row(name, pictograms.HOUSE, states, told))


def _homes(one: Compared, name: str, most: int, say: Say) -> Cell:
    found = homes_change(one.plan.neighbourhood)
    number, more = say.words.number, found.after - found.today
    told = say("homes new", n=number(found.new)) if found.new else say("homes none")
    key = "homes more" if more > 0 else "homes fewer" if more < 0 else "homes same"
    line = say(key, n=number(abs(more)))
    bar = pictograms.homes_bar(
        name, found.after - found.new, found.new, found.today, most, f"{told}, {line}"
    )
    return Cell(told, (line,), bar)


def _green(one: Compared, name: str, say: Say) -> Cell:
    found = green_change(one)
    signs = [(_sign(kind), True) for kind in found.nearer] + [
        (_sign(kind), False) for kind in found.farther
    ]
    lines = _places(found, say)
    if found.today is None or found.after is None:
        return Cell(say("unknown"), lines)
    today, after = round(found.today), round(found.after)
    trend = (after > today) - (after < today)
    if abs(found.after - found.today) < NOTICED * found.today:
        trend = 0
    key = {1: "green more", 0: "green same", -1: "green less"}[trend]
    told = say("green near" if trend == 0 and after != today else key)
    number = say.words.number
    metres = say("green metres", after=number(after), today=number(today))
    title = ", ".join((told, *lines))
    return Cell(told, (metres, *lines), pictograms.green_row(name, trend, signs, title))


def _places(found: GreenChange, say: Say) -> tuple[str, ...]:
    near = (say("nearer", places=say.places(found.nearer)),) if found.nearer else ()
    if not found.farther:
        return near
    return (*near, say("farther", places=say.places(found.farther)))


def _sign(kind: SpaceKind) -> str:
    return pictograms.SWING if kind is SpaceKind.PLAYGROUND else pictograms.BENCH
