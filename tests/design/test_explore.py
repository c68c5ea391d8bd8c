"""Explorations of small designs: nothing is beaten, every plan is sound, and the same again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from itertools import product
from pathlib import Path

import pytest

pytest.importorskip("pymoo", reason="hecht scenarios needs pymoo")

from hecht.design.catalogue import catalogue
from hecht.design.evaluate import Evaluation, Evaluator, comparable
from hecht.design.evaluations import Keys, Memory
from hecht.design.explore import explore, longest_horizon
from hecht.design.front import dominates
from hecht.design.goals import Choices, Goals, GoalsError, Limit, Sense, usual_goals
from hecht.design.physical import physical_of
from hecht.design.pool import Job
from hecht.design.result import Scenarios
from hecht.design.search import costs_of
from hecht.design.space import space_of, streets_of
from hecht.exchange import read, write_design
from hecht.exchange.plan_folder import read_plan
from hecht.exchange.scenario_folder import (
    ScenarioFolderError,
    read_scenarios,
    refuse_unless_scenarios,
    write_scenarios,
)
from hecht.exchange.scenario_store import FileStore
from hecht.neighbourhood import Design
from hecht.planning.check import check
from tests.design.choices import three_rows

ROOT = Path(__file__).parents[2]


def sought(*limits: Limit, choices: Choices | None = None) -> Goals:
    """Return the usual goals with limits."""
    return Goals(usual_goals(catalogue()), limits, choices or Choices())


HOMES = Limit("homes_added", Sense.AT_LEAST, 2)


def small(store: Memory | None = None, workers: int = 1, seed: int = 1, **more: int) -> Scenarios:
    """Return a small exploration of five rows, for which not all combinations are looked at."""
    effort = {"evaluations": 30, "front": 4, "plan_seeds": 2, "rounds": 1, "iterations": 1, **more}
    return explore(three_rows(5), sought(HOMES), seed=seed, workers=workers, store=store, **effort)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, those of evaluations and the databases left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".jsonl", ".gpkg")
    }


@pytest.fixture(scope="module")
def found() -> Scenarios:
    """One exploration that several tests look at."""
    return small()


def test_no_scenario_of_the_front_is_beaten(found: Scenarios) -> None:
    """The values of the full plans are such that none dominates another, and limits hold."""
    assert 1 < len(found.front) <= 4
    values = [{name: figure.after for name, figure in one.figures.items()} for one in found.front]
    costs = [
        tuple(goal.cost(one[goal.figure] or 0.0) for goal in found.goals.goals) for one in values
    ]
    assert not any(dominates(a, b) for a in costs for b in costs)
    assert all((one["homes_added"] or 0) >= 2 for one in values)
    assert found.evaluated == 30
    assert found.stopped == "evaluations"


def test_every_plan_passes_the_checker_and_has_its_seeds(found: Scenarios) -> None:
    """Each scenario has a sound plan, figures of two seeds, and the value kept is one of those."""
    for one in found.front:
        assert check(one.neighbourhood, one.plan.course) == []
        ties = one.figures["ties_kept_staying"]
        assert len(ties.seeds) == 2
        assert ties.after in ties.seeds
        assert ties.spread == max(ties.seeds) - min(ties.seeds)
        assert one.figures["homes"].now == 20


def test_the_same_seed_gives_the_same_bytes_with_any_workers(
    found: Scenarios, tmp_path: Path
) -> None:
    """Two processes and one give the same files, down to the byte."""
    write_scenarios(found, tmp_path / "one")
    write_scenarios(small(workers=2), tmp_path / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
    assert (tmp_path / "one" / "front.csv").read_bytes().count(b"\n") == len(found.front) + 1


def test_what_was_kept_is_not_done_again(found: Scenarios, tmp_path: Path) -> None:
    """A second run from the evaluations of half a first one makes only the rest, and ends alike."""
    path = tmp_path / "evaluations.jsonl"
    with FileStore(path) as store:
        small(store)
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 30 + 2 * len([x for x in lines if b'"full"' in x]) // 2
    half = lines[: len(lines) // 2]
    path.write_bytes(b"".join(half) + lines[-1][:20])
    with FileStore(path) as store:
        assert len(store) == len(half)
        again = small(store)
    assert path.read_bytes() == b"".join(lines)
    write_scenarios(found, tmp_path / "first")
    write_scenarios(again, tmp_path / "again")
    assert bytes_of(tmp_path / "first") == bytes_of(tmp_path / "again")
    with FileStore(path) as store:
        write_scenarios(small(store), tmp_path / "third")
    assert path.read_bytes() == b"".join(lines)
    assert bytes_of(tmp_path / "third") == bytes_of(tmp_path / "first")


def test_a_kill_loses_nothing_that_was_made(tmp_path: Path) -> None:
    """A search that is killed leaves its evaluations for the next, and no processes behind."""
    path = tmp_path / "evaluations.jsonl"
    program = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from tests.design.test_explore import FileStore, small
        def tell(what, done, of):
            if done == 7 and what == "Looking at scenarios":
                children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
                print(children.read_text() if children.is_file() else "", flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        import tests.design.test_explore as t
        if __name__ == "__main__":
            with FileStore(Path(sys.argv[1])) as store:
                t.explore(t.three_rows(5), t.sought(t.HOMES), workers=2, store=store,
                          evaluations=30, front=4, plan_seeds=2, rounds=1, iterations=1, tell=tell)
        """
    )
    script = tmp_path / "search.py"
    script.write_text(program)
    ended = subprocess.run(
        [sys.executable, str(script), str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr.decode()
    with FileStore(path) as store:
        assert len(store) == 7
    workers = [Path("/proc") / number for number in ended.stdout.decode().split()]
    for _ in range(200):
        if not any(place.exists() for place in workers):
            break
        time.sleep(0.1)
    assert not any(place.exists() for place in workers), "processes were left behind"


def test_few_combinations_are_all_looked_at() -> None:
    """With fewer combinations than evaluations the front is that of all of them."""
    design = three_rows(2)
    goals = sought()
    found = explore(design, goals, workers=1, evaluations=100, plan_seeds=1, rounds=1, iterations=1)
    assert found.complete
    assert found.stopped == "complete"
    assert found.evaluated == found.combinations == 16
    physical = physical_of(design)
    space = space_of(design, goals.choices)
    quick = Evaluator(design, physical, (), longest_horizon(design), rounds=1)
    costs = [
        costs_of(goals, quick.quick(space.choice(one), 1).values)
        for one in product(*(range(len(group.options)) for group in space.groups))
    ]
    known = [one for one in costs if one is not None]
    best = max(-one[0] for one in known)
    assert max(one.figures["homes_added"].after or 0 for one in found.front) == best == 4


def test_limits_that_conflict_end_it_before_any_plan() -> None:
    """What cannot be is told without planning anything."""
    found = explore(
        three_rows(),
        sought(Limit("homes_added", Sense.AT_LEAST, 6), Limit("cost_known", Sense.AT_MOST, 1e6)),
        workers=1,
    )
    assert found.front == ()
    assert found.evaluated == 0
    (conflict,) = found.conflicts
    texts = [part.text for part in conflict.parts]
    assert texts == [
        "homes_added >= 6: with the others of these, 2 is the most that can be had",
        "cost_known <= 1,000,000: with the others of these, it is 2,100,000 at least",
    ]


def test_a_limit_that_no_plan_keeps_is_told_with_the_nearest() -> None:
    """Rebuilding without anybody moving cannot be; the fewest moves found are told."""
    goals = sought(
        Limit("homes_demolished", Sense.AT_LEAST, 8), Limit("months_temporary", Sense.AT_MOST, 0)
    )
    found = explore(
        three_rows(2), goals, workers=1, evaluations=100, plan_seeds=1, rounds=1, iterations=1
    )
    assert found.front == ()
    assert [one.figure for one in found.missed] == ["months_temporary"]
    assert (found.missed[0].best or 0) > 0


def test_a_scenario_without_a_plan_says_why() -> None:
    """With no temporary homes and everything rebuilt at once there is no plan, and that is told."""
    design = three_rows(2, horizon=9)
    goals = sought(Limit("homes_built", Sense.AT_LEAST, 8), choices=Choices(options=("rebuild",)))
    found = explore(design, goals, workers=1, evaluations=10, plan_seeds=1, rounds=1, iterations=1)
    assert found.front == ()
    assert found.not_planned
    assert found.not_planned[0].conflicts


def test_blocks_that_are_tied_together_get_one_option(found: Scenarios) -> None:
    """With together_by street the blocks of a street always have the same option."""
    choices = Choices(together_by="street", fixed={"b5": "keep"})
    result = explore(
        three_rows(5), sought(choices=choices), workers=1, evaluations=40, plan_seeds=1,
        rounds=1, iterations=1,
    )  # fmt: skip
    assert result.combinations == 16
    for one in result.front:
        assert one.choice["b1"] == one.choice["b3"]
        assert one.choice["b2"] == one.choice["b4"]
        assert one.choice["b5"] == "keep"
    space = space_of(three_rows(5), Choices())
    assert streets_of(three_rows(5), space) == [[0, 2, 4], [1, 3]]


def test_choices_that_cannot_be_name_their_key() -> None:
    """Blocks, options and lists that do not exist are told by their key."""
    design = three_rows()
    for choices, words in (
        (Choices(blocks=("b9",)), "choices.blocks: there is no block 'b9'"),
        (Choices(options=("paint",)), "choices.options: no block has an option 'paint'"),
        (Choices(fixed={"b1": "paint"}), "choices.fixed.b1 is 'paint'"),
        (Choices(together=(("b1",), ("b1", "b2"))), "block b1 stands in two lists"),
    ):
        with pytest.raises(GoalsError) as fault:
            space_of(design, choices)
        assert words in str(fault.value)


def test_options_that_do_the_same_are_one() -> None:
    """The option planned does what keep does here, so that keep is not offered twice."""
    space = space_of(three_rows(), Choices())
    assert [group.options for group in space.groups] == [
        ("planned", "renovate", "rebuild", "dense")
    ] * 3


def test_a_key_holds_all_that_an_evaluation_depends_on() -> None:
    """Another design, seed, option or effort gives another key."""
    design = three_rows()
    one = Evaluator(design, physical_of(design))
    job = Job({"b1": "keep"}, 1)
    other = three_rows(horizon=61)
    keys = {
        Keys(one).key(job),
        Keys(one).key(Job({"b1": "rebuild"}, 1)),
        Keys(one).key(Job({"b1": "keep"}, 2)),
        Keys(one).key(Job({"b1": "keep"}, 1, full=True)),
        Keys(Evaluator(design, one.physical, rounds=9)).key(job),
        Keys(Evaluator(design, one.physical, ("density",))).key(job),
        Keys(Evaluator(other, one.physical)).key(job),
    }
    assert len(keys) == 7
    assert Keys(Evaluator(three_rows(), one.physical)).key(job) in keys


def test_nobody_to_return_counts_as_all_returned() -> None:
    """Where everything is kept, return is not known but no limit on it is broken."""
    design = three_rows()
    kept = Evaluator(design, physical_of(design), rounds=1).quick(
        dict.fromkeys(("b1", "b2", "b3"), "keep"), 1
    )
    assert isinstance(kept, Evaluation)
    assert kept.values["return_of_wishing"].value is None
    assert comparable("return_of_wishing", kept.values) == 1.0


def test_scenarios_come_back_from_their_folder(found: Scenarios, tmp_path: Path) -> None:
    """What is read is what was written, and each plan can be checked from its own folders."""
    write_scenarios(found, tmp_path / "s")
    again = read_scenarios(tmp_path / "s")
    assert again.goals == found.goals
    assert again.definitions == found.definitions
    assert [one.id for one in again.front] == [one.id for one in found.front]
    for one, other in zip(found.front, again.front, strict=True):
        assert dict(one.figures) == dict(other.figures)
        assert dict(one.choice) == dict(other.choice)
        assert one.years.keys() == other.years.keys()
        assert one.plan.course.stays == other.plan.course.stays
        here = read(tmp_path / "s" / one.id / "neighbourhood")
        assert check(here, read_plan(here, tmp_path / "s" / one.id / "plan").course) == []


def test_a_folder_with_something_else_is_refused(found: Scenarios, tmp_path: Path) -> None:
    """Files that were not made by scenarios are never removed."""
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    with pytest.raises(ScenarioFolderError, match="holds something that is no scenarios"):
        refuse_unless_scenarios(folder)
    (folder / "letter.txt").unlink()
    write_scenarios(found, folder)
    refuse_unless_scenarios(folder)
    (folder / "letter.txt").write_text("dear")
    with pytest.raises(ScenarioFolderError, match=r"also letter\.txt"):
        write_scenarios(found, folder)
    record = json.loads((folder / "scenarios.json").read_text())
    (folder / "scenarios.json").write_text(json.dumps({**record, "format": "other/3"}))
    with pytest.raises(ScenarioFolderError, match="the format is 'other/3'"):
        read_scenarios(folder)


def test_the_folder_of_a_design_reads_back_for_the_same_keys(tmp_path: Path) -> None:
    """A design that was written and read again has the same keys, so that a run can go on."""
    from hecht.exchange import read_design

    write_design(three_rows(), tmp_path / "d")
    one: Design = read_design(tmp_path / "d")
    other: Design = read_design(tmp_path / "d")
    job = Job({"b1": "keep"}, 1)
    assert Keys(Evaluator(one, physical_of(one))).key(job) == Keys(
        Evaluator(other, physical_of(other))
    ).key(job)
