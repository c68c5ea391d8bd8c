"""Suggestions in words: each with its figure and source, and the strength of its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.area.overview import Overview
from hecht.area.signals import Signal
from hecht.area.suggestions import Caution, Suggestion, Why, Withheld
from hecht.effects.evidence import Entry
from hecht.effects.evidence_words import measure_label, source_kind_label, strength_label
from hecht.report.area_words import theme_names, with_unit
from hecht.report.programme_words import NATURES, Say

REASONS = 3
"""The most reasons of one suggestion that are told; of the rest, how many."""


@dataclass(frozen=True)
class Ground:
    """One entry of the evidence: what it found, how strong that is, what it does not show."""

    title: str
    finding: str
    strength: str
    not_shown: str
    source: str
    address: str


@dataclass(frozen=True)
class Card:
    """One suggestion, ready to be shown."""

    action: str
    about: str
    reasons: tuple[str, ...]
    caution: str
    grounds: tuple[Ground, ...]
    failures: tuple[Ground, ...]
    contrasts: tuple[Ground, ...]


def cards(overview: Overview, staff: bool, say: Say) -> list[Card]:
    """Return the suggestions, what presses most first."""
    return [_card(one, staff, say) for one in overview.advice.suggestions]


def _card(one: Suggestion, staff: bool, say: Say) -> Card:
    rule = one.rule
    about = [
        theme_names(say.words)[rule.theme],
        say.side(NATURES[rule.nature]),
        measure_label(rule.measure, say.words.language),
    ]
    cautions = {Caution.NONE: "", Caution.WEAK: say("weak"), Caution.MIXED: say("mixed")}
    return Card(
        action=say.side((rule.action_nl, rule.action)),
        about=", ".join(about),
        reasons=tuple(reasons(one.reasons, staff, say)),
        caution=cautions[one.caution],
        grounds=tuple(_ground(entry, say) for entry in one.evidence),
        failures=tuple(_ground(entry, say) for entry in one.failures),
        contrasts=tuple(_ground(entry, say) for entry in one.contrasts),
    )


def _ground(entry: Entry, say: Say) -> Ground:
    language = say.words.language
    strength = strength_label(entry.strength, language)
    kind = source_kind_label(entry.source_kind, language)
    return Ground(
        title=entry.text("title", language),
        finding=entry.text("finding", language),
        strength=f"{strength}; {kind}" if kind else strength,
        not_shown=say("not shown", text=entry.text("not_shown", language)),
        source=entry.source,
        address=entry.address,
    )


def reasons(signals: tuple[Signal, ...], staff: bool, say: Say) -> list[str]:
    """Return what presses, in words; of many, those that press most."""
    told = [_with_warning(signal, staff, say) for signal in signals[:REASONS]]
    more = len(signals) - REASONS
    return [*told, say("more reasons", n=say.words.number(more))] if more > 0 else told


def _with_warning(signal: Signal, staff: bool, say: Say) -> str:
    text, caution = reason(signal, staff, say), warning(signal, say)
    return f"{text}. {caution}" if caution else text


def warning(signal: Signal, say: Say) -> str:
    """Return what must be said beside the figure of one thing that presses, "" when nothing."""
    return say.side((signal.warning_nl, signal.warning))


def reason(signal: Signal, staff: bool, say: Say) -> str:
    """Return one thing that presses with its figure, year and source, without its warning."""
    name = say.side((signal.label_nl, signal.label))
    if signal.of_plan:
        few = not staff and (signal.households or 0) < say.least
        told = say("of whole few", label=name[:1].upper() + name[1:]) if few else say(
            "of whole",
            label=name[:1].upper() + name[1:],
            value=say.words.number(signal.value or 0),
            whole=say.words.number(signal.whole or 0),
            households=say.words.number(signal.households or 0),
        )  # fmt: skip
        return f"{told}; {say('from plan')}"
    value = _amount(signal, signal.value or 0.0, say)
    parts = [say("figure", label=name, value=value, year=str(signal.year), where=signal.where)]
    if signal.bite is not None and signal.others is not None:
        share, others = say.words.percent(signal.bite), say.words.number(signal.others)
        parts.append(say("worse than", share=share, n=others))
    if signal.peers is not None:
        parts.append(say("peer median", value=_amount(signal, signal.peers, say)))
    parts.append(say("source", source=signal.source))
    return "; ".join(parts)


def _amount(signal: Signal, value: float, say: Say) -> str:
    return with_unit(value, signal.unit, signal.decimals, say.words)


@dataclass(frozen=True)
class Silence:
    """Something that presses, and why nothing is suggested."""

    why: str
    reasons: tuple[str, ...]
    failures: tuple[Ground, ...]


def silences(overview: Overview, staff: bool, say: Say) -> list[Silence]:
    """Return what presses and has no suggestion, with the reason of that."""
    names = {one.id: one.name for one in overview.programme.measures}
    return [_silence(one, names, staff, say) for one in overview.advice.withheld]


def _silence(one: Withheld, names: dict[str, str], staff: bool, say: Say) -> Silence:
    measure = "" if one.rule is None else measure_label(one.rule.measure, say.words.language)
    listed = say.words.listed([f"“{names[key]}”" for key in one.measures])
    key = {
        Why.NO_RULE: "no rule",
        Why.NO_EVIDENCE: "no evidence",
        Why.ONLY_FAILURES: "only failures",
        Why.IN_PROGRAMME: "in programme",
    }[one.why]
    return Silence(
        why=say(key, measure=measure, measures=listed),
        reasons=tuple(reasons(one.reasons, staff, say)),
        failures=tuple(_ground(entry, say) for entry in one.evidence),
    )
