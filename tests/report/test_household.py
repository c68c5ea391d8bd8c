"""A household's own page: its way, its neighbours, and nobody else's name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hecht.exchange.file_names import file_names
from hecht.neighbourhood import Promise, PromiseKind, PromiseStatus
from hecht.report import write_household_pages
from hecht.report.household import household_pages
from tests.report.pages import MARKER, PageReader, large_plan, random_plan, street_plan


def words_of(household: str, language: str = "en") -> str:
    """Return the text of one household's page of the plan in the Kade."""
    return PageReader(household_pages(street_plan(), language)[household]).words


def test_a_page_tells_where_and_when_and_how_often() -> None:
    """The stays, the moves and the months of a household that moves twice are all there."""
    words = words_of("A")
    assert "You move 2 times and stay in the neighbourhood." in words
    assert "now, until February 2014 Kade r1 your home now" in words
    assert "February 2014 until April 2014 Kade t1 temporary home" in words
    assert "from April 2014 Kade n1 your permanent home" in words
    assert "In a temporary home 2 months" in words
    assert "3 rooms and about € 500 a month" in words


def test_a_dutch_page_tells_the_same() -> None:
    """The page speaks Dutch by default."""
    words = words_of("A", "nl")
    assert "U verhuist 2 keer en blijft in de buurt." in words
    assert "van februari 2014 tot april 2014 Kade t1 wisselwoning" in words


def test_a_page_tells_who_is_near() -> None:
    """Of the households that it named, each is told by its address now, as near or not."""
    words = words_of("C")
    assert "Kade k2 near you, within 10 metres" in words
    assert "In this plan it is: near you." in words


def test_a_tie_that_only_the_other_side_named_is_not_told() -> None:
    """A is not told that D named it, and C is not told that A named it."""
    assert "Kade k2" not in words_of("A")
    assert "Kade r1" not in words_of("C")
    assert "Kade r1 not near you" in words_of("D")


def test_a_page_holds_no_other_name() -> None:
    """A page holds its own household's name, and no other's."""
    for plan in (street_plan(), random_plan(8)):
        pages = household_pages(plan)
        for household in plan.neighbourhood.households:
            for other in plan.neighbourhood.households:
                there = f"{household.label}<" in pages[other.id]
                assert there is (household.id == other.id)
            assert pages[household.id].count(MARKER) == 2


def test_nobodys_new_address_is_told_to_another() -> None:
    """A new address appears only on the page of the household that goes there."""
    pages = household_pages(street_plan())
    assert [name for name, page in pages.items() if "Kade n1" in page] == ["A"]


def test_who_leaves_and_who_stays_is_told() -> None:
    """A household that leaves and one that stays each read so."""
    assert "In this plan you leave the neighbourhood." in words_of("B")
    assert "from February 2014 outside the neighbourhood" in words_of("B")
    assert "You stay in your home." in words_of("C")
    assert "nothing is done to your home" in words_of("C")


def test_why_it_cannot_return_is_told() -> None:
    """The reason of the plan stands on the household's own page."""
    plan = random_plan(3)
    pages = household_pages(plan, "en")
    assert plan.course.reasons
    for household in plan.course.reasons:
        words = PageReader(pages[household]).words
        assert "Why you cannot return in this plan: no home that suits is free in time" in words


def test_wishes_are_told_with_their_fate() -> None:
    """Each wish is there with whether it is met; a household is named by its address now."""
    words = words_of("A")
    assert "a home in the Kade yes" in words
    assert "near the household that now lives at Kade k1 no" in words


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (PromiseKind.RETURN, "", "You have been promised that you can return."),
        (PromiseKind.HOME, "n1", "You have been promised the home at Kade n1."),
        (PromiseKind.BLOCK, "R", "You have been promised a home in Kade oost."),
        (PromiseKind.BY, "2014-05", "in your permanent home by May 2014 at the latest."),
    ],
)
def test_an_accepted_promise_is_told(kind: PromiseKind, value: str, said: str) -> None:
    """What binds the landlord stands at the top; what was only offered does not."""
    plan = street_plan()
    for status, there in ((PromiseStatus.ACCEPTED, True), (PromiseStatus.OFFERED, False)):
        promised = replace(plan.neighbourhood, promises=(Promise("A", kind, status, value),))
        page = household_pages(replace(plan, neighbourhood=promised), "en")["A"]
        assert (said in PageReader(page).words) is there


def test_every_household_gets_a_file(tmp_path: Path) -> None:
    """One page a household, the same bytes each time, and no page of an earlier plan is left."""
    plan = random_plan(8)
    (tmp_path / "households").mkdir()
    (tmp_path / "households" / "gone.html").write_text("old")
    paths = write_household_pages(plan, tmp_path)
    first = {path.name: path.read_bytes() for path in paths}
    assert len(first) == len(plan.neighbourhood.households)
    assert {path.name for path in (tmp_path / "households").iterdir()} == set(first)
    assert {p.name: p.read_bytes() for p in write_household_pages(plan, tmp_path)} == first


def test_something_else_in_the_folder_is_not_lost(tmp_path: Path) -> None:
    """A folder `households` with other files is refused and left alone."""
    (tmp_path / "households").mkdir()
    (tmp_path / "households" / "list.xlsx").write_text("mine")
    with pytest.raises(ValueError, match=r"list\.xlsx"):
        write_household_pages(random_plan(8), tmp_path)
    assert (tmp_path / "households" / "list.xlsx").read_text() == "mine"


def test_any_id_becomes_a_safe_file_name() -> None:
    """No id leaves the folder, and ids that differ in case only get different files."""
    names = file_names(dict.fromkeys(["../../etc/x", "a/b", "h1", "H1", "..", "con:", "ü"]))
    assert all("/" not in name and name.endswith(".html") for name in names.values())
    assert len({name.casefold() for name in names.values()}) == len(names)


def test_a_page_stays_small() -> None:
    """A page of a neighbourhood of 400 homes is under 150 kB."""
    page = next(iter(household_pages(large_plan(40, 10, 1000)).values()))
    assert len(page.encode()) < 150_000
