"""The certificate: the result with everything that is needed to count it again.

It holds the whole record. Who doubts the result reads the rows, checks the chain, counts the
latest answer of each tenancy, and compares; `faults` does exactly that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hecht.consent.acts import offer_facts
from hecht.consent.book import Book, replay
from hecht.consent.measure import Count, Standing, UnitCount, count
from hecht.consent.record import ConsentError, Fault, Reading, rows_of, written

FORMAT = "hecht-consent-certificate/1"

RULE = {
    "law": "article 7:220 paragraph 3 BW",
    "count": "a unit of 10 homes or more; 10 x yes >= 7 x tenancies on the reference date",
    "source": "https://www.vbtm.nl/weblog/redelijk-voorstel-bij-renovatie",
}

RECOMPUTE = [
    "Each row of `record` has a `seal`: the SHA-256 of the row without `seal`, written as JSON "
    "with sorted keys, no spaces and only ASCII. `previous` is the seal of the row before; that "
    "of row 1 is 64 zeros. `head` is the seal of the last row.",
    "Row 1 lists the units, their homes and the tenancies on the reference date. A row of kind "
    "`strike` takes the row that it names out of the count.",
    "Of each tenancy take the rows `withdraw`, and the rows `answer` with the version of the last "
    "offer (row 1, or a later row of kind `offer`). On the latest `given_on` among them all must "
    "say the same: yes is consent; everything else, and no row at all, is not.",
    "Per unit of at least 10 homes: 10 x yes >= 7 x tenancies makes the proposal presumed "
    "reasonable.",
]


def certificate(reading: Reading) -> dict[str, Any]:
    """Return the certificate of a closed measurement as JSON-ready values.

    Raises ConsentError when the record is damaged or the measurement is not closed.
    """
    if reading.faults:
        raise ConsentError(
            f"the record is damaged ({reading.faults[0]}); no certificate can be made of it"
        )
    book = replay(reading.entries)
    if book.closed is None:
        raise ConsentError(
            "the measurement is not closed, so there is no result yet; close it first "
            "(`hecht consent close`)"
        )
    return _certificate(book, count(book), reading)


def faults(found: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with a certificate: its chain, its rows, or its count; [] when good."""
    if found.get("format") != FORMAT:
        return [Fault(None, f"this is not a certificate of the form {FORMAT}")]
    record = found.get("record")
    if not isinstance(record, list) or not all(isinstance(row, dict) for row in record):
        return [Fault(None, "the certificate has no record, so it cannot be counted again")]
    reading = rows_of(record)
    if reading.faults:
        return list(reading.faults)
    try:
        again = certificate(reading)
    except ConsentError as error:
        return [Fault(None, str(error))]
    names = sorted({*again, *found})
    return [
        Fault(None, f"`{name}` is not what the record gives")
        for name in names
        if not (name in found and name in again and _same(found[name], again[name]))
    ]


def record_faults(reading: Reading) -> list[Fault]:
    """Return what is wrong with a record: its chain, or a row that could not have been added."""
    if reading.faults:
        return list(reading.faults)
    try:
        replay(reading.entries)
    except ConsentError as error:
        return [Fault(None, str(error))]
    return []


def _same(one: Any, other: Any) -> bool:
    """Compare as written, so that 1, 1.0 and true are three things."""
    return written({"": one}) == written({"": other})


def _certificate(book: Book, counted: Count, reading: Reading) -> dict[str, Any]:
    rows: dict[str, list[int]] = {tenancy: [] for tenancy in book.home_of}
    for one in book.said:
        rows[one.tenancy].append(one.row)
    return {
        "format": FORMAT,
        "name": book.name,
        "landlord": book.landlord,
        "reference_date": str(book.reference_date),
        "opens": str(book.opens),
        "closes": str(book.closes),
        "closed_on": str(book.closed_on),
        "condition": book.condition,
        "rule": RULE,
        "offers": [offer_facts(one) for one in book.offers],
        "units": [unit_dict(unit) for unit in counted.units],
        "tenancies": [
            {
                "tenancy": tenancy,
                "home": home,
                "unit": unit.unit,
                "standing": counted.standings[tenancy].value,
                "rows": rows[tenancy],
            }
            for unit in book.units
            for tenancy, home in unit.tenancies
        ],
        "how_to_recompute": RECOMPUTE,
        "head": reading.head,
        "record": [entry.as_dict() for entry in reading.entries],
    }


def unit_dict(unit: UnitCount) -> dict[str, Any]:
    """Return the count of a unit as JSON-ready values."""
    return {
        "unit": unit.unit,
        "homes": unit.homes,
        "tenancies": unit.tenancies,
        "yes_needed": unit.needed,
        **{kind.value: unit.counts[kind] for kind in Standing},
        "enough": unit.enough,
        "verdict": unit.verdict.value,
    }
