"""`hecht compare` of scenarios: pages, words, JSON and exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from typer.testing import CliRunner

from hecht.cli import app
from hecht.cli.compare import record_of
from hecht.cli.scenario_pages import why_no_pages
from hecht.design.catalogue import catalogue
from hecht.design.exact import Conflict, Loosened
from hecht.design.goals import Goals, Sense, limit_of, usual_goals
from hecht.design.result import FrontScenario, NotPlanned, Reached, Scenarios
from hecht.exchange import write_design
from hecht.exchange.scenario_folder import write_scenarios
from hecht.neighbourhood import Month
from hecht.report.comparison import comparison_page
from hecht.report.exploration import remarks
from hecht.report.words import Words
from tests.design.test_comparison import small_comparison, small_design

SMALL = ("--workers", "1", "--seeds", "1", "--iterations", "1")


def call(*words: str | Path) -> tuple[int, str]:
    """Return the exit code and everything that was printed."""
    result = CliRunner().invoke(app, ["compare", *map(str, words)])
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one block, and a scenario that keeps it and one that builds denser."""
    write_design(small_design(), tmp_path / "small")
    return tmp_path / "small"


def explored(count: int = 2) -> Scenarios:
    """What an exploration of the small design comes to, as `hecht scenarios` has it."""
    front = tuple(
        FrontScenario(
            f"s{number:02}",
            one.name,
            one.scenario.choice,
            one.plan.neighbourhood,
            one.plan,
            MappingProxyType(
                {
                    name: Reached(
                        None if (now := one.outcomes.today.get(name)) is None else now.value,
                        value.value,
                        one.spread.get(name, ()),
                        value.why,
                    )
                    for name, value in one.outcomes.after.items()
                }
            ),
        )
        for number, one in enumerate(small_comparison()[:count], start=1)
    )
    return Scenarios(
        "small", "made up", Goals(usual_goals(catalogue())), front, catalogue(), seeds=(1, 2)
    )


def test_scenarios_of_a_folder_are_planned_and_laid_side_by_side(
    folder: Path, tmp_path: Path
) -> None:
    """Each has its letter, differences are told in sentences, and both pages are written."""
    out = tmp_path / "pages"
    code, said = call(folder, "--scenarios", "keep,dense", "--out", out, *SMALL)
    assert code == 0, said
    assert "A  Houden\nB  Dichter" in said
    assert "B beside A" in said
    assert sorted(p.name for p in out.iterdir()) == ["compare.html", "meeting.html"]
    assert '<html lang="nl">' in (out / "compare.html").read_text()


def test_all_scenarios_are_compared_when_none_is_named(folder: Path, tmp_path: Path) -> None:
    """Without names it takes those of scenarios.csv, in their order; the pages lie beside it."""
    code, said = call(folder, "--language", "en", *SMALL)
    assert code == 0, said
    assert "A  Houden\nB  Dichter" in said
    assert '<html lang="en">' in (tmp_path / "small-compare" / "meeting.html").read_text()


def test_the_order_of_the_names_is_that_of_the_letters(folder: Path, tmp_path: Path) -> None:
    """Differences are with the scenario that was named first."""
    code, said = call(folder, "--scenarios", "dense, keep", "--out", tmp_path / "p", *SMALL)
    assert code == 0, said
    assert "A  Dichter\nB  Houden" in said


def test_json_has_every_figure_of_every_scenario(folder: Path, tmp_path: Path) -> None:
    """--json prints each figure today and afterwards, with its seeds or why it is not known."""
    code, said = call(folder, "--out", tmp_path / "p", "--json", *SMALL)
    assert code == 0, said
    found = json.loads(said[said.index("[") :])
    assert [one["scenario"] for one in found] == ["keep", "dense"]
    keep, dense = (one["figures"] for one in found)
    assert keep["homes_added"]["after"] == 0
    assert dense["homes_added"]["after"] > 0
    assert dense["homes"]["after"] == dense["homes"]["today"] + dense["homes_added"]["after"]
    for figure in (*keep.values(), *dense.values()):
        assert (figure["after"] is None) == ("not_known" in figure)
        assert figure.get("not_known", "-")
        if "seeds" in figure:
            least, most = figure["seeds"]
            assert least <= figure["after"] <= most


def test_what_was_explored_is_compared_without_planning_anew(tmp_path: Path) -> None:
    """The folder of `hecht scenarios` gets the pages, with the figures that stand in it."""
    out = write_scenarios(explored(), tmp_path / "found")
    code, said = call(out, "--json")
    assert code == 0, said
    found = json.loads(said)
    assert [one["scenario"] for one in found] == ["s01", "s02"]
    for one, other in zip(found, small_comparison(), strict=True):
        for name, figure in record_of(other)["figures"].items():
            assert one["figures"][name]["after"] == pytest.approx(figure["after"])
    assert (out / "compare.html").is_file()
    assert (out / "meeting.html").is_file()
    write_scenarios(explored(), out)
    assert not list(out.glob("*.html")), "pages of an old front stand beside the new one"


