"""What one scenario gives and costs beside another, in sentences, where that is real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hecht.design.catalogue import catalogue
from hecht.design.comparison import Compared, Difference, difference
from hecht.outcomes.figure import Definition
from hecht.report.words import Words

MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a difference in a figure is told: more of it and less of it, of one and of many.

    Each is a text with {n}. `scale` is what the amount is multiplied by first, `digits` its
    decimals; an amount that comes to nothing is not told.
    """

    nl: tuple[str, str, str, str]
    en: tuple[str, str, str, str]
    scale: float = 1.0
    digits: int = 0


PHRASES: dict[str, Phrase] = {
    "homes_added": Phrase(
        ("{n} woning meer", "{n} woningen meer", "{n} woning minder", "{n} woningen minder"),
        ("{n} more home", "{n} more homes", "{n} home fewer", "{n} homes fewer"),
    ),
    "live_here_wishing": Phrase(
        (
            "{n} huishouden meer kan hier blijven wonen",
            "{n} huishoudens meer kunnen hier blijven wonen",
            "{n} huishouden minder kan hier blijven wonen",
            "{n} huishoudens minder kunnen hier blijven wonen",
        ),
        (
            "{n} more household can live here on",
            "{n} more households can live here on",
            "{n} household fewer can live here on",
            "{n} households fewer can live here on",
        ),
    ),
    "households_affected": Phrase(
        (
            "{n} huishouden meer moet de woning uit",
            "{n} huishoudens meer moeten de woning uit",
            "{n} huishouden minder moet de woning uit",
            "{n} huishoudens minder moeten de woning uit",
        ),
        (
            "{n} more household must leave its home",
            "{n} more households must leave their homes",
            "{n} household fewer must leave its home",
            "{n} households fewer must leave their homes",
        ),
    ),
    "ties_kept_staying_count": Phrase(
        (
            "{n} band tussen mensen blijft extra",
            "{n} banden tussen mensen blijven extra",
            "{n} band tussen mensen gaat extra verloren",
            "{n} banden tussen mensen gaan extra verloren",
        ),
        ("{n} more tie kept", "{n} more ties kept", "{n} tie fewer kept", "{n} ties fewer kept"),
    ),
    "alone": Phrase(
        (
            "{n} huishouden meer verliest wie dichtbij was",
            "{n} huishoudens meer verliezen wie dichtbij was",
            "{n} huishouden minder verliest wie dichtbij was",
            "{n} huishoudens minder verliezen wie dichtbij was",
        ),
        (
            "{n} more household loses its near neighbours",
            "{n} more households lose their near neighbours",
            "{n} household fewer loses its near neighbours",
            "{n} households fewer lose their near neighbours",
        ),
    ),
    "moves": Phrase(
        (
            "{n} verhuizing meer",
            "{n} verhuizingen meer",
            "{n} verhuizing minder",
            "{n} verhuizingen minder",
        ),
        ("{n} more move", "{n} more moves", "{n} move fewer", "{n} moves fewer"),
    ),
    "months_temporary": Phrase(
        (
            "{n} maand meer in een wisselwoning",
            "{n} maanden meer in wisselwoningen",
            "{n} maand minder in een wisselwoning",
            "{n} maanden minder in wisselwoningen",
        ),
        (
            "{n} more month in a temporary home",
            "{n} more months in temporary homes",
            "{n} month less in a temporary home",
            "{n} months less in temporary homes",
        ),
    ),
    "duration_months": Phrase(
        (
            "het werk duurt {n} maand langer",
            "het werk duurt {n} maanden langer",
            "het werk duurt {n} maand korter",
            "het werk duurt {n} maanden korter",
        ),
        (
            "the works take {n} month longer",
            "the works take {n} months longer",
            "the works take {n} month less",
            "the works take {n} months less",
        ),
    ),
    "cost_known": Phrase(
        (
            "het kost € {n} miljoen meer",
            "het kost € {n} miljoen meer",
            "het kost € {n} miljoen minder",
            "het kost € {n} miljoen minder",
        ),
        (
            "it costs € {n} million more",
            "it costs € {n} million more",
            "it costs € {n} million less",
            "it costs € {n} million less",
        ),
        scale=1 / MILLION,
        digits=1,
    ),
}
"""The figures that sentences tell of, the dearest first."""

