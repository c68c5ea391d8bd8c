"""From the fields of one entry, as people write them, to an `Entry`, or to what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from hecht.effects.evidence import Entry, Strength
from hecht.effects.evidence_words import SOURCE_KINDS

COLUMNS = tuple(field.name for field in fields(Entry))
"""The fields of an entry, in the order of the file."""

REQUIRED = tuple(
    field.name
    for field in fields(Entry)
    if field.default is MISSING
    and field.name not in ("effect", "low", "high", "level", "address", "title_nl", "finding_nl")
)
"""The fields that may not be empty. Dutch texts are required of the entries of hecht only."""

_NUMBERS = ("effect", "low", "high", "level")
_TRUTHS = ("verified", "failure")
_YES = ("yes", "ja", "true", "waar", "1")
_NO = ("no", "nee", "false", "onwaar", "0", "")
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
_NO_FIGURE = ("no figure", "geen cijfer")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an entry: in which `column`, what, and what to do."""

    column: str
    text: str
    fix: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"column {self.column}: {self.text}; {self.fix}"


class EntryFaults(ValueError):
    """An entry cannot be read; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults."""
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def entry_from(values: Mapping[str, Any], known_themes: frozenset[str] | None = None) -> Entry:
    """Return the entry that these fields describe.

    Cells are text, or numbers, booleans and lists where a file has such. Themes are separated by
    a semicolon; the strength is a word of `Strength` or its number. An empty `effect` means that
    the source has no figure. Raises EntryFaults with all that is wrong.
    """
    faults: list[Fault] = []
    texts = {name: _text(values.get(name)) for name in COLUMNS}
    for name in REQUIRED:
        if not texts[name]:
            faults.append(Fault(name, "is empty", "fill it in"))
    unknown = sorted(str(name) for name in set(values) - set(COLUMNS) if name)
    faults += [
        Fault(name, "is no field of an entry", f"use one of {', '.join(COLUMNS)}")
        for name in unknown
    ]
    for name in ("key", "measure"):
        if texts[name] and not _WORD.match(texts[name]):
            faults.append(
                Fault(name, f"{texts[name]!r} is no plain word", "use small letters, digits, _, -")
            )
    made: dict[str, Any] = dict(texts)
    made["themes"] = _themes(texts["themes"], known_themes, faults)
    made["strength"] = _strength(texts["strength"], faults)
    if texts["source_kind"] and texts["source_kind"] not in SOURCE_KINDS:
        faults.append(_not_one_of("source_kind", texts["source_kind"], SOURCE_KINDS))
    made |= {name: _number(name, texts[name], faults) for name in _NUMBERS}
    made |= {name: _truth(name, texts[name], faults) for name in _TRUTHS}
    _examine_interval(made, faults)
    if faults:
        raise EntryFaults(faults)
    return Entry(**made)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ";".join(_text(one) for one in value)
    return " ".join(str(value).split())


def _not_one_of(column: str, word: str, known: Any) -> Fault:
    return Fault(column, f"{word!r} is not known", f"use one of {', '.join(known)}")


def _themes(text: str, known: frozenset[str] | None, faults: list[Fault]) -> tuple[str, ...]:
    themes = tuple(dict.fromkeys(one.strip() for one in text.split(";") if one.strip()))
    if known is not None:
        faults += [
            _not_one_of("themes", theme, sorted(known)) for theme in themes if theme not in known
        ]
    return themes


def _strength(text: str, faults: list[Fault]) -> Strength:
    word = text.strip().upper()
    if word.isdigit() and int(word) in set(Strength):
        return Strength(int(word))
    if word in Strength.__members__:
        return Strength[word]
    if text:
        names = [f"{one.name.lower()} ({one.value})" for one in Strength]
        faults.append(_not_one_of("strength", text, names))
    return Strength.STATED


def _number(column: str, text: str, faults: list[Fault]) -> float | None:
    if not text or text.lower() in _NO_FIGURE:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        faults.append(
            Fault(column, f"{text!r} is no number", "write a number, or leave it empty: no figure")
        )
        return None
    return value


def _truth(column: str, text: str, faults: list[Fault]) -> bool:
    word = text.lower()
    if word not in _YES + _NO:
        faults.append(Fault(column, f"{text!r} is neither yes nor no", "write yes or no"))
    return word in _YES


def _examine_interval(made: Mapping[str, Any], faults: list[Fault]) -> None:
    effect, low, high, level = (made[name] for name in _NUMBERS)
    if (low is None) != (high is None):
        missing = "low" if low is None else "high"
        faults.append(Fault(missing, "is empty", "an interval has two ends, or none"))
    if low is None or high is None:
        return
    if effect is None:
        faults.append(Fault("effect", "is empty and there is an interval", "give the effect too"))
    elif not low <= effect <= high:
        faults.append(
            Fault("effect", f"{effect} is not between {low} and {high}", "correct one of them")
        )
    if level is None or not 0 < level < 1:
        faults.append(Fault("level", "is no share", "write 0.95 for an interval of 95%"))
