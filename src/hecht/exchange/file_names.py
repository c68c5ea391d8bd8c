"""Names of files from ids that people chose: safe on every system, and never the same twice."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote


def file_names(ids: Iterable[str], ending: str = ".html") -> dict[str, str]:
    """Return a file name for each id; ids that differ in case only get different names.

    Characters that a file name cannot hold are written as %XX.
    """
    taken: set[str] = set()
    result = {}
    for one in ids:
        stem, nth = quote(one, safe=" "), 1
        name = f"{stem}{ending}"
        while name.casefold() in taken:
            nth += 1
            name = f"{stem}~{nth}{ending}"
        taken.add(name.casefold())
        result[one] = name
    return result
