"""The pages of the intake: the report of a merge for the team, the response for a committee."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("rapidfuzz", reason="the intake needs rapidfuzz")

from hecht.neighbourhood import Neighbourhood
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.returning import Share
from hecht.report.intake_merge import kinds, merge_lines, merge_page
from hecht.report.intake_response import response_lines, response_page, shown
from hecht.report.words import LANGUAGES, Words
from hecht.residents.intake_findings import Mess
from hecht.residents.intake_merge import Merged, merge
from hecht.residents.intake_mess_texts import TO_KNOW
from hecht.residents.intake_response import Response, response
from tests.report.pages import MARKER, PageReader
from tests.report.test_browser import axe, chromium, look
from tests.residents.messy_forms import named, rows

__all__ = ["axe", "chromium"]


@cache
def here() -> Neighbourhood:
    """The example, its households named by a marker and its homes with one in the address."""
    bare = named()
    return replace(
        bare,
        households=tuple(replace(one, label=f"{MARKER} {one.id}") for one in bare.households),
        homes=tuple(replace(one, address=f"{one.address} {MARKER}") for one in bare.homes),
    )


@cache
def merged() -> Merged:
    """Sixty messy forms, merged into it."""
    return merge(here(), [], [row for row, _ in rows(here())], today=date(2026, 10, 1))


def words(language: str) -> Words:
    """Return the words of a language for the example."""
    return Words(language, here().project.start)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_merge_tells_every_finding_and_nobody_by_name(language: str) -> None:
    """Its text and what to do, the figures, and no name, address or form's text."""
    page = PageReader(merge_page(merged(), language))
    assert page.open == []
    assert len(set(page.ids())) == len(page.ids())
    for one in merged().findings:
        for text in (one.text(language), one.fix(language), one.household):
            assert text in page.words
    assert str(merged().added) in page.words
    assert MARKER not in page.words
    assert "de buren van 12" not in page.words
    links = {a["href"] for tag, a in page.elements if tag == "a"} - {"#main"}
    assert links == {f"#{one.mess.value}" for one in merged().findings}


def test_what_asks_something_comes_before_what_is_only_to_know() -> None:
    """Every finding is in one of the two, under its own kind."""
    to_do, to_know = kinds(merged(), words("nl"))
    told = [line for kind in (*to_do, *to_know) for line in kind.lines]
    assert len(told) == len(merged().findings)
    assert {kind.id for kind in to_know} <= {mess.value for mess in TO_KNOW}
    assert not {kind.id for kind in to_do} & {mess.value for mess in TO_KNOW}
    assert Mess.CHANGED.value in {kind.id for kind in to_know}


def test_a_report_says_whether_the_folder_was_written_and_where_the_work_list_is() -> None:
    """So that nobody takes a try for a merge."""
    told = {"folder": "buurt", "work_list": "werk.csv"}
    done = merge_lines(merged(), words("nl"), written=True, **told)
    tried = merge_lines(merged(), words("nl"), written=False, **told)
    assert done[-1] == "Nu: hecht check buurt"
    assert tried[-1] == "De buurtmap is gelaten zoals zij was."
    assert tried[-1] in merge_page(merged(), written=False)
    assert tried[-1] not in merge_page(merged())
    assert done[-2] == "De werklijst: werk.csv"
    none = merge_lines(merged(), words("nl"), folder="buurt", work_list="", written=True)
    assert none[-2] == "Schrijf de werklijst op met --work-list BESTAND.csv."


def test_the_same_forms_give_the_same_bytes() -> None:
    """No clock and no chance in either page."""
    found = response(here(), merged().log)
    assert merge_page(merged()) == merge_page(merged())
    assert response_page(here(), found) == response_page(here(), found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_committee_reads_counts_and_no_household(language: str) -> None:
    """The blocks that are too small stand together; no id, name or address is there."""
    found = response(here(), merged().log)
    page = PageReader(response_page(here(), found, language=language))
    lines = "\n".join(response_lines(here(), found, Audience.COMMITTEE, words(language)))
    assert page.open == []
    for text in (page.words, lines):
        assert "47 " in text
        assert "187" in text
        assert "Het Plein" in text
        assert "66 " in text
        assert MARKER not in text
        assert not [one.id for one in here().households if one.id in text]


def test_the_team_reads_where_nobody_was_reached() -> None:
    """By id and address, with how often somebody tried."""
    found = response(here(), merged().log)
    page = PageReader(response_page(here(), found, Audience.INTERNAL)).words
    address = here().home_of[here().household_of["h046"].home].address
    assert f"h046 {address} 1 keer geprobeerd" in page
    assert f"h001 {here().homes[0].address}" in page
    assert "h011" not in page


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(Audience))
def test_no_block_or_rest_on_a_page_is_a_small_group(
    data: st.DataObject, audience: Audience
) -> None:
    """Each block and the rest have enough households; the rest is what the others leave."""
    blocks = [block.id for block in here().blocks[: data.draw(st.integers(1, 9))]]
    cells = {}
    for block in blocks:
        whole = data.draw(st.integers(1, 24))
        met = data.draw(st.integers(0, whole))
        cells[block] = (Share(data.draw(st.integers(0, met)), whole), Share(met, whole))
    found = Response(
        {one: two[0] for one, two in cells.items()}, {one: two[1] for one, two in cells.items()}, {}
    )
    told = shown(here(), found, audience, words("nl"))
    assert len(told.blocks) + told.small == len(blocks)
    for one in told.blocks:
        assert one.answered is not None
        assert one.answered.whole >= audience.threshold
    if told.rest is not None:
        assert told.rest.answered is not None
        assert told.rest.reached is not None
        assert told.small > 1
        assert told.rest.answered.whole >= audience.threshold
        for place, rest in ((0, told.rest.answered), (1, told.rest.reached)):
            seen = [one.answered if place == 0 else one.reached for one in told.blocks]
            for name in ("part", "whole"):
                all_ = sum(getattr(pair[place], name) for pair in cells.values())
                assert all_ == getattr(rest, name) + sum(getattr(one, name) for one in seen)
    if told.all.answered is not None:
        assert told.all.answered.whole >= audience.threshold


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", ["merge", "committee", "team"])
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, width: int
) -> None:
    """axe-core finds no violation on either page, and neither is wider than a phone."""
    browser, script = (request.getfixturevalue(name) for name in ("chromium", "axe"))
    found = response(here(), merged().log)
    page = {
        "merge": lambda: merge_page(merged(), "nl"),
        "committee": lambda: response_page(here(), found, language="en"),
        "team": lambda: response_page(here(), found, Audience.INTERNAL),
    }[kind]()
    told = look(browser, script, page, tmp_path, width)
    assert told["violations"] == []
    assert int(str(told["wide"])) <= width
