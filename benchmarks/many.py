"""Plan many small random neighbourhoods: every plan must pass the check, every bound must hold.

    python benchmarks/many.py --count 10000
    python benchmarks/many.py --first 300 --count 1

Each neighbourhood follows from its seed. Its plan is checked by the independent checker and its
score recounted month by month. Every bound that the plan claims is held against the plan itself
and, where it holds for any plan, against other plans of the same neighbourhood: one from another
seed, what practice gives, and that of a plain planner that shares no code with the engine. One
row a seed is kept in build/many.csv; seeds that are there are skipped. Ends with 1 when
anything was wrong, and prints it with its seed.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.neighbourhoods import random_neighbourhood, simple_course

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish, Stage, StayKind
from hecht.outcomes import measure, score
from hecht.planning import NoPlan, Plan, make_plan
from hecht.planning.bounds.figure_bound import FigureBound, Holds
from hecht.planning.check import check
from hecht.planning.recount import recount

COLUMNS = ("seed", "outcome", "bounds", "seconds", "wrong")

SHAPES = (
    {},
    {"blocks": (1, 3), "homes": (1, 3), "temporary": (0, 3)},
    {"homes": (1, 4), "temporary": (2, 6)},
    {"blocks": (3, 8), "homes": (1, 4), "temporary": (1, 8)},
    {"blocks": (1, 2), "homes": (4, 12), "temporary": (2, 12)},
)
"""Settings of the random neighbourhoods, taken in turn."""


def neighbourhood(seed: int) -> Neighbourhood:
    """Return the neighbourhood of a seed."""
    return random_neighbourhood(seed, **SHAPES[seed % len(SHAPES)])  # type: ignore[arg-type]


def faults(seed: int) -> tuple[str, int, list[str]]:
    """Return what came of a seed (plan or no plan), how many bounds, and all that is wrong."""
    here = neighbourhood(seed)
    plain = simple_course(here)
    plain_is_plan = check(here, plain) == []
    try:
        plan = make_plan(
            here, iterations=1 + seed % 2, seed=seed, workers=1 + seed % 3 % 2, ways_out=False
        )
    except NoPlan as refusal:
        housed = plain_is_plan and _houses_all(here, plain)
        wrong = [f"no plan, though everybody can be housed: {refusal}"] if housed else []
        return "no plan", 0, wrong
    wrong = [f"rule {one.rule}: {one.text}" for one in check(here, plan.course)]
    for name, value in (
        ("score", score(here, plan.course)),
        ("recounted score", recount(here, plan.course)["score"]),
    ):
        if plan.score != value:
            wrong.append(f"the plan says it scores {plan.score}, its {name} is {value}")
    wrong += beyond(here, plan.bounds, plan.course, plan.course, "the plan itself")
    for name, course in _others(here, plan, seed, plain if plain_is_plan else None):
        wrong += beyond(here, plan.bounds, plan.course, course, name)
    return "plan", len(plan.bounds), wrong


def _houses_all(here: Neighbourhood, course: Course) -> bool:
    inside = {stay.household for stay in course.stays if stay.end == course.horizon}
    return all(one.id in inside for one in here.households if one.wish is not ReturnWish.ELSEWHERE)


def _others(
    here: Neighbourhood, plan: Plan, seed: int, plain: Course | None
) -> list[tuple[str, Course]]:
    """Return other plans of the same neighbourhood, by name."""
    found = [] if plain is None else [("the plain planner", plain)]
    for name, method, other in (("seed + 1", "hecht", seed + 1), ("practice", "practice", seed)):
        try:
            made = make_plan(
                here,
                iterations=1,
                seed=other,
                workers=1,
                method=method,
                bounds=False,
                ways_out=False,
            )
        except NoPlan:
            continue
        if check(here, made.course) == []:
            found.append((name, made.course))
    return found


def beyond(
    here: Neighbourhood,
    bounds: tuple[FigureBound, ...],
    own: Course,
    course: Course,
    name: str,
) -> list[str]:
    """Return the bounds that a course goes beyond, in words."""
    known = measure(here, course).as_dict()
    ends = {stay.household: stay for stay in course.stays if stay.end == course.horizon}
    inside = Counter(
        one.wish
        for one in here.households
        if here.is_affected(one) and one.id in ends and ends[one.id].kind is not StayKind.TEMPORARY
    )
    values = {
        **known,
        "score": score(here, course),
        "temporary_homes": _most_bought_in(here, course),
    }
    wrong = []
    for bound in bounds:
        if bound.holds is Holds.THIS_CALENDAR and dict(course.starts) != dict(own.starts):
            continue
        if (bound.returning or 0) > inside[ReturnWish.RETURN]:
            continue
        if (bound.undecided or 0) > inside[ReturnWish.UNDECIDED]:
            continue
        value = values.get(bound.figure)
        if value is None:
            if bound.figure not in values:
                wrong.append(f"a bound on {bound.figure}, which is no figure")
            continue
        if not bound.allows(float(value)):
            wrong.append(
                f"{bound.figure} is {value} in {name}, and no plan ({bound.holds.value}) has "
                f"{'more' if bound.sense.value == 'at most' else 'less'} than {bound.value} "
                f"({bound.how})"
            )
    return wrong


def _most_bought_in(here: Neighbourhood, course: Course) -> int:
    """Return the most bought-in temporary homes lived in at once."""
    months: Counter[int] = Counter()
    for stay in course.stays:
        if here.home_of[stay.home].stage is Stage.TEMPORARY:
            months.update(range(stay.start, stay.end))
    return max(months.values(), default=0)


def main(words: list[str]) -> int:
    """Do the seeds that have no row yet; print what is wrong; say how many of what."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=Path("build/many.csv"))
    asked = parser.parse_args(words)
    rows = _kept(asked.out)
    wanted = range(asked.first, asked.first + asked.count)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    with asked.out.open("a", newline="") as text:
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        if not rows:
            writer.writeheader()
        for seed in wanted:
            if str(seed) in rows:
                continue
            begin = time.process_time()
            try:
                outcome, bounds, wrong = faults(seed)
            except Exception:
                outcome, bounds = "failed", 0
                wrong = [traceback.format_exc(limit=-2).replace("\n", " ")]
            row = {
                "seed": str(seed),
                "outcome": outcome,
                "bounds": str(bounds),
                "seconds": f"{time.process_time() - begin:.2f}",
                "wrong": "; ".join(wrong),
            }
            writer.writerow(row)
            text.flush()
            rows[str(seed)] = row
            if wrong:
                print(f"seed {seed}: {row['wrong']}", flush=True)
    mine = [rows[str(seed)] for seed in wanted]
    outcomes = Counter(row["outcome"] for row in mine)
    bad = [row["seed"] for row in mine if row["wrong"]]
    print(
        f"{len(mine)} neighbourhoods: {outcomes['plan']} plans, {outcomes['no plan']} without one, "
        f"{sum(int(row['bounds']) for row in mine)} bounds; {len(bad)} with something wrong"
        + (f": seeds {', '.join(bad[:20])}" if bad else "")
    )
    return 1 if bad else 0


def _kept(file: Path) -> dict[str, dict[str, str]]:
    if not file.exists():
        return {}
    with file.open(newline="") as text:
        return {row["seed"]: row for row in csv.DictReader(text)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
