"""The 20 focus areas: all there, found by any spelling, with sources and honest proposals."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from hecht.area.focus import NoFocusArea, Settled, facts, find, focus_areas, members
from tests.area.panels import MemoryPanel

UTRECHT = {
    "GM0344": "Utrecht",
    "WK034402": "Wijk 02 Noordwest",
    "WK034403": "Wijk 03 Overvecht",
    "BU03440331": "Taagdreef, Wolgadreef",
    "BU03440399": "Bedrijventerrein Overvecht",
    "WK051801": "Overvecht",
}


def test_there_are_twenty_in_nineteen_municipalities() -> None:
    """Amsterdam has two; every one has a source with an address."""
    assert len(focus_areas()) == 20
    assert len({one.code for one in focus_areas()}) == 19
    assert len({one.key for one in focus_areas()}) == 20
    for one in focus_areas():
        assert re.fullmatch(r"GM\d{4}", one.code)
        assert one.source.startswith("https://")
        assert bool(one.parts) == bool(one.parts_source)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Overvecht", "Utrecht Overvecht"),
        ("utrecht-overvecht", "Utrecht Overvecht"),
        ("Roosendaal Ring", "Roosendaal-stad"),
        ("roosendaal-stad", "Roosendaal-stad"),
        ("Vlaardingen West", "Vlaardingen Westwijk"),
        ("Schiedam Nieuwland-Oost", "Schiedam Nieuwland en Oost"),
        ("SCHIEDAM NIEUWLAND EN OOST", "Schiedam Nieuwland en Oost"),
        ("Tilburg NoordWest", "Tilburg Noordwest"),
        ("Dordt-West", "Dordrecht West"),
        ("Groningen Noord", "Groningen-Noord"),
    ],
)
def test_any_spelling_finds_it(spelling: str, name: str) -> None:
    """The names of 2022 and of 2026, with and without hyphens and capitals."""
    assert find(spelling).name == name


def test_no_spelling_means_two_areas() -> None:
    """Every name and variant belongs to one focus area."""
    for one in focus_areas():
        for text in (one.key, one.name, *one.variants):
            assert find(text) is one


def test_an_unknown_name_gets_those_like_it() -> None:
    """Half a name is not guessed at."""
    with pytest.raises(NoFocusArea, match="Amsterdam Nieuw-West, Amsterdam Zuidoost"):
        find("Amsterdam")


def test_facts_rest_on_a_source_and_fit_what_is_known() -> None:
    """Residents of all areas sum to the 1.2 million that is published; each has an address."""
    keys = {one.key for one in focus_areas()} | {"*"}
    assert {one.focus for one in facts()} == keys
    assert all(one.address.startswith("https://") and one.date for one in facts())
    people = [one.value for one in facts() if one.unit == ""]
    assert len(people) == 20
    assert 1_150_000 < sum(people) < 1_250_000
    assert max(people) == 215_000
    assert min(people) == 14_000


def test_areas_are_proposed_by_name_in_the_right_municipality() -> None:
    """A wijk with the name goes before buurten; the same name elsewhere does not count."""
    panel = MemoryPanel({}, [], UTRECHT)
    found = members(panel, find("Overvecht"))
    assert [one.code for one in found.areas] == ["WK034403"]
    assert found.settled is Settled.NAME
    buurten = {code: name for code, name in UTRECHT.items() if code != "WK034403"}
    found = members(MemoryPanel({}, [], buurten), find("Overvecht"))
    assert [one.code for one in found.areas] == ["BU03440399"]


def test_a_point_of_the_compass_is_not_enough() -> None:
    """Groningen-Noord is not every area with Noord in its name."""
    panel = MemoryPanel({}, [], {"WK001401": "Noord", "WK001402": "Oud-Noord en Oost"})
    assert members(panel, find("Groningen-Noord")).settled is Settled.NOTHING


def test_parts_that_a_source_names_are_looked_up() -> None:
    """Those that the panel lacks are told."""
    panel = MemoryPanel(
        {}, [], {"WK051835": "Wijk 35 Moerwijk", "WK051836": "Wijk 36 Bouwlust en Vrederust"}
    )
    found = members(panel, find("Den Haag Zuidwest"))
    assert [one.code for one in found.areas] == ["WK051835", "WK051836"]
    assert found.settled is Settled.PARTS
    assert found.missing == ("Morgenstond",)


def test_the_users_own_table_goes_first() -> None:
    """Codes that the panel lacks are told too."""
    panel = MemoryPanel({}, [], UTRECHT)
    own = {"utrecht-overvecht": ["BU03440331", "BU03440398"]}
    found = members(panel, find("Overvecht"), own)
    assert [one.code for one in found.areas] == ["BU03440331"]
    assert (found.settled, found.missing) == (Settled.OWN, ("BU03440398",))


@pytest.mark.shared
def test_the_codes_of_municipalities_are_those_of_cbs(shared_data: Path) -> None:
    """Code and name are those of the CBS map of 2016 (all 19 are as they were then)."""
    with (shared_data / "cbs" / "gem_2016.csv").open(encoding="utf-8") as lines:
        names = {row["GM_CODE"]: row["GM_NAAM"] for row in csv.DictReader(lines)}
    for one in focus_areas():
        assert names[one.code] == one.municipality
