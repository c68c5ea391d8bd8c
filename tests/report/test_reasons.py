"""Reasons: in the reader's language, exact for the household, discreet for the committee."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import Month
from hecht.planning.instance import compile_instance
from hecht.planning.itineraries import _reason
from hecht.report.reasons import reason_words
from hecht.report.words import Words
from tests.report.pages import street_plan

NL = Words("nl", Month(2020, 1))


@pytest.mark.parametrize(
    ("changes", "own", "committee"),
    [
        (
            {"rooms_min": 5, "accessible": True},
            "geen van de 3 woningen past: 3 hebben niet het goede aantal kamers en 3 zijn voor u "
            "niet goed bereikbaar",
            "geen van de 3 woningen past in kamers, huur en toegang",
        ),
        (
            {"rent_max": 100.0},
            "geen van de 3 woningen past: 3 zijn te duur",
            "geen van de 3 woningen past in kamers, huur en toegang",
        ),
        (
            {},
            "3 van de 3 woningen zouden passen, maar die gaan alle naar huishoudens voor wie geen "
            "andere woning past",
            "3 van de 3 woningen zouden passen, maar die gaan alle naar huishoudens voor wie geen "
            "andere woning past",
        ),
    ],
)
def test_what_the_engine_says_is_told_in_dutch(
    changes: dict[str, object], own: str, committee: str
) -> None:
    """Each kind of reason of the engine is understood; needs are told to the household alone."""
    n = street_plan().neighbourhood
    household = replace(n.households[0], **changes)  # type: ignore[arg-type]
    new = n.home_of["n1"]
    more = (replace(new, id="n2", x=new.x + 10), replace(new, id="n3", x=new.x + 20))
    n = replace(n, homes=(*n.homes, *more), households=(household, *n.households[1:]))
    said = _reason(compile_instance(n), household)
    assert reason_words(said, NL, own=True) == own
    assert reason_words(said, NL, own=False) == committee


def test_a_reason_that_somebody_wrote_is_for_the_household_alone() -> None:
    """A counsellor's own words are shown to it as they are, and to the committee not at all."""
    assert reason_words("Wil eerst afwachten.", NL, own=True) == "Wil eerst afwachten."
    told = "er is een reden, die alleen het huishouden zelf te lezen krijgt"
    assert reason_words("Wil eerst afwachten.", NL, own=False) == told


def test_a_missing_reason_is_said_to_be_missing() -> None:
    """No reason is not hidden."""
    assert reason_words("", NL, own=False) == "er is geen reden gegeven"
