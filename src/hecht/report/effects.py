"""The page of an effect: the sentence first, then pictures, tables and how it was reckoned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from hecht.effects.area_panel import Text
from hecht.effects.effect import IMPORTANCE, Effect, Estimate
from hecht.effects.words import decimals_of, drifted, figure, main, sentence, texts
from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Month
from hecht.report.effects_pictures import event_picture, placebo_picture
from hecht.report.effects_words import ATT, CHOICES, METHODS, OPTIONS, PAGE, who
from hecht.report.page import environment
from hecht.report.words import Words

Table = list[tuple[str, ...]]

_NO_MONTH = Month(2000, 1)
"""The page names no months."""


def write_effects_page(effect: Effect, path: Path, language: str = "nl") -> Path:
    """Write the page to a file and return its path.

    The file is written beside its target and renamed. Raises ValueError for an unknown language.
    """
    return write_beside(path, effects_page(effect, language).encode())


def effects_page(effect: Effect, language: str = "nl") -> str:
    """Return the page as HTML. See `write_effects_page`."""
    words = Words(language, _NO_MONTH)
    at = 0 if language == "nl" else 1
    told = {key: pair[at] for key, pair in PAGE.items()}
    show = _Show(language, decimals_of(effect))
    found = effect.placebo
    return (
        environment(words)
        .get_template("effects.html.j2")
        .render(
            t=told,
            outcome=effect.outcome,
            lead=sentence(effect, language),
            others=texts(effect, language)[1:],
            drifted=drifted(effect),
            warnings=[pair[at] for pair in effect.warnings],
            att=[
                (ATT.get(name, (name, name))[at], *_cells(one, show))
                for name, one in effect.att.items()
            ],
            event_picture=event_picture(effect, language),
            events=_events(effect, show),
            groups=_by(effect.by_group, show),
            calendar=_by(effect.by_calendar_time, show),
            placebo_picture=(
                "" if found is None else placebo_picture(found, main(effect).value, language)
            ),
            sensitivity=_sensitivity(effect, show, told),
            rings=_rings(effect, show, told),
            power=_power(effect, at, show),
            who=who(effect)[at],
            method=METHODS.get(effect.method, (effect.method, effect.method))[at],
            weights=_weights(effect, show),
            options=_options(effect, at),
            made=told["made"].format(version=metadata.version("hecht")),
        )
    )


@dataclass(frozen=True, slots=True)
class _Show:
    """How the figures of one page are written."""

    language: str
    decimals: int

    def one(self, value: float) -> str:
        return figure(value, self.language, self.decimals)

    def span(self, low: float, high: float) -> str:
        joined = " tot " if self.language == "nl" else " to "
        return joined.join((self.one(low), self.one(high)))


def _cells(one: Estimate, show: _Show) -> tuple[str, str, str]:
    """Return the value, standard error and interval of an estimate; a dash where there is none."""
    span = "–" if one.low is None or one.high is None else show.span(one.low, one.high)
    se = "–" if one.se is None else show.one(one.se)
    return show.one(one.value), se, span


def _events(effect: Effect, show: _Show) -> Table:
    rows: Table = []
    for years, one in sorted(effect.by_event_time.items()):
        band = effect.band.get(years)
        all_at_once = "–" if band is None else show.span(*band)
        rows.append((str(years).replace("-", "−"), *_cells(one, show), all_at_once))
    return rows


def _by(parts: Mapping[int, Estimate], show: _Show) -> Table:
    return [(str(key), *_cells(one, show)) for key, one in sorted(parts.items())]


def _sensitivity(effect: Effect, show: _Show, told: dict[str, str]) -> Table:
    rows: Table = []
    for one in effect.sensitivity:
        m = figure(one.m, show.language, 1) if one.restriction == "relative" else show.one(one.m)
        out = told["yes" if one.low > 0 or one.high < 0 else "no"]
        rows.append((told[one.restriction].format(m=m), show.span(one.low, one.high), out))
    return rows


def _rings(effect: Effect, show: _Show, told: dict[str, str]) -> Table:
    rows: Table = []
    for ring in effect.rings:
        name = told["neighbours"]
        if ring.high > 0:
            name = f"{ring.low:g}–{ring.high:g} m"
        rows.append((name, str(ring.areas), *_cells(ring.estimate, show)))
    if effect.without_rings is not None:
        rows.append((told["without"], "", *_cells(effect.without_rings, show)))
    return rows


def _power(effect: Effect, at: int, show: _Show) -> list[str]:
    found = effect.power
    if found is None:
        return []
    lines = []
    if found.analytic is not None:
        size = show.one(found.analytic)
        lines.append(
            (
                f"Naar de standaardfout is een effect vanaf {size} in vier van de vijf gevallen te "
                f"zien (bij 5%).",
                f"By the standard error an effect of {size} or more is seen in four cases of five "
                f"(at 5%).",
            )[at]
        )
    if found.placebo is not None:
        size = show.one(found.placebo)
        lines.append(
            (
                f"Naar de placebotrekkingen is dat vanaf {size}.",
                f"By the placebo draws it is {size} or more.",
            )[at]
        )
    return lines


def _weights(effect: Effect, show: _Show) -> Table:
    heaviest = sorted(effect.weights.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return [
        (unit, figure(weight, show.language, 3))
        for unit, weight in heaviest
        if abs(weight) >= 0.0005
    ]


def _options(effect: Effect, at: int) -> Table:
    return [
        (OPTIONS.get(key, _importance(key))[at], _choice(key, value, at))
        for key, value in effect.options.items()
    ]


def _importance(key: str) -> Text:
    """Return what the importance of a covariate is called; another key as it is."""
    covariate = key.removeprefix(IMPORTANCE)
    return (key, key) if covariate == key else (f"belang van {covariate}", key)


def _choice(key: str, value: str | float | bool, at: int) -> str:
    """Return a choice, or a figure that was found on the way, as it is read."""
    language = ("nl", "en")[at]
    if isinstance(value, bool):
        return PAGE["yes" if value else "no"][at]
    if key == "level":
        return f"{100 * float(value):g}%".replace(".", ",."[at])
    if isinstance(value, float):
        return figure(value, language)
    return CHOICES[value][at] if isinstance(value, str) and value in CHOICES else str(value)
