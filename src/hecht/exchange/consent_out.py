"""What goes out of a consent measurement: the certificate and the counsellors' list."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hecht.consent import (
    SOURCES,
    Book,
    Clock,
    ConsentError,
    Reading,
    Said,
    Tenancy,
    certificate,
    count,
)
from hecht.exchange.beside import folder_beside
from hecht.exchange.tables import Dialect, csv_text

CERTIFICATE = "certificate.json"
_LIST = ("tenancy", "unit", "home", "name", "standing", *SOURCES, "struck")
_TERM = ("term_why", "notice", "last_day", "state")


def write_certificate(
    folder: Path, out: Path, reading: Reading, pages: dict[str, str]
) -> dict[str, Any]:
    """Write the folder of a certificate as a whole, and return the certificate.

    It holds the certificate, the record, every text of the offer that is still in `folder` with
    the hash that the record has, and `pages` (name, HTML). Raises ConsentError when there is no
    result yet, when the text that was measured is gone or changed, or when `out` holds
    something else than an earlier certificate.
    """
    empty = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    if not empty and not (out / CERTIFICATE).is_file():
        raise ConsentError(f"{out} is no folder of a certificate; choose another with --out")
    found = certificate(reading)
    texts = _texts(folder, found["offers"])
    with folder_beside(out) as part:
        (part / CERTIFICATE).write_bytes(certificate_bytes(found))
        (part / "record.jsonl").write_bytes(b"".join(one.line() for one in reading.entries))
        for name, data in texts.items():
            (part / name).write_bytes(data)
        for name, html in pages.items():
            (part / name).write_text(html, encoding="utf-8")
    return found


def certificate_bytes(found: dict[str, Any]) -> bytes:
    """Return a certificate as the bytes of its file."""
    return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode()


def read_certificate(path: Path) -> dict[str, Any]:
    """Read a certificate. Raises ConsentError when it is no JSON object."""
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise ConsentError(f"{path.name} cannot be read as JSON: {error}") from None
    if not isinstance(found, dict):
        raise ConsentError(f"{path.name} is not a certificate")
    return found


def counsellors_list(book: Book, tenancies: Sequence[Tenancy], clocks: Sequence[Clock]) -> str:
    """Return the list with names for counsellors as CSV text, in the order of units.

    Of each tenancy it has side by side what came in by letter, visit and web: the answer, its
    day, text version, row and who entered it; then what was struck, and the eight weeks.
    """
    names = {one.tenancy: one.name for one in tenancies}
    clock_of = {one.tenancy: one for one in clocks}
    standings = count(book).standings
    heard: dict[str, list[Said]] = {tenancy: [] for tenancy in book.home_of}
    for said in book.said:
        heard[said.tenancy].append(said)
    rows = []
    for unit in book.units:
        for tenancy, home in unit.tenancies:
            own = [one for one in heard[tenancy] if one.row not in book.struck]
            ways = [_told(one for one in own if one.source == source) for source in SOURCES]
            struck = _told(one for one in heard[tenancy] if one.row in book.struck)
            name, standing = names.get(tenancy, ""), standings[tenancy].value
            term = _term(clock_of.get(tenancy))
            rows.append((tenancy, unit.unit, home, name, standing, *ways, struck, *term))
    return csv_text((*_LIST, *_TERM), rows, Dialect())


def _told(said: Iterable[Said]) -> str:
    """Return what was said, in the order in which it was given."""
    return "; ".join(
        f"{one.word} {one.given_on}{f' (text {one.version})' if one.version else ''}, row "
        f"{one.row} by {one.entered_by}"
        for one in sorted(said, key=lambda one: (one.given_on, one.row))
    )


def _term(clock: Clock | None) -> tuple[str, str, str, str]:
    if clock is None:
        return "", "", "", ""
    return clock.why, str(clock.notice or ""), str(clock.last_day or ""), clock.state.value


def _texts(folder: Path, offers: Sequence[dict[str, str]]) -> dict[str, bytes]:
    texts: dict[str, bytes] = {}
    for offer in offers:
        path = folder / offer["file"]
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == offer["sha256"]:
            version = re.sub(r"[^\w.-]", "_", offer["version"])
            texts[f"offer-{version}-{path.name}"] = data
        elif offer is offers[-1]:
            raise ConsentError(
                f"{offer['file']} is not the text of version {offer['version']} any more (its "
                "SHA-256 differs from the record); put the text that was offered back"
            )
    return texts
