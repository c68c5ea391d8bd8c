"""Points of the rent system: by hand, apart from this process, and not known when a part lacks."""

from __future__ import annotations

import decimal
import locale
import os
import sys
import warnings
from copy import deepcopy
from datetime import date
from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from hecht.neighbourhood import Home, Stage, Tenure
from hecht.outcomes import rent_points as module
from hecht.outcomes.figure import Value
from hecht.outcomes.rent_points import NoRentPoints, RentPoints, over_points, rent_points
from tests.outcomes.worked_examples import run_examples

needs_package = pytest.mark.skipif(
    find_spec("woningwaardering") is None,
    reason="the package woningwaardering is not installed (extra rent-points)",
)
DAY = date(2026, 7, 1)


def _room(key: str, kind: str, area: float, heated: bool, *fittings: tuple[str, str]) -> Any:
    sorts = {"TOI": "OVR", "BER": "OVR", "TUI": "BTR"}
    names = {"WOO": "Woonkamer", "KEU": "Keuken", "SLA": "Slaapkamer", "BAD": "Badruimte"}
    names |= {"TOI": "Toiletruimte", "BER": "Berging", "TUI": "Tuin"}
    return {
        "id": key,
        "soort": {"code": sorts.get(kind, "VTK")},
        "detailSoort": {"code": kind, "naam": names[kind]},
        "naam": names[kind],
        "oppervlakte": area,
        "verwarmd": heated,
        "bouwkundigeElementen": [
            {
                "id": f"{key}-{code}",
                "soort": {"code": "KEU" if code == "AAN" else "SAN"},
                "detailSoort": {"code": code, "naam": name},
                **({"lengte": 2100} if code == "AAN" else {}),
            }
            for code, name in fittings
        ],
    }


def _unit(**changes: Any) -> dict[str, Any]:
    unit = {
        "id": "u",
        "bouwjaar": 1965,
        "woningwaarderingstelsel": {"code": "ZEL", "naam": "Zelfstandige woonruimten"},
        "monumenten": [],
        "panden": [{"soort": {"code": "EGW", "naam": "Eengezinswoning"}}],
        "gebruiksoppervlakte": 70,
        "wozEenheden": [{"waardepeildatum": "2025-01-01", "vastgesteldeWaarde": 240000}],
        "energieprestaties": [
            {
                "soort": {"code": "NTA", "naam": "Energielabel conform NTA8800"},
                "status": {"code": "DEF", "naam": "Definitief"},
                "begindatum": "2022-05-01",
                "einddatum": "2032-05-01",
                "registratiedatum": "2022-05-01T00:00:00+02:00",
                "label": {"code": "C", "naam": "C"},
            }
        ],
        "ruimten": [
            _room("living", "WOO", 25, True),
            _room("kitchen", "KEU", 9, True, ("AAN", "Aanrecht")),
            _room("bed1", "SLA", 12, True),
            _room("bed2", "SLA", 10, False),
            _room("bath", "BAD", 4, True, ("DOU", "Douche"), ("WAS", "Wastafel")),
            _room("toilet", "TOI", 1.2, False, ("CLO", "Closetcombinatie")),
            _room("shed", "BER", 6, False),
            _room("garden", "TUI", 40, False),
        ],
    }
    return {**deepcopy(unit), **changes}


def _home(key: str, rent: float | None = 700.0, **more: Any) -> Home:
    return Home(key, Stage.EXISTING, 0, 0, 4, rent=rent, **more)


@cache
def _valued() -> dict[str, RentPoints]:
    """Value a few homes in one go, since every call starts a process."""
    small = {"bouwjaar": 2020, "gebruiksoppervlakte": 35}
    address = {"postcode": "1011AB", "huisnummer": "1", "straatnaam": "X"}
    kitchenless = [room for room in _unit()["ruimten"] if room["id"] != "kitchen"]
    units = {
        "whole": _unit(),
        "better": _unit(
            energieprestaties=[
                {**_unit()["energieprestaties"][0], "label": {"code": "A", "naam": "A"}}
            ]
        ),
        "no value": _unit(wozEenheden=[]),
        "no kitchen": _unit(ruimten=kitchenless),
        "monument?": _unit(monumenten=None),
        "somewhere": _unit(**small, adres=address),
        "nonsense": _unit(ruimten="eight"),
        "owned": _unit(),
    }
    homes = [_home(key, tenure=Tenure.OWNED if key == "owned" else None) for key in units]
    return rent_points([*homes, _home("no unit")], units, DAY)


@needs_package
def test_the_worked_example_of_the_page() -> None:
    """Every number of docs/outcomes/rent_points.md is what the package gives."""
    assert run_examples("rent_points.md") >= 5


