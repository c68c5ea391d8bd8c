"""The comparison page: scenarios side by side in maps, pictures, a table and sentences.

It names no person and no household, hides figures of few households (C7), fetches nothing, and
reads without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from hecht.design.catalogue import catalogue
from hecht.design.comparison import Compared, Difference, difference, differing
from hecht.design.marginal import MarginalPrices
from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Stage, Works
from hecht.outcomes.affordability import shown_to
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import Definition, Topic, Value
from hecht.outcomes.inflow import inflow
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates
from hecht.report import look
from hecht.report.by_year import by_year, moments
from hecht.report.inflow import inflow_sentences
from hecht.report.map import Frame, after_map, frame
from hecht.report.one_more import price_notes, price_rows
from hecht.report.page import environment, works_names
from hecht.report.scenario_pictures import COLOURS, LETTERS, axis, dots, label, parallel
from hecht.report.scenario_titles import titled
from hecht.report.spacematrix import spacematrix
from hecht.report.tradeoffs import shown, signed, trade_off
from hecht.report.unit_words import unit_name
from hecht.report.why_words import told
from hecht.report.words import Words

AXES = (
    "homes_added",
    "live_here_wishing",
    "households_affected",
    "ties_kept_staying",
    "alone",
    "moves",
    "months_temporary",
    "duration_months",
    "cost_known",
)
"""The figures of the parallel axes, after the goals of the user."""

AXES_MOST = 9

KEY = (
    *AXES,
    "return_of_wishing",
    "ties_kept_staying_count",
    "separation_months",
    "homes",
    "fsi",
    "gsi",
    "osr",
    "homes_tenure_diversity",
    "people_income_diversity",
    "newcomers",
    "green_per_home",
    "meeting_place_within_200",
    "playground_within_200",
    "meeting_place_losers",
    "label_a_or_better",
    "off_gas",
    "co2_gas",
    "sealed_share",
    "water_storage_mm",
    "parking_per_home",
    "parking_balance",
    "bicycles_per_home",
    "mean_rent",
    "mean_rent_step",
    "rent_points_new",
    "points_rent_new",
    "over_points_new",
    "over_own_limit",
    "could_not_return_rent",
    "investment",
    "total_costs",
    "net_present_costs",
    "lost_rent",
)
"""The figures that are shown at once; the others of a topic stand below them, folded."""


@dataclass(frozen=True)
class Cell:
    """One figure of one scenario: the value in words, and what it is beside the first.

    `state` is "better", "worse", "other" (a real difference of which neither side is better), or
    "" (no real difference). `beside` is the difference in words, `why` why it is not known.
    """

    text: str
    state: str = ""
    beside: str = ""
    why: str = ""


@dataclass(frozen=True)
class Row:
    """One figure of the table."""

    definition: Definition
    label: str
    unit: str
    about: str
    today: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Subject:
    """The rows of one topic: those shown at once, and the others."""

    name: str
    key: tuple[Row, ...]
    others: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self.key + self.others


@dataclass(frozen=True)
class Column:
    """One scenario: its letter, name, colour, map, what it does to how many homes, its folder."""

    letter: str
    name: str
    colour: str
    works: str
    picture: str
    seeds: str
    spacematrix: str = ""
    inflow: tuple[str, ...] = ()
    folder: str = ""


def write_comparison(
    compared: Sequence[Compared],
    path: str | Path,
    language: str = "nl",
    goals: Sequence[str] = (),
    remarks: Sequence[str] = (),
    prices: Sequence[MarginalPrices] = (),
) -> Path:
    """Write the comparison as one page and return its path.

    `goals` are figures that the user chose, shown on the axes and told in sentences; `remarks`
    are shown under the title, for example which limits cannot be met. `prices` of what one more
    costs, one for each scenario, have a section where they are given. Raises ValueError for an
    unknown language, and for fewer than two scenarios or more than there are letters.
    """
    page = comparison_page(compared, language, goals, remarks, prices)
    return write_beside(Path(path), page.encode())


def comparison_page(
    compared: Sequence[Compared],
    language: str = "nl",
    goals: Sequence[str] = (),
    remarks: Sequence[str] = (),
    prices: Sequence[MarginalPrices] = (),
) -> str:
    """Return the page. See `write_comparison`."""
    if len(compared) < 2:
        raise ValueError("a comparison needs two scenarios or more")
    if len(compared) > len(LETTERS):
        raise ValueError(f"a comparison holds {len(LETTERS)} scenarios at most")
    if prices and len(prices) != len(compared):
        raise ValueError("give the prices of every scenario, or of none")
    here = compared[0].plan.neighbourhood
    words = Words(language, here.project.start)
    compared = titled([_for_everybody(one) for one in compared], words)
    names = [name for name in dict.fromkeys([*goals, *AXES]) if name in catalogue()]
    apart = differing(compared, names)[:AXES_MOST]
    axes = [axis(catalogue()[name], compared) for name in apart]
    return (
        environment(words)
        .get_template("comparison.html.j2")
        .render(
            project=here.project,
            columns=columns(compared, words),
            axes=parallel(axes, compared, words) if len(axes) > 1 else "",
            multiples=[
                (
                    label(catalogue()[name], words),
                    dots(f"d-{name}", axis(catalogue()[name], compared), compared, words),
                )
                for name in differing(
                    compared, [n for n in dict.fromkeys([*goals, *KEY]) if n in catalogue()]
                )
            ],
            by_year=by_year(compared, words),
            moments=moments(compared, words),
            topics=topics(compared, words, goals),
            sentences=sentences(compared, words, goals),
            remarks=remarks,
            prices=price_rows(prices, words) if prices else [],
            price_notes=price_notes(prices, words),
            works_shown=[
                works
                for works in Works
                if any(b.works is works for c in compared for b in c.plan.neighbourhood.blocks)
            ],
            works_names=works_names(words),
            look=look,
            version=metadata.version("hecht"),
        )
    )


def _for_everybody(one: Compared) -> Compared:
    """Return a scenario in which figures of few households are not known (C7)."""
    found = one.outcomes
    today, after = (shown_to(values, Audience.PUBLIC) for values in (found.today, found.after))
    return replace(one, outcomes=replace(found, today=today, after=after))


def columns(compared: Sequence[Compared], words: Words) -> list[Column]:
    """Return the scenarios with their maps, all to one scale."""
    frames = [frame(one.plan.neighbourhood) for one in compared]
    common = _common(frames)
    result = []
    for number, (one, own) in enumerate(zip(compared, frames, strict=True)):
        here, course = one.plan.neighbourhood, one.plan.course
        where = places(here, course)
        picture = after_map(
            here,
            tie_fates(here, where),
            where,
            replace(common, shapes=own.shapes),
            words,
            name=f"map-{number}",
            title=f"{LETTERS[number]}: {one.name}",
        )
        result.append(
            Column(
                LETTERS[number],
                one.name,
                COLOURS[number % len(COLOURS)],
                _works_words(one, words),
                picture,
                words.listed([str(seed) for seed in one.seeds]),
                _spacematrix(one, number, words),
                _inflow(one, words),
                one.folder,
            )
        )
    return result


def _spacematrix(one: Compared, number: int, words: Words) -> str:
    """Draw the Spacematrix where the options are at hand and any density is known."""
    if one.scene is None or one.value("fsi").value is None:
        return ""
    return spacematrix(one.scene, words, name=f"spacematrix-{number}")


def _inflow(one: Compared, words: Words) -> tuple[str, ...]:
    """Tell who would have to come for the mix that the policy asks; nothing where it asks none."""
    if one.scene is None or not one.scene.neighbourhood.mixing:
        return ()
    try:
        found = inflow(one.scene)
    except LookupError as error:
        return (told(str(error.args[0]), words),)
    return tuple(inflow_sentences(found, words, Audience.PUBLIC))


def _common(frames: Sequence[Frame]) -> Frame:
    """Return the frame that shows the most ground; the others are drawn to it."""
    return min(frames, key=lambda found: found.scale)


def _works_words(one: Compared, words: Words) -> str:
    """Tell how many homes are kept, renovated, demolished and built."""
    here = one.plan.neighbourhood
    counts: dict[Works, int] = {}
    built = 0
    for home in here.homes:
        if home.stage is Stage.NEW:
            built += 1
        elif home.stage is Stage.EXISTING and home.block is not None:
            works = here.block_of[home.block].works
            counts[works] = counts.get(works, 0) + 1
    ngettext = words.ngettext
    renovated = counts.get(Works.RENOVATE_EMPTY, 0) + counts.get(Works.RENOVATE_OCCUPIED, 0)
    kept = counts.get(Works.KEEP, 0)
    gone = counts.get(Works.REBUILD, 0)
    parts = [
        (kept, ngettext("%(n)s home stays as it is", "%(n)s homes stay as they are", kept)),
        (renovated, ngettext("%(n)s renovated", "%(n)s renovated", renovated)),
        (gone, ngettext("%(n)s demolished", "%(n)s demolished", gone)),
        (built, ngettext("%(n)s built", "%(n)s built", built)),
    ]
    return words.listed([text for count, text in parts if count])


def topics(compared: Sequence[Compared], words: Words, goals: Sequence[str] = ()) -> list[Subject]:
    """Return the rows of the table by topic."""
    rows: dict[Topic, list[Row]] = {}
    for definition in catalogue().values():
        rows.setdefault(definition.topic, []).append(_row(definition, compared, words))
    key = {*KEY, *goals}
    names = topic_names(words)
    return [
        Subject(
            names[topic],
            tuple(row for row in rows[topic] if row.definition.name in key),
            tuple(row for row in rows[topic] if row.definition.name not in key),
        )
        for topic in names
        if topic in rows
    ]


def topic_names(words: Words) -> dict[Topic, str]:
    """Return what the topics are called."""
    _ = words.gettext
    return {
        Topic.PEOPLE: _("The people who live here now"),
        Topic.DENSITY: _("Homes and density"),
        Topic.MIXING: _("Mixing"),
        Topic.PUBLIC_SPACE: _("Public space"),
        Topic.ENERGY: _("Energy"),
        Topic.CLIMATE: _("Climate"),
        Topic.MOBILITY: _("Mobility"),
        Topic.AFFORDABILITY: _("Rent"),
        Topic.MONEY: _("Money"),
    }


def _row(definition: Definition, compared: Sequence[Compared], words: Words) -> Row:
    first = compared[0]
    cells = []
    for one in compared:
        found = None if one is first else difference(definition, first, one)
        cells.append(_cell(definition, _public(one, definition.name, words), found, words))
    today = first.outcomes.today.get(definition.name)
    about = definition.definition_nl if words.language == "nl" else definition.definition
    return Row(
        definition,
        label(definition, words),
        unit_name(definition.unit, words),
        about,
        Cell("–") if today is None else _cell(definition, today, None, words),
        tuple(cells),
    )


def _public(one: Compared, name: str, words: Words) -> Value:
    """Return a figure, its reason without the ids of households: the page is for everybody."""
    value = one.value(name)
    households = one.plan.neighbourhood.household_of
    if any(part in households for part in re.split(r"[^\w:-]+", value.why)):
        return Value(value.value, words.gettext("something is not filled in for some households"))
    return value


def _cell(definition: Definition, value: Value, found: Difference | None, words: Words) -> Cell:
    if value.value is None:
        return Cell(words.gettext("not known"), why=told(value.why, words))
    text = shown(definition, value.value, words)
    if found is None or not found.real:
        return Cell(text)
    beside = signed(definition, found.amount, words)
    if not any(digit in beside for digit in "123456789"):
        return Cell(text)
    return Cell(text, {"other": "better", "first": "worse", "": "other"}[found.better], beside)


ALL_PAIRS = 4
"""Up to so many scenarios are told beside the first as well as beside the one before."""


def sentences(compared: Sequence[Compared], words: Words, goals: Sequence[str]) -> list[str]:
    """Return how each further scenario differs from the one before it; of few also from the first.

    Scenarios of a front lie in order, so that each is a small step from the one before.
    """
    result = []
    for number, other in enumerate(compared[1:], start=1):
        first = (0,) if len(compared) <= ALL_PAIRS else ()
        for earlier in dict.fromkeys((*first, number - 1)):
            told = trade_off(
                compared[earlier], other, (LETTERS[earlier], LETTERS[number]), words, goals
            )
            result.append(told.sentence)
    return result
