"""Names of areas to codes: sure ones are matched, near ones only proposed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.area.names import Found, match, plain

AREAS = [("BU1", "Chassé"), ("BU2", "Prinsenbeek"), ("BU3", "Doornbos-Linie"), ("BU4", "Centrum"),
         ("BU5", "Centrum")]  # fmt: skip


def _one(name, **options):
    return match([name], AREAS, **options)[0]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Chasse", "BU1"),
        ("  CHASSÉ\u00a0", "BU1"),
        ("Doornbos Linie", "BU3"),
        ("\u200bdoornbos–linie", "BU3"),
    ],
)
def test_marks_do_not_matter(name, code):
    """Capitals, accents, hyphens and marks that cannot be seen make no other name."""
    assert (_one(name).found, _one(name).code) == (Found.SAME, code)


def test_near_names_are_proposed_only():
    """A misspelt name gets no code, but the area it is like."""
    found = _one("Prisenbeek")
    assert (found.found, found.code) == (Found.NEAR, "")
    assert [one[:2] for one in found.proposals] == [("BU2", "Prinsenbeek")]
    assert 0.8 <= found.proposals[0][2] < 1


def test_one_name_of_two_areas():
    """A name that two areas have is no code: both are proposed."""
    found = _one("centrum")
    assert (found.found, found.code) == (Found.SEVERAL, "")
    assert {one[0] for one in found.proposals} == {"BU4", "BU5"}


def test_no_area_is_like_it():
    """A translated name is like nothing, and nothing is proposed."""
    assert _one("Bark mill").found is Found.NONE


def test_what_a_person_said_goes_first():
    """A person's choice is taken, also to leave a name out, and checked to be an area."""
    assert _one("Prisenbeek", given={"prisenbeek": "BU2"}).code == "BU2"
    assert _one("Chassé", given={"Chasse": ""}).code == ""
    with pytest.raises(ValueError, match="no such area"):
        _one("Chassé", given={"Chassé": "BU9"})


@given(st.lists(st.text(max_size=12), max_size=6))
def test_never_two_ways(names):
    """Each distinct name gets one match, and a code only when it is sure."""
    found = match(names, AREAS)
    assert [one.name for one in found] == list(dict.fromkeys(names))
    for one in found:
        assert bool(one.code) == (one.found is Found.SAME)
        if one.code:
            assert plain(one.name) == plain(dict(AREAS)[one.code])
