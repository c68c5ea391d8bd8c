"""Write build/profiles: profiles of Utrecht Overvecht and of Den Haag Kampen, from public files.

Overvecht has the key figures of 2023 and 2024 and the distances of 2023, of Utrecht alone. Kampen
has the key figures of 2022 of its own and 13 other neighbourhoods, and of its district the key
figures of 2016 and the Leefbaarometer 2.0 of 2002 to 2016. What these files do not hold is told
on the pages.

    python examples/make_profiles.py [FOLDER]

The public data lies beside the checkout in ../shared, or where HECHT_SHARED says. It is not part
of this project; the folder that this writes is not either.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from hecht.area.profile import Profile, profile
from hecht.exchange.area_import import read_area_file
from hecht.exchange.area_outlines import add_shapes
from hecht.exchange.area_shapes import read_area_shapes
from hecht.exchange.area_store import AreaPanel, add, open_panel
from hecht.report.area_map import codes_around
from hecht.report.area_profile import write_profile

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class File:
    """A public file: where it lies, what kind it is, and its year where the name tells none."""

    path: str
    kind: str
    year: int | None = None


@dataclass(frozen=True)
class Example:
    """A profile to be made: its area, files, outlines with their year, and what the map shows."""

    name: str
    area: str
    files: tuple[File, ...]
    outlines: tuple[str, int] | None = None
    map_of: str = ""


EXAMPLES = (
    Example(
        "overvecht",
        "WK034403",
        (
            File("cbs/utrecht_kwb_2023.csv", "kwb"),
            File("cbs/utrecht_kwb_2024.csv", "kwb"),
            File("cbs/CBS-Utrecht_Nabijheid_voorzieningen_buurt_2023.csv", "nabijheid"),
        ),
        map_of="homes_corporation",
    ),
    Example(
        "kampen",
        "BU05182567",
        (
            File("bag_denhaag/buurten_2022_rd.csv", "kwb"),
            File("cbs/wijk_2016.csv", "kwb", 2016),
            File("cbs/gem_2016.csv", "kwb", 2016),
            File("leefbaarometer/lbm2_wijk_dimensiescore_stand.csv", "leefbaarometer"),
            File("leefbaarometer/lbm2_wijk_klassen.csv", "leefbaarometer"),
        ),
        ("bag_denhaag/buurten_2022.geojson", 2022),
        map_of="households_one_person",
    ),
)


def main(target: Path) -> None:
    """Make the panels and the pages, and tell where they are."""
    data = Path(os.environ.get("HECHT_SHARED", ROOT.parent / "shared")) / "data"
    if not data.is_dir():
        sys.exit(f"The public data is not in {data}; name its folder with HECHT_SHARED=…")
    for example in EXAMPLES:
        panel = panel_of(example, data, target / f"panel-{example.name}")
        for language in ("nl", "en"):
            ending = "" if language == "nl" else f"-{language}"
            page = write(example, panel, target / f"{example.name}{ending}.html", language)[1]
            print(page)


def panel_of(example: Example, data: Path, folder: Path) -> AreaPanel:
    """Read the files of an example into a new panel."""
    if folder.exists():
        shutil.rmtree(folder)
    for file in example.files:
        add(folder, read_area_file(data / file.path, kind=file.kind, year=file.year))
    if example.outlines is not None:
        path, year = example.outlines
        add_shapes(folder, read_area_shapes(data / path)[0], year)
    return open_panel(folder)


def write(example: Example, panel: AreaPanel, page: Path, language: str) -> tuple[Profile, Path]:
    """Write the page of an example; returns the profile and the page."""
    made = profile(panel, example.area)
    shapes = panel.shapes(codes_around(panel, made.area))
    path = write_profile(made, panel, page, language, shapes=shapes, map_of=example.map_of)
    return made, path


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "profiles")
