"""`hecht rules` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from hecht.cli import app
from hecht.cli.rules import LABELS, TABLES
from hecht.rules import table

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