TOLD_BY = {
    "return_of_all": "live_here_wishing",
    "return_of_wishing": "live_here_wishing",
    "returned_of_wishing": "live_here_wishing",
    "not_returning": "live_here_wishing",
    "ties_kept": "ties_kept_staying_count",
    "ties_kept_staying": "ties_kept_staying_count",
    "cost_total": "cost_known",
    "homes": "homes_added",
}
"""Goals that say the same as a figure that is told already."""


@dataclass(frozen=True, slots=True)
class TradeOff:
    """What a scenario gives and costs beside another: its letters, the parts, the sentence."""

    first: str
    other: str
    gains: tuple[str, ...]
    costs: tuple[str, ...]
    changes: tuple[str, ...]
    sentence: str


def trade_off(
    first: Compared, other: Compared, letters: tuple[str, str], words: Words, goals: Sequence[str]
) -> TradeOff:
    """Return in words how `other` differs from `first`, by their letters.

    Told are the figures of PHRASES and those of `goals`, where the difference is real. A figure
    of which neither side is better is told as a change.
    """
    gains: list[str] = []
    costs: list[str] = []
    changes: list[str] = []
    for name in dict.fromkeys([*PHRASES, *(goal for goal in goals if goal not in TOLD_BY)]):
        definition = catalogue().get(name)
        found = None if definition is None else difference(definition, first, other)
        if definition is None or found is None or not found.real:
            continue
        part = _part(definition, found, words)
        if not part:
            continue
        {"other": gains, "first": costs, "": changes}[found.better].append(part)
    return TradeOff(
        *letters,
        tuple(gains),
        tuple(costs),
        tuple(changes),
        _sentence(letters, gains, costs, changes, words),
    )


def _sentence(
    letters: tuple[str, str],
    gains: list[str],
    costs: list[str],
    changes: list[str],
    words: Words,
) -> str:
    _ = words.gettext
    first, other = letters
    told = []
    if gains:
        told.append(
            _("%(b)s beside %(a)s gives: %(parts)s.", a=first, b=other, parts=words.listed(gains))
        )
    if costs:
        told.append(
            _("%(b)s costs, beside %(a)s: %(parts)s.", a=first, b=other, parts=words.listed(costs))
        )
    if changes:
        told.append(_("Different too: %(parts)s.", parts=words.listed(changes)))
    if not told:
        return _("%(a)s and %(b)s do not really differ in what is told here.", a=first, b=other)
    return " ".join(told)


def _part(definition: Definition, found: Difference, words: Words) -> str:
    phrase = PHRASES.get(definition.name)
    if phrase is None:
        return f"{_label(definition, words)} {signed(definition, found.amount, words)}"
    amount = abs(found.amount) * phrase.scale
    if round(amount, phrase.digits) == 0:
        return ""
    texts = phrase.nl if words.language == "nl" else phrase.en
    one, many = texts[:2] if found.amount > 0 else texts[2:]
    return (one if round(amount) == 1 else many).format(n=words.number(amount, phrase.digits))


def _label(definition: Definition, words: Words) -> str:
    label = definition.label_nl if words.language == "nl" else definition.label
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def shown(definition: Definition, value: float, words: Words) -> str:
    """Return a value of a figure as it is written: a share in percent, euros whole, else as fits.

    Small numbers get the decimals that tell them apart.
    """
    text = _shown(definition, value, words)
    return text.replace("-", "−", 1) if value < 0 else text


def _shown(definition: Definition, value: float, words: Words) -> str:
    if definition.share:
        return words.percent(value)
    if definition.unit.startswith("euro"):
        if abs(value) < MILLION:
            return f"€ {words.number(value)}"
        return words.gettext("€ %(n)s million", n=words.number(value / MILLION, 1))
    if value == int(value):
        return words.number(value)
    return words.number(value, 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0)


def signed(definition: Definition, amount: float, words: Words) -> str:
    """Return a difference with its sign; that of a share in percentage points."""
    sign = "+" if amount > 0 else "−"
    if definition.share:
        points = abs(amount) * 100
        return f"{sign}{words.number(points, 0 if points >= 10 else 1)} {words.gettext('points')}"
    return sign + shown(definition, abs(amount), words)
