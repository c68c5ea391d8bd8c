"""`hecht bench`: solves files and prints what was recomputed."""

import json
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from hecht.cli.bench import app


def test_qaplib_prints_the_permutation_and_its_cost(tmp_path: Path) -> None:
    """The printed permutation, numbered from 1, has the printed cost; a .sln beside it is read."""
    rng = np.random.default_rng(1)
    flow, distance = rng.integers(0, 9, (2, 7, 7))
    rows = [" ".join(map(str, row)) for row in (*flow, *distance)]
    file = tmp_path / "made.dat"
    file.write_text("7\n" + "\n".join(rows))
    (tmp_path / "made.sln").write_text(
        f"7 {int((flow * distance).sum())}\n" + " ".join(map(str, range(1, 8)))
    )
    done = CliRunner().invoke(app, ["qaplib", str(file), "--rounds", "10", "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    p = np.array(answer["permutation"]) - 1
    assert answer["cost"] == int((flow * distance[np.ix_(p, p)]).sum())
    assert answer["cost"] <= answer["solution_file"] == int((flow * distance).sum())
    words = CliRunner().invoke(app, ["qaplib", str(file), "--rounds", "10"]).output
    assert f"cost {answer['cost']}" in words
    assert " ".join(map(str, answer["permutation"])) in words


def test_placement_prints_score_and_bound(tmp_path: Path) -> None:
    """The score is at most the bound, and the gap between them is given."""
    rng = np.random.default_rng(2)
    n = 12
    household, home = np.nonzero(np.ones((n, n)))
    np.savez(
        tmp_path / "made.npz",
        household=household, home=home, value=rng.integers(0, 20, n * n),
        block=np.arange(n) // 4, closeness=10 * np.eye(3, dtype=int),
        ties=np.array([(i, (i + 1) % n) for i in range(n)]), weight=rng.integers(1, 4, n),
    )  # fmt: skip
    file = str(tmp_path / "made.npz")
    done = CliRunner().invoke(app, ["placement", file, "--rounds", "3", "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.output)
    assert answer["score"] <= answer["bound"]
    assert answer["gap_percent"] >= 0
    words = CliRunner().invoke(app, ["placement", file, "--rounds", "3"]).output
    assert f"no placement scores more than {answer['bound']}" in words


def test_a_file_that_is_no_instance_is_refused(tmp_path: Path) -> None:
    """The message names the file and what was expected."""
    (tmp_path / "bad.dat").write_text("3 1 2")
    done = CliRunner().invoke(app, ["qaplib", str(tmp_path / "bad.dat"), "--rounds", "1"])
    assert done.exit_code != 0
    assert "size 3 needs 18 numbers" in str(done.exception)
