"""A measurement on disk: set up, added to, killed, and read again."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hecht.consent import Answer, Book, ConsentError, Draft, Tenancy, UnitHome, count
from hecht.exchange import consent_folder as files
from hecht.exchange.consent_answers import read_answers
from hecht.exchange.consent_out import write_certificate
from hecht.exchange.ics import Term, calendar_text

AT = datetime(2026, 3, 5, 10, tzinfo=UTC)
CONDITION = "Dit voorstel bindt niemand als minder dan 70% ja zegt."
KEYS = f"""name = "Vinken"
landlord = "Wonen"
reference_date = 2026-03-01
opens = 2026-03-01
closes = 2026-03-31
offer_file = "offer.txt"
offer_version = "1"
condition = "{CONDITION}"
"""


def folder(place: Path, homes: int = 10, text: str = "Beste huurder,\n" + CONDITION) -> Path:
    """Write a measurement of one unit of so many let homes."""
    place.mkdir(exist_ok=True)
    files.write_setup(
        place,
        KEYS,
        [UnitHome(f"w{i}", "A") for i in range(homes)],
        [Tenancy(f"T{i}", f"w{i}", None, None, f"Naam{i}") for i in range(homes)],
        text,
    )
    return place


def opened(place: Path, homes: int = 10) -> Path:
    """Write and open a measurement."""
    files.open_measurement(folder(place, homes), AT, "A")
    return place


def said(tenancy: str, word: str = "yes") -> Answer:
    """Return what a tenancy says on the second of March."""
    return Answer(tenancy, word, date(2026, 3, 2), "letter")


def keep(place: Path, *answers: Answer) -> list[int]:
    """Add answers and return their rows."""
    added = files.append(place, lambda book: [one.row(book, AT, "A") for one in answers])
    return [one.number for one in added.entries]


def test_a_folder_is_written_opened_and_read_again(tmp_path: Path) -> None:
    """What is set up is what the record fixes; the names stay out of the record."""
    place = opened(tmp_path / "m")
    book = files.read_book(place)
    assert len(book.home_of) == 10
    assert files.differences(place, book) == []
    assert b"Naam" not in (place / files.RECORD).read_bytes()


def test_it_is_opened_once(tmp_path: Path) -> None:
    """A second opening would throw answers away, so it is refused."""
    place = opened(tmp_path / "m")
    with pytest.raises(ConsentError, match="opened before"):
        files.open_measurement(place, AT, "A")


def test_the_offer_must_say_that_it_is_conditional(tmp_path: Path) -> None:
    """Without the sentence, or for a PDF that nobody looked at, nothing is opened."""
    place = folder(tmp_path / "m", text="Beste huurder, zegt u ja?")
    with pytest.raises(ConsentError, match="word for word"):
        files.open_measurement(place, AT, "A")
    (place / "offer.pdf").write_bytes(b"%PDF-1.7")
    keys = KEYS.replace("offer.txt", "offer.pdf")
    (place / files.SETUP).write_text(keys, encoding="utf-8")
    with pytest.raises(ConsentError, match="condition_seen_by"):
        files.open_measurement(place, AT, "A")
    (place / files.SETUP).write_text(keys + 'condition_seen_by = "A. Jansen"\n', encoding="utf-8")
    files.open_measurement(place, AT, "A")
    assert files.read_book(place).offer.file == "offer.pdf"


def test_a_folder_that_changed_after_the_opening_is_told(tmp_path: Path) -> None:
    """Later tenancies change nothing; another closing day, roll or text is named."""
    place = opened(tmp_path / "m")
    table = place / files.TENANCIES
    lines = table.read_text(encoding="utf-8").replace("T3,w3,,,", "T3,w3,,2026-03-09,")
    table.write_text(lines + "T99,w3,2026-03-10,,Naam99\n", encoding="utf-8")
    assert files.differences(place, files.read_book(place)) == []
    table.write_text(lines.replace("2026-03-09", "2026-02-20"), encoding="utf-8")
    (place / "offer.txt").write_text(CONDITION + "!", encoding="utf-8")
    told = files.differences(place, files.read_book(place))
    assert ["roll" in told[0], "offer.txt" in told[1]] == [True, True]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("consent.toml", "closes = 2026-03-31", "closes = soon", "consent.toml cannot be read"),
        ("consent.toml", "closes = 2026-03-31", 'closes = "soon"', "closes is 'soon'"),
        ("consent.toml", "closes = 2026-03-31", "closes = 2026-02-01", "before the opening"),
        ("consent.toml", 'landlord = "Wonen"', "", "landlord is missing"),
        ("consent.toml", '"offer.txt"', '"../offer.txt"', "in this folder itself"),
        ("tenancies.csv", "T3,w3,,", "T3,w3,1 mei,", "row 5, column first_day"),
        ("tenancies.csv", "T3,w3", "T3,w99", "home w99"),
        ("homes.csv", "home,unit", "home,block", "column unit is missing"),
    ],
)
def test_mistakes_of_the_setup_are_named(
    tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    """File, row and column, and nothing is opened."""
    place = folder(tmp_path / "m")
    text = (place / file).read_text(encoding="utf-8")
    assert old in text
    (place / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ConsentError, match=words):
        files.open_measurement(place, AT, "A")
    assert not (place / files.RECORD).exists()


def test_the_same_answer_is_kept_once(tmp_path: Path) -> None:
    """Entering it again gives no second row; after a strike it can be entered again."""
    place = opened(tmp_path / "m")
    assert keep(place, said("T0"), said("T1")) == [2, 3]
    assert keep(place, said("T1"), said("T2")) == [4]
    files.append(place, lambda book: [Draft("strike", {"row": 3, "why": "x"}, AT, "A")])
    assert keep(place, said("T1")) == [6]


def test_a_table_is_taken_all_or_none(tmp_path: Path) -> None:
    """A row that cannot be added leaves the record as it was; every wrong cell is listed."""
    place = opened(tmp_path / "m")
    before = (place / files.RECORD).read_bytes()
    with pytest.raises(ConsentError, match="outside the count"):
        keep(place, said("T0"), said("Z9"))
    assert (place / files.RECORD).read_bytes() == before
    table = tmp_path / "answers.csv"
    table.write_text(
        "tenancy;answer;given_on;source\nT0;ja;2026-03-02;brief\nT1;misschien;2026-03-02;brief\n"
        "T2;nee;2 maart;visit\n;ja;2026-03-02;web\nT3;ja;2026-03-02;duif\n",
        encoding="utf-8",
    )
    with pytest.raises(ConsentError) as error:
        read_answers(table)
    assert [f"row {row}" in str(error.value) for row in range(2, 7)] == [False, *[True] * 4]
    assert "column source: 'duif' is no source; write letter, visit, web" in str(error.value)
    table.write_text("tenancy;answer;given_on;source\nT0;ja;2026-03-02;bezoek\n", encoding="utf-8")
    assert read_answers(table) == [Answer("T0", "yes", date(2026, 3, 2), "visit")]


def test_a_record_that_stops_at_any_byte_goes_on(tmp_path: Path) -> None:
    """Cut off anywhere in its last row it loses that row at most, and takes the next one."""
    place = opened(tmp_path / "m")
    keep(place, said("T0"), said("T1"))
    path = place / files.RECORD
    whole = path.read_bytes()
    last = whole[:-1].rindex(b"\n") + 1
    for end in [*range(last, len(whole), 7), len(whole) - 1, len(whole)]:
        path.write_bytes(whole[:end])
        keep(place, said("T1"), said("T2"))
        book = files.read_book(place)
        assert Counter(one.tenancy for one in book.said) == {"T0": 1, "T1": 1, "T2": 1}, end


def test_nothing_is_added_to_a_damaged_record(tmp_path: Path) -> None:
    """The row is named, and the file stays as it is."""
    place = opened(tmp_path / "m")
    keep(place, said("T0", "no"), said("T1"))
    path = place / files.RECORD
    path.write_bytes(path.read_bytes().replace(b'"answer":"no"', b'"answer":"yes"'))
    before = path.read_bytes()
    with pytest.raises(ConsentError, match="row 2: its content was changed"):
        keep(place, said("T2"))
    assert path.read_bytes() == before


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to kill what it started")
def test_killed_at_random_moments_no_kept_answer_is_lost_or_doubled(tmp_path: Path) -> None:
    """200 times kill -9 while answers are typed in: every row that was told stands there once."""
    chance = random.Random(7)
    tenancies = [f"T{i}" for i in range(500)]
    place = opened(tmp_path / "m", homes=len(tenancies))
    told: dict[int, bytes] = {}
    for _ in range(200):
        reader, writer = os.pipe()
        first = len(files.read(place).entries) - 1
        child = os.fork()
        if child == 0:
            _type_in(place, tenancies[max(0, first - 2) :], writer)
        os.close(writer)
        with os.fdopen(reader, "rb") as heard:
            lines = [heard.readline() for _ in range(chance.randint(0, 1))]
            time.sleep(chance.uniform(0.0, 0.02))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            lines += heard.read().splitlines(keepends=True)
        for line in lines:
            if line.endswith(b"\n"):
                row, seal = line.split()
                told[int(row)] = seal
        reading = files.read(place)
        assert not reading.faults
        seals = {entry.number: entry.seal.encode() for entry in reading.entries}
        assert all(seals[row] == seal for row, seal in told.items())
    assert len(told) > 80
    keep(place, *map(said, tenancies))
    book = files.read_book(place)
    assert Counter(one.tenancy for one in book.said) == Counter(tenancies)
    assert count(book).units[0].yes == len(tenancies)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to add from many at once")
def test_many_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    """Four people type at the same time, some of it twice: each answer stands there once."""
    place = opened(tmp_path / "m", homes=40)
    children = []
    for first in range(4):
        child = os.fork()
        if child == 0:
            _type_in(place, [f"T{i}" for i in range(first * 8, first * 8 + 16)], None)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    book = files.read_book(place)
    assert Counter(one.tenancy for one in book.said) == Counter(f"T{i}" for i in range(40))


def _type_in(place: Path, tenancies: list[str], writer: int | None) -> None:
    """Be the child: add answers one by one, telling of each that is kept; never return."""
    try:
        for tenancy in tenancies:
            added = files.append(place, lambda book, t=tenancy: _row(book, t))
            for entry in added.entries if writer is not None else ():
                os.write(writer, f"{entry.number} {entry.seal}\n".encode())
    finally:
        os._exit(0)


def _row(book: Book, tenancy: str) -> list[Draft]:
    return [said(tenancy).row(book, AT, "A")]


def test_the_certificate_folder_is_written_whole(tmp_path: Path) -> None:
    """The same record gives the same bytes; another folder is never overwritten."""
    place = opened(tmp_path / "m")
    keep(place, *[said(f"T{i}") for i in range(7)])
    late = datetime(2026, 4, 1, 9, tzinfo=UTC)
    files.append(place, lambda book: [Draft("close", {}, late, "A")])
    for out in ("one", "two", "two"):
        write_certificate(place, tmp_path / out, files.read(place), {"page.html": "x"})
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("one", "two"))
    assert one == two
    assert set(one) == {"certificate.json", "record.jsonl", "offer-1-offer.txt", "page.html"}
    with pytest.raises(ConsentError, match="no folder of a certificate"):
        write_certificate(place, place, files.read(place), {})
    (place / "offer.txt").write_text("other", encoding="utf-8")
    with pytest.raises(ConsentError, match="put the text that was offered back"):
        write_certificate(place, tmp_path / "three", files.read(place), {})
    assert not (tmp_path / "three").exists()


def test_the_calendar_is_whole_days_and_folded() -> None:
    """Commas are escaped, long lines folded at 75 bytes, the same input gives the same bytes."""
    terms = [Term(date(2026, 12, 31), "Laatste dag, " + "ë" * 60)]
    text = calendar_text("Vinken", terms, date(2026, 1, 1))
    assert text == calendar_text("Vinken", terms, date(2026, 1, 1))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101" in text
    assert "Laatste dag\\, " in text.replace("\r\n ", "")
