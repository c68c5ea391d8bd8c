"""The page of a programme: whole in both languages, and without persons for a committee."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.area.indicator import Theme
from hecht.area.overview import Overview, overview
from hecht.area.programme import Goal, Nature, Programme
from hecht.area.uprooted import uprooted
from hecht.effects.library import load
from hecht.neighbourhood import AgeClass, Month, Neighbourhood
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import NotKnown
from hecht.report.programme import programme_page, write_programme_page
from hecht.report.programme_texts import TEXTS
from tests.area.programmes import measure, programme
from tests.neighbourhoods import random_neighbourhood
from tests.report.pages import MARKER, PageReader, street_plan
from tests.simple_planner import simple_course

PLANTED = "Planted-Person"


def example(here: Neighbourhood | None = None, seed: int = 8) -> Overview:
    """Return a programme with names of persons in every field for them, beside a plan."""
    here = here or random_neighbourhood(seed, homes=(3, 6))
    people = tuple(
        replace(h, label=f"{MARKER} {h.id}", age=AgeClass.FROM_75, children=0)
        for h in here.households
    )
    here = replace(here, households=people)
    start = here.project.start
    own = measure(
        "m", owner="Wijkteam", contact=f"{PLANTED} contact", note=f"{PLANTED} note",
        first=start, last=start.plus(3), cost=1000.0, price_year=2026, money="gemeente",
        kind="guidance", evidence=("waterbed-guidance",), goal="g", also=(Theme.HEALTH,),
    )  # fmt: skip
    bricks = measure("b", nature=Nature.PHYSICAL, theme=Theme.HOMES, last=None, first=start)
    later = measure("z", theme=Theme.SAFETY, first=None, last=None)
    found = uprooted(here, simple_course(here), NotKnown("no meeting place is drawn"))
    goals = (Goal("g", "Samen", Theme.LONELINESS_COHESION),)
    return overview(programme(own, bricks, later, goals=goals), load(), uprooted=found)


def in_temporary(found: Overview) -> list[str]:
    """Return the households of an overview that live in a temporary home."""
    assert found.uprooted is not None
    return [one.household for one in found.uprooted.households if one.temporary]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("audience", list(Audience))
def test_the_page_is_whole_and_fetches_nothing(language: str, audience: Audience) -> None:
    """It is well formed, has one heading of the page, unique ids and nothing to fetch."""
    page = programme_page(example(), language, audience)
    read = PageReader(page)
    assert read.open == []
    assert page.count("<h1>") == 1
    assert f'lang="{language}"' in page
    assert len(set(read.ids())) == len(read.ids())
    assert not re.search(r'(?:src|href)="https?:|<script|@import|url\(http', page)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_no_person_stands_on_the_page_of_a_committee(seed: int) -> None:
    """Whatever the neighbourhood: no label, no contact, no note, and no code of a household."""
    found = example(seed=seed)
    for audience in (Audience.COMMITTEE, Audience.PUBLIC):
        page = programme_page(found, "nl", audience)
        assert PLANTED not in page
        assert MARKER not in page
        words = set(re.findall(r"[\w-]+", PageReader(page).words))
        assert words.isdisjoint(in_temporary(found))


def test_a_reason_that_names_a_household_is_for_staff_only() -> None:
    """Why meeting places are not known may name homes; a committee is told without them."""
    plan = street_plan()
    why = "no street or path lies within 100 m of the front door of home t1"
    found = overview(
        programme(measure("m")),
        load(),
        uprooted=uprooted(plan.neighbourhood, plan.course, NotKnown(why, ("t1",))),
    )
    assert why in programme_page(found, "en", Audience.INTERNAL)
    page = programme_page(found, "en")
    assert "t1" not in re.findall(r"[\w-]+", PageReader(page).words)
    assert "something is missing of some homes" in page


def test_staff_see_each_household_by_code_and_never_by_name() -> None:
    """Every household in a temporary home is a row; labels are on no page at all."""
    found = example()
    there = in_temporary(found)
    assert there
    page = programme_page(found, "nl", Audience.INTERNAL)
    for household in there:
        assert f'<th scope="row">{household}</th>' in page
    assert MARKER not in page
    assert f"{PLANTED} contact" in page
    assert "Alleen voor medewerkers" in page


def test_a_committee_reads_that_few_are_few() -> None:
    """One household in a unit is told as fewer than ten, in words, table and picture."""
    plan = street_plan()
    words = PageReader(programme_page(example(plan.neighbourhood), "en")).words
    assert "fewer than 10 households live in a temporary home" in words
    assert "1 to 9: too few to show" in words
    assert "For fewer than 10 households there is no social measure" not in words


def test_the_winter_is_answered_for_staff() -> None:
    """Of the Kade, one household is in a unit in February, and it has a near tie."""
    plan = street_plan()
    found = overview(
        programme(measure("m")), load(), uprooted=uprooted(plan.neighbourhood, plan.course)
    )
    words = PageReader(programme_page(found, "en", Audience.INTERNAL)).words
    assert (
        "In the winter 2013/14 1 household lives in a temporary home for a month or more. Without "
        "a near tie: 0." in words
    )
    assert "Whoever lives in a temporary home has a social measure at hand" in words


def test_the_coverage_is_told_in_words_not_in_colour_alone() -> None:
    """Every coloured cell of the matrices has a word in it."""
    page = programme_page(example(), "en")
    cells = re.findall(r'<td class="(main|also|lack)">([^<]*)</td>', page)
    assert {look for look, _ in cells} == {"main", "also", "lack"}
    assert all(text for _, text in cells)
    assert "no measure" in page


def test_each_suggestion_has_its_reason_and_its_source() -> None:
    """A card on the page has a reason from this plan and entries with their sources."""
    found = example(seed=8)
    assert found.advice.suggestions
    page = programme_page(found, "en", Audience.INTERNAL)
    cards = page.split('<ol class="cards">')[1].split("</ol>")[0].split("<h3>")[1:]
    assert len(cards) == len(found.advice.suggestions)
    for card in cards:
        assert "Reason" in card
        assert "source: this plan" in card
        assert "It rests on" in card
        assert "Source: " in card
        assert "What this does not show" in card


def test_without_a_plan_it_says_so_and_draws_the_measures() -> None:
    """The measures are drawn on their own months; nothing is said of people."""
    found = overview(programme(measure("m", last=Month(2015, 1))), load())
    page = programme_page(found, "en")
    assert "No plan was given" in page
    assert "No figures of the area were given" in page
    assert 'id="programme-t"' in page
    assert "Who is uprooted" not in page


def test_without_any_month_there_is_no_picture() -> None:
    """A programme of ideas without months is shown in tables only."""
    found = overview(programme(measure("m", first=None, last=None)), load())
    assert 'id="programme-t"' not in programme_page(found)
    assert 'id="programme-t"' not in programme_page(overview(Programme("leeg", ()), load()))


def test_a_long_programme_is_cut_off_in_the_picture_only() -> None:
    """A measure of twenty years beside a plan of six months keeps the plan readable."""
    plan = street_plan()
    long = measure("m", first=Month(2000, 1), last=Month(2035, 1))
    found = overview(programme(long), load(), uprooted=uprooted(plan.neighbourhood, plan.course))
    page = programme_page(found, "en")
    assert "2000-01 – 2035-01" in page
    picture = page.split('class="time programme-time"')[1].split("</svg>")[0]
    assert ">2013<" in picture
    assert ">2011<" not in picture
    assert ">2017<" not in picture


def test_money_adds_up_by_year() -> None:
    """A thousand euros over four months, with the rest said to be unknown."""
    words = PageReader(programme_page(example(), "en")).words
    assert "gemeente, prices of 2026" in words
    assert "€ 1,000" in words
    assert "Costs not known: “Maatregel b” and “Maatregel z”." in words


def test_every_text_has_both_languages_with_the_same_fields() -> None:
    """Dutch and English fill in the same names, and are not the same text by mistake."""
    for key, (dutch, english) in TEXTS.items():
        assert set(re.findall(r"{(\w+)}", dutch)) == set(re.findall(r"{(\w+)}", english)), key
        assert dutch.strip() == dutch
        assert english.strip() == english


def test_the_same_programme_gives_the_same_page(tmp_path: Path) -> None:
    """Bytes do not depend on the run, and the file is the page with nothing left beside it."""
    path = write_programme_page(example(), tmp_path / "p.html", "en")
    assert path.read_text(encoding="utf-8") == programme_page(example(), "en")
    assert [one.name for one in tmp_path.iterdir()] == ["p.html"]
