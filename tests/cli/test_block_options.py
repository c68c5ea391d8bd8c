"""`hecht options`: lists what may be done, makes a first set, and overwrites nothing unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hecht.exchange import read, read_design, write, write_design
from hecht.exchange.default_figures import NAME as OPTIONS
from hecht.exchange.example import example
from hecht.exchange.norms import norms_problems, units
from hecht.exchange.option_defaults import default_options
from hecht.neighbourhood import Design, Option, Scenario, Works
from hecht.neighbourhood.dated import DatedTable, Row
from hecht.rules import table as table_of
from tests.cli.test_check import hecht


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example as a folder."""
    write(example(), tmp_path / "buurt")
    return tmp_path / "buurt"


def test_without_options_it_shows_what_is_planned(folder: Path) -> None:
    """A line a block, and how to make options; nothing is written."""
    before = sorted(path.name for path in folder.iterdir())
    result = hecht("options", folder)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert [line.split()[:3] for line in lines[1:4]] == [
        ["A", "planned", "rebuild"],
        ["B", "planned", "renovate_empty"],
        ["C", "planned", "keep"],
    ]
    assert "--write makes a first set of options" in result.output
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("flag", ["--write", "--defaults"])
def test_a_first_set_is_written_and_its_assumptions_told(folder: Path, flag: str) -> None:
    """Options for every block that `hecht check` finds sound, and what they rest on in words."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = hecht("options", folder, flag)
    assert result.exit_code == 0
    assert "figures are ASSUMPTIONS" in result.output
    assert "renovate_cost: 70,000 euro/home (assumption" in result.output
    assert "renovate_label: B (assumption)" in result.output
    assert "https://www.duurzaambouwloket.nl/" in result.output
    assert "Left empty, because nothing in the folder tells it: water, trees" in result.output
    design = read_design(folder)
    assert len(design.options) == 17
    assert hecht("check", folder).exit_code == 0
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(after) - set(before) == {"options.csv", "option_homes.csv"}
    assert {name: after[name] for name in before} == before


def test_what_is_there_is_replaced_only_by_force(folder: Path) -> None:
    """Without --force the exit code is 2 and the file is as it was."""
    own = Design(example(), (Option("C", "verf", Works.RENOVATE_OCCUPIED, "Verven", 1),))
    write_design(own, folder)
    result = hecht("options", folder, "--write")
    assert result.exit_code == 2
    assert "options.csv is there already; give --force" in " ".join(result.output.split())
    assert read_design(folder) == own
    assert hecht("options", folder, "--write", "--force").exit_code == 0
    assert len(read_design(folder).options) == 17


def test_a_scenario_does_not_lose_its_option(folder: Path) -> None:
    """Options that a scenario names are not replaced by others, not even by force."""
    own = Design(
        example(),
        (Option("C", "verf", Works.RENOVATE_OCCUPIED, "Verven", 1),),
        (),
        (Scenario("s", "", {"C": "verf"}),),
    )
    write_design(own, folder)
    result = hecht("options", folder, "--write", "--force")
    assert result.exit_code == 2
    assert "scenario s names option verf of block C" in " ".join(result.output.split())
    assert read_design(folder) == own


def test_figures_of_ones_own(folder: Path, tmp_path: Path) -> None:
    """A table of one's own goes first; a figure that does not exist is refused."""
    table = tmp_path / "own.csv"
    head = "rule,start,end,amount,unit,source,verified,note\n"
    table.write_text(head + "renovate_cost,,,1000,euro/home,,no,tender\n", encoding="utf-8")
    assert hecht("options", folder, "--table", table).exit_code == 2
    result = hecht("options", folder, "--write", "--table", table)
    assert result.exit_code == 0
    assert "renovate_cost: 1,000 euro/home (tender)" in result.output
    table.write_text(head + "renovate_price,,,1000,euro/home,,no,\n", encoding="utf-8")
    result = hecht("options", folder, "--write", "--force", "--table", table)
    assert result.exit_code == 2
    assert "renovate_price" in result.output


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("renovate_cost,,,abc,euro/home,,no,", "row 2, amount 'abc': this is not a number"),
        ("renovate_cost,2013-13-01,,1,euro/home,,no,", "row 2, start '2013-13-01': this is not"),
        ("renovate_cost,,,-5,euro/home,,no,", "row 2, amount '-5': an amount is 0 or more"),
        ("renovate_cost,,,5,apples,,no,", "row 2, unit 'apples': the unit of renovate_cost is"),
        ("renovate_label,,,99,,,no,", "row 2, amount '99': there is no such place in the list"),
        ("build_gas,,,2,,,no,", "row 2, amount '2': this is neither yes nor no"),
        ("green_share,,,101,,,no,", "row 2, amount '101': this is more than the whole"),
        ("build_pace,,,0,,,no,", "row 2, amount '0': with nothing no option can be made"),
        ("row_storeys,,,0,,,no,", "row 2, amount '0': this is less than 1"),
        ("renovate_cost,,,5", "row 2, verified: this may not be empty"),
        ("free_letting_share,,,5,,x,yes,", "there is no figure 'free_letting_share'"),
        ("", "own.csv holds no figures"),
    ],
)
def test_rubbish_in_a_table_is_refused_with_its_place(
    folder: Path, tmp_path: Path, row: str, words: str
) -> None:
    """The file, the row and the column are named, the exit code is 2 and nothing is written."""
    table = tmp_path / "own.csv"
    table.write_text(f"rule,start,end,amount,unit,source,verified,note\n{row}\n", encoding="utf-8")
    result = hecht("options", folder, "--write", "--table", table)
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())
    assert not (folder / "options.csv").exists()


