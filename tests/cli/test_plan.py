"""plan, compare and explain on real folders: files, figures, exit codes, what is refused."""

import json
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import hecht
from hecht.cli import app
from hecht.cli.plan import uninterrupted
from hecht.exchange import write
from hecht.neighbourhood import Block, Neighbourhood
from tests.neighbourhoods import random_neighbourhood

Run = Callable[..., tuple[int, str, str]]


def run(*words: str | Path) -> tuple[int, str, str]:
    """Run a command and return its exit code, standard output and standard error."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def small() -> Neighbourhood:
    return random_neighbourhood(2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, small: Neighbourhood) -> Path:
    """Return a small neighbourhood folder."""
    place = tmp_path_factory.mktemp("small") / "neighbourhood"
    write(small, place)
    return place


@pytest.fixture(scope="module")
def plans(folder: Path) -> tuple[Path, Path]:
    """Return the plan folders of hecht and of practice for the small neighbourhood."""
    made, practice = folder.parent / "plan", folder.parent / "practice"
    assert run("plan", folder, "--out", made, "--iterations", "3", "--household-pages")[0] == 0
    words = ["--method", "practice", "--no-report"]
    assert run("plan", folder, "--out", practice, *words)[0] == 0
    return made, practice


def test_a_plan_folder_has_the_plan_the_report_and_the_pages(
    plans: tuple[Path, Path], folder: Path, small: Neighbourhood
) -> None:
    """Everything is in one folder, and the plan in it obeys every rule."""
    names = {path.name for path in plans[0].iterdir()}
    assert {"plan.json", "stays.csv", "moves.csv", "households"} <= names
    assert {"report.html", "committee.html"} <= names
    assert len(list((plans[0] / "households").iterdir())) == len(small.households)
    assert "report.html" not in {path.name for path in plans[1].iterdir()}
    neighbourhood = hecht.read(folder)
    for place in plans:
        assert hecht.check(neighbourhood, hecht.read_plan(neighbourhood, place)) == []


def test_the_same_seed_and_iterations_give_the_same_files(folder: Path, tmp_path: Path) -> None:
    """Byte for byte, every file of the plan folder, however many workers."""
    places = [tmp_path / "one", tmp_path / "two"]
    for place, workers in zip(places, ("1", "2"), strict=True):
        words = ["--iterations", "4", "--seed", "5", "--workers", workers]
        assert run("plan", folder, "--out", place, *words)[0] == 0
    one, two = ({p.name: p.read_bytes() for p in place.iterdir()} for place in places)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_json_holds_the_figures_of_plan_json(folder: Path, tmp_path: Path) -> None:
    """Standard output is JSON alone, with the figures that the folder holds."""
    out = tmp_path / "out"
    code, told, _ = run("plan", folder, "--out", out, "--iterations", "2", "--json")
    assert code == 0
    facts = json.loads(told)
    written = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    assert facts["plan"] == str(out)
    assert facts["report"] == str(out / "report.html")
    assert facts["committee"] == str(out / "committee.html")
    for name in ("method", "seed", "iterations", "seconds", "score", "bounds", "outcomes"):
        assert facts[name] == written[name], name
    assert facts["practice"]["method"] == "practice"


def test_the_neighbourhood_itself_is_never_overwritten(folder: Path, tmp_path: Path) -> None:
    """A plan goes into a folder of its own, and what is no plan is left alone."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run("plan", folder, "--out", folder)[0] == 2
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep me")
    code, _, told = run("plan", folder, "--out", mine)
    assert code == 2
    assert "mine" in told
    assert (mine / "letter.txt").read_text() == "keep me"


def test_seconds_and_iterations_together_are_wrong_use(folder: Path, tmp_path: Path) -> None:
    """Two ways to stop would make one of them a lie."""
    words = ["--seconds", "1", "--iterations", "1"]
    code, _, told = run("plan", folder, "--out", tmp_path / "out", *words)
    assert code == 2
    assert "not both" in told


def without_time(neighbourhood: Neighbourhood) -> Neighbourhood:
    """Return the neighbourhood with more works than its crews can do in the time there is."""
    blocks = tuple(
        replace(block, earliest=None, latest=None, after=(), cost=None)
        if block.has_works
        else block
        for block in neighbourhood.blocks
    )
    working = [block for block in blocks if block.has_works]
    most = max(block.crews for block in working)
    latest = neighbourhood.first_move + max(block.duration for block in working)
    assert sum(block.duration for block in working) > latest

    def all_alone(block: Block) -> Block:
        return replace(block, crews=most, latest=latest) if block.has_works else block

    capacity = replace(neighbourhood.capacity, crews=most, budget_per_year=None)
    return replace(
        neighbourhood,
        blocks=tuple(all_alone(block) for block in blocks),
        capacity=capacity,
        promises=(),
    )


