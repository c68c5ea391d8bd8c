"""The folder of letters, who sends them, and what stands beside a plan made anew."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hecht.exchange.letterhead_file import REQUIRED, START, LetterheadError, read_letterhead
from hecht.exchange.letters_files import (
    INDEX,
    LetterFile,
    read_allowances,
    refuse_unless_letters,
    write_letters,
)

FULL = """
organisation = "Voorbeeldcorporatie"
address = ["Marktplein 1", "5000 AB Tilburg"]
contact_person = "Samira de Boer"
phone = "013 - 123 45 67"
email = "wijkteam@example.org"
objection_address = "Postbus 10, 5000 AA Tilburg"
"""


def some(count: int = 2) -> list[LetterFile]:
    """Return files of letters."""
    return [
        LetterFile(f"h{n}", f"h{n}-K4", "=Kade 1", "nl", f"h{n}-K4", "a.pdf", b"%PDF" + bytes([n]))
        for n in range(count)
    ]


def head(folder: Path, text: str) -> Path:
    """Write a letters.toml."""
    path = folder / "letters.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_of_letters_has_an_index_with_checksums(tmp_path: Path) -> None:
    """Each file has a row with its checksum; only the owner may open the folder."""
    out = write_letters(some(), tmp_path / "letters")
    rows = list(csv.DictReader((out / INDEX).open(encoding="utf-8")))
    assert [row["code"] for row in rows] == ["h0-K4", "h1-K4"]
    for row in rows:
        content = (out / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert row["address"] == "'=Kade 1", "no formula reaches a spreadsheet"
    assert stat.S_IMODE(out.stat().st_mode) == 0o700


def test_letters_are_replaced_as_a_whole(tmp_path: Path) -> None:
    """No letter of an earlier plan is left; some letters alone do not replace all."""
    write_letters(some(3), tmp_path / "letters")
    out = write_letters(some(1), tmp_path / "letters")
    assert sorted(path.name for path in out.iterdir()) == ["h0-K4", INDEX]
    with pytest.raises(ValueError, match="other households would be lost"):
        refuse_unless_letters(out, some_only=True)


def test_something_else_is_never_replaced(tmp_path: Path) -> None:
    """A folder with other files, or a file, is left as it is."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(ValueError, match="not letters"):
        write_letters(some(), tmp_path / "mine")
    letters = write_letters(some(), tmp_path / "letters")
    (letters / "thesis.txt").write_text("x")
    with pytest.raises(ValueError, match="not letters"):
        write_letters(some(), letters)
    (tmp_path / "file").write_text("x")
    with pytest.raises(ValueError, match="is a file"):
        write_letters(some(), tmp_path / "file")


def test_a_failure_halfway_leaves_what_stood_there(tmp_path: Path) -> None:
    """The old letters stay, whole, and nothing half-written is left beside them."""
    out = write_letters(some(2), tmp_path / "letters")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def breaking() -> Iterator[LetterFile]:
        yield some()[0]
        raise RuntimeError("no more paper")

    with pytest.raises(RuntimeError, match="no more paper"):
        write_letters(breaking(), out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


KILLED = """
import sys, time
from hecht.exchange.letters_files import LetterFile, write_letters
def slow():
    for n in range(10_000):
        yield LetterFile("h", "h-K4", "", "nl", "h-K4", f"{n}.pdf", b"x" * 5000)
        print(n, flush=True)
        time.sleep(0.001)
write_letters(slow(), sys.argv[1])
"""


def test_a_kill_leaves_the_old_letters_whole(tmp_path: Path) -> None:
    """Killed at any moment, the folder is what it was before."""
    out = write_letters(some(2), tmp_path / "letters")
    before = (out / INDEX).read_bytes()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert (out / INDEX).read_bytes() == before
    assert sorted(path.name for path in out.iterdir()) == ["h0-K4", "h1-K4", INDEX]


def test_the_start_of_a_letterhead_lacks_only_what_must_be_filled_in(tmp_path: Path) -> None:
    """Every required key is in it, empty, and the error names each."""
    with pytest.raises(LetterheadError) as error:
        read_letterhead(head(tmp_path, START))
    for key in REQUIRED:
        assert f"{key} is missing" in str(error.value)


def test_a_full_letterhead_is_read(tmp_path: Path) -> None:
    """Addresses may be one line or more; what is left out has no value."""
    found = read_letterhead(head(tmp_path, FULL))
    assert found.address == ("Marktplein 1", "5000 AB Tilburg")
    assert found.objection_address == ("Postbus 10, 5000 AA Tilburg",)
    assert found.objection_days is None
    assert not found.temporary_rent_same


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("objection_days = 0", "objection_days is 0; write whole days"),
        ("reply_days = true", "reply_days is True"),
        ('temporary_rent_same = "yes"', "write true or false"),
        ('colour = "green"', "write it as"),
        ('colour = "#ffff00"', "contrast of 1.1 with white"),
        ('fax = "1"', "fax is not a key"),
        ("place = 5", "place is 5; write it between quotes"),
        ("website = ", "cannot be read"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    """The error names the file, the key and what to write."""
    with pytest.raises(LetterheadError, match=r"letters\.toml") as error:
        read_letterhead(head(tmp_path, FULL + line))
    assert said in str(error.value)


def test_without_a_letterhead_the_error_names_the_way_to_one(tmp_path: Path) -> None:
    """`hecht letters --new` writes one."""
    with pytest.raises(LetterheadError, match="--new"):
        read_letterhead(tmp_path / "letters.toml")


def test_housing_allowances_are_read_with_point_or_comma(tmp_path: Path) -> None:
    """Euros a month by household."""
    path = tmp_path / "allowances.csv"
    path.write_text("household;allowance\nh1;312,50\nh2;0\n", encoding="utf-8")
    assert read_allowances(path, ["h1", "h2", "h3"]) == {"h1": 312.5, "h2": 0.0}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("h9,100", "row 2: there is no household 'h9'"),
        ("h1,-1", "row 2: the allowance is '-1'"),
        ("h1,much", "row 2: the allowance is 'much'"),
        ("h1,10\nh1,11", "row 3: household h1 stands there twice"),
    ],
)
def test_a_wrong_allowance_is_named_with_its_row(tmp_path: Path, rows: str, said: str) -> None:
    """Nothing is guessed."""
    path = tmp_path / "allowances.csv"
    path.write_text(f"household,allowance\n{rows}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"allowances\.csv") as error:
        read_allowances(path, ["h1"])
    assert said in str(error.value)
