"""The small neighbourhood that `hecht new` writes: made up, complete, and soon planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import MappingProxyType

from hecht.exchange.folder import write
from hecht.exchange.schema import TableSchema, design_schemas, schemas
from hecht.exchange.tables import Dialect
from hecht.neighbourhood import (
    Block,
    Capacity,
    DeclaredBy,
    Group,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Polygon,
    Project,
    ReturnWish,
    Stage,
    Tie,
    TieKind,
    Wish,
    WishKind,
    Works,
)

WEST, SOUTH = 133_400.0, 397_200.0
"""The corner of the example in RD New, in metres."""

README = "LEESMIJ.md"


def example() -> Neighbourhood:
    """Return the example: three blocks, twelve homes, ten households, all of it made up."""
    return Neighbourhood(
        project=Project(
            name="Merelbuurt (voorbeeld)",
            start=Month(2027, 1),
            horizon=30,
            announced=Month(2026, 9),
            reference_date=date(2026, 9, 1),
            price_year=2026,
            organisation="Woonstichting Voorbeeld",
            contact="merelbuurt@example.org",
            synthetic="alles: dit is een voorbeeld (everything: this is an example)",
        ),
        capacity=Capacity(crews=1, budget_per_year=2_000_000.0),
        policy=Policy(),
        blocks=(
            Block("A", Works.REBUILD, 10, "Merelhof", cost=1_500_000.0),
            Block("B", Works.RENOVATE_EMPTY, 5, "Lijsterhof", cost=400_000.0, after=("A",)),
            Block("C", Works.KEEP, name="Vinkenhof"),
        ),
        homes=(*_old_homes(), *_new_homes(), *_temporary_homes()),
        households=_households(),
        ties=_ties(),
        wishes=(
            Wish("H01", 1, WishKind.HOUSEHOLD, "H02"),
            Wish("H02", 1, WishKind.HOUSEHOLD, "H01"),
            Wish("H02", 2, WishKind.STREET, "Merelstraat"),
            Wish("H03", 1, WishKind.HOME, "N-05"),
            Wish("H06", 1, WishKind.TYPE, "appartement"),
            Wish("H06", 2, WishKind.BLOCK, "A"),
        ),
        groups=(Group("G1", ("H01", "H02", "H03")),),
        shapes=MappingProxyType(
            {"A": (_box(0, 0, 50, 25),), "B": (_box(0, 60, 40, 85),), "C": (_box(70, 0, 100, 25),)}
        ),
    )


def _old_homes() -> tuple[Home, ...]:
    homes = [
        Home(
            f"A-{i:02d}", Stage.EXISTING, WEST + 10 * i - 5, SOUTH + 12, 3, "A",
            f"Merelstraat {2 * i - 1}", "Merelstraat", "eengezinswoning", 68.0, 540.0 + 5 * i,
        )
        for i in range(1, 6)
    ]  # fmt: skip
    homes += [
        Home(
            f"B-{i:02d}", Stage.EXISTING, WEST + 10 * i - 5, SOUTH + 72, 4, "B",
            f"Lijsterstraat {2 * i}", "Lijsterstraat", "eengezinswoning", 82.0, 590.0, 640.0,
        )
        for i in range(1, 5)
    ]  # fmt: skip
    homes += [
        Home(
            f"C-{i:02d}", Stage.EXISTING, WEST + 65 + 10 * i, SOUTH + 12, 3, "C",
            f"Vinkstraat {i}", "Vinkstraat", "appartement", 61.0, 520.0, floor=i - 1,
        )
        for i in range(1, 4)
    ]  # fmt: skip
    return tuple(homes)


def _new_homes() -> tuple[Home, ...]:
    """Return two flats on the ground floor, fit for anyone, and three houses."""
    return tuple(
        Home(
            f"N-{i:02d}", Stage.NEW, WEST + 10 * i - 5, SOUTH + 12, 3 if i < 3 else 4, "A",
            f"Merelstraat {2 * i - 1}", "Merelstraat",
            "appartement" if i < 3 else "eengezinswoning",
            64.0 if i < 3 else 88.0, 610.0 if i < 3 else 680.0, accessible=i < 3,
        )
        for i in range(1, 6)
    )  # fmt: skip


def _temporary_homes() -> tuple[Home, ...]:
    return tuple(
        Home(
            f"T-{i:02d}", Stage.TEMPORARY, WEST + 60 + 8 * i, SOUTH + 60, 3,
            address=f"Vinkplein {i}", street="Vinkplein", type="wisselwoning",
            area=60.0, accessible=True,
        )
        for i in range(1, 3)
    )  # fmt: skip


def _households() -> tuple[Household, ...]:
    return (
        Household("H01", "A-01", 1, step_free=True, care=True, rent_max=660.0,
                  tenancy_start=Month(1986, 4)),
        Household("H02", "A-02", 2, rent_max=690.0, tenancy_start=Month(1994, 9)),
        Household("H03", "A-03", 4, children=2, tenancy_start=Month(2015, 2)),
        Household("H04", "A-05", 2, ReturnWish.ELSEWHERE, tenancy_start=Month(2019, 11)),
        Household("H05", "B-01", 3, children=1, tenancy_start=Month(2008, 6)),
        Household("H06", "B-02", 1, accessible=True, tenancy_start=Month(1979, 1)),
        Household("H07", "B-04", 5, children=3, tenancy_start=Month(2012, 8)),
        Household("H08", "C-01", 2, tenancy_start=Month(2001, 3)),
        Household("H09", "C-02", 1, ReturnWish.UNDECIDED, tenancy_start=Month(2022, 5)),
        Household("H10", "C-03", 2, children=0),
    )  # fmt: skip


def _ties() -> tuple[Tie, ...]:
    return (
        Tie("H01", "H02", 2.0, TieKind.CARE),
        Tie("H02", "H03"),
        Tie("H03", "H05", 1.0, TieKind.FRIENDS, DeclaredBy.A),
        Tie("H05", "H07"),
        Tie("H06", "H08", 1.0, TieKind.FAMILY),
        Tie("H01", "H06", 1.0, TieKind.FRIENDS),
        Tie("H04", "H03", 1.0, TieKind.NEIGHBOURS, DeclaredBy.B),
        Tie("H08", "H09"),
        Tie("H09", "H10"),
    )


def _box(west: float, south: float, east: float, north: float) -> Polygon:
    w, s, e, n = WEST + west, SOUTH + south, WEST + east, SOUTH + north
    return (((w, s), (e, s), (e, n), (w, n), (w, s)),)


def write_example(folder: str | Path, dialect: Dialect | None = None) -> None:
    """Write the example as a folder, with a page that explains every column.

    Raises FileExistsError when anything stands there that is not an empty folder.
    """
    path = Path(folder)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(17, "this is there already; choose another name", str(path))
    write(example(), path, dialect, {README: readme()})


def readme() -> str:
    """Return the page that lies in the folder: every file and column, Dutch and English."""
    lines = [
        "# Een buurt voor hecht / A neighbourhood for hecht",
        "",
        "Alles hierin is verzonnen. Vervang het door uw eigen buurt en controleer met "
        "`hecht check`. Eén rij is één blok, woning, huishouden, band of wens. Maanden schrijft u "
        "als 2027-05; een streepje (|) scheidt namen in één cel.",
        "",
        "All of this is made up. Put your own neighbourhood in its place and check it with "
        "`hecht check`. A row is one block, home, household, tie or wish. Write months as 2027-05; "
        "a bar (|) separates names in one cell.",
        "",
        "project.toml: naam, start, capaciteit en beleid / name, start, capacity and policy.",
        "blocks.geojson: omtrekken van blokken, mag ontbreken / outlines of blocks, may be left "
        "out.",
    ]
    lines += [
        "",
        "options.csv, option_homes.csv, scenarios.csv en public_space.geojson mogen ontbreken: ze "
        "zijn er om varianten te vergelijken. `hecht options MAP --write` maakt een eerste stel "
        "opties.",
        "",
        "options.csv, option_homes.csv, scenarios.csv and public_space.geojson may be left out: "
        "they are there to compare scenarios. `hecht options FOLDER --write` makes a first set of "
        "options.",
    ]
    lines += explained((*schemas().values(), *design_schemas().values()))
    return "\n".join(lines) + "\n"


def explained(tables: Iterable[TableSchema]) -> list[str]:
    """Return lines that explain every column of these tables, Dutch and English."""
    lines: list[str] = []
    for schema in tables:
        lines += ["", f"## {schema.path}", "", schema.description_nl, "", schema.description, ""]
        for column in schema.columns:
            must = " *" if column.required else ""
            choices = f" ({', '.join(column.enum)})" if column.enum else ""
            told = f"{column.description_nl} / {column.description}{choices}"
            lines.append(f"- `{column.name}`{must} {told}")
    return [*lines, "", "\\* moet gevuld zijn / must be filled in"]
