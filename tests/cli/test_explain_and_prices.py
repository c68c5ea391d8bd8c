"""explain --alternatives, --near and prices on a real folder: words, JSON, who is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hecht.exchange import write
from hecht.neighbourhood import Neighbourhood, ReturnWish
from tests.cli.test_plan import run
from tests.neighbourhoods import random_neighbourhood


@pytest.fixture(scope="module")
def small() -> Neighbourhood:
    drawn = random_neighbourhood(7, temporary=(2, 4), promises=False)
    policy = replace(drawn.policy, near_m=15.0, far_m=45.0, temporary_months_max=12)
    people = tuple(replace(h, label=f"Geheim {h.id}") for h in drawn.households)
    return replace(drawn, policy=policy, households=people)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, small: Neighbourhood) -> Path:
    place = tmp_path_factory.mktemp("explain") / "neighbourhood"
    write(small, place)
    return place


@pytest.fixture(scope="module")
def plan(folder: Path) -> Path:
    out = folder.parent / "plan"
    assert run("plan", folder, "--out", out, "--iterations", "3", "--no-report")[0] == 0
    return out


def _asker(small: Neighbourhood) -> str:
    return next(
        h.id for h in small.households if h.wish is ReturnWish.RETURN and small.is_affected(h)
    )


def test_other_homes_are_told_in_dutch_unless_asked_otherwise(
    folder: Path, plan: Path, small: Neighbourhood
) -> None:
    """The answer is in the language asked for, and the same when asked again."""
    words = ["explain", folder, plan, _asker(small), "--alternatives", "--rounds", "1"]
    code, dutch, _ = run(*words)
    assert code == 0
    assert "In dit plan " in dutch
    assert "Geheim" not in dutch
    assert run(*words)[1] == dutch
    assert "In this plan " in run(*words, "--language", "en")[1]


def test_the_json_names_others_for_staff_only(
    folder: Path, plan: Path, small: Neighbourhood
) -> None:
    """By default others are counted; with --staff each household that changes is listed."""
    asker = _asker(small)
    words = ["explain", folder, plan, asker, "--alternatives", "--rounds", "1", "--json"]
    code, told, _ = run(*words)
    assert code == 0
    record = json.loads(told)
    homes = record["alternatives"]["homes"]
    assert homes
    assert all("households" not in (home["found"] or {}) for home in homes)
    staff = json.loads(run(*words, "--staff")[1])["alternatives"]["homes"]
    assert [home["home"] for home in staff] == [home["home"] for home in homes]
    found = [home["found"] for home in staff if home["found"]]
    assert found
    for one in found:
        others = [c for c in one["households"] if c["household"] != asker]
        changed = sum(c["home"][0] != c["home"][1] for c in others)
        assert changed == one["others"]["another_home"]


def test_near_somebody_is_told_for_every_other_household(
    folder: Path, plan: Path, small: Neighbourhood
) -> None:
    """Whoever is asked about, there is an answer; an unknown household is wrong use."""
    asker = _asker(small)
    others = [h.id for h in small.households if h.id != asker][:3]
    for other in others:
        code, told, _ = run("explain", folder, plan, asker, "--near", other, "--rounds", "1")
        assert code == 0
        assert told.strip()
        assert "Geheim" not in told
    code, _, wrong = run("explain", folder, plan, asker, "--near", "nobody")
    assert code == 2
    assert "nobody" in wrong


def test_prices_are_told_written_and_read_by_machines(
    folder: Path, plan: Path, small: Neighbourhood, tmp_path: Path
) -> None:
    """The text, the page and the JSON hold the same changes, and nobody's name or id."""
    page = tmp_path / "prices.html"
    words = ["prices", folder, plan, "--iterations", "1", "--seeds", "1", "--workers", "1"]
    code, told, _ = run(*words, "--page", page, "--language", "en")
    assert code == 0
    assert "3 more temporary homes" in told
    assert "3 more temporary homes" in page.read_text(encoding="utf-8")
    assert "Geheim" not in told + page.read_text(encoding="utf-8")
    code, told, _ = run(*words, "--json")
    assert code == 0
    record = json.loads(told)
    kinds = [price["kind"] for price in record["loosened"]]
    assert {"temporary", "months", "horizon"} <= set(kinds)
    assert record["rounds"] == 1
    assert record["seeds"] == [1]


def test_what_one_more_costs_is_told_and_read_by_machines(folder: Path, plan: Path) -> None:
    """--next tells three prices, or why there is none, in both languages and as JSON."""
    words = ["prices", folder, plan, "--next", "--iterations", "1", "--seeds", "2"]
    code, dutch, _ = run(*words)
    assert code == 0
    assert [line.split(":")[0] for line in dutch.splitlines()] == [
        "Wat de laatste terugkeerder kost",
        "Wat één band meer kost",
        "Wat één verhuizing minder kost",
    ]
    assert "Geheim" not in dutch
    assert "What one more kept tie costs: " in run(*words, "--language", "en")[1]
    record = json.loads(run(*words, "--json")[1])
    assert record["seeds"] == [1, 2]
    for name in ("price_returner", "price_tie", "price_move"):
        price = record[name]
        assert (price["euros"] is None) == bool(price["why"])
        if price["euros"] is not None:
            assert price["range"][0] <= price["euros"] <= price["range"][1]
    assert run(*words, "--page", folder / "page.html")[0] == 2


def test_seconds_and_iterations_exclude_each_other(folder: Path, plan: Path) -> None:
    """Giving both is wrong use."""
    words = ["prices", folder, plan, "--iterations", "1", "--seconds", "5"]
    assert run(*words)[0] == 2


def test_prices_within_seconds_end(folder: Path, plan: Path) -> None:
    """With a time that is too short for all, what was not tried is said."""
    code, told, _ = run("prices", folder, plan, "--seconds", "1", "--json")
    assert code == 0
    record = json.loads(told)
    assert len(record["loosened"]) + len(record["tightened"]) >= 1
    assert record["rounds"] >= 2