@needs_package
def test_points_by_hand() -> None:
    """60 m2 of rooms, 6 of shed, 4 heated, garden, label C, counter, toilet, shower, basin."""
    found = _valued()["whole"]
    groups = dict(found.groups)
    value = groups.pop("Punten voor de WOZ-waarde")
    assert {name: points for name, points in groups.items() if points} == {
        "Oppervlakte van vertrekken": 25 + 9 + 12 + 10 + 4,
        "Oppervlakte van overige ruimten": 0.75 * 6,
        "Verkoeling en verwarming": 4 * 2,
        "Buitenruimten": 15,  # 0.35 x 40 + 2, at most 15
        "Energieprestatie": 22,
        "Keuken": 7,
        "Sanitair": 3 + 4 + 1,
    }
    assert found.points.value == round(60 + 4.5 + 8 + 15 + 22 + 7 + 8 + value)
    assert found.highest_rent.value is not None
    assert found.over(700.0) is False
    assert found.over(found.highest_rent.value + 0.01) is True
    assert found.over(None) is None


@needs_package
def test_a_better_label_gives_more_points_and_a_higher_rent() -> None:
    """From C to A the home gains points of the energy group alone."""
    whole, better = _valued()["whole"], _valued()["better"]
    gained = {
        name: better.groups[name] - points
        for name, points in whole.groups.items()
        if better.groups[name] != points
    }
    assert list(gained) == ["Energieprestatie"]
    assert gained["Energieprestatie"] > 0
    assert (better.highest_rent.value or 0) > (whole.highest_rent.value or 0)


@needs_package
@pytest.mark.parametrize(
    ("home", "words"),
    [
        ("no value", "WOZ"),
        ("no kitchen", "keuken"),
        ("monument?", "monumenten"),
        ("nonsense", "ruimten"),
        ("no unit", "there is no unit of home no unit; give it in VERA form"),
    ],
)
def test_what_lacks_is_said(home: str, words: str) -> None:
    """A unit without a part that matters has no points at all, and the answer names the part."""
    found = _valued()[home]
    assert found.points.value is None
    assert words in found.points.why
    assert found.highest_rent.value is None


@needs_package
def test_no_address_leaves_the_machine() -> None:
    """Where the package would ask a register for the place, it is refused and that is said."""
    found = _valued()["somewhere"]
    assert found.points.value is None
    assert "hecht sends no addresses out" in found.points.why


@needs_package
def test_owned_homes_have_no_points() -> None:
    """They are not valued, also when a unit is given."""
    assert "owned" not in _valued()


@needs_package
def test_this_process_is_left_as_it_was() -> None:
    """The package changes its own process only: hooks, filters, decimals, time zone and locale."""
    before = (
        sys.excepthook,
        list(warnings.filters),
        decimal.getcontext().prec,
        os.environ.get("TZ"),
        locale.setlocale(locale.LC_ALL),
    )
    rent_points([_home("whole")], {"whole": _unit()}, DAY)
    after = (
        sys.excepthook,
        list(warnings.filters),
        decimal.getcontext().prec,
        os.environ.get("TZ"),
        locale.setlocale(locale.LC_ALL),
    )
    assert after == before
    assert "woningwaardering" not in sys.modules


@needs_package
def test_a_day_that_the_policy_book_does_not_hold_for() -> None:
    """The package knows one year; another day gives no points, and says which it knows."""
    found = rent_points([_home("h")], {"h": _unit()}, date(2019, 1, 1))
    assert found["h"].points.value is None
    assert "2019-01-01" in found["h"].points.why


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only when there is a unit to value is the package needed."""
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(NoRentPoints, match=r"pip install 'hecht\[rent-points\]'"):
        rent_points([_home("h")], {"h": _unit()}, DAY)
    assert rent_points([_home("h")], {}, DAY)["h"].points.value is None


def test_a_failure_as_a_whole_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the process fails, the last line of what it said is passed on."""
    monkeypatch.setattr(module, "find_spec", lambda name: object())
    monkeypatch.setattr(sys, "executable", sys.executable)
    monkeypatch.setattr(
        module.subprocess, "run", lambda *_, **__: _fail(module.subprocess.CalledProcessError)
    )
    with pytest.raises(NoRentPoints, match="ImportError: broken"):
        rent_points([_home("h")], {"h": _unit()}, DAY)


def _fail(kind: Any) -> None:
    raise kind(1, "python", stderr="Traceback\nImportError: broken\n")


def test_rents_above_their_points() -> None:
    """Homes with a rent above what is allowed are counted, if all points are known."""

    def points(home: str, rent: float | None) -> RentPoints:
        value = Value.unknown("no unit") if rent is None else Value(rent)
        return RentPoints(home, value, value)

    homes = [_home("a", 700), _home("b", 650), _home("c", 600, tenure=Tenure.OWNED)]
    assert over_points(homes, {"a": points("a", 690), "b": points("b", 650)}).value == 1
    unknown = over_points(homes, {"a": points("a", 690), "b": points("b", None)})
    assert "of b are not known" in unknown.why
