"""The library of evidence: the entries that come with hecht, one's own, and finding them.

The entries rest each on its source; see docs/evidence.md for the scale and the rules.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from hecht.effects.evidence import Entry, Strength
from hecht.effects.evidence_fields import EntryFaults, entry_from
from hecht.effects.evidence_words import measure_label
from hecht.effects.own_entry import About, entry_of

__all__ = [
    "FILE",
    "About",
    "LibraryError",
    "combine",
    "entry_of",
    "find",
    "load",
    "parse",
    "search",
]

FILE = "entries.toml"
"""The file of the entries that come with hecht, beside this module."""


class LibraryError(ValueError):
    """Entries cannot be taken together or read; the message says which, where and what to do."""


@cache
def load() -> tuple[Entry, ...]:
    """Return the entries that come with hecht, in the order of their file."""
    return parse(files("hecht.effects").joinpath(FILE).read_text(encoding="utf-8"), FILE)


def parse(text: str, file: str = FILE) -> tuple[Entry, ...]:
    """Read entries from TOML: a table [[entry]] each, with the fields of `Entry`.

    Raises LibraryError that names every entry and field that is wrong.
    """
    try:
        tables = tomllib.loads(text).get("entry", [])
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{file} cannot be read: {error}; correct that line") from None
    entries: list[Entry] = []
    wrong: list[str] = []
    for number, table in enumerate(tables, start=1):
        try:
            entries.append(entry_from(table))
        except EntryFaults as error:
            where = f"{file}, entry {number} ({table.get('key', 'no key')})"
            wrong += [f"{where}, {fault}" for fault in error.faults]
    if wrong:
        raise LibraryError("\n".join(wrong))
    return combine(entries, ())


def combine(own: Iterable[Entry], shipped: Iterable[Entry] | None = None) -> tuple[Entry, ...]:
    """Return the entries that come with hecht (or `shipped`) and one's own after them.

    Raises LibraryError when two have one key.
    """
    entries = (*(load() if shipped is None else shipped), *own)
    twice = sorted(key for key, times in Counter(one.key for one in entries).items() if times > 1)
    if twice:
        raise LibraryError(
            f"more than one entry has the key {', '.join(twice)}; give each a key of its own"
        )
    return entries


def find(key: str, entries: Iterable[Entry] | None = None) -> Entry:
    """Return the entry with this key. Raises LibraryError when there is none."""
    from difflib import get_close_matches

    known = {one.key: one for one in (load() if entries is None else entries)}
    if key in known:
        return known[key]
    near = get_close_matches(key, known, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "`hecht evidence` lists the keys"
    raise LibraryError(f"there is no entry with the key {key!r}; {hint}")


def search(
    entries: Sequence[Entry] | None = None,
    words: str = "",
    *,
    theme: str = "",
    measure: str = "",
    outcome: str = "",
    strength: Strength | int = Strength.STATED,
    failure: bool | None = None,
) -> tuple[Entry, ...]:
    """Return the entries that fit, the strongest design first, then in the order of the library.

    All `words` must occur in the texts of an entry, in either language; letters with accents
    count as those without. `strength` is the least; `failure` True gives only what did not work,
    False only the rest. `entries` is the library that comes with hecht when it is not given.
    """
    sought = _plain(words).split()
    found = [
        one
        for one in (load() if entries is None else entries)
        if (not theme or theme in one.themes)
        and measure in ("", one.measure)
        and outcome in ("", one.outcome)
        and one.strength >= strength
        and failure in (None, one.failure)
        and all(word in _plain(_texts(one)) for word in sought)
    ]
    return tuple(sorted(found, key=lambda one: -one.strength))


_SOUGHT = (
    *("key", "title", "what", "to_whom", "where", "when", "design", "outcome", "finding"),
    *("not_shown", "source", "title_nl", "what_nl", "to_whom_nl", "design_nl", "outcome_nl"),
    *("finding_nl", "not_shown_nl", "where_nl", "when_nl"),
)


def _texts(entry: Entry) -> str:
    labels = (measure_label(entry.measure, language) for language in ("en", "nl"))
    return " ".join([*(getattr(entry, name) for name in _SOUGHT), *labels])


def _plain(text: str) -> str:
    """Return text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
