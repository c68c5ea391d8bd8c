"""The sheets of the workbook: an explanation in Dutch and English, the project, and the tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from hecht.exchange.project_keys import ALL_KEYS
from hecht.exchange.schema import Column, TableSchema, all_schemas
from hecht.neighbourhood import PRESETS

ROWS = 20_000
"""As far down as the drop-downs go."""

_BOLD = Font(bold=True)
_TITLE = Font(bold=True, size=14)
_MUST = PatternFill("solid", start_color="FFF2CC")
_MAY = PatternFill("solid", start_color="E7E6E6")
_WRAP = Alignment(wrap_text=True, vertical="top")

_INTRO = (
    ("Een buurt voor hecht", "A neighbourhood for hecht"),
    (
        "Vul het blad project en de bladen daarachter in. Eén rij is één blok, woning, huishouden, "
        "band of wens. Laat de namen van bladen en kolommen staan; hun volgorde is vrij.",
        "Fill in the sheet project and the sheets after it. A row is one block, home, household, "
        "tie or wish. Keep the names of sheets and columns; columns may be in any order.",
    ),
    (
        "Gele kolommen moeten gevuld zijn; grijze mogen leeg blijven. Leeg betekent: niet bekend, "
        "of de waarde die de uitleg noemt.",
        "Yellow columns must be filled in; grey ones may stay empty. Empty means not known, or "
        "the value that the explanation names.",
    ),
    (
        "Maanden schrijf je als 2027-05. Meer namen in één cel scheid je met een streepje: B|C. "
        "Ja en nee: kies yes of no, of schrijf ja of nee.",
        "Write months as 2027-05. Separate names in one cell with a bar: B|C. "
        "For yes and no, choose yes or no.",
    ),
    (
        "Schrijf geen namen van mensen en geen medische gegevens: gebruik nummers voor "
        "huishoudens, en alleen wat een woning moet kunnen.",
        "Write no names of people and no medical facts: use numbers for households, and only "
        "what a home must offer.",
    ),
    (
        "Controleer met: hecht check BESTAND.xlsx. Alle fouten komen in één keer, met blad en rij.",
        "Check with: hecht check FILE.xlsx. All faults are listed at once, with sheet and row.",
    ),
    (
        "Omtrekken van blokken mogen ernaast liggen als BESTAND.geojson of BESTAND.gpkg, openbare "
        "ruimte als BESTAND.public_space.geojson of BESTAND.public_space.gpkg.",
        "Outlines of blocks may lie beside it as FILE.geojson or FILE.gpkg, public space as "
        "FILE.public_space.geojson or FILE.public_space.gpkg.",
    ),
    (
        "De bladen options, option_homes en scenarios mogen leeg blijven: die zijn er om varianten "
        "te vergelijken.",
        "The sheets options, option_homes and scenarios may stay empty: they are there to compare "
        "scenarios.",
    ),
    (
        "Het blad norms mag leeg blijven: het is voor eigen bedragen en normen, met de bron erbij.",
        "The sheet norms may stay empty: it is for amounts and norms of your own, with their "
        "source.",
    ),
)


def explanation(book: Workbook) -> None:
    """Add the sheet that explains every sheet and column, Dutch beside English."""
    sheet = book.create_sheet("uitleg - explanation")
    for letter, width in zip("ABCDE", (16, 18, 58, 58, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    for dutch, english in _INTRO:
        sheet.append([None, None, dutch, english])
    for cell in sheet[1]:
        cell.font = _TITLE
    sheet.append([])
    head = ["blad / sheet", "kolom / column", "uitleg", "explanation", "keuzes / choices"]
    _bold(_add(sheet, head))
    for schema in all_schemas().values():
        _bold(_add(sheet, [schema.name, None, schema.description_nl, schema.description]))
        for column in schema.columns:
            _add(
                sheet,
                [
                    schema.name,
                    column.name,
                    column.description_nl,
                    column.description,
                    _choices(column),
                ],
            )
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = _WRAP


def _choices(column: Column) -> str | None:
    if column.enum:
        return ", ".join(column.enum)
    if column.kind == "boolean":
        return "yes, no (ja, nee)"
    return column.unit or None


def project(book: Workbook, values: dict[str, Any]) -> None:
    """Add the sheet of the project's keys, with their values where there are any."""
    sheet = book.create_sheet("project")
    for letter, width in zip("ABCDEF", (32, 26, 14, 24, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    _bold(_add(sheet, ["key", "value", "unit", "voorbeeld / example", "uitleg", "explanation"]))
    sheet.freeze_panes = "C2"
    for key in ALL_KEYS:
        value = values.get(key.path)
        row = _add(sheet, [key.path, None, key.unit or None, key.example, key.help_nl, key.help])
        row[1].fill = _MUST if key.required else _MAY
        if key.kind not in ("integer", "number"):
            row[1].number_format = "@"
        _put(row[1], value if isinstance(value, int | float | str | None) else str(value))
        if key.kind == "preset":
            choice = DataValidation("list", formula1=f'"{",".join(PRESETS)}"', allow_blank=True)
            choice.add(f"B{row[1].row}")
            sheet.add_data_validation(choice)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = _WRAP


def table(book: Workbook, schema: TableSchema, rows: Sequence[Sequence[Any]]) -> None:
    """Add the sheet of one table, with its drop-downs and limits, and its rows."""
    sheet = book.create_sheet(schema.name)
    head = _add(sheet, [column.name for column in schema.columns])
    sheet.freeze_panes = "B2"
    for cell, column in zip(head, schema.columns, strict=True):
        letter = get_column_letter(cell.column)
        sheet.column_dimensions[letter].width = max(12, len(column.name) + 3)
        if column.kind in ("string", "yearmonth", "date", "list"):
            sheet.column_dimensions[letter].number_format = "@"
        cell.font = _BOLD
        cell.fill = _MUST if column.required else _MAY
        rule = _rule(column)
        rule.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(rule)
    text = [column.kind in ("string", "yearmonth", "date", "list") for column in schema.columns]
    for number, values in enumerate(rows, start=2):
        for place, value in enumerate(values):
            if value is not None:
                cell = sheet.cell(number, place + 1)
                if text[place]:
                    cell.number_format = "@"
                _put(cell, value)


def _rule(column: Column) -> DataValidation:
    """Return what a column takes: a drop-down, limits, or only a hint."""
    if column.enum or column.kind == "boolean":
        choices = ",".join(column.enum or ("yes", "no"))
        rule = DataValidation("list", formula1=f'"{choices}"', allow_blank=True)
    elif column.reference and column.kind == "string":
        rule = DataValidation(
            "list", formula1=f"{column.reference}!$A$2:$A${ROWS}", allow_blank=True
        )
        rule.errorStyle = "warning"
    elif column.kind in ("integer", "number"):
        rule = DataValidation(
            "whole" if column.kind == "integer" else "decimal",
            operator="between",
            formula1=f"{column.minimum if column.minimum is not None else 0:.15g}",
            formula2=f"{column.maximum if column.maximum is not None else 1e12:.15g}",
            allow_blank=True,
        )
    else:
        rule = DataValidation(allow_blank=True)
    rule.showErrorMessage = True
    rule.showInputMessage = True
    rule.promptTitle = column.name[:32]
    rule.prompt = column.description_nl[:255]
    rule.errorTitle = column.name[:32]
    rule.error = (_choices(column) or column.description_nl)[:225]
    return rule


def _add(sheet: Worksheet, values: Sequence[Any]) -> list[Cell]:
    sheet.append(list(values))
    return list(sheet[sheet.max_row])


def _bold(cells: Sequence[Cell]) -> None:
    for cell in cells:
        cell.font = _BOLD


def _put(cell: Cell, value: Any) -> None:
    """Fill a cell; text is never taken for a formula, also not after someone edits it."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
