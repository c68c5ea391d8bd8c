"""`hecht bench peers`: runs in processes of their own, ended on time, kept and taken up again."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hecht.cli import bench_run
from hecht.cli.bench import app
from hecht.cli.bench_run import run_peer
from hecht.exchange.bench_file import read_instance
from hecht.planning.placement import place
from hecht.report.bench_results import Result, read_curves, read_results, table


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """A placement of eight households in two blocks, as a file."""
    rng = np.random.default_rng(4)
    household, home = np.nonzero(np.ones((8, 8)))
    np.savez(
        tmp_path / "tiny.npz",
        household=household, home=home, value=rng.integers(0, 20, 64),
        block=np.arange(8) // 4, closeness=10 * np.eye(2, dtype=int),
        ties=np.array([(i, (i + 3) % 8) for i in range(8)]), weight=rng.integers(1, 4, 8),
    )  # fmt: skip
    return str(tmp_path / "tiny.npz")


def test_runs_are_kept_and_not_done_again(tiny: str, tmp_path: Path) -> None:
    """Each run has a row, a table and plots are written, and a second call does only new runs."""
    results = tmp_path / "results"
    words = ["peers", tiny, "--seconds", "1", "--results", str(results), "--json"]
    first = CliRunner().invoke(app, [*words, "--peers", "hecht,practice", "--seeds", "1"])
    assert first.exit_code == 0, first.output
    rows = [json.loads(line) for line in first.output.splitlines()]
    assert [row["peer"] for row in rows] == ["hecht", "practice"]
    assert rows[0]["score"] == place(read_instance(tiny).problem, rounds=3).score
    assert rows[0]["score"] >= rows[1]["score"]
    second = CliRunner().invoke(app, [*words, "--peers", "hecht,practice", "--seeds", "1,2"])
    assert [json.loads(line)["seed"] for line in second.output.splitlines()] == [2, 2]
    kept = read_results(results)
    assert len(kept) == 4
    assert {point[1] for point in read_curves(results)} == {"hecht", "practice"}
    text = (results / "peers.md").read_text()
    assert "| hecht | 1 | 1, 2 |" in text
    assert kept[0].versions in text


def test_a_run_over_its_time_is_ended_and_what_it_found_counts(
    tiny: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A peer that hands something over and then hangs is ended soon after its time."""
    child = tmp_path / "hanging.py"
    child.write_text(
        "import sys, time, pathlib, numpy\n"
        "from hecht.cli.bench_child import Spool\n"
        "spool = Spool(pathlib.Path(sys.argv[2]))\n"
        "spool.begun = time.monotonic(); spool.say('ready')\n"
        "spool.found(numpy.arange(8)); spool.bound(999)\n"
        "time.sleep(600)\n"
    )
    real = bench_run.subprocess.Popen
    monkeypatch.setattr(
        bench_run.subprocess,
        "Popen",
        lambda words, **settings: real([sys.executable, str(child), *words[3:]], **settings),
    )
    monkeypatch.setattr(bench_run, "GRACE", 0.5)
    instance = read_instance(tiny)
    begin = time.monotonic()
    judged = run_peer(tiny, instance, "hecht", 0.5, 1)
    assert time.monotonic() - begin < 30
    assert judged.ended == "killed"
    assert judged.score == instance.problem.score(np.arange(8))
    assert judged.bound == 999
    assert judged.memory is None or judged.memory > 1


def test_a_run_that_fails_says_why(
    tiny: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The last line of its errors stands in the row, and there is no score."""
    child = tmp_path / "failing.py"
    child.write_text("raise RuntimeError('no licence')")
    real = bench_run.subprocess.Popen
    monkeypatch.setattr(
        bench_run.subprocess,
        "Popen",
        lambda words, **settings: real([sys.executable, str(child), *words[3:]], **settings),
    )
    judged = run_peer(tiny, read_instance(tiny), "hecht", 0.5, 1)
    assert judged.score is None
    assert judged.ended == "failed: RuntimeError: no licence"


def test_a_peer_that_does_not_apply_says_so(tmp_path: Path) -> None:
    """The row tells that a peer cannot be used for that kind of instance."""
    judged = run_peer("made:24:ample:1", read_instance("made:24:ample:1"), "faq", 0.5, 1)
    assert judged.ended == "not applicable: the peer faq cannot be used for a neighbourhood"
    assert judged.score is None


def test_names_of_made_up_neighbourhoods(tmp_path: Path) -> None:
    """made:HOMES:KIND:SEED stands for a neighbourhood; other words are refused with the form."""
    made = read_instance("made:24:ample:1")
    assert (made.name, made.kind, made.size) == ("made-24-ample-1", "neighbourhood", 24)
    with pytest.raises(ValueError, match="made:HOMES:KIND:SEED"):
        read_instance("made:24:ample")


def test_unknown_peers_and_seeds_are_refused(tiny: str) -> None:
    """The message names what can be chosen; exit code 2."""
    assert CliRunner().invoke(app, ["peers", tiny, "--peers", "gurobi"]).exit_code == 2
    assert CliRunner().invoke(app, ["peers", tiny, "--seeds", "one"]).exit_code == 2


def _row(peer: str, seed: int, score: int | None, bound: int | None = None) -> Result:
    return Result(
        "made", "placement", 8, 8, peer, seed, 60.0, 2, score, bound, 0.1, 0.2, 3, 60.0, 99.0,
        120.0, "in time", "2026-11-23", "a processor", 2, "hecht",
    )  # fmt: skip


def test_the_table_gives_median_and_worst_and_ranks_them() -> None:
    """The best median first; a seed without a plan is the worst there is."""
    rows = [_row("a", 1, 10), _row("a", 2, 30, 40), _row("a", 3, 20)]
    rows += [_row("b", 1, 25), _row("b", 2, None), _row("b", 3, 25)]
    lines = [line for line in table(rows).splitlines() if line.startswith(("| a", "| b"))]
    assert lines[0].startswith("| b | 60 | 1, 2, 3 | 25 | no plan |")
    assert lines[1].startswith("| a | 60 | 1, 2, 3 | 20 | 10 | 40 | 100.00% |")


def test_make_writes_a_folder_that_can_be_read(tmp_path: Path) -> None:
    """`hecht bench make` writes a neighbourhood folder, and never over something."""
    from hecht.exchange import read

    folder = tmp_path / "made"
    words = ["make", str(folder), "--homes", "30", "--kind", "tight"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert len(read(folder).households) > 20
    assert CliRunner().invoke(app, words).exit_code != 0
    assert CliRunner().invoke(app, [*words[:-1], "round"]).exit_code == 2
