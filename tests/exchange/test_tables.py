"""CSV in the dialects people have: delimiters, marks, encodings, torn rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.exchange.tables import Dialect, csv_text, read_csv
from hecht.neighbourhood import Problem


def read(tmp_path: Path, data: bytes) -> tuple[list[list[str]] | None, list[int], list[Problem]]:
    path = tmp_path / "ties.csv"
    path.write_bytes(data)
    raw, found = read_csv(path, "ties")
    return (raw.rows if raw else None), (raw.numbers if raw else []), found


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_delimiter_bom_and_line_ends(
    tmp_path: Path, delimiter: str, bom: bool, ending: str
) -> None:
    """Each delimiter is read, with and without a byte order mark, with either line end."""
    text = csv_text(["a", "b"], [["é", "2"], ["", "4"]], Dialect(delimiter, ".", bom))
    rows, numbers, found = read(tmp_path, text.replace("\n", ending).encode())
    assert rows == [["é", "2"], ["", "4"]]
    assert numbers == [2, 3]
    assert found == []


def test_windows_encoding_is_read_with_a_remark(tmp_path: Path) -> None:
    """Windows-1252 is tolerated and told."""
    rows, _, found = read(tmp_path, "a,b\ncafé,€\n".encode("cp1252"))
    assert rows == [["café", "€"]]
    assert [(one.rule, one.severity) for one in found] == [("encoding", "remark")]


def test_utf16_is_read_with_a_remark(tmp_path: Path) -> None:
    """What a spreadsheet calls Unicode text is tolerated and told."""
    rows, _, found = read(tmp_path, "a\tb\né\t2\n".encode("utf-16"))
    assert rows == [["é", "2"]]
    assert [one.severity for one in found] == ["remark"]


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    """A file in no encoding at all is refused, not guessed."""
    rows, _, found = read(tmp_path, b"a,b\n\x81\x8d\xff,1\n")
    assert rows is None
    assert [(one.rule, one.severity) for one in found] == [("encoding", "error")]


def test_a_line_that_names_the_delimiter_counts_as_a_row(tmp_path: Path) -> None:
    """After sep=; the header is row 2, as the file shows it."""
    rows, numbers, found = read(tmp_path, b"sep=;\na;b\n1,5;2\n")
    assert (rows, numbers, found) == ([["1,5", "2"]], [3], [])


def test_rows_are_counted_as_lines_of_the_file(tmp_path: Path) -> None:
    """Empty lines and lines within quotes count; short rows are filled up."""
    rows, numbers, found = read(tmp_path, b'a,b\n\n"x\ny",1\nz\n,\nw,2,,\n')
    assert rows == [["x\ny", "1"], ["z", ""], ["w", "2"]]
    assert numbers == [3, 5, 7]
    assert found == []


def test_a_row_with_too_many_cells_is_named(tmp_path: Path) -> None:
    """A stray comma is reported with its row and the cell too many; the rest is read."""
    rows, numbers, found = read(tmp_path, b"a,b\n1,2,3\n4,5\n")
    assert (rows, numbers) == ([["4", "5"]], [3])
    assert [(one.rule, one.row, one.value) for one in found] == [("too-many-cells", 2, "3")]


def test_a_quote_that_is_not_closed_is_named(tmp_path: Path) -> None:
    """An open quote would swallow the rest of the file, so nothing of it is used."""
    rows, _, found = read(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n')
    assert rows is None
    assert [(one.rule, one.row) for one in found] == [("unreadable", 3)]


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    """A file without even a header is an error."""
    for data in (b"", b"\n\n", b"\xef\xbb\xbf"):
        _, _, found = read(tmp_path, data)
        assert [one.rule for one in found] == ["empty-file"]


def test_a_dialect_that_cannot_be_read_back_is_refused() -> None:
    """Only dialects that the reader knows can be written."""
    with pytest.raises(ValueError, match="a dialect has"):
        Dialect("|", ".")
