"""One's own entries of evidence: written, read back, added to, and what is wrong in them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.effects.evidence import Entry
from hecht.effects.library import LibraryError, load
from hecht.exchange.evidence_file import append_evidence, read_evidence, with_own
from hecht.exchange.tables import Dialect, csv_text


def own(key: str = "own-one", **changed: object) -> Entry:
    """Return an entry of one's own, like one of hecht's."""
    return replace(load()[1], key=key, **changed)  # type: ignore[arg-type]


def test_entries_are_added_and_come_back(tmp_path: Path) -> None:
    """A file that is not there is made; the next entry comes after the first; nothing else."""
    path = tmp_path / "evidence.csv"
    one, two = own(), own("own-two", effect=None, low=None, high=None, level=None)
    append_evidence(path, [one])
    append_evidence(path, [two])
    assert read_evidence(path) == (one, two)
    assert with_own([path])[-2:] == (one, two)
    assert [file.name for file in tmp_path.iterdir()] == ["evidence.csv"]


@pytest.mark.parametrize("key", ["own-one", "heygate"])
def test_the_same_key_twice_is_refused_and_the_file_left_alone(tmp_path: Path, key: str) -> None:
    """Whether the key is in the file or in hecht's own library."""
    path = tmp_path / "evidence.csv"
    append_evidence(path, [own()])
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=f"nothing was added to .*{key}"):
        append_evidence(path, [own(key)])
    assert path.read_bytes() == before


def test_a_file_with_semicolons_keeps_them(tmp_path: Path) -> None:
    """As a spreadsheet with Dutch settings writes it; decimals are commas then."""
    path = tmp_path / "evidence.csv"
    append_evidence(path, [own()])
    records = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    records[1] = [cell.replace("-0.", "-0,") if cell[:3] == "-0." else cell for cell in records[1]]
    path.write_text(csv_text(records[0], records[1:], Dialect(";", ",")), encoding="utf-8")
    assert read_evidence(path) == (own(),)
    append_evidence(path, [own("own-two")])
    assert read_evidence(path) == (own(), own("own-two"))
    text = path.read_text(encoding="utf-8-sig")
    assert text.count(";-0,039;") == 2
    assert text.splitlines()[0].startswith("key;title;")


def test_what_is_wrong_is_told_by_row_and_column(tmp_path: Path) -> None:
    """Every row at once, with the line of the file; a theme that is none; a key twice."""
    path = tmp_path / "mine.csv"
    append_evidence(path, [own(), own("own-two"), own("own-three")])
    text = path.read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    lines[1] = lines[1].replace("loneliness_cohesion;people", "company")
    lines[2] = lines[2].replace("own-two", "own-three").replace("compared", "very good", 1)
    path.write_text("\n".join([*lines, lines[3]]) + "\n", encoding="utf-8")
    with pytest.raises(LibraryError) as error:
        read_evidence(path)
    said = str(error.value).splitlines()
    assert any(
        line.startswith("mine.csv, row 2, column themes: 'company' is not known") for line in said
    )
    assert any("mine.csv, row 3, column strength: 'very good'" in line for line in said)
    assert any("mine.csv, row 5, column key: 'own-three' is the key of row 4" in x for x in said)


def test_a_text_that_would_spoil_the_file_is_written_as_one_line(tmp_path: Path) -> None:
    """Line ends and signs that no reader shows become spaces."""
    path = tmp_path / "evidence.csv"
    append_evidence(path, [own(finding="one\0two\nthree\x07 four")])
    assert read_evidence(path)[0].finding == "one two three four"


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    """An empty file and a workbook by another name."""
    path = tmp_path / "mine.csv"
    path.write_bytes(b"")
    with pytest.raises(LibraryError, match="nothing in it"):
        read_evidence(path)
    path.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(LibraryError, match="not a table of text"):
        read_evidence(path)


@given(
    title=st.text(min_size=1).filter(lambda text: text.isprintable() and text.split() == [text]),
    effect=st.floats(-1e6, 1e6),
    width=st.floats(0, 1e3),
)
def test_any_entry_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, title: str, effect: float, width: float
) -> None:
    """Titles that a spreadsheet would run, and figures to the last digit."""
    path = tmp_path_factory.mktemp("evidence") / "evidence.csv"
    entry = own(title=title, effect=effect, low=effect - width, high=effect + width)
    append_evidence(path, [entry])
    assert read_evidence(path) == (entry,)
