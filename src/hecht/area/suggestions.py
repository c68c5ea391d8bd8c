"""Suggestions for action: each with its reason and its source, and none without.

A rule (tables/suggestions.csv) ties what presses to a kind of measure. It becomes a suggestion
only when there is a figure that presses and the library of evidence holds an entry on that kind of
measure which did not fail; what the evidence does not show is said with it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from hecht.area.indicator import Theme
from hecht.area.programme import Nature, Programme
from hecht.area.signals import OF_PLAN, Signal
from hecht.effects.evidence import Entry, Strength

PRESSING = 0.75
"""A figure presses when at least this share of the areas of its level stands better."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When what is suggested.

    `signals` are codes of indicators or of what a plan does; none: any indicator of `theme`.
    `measure` is the kind of measure; `evidence` the keys of the entries it rests on, none: every
    entry on that kind of measure that has this theme.
    """

    key: str
    theme: Theme
    signals: tuple[str, ...]
    measure: str
    nature: Nature
    evidence: tuple[str, ...]
    action: str
    action_nl: str


class Caution(StrEnum):
    """What must be said with a suggestion of the evidence it rests on."""

    NONE = ""
    WEAK = "weak"
    """No study among it compares with what would have happened otherwise."""
    MIXED = "mixed"
    """Some of it failed."""


class Why(StrEnum):
    """Why nothing is suggested where something presses."""

    NO_RULE = "no rule"
    NO_EVIDENCE = "no evidence"
    ONLY_FAILURES = "only failures"
    IN_PROGRAMME = "in programme"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion: the rule, its reasons (what presses most first) and what it rests on.

    `failures` are entries on the same kind of measure that did not work, `contrasts` what went
    wrong where something else was done.
    """

    rule: Rule
    reasons: tuple[Signal, ...]
    evidence: tuple[Entry, ...]
    failures: tuple[Entry, ...]
    contrasts: tuple[Entry, ...]
    caution: Caution

    @property
    def bite(self) -> float:
        """How much its first reason presses, from 0 to 1."""
        return self.reasons[0].bite or 0.0


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something presses and nothing is suggested: why not.

    `measures` are those of the programme that are there already, `evidence` the failures.
    """

    why: Why
    reasons: tuple[Signal, ...]
    rule: Rule | None = None
    evidence: tuple[Entry, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What is suggested, what presses most first, and what is withheld."""

    suggestions: tuple[Suggestion, ...]
    withheld: tuple[Withheld, ...]


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules that come with hecht, in the order of their file."""
    text = files("hecht.area").joinpath("tables", "suggestions.csv").read_text(encoding="utf-8")
    return tuple(
        Rule(
            key=row["rule"],
            theme=Theme(row["theme"]),
            signals=_listed(row["signals"]),
            measure=row["measure"],
            nature=Nature(row["nature"]),
            evidence=_listed(row["evidence"]),
            action=row["action"],
            action_nl=row["action_nl"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def presses(signal: Signal) -> bool:
    """Return whether a signal has a figure that asks for something to be done."""
    if signal.value is None or signal.bite is None:
        return False
    return signal.bite > 0 if signal.of_plan else signal.bite >= PRESSING


def pressing_themes(signals: Sequence[Signal]) -> frozenset[Theme]:
    """Return the themes of which some figure of the area presses."""
    return frozenset(one.theme for one in signals if presses(one))


def advise(
    programme: Programme | None,
    signals: Sequence[Signal],
    library: Sequence[Entry],
    taken: Sequence[Rule] | None = None,
) -> Advice:
    """Return what to do about what presses, and why nothing is suggested about the rest.

    `taken` are other rules than those that come with hecht. A kind of measure that the programme
    has for the same theme is not suggested again, unless a plan leaves people uncovered in spite
    of it.
    """
    found = [one for one in signals if presses(one)]
    used = rules() if taken is None else tuple(taken)
    suggestions: list[Suggestion] = []
    withheld: list[Withheld] = []
    spoken: set[str] = set()
    for rule in used:
        reasons = tuple(sorted(_reasons(rule, found), key=lambda one: -(one.bite or 0.0)))
        if not reasons:
            continue
        spoken.update(one.code for one in reasons)
        there = _there(rule, programme)
        if there:
            withheld.append(Withheld(Why.IN_PROGRAMME, reasons, rule, measures=there))
            continue
        entries = _entries(rule, library)
        worked = tuple(one for one in entries if not one.failure)
        failed = tuple(one for one in entries if one.failure and one.measure == rule.measure)
        otherwise = tuple(one for one in entries if one.failure and one.measure != rule.measure)
        if not worked:
            why = Why.ONLY_FAILURES if failed else Why.NO_EVIDENCE
            withheld.append(Withheld(why, reasons, rule, failed))
            continue
        caution = _caution(worked, failed)
        suggestions.append(Suggestion(rule, reasons, worked, failed, otherwise, caution))
    withheld += _silent([one for one in found if one.code not in spoken])
    suggestions.sort(key=lambda one: -one.bite)
    withheld.sort(key=lambda one: -(one.reasons[0].bite or 0.0))
    return Advice(tuple(suggestions), tuple(withheld))


def _silent(signals: Sequence[Signal]) -> list[Withheld]:
    """Return, theme by theme, what presses and no rule speaks of."""
    ordered = sorted(signals, key=lambda one: -(one.bite or 0.0))
    themes = dict.fromkeys(one.theme for one in ordered)
    return [
        Withheld(Why.NO_RULE, tuple(one for one in ordered if one.theme is theme))
        for theme in themes
    ]


def _reasons(rule: Rule, found: Collection[Signal]) -> list[Signal]:
    if rule.signals:
        return [one for one in found if one.code in rule.signals]
    return [one for one in found if one.theme is rule.theme and not one.of_plan]


def _there(rule: Rule, programme: Programme | None) -> tuple[str, ...]:
    """Return the measures of this kind that a programme has for this theme.

    What a plan does is counted with the programme in place, so it asks for more all the same.
    """
    if programme is None or any(code.startswith(OF_PLAN) for code in rule.signals):
        return ()
    return tuple(
        one.id
        for one in programme.measures
        if one.status.counts and one.kind == rule.measure and rule.theme in (one.theme, *one.also)
    )


def _entries(rule: Rule, library: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that a rule rests on, the strongest first."""
    if rule.evidence:
        chosen = [one for one in library if one.key in rule.evidence]
    else:
        chosen = [
            one for one in library if one.measure == rule.measure and rule.theme in one.themes
        ]
    return tuple(sorted(chosen, key=lambda one: -one.strength))


def _caution(worked: Sequence[Entry], failed: Sequence[Entry]) -> Caution:
    if max(one.strength for one in worked) <= Strength.CROSS_SECTION:
        return Caution.WEAK
    return Caution.MIXED if failed else Caution.NONE
