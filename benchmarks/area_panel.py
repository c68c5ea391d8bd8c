"""How large a national panel of areas is, and how fast it answers.

    python benchmarks/area_panel.py --years 20 --indicators 120 --to /tmp/national

Makes a panel of the size of the Netherlands (14,500 buurten, 3,400 wijken, 342 municipalities and
the country) with made-up figures, an edition a year, and asks it what a profile asks: the history
of one area, and for each indicator the latest figures of all areas of its level. One edition is
also written as the CSV that CBS publishes, and imported from it. Prints sizes, seconds (wall and
processor) and memory. Nothing here says anything about real areas.
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from hecht.area.dictionary import indicators
from hecht.area.edition_columns import columns_of
from hecht.area.indicator import Source
from hecht.area.panel import Level
from hecht.area.reading import Reading, ReadingMaker
from hecht.exchange.area_import import read_area_file
from hecht.exchange.area_store import add, open_panel

MUNICIPALITIES, DISTRICTS, NEIGHBOURHOODS = 342, 3_400, 14_500


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long a piece of work took."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    print(
        f"{what}: {time.perf_counter() - wall:.2f} s, "
        f"{time.process_time() - processor:.2f} s of processor"
    )


def codes() -> list[str]:
    """Return the codes of a made-up country, each area in the one above it."""
    towns = [f"{at:04d}" for at in range(1, MUNICIPALITIES + 1)]
    districts = [
        f"{towns[at % MUNICIPALITIES]}{at // MUNICIPALITIES:02d}" for at in range(DISTRICTS)
    ]
    places = [f"{districts[at % DISTRICTS]}{at // DISTRICTS:02d}" for at in range(NEIGHBOURHOODS)]
    return ["NL", *(f"GM{one}" for one in towns), *(f"WK{one}" for one in districts),
            *(f"BU{one}" for one in places)]  # fmt: skip


def edition(year: int, names: list[str], areas: list[str], absent: float) -> Reading:
    """Return a made-up edition: figures of every area, a part of them not published."""
    chance = np.random.default_rng(year)
    maker = ReadingMaker("made-up", str(year))
    places = [maker.area(code, year, f"Area {code}") for code in areas]
    for at, name in enumerate(names):
        # the figures of an area are alike over the years, as real ones are
        level = np.random.default_rng(at).gamma(2.0, 20.0, len(areas))
        values = np.round(level * (1 + chance.normal(0, 0.05, len(areas))), at % 2)
        values[chance.random(len(areas)) < absent] = np.nan
        source = Source(f"made-up-{year}/{name}", "", "made up", f"{year}.csv", name, str(year))
        maker.column(places, year, name, values, source)
    return maker.reading()


def write_kwb(path: Path, areas: list[str]) -> None:
    """Write a made-up edition of the key figures as CBS publishes them."""
    names = [one.column for one in columns_of("kwb").all() if not one.per and one.first is None
             and one.column.startswith(("a_", "p_", "g_"))][:110]  # fmt: skip
    chance = np.random.default_rng(1)
    rows = chance.integers(0, 5_000, (len(areas), len(names))).astype(str)
    rows[chance.random(rows.shape) < 0.2] = "."
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["gwb_code_10", "regio", "ind_wbi", *names])
        writer.writerows([code, code, "1", *row] for code, row in zip(areas, rows, strict=True))


def ask(folder: Path, area: str, names: list[str]) -> None:
    """Ask what a profile asks, of a panel that was just opened."""
    panel = open_panel(folder)
    figures = panel.history(area)
    count = 0
    for name in names:
        years = panel.years(name, Level.NEIGHBOURHOOD)
        count += len(panel.across(name, years[-1], Level.NEIGHBOURHOOD)[0])
    print(f"  {len(figures):,} figures of {area}, {count:,} figures of all buurten")


def main() -> None:
    """Make the panel and measure it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--indicators", type=int, default=120)
    parser.add_argument("--absent", type=float, default=0.15, help="part that is not published")
    parser.add_argument("--to", type=Path, help="keep the panel here")
    given = parser.parse_args()
    areas, names = codes(), list(indicators())[: given.indicators]
    folder = given.to or Path(tempfile.mkdtemp(prefix="hecht-panel-"))
    try:
        _measure(given, folder, areas, names)
    finally:
        if given.to is None:
            shutil.rmtree(folder, ignore_errors=True)


def _measure(given: argparse.Namespace, folder: Path, areas: list[str], names: list[str]) -> None:
    first = 2005
    for year in range(first, first + given.years):
        reading = edition(year, names, areas, given.absent)
        if year in (first, first + given.years - 1):
            with timed(f"add the edition of {year} ({len(reading):,} figures)"):
                add(folder, reading)
        else:
            add(folder, reading)
    cells = len(areas) * given.years * len(names)
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    print(f"{len(areas):,} areas x {given.years} years x {len(names)} indicators: {cells:,} "
          f"figures, {size:.0f} MB on disk, {1e6 * size / cells:.2f} bytes a figure")  # fmt: skip
    area = areas[-7_000]
    with timed("a profile from a panel just opened"):
        ask(folder, area, names)
    with timed("the same once more"):
        ask(folder, area, names)
    panel = open_panel(folder)
    with timed("one indicator in all years"):
        for year in panel.years(names[0], Level.NEIGHBOURHOOD):
            panel.across(names[0], year, Level.NEIGHBOURHOOD)
    with timed("the changes of borders of one area"):
        panel.changes(area)
    with timed("all areas of one municipality"):
        panel.areas(Level.NEIGHBOURHOOD, inside="GM0001")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / f"kwb-{first}.csv"
        write_kwb(path, areas)
        with timed(f"read an edition of {path.stat().st_size / 1e6:.0f} MB of CSV"):
            reading = read_area_file(path)
        with timed(f"add its {len(reading):,} figures to the full panel"):
            add(folder, reading)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"at most {peak:.0f} MB of memory")


if __name__ == "__main__":
    main()
