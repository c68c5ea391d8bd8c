"""hecht beside practice on Kampen: real homes, real ties, on the same instance in one run.

    make kampen && python benchmarks/kampen.py build/kampen --seconds 60 --seed 1 --seed 2

Prints for each seed what both plans reach, what is provably possible, the ratio of ties kept, and
the peak memory; exits 1
when a plan breaks a rule. The clock is the search's own limit, so how many rounds fit in it
depends on the machine; ratios on the same machine can be compared.
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path

from hecht.cli.bound_words import sentences
from hecht.exchange import read
from hecht.planning import Plan, make_plan
from hecht.planning.check import check

FIGURES = (
    "returned_of_wishing",
    "ties_kept_count",
    "ties_near_start",
    "alone",
    "moves",
    "months_temporary",
    "duration_months",
    "vacant_home_months",
)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, action="append")
    options = parser.parse_args()
    neighbourhood = read(options.folder)
    practice = make_plan(neighbourhood, method="practice")
    print(f"{'':14}" + "".join(f"{name:>20}" for name in FIGURES))
    sound = show("practice", practice)
    kept = practice.outcomes()["ties_kept_count"] or 0
    for seed in options.seed or [1]:
        plan = make_plan(neighbourhood, seconds=options.seconds, seed=seed)
        sound &= show(f"hecht, seed {seed}", plan)
        ratio = (plan.outcomes()["ties_kept_count"] or 0) / kept if kept else float("nan")
        print(f"{'':14}{plan.iterations} rounds; ties kept: {ratio:.2f} times practice")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")
    return 0 if sound else 1


def show(name: str, plan: Plan) -> bool:
    """Print a plan's figures; return whether it breaks no rule."""
    outcomes = plan.outcomes().as_dict()
    print(f"{name:14}" + "".join(f"{outcomes[figure] or 0:>20,}" for figure in FIGURES))
    for sentence in sentences(plan):
        print(f"  {sentence}")
    broken = check(plan.neighbourhood, plan.course)
    for violation in broken[:5]:
        print(f"  rule {violation.rule}: {violation.text}")
    return not broken


if __name__ == "__main__":
    sys.exit(main())
