"""No output for others tells of a group smaller than the threshold (C7), whatever its size.

The figures that are hidden are looked for in the finished pages where they are told in tables, and
in the records where a machine reads them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.area.cohesion import items, summarise
from hecht.area.overview import overview
from hecht.area.uprooted import uprooted
from hecht.cli.area_programme import record
from hecht.cli.round_words import PEOPLE, visible
from hecht.consent.measure import Count, Standing, UnitCount, Verdict
from hecht.consent.progress import progress
from hecht.design.marginal import Goal, MarginalPrice
from hecht.effects.household_rows import HouseholdRow
from hecht.effects.households import household_effects
from hecht.effects.library import load
from hecht.neighbourhood import Group, Household, Month
from hecht.outcomes.affordability import PERSONAL
from hecht.outcomes.disclosure import Audience
from hecht.planning.delays import delays
from hecht.report.comparison import comparison_page
from hecht.report.delays import delays_page
from hecht.report.meeting import meeting_page
from hecht.report.one_more import price_rows
from hecht.report.page import report
from hecht.report.words import Words
from hecht.residents.intake_response import response
from hecht.rounds.measure import Figures
from tests.area.programmes import measure, programme
from tests.design.test_comparison import made
from tests.neighbourhoods import random_neighbourhood
from tests.report.pages import planned
from tests.report.test_meeting import course, street
from tests.report.test_meeting import planned as scenario
from tests.report.test_one_more import priced
from tests.simple_planner import simple_course

LEAST = Audience.COMMITTEE.threshold
FEW = range(1, LEAST)
SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=30)
BY_SIZE = "Of those who lose or empty their home and wished to return"
SIZE_GROUPS = (range(1, 2), range(2, 3), range(3, 5), range(5, 99))
OF = re.compile(r"\b(\d+) (?:of|van de|van) (\d+)\b")


class Tables(HTMLParser):
    """The tables of a page by their captions: rows of cells, the heads included."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.rows: list[list[str]] = []
        self.caption = ""
        self.inside: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell or a caption."""
        if tag == "table":
            self.rows, self.caption = [], ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
        if tag in ("th", "td", "caption"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a cell, or keep a table."""
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()
        if tag == "table":
            self.found[" ".join(self.caption.split())] = self.rows

    def handle_data(self, data: str) -> None:
        """Add to the cell or caption."""
        if self.inside and self.inside[-1] == "caption":
            self.caption += data
        elif self.inside:
            self.rows[-1][-1] += data


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Yield each number of a record, with the names that lead to it."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from numbers(one, f"{path}.{name}")
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one, path)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, value


@settings(max_examples=20, deadline=None)
@given(SIZES)
def test_return_by_size_of_household(sizes: list[int]) -> None:
    """Each "n of m" in that table is true, of ten households or more, and gives nobody away."""
    here = street(len(sizes))
    people = tuple(
        replace(one, size=sizes[n]) if n < len(sizes) else one
        for n, one in enumerate(here.households)
    )
    page = report(
        planned(replace(here, households=people), course(here)), None, "en", Audience.COMMITTEE
    )
    rows = Tables(page).found.get(BY_SIZE, [])
    wholes = [sum(size in group for size in sizes) for group in SIZE_GROUPS]
    told = [OF.findall(cell) for _, cell in rows[1:]]
    for whole, found in zip(wholes, told, strict=bool(rows)):
        assert all(int(m) == whole >= LEAST for _, m in found)
    hidden = [whole for whole, found in zip(wholes, told, strict=bool(rows)) if whole and not found]
    if rows and hidden:
        assert len(hidden) > 1
        assert sum(hidden) >= LEAST
    if all(whole == 0 or whole >= LEAST for whole in wholes):
        assert rows
        assert not hidden


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(2, 6), min_size=1, max_size=6), st.data())
def test_what_became_of_groups(sizes: list[int], data: st.DataObject) -> None:
    """Groups are counted, not listed, and only where they have ten households together."""
    here = street(18)
    names = iter([one.id for one in here.households])
    leaving = data.draw(st.integers(0, len(sizes)))
    groups = tuple(
        Group(f"famgroep{n}", tuple(next(names) for _ in range(size)))
        for n, size in enumerate(sizes)
    )
    here = replace(here, groups=groups)
    plan = planned(here, course(here, away=leaving))
    page = report(plan, None, "en", Audience.COMMITTEE)
    assert "famgroep" not in page
    for (answer, count), fates in zip(
        Tables(page).found.get("What became of the groups", [])[1:], _by_fate(plan), strict=True
    ):
        assert answer
        together = sum(len(here.groups[n].households) for n in fates)
        assert not count.isdigit() or (together >= LEAST and int(count) == len(fates))
    if sum(sizes) < LEAST:
        assert "Placed as one:" not in page


