"""Remarks on rows fit on a screen."""

from __future__ import annotations

import pytest

from hecht.cli.remarks import SHOWN, tell, tell_problems
from hecht.neighbourhood.problem import Problem


def test_many_remarks_are_cut_off_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """The first are told, and of the rest how many; few are all told."""
    tell([f"row {n}" for n in range(SHOWN + 3)])
    told = capsys.readouterr().err.splitlines()
    assert told == [*(f"row {n}" for n in range(SHOWN)), "… and 3 more"]
    tell([f"row {n}" for n in range(SHOWN + 1)], hint="--json gives all")
    assert capsys.readouterr().err.splitlines()[-1] == "… and 1 more; --json gives all"
    tell(["one", "two"])
    assert capsys.readouterr().err.splitlines() == ["one", "two"]


def test_a_problem_is_told_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    """File, row and column where they are known, what is wrong and what to do."""
    tell_problems([Problem("t", "r", "wrong", "mend", column="c", row=4, file="a.csv", key="")])
    tell_problems([Problem("t", "r", "wrong", "mend", file="a.csv", severity="remark")])
    assert capsys.readouterr().err.splitlines() == [
        "error: a.csv, row 4, c: wrong; mend",
        "remark: a.csv: wrong; mend",
    ]


def test_a_value_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The value stands after the text, unless the text quotes it."""
    tell_problems([Problem("t", "r", "wrong", "mend", value="x", file="a.csv")])
    tell_problems([Problem("t", "r", "'x' is wrong", "mend", value="x", file="a.csv")])
    assert capsys.readouterr().err.splitlines() == [
        "error: a.csv: wrong ('x'); mend",
        "error: a.csv: 'x' is wrong; mend",
    ]
