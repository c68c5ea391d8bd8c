"""The sealed record: every change afterwards is found, and its row named."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.consent import ConsentError, Entry, certificate, faults, read_record, record_faults
from hecht.consent.record import written
from tests.consent.cases import Measurement, agreed, units


def small() -> Measurement:
    """Return a record of four rows."""
    measurement = Measurement(units(2)).say("A0", "yes").say("A1", "no")
    return measurement.put("strike", row=3, why="typed at the wrong number")


def test_a_record_reads_back_as_it_was_written() -> None:
    """Bytes to rows to bytes, without faults; the seals chain."""
    record = small()
    reading = record.reading
    assert list(reading.entries) == record.entries
    assert not record_faults(reading)
    assert [one.previous for one in reading.entries[1:]] == [o.seal for o in reading.entries[:-1]]


def test_every_changed_byte_is_found_and_its_row_named() -> None:
    """Each byte in turn, changed in three ways: the fault names that row or the one after it."""
    data = small().data
    row = 1
    for at, byte in enumerate(data):
        for other in {byte ^ 1, byte ^ 32, 0x30} - {byte}:
            found = record_faults(read_record(data[:at] + bytes([other]) + data[at + 1 :]))
            assert found, at
            assert found[0].row in (row, row + 1), (at, found)
        row += byte == 0x0A


def test_every_byte_taken_out_or_put_in_is_found_unless_it_ends_the_file() -> None:
    """A shorter or longer row is as wrong as a changed one."""
    data = small().data
    for at in range(len(data) - 1):
        assert record_faults(read_record(data[:at] + data[at + 1 :])), at
        assert record_faults(read_record(data[:at] + b"x" + data[at:])), at
    assert not record_faults(read_record(data[:-1])), "only the last line feed: nothing is lost"


def test_rows_removed_added_or_swapped_are_named() -> None:
    """The fault stands at the first row that is not where it was written."""
    one, two, three, four = small().data.splitlines(keepends=True)
    assert record_faults(read_record(one + three + four))[0].row == 2
    assert record_faults(read_record(one + three + two + four))[0].row == 2
    assert record_faults(read_record(one + two + two + three + four))[0].row == 3
    assert record_faults(read_record(two + three + four))[0].row == 1


def test_a_row_that_is_sealed_anew_breaks_the_row_after_it() -> None:
    """Who changes a no into a yes and computes its seal is found at the next row."""
    entries = small().entries
    forged = resealed(replace(entries[2], facts={**entries[2].facts, "answer": "yes"}))
    data = b"".join(e.line() for e in [*entries[:2], forged, entries[3]])
    found = record_faults(read_record(data))
    assert found[0].row == 4
    assert "another row 3" in found[0].text


def test_a_chain_that_is_whole_but_says_what_cannot_be_is_refused() -> None:
    """A row for a tenancy that is not on the roll, rightly sealed, is named all the same."""
    entries = small().entries
    forged = resealed(
        replace(entries[3], kind="answer", facts={**entries[1].facts, "tenancy": "Q"})
    )
    found = record_faults(read_record(b"".join(e.line() for e in [*entries[:3], forged])))
    assert "row 4: tenancy Q" in str(found[0])


def test_rows_cut_off_at_the_end_show_in_the_last_seal_only() -> None:
    """What the chain cannot show by itself, a seal given out before does."""
    record = small()
    cut = read_record(b"".join(e.line() for e in record.entries[:3]))
    assert not record_faults(cut)
    assert cut.head != record.reading.head


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read(data: bytes) -> None:
    """Rubbish gives faults or an unfinished line, never a crash."""
    reading = read_record(data)
    assert reading.faults or not reading.entries
    assert record_faults(reading)


def test_a_certificate_is_counted_again_by_anyone() -> None:
    """A right one has no fault; a changed count, standing or row has one."""
    found = json.loads(json.dumps(certificate(agreed(7, 10).reading)))
    assert faults(found) == []
    for changed in (
        {**found, "units": [{**found["units"][0], "yes": 8}]},
        {**found, "closes": "2026-04-30"},
        {**found, "tenancies": found["tenancies"][1:]},
        {**found, "record": found["record"][:-1]},
        {**found, "more": 1},
        {key: value for key, value in found.items() if key != "head"},
    ):
        assert faults(changed)


def test_a_certificate_needs_a_closed_measurement() -> None:
    """Before the closing there is no result."""
    with pytest.raises(ConsentError, match="not closed"):
        certificate(small().reading)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10), st.data())
def test_every_changed_value_of_a_certificate_is_found(yes: int, data: st.DataObject) -> None:
    """Any one letter or digit of the whole certificate, changed, makes it wrong."""
    text = json.dumps(certificate(agreed(yes, 10).reading))
    at = data.draw(st.integers(0, len(text) - 1).filter(lambda at: text[at].isalnum()))
    other = "1" if text[at] == "0" else "0" if text[at].isdigit() else "z"
    if other == text[at]:
        return
    try:
        found = json.loads(text[:at] + other + text[at + 1 :])
    except ValueError:
        return
    assert faults(found)


def resealed(entry: Entry) -> Entry:
    content = {key: value for key, value in entry.as_dict().items() if key != "seal"}
    return replace(entry, seal=hashlib.sha256(written(content)).hexdigest())
