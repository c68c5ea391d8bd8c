"""The pages of pooled figures and of what households answer: sentences, a picture, a table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hecht.effects.effect import Estimate
from hecht.effects.evidence_words import measure_label
from hecht.effects.household_rows import Unused
from hecht.effects.household_words import (
    caveats,
    difference_sentence,
    dose_sentences,
    response_sentences,
    topic,
    unused_sentences,
    why_not,
)
from hecht.effects.households import HouseholdEffects, Why
from hecht.effects.pooling import PooledEntries
from hecht.effects.pooling_words import pooled_sentences
from hecht.effects.words import figure
from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Month
from hecht.report.intervals import Row, intervals
from hecht.report.page import environment
from hecht.report.words import Words

_NO_START = Month(2000, 1)

_PLACES = 2
"""Decimals of a difference in score."""

_TEXTS: dict[str, tuple[str, str]] = {
    "skip": ("Naar de inhoud", "Skip to the contents"),
    "mind": ("Let op", "Mind"),
    "figures": ("De cijfers", "The figures"),
    "over_households": ("Wat bewoners later antwoorden", "What residents answer later"),
    "title_households": ("Terugkeer, banden en samenleven", "Return, ties and living together"),
    "caption_households": (
        "Verschil in score samenleven (0 tot 10), met interval",
        "Difference in the score of living together (0 to 10), with interval",
    ),
    "about_households": (
        "Links van de lijn: lager. Rechts: hoger. Loopt een streep over de lijn, dan kan het "
        "toeval zijn.",
        "Left of the line: lower. Right: higher. A bar across the line may be chance.",
    ),
    "by_moves": ("Naar aantal verhuizingen", "By number of moves"),
    "who": ("Wie antwoordden", "Who answered"),
    "over_pooled": ("Cijfers samen", "Figures together"),
    "about_pooled": (
        "De ruit is het gemiddelde. Loopt een streep over de lijn, dan kan het toeval zijn.",
        "The diamond is the mean. A bar across the line may be chance.",
    ),
    "mean": ("Gemiddelde", "Mean"),
    "what": ("Wat", "What"),
    "value": ("Cijfer", "Figure"),
    "difference": ("Verschil", "Difference"),
    "interval": ("Interval", "Interval"),
    "households": ("Huishoudens", "Households"),
    "weight": ("Gewicht", "Weight"),
    "to": ("tot", "to"),
    "table": ("Tabel", "Table"),
}


def write_households(
    effects: HouseholdEffects,
    path: str | Path,
    language: str = "nl",
    unused: Mapping[Unused, int] | None = None,
) -> Path:
    """Write the page of what households answer; beside its target and renamed."""
    return write_beside(Path(path), households_page(effects, language, unused).encode())


def households_page(
    effects: HouseholdEffects, language: str = "nl", unused: Mapping[Unused, int] | None = None
) -> str:
    """Return the page of what households answer. Raises ValueError for an unknown language."""
    t = _texts(language)
    rows, drawn = [], []
    for one in effects.differences:
        found = one.adjusted or one.plain
        name = topic(one.exposure, language)
        if found is None or found.low is None or found.high is None:
            rows.append((name, why_not(one.why or Why.SMALL, language), "–", "–"))
            continue
        count = one.adjusted_count if one.adjusted is not None else one.count
        rows.append((name, *_cells(found, language, _PLACES), str(count)))
        drawn.append(Row(name, found.value, found.low, found.high))
    return _page(
        language,
        title=t["title_households"],
        over=t["over_households"],
        sentences=[difference_sentence(one, language) for one in effects.differences],
        caveats=caveats(effects, language),
        caption=t["caption_households"],
        about=t["about_households"],
        drawn=drawn,
        heads=[t["what"], t["difference"], t["interval"], t["households"]],
        rows=rows,
        lists=[
            (t["by_moves"], dose_sentences(effects, language)),
            (
                t["who"],
                [
                    *response_sentences(effects, language),
                    *unused_sentences(unused or {}, 0, language),
                ],
            ),
        ],
    )


def write_pooled(found: PooledEntries, path: str | Path, language: str = "nl") -> Path:
    """Write the page of pooled figures; beside its target and renamed."""
    return write_beside(Path(path), pooled_page(found, language).encode())


def pooled_page(found: PooledEntries, language: str = "nl") -> str:
    """Return the page of pooled figures. Raises ValueError for an unknown language."""
    t = _texts(language)
    rows, drawn = [], []
    places = _places(found)
    for entry, weight in zip(found.entries, found.pooled.weights, strict=True):
        if entry.effect is None or entry.low is None or entry.high is None:
            continue
        title = entry.text("title", language)
        one = Estimate(entry.effect, None, entry.low, entry.high)
        rows.append((title, *_cells(one, language, places), f"{round(100 * weight)}%"))
        drawn.append(Row(title, entry.effect, entry.low, entry.high))
    mean = found.pooled.mean
    rows.append((t["mean"], *_cells(mean, language, places), "100%"))
    if mean.low is not None and mean.high is not None:
        drawn.append(Row(t["mean"], mean.value, mean.low, mean.high, strong=True))
    first = found.entries[0]
    said = pooled_sentences(found, language)
    return _page(
        language,
        title=f"{measure_label(found.measure, language)}: {first.text('outcome', language)}",
        over=t["over_pooled"],
        sentences=said[:-1],
        caveats=said[-1:],
        caption=f"{first.text('outcome', language)}, {first.text('unit', language)}",
        about=t["about_pooled"],
        drawn=drawn,
        heads=[t["what"], t["value"], t["interval"], t["weight"]],
        rows=rows,
        lists=[],
    )


def _texts(language: str) -> dict[str, str]:
    return {name: pair[0 if language == "nl" else 1] for name, pair in _TEXTS.items()}


def _places(found: PooledEntries) -> int:
    """Return the decimals that show three digits of the largest figure."""
    largest = max(abs(one.effect) for one in found.entries if one.effect is not None)
    return 0 if largest == 0 else min(9, max(0, 2 - math.floor(math.log10(largest))))


def _cells(one: Estimate, language: str, places: int) -> tuple[str, str]:
    value = figure(one.value, language, places)
    if one.low is None or one.high is None:
        return value, "–"
    ends = [figure(end, language, places) for end in (one.low, one.high)]
    return value, f" {_texts(language)['to']} ".join(ends)


def _page(language: str, *, drawn: list[Row], **values: Any) -> str:
    t = _texts(language)
    svg = ""
    if drawn:
        told = "; ".join(f"{one.label}: {figure(one.value, language)}" for one in drawn)
        svg = intervals("intervals", values["caption"], told, drawn, language)
    return (
        environment(Words(language, _NO_START))
        .get_template("intervals.html.j2")
        .render(
            svg=svg,
            skip=t["skip"],
            mind=t["mind"],
            figures=t["figures"],
            table=t["table"],
            **values,
        )
    )
