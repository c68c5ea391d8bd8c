"""hecht area programme on folders: what is printed, written and refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hecht.cli import app
from hecht.exchange import write
from hecht.exchange.plan_folder import write_plan
from hecht.exchange.programme_start import programme_texts
from tests.area.programmes import measure, programme
from tests.report.pages import planned, random_plan


def run(*words: str | Path) -> tuple[int, str, str]:
    """Run a command and return its exit code, standard output and standard error."""
    result = CliRunner().invoke(app, ["area", "programme", *(str(word) for word in words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Give a neighbourhood, its plan and a programme with a name of a person, as folders."""
    place = tmp_path_factory.mktemp("programme")
    plan = random_plan(15)
    bare = tuple(replace(h, label="") for h in plan.neighbourhood.households)
    here = replace(plan.neighbourhood, households=bare)
    write(here, place / "here")
    write_plan(planned(here, plan.course), place / "plan")
    start = here.project.start
    own = measure("m", first=start, last=start, contact="Jo Planted", note="Planted too")
    (place / "programme").mkdir()
    for name, text in programme_texts(programme(own)).items():
        (place / "programme" / name).write_text(text, encoding="utf-8")
    return place / "programme", place / "here", place / "plan"


def test_a_start_is_written_and_read(tmp_path: Path) -> None:
    """--new writes a folder that the same command then tells about; twice is refused."""
    code, out, _ = run(tmp_path / "new", "--new")
    assert code == 0
    assert "LEESMIJ.md" in out
    assert {p.name for p in (tmp_path / "new").iterdir()} == {
        "LEESMIJ.md", "goals.csv", "measures.csv", "programme.toml",
    }  # fmt: skip
    code, out, _ = run(tmp_path / "new", "--language", "en")
    assert code == 0
    assert "3 measures, 2 goals" in out
    assert "nobody answers for measure m3" in out
    assert run(tmp_path / "new", "--new")[0] == 2


def test_with_a_plan_staff_get_households_and_others_do_not(
    folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    """The page is written; JSON holds households, contact and note for staff only."""
    own, here, plan = folders
    words = (own, "--neighbourhood", here, "--plan", plan, "--json")
    code, out, told = run(*words, "--out", tmp_path / "p.html", "--audience", "internal")
    assert code == 0
    assert "The page is in" in told
    staff = json.loads(out)
    assert staff["people"]["households"]
    assert staff["measures"][0]["contact"] == "Jo Planted"
    assert "Alleen voor medewerkers" in (tmp_path / "p.html").read_text(encoding="utf-8")
    code, out, _ = run(*words)
    assert code == 0
    assert "Planted" not in out
    shown = json.loads(out)
    assert "households" not in shown["people"]
    for one in staff["people"]["households"]:
        assert f'"{one["household"]}"' not in out
    assert [one["rule"] for one in shown["suggestions"]] == [
        one["rule"] for one in staff["suggestions"]
    ]


def test_reasons_of_few_households_are_not_numbers_for_a_committee(
    folders: tuple[Path, Path, Path],
) -> None:
    """JSON for a committee tells of a small group only that it is fewer than ten."""
    own, here, plan = folders
    _, out, _ = run(own, "--neighbourhood", here, "--plan", plan, "--json")
    found = json.loads(out)
    reasons = [r for one in found["suggestions"] for r in one["reasons"]]
    assert reasons
    for reason in reasons:
        assert reason["households"] is None or reason["households"] >= 10
        assert reason["value"] is not None or reason["fewer_than"] == 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--neighbourhood", "x"), "both or neither"),
        (("--panel", "x"), "which area"),
    ],
)
def test_wrong_use_is_told(
    folders: tuple[Path, Path, Path], words: tuple[str, ...], told: str
) -> None:
    """A plan without its neighbourhood, or a panel without an area, is refused."""
    code, _, error = run(folders[0], *words)
    assert code == 2
    assert told in " ".join(error.replace("│", " ").split())


def test_faults_end_in_a_message_with_rows(tmp_path: Path) -> None:
    """A folder with faults gives exit code 2 and each fault at its place."""
    (tmp_path / "measures.csv").write_text("measure,name,theme,nature\nm,N,nothing,social\n")
    code, _, error = run(tmp_path)
    assert code == 2
    assert "measures.csv, row 2, theme 'nothing'" in error


def test_evidence_of_ones_own_counts(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """An entry in a file of one's own is known, so a measure may rest on it."""
    own = tmp_path / "own.toml"
    own.write_text(
        '[[entry]]\nkey = "mine"\ntitle = "T"\nmeasure = "guidance"\nthemes = ["health"]\n'
        'what = "W"\nto_whom = "P"\nwhere = "H"\nwhen = "2020"\ndesign = "D"\n'
        'strength = "stated"\noutcome = "O"\nunit = "U"\nfinding = "F."\nnot_shown = "N."\n'
        'source = "S"\naddress = "https://example.org"\nverified = "no"\n',
        encoding="utf-8",
    )
    place = tmp_path / "programme"
    place.mkdir()
    for name, text in programme_texts(programme(measure("m", evidence=("mine",)))).items():
        (place / name).write_text(text, encoding="utf-8")
    lacks = []
    for words in ((), ("--evidence", own)):
        code, out, _ = run(place, "--json", *words)
        assert code == 0
        lacks.append("unknown evidence" in json.loads(out)["coverage"]["lacks"]["m"])
    assert lacks == [True, False]


def test_what_presses_is_told_once_and_suggestions_name_it(
    folders: tuple[Path, Path, Path],
) -> None:
    """Each number of a reason is one line with a source, and each suggestion has evidence."""
    own, here, plan = folders
    words = (own, "--neighbourhood", here, "--plan", plan, "--language", "en")
    _, out, _ = run(*words, "--audience", "internal")
    told = re.findall(r"^\* \[(\d+)\] (.*)$", out, re.MULTILINE)
    assert [number for number, _ in told] == [str(n + 1) for n in range(len(told))]
    assert told
    assert all("source: " in text for _, text in told)
    assert len({text for _, text in told}) == len(told)
    facts = json.loads(run(*words, "--json", "--audience", "internal")[1])
    because = re.findall(r"Because of (.*?)\. Evidence \(hecht evidence show …\): (.*?)\.", out)
    assert [keys.split(", ") for _, keys in because] == [
        one["evidence"] for one in facts["suggestions"]
    ]
    named = set(re.findall(r"\[(\d+)\]", " ".join(numbers for numbers, _ in because)))
    assert named <= {number for number, _ in told}


def test_staff_see_who_is_without_a_near_tie_in_winter_and_others_do_not(
    folders: tuple[Path, Path, Path],
) -> None:
    """The codes stand at the winter in which a month is without a near tie."""
    own, here, plan = folders
    words = (own, "--neighbourhood", here, "--plan", plan)
    facts = json.loads(run(*words, "--json", "--audience", "internal")[1])
    alone = {
        one["household"]
        for one in facts["people"]["households"]
        if any(month[5:] in ("12", "01", "02") for month in one["without_tie"] or ())
    }
    assert alone
    staff = run(*words, "--audience", "internal")[1]
    found = re.findall(r"Zonder naaste band, winter [\d/]+: (.*)", staff)
    assert {name for line in found for name in line.split(", ")} == alone
    assert "Zonder naaste band, winter" not in run(*words)[1]
