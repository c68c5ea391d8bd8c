"""What is known of changes to the borders of an area, as sentences in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hecht.area.reading import Border

_WORDS = {
    "en": {
        "code": "In {year} the code became {area}; the borders are those of {before}.",
        "borders": "In {year} the borders changed: figures of {year} and later cannot simply be "
        "compared with those up to {before}.",
        "gone": "Other areas of {outer} are in the panel for {years}, but not {area}: it may have "
        "another code or other borders then.",
        "joined": "Figures of {years} were reckoned from those of areas as they were then: {how}.",
        "source": " ({source} gives {said}.)",
    },
    "nl": {
        "code": "In {year} werd de code {area}; de grenzen zijn die van {before}.",
        "borders": "In {year} veranderden de grenzen: cijfers vanaf {year} zijn niet zonder meer "
        "te vergelijken met die tot en met {before}.",
        "gone": "Andere gebieden van {outer} staan voor {years} in het panel, maar {area} niet: "
        "het kan dan een andere code of andere grenzen hebben.",
        "joined": "Cijfers van {years} zijn berekend uit die van gebieden zoals ze toen waren: "
        "{how}.",
        "source": " ({source} geeft {said}.)",
    },
}


def sentences(
    area: str,
    outer: str,
    borders: Iterable[Border],
    missing: Sequence[int],
    joined: Iterable[tuple[int, str]] = (),
    language: str = "en",
) -> list[str]:
    """Return a sentence for each known change of an area, by year.

    `outer` is the municipality (or other area) it lies in; `missing` are the years for which
    other areas of it are in the panel; `joined` are years with figures that were apportioned,
    with the words that tell from which areas.
    """
    words = _WORDS[language]
    found: list[tuple[int, str]] = []
    for one in borders:
        kind = "borders" if one.borders_changed else "code" if one.code_changed else ""
        if kind:
            text = words[kind].format(year=one.year, before=one.year - 1, area=area)
            found.append(
                (one.year, text + words["source"].format(source=one.source, said=one.said))
            )
    if missing:
        text = words["gone"].format(outer=outer, years=spans(missing), area=area)
        found.append((missing[0], text))
    by_how: dict[str, list[int]] = {}
    for year, how in joined:
        by_how.setdefault(how, []).append(year)
    for how, years in by_how.items():
        found.append((years[0], words["joined"].format(years=spans(sorted(years)), how=how)))
    return [text for _, text in sorted(found, key=lambda one: one[0])]


def spans(years: Sequence[int]) -> str:
    """Return years in words: 2013-2016, 2019."""
    parts: list[list[int]] = []
    for year in years:
        if parts and year == parts[-1][-1] + 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}-{one[-1]}" for one in parts)
