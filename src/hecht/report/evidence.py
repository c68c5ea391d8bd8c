"""The page of evidence: findings by theme, each beside what it does not show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hecht.area.indicator import Theme
from hecht.effects.evidence import Entry, Strength
from hecht.effects.evidence_words import (
    figure_text,
    measure_label,
    source_kind_label,
    strength_label,
    verified_text,
)
from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Month
from hecht.report.area_words import theme_names
from hecht.report.evidence_texts import texts
from hecht.report.page import environment
from hecht.report.words import Words

_NO_START = Month(2000, 1)
"""The page counts no months; words ask for a first one."""


@dataclass(frozen=True)
class Card:
    """One finding as it stands on the page."""

    key: str
    title: str
    failure: bool
    dots: str
    strength: int
    strength_words: str
    finding: str
    not_shown: str
    measure: str
    what: str
    to_whom: str
    where: str
    design: str
    figure: str
    source: str
    address: str
    source_words: str


@dataclass(frozen=True)
class Part:
    """The findings of a theme: those told here, and those told under an earlier theme."""

    name: str
    label: str
    cards: tuple[Card, ...]
    also: tuple[Card, ...]

    @property
    def count(self) -> int:
        """Return how many findings are on this theme."""
        return len(self.cards) + len(self.also)


def write_evidence(
    entries: Sequence[Entry], path: str | Path, language: str = "nl", first: str = ""
) -> Path:
    """Write the page of these entries to a file, beside its target and renamed.

    `first` is a theme that stands before the others, with all that is on it. Raises ValueError
    for an unknown language.
    """
    return write_beside(Path(path), evidence_page(entries, language, first).encode())


def evidence_page(entries: Sequence[Entry], language: str = "nl", first: str = "") -> str:
    """Return the page of these entries as HTML. See `write_evidence`."""
    words = Words(language, _NO_START)
    said = texts(language)
    failures = sum(one.failure for one in entries)
    lead = said.lead_one if len(entries) == 1 else said.lead
    return (
        environment(words)
        .get_template("evidence.html.j2")
        .render(
            t=said,
            lead=lead.format(count=words.number(len(entries)), failures=words.number(failures))
            if entries
            else said.none,
            parts=parts(entries, words, first),
            scale=[
                (dots(one), strength_label(one, language), one.value) for one in reversed(Strength)
            ],
        )
    )


def parts(entries: Iterable[Entry], words: Words, first: str = "") -> list[Part]:
    """Return the findings by theme, in the order of a profile, each told once.

    A finding is told under `first` when it is on that theme, else under the first theme it
    names, and listed under its others; themes of which there is nothing are left out.
    """
    made = [(_with_first(one.themes, first), card(one, words.language)) for one in entries]
    result = []
    names = theme_names(words)
    for theme in _with_first(tuple(names), first):
        label = names[Theme(theme)]
        told = tuple(one for themes, one in made if themes[:1] == (theme,))
        also = tuple(one for themes, one in made if theme in themes[1:])
        if told or also:
            result.append(Part(Theme(theme).value, label, told, also))
    return result


def _with_first(themes: tuple[str, ...], first: str) -> tuple[str, ...]:
    """Return themes with one of them before the others, when it is among them."""
    return tuple(sorted(themes, key=lambda theme: theme != first))


def card(entry: Entry, language: str) -> Card:
    """Return one finding in the words of a language."""
    kind = source_kind_label(entry.source_kind, language)
    return Card(
        key=entry.key,
        title=entry.text("title", language),
        failure=entry.failure,
        dots=dots(entry.strength),
        strength=entry.strength.value,
        strength_words=strength_label(entry.strength, language),
        finding=entry.text("finding", language),
        not_shown=entry.text("not_shown", language),
        measure=measure_label(entry.measure, language),
        what=entry.text("what", language),
        to_whom=entry.text("to_whom", language),
        where=f"{entry.text('where', language)}, {entry.text('when', language)}",
        design=entry.text("design", language),
        figure=figure_text(entry, language),
        source=entry.source,
        address=entry.address if entry.address.startswith(("https://", "http://")) else "",
        source_words=", ".join(one for one in (kind, verified_text(entry, language)) if one),
    )


def dots(strength: Strength) -> str:
    """Return the strength as five dots, so many of them full."""
    return "●" * strength.value + "○" * (max(Strength).value - strength.value)
