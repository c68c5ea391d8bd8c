"""Codes of areas: text, with or without spaces, and what lies in what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.area.codes import CodeError, inside, level_of, tidy, within
from hecht.area.panel import Level

_MARKS = st.sampled_from("0123456789ABCXYZ")
_BUURT = st.builds(
    lambda town, rest: f"BU{town:04d}" + "".join(rest),
    st.integers(0, 9999),
    st.tuples(_MARKS, _MARKS, _MARKS, _MARKS),
)


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("GM0363    ", "GM0363", Level.MUNICIPALITY),
        (" wk034403", "WK034403", Level.DISTRICT),
        ("WK0363MB", "WK0363MB", Level.DISTRICT),
        ("bu0363mb01", "BU0363MB01", Level.NEIGHBOURHOOD),
        ("NL00      ", "NL", Level.COUNTRY),
        ("NL01", "NL", Level.COUNTRY),
        ("0344", "0344", Level.OTHER),
        ("Buitenhof", "Buitenhof", Level.OTHER),
        ("E1068N3982", "E1068N3982", Level.OTHER),
    ],
)
def test_code_is_tidied_and_has_a_level(text, code, level):
    """Spaces and small letters do not matter; what is not of CBS is an area of another kind."""
    assert tidy(text) == code
    assert level_of(code) is level


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no code"), ("  ", "no code"), ("GM344", "zeros"), ("BU344111", "zeros"),
     ("WK03440", "6 marks"), ("x" * 61, "at most 60"), ("a\tb", "printed")],
)  # fmt: skip
def test_what_cannot_be_a_code_is_refused(text, said):
    """A code of CBS that lost its zeros is told, not taken for another area."""
    with pytest.raises(CodeError, match=said):
        tidy(text)


@given(_BUURT)
def test_a_buurt_lies_in_its_wijk_municipality_and_country(code):
    """Whatever its letters, a buurt lies in every area above it, and in no other."""
    wijk = inside(code)
    town = inside(wijk)
    assert (wijk, town, inside(town), inside("NL")) == (
        "WK" + code[2:8],
        "GM" + code[2:6],
        "NL",
        "",
    )
    assert all(within(code, outer) for outer in (code, wijk, town, "NL"))
    assert not within(wijk, code)
    assert not within(code, "GM" + ("0000" if code[2:6] != "0000" else "0001"))


def test_other_areas_lie_in_nothing():
    """An area of one's own is not in the country by its code alone."""
    assert inside("Zuid") == ""
    assert not within("Zuid", "NL")
    assert within("Zuid", "Zuid")
    assert not within("", "")
