"""What `hecht area programme` prints: who is uprooted, what is covered, and what could be done.

What presses is told once, with its figure and source, under a number; suggestions name the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from hecht.area.overview import Overview
from hecht.area.seasons import Quarter, seasons
from hecht.area.signals import Signal
from hecht.area.uprooted import Uprooted
from hecht.area.uprooted_counts import season_counts
from hecht.effects.evidence import Entry
from hecht.neighbourhood import Month, Problem
from hecht.outcomes.disclosure import Audience
from hecht.report.programme_advice import cards, reason, silences, warning
from hecht.report.programme_people import winter_answers
from hecht.report.programme_tables import coverage_sentences
from hecht.report.programme_words import LACKS, Say
from hecht.report.words import Words

_TEXTS = {
    "made up": ("Verzonnen gegevens. {text}", "Synthetic data. {text}"),
    "size": ("{name}: {measures} maatregelen, {goals} doelen",
             "{name}: {measures} measures, {goals} goals"),
    "uprooted": ("Wie is ontworteld", "Who is uprooted"),
    "codes": ("Zonder naaste band, {season}: {names}", "Without a near tie, {season}: {names}"),
    "covered": ("Wat is er gedekt", "What is covered"),
    "lack": ("Wat maatregelen missen", "What measures lack"),
    "presses": ("Wat er speelt, elk met cijfer en bron",
                "What presses, each with its figure and source"),
    "advice": ("Wat er zou kunnen, elk met reden en bewijs",
               "What could be done, each with its reason and evidence"),
    "because": ("Vanwege {numbers}. Bewijs (hecht evidence show …): {keys}.",
                "Because of {numbers}. Evidence (hecht evidence show …): {keys}."),
    "failed": ("Wat niet werkte: {keys}.", "What did not work: {keys}."),
    "silent": ("Wat er speelt en waarvoor hier niets wordt voorgesteld",
               "What presses and has no suggestion"),
    "silent because": ("Vanwege {numbers}.", "Because of {numbers}."),
}  # fmt: skip


def show(found: Overview, remarks: list[Problem], audience: Audience, language: str) -> None:
    """Print what matters most, as this audience may see it."""
    from hecht.exchange.folder import describe

    staff = audience is Audience.INTERNAL
    say = Say(Words(language, Month(2000, 1)), 0 if staff else audience.threshold)
    programme = found.programme
    if programme.synthetic:
        typer.echo(_text("made up", say, text=programme.synthetic) + "\n")
    counts = {"measures": len(programme.measures), "goals": len(programme.goals)}
    typer.echo(_text("size", say, name=programme.name, **counts))
    for remark in remarks:
        typer.echo(f"! {describe(remark)}")
    for title, lines in _sections(found, audience, say):
        if lines:
            typer.echo(f"\n{_text(title, say)}")
        for line in lines:
            typer.echo(f"* {line}")


def _text(key: str, say: Say, **values: object) -> str:
    return say.side(_TEXTS[key]).format(**values)


def _sections(found: Overview, audience: Audience, say: Say) -> list[tuple[str, list[str]]]:
    staff = audience is Audience.INTERNAL
    people: list[str] = []
    if found.uprooted is not None:
        people = winter_answers(season_counts(found.uprooted, found.support, audience), say)
        if staff:
            people += _codes(found.uprooted, say)
    lacks = [
        f"{one.name}: {', '.join(say.side(LACKS[lack]) for lack in found.coverage.lacks[one.id])}"
        for one in found.programme.measures
        if found.coverage.lacks[one.id]
    ]
    numbers = _Numbers(found, staff, say)
    return [
        ("uprooted", people),
        ("covered", coverage_sentences(found, say)),
        ("lack", lacks),
        ("presses", numbers.lines),
        ("advice", _advice(found, numbers, staff, say)),
        ("silent", _silent(found, numbers, staff, say)),
    ]


class _Numbers:
    """Numbers what presses, in the order in which it is first named."""

    def __init__(self, found: Overview, staff: bool, say: Say) -> None:
        self.lines: list[str] = []
        self._at: dict[str, int] = {}
        warnings: dict[str, None] = {}
        told = [one.reasons for one in found.advice.suggestions]
        for signals in [*told, *(one.reasons for one in found.advice.withheld)]:
            for signal in signals:
                if signal.code in self._at:
                    continue
                self._at[signal.code] = len(self._at) + 1
                text, caution = reason(signal, staff, say), warning(signal, say)
                mark = " †" if caution else ""
                warnings |= {f"† {caution}": None} if caution else {}
                self.lines.append(f"[{self._at[signal.code]}] {text}{mark}")
        self.lines += warnings

    def of(self, signals: Sequence[Signal]) -> str:
        """Return the numbers of some signals: [1], [3]."""
        return ", ".join(f"[{self._at[one.code]}]" for one in signals)


def _advice(found: Overview, numbers: _Numbers, staff: bool, say: Say) -> list[str]:
    lines = []
    pairs = zip(cards(found, staff, say), found.advice.suggestions, strict=True)
    for card, one in pairs:
        keys = _keys(one.evidence)
        told = [_text("because", say, numbers=numbers.of(one.reasons), keys=keys)]
        if one.failures:
            told.append(_text("failed", say, keys=_keys(one.failures)))
        lines.append(f"{card.action}\n  {' '.join([*told, card.caution])}".rstrip())
    return lines


def _keys(entries: Sequence[Entry]) -> str:
    return ", ".join(entry.key for entry in entries)


def _silent(found: Overview, numbers: _Numbers, staff: bool, say: Say) -> list[str]:
    pairs = zip(silences(found, staff, say), found.advice.withheld, strict=True)
    return [
        f"{told.why} {_text('silent because', say, numbers=numbers.of(one.reasons))}"
        for told, one in pairs
    ]


def _codes(uprooted: Uprooted, say: Say) -> list[str]:
    """Return, for staff, which households are without a near tie in each winter."""
    project = uprooted.neighbourhood.project
    lines = []
    for season in seasons(project.start, project.horizon):
        if season.quarter is not Quarter.WINTER:
            continue
        names = [
            one.household
            for one in uprooted.households
            if one.without_tie and not one.without_tie.isdisjoint(season.months)
        ]
        if names:
            lines.append(_text("codes", say, season=say.season(season), names=", ".join(names)))
    return lines
