"""What is fetched from the network is kept: a file a request, with what was asked and a hash.

A request is made once. There is no second try by itself: whoever runs the command decides. What
was fetched before is used again without the network, until it is asked anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hecht.area.codes import CodeError, tidy
from hecht.exchange.beside import write_beside

TIMEOUT = 60.0
"""Seconds without an answer, or without more of it, after which a request is given up."""


class OnlineError(ValueError):
    """Something could not be fetched: what, why, and what to do without the network."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file in the cache, fetched at `when` (UTC); `before` tells that it was there already.

    `facts` are what the server told besides: the title of a table, say.
    """

    path: Path
    asked: Mapping[str, str]
    when: str
    sha256: str
    before: bool
    facts: Mapping[str, str]


def fetch(
    cache: str | Path,
    name: str,
    asked: Mapping[str, str],
    get: Callable[[], tuple[bytes, Mapping[str, str]]],
    *,
    refresh: bool = False,
) -> Fetched:
    """Return the file of a request from the cache; `get` fetches its content
    and facts when it is not there.

    `name` begins the file's name and ends in its suffix. Raises OnlineError when the file in the
    cache is no longer what was fetched, and whatever `get` raises: the cache is then as it was.
    """
    digest = hashlib.sha256(json.dumps(dict(asked), sort_keys=True).encode()).hexdigest()[:10]
    stem, dot, suffix = name.rpartition(".")
    path = Path(cache) / f"{stem}-x{digest}{dot}{suffix}"
    record = path.with_name(f"{path.name}.request.json")
    if not refresh and path.is_file() and record.is_file():
        return _kept(path, record)
    content, facts = get()
    sha256 = hashlib.sha256(content).hexdigest()
    when = datetime.now(UTC).isoformat(timespec="seconds")
    write_beside(path, content)
    told = {"asked": dict(asked), "when": when, "sha256": sha256, "facts": dict(facts)}
    write_beside(record, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode())
    return Fetched(path, dict(asked), when, sha256, False, dict(facts))


def _kept(path: Path, record: Path) -> Fetched:
    try:
        told = json.loads(record.read_text("utf-8"))
        found = Fetched(
            path, dict(told["asked"]), str(told["when"]), str(told["sha256"]), True,
            dict(told["facts"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        raise OnlineError(f"{record}: this cannot be read; fetch again with --refresh") from None
    if hashlib.sha256(path.read_bytes()).hexdigest() != found.sha256:
        raise OnlineError(
            f"{path}: this is not what was fetched at {found.when}; fetch again with --refresh"
        )
    return found


def unreachable(address: str, why: object, page: str) -> OnlineError:
    """Return the error for what could not be fetched, with the way by hand."""
    return OnlineError(
        f"{address} could not be fetched: {why}. Without the network: download the table by hand "
        f"({page}) and put it in with `hecht area import FILE --to PANEL`"
    )


def municipality_of(area: str) -> str:
    """Return the tidy code of a municipality, "" for none. Raises OnlineError for another."""
    try:
        code = tidy(area) if area else ""
    except CodeError as fault:
        raise OnlineError(str(fault)) from None
    if code and not re.fullmatch(r"GM\d{4}", code):
        raise OnlineError(f"{area!r} is not the code of a municipality, such as GM0344")
    return code
