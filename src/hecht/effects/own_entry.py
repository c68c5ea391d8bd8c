"""One's own result as an entry of the library of evidence, with what it does not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.effects.area_panel import Text
from hecht.effects.effect import BADLY_FITTED, Effect
from hecht.effects.evidence import Entry, Strength
from hecht.effects.words import drifted, main, sentences

_WEIGHED = ("synthetic-did", "synthetic-control")
"""Methods that make the comparison alike before the measure, by weights."""

_REGRESSION_ONLY = "twfe"

_ALWAYS: Text = (
    "Dat de gebieden zonder de maatregel gelijk op waren gegaan, is aangenomen, niet bewezen. Een "
    "wijk kan ook veranderen doordat er andere mensen wonen.",
    "That the areas would have moved alike without the measure is assumed and cannot be proven. An "
    "area can also change because other people live there.",
)


@dataclass(frozen=True, slots=True)
class About:
    """What an effect cannot tell of itself: what was measured, and what was done to whom.

    `key`, `measure` and `themes` are words as in the library; `unit` is what the figure is of
    (points, percent). `source` names the panel, `address` where it can be had. `when` is empty
    for the times of the panel.
    """

    key: str
    title: str
    measure: str
    themes: tuple[str, ...]
    what: str
    to_whom: str
    where: str
    unit: str
    source: str
    when: str = ""
    title_nl: str = ""
    what_nl: str = ""
    to_whom_nl: str = ""
    unit_nl: str = ""
    address: str = ""
    failure: bool = False


def entry_of(effect: Effect, about: About) -> Entry:
    """Return an effect as an entry: its figure, how strong the design is, what it does not show.

    The figure is the mean over areas and times ("simple"). The design counts as a comparison
    that is alike only where a test before the measure did not tell the areas apart, or where
    weights made them alike: not where the mix fitted badly before.
    """
    found = main(effect)
    told = sentences(effect)
    doubts = [*told[1:], _ALWAYS, *effect.warnings]
    bounded = found.low is not None and found.high is not None
    return Entry(
        key=about.key,
        title=about.title,
        title_nl=about.title_nl,
        measure=about.measure,
        themes=about.themes,
        what=about.what,
        to_whom=about.to_whom,
        where=about.where,
        when=about.when or f"{effect.times[0]}-{effect.times[-1]}",
        design=_design(effect, 1),
        strength=_strength(effect),
        outcome=effect.outcome,
        unit=about.unit,
        effect=found.value,
        low=found.low if bounded else None,
        high=found.high if bounded else None,
        level=found.level if bounded else None,
        finding=told[0][1],
        finding_nl=told[0][0],
        not_shown=_joined(doubts, 1),
        source=about.source,
        address=about.address,
        verified=True,
        failure=about.failure,
        source_kind="own",
        what_nl=about.what_nl,
        to_whom_nl=about.to_whom_nl,
        design_nl=_design(effect, 0),
        unit_nl=about.unit_nl,
        not_shown_nl=_joined(doubts, 0),
    )


def _joined(texts: list[Text], language: int) -> str:
    """Return the texts after each other, each once: the Leefbaarometer's warning can come twice."""
    return " ".join(dict.fromkeys(pair[language] for pair in texts))


def _strength(effect: Effect) -> Strength:
    test = effect.pretrend
    badly = bool(effect.options.get(BADLY_FITTED))
    if effect.method == _REGRESSION_ONLY or badly or drifted(effect):
        return Strength.BEFORE_AFTER
    if effect.method in _WEIGHED or (test is not None and test.p is not None):
        return Strength.COMPARED
    return Strength.BEFORE_AFTER


_METHODS: Mapping[str, Text] = {
    "staggered": (
        "verschil-in-verschillen met meer startjaren",
        "difference-in-differences with several starts",
    ),
    "event-study": ("event study", "event study"),
    "synthetic-did": (
        "synthetisch verschil-in-verschillen",
        "synthetic difference-in-differences",
    ),
    "synthetic-control": ("synthetische controle", "synthetic control"),
    "twfe": ("één regressie met vaste effecten", "one regression with fixed effects"),
}


def _design(effect: Effect, language: int) -> str:
    method = _METHODS.get(effect.method, (effect.method, effect.method))[language]
    span = f"{effect.times[0]}-{effect.times[-1]}"
    if language == 0:
        return (
            f"{method}; {effect.treated} gebied(en) met en {effect.comparison} zonder maatregel, "
            f"{span}"
        )
    return f"{method}; {effect.treated} area(s) with and {effect.comparison} without it, {span}"
