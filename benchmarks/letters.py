"""How fast letters are made: 1,000 PDFs on two cores must take less than two minutes.

    python benchmarks/letters.py --letters 1000 --workers 2 --language nl

The neighbourhood is made up: everybody moves by a temporary home, so every letter has all its
parts and a map. Measures wall time and CPU time of all processes, and shows the first letter.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import time
from datetime import date
from importlib import metadata

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    DeclaredBy,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Stage,
    Stay,
    StayKind,
    Tie,
    Works,
)
from hecht.report.letters import Letters, letter_files
from hecht.residents.letterhead import Letterhead

HEAD = Letterhead(
    organisation="Voorbeeldcorporatie",
    address=("Marktplein 1", "5000 AB Tilburg"),
    contact_person="Samira de Boer",
    contact_role="wijkconsulent",
    phone="013 - 123 45 67",
    email="wijkteam@example.org",
    objection_address=("Bezwaren", "Postbus 10", "5000 AA Tilburg"),
    reply_days=28,
    objection_days=42,
)
IN_BLOCK = 20


def neighbourhood(count: int) -> tuple[Neighbourhood, Course]:
    """Return a neighbourhood of so many households, each with two moves."""
    homes, households, stays, ties = [], [], [], []
    blocks = -(-count // IN_BLOCK)
    starts = {f"b{b}": 6 + b for b in range(blocks)}
    for number in range(count):
        b, at = divmod(number, IN_BLOCK)
        x, y = 134_000.0 + 7 * at + 170 * (b % 5), 395_000.0 + 40 * (b // 5)
        street = f"Vogelstraat {b // 5 + 1}"
        where = (x, y, 4, f"b{b}", f"{street}-{number}", street, "eengezinswoning", 85.0)
        homes.append(Home(f"o{number}", Stage.EXISTING, *where, rent=480.0, label="E"))
        homes.append(Home(f"n{number}", Stage.NEW, *where, rent=560.0, label="A", outdoor=40.0))
        homes.append(Home(f"t{number}", Stage.TEMPORARY, x, y - 60, 3, address=f"Pad {number}"))
        households.append(Household(f"h{number:04}", f"o{number}", 3, tenancy_start=Month(2005, 1)))
        ties += [Tie(f"h{number:04}", f"h{(number + k) % count:04}", declared_by=DeclaredBy.BOTH)
                 for k in (1, 3)]  # fmt: skip
        start, end = starts[f"b{b}"], starts[f"b{b}"] + 4
        name = f"h{number:04}"
        stays += [
            Stay(name, f"o{number}", 0, start, StayKind.START),
            Stay(name, f"t{number}", start, end, StayKind.TEMPORARY),
            Stay(name, f"n{number}", end, 12 + blocks, StayKind.FINAL),
        ]
    here = Neighbourhood(
        project=Project(
            "Vogelbuurt", Month(2024, 1), 12 + blocks, price_year=2024, synthetic="made up"
        ),
        capacity=Capacity(9),
        policy=Policy(habituation_years=3.0),
        blocks=tuple(Block(f"b{b}", Works.REBUILD, 4, f"Blok {b}") for b in range(blocks)),
        homes=tuple(homes),
        households=tuple(households),
        ties=tuple(ties),
    )
    return here, Course(12 + blocks, starts, tuple(stays))


def cpu() -> float:
    """Return the CPU seconds of this process and of those it started that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Make the letters and print what it took, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--language", default="nl")
    wanted = parser.parse_args()
    other = wanted.language != "nl"
    here, course = neighbourhood(-(-wanted.letters // (2 if other else 1)))
    order = Letters(
        here, course, HEAD, date(2024, 1, 15), formats=("pdf",),
        languages=(wanted.language,) if other else None,
    )  # fmt: skip
    wall, used = time.perf_counter(), cpu()
    made = [len(one.content) for one in letter_files(order, wanted.workers)]
    wall, used = time.perf_counter() - wall, cpu() - used
    facts = {
        "date": date.today().isoformat(),
        "letters": len(made),
        "languages": ["nl", wanted.language] if other else ["nl"],
        "workers": wanted.workers,
        "wall_seconds": round(wall, 1),
        "cpu_seconds": round(used, 1),
        "cpu_seconds_per_letter": round(used / len(made), 3),
        "mean_bytes": sum(made) // len(made),
        "weasyprint": metadata.version("weasyprint"),
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    print(json.dumps(facts, indent=2))


if __name__ == "__main__":
    main()
