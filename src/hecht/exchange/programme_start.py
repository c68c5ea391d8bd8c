"""Writing the folder of a broad programme, and the small one that `--new` makes to start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from hecht.area.indicator import Theme
from hecht.area.programme import Goal, Measure, Nature, Programme, Status
from hecht.exchange.example import explained
from hecht.exchange.folder import write_files
from hecht.exchange.programme_file import FILE
from hecht.exchange.project_file import toml_value
from hecht.exchange.schema import programme_schemas
from hecht.exchange.tables import Dialect, csv_text
from hecht.exchange.values import render
from hecht.neighbourhood import Month

README = "LEESMIJ.md"

_COMMENTS = {
    "name": "What the programme is called. Left out: the name of this folder.",
    "area": "The code of the area, such as BU08550101; measures for a larger area then cover it.",
    "organisation": "Who draws the programme up.",
    "synthetic": "What is made up, in words; shown wherever the programme is shown.",
}


def programme_texts(programme: Programme, dialect: Dialect | None = None) -> dict[str, str]:
    """Return the files of a programme by name."""
    style = dialect or Dialect()
    texts = {FILE: _about(programme)}
    for name, schema in programme_schemas().items():
        rows = []
        for item in getattr(programme, name):
            record = _record(item, schema.id_column)
            rows.append([_cell(record[column.name], style) for column in schema.columns])
        texts[schema.path] = csv_text([column.name for column in schema.columns], rows, style)
    return texts


def _record(item: Measure | Goal, id_column: str) -> Mapping[str, Any]:
    values = {field.name: getattr(item, field.name) for field in fields(item)}
    return {**values, id_column: item.id}


def _cell(value: Any, dialect: Dialect) -> str:
    if isinstance(value, tuple):
        value = tuple(str(one) for one in value)
    return render(value, dialect.decimal)


def _about(programme: Programme) -> str:
    lines = ["# A broad programme for hecht (hecht area programme). docs/programme.md explains it."]
    for key, comment in _COMMENTS.items():
        value = getattr(programme, key)
        line = f"{key} = {toml_value(value)}"
        lines += ["", f"# {comment}", line if value else f"# {line}"]
    return "\n".join(lines) + "\n"


def write_start(folder: str | Path, dialect: Dialect | None = None) -> None:
    """Write a small made-up programme, with a page that explains every column.

    Raises FileExistsError when anything stands there that is not an empty folder.
    """
    path = Path(folder)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(17, "this is there already; choose another name", str(path))
    write_files({**programme_texts(start(), dialect), README: readme()}, path)


def start() -> Programme:
    """Return the programme to start from: two goals, three measures, all of it made up."""
    return Programme(
        name="Brede wijkaanpak (voorbeeld)",
        organisation="Gemeente Voorbeeld",
        synthetic="Alles: dit is een voorbeeld. (Everything: this is an example.)",
        goals=(
            Goal("g1", "Niemand staat er alleen voor tijdens de herstructurering",
                 Theme.LONELINESS_COHESION, "vm_cohesion", 6.5, 2030,
                 "prestatieafspraken (voorbeeld)"),
            Goal("g2", "De woningen zijn warm en betaalbaar", Theme.ENERGY_CLIMATE, "gas_use",
                 900, 2030, "prestatieafspraken (voorbeeld)"),
        ),
        measures=(
            Measure("m1", "Vast gezicht voor wie verhuist", Theme.LONELINESS_COHESION,
                    Nature.SOCIAL, "guidance", "Elk huishouden weet bij wie het terecht kan", "g1",
                    "vm_cohesion", (Theme.HEALTH,), "Woonstichting Voorbeeld", "",
                    ("gemeente", "welzijnsorganisatie"), (), Month(2027, 1), Month(2028, 12),
                    90_000.0, 2026, "corporatie", Status.PLANNED, ("waterbed-guidance",)),
            Measure("m2", "Woningen isoleren", Theme.ENERGY_CLIMATE, Nature.PHYSICAL,
                    "renovation", "Lagere energierekening", "g2", "gas_use", (),
                    "Woonstichting Voorbeeld", "", (), ("Lijsterhof",), Month(2027, 4),
                    Month(2027, 9), 400_000.0, 2026, "corporatie"),
            Measure("m3", "Buurtkamer in een leegstaande woning", Theme.LONELINESS_COHESION,
                    Nature.SOCIAL, "", "Een plek om elkaar te zien", status=Status.IDEA),
        ),
    )  # fmt: skip


def readme() -> str:
    """Return the page that lies in the folder: every file and column, Dutch and English."""
    lines = [
        "# Een brede wijkaanpak voor hecht / A broad programme for hecht",
        "",
        "Alles hierin is verzonnen. Vervang het door uw eigen maatregelen en doelen. Eén rij is "
        "één maatregel of doel. Maanden schrijft u als 2027-05; een streepje (|) scheidt namen in "
        "één cel. Maak de bladzijde met `hecht area programme MAP --out wijkaanpak.html`.",
        "",
        "All of this is made up. Put your own measures and goals in its place. A row is one "
        "measure or goal. Write months as 2027-05; a bar (|) separates names in one cell. Make the "
        "page with `hecht area programme FOLDER --out programme.html`.",
    ]
    lines += explained(programme_schemas().values())
    return "\n".join(lines) + "\n"
