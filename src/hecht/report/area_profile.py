"""The page of an area: what stands out, every theme, comparable areas, a map, and the sources.

It names no person, fetches nothing, and reads without scripts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from hecht.area.indicator import Source
from hecht.area.key import KEY, key_codes, shown_at_once
from hecht.area.line import Line
from hecht.area.panel import Area, Panel
from hecht.area.profile import Profile, ThemePart
from hecht.area.standing import Side, stands_out
from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Month
from hecht.report import look
from hecht.report.area_inside import Inside, inside_table
from hecht.report.area_map import HATCH, AreaMap, area_map
from hecht.report.area_peers import peer_table
from hecht.report.area_pictures import sparkline, strip
from hecht.report.area_words import (
    absent_words,
    among_words,
    amount,
    beside_words,
    label,
    level_names,
    number,
    regression_words,
    theme_names,
    trend_words,
    unit,
)
from hecht.report.page import environment
from hecht.report.words import Words

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Row:
    """One figure as the page shows it; `facts` are what stands in its details: term and words."""

    code: str
    name: str
    value: str
    unit: str
    year: str
    whose: str
    beside: str
    side: str
    """ "good", "bad" or "" beside comparable areas."""
    median: str
    among: str
    strip: str
    spark: str
    trend: str
    target: str
    why: str
    warning: str
    facts: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True)
class Subject:
    """One theme: rows that were counted and asked, the rest, and what is not measured."""

    key: str
    name: str
    counted: tuple[Row, ...]
    asked: tuple[Row, ...]
    others: tuple[Row, ...]
    absent: tuple[Row, ...]
    missing: tuple[tuple[str, str, str], ...]
    """What is not measured, where it would come from, and the address of that."""
    measured: bool


def write_profile(
    profile: Profile,
    panel: Panel,
    path: str | Path,
    language: str = "nl",
    *,
    shapes: Mapping[str, BaseGeometry] | None = None,
    map_of: str = "",
) -> Path:
    """Write the page of a profile and return its path.

    `shapes` are outlines of areas in metres by their code, `map_of` the indicator of the map.
    Raises ValueError for an unknown language or indicator.
    """
    page = profile_page(profile, panel, language, shapes=shapes, map_of=map_of)
    return write_beside(Path(path), page.encode())


def profile_page(
    profile: Profile,
    panel: Panel,
    language: str = "nl",
    *,
    shapes: Mapping[str, BaseGeometry] | None = None,
    map_of: str = "",
) -> str:
    """Return the page of a profile. See `write_profile`."""
    words = Words(language, Month(2000, 1))
    rows = Rows(profile, words)
    bad, good, plain = (stands_out(profile, side, of=key_codes()) for side in Side)
    mapped = _map(profile, panel, shapes or {}, map_of, bad, words)
    return (
        environment(words)
        .get_template("area_profile.html.j2")
        .render(
            area=profile.area,
            level=level_names(words)[profile.area.level][0],
            levels=level_names(words)[profile.area.level][1],
            around=profile.around,
            same_level=words.number(profile.same_level),
            years=_years(profile),
            bad=[rows.row(line, "bad") for line in bad],
            good=[rows.row(line, "good") for line in good],
            plain=[rows.row(line, "plain") for line in plain],
            subjects=[rows.subject(part) for part in profile.themes],
            peers=peer_table(profile, panel, words),
            no_peers=profile.no_peers,
            map=mapped,
            inside=_inside(profile, panel, (*bad, *good, *plain), words),
            regressions=[
                regression_words(line, line.regression, words)
                for line in profile.lines
                if line.regression is not None and line.indicator.code in key_codes()
            ],
            changes=panel.changes(profile.area.code, language),
            sources=sources(profile.sources),
            hatch=look.pattern("missing-key", "#ffffff", look.MUTED, HATCH),
            version=metadata.version("hecht"),
        )
    )


class Rows:
    """Makes the rows of the page of one profile."""

    def __init__(self, profile: Profile, words: Words) -> None:
        """Keep what all rows need."""
        self.profile = profile
        self.words = words

    def subject(self, part: ThemePart) -> Subject:
        """Return one theme."""
        nl = self.words.language == "nl"
        first, rest = shown_at_once(part.lines)
        return Subject(
            key=part.theme.value,
            name=theme_names(self.words)[part.theme],
            counted=tuple(self.row(line) for line in first if not line.indicator.asked),
            asked=tuple(self.row(line) for line in first if line.indicator.asked),
            others=tuple(self.row(line) for line in rest if line.value is not None),
            absent=tuple(self.row(line) for line in rest if line.value is None),
            missing=tuple(
                (one.what_nl if nl else one.what, one.where_nl if nl else one.where, one.address)
                for one in part.missing
            ),
            measured=part.measured,
        )

    def row(self, line: Line, name: str = "row") -> Row:
        """Return one figure; `name` keeps the names of its pictures unique on the page."""
        words, indicator = self.words, line.indicator
        beside, side = beside_words(line, words)
        picture = f"{name}-{indicator.code}".replace("_", "-")
        median = ""
        if line.peers is not None:
            median = words.gettext(
                "median there: %(value)s", value=amount(indicator, line.peers.median, words)
            )
        return Row(
            code=indicator.code,
            name=label(indicator, words),
            value="" if line.value is None else number(indicator, line.value, words),
            unit=unit(indicator, words),
            year=str(line.year),
            whose="" if line.of.code == self.profile.area.code else self._whose(line.of),
            beside=beside,
            side=side,
            median=median,
            among=among_words(line, words),
            strip=strip(f"{picture}-strip", line, words),
            spark=sparkline(f"{picture}-spark", line, words),
            trend=trend_words(line, words),
            target=self._target(line),
            why=absent_words(line.absent, words),
            warning=indicator.warning_nl if words.language == "nl" else indicator.warning,
            facts=self._facts(line),
            address="" if line.source is None else line.source.address,
        )

    def _whose(self, area: Area) -> str:
        level = level_names(self.words)[area.level][0]
        if area.name.casefold().startswith(level.casefold()):
            return self.words.gettext("figure of %(name)s", name=area.name)
        return self.words.gettext("figure of the %(level)s %(name)s", level=level, name=area.name)

    def _target(self, line: Line) -> str:
        if line.target is None:
            return ""
        _ = self.words.gettext
        goal = amount(line.indicator, line.target.value, self.words)
        told = (
            _("goal: %(goal)s in %(year)s", goal=goal, year=str(line.target.year))
            if line.target.year
            else _("goal: %(goal)s", goal=goal)
        )
        state = {True: _("reached"), False: _("not reached"), None: ""}[line.met]
        return f"{told} – {state}" if state else told

    def _facts(self, line: Line) -> tuple[tuple[str, str], ...]:
        """Return what a reader needs to look the figure up."""
        _, indicator, source = self.words.gettext, line.indicator, line.source
        nl = self.words.language == "nl"
        found = [
            (_("Definition"), indicator.definition_nl if nl else indicator.definition),
            (_("Area"), f"{line.of.name} ({line.of.code})"),
        ]
        if source is not None:
            found += [
                (_("Source"), f"{source.publisher}, {source.title}"),
                (_("File"), source.file),
                (_("Column"), source.column),
                (_("Edition"), source.edition),
                (_("Licence"), source.licence or _("not stated")),
            ]
        if line.later:
            later = [f"{year}: {absent_words(why, self.words)}" for year, why in line.later]
            found.append((_("Newer editions"), "; ".join(later)))
        if line.left_out:
            found.append(
                (_("Years of another series, left out"), ", ".join(map(str, line.left_out)))
            )
        found.append((_("Remark"), line.note))
        return tuple((term, text) for term, text in found if text)


@dataclass(frozen=True)
class SourceLine:
    """One file or table of which figures are shown, and how many columns of it."""

    publisher: str
    title: str
    edition: str
    file: str
    licence: str
    address: str
    columns: int


def sources(found: Sequence[Source]) -> list[SourceLine]:
    """Return the sources, one line for each file and edition."""
    counts: dict[tuple[str, str, str, str, str, str], set[str]] = {}
    for one in found:
        key = (one.publisher, one.title, one.edition, one.file, one.licence, one.address)
        counts.setdefault(key, set()).add(one.column)
    return [SourceLine(*key, columns=len(columns)) for key, columns in sorted(counts.items())]


def _years(profile: Profile) -> str:
    years = sorted({line.year for line in profile.lines if line.value is not None})
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _map(
    profile: Profile,
    panel: Panel,
    shapes: Mapping[str, BaseGeometry],
    map_of: str,
    bad: Sequence[Line],
    words: Words,
) -> AreaMap | None:
    """Return the map of the chosen indicator, or of what stands out most, or of a key figure."""
    if map_of and map_of not in panel.indicators:
        raise ValueError(f"there is no indicator {map_of!r} in this panel for the map")
    wanted = [map_of] if map_of else [line.indicator.code for line in bad]
    ranked = [
        line.indicator.code
        for line in profile.lines
        if line.among is not None and line.of.code == profile.area.code
    ]
    known = key_codes()
    wanted += [code for codes in KEY.values() for code in codes if code in ranked]
    wanted += [code for code in ranked if code not in known]
    for code in wanted:
        found = area_map(
            panel, profile.area, panel.indicators[code], shapes, words, profile.audience,
            profile.year,
        )  # fmt: skip
        if found is not None:
            return found
    return None


def _inside(profile: Profile, panel: Panel, lines: Sequence[Line], words: Words) -> Inside | None:
    return inside_table(panel, profile, [line.indicator for line in lines][:5], words)
