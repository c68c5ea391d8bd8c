"""How the time to a checked plan, and the memory, grow with the number of homes.

    python benchmarks/scaling.py --sizes 1000,2000,5000,10000,20000 --kind tie-rich
    python benchmarks/scaling.py --draw

Each size is a made-up neighbourhood (`hecht bench make`) planned in a process of its own: from
the neighbourhood in memory to a plan of so many rounds that the independent checker has passed.
Compiling is done before on a tiny neighbourhood and does not count. The rows are kept in
benchmarks/results/scaling.csv; sizes that are there are skipped, so that a run can be taken up
again. The exponent is the slope of a straight line through log seconds over log homes.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import math
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from hecht.report.bench_results import machine, replace_text

COLUMNS = (
    "homes", "kind", "seed", "rounds", "care", "households", "ties", "seconds", "cpu_seconds",
    "check_seconds", "memory_mb", "score", "violations", "date", "cpu", "cores", "versions",
)  # fmt: skip

RESULTS = Path(__file__).parent / "results"

EXPONENT_LIMIT = 1.2


def measure(homes: int, kind: str, seed: int, rounds: int, care: bool) -> dict[str, object]:
    """Plan and check one neighbourhood in this process; return its row."""
    from hecht.exchange.generated import generate
    from hecht.planning import make_plan
    from hecht.planning.check import check
    from hecht.planning.warm import warm_up

    made = generate(homes, kind, seed)
    warm_up()
    begin, cpu = time.monotonic(), time.process_time()
    plan = make_plan(
        made, iterations=rounds, seed=seed, workers=2, bounds=False, groups=care, fairness=care
    )
    planned = time.monotonic()
    violations = check(made, plan.course)
    end = time.monotonic()
    processor, cores, versions = machine()
    return {
        "homes": homes,
        "kind": kind,
        "seed": seed,
        "rounds": rounds,
        "care": "yes" if care else "no",
        "households": len(made.households),
        "ties": len(made.ties),
        "seconds": round(end - begin, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "check_seconds": round(end - planned, 2),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "score": plan.score,
        "violations": len(violations),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cpu": processor,
        "cores": cores,
        "versions": versions,
    }


def exponent(sizes: list[int], seconds: list[float]) -> float:
    """Return the slope of the least-squares line through log seconds over log sizes."""
    x, y = [math.log(size) for size in sizes], [math.log(max(s, 1e-3)) for s in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - mean_x) ** 2 for a in x)


def read_rows(file: Path) -> list[dict[str, str]]:
    """Return the rows that were kept."""
    if not file.exists():
        return []
    with file.open(newline="") as text:
        return list(csv.DictReader(text))


def write_rows(file: Path, rows: list[dict[str, str]]) -> None:
    """Keep the rows, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(file.name + ".tmp")
    with half.open("w", newline="") as text:
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    os.replace(half, file)


def report(folder: Path, rows: list[dict[str, str]]) -> None:
    """Write the table and the plot; say the exponents, by kind and number of rounds."""
    lines = ["# Time and memory over size", ""]
    for kind, rounds, care in dict.fromkeys(
        (row["kind"], row["rounds"], row["care"]) for row in rows
    ):
        some = [r for r in rows if (r["kind"], r["rounds"], r["care"]) == (kind, rounds, care)]
        some.sort(key=lambda row: int(row["homes"]))
        sizes = [int(row["homes"]) for row in some]
        lines += [
            f"## {kind}, {rounds} round{'s' * (rounds != '1')}"
            + (", with care for groups and the worst-off" if care == "yes" else ""),
            "",
            "| homes | ties | seconds | CPU s | of which check | memory, MB | violations | date |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for r in some:
            cells = (
                r["homes"], r["ties"], r["seconds"], r["cpu_seconds"], r["check_seconds"],
                r["memory_mb"], r["violations"], r["date"],
            )  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
        large = [i for i, size in enumerate(sizes) if size >= 1000]
        if len({sizes[i] for i in large}) >= 2:
            slopes = [
                exponent([sizes[i] for i in large], [float(some[i][what]) for i in large])
                for what in ("seconds", "cpu_seconds")
            ]
            words = (
                f"From {sizes[large[0]]:,} homes on time grows with exponent {slopes[0]:.2f} "
                f"(CPU time {slopes[1]:.2f}); the limit is {EXPONENT_LIMIT}."
            )
            lines += [words, ""]
            print(f"{kind}, {rounds} rounds: {words}")
            _draw(folder, f"{kind}-{rounds}{'-care' * (care == 'yes')}", kind, sizes, some, slopes)
        lines += [f"{some[-1]['cpu']}, {some[-1]['cores']} cores; {some[-1]['versions']}.", ""]
    replace_text(folder / "scaling.md", "\n".join(lines))


def _draw(
    folder: Path, name: str, kind: str, sizes: list[int], rows: list[dict[str, str]],
    slopes: list[float],
) -> None:  # fmt: skip
    from hecht.report.bench_plots import draw_scaling

    try:
        draw_scaling(
            folder / f"scaling-{name}.svg",
            sizes,
            [float(row["cpu_seconds"]) for row in rows],
            f"{kind}, CPU seconds: exponent {slopes[1]:.2f}",
        )
    except ModuleNotFoundError:
        print("no plot: matplotlib is not installed")


def main(words: list[str]) -> int:
    """Measure the sizes that have no row yet, then write table and plot."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sizes", default="1000,2000,5000,10000,20000")
    parser.add_argument("--kind", default="tie-rich")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--care", action="store_true", help="care for groups and the worst-off")
    parser.add_argument("--draw", action="store_true", help="only write table and plot again")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.one:
        print(json.dumps(measure(asked.one, asked.kind, asked.seed, asked.rounds, asked.care)))
        return 0
    file = asked.results / "scaling.csv"
    rows = read_rows(file)
    known = {(row["homes"], row["kind"], row["seed"], row["rounds"], row["care"]) for row in rows}
    for size in [] if asked.draw else [int(one) for one in asked.sizes.split(",")]:
        key = (
            str(size),
            asked.kind,
            str(asked.seed),
            str(asked.rounds),
            "yes" if asked.care else "no",
        )
        if key in known:
            continue
        more = [
            *(["--care"] if asked.care else []),
            "--kind",
            asked.kind,
            "--seed",
            str(asked.seed),
            "--rounds",
            str(asked.rounds),
        ]
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size), *more],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print(f"{size} homes failed: {done.stderr.strip().splitlines()[-1:]}")
            return 1
        row = {name: str(value) for name, value in json.loads(done.stdout).items()}
        rows.append(row)
        write_rows(file, rows)
        print(
            f"{size:>7} homes  {row['seconds']:>8} s  cpu {row['cpu_seconds']:>8} s  "
            f"{row['memory_mb']:>6} MB  {row['violations']} violations",
            flush=True,
        )
    report(asked.results, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