def test_prices_are_told_when_asked_for(folder: Path, tmp_path: Path) -> None:
    """Each scenario has its three prices on the page, in words and in JSON; else none has."""
    out = tmp_path / "p"
    code, said = call(folder, "--out", out, "--prices", "--language", "en", *SMALL)
    assert code == 0, said
    assert "What one more costs" in said
    assert "What the last returner costs:\n  A  " in said
    assert "What one more costs</h2>" in (out / "compare.html").read_text()
    code, said = call(folder, "--out", out, "--prices", "--json", *SMALL)
    found = json.loads(said[said.index("[") :])
    for one in found:
        assert {"price_returner", "price_tie", "price_move"} < set(one["prices"])
        for name in ("price_returner", "price_tie", "price_move"):
            price = one["prices"][name]
            if price["euros"] is None:
                assert price["why"]
            else:
                assert price["range"][0] <= price["euros"] <= price["range"][1]
    code, said = call(folder, "--out", out, "--language", "en", "--json", *SMALL)
    assert "prices" not in json.loads(said[said.index("[") :])[0]
    assert "What one more costs" not in (out / "compare.html").read_text()


def test_prices_of_plans_are_refused(folder: Path, tmp_path: Path) -> None:
    """Plan folders have no prices here; it is said which command tells them."""
    code, said = call(folder, tmp_path / "a", tmp_path / "b", "--prices")
    assert code == 2
    assert "hecht prices --next" in said


def test_one_scenario_is_nothing_to_compare(folder: Path, tmp_path: Path) -> None:
    """It is told what to do, and nothing is written."""
    code, said = call(folder, "--scenarios", "keep", "--out", tmp_path / "p", *SMALL)
    assert code == 2
    assert "name two scenarios or more" in said
    out = write_scenarios(explored(1), tmp_path / "found")
    code, said = call(out)
    assert code == 2
    assert "holds 1 scenario(s); there is nothing to compare" in said.replace("\n", " ")
    assert not list(out.glob("*.html"))
    assert not (tmp_path / "p").exists()


def test_a_wrong_name_is_told_with_those_there_are(folder: Path, tmp_path: Path) -> None:
    """A scenario that does not exist, and a language that does not, stop it before any plan."""
    code, said = call(folder, "--scenarios", "keep,denser", "--out", tmp_path / "p", *SMALL)
    assert code == 2
    assert "has no scenario denser; those in scenarios.csv are: keep, dense" in " ".join(
        said.split()
    )
    code, said = call(folder, "--language", "fr", "--out", tmp_path / "p", *SMALL)
    assert code == 2
    assert not (tmp_path / "p").exists()


def test_more_scenarios_than_letters_have_no_pages() -> None:
    """Each scenario has a letter of the alphabet; more are refused in words."""
    assert why_no_pages(26) == ""
    assert "it holds 26 scenarios, not 27" in why_no_pages(27)
    with pytest.raises(ValueError, match="26 scenarios at most"):
        comparison_page(small_comparison()[:1] * 27)


def test_the_page_remarks_on_limits_and_on_what_has_no_plan() -> None:
    """Limits stand on the page in the reader's words, with what was in conflict and not planned."""
    known = catalogue()
    limits = (
        limit_of("homes_added=4", Sense.AT_LEAST, known),
        limit_of("cost=500000", Sense.AT_MOST, known),
        limit_of("label=B", Sense.AT_LEAST, known),
        limit_of("return_of_wishing=1", Sense.EQUAL, known),
    )
    plain = explored()
    assert remarks(plain, Words("en", Month(2027, 1))) == []
    conflict = Conflict(
        (
            Loosened("x", limits[0], 2.0),
            Loosened("x", limits[1], 700000.0),
            Loosened("crews", None, None),
        )
    )
    found = replace(
        plain,
        goals=replace(plain.goals, limits=limits),
        conflicts=(conflict,),
        not_planned=(NotPlanned(("a",), 3, {}), NotPlanned(("b",), 1, {})),
        evaluated=40,
    )
    said = remarks(found, Words("en", Month(2027, 1)))
    assert said[0].startswith("Every scenario here keeps to: Homes added: at least 4; ")
    assert "at least B" in said[0]
    assert "exactly 100%" in said[0]
    assert "Homes added: at least 4 (with the rest at most 2); " in said[1]
    assert said[1].endswith("at most € 500,000 (with the rest at least € 700,000); crews.")
    assert said[2].startswith("Of 4 of the 40 combinations")
    dutch = remarks(found, Words("nl", Month(2027, 1)))
    assert dutch[1].startswith("Dit gaat niet samen: Woningen erbij: minstens 4 (met de rest")
