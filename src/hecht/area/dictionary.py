"""The indicators that come with hecht, and dictionaries of a user's own: CSV with a row for each.

Every file tables/indicators*.csv is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

from hecht.area.indicator import Indicator, Kind, Theme

FIELDS = tuple(field.name for field in fields(Indicator))
"""The columns of a dictionary of indicators: all fields of `Indicator`."""

_Choice = TypeVar("_Choice", Theme, Kind)

_NEEDED = ("code", "theme", "kind", "unit", "label")
_BETTER = ("more", "less", "")


class DictionaryError(ValueError):
    """A dictionary is wrong; the message gives file, row, column and what to do."""


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return the indicators that come with hecht, by their code, in the order of the themes."""
    found: dict[str, Indicator] = {}
    room = files("hecht.area").joinpath("tables")
    names = sorted(one.name for one in room.iterdir() if one.name.startswith("indicators"))
    for name in names:
        for one in parse(room.joinpath(name).read_text(encoding="utf-8"), name):
            if one.code in found:
                raise DictionaryError(f"{name}: indicator {one.code} is in another file already")
            found[one.code] = one
    for one in found.values():
        if one.weight and one.weight not in found:
            raise DictionaryError(f"{one.code}: its weight {one.weight} is not an indicator")
    themes = list(Theme)
    ordered = sorted(found.values(), key=lambda one: themes.index(one.theme))
    return MappingProxyType({one.code: one for one in ordered})


def parse(text: str, name: str) -> list[Indicator]:
    """Read indicators from CSV text (comma or semicolon) with the columns of `FIELDS`.

    Code, theme, kind, unit and label are needed; Dutch words default to the others, and a column
    may be left out. Raises DictionaryError with row and column.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > 3 else ",")
    missing = [column for column in _NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise DictionaryError(
            f"{name}: column {', '.join(missing)} is missing; the columns are {', '.join(FIELDS)}"
        )
    found: list[Indicator] = []
    for record in reader:
        row = {key: (cell or "").strip() for key, cell in record.items() if key in FIELDS}
        found.append(indicator_of(row, f"{name}, row {reader.line_num}"))
        if found[-1].code in {one.code for one in found[:-1]}:
            raise DictionaryError(f"{name}, row {reader.line_num}: {row['code']} comes twice")
    return found


def indicator_of(row: Mapping[str, str], where: str) -> Indicator:
    """Return an indicator from the texts of its fields; `where` begins an error's message."""
    for column in _NEEDED:
        if column != "unit" and not row.get(column):
            raise DictionaryError(f"{where}, {column}: this is empty; fill it in")
    label, definition = row["label"], row.get("definition", "")
    return Indicator(
        code=_code(row["code"], where),
        theme=_choice(Theme, row["theme"], f"{where}, theme"),
        kind=_choice(Kind, row["kind"], f"{where}, kind"),
        unit=row.get("unit", ""),
        label=label,
        label_nl=row.get("label_nl") or label,
        definition=definition,
        definition_nl=row.get("definition_nl") or definition,
        better=_better(row.get("better", ""), where),
        weight=row.get("weight", ""),
        least=_whole(row.get("least", ""), f"{where}, least"),
        decimals=_whole(row.get("decimals", ""), f"{where}, decimals"),
        warning=row.get("warning", ""),
        warning_nl=row.get("warning_nl") or row.get("warning", ""),
        asked=_yes(row.get("asked", ""), f"{where}, asked"),
    )


def _code(text: str, where: str) -> str:
    if not text.replace("_", "").isalnum() or text != text.lower():
        raise DictionaryError(
            f"{where}, code: {text!r} is no code; use small letters, digits and underscores"
        )
    return text


def _choice(choices: type[_Choice], text: str, where: str) -> _Choice:
    try:
        return choices(text.lower())
    except ValueError:
        names = ", ".join(one.value for one in choices)
        raise DictionaryError(f"{where}: {text!r} is not one of {names}") from None


def _better(text: str, where: str) -> str:
    if text not in _BETTER:
        raise DictionaryError(f"{where}, better: {text!r} is not more, less or empty")
    return text


def _yes(text: str, where: str) -> bool:
    low = text.lower()
    if low not in ("", "yes", "no", "true", "false"):
        raise DictionaryError(f"{where}: {text!r} is not yes or no")
    return low in ("yes", "true")


def _whole(text: str, where: str) -> int:
    if not text:
        return 0
    if not text.isdigit():
        raise DictionaryError(f"{where}: {text!r} is not a whole number")
    return int(text)
