"""How long it takes to check a folder of 10,000 rows. Run: python benchmarks/check_rows.py

The folder has 300 blocks, 3,900 homes, 2,600 households, 2,600 ties and 600 wishes, and is
checked twice: as it is, and with a fault in every twentieth row. The times are those of a fresh
process with all its imports.
"""

from __future__ import annotations

import json
import platform
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from hecht.exchange import write
from hecht.neighbourhood import (
    Block,
    Capacity,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Stage,
    Tie,
    Wish,
    WishKind,
    Works,
)

SEED = 1
CHECK = """
import json, sys, time
begin = time.perf_counter()
from hecht.exchange import examine
_, found = examine(sys.argv[1])
print(json.dumps([time.perf_counter() - begin, time.process_time(), len(found)]))
"""


def large(seed: int) -> Neighbourhood:
    """Return a sound neighbourhood of 10,000 rows with many different rents and limits."""
    rng = random.Random(seed)
    blocks = tuple(Block(f"B{i}", Works.REBUILD, 2, cost=1e5) for i in range(300))
    homes = []
    for i in range(3900):
        stage = Stage.EXISTING if i < 2600 else Stage.NEW
        homes.append(
            Home(
                f"W{i}", stage, 133_000.0 + i % 60 * 10, 397_000.0 + i // 60 * 10,
                rng.randint(2, 5), f"B{i % 300}", street=f"Straat {i % 90}",
                rent=round(rng.uniform(450, 880), 2), floor=rng.randint(0, 3),
                lift=rng.random() < 0.3, accessible=rng.random() < 0.2,
            )
        )  # fmt: skip
    households = tuple(
        Household(
            f"H{i}", f"W{i}", rng.randint(1, 4), rent_max=round(rng.uniform(600, 900), 2),
            step_free=rng.random() < 0.1, tenancy_start=Month(rng.randint(1970, 2025), 1),
        )
        for i in range(2600)
    )  # fmt: skip
    ties = tuple(Tie(f"H{i}", f"H{(i + 7) % 2600}") for i in range(2600))
    wishes = tuple(Wish(f"H{i}", 1, WishKind.STREET, f"Straat {i % 90}") for i in range(600))
    return Neighbourhood(
        Project("Groot", Month(2027, 1), 400), Capacity(10), Policy(), blocks, tuple(homes),
        households, ties, wishes,
    )  # fmt: skip


def spoil(folder: Path) -> None:
    """Put a fault in every twentieth row of every table."""
    for path in sorted(folder.glob("*.csv")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for i in range(20, len(lines) - 1, 20):
            cells = lines[i].split(",")
            cells[1 + i // 20 % (len(cells) - 1)] = "onzin"
            lines[i] = ",".join(cells)
        path.write_text("\n".join(lines), encoding="utf-8")


def seconds(folder: Path) -> tuple[float, float, int]:
    """Return the best of three fresh processes: seconds, seconds of CPU, problems found."""
    runs = []
    for _ in range(3):
        result = subprocess.run(
            [sys.executable, "-c", CHECK, str(folder)], capture_output=True, text=True, check=True
        )
        runs.append(json.loads(result.stdout))
    wall, cpu, found = min(runs)
    return float(wall), float(cpu), int(found)


def main() -> None:
    """Print the times."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "large"
        write(large(SEED), folder)
        rows = sum(
            len(p.read_text(encoding="utf-8").splitlines()) - 1 for p in folder.glob("*.csv")
        )
        print(f"{rows} rows, seed {SEED}, Python {platform.python_version()}")
        for name in ("sound", "spoiled"):
            if name == "spoiled":
                spoil(folder)
            wall, cpu, found = seconds(folder)
            print(f"{name:8} {wall:6.2f} s ({cpu:.2f} s of CPU)  {found} problems")


if __name__ == "__main__":
    main()
