"""`hecht rules` on the command line."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from typer.testing import CliRunner

from hecht.cli import app
from hecht.cli.rule_labels import LABELS, SUBJECTS
from hecht.rules import table
from hecht.rules.dated import TABLES

RUN = CliRunner()
HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def test_shows_what_holds_on_a_day_with_its_source() -> None:
    """The allowance of March 2024 is printed with the page it comes from."""
    result = RUN.invoke(app, ["rules", "--date", "2024-03-01"])
    assert result.exit_code == 0
    assert "7,428 euro" in result.output
    assert "www.rijksoverheid.nl" in result.output
    assert "6 months" in result.output


def test_marks_what_is_not_verified_and_says_what_to_do() -> None:
    """The allowance of 2025 is marked and never shown as if it held."""
    result = RUN.invoke(app, ["rules", "--date", "2025-06-01"])
    first = result.output.split("\n\n")[1]
    assert "NOT VERIFIED" in first
    assert "look the amount up" in first


def test_json_has_every_rule_once() -> None:
    """The JSON lists every rule of every table; an unverified one has no amount."""
    result = RUN.invoke(app, ["rules", "--date", "2025-06-01", "--json"])
    rules = json.loads(result.output)
    assert [rule["rule"] for rule in rules] == [r for name in TABLES for r in table(name).rules()]
    allowance = rules[0]
    assert (allowance["amount"], allowance["verified"]) == (None, False)
    assert allowance["unverified_amount"] == 7673


def test_every_rule_has_a_label() -> None:
    """A new rule in a table needs words on the screen, and no label is left over."""
    assert set(LABELS) == {rule for name in TABLES for rule in table(name).rules()}


def test_every_table_is_listed() -> None:
    """A table that is added to the program is shown, under words of its own."""
    there = {Path(str(file)).stem for file in files("hecht.rules").joinpath("tables").iterdir()}
    assert set(TABLES) == there
    assert list(SUBJECTS) == list(TABLES)
    result = RUN.invoke(app, ["rules", "--date", "2025-06-01"])
    assert [line for line in result.output.splitlines() if line.startswith("== ")] == [
        f"== {name}: {words}" for name, words in SUBJECTS.items()
    ]


def test_tables_can_be_named() -> None:
    """Only those are shown, in their usual order; one that is not there is wrong use."""
    result = RUN.invoke(app, ["rules", "parking_norms", "terms", "--json"])
    assert {rule["table"] for rule in json.loads(result.output)} == {"terms", "parking_norms"}
    result = RUN.invoke(app, ["rules", "parking"])
    assert result.exit_code == 2
    assert "there is no table 'parking'" in result.output


def test_an_assumption_is_shown_as_not_verified() -> None:
    """What no source bears out is shown with its amount, never without the warning."""
    result = RUN.invoke(app, ["rules", "option_defaults", "--date", "2025-06-01"])
    assert "cost of demolishing: 20,000 euro/home, NOT VERIFIED" in result.output
    result = RUN.invoke(app, ["rules", "parking_norms"])
    assert "mid-rent home: NOT VERIFIED" in result.output
    assert "norms.csv" in result.output


def test_own_rows_are_read_as_those_of_a_folder(tmp_path: Path) -> None:
    """The norms.csv of a folder can be given, in the dialect of a spreadsheet."""
    own = tmp_path / "norms.csv"
    own.write_text("rule;start;amount;source;verified\nparking_mid;1-1-2025;1,4;nota;ja\n")
    result = RUN.invoke(
        app, ["rules", "parking_norms", "--table", str(own), "--date", "2025-01-01"]
    )
    assert "mid-rent home: 1.4 places/home" in result.output


def test_own_rows_count(tmp_path: Path) -> None:
    """A row of the user's own file is shown with its source."""
    own = tmp_path / "own.csv"
    own.write_text(HEAD + "moving_allowance,2025-02-28,2026-02-28,7600,euro,Stcrt,yes,\n")
    result = RUN.invoke(app, ["rules", "--date", "2025-06-01", "--table", str(own)])
    assert "7,600 euro" in result.output


def test_wrong_day_and_wrong_table_are_wrong_use(tmp_path: Path) -> None:
    """They end with exit code 2 and say what is wrong."""
    result = RUN.invoke(app, ["rules", "--date", "gisteren"])
    assert result.exit_code == 2
    assert "'gisteren' is not a day" in result.output
    for text, wrong in ((HEAD + "x,,,5,e,,yes,\n", "row 2"), (HEAD + "x,,,5,e,s,yes,\n", "'x'")):
        own = tmp_path / "own.csv"
        own.write_text(text)
        result = RUN.invoke(app, ["rules", "--table", str(own)])
        assert result.exit_code == 2
        assert wrong in result.output