def _by_fate(plan: Any) -> list[list[int]]:
    """Return the numbers of the groups by what became of them, in the order of the table."""
    found: dict[object, list[int]] = {}
    for n, fate in enumerate(plan.groups.values()):
        found.setdefault(fate.refusal and fate.refusal.kind, []).append(n)
    return list(found.values())


@pytest.mark.parametrize("half", [*FEW, LEAST])
def test_late_works(half: int) -> None:
    """Of fewer than ten that move nothing is told by when they were told to come; ten are told."""
    here = street(half)
    found = delays(planned(here, course(here)), 5, buffer_months=(), spare_homes=())
    cells = _cells(delays_page(found, "en"))
    assert any(OF.search(cell) for cell in cells) == (half >= LEAST)


def _cells(page: str) -> list[str]:
    return [cell for rows in Tables(page).found.values() for row in rows for cell in row]


@pytest.mark.parametrize("half", [1, 2, 4, LEAST])
def test_the_meeting(half: int) -> None:
    """Of fewer than ten households no cell tells so many of ten; of ten it does."""
    page = meeting_page([scenario(street(half)), scenario(street(half), "keep")])
    told = any(re.search(r"\d van de 10", cell) for cell in _cells(page))
    assert told == (half >= LEAST)


@pytest.mark.parametrize("figure", sorted(PERSONAL))
@pytest.mark.parametrize("few", [1, 9])
def test_the_comparison(figure: str, few: int) -> None:
    """A figure about few households is not known on the page; ten of them is told."""
    both = [
        made(name, {figure: n, "rents_risen": n}) for name, n in (("a", float(few)), ("b", 0.0))
    ]
    many = [made(name, {figure: 17.0, "rents_risen": 17.0}) for name in "ab"]
    hidden = f"it is about fewer than {LEAST} households"
    assert hidden in comparison_page(both, "en")
    assert hidden not in comparison_page(many, "en")


@pytest.mark.parametrize("count", [*FEW, LEAST])
def test_what_one_more_costs(count: int) -> None:
    """A price of few returners is not told; that of ten is."""
    price = priced(MarginalPrice(Goal.RETURNERS, count, 5200.0, 4800.0, 6100.0))
    cell = price_rows([price], Words("en", Month(2027, 1)))[0].cells[0]
    assert ("5,200" in cell.text + cell.beside) == (count >= LEAST)


@given(st.lists(st.tuples(st.integers(1, 25), st.integers(0, 25)), min_size=1, max_size=6))
def test_consent(units: list[tuple[int, int]]) -> None:
    """A unit of fewer than ten tenancies has no number, and then there is no total."""
    counted = Count(
        tuple(_unit(f"U{n}", whole, min(yes, whole)) for n, (whole, yes) in enumerate(units)),
        {},
        closed=False,
    )
    shown = progress(counted)
    for one, (whole, _) in zip(shown.units, units, strict=True):
        if whole < LEAST:
            assert (one.tenancies, one.needed, one.yes, one.enough) == (None,) * 4
    if any(whole < LEAST for whole, _ in units):
        assert shown.total is None