def test_no_plan_says_why_and_what_would_help(small: Neighbourhood, tmp_path: Path) -> None:
    """Exit code 1, the rules that conflict, and no folder; with --json the same as facts."""
    write(without_time(small), tmp_path / "tight")
    words = ["plan", tmp_path / "tight", "--out", tmp_path / "out", "--iterations", "2"]
    code, _, told = run(*words)
    assert code == 1
    assert "no plan exists" in told
    assert "\n  - " in told
    assert not (tmp_path / "out").exists()
    code, out, _ = run(*words, "--json")
    assert code == 1
    facts = json.loads(out)
    assert facts["conflicts"]
    assert facts["relaxations"]


def test_a_folder_with_errors_is_not_planned(folder: Path, tmp_path: Path) -> None:
    """All that is wrong is told, with exit code 2."""
    broken = tmp_path / "broken"
    write(hecht.read(folder), broken)
    homes = (broken / "homes.csv").read_text(encoding="utf-8").splitlines()
    (broken / "homes.csv").write_text("\n".join([*homes, homes[-1]]) + "\n", encoding="utf-8")
    code, _, told = run("plan", broken, "--out", tmp_path / "out")
    assert code == 2
    assert "homes.csv" in told
    assert not (tmp_path / "out").exists()


def test_compare_lays_the_figures_side_by_side(folder: Path, plans: tuple[Path, Path]) -> None:
    """A column for each plan, measured anew, and the differences with the first."""
    code, told, _ = run("compare", folder, plans[1], plans[0])
    assert code == 0
    assert str(plans[0]) in told
    assert "difference" in told
    code, told, _ = run("compare", folder, *plans, "--json")
    facts = json.loads(told)
    assert [one["method"] for one in facts] == ["hecht", "practice"]
    written = json.loads((plans[0] / "plan.json").read_text(encoding="utf-8"))
    assert facts[0]["outcomes"] == written["outcomes"]


def test_compare_refuses_what_is_no_plan(folder: Path, plans: tuple[Path, Path]) -> None:
    """One plan is too few, and a neighbourhood is no plan."""
    assert run("compare", folder, plans[0])[0] == 2
    code, _, told = run("compare", folder, plans[0], folder)
    assert code == 2
    assert "plan.json" in told


def test_explain_tells_itinerary_ties_and_why(
    folder: Path, plans: tuple[Path, Path], small: Neighbourhood
) -> None:
    """In words and as facts, for every household."""
    neighbourhood = hecht.read(folder)
    plan = hecht.read_plan(neighbourhood, plans[0])
    for household in small.households:
        code, told, _ = run("explain", folder, plans[0], household.id)
        assert code == 0
        for sentence in plan.explain(household.id).why:
            assert sentence in told
        code, told, _ = run("explain", folder, plans[0], household.id, "--json")
        facts = json.loads(told)
        assert [stay["home"] for stay in facts["stays"]] == [
            stay.home for stay in plan.explain(household.id).stays
        ]


def test_explain_of_nobody_is_wrong_use(folder: Path, plans: tuple[Path, Path]) -> None:
    """The message names the household that is not there."""
    code, _, told = run("explain", folder, plans[0], "nobody")
    assert code == 2
    assert "'nobody'" in told


def test_demo_plans_the_copy_that_stands_there(tmp_path: Path) -> None:
    """A first run copies the example; a second plans the copy as it then is."""
    out = tmp_path / "demo"
    code, told, _ = run("demo", "--out", out, "--seconds", "1", "--language", "en")
    assert code == 0
    assert str(out / "plan" / "report.html") in told
    assert (out / "practice" / "plan.json").is_file()
    project = out / "neighbourhood" / "project.toml"
    text = project.read_text(encoding="utf-8")
    renamed = text.replace("Vogeltjesbuurt (voorbeeld)", "Mijn buurt")
    assert renamed != text
    project.write_text(renamed, encoding="utf-8")
    code, _, err = run("demo", "--out", out, "--seconds", "1")
    assert code == 0
    assert "Mijn buurt" in err
    assert "Mijn buurt" in (out / "plan" / "report.html").read_text(encoding="utf-8")


def test_pages_for_nobody_are_no_fault(tmp_path: Path, small: Neighbourhood) -> None:
    """A neighbourhood without households is planned, and says that there are no pages."""
    empty = replace(small, households=(), ties=(), wishes=(), groups=(), promises=())
    write(empty, tmp_path / "empty")
    words = ["--iterations", "1", "--household-pages", "--no-report"]
    code, _, said = run("plan", tmp_path / "empty", "--out", tmp_path / "plan", *words)
    assert code == 0
    assert "no households" in said


def test_a_second_ctrl_c_does_not_lose_the_plan() -> None:
    """While the plan is written Ctrl-C is not heard; before and after, it is."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with uninterrupted():
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
