"""What the columns of the intake are called above the workbook and in reports."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("nl", "en")
"""The languages of workbooks and reports, the first when none is asked for."""

HEADINGS: Mapping[str, tuple[str, str]] = {
    "code": ("code", "code"),
    "address": ("adres", "address"),
    "result": ("resultaat", "result"),
    "source": ("bron", "source"),
    "date": ("datum", "date"),
    "entered_by": ("ingevoerd door", "entered by"),
    "size": ("personen", "people"),
    "children": ("kinderen", "children"),
    "others_here": ("nog een huishouden", "another household"),
    "wish": ("terug of weg", "return or leave"),
    "step_free": ("zonder trap", "no stairs"),
    "accessible": ("aangepast", "adapted"),
    "floor_max": ("hoogste verdieping", "highest floor"),
    "rooms_min": ("kamers", "rooms"),
    "rent_max": ("hoogste huur", "highest rent"),
    "wish_street": ("straat", "street"),
    "wish_type": ("soort woning", "kind of home"),
    "wish_first": ("belangrijkst", "most important"),
    "near": ("bij wie", "near whom"),
    "near_1": ("bij wie 1", "near whom 1"),
    "near_1_kind": ("band 1", "tie 1"),
    "near_2": ("bij wie 2", "near whom 2"),
    "near_2_kind": ("band 2", "tie 2"),
    "near_3": ("bij wie 3", "near whom 3"),
    "near_3_kind": ("band 3", "tie 3"),
    "near_4": ("bij wie 4", "near whom 4"),
    "near_4_kind": ("band 4", "tie 4"),
    "group_with": ("groep met", "group with"),
    "language": ("taal", "language"),
    "helper": ("wie helpt", "who helps"),
    "filled_by": ("ingevuld door", "filled in by"),
    "remark": ("opmerking", "remark"),
}
"""By column and by question: Dutch, then English."""

_NAME_OF = {
    word.replace(" ", "_"): name for name, pair in HEADINGS.items() for word in (name, *pair)
}


def column_name(text: str) -> str:
    """Return the column that a heading or a name stands for; one that is none keeps its text."""
    return _NAME_OF.get(text.strip().lower().replace(" ", "_"), text)


def heading(name: str, language: str) -> str:
    """Return what a column or question is called; one that is not of the intake keeps its name."""
    pair = HEADINGS.get(name)
    return pair[LANGUAGES.index(language)] if pair else name


def headings(names: str, language: str) -> str:
    """Return what columns are called that are written "size, wish"."""
    return ", ".join(heading(name, language) for name in names.split(", "))