def test_a_file_that_is_no_table_is_refused(folder: Path, tmp_path: Path) -> None:
    """What is no text at all, or has other columns, is said to be so."""
    table = tmp_path / "own.csv"
    for content, words in ((b"\x00\xae\xff" * 99, "not a table"), (b"a;b\n1;2\n", "add a column")):
        table.write_bytes(content)
        result = hecht("options", folder, "--write", "--table", table)
        assert result.exit_code == 2
        assert words in " ".join(result.output.split())


@pytest.mark.parametrize("amount", [0.0, 0.5, 1.0, 100.0])
def test_every_figure_is_either_refused_or_gives_options(amount: float) -> None:
    """No amount of a single figure that is let through stops the making of options."""
    names = table_of(OPTIONS).rules()
    made = 0
    for rule in names:
        row = Row(rule, None, None, amount, units()[rule], "", False, "")
        own = DatedTable("own", (row,))
        if all(problem.severity != "error" for problem in norms_problems(own)):
            made += len(default_options(example(), own).options) > 0
    assert made >= len(names) - 13


def test_json_has_options_figures_and_notes(folder: Path) -> None:
    """A machine reads every option with its land and homes, and which figures are assumptions."""
    facts = json.loads(hecht("options", folder, "--write", "--json").output)
    dense = facts["blocks"]["A"][-1]
    assert (dense["option"], dense["homes_after"]) == ("dense", 8)
    assert dense["land"]["storeys"] == 4
    assert len(dense["programme"]) == 3
    figures = {one["rule"]: one for one in facts["figures"]}
    assert figures["renovate_cost"]["assumption"] is True
    assert figures["build_gas"]["assumption"] is False
    assert facts["notes"] == ["block C: fewer than 4 homes, so no denser option was made"]


def test_a_workbook_is_written_anew_only_by_force(tmp_path: Path) -> None:
    """Sheets of one's own would be lost, so that is asked first."""
    path = tmp_path / "b.xlsx"
    write(example(), path)
    assert hecht("options", path, "--write").exit_code == 2
    assert read_design(path).options == ()
    assert hecht("options", path, "--write", "--force").exit_code == 0
    assert len(read_design(path).options) == 17
    assert read(path) == example()


def test_check_tells_faults_of_options_too(folder: Path) -> None:
    """A scenario without its option makes the answer no, and the neighbourhood is still counted."""
    (folder / "scenarios.csv").write_text("scenario,block,option\ns,A,hoog\n", encoding="utf-8")
    result = hecht("check", folder)
    assert result.exit_code == 1
    assert "block A has no option" in " ".join(result.output.split())
    assert "3 blocks, 19 homes" in result.output