def _unit(name: str, whole: int, yes: int) -> UnitCount:
    counts = dict.fromkeys(Standing, 0) | {Standing.YES: yes, Standing.SILENT: whole - yes}
    return UnitCount(name, whole, whole, -(-7 * whole // 10), counts, False, Verdict.OPEN)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_response_of_an_intake(seed: int) -> None:
    """No block of fewer than ten households has a share."""
    here = random_neighbourhood(seed, blocks=(1, 4), homes=(4, 14))
    for shown in response(here, []).shown(Audience.COMMITTEE):
        cells = [share for share in shown.cells.values() if share is not None]
        assert all(share.whole == 0 or share.whole >= LEAST for share in cells)
        assert shown.total is None or shown.total.whole >= LEAST


@given(st.lists(st.integers(0, 40), min_size=12, max_size=12))
def test_mechanisms_of_a_round(drawn: list[int]) -> None:
    """Neither a count nor what is left of its whole is 1 to 9, and no place of one is told."""
    wishing, with_wish, ties = drawn[0], drawn[1], drawn[2]
    found = Figures(
        "serial", max(wishing, with_wish, drawn[3]), wishing, min(drawn[4], wishing), with_wish,
        min(drawn[5], with_wish), min(drawn[6], with_wish), 2.0, 7, ties, min(drawn[7], ties),
        min(drawn[8], drawn[3]), min(drawn[9], drawn[3]), drawn[10], min(drawn[11], drawn[10]),
        efficient=True,
    )  # fmt: skip
    shown = visible(found, public=True)
    for name in (*PEOPLE, "taking_part", "wishing", "with_wish", "ties_near"):
        assert shown[name] is None or shown[name] not in FEW
    for name in ("wishing", "with_wish"):
        if shown[name] is not None and shown["taking_part"] is not None:
            assert shown["taking_part"] - shown[name] not in FEW
    assert shown["rank_worst"] is None
    assert shown["rank_median"] is None or found.taking_part >= LEAST
    assert shown["groups"] is None or shown["groups"] >= LEAST


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_programme(seed: int) -> None:
    """In what a machine reads for a committee no count of households is 1 to 9."""
    here = random_neighbourhood(seed, homes=(3, 6))
    found = overview(programme(measure("m")), load(), uprooted=uprooted(here, simple_course(here)))
    told = json.loads(json.dumps(record(found, [], Audience.COMMITTEE), default=str))
    assert told["people"] is not None
    for path, number in numbers(told["people"]):
        if "year" not in path and "threshold" not in path and "month" not in path:
            assert number not in FEW, (path, number)


@pytest.mark.parametrize("half", [LEAST - 1, LEAST])
def test_a_programme_of_a_street(half: int) -> None:
    """Nine that live in temporary homes together are not told; ten are."""
    here = street(half)
    found = overview(programme(measure("m")), load(), uprooted=uprooted(here, course(here)))
    people = record(found, [], Audience.COMMITTEE)["people"]
    assert (half in {month["temporary"] for month in people["months"]}) == (half >= LEAST)


@pytest.mark.parametrize("few", FEW)
def test_an_area_that_few_answered(few: int) -> None:
    """Not one figure is given of so few."""
    answer = {one.code: 1 for one in items()}
    found = summarise({"BU1": [answer] * few, "BU2": [answer] * LEAST}, LEAST)
    assert all(one.value is None for one in found.get("BU1", {}).values())
    assert any(one.value is not None for one in found["BU2"].values())


@pytest.mark.parametrize("few", FEW)
def test_what_few_households_answer_later(few: int) -> None:
    """Beside twenty that returned, a difference with few that left is not given."""
    back = [HouseholdRow("N", f"b{n}", True, True, 1.0, 3.0, 2, None, 6.0 + n % 2, "", 2)
            for n in range(20)]  # fmt: skip
    gone = [HouseholdRow("N", f"g{n}", True, False, 0.0, 9.0, 1, None, 4.0 + n % 2, "", 2)
            for n in range(few)]  # fmt: skip
    found = household_effects([*back, *gone])
    assert all(one.plain is None for one in found.differences)
    assert all(one.count is None or one.count not in FEW for one in found.doses)
    assert all(
        one is None or one.whole == 0 or one.whole >= LEAST for one in found.response.values()
    )


def test_the_reader_of_tables_reads() -> None:
    """Captions, rows and cells are found, or the tests above could not fail."""
    here = street(12)
    assert isinstance(here.households[0], Household)
    tables = Tables(report(planned(here, course(here)), None, "en", Audience.COMMITTEE)).found
    rows = tables[BY_SIZE]
    assert ["2 persons", "12 of 12"] in [[c.strip() for c in row] for row in rows]
