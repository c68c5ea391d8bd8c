"""Every kind of bad input is reported with its file, row, column and value, all in one go."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hecht.exchange import Dialect, describe, examine, write
from hecht.exchange.example import example
from hecht.neighbourhood import Problem

Edit = tuple[str, str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example, written with commas."""
    write(example(), tmp_path / "buurt", Dialect())
    return tmp_path / "buurt"


def apply(folder: Path, *edits: Edit) -> None:
    """Replace text in files: (file, pattern, replacement); an empty pattern appends a line."""
    for name, pattern, new in edits:
        path = folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if pattern:
            changed, count = re.subn(pattern, new, text, count=1, flags=re.M)
            assert count == 1, (name, pattern)
        else:
            changed = text + new + "\n"
        path.write_text(changed, encoding="utf-8")


def place(one: Problem) -> tuple[str, str, int | None, str, str]:
    return one.rule, one.file, one.row, one.column, one.value


CASES: list[tuple[Edit, tuple[str, str, int | None, str, str]]] = [
    # homes.csv: cells
    (("homes.csv", r"^A-02,existing,A,133415", "A-02,existing,A,x"),
     ("not-a-number", "homes.csv", 3, "x", "x")),
    (("homes.csv", r"^A-02,existing,A,133415,397212,3", "A-02,existing,A,133415,397212,"),
     ("missing-value", "homes.csv", 3, "rooms", "")),
    (("homes.csv", r"^A-02,existing,A,133415,397212,3", "A-02,existing,A,133415,397212,3.5"),
     ("not-a-whole-number", "homes.csv", 3, "rooms", "3.5")),
    (("homes.csv", r"^A-02,existing,A,133415,397212,3,68,550",
      "A-02,existing,A,133415,397212,3,68,-550"),
     ("negative", "homes.csv", 3, "rent", "-550")),
    (("homes.csv", r"^A-02,existing", "A-02,exists"),
     ("not-a-choice", "homes.csv", 3, "stage", "exists")),
    (("homes.csv", r"^A-02,existing,A,133415", "A-02,existing,A,4.9"),
     ("out-of-range", "homes.csv", 3, "x", "4.9")),
    (("homes.csv", r"^A-02,(.*),0,no,no,", r"A-02,\1,0,misschien,no,"),
     ("not-yes-or-no", "homes.csv", 3, "lift", "misschien")),
    (("homes.csv", r"^A-02", ""), ("missing-value", "homes.csv", 3, "home", "")),
    (("homes.csv", r"^A-02", "A|02"), ("bar-in-id", "homes.csv", 3, "home", "A|02")),
    (("homes.csv", r"^T-01(.*),,,,,,$", r"T-01\1,2027/05,,,,,"),
     ("not-a-month", "homes.csv", 19, "available_from", "2027/05")),
    # homes.csv: records
    (("homes.csv", r"^A-04", "A-03"), ("duplicate-id", "homes.csv", 5, "home", "A-03")),
    (("homes.csv", r"^A-02,existing,A", "A-02,existing,Q"),
     ("unknown-block", "homes.csv", 3, "block", "Q")),
    (("homes.csv", r"^N-05,new,A", "N-05,new,"),
     ("new-home-without-block", "homes.csv", 18, "block", "")),
    (("homes.csv", r"^N-05,new,A", "N-05,new,C"),
     ("new-home-in-kept-block", "homes.csv", 18, "stage", "new")),
    (("homes.csv", r"^T-01(.*),,,,,,$", r"T-01\1,2026-12,,,,,"),
     ("outside-horizon", "homes.csv", 19, "available_from", "2026-12")),
    (("homes.csv", r"^T-01(.*),,,,,,$", r"T-01\1,2028-05,2028-05,,,,"),
     ("empty-window", "homes.csv", 19, "available_until", "2028-05")),
    # blocks.csv
    (("blocks.csv", r"^A,rebuild,10", "A,rebuild,-10"),
     ("negative", "blocks.csv", 2, "duration", "-10")),
    (("blocks.csv", r"^A,rebuild,10", "A,rebuild,"),
     ("no-duration", "blocks.csv", 2, "duration", "")),
    (("blocks.csv", r"1500000", "-1"), ("negative", "blocks.csv", 2, "cost", "-1")),
    (("blocks.csv", r"^A,rebuild,10,Merelhof,1", "A,rebuild,10,Merelhof,2"),
     ("too-many-crews", "blocks.csv", 2, "crews", "2")),
    (("blocks.csv", r",,,A,$", ",,,B,"), ("circle", "blocks.csv", 3, "after", "B")),
    (("blocks.csv", r",,,A,$", ",,,Z,"), ("unknown-block", "blocks.csv", 3, "after", "Z")),
    (("blocks.csv", r",,,A,$", ",2030-01,,A,"),
     ("outside-horizon", "blocks.csv", 3, "earliest", "2030-01")),
    (("blocks.csv", r",,,A,$", ",,2028-01,A,"),
     ("latest-too-early", "blocks.csv", 3, "latest", "2028-01")),
    (("blocks.csv", r"1500000", "9000000"),
     ("budget-too-small", "blocks.csv", 2, "cost", "9000000")),
    # households.csv
    (("households.csv", r"^H02,A-02", "H02,A-99"),
     ("unknown-home", "households.csv", 3, "home", "A-99")),
    (("households.csv", r"^H02,A-02", "H02,A-01"),
     ("home-taken", "households.csv", 3, "home", "A-01")),
    (("households.csv", r"^H02,A-02", "H02,N-01"),
     ("home-not-existing", "households.csv", 3, "home", "N-01")),
    (("households.csv", r"^H03", "H02"), ("duplicate-id", "households.csv", 4, "household", "H02")),
    (("households.csv", r"1994-09", "2027-02"),
     ("tenancy-in-future", "households.csv", 3, "tenancy_start", "2027-02")),
    (("households.csv", r"^H04,A-05,2,elsewhere(.*),,,$", r"H04,A-05,2,elsewhere\1,2031-01,,"),
     ("outside-horizon", "households.csv", 5, "leaves", "2031-01")),
    (("households.csv", r"^H02,A-02,2", "H02,A-02,0"),
     ("out-of-range", "households.csv", 3, "size", "0")),
    (("households.csv", r"^H02,A-02,2,return,,,,", "H02,A-02,2,return,,,3,2"),
     ("rooms-impossible", "households.csv", 3, "rooms_max", "2")),
    # ties.csv
    (("ties.csv", r"^H01,H02", "H01,H01"), ("tie-with-itself", "ties.csv", 2, "b", "H01")),
    (("ties.csv", "", "H02,H01,1,neighbours,both"), ("duplicate-tie", "ties.csv", 11, "a", "H02")),
    (("ties.csv", "", "H05,H07,1,neighbours,both"), ("duplicate-tie", "ties.csv", 11, "a", "H05")),
    (("ties.csv", "", "H05,H77,,,"), ("unknown-household", "ties.csv", 11, "b", "H77")),
    (("ties.csv", "", "H05,H10,-1,,"), ("negative", "ties.csv", 11, "weight", "-1")),
    (("ties.csv", "", "H05,,1,,"), ("missing-value", "ties.csv", 11, "b", "")),
    # wishes.csv
    (("wishes.csv", "", "H05,1,home,A-77"), ("wish-nowhere", "wishes.csv", 8, "value", "A-77")),
    (("wishes.csv", "", "H05,1,block,Z"), ("wish-nowhere", "wishes.csv", 8, "value", "Z")),
    (("wishes.csv", "", "H05,1,street,Merelstrat"),
     ("wish-nowhere", "wishes.csv", 8, "value", "Merelstrat")),
    (("wishes.csv", "", "H05,1,household,H05"), ("wish-itself", "wishes.csv", 8, "value", "H05")),
    (("wishes.csv", "", "H05,1,home,A-01"), ("wish-impossible", "wishes.csv", 8, "value", "A-01")),
    (("wishes.csv", "", "H07,1,home,N-01"), ("wish-unsuitable", "wishes.csv", 8, "value", "N-01")),
    (("wishes.csv", "", "H02,2,block,A"), ("duplicate-rank", "wishes.csv", 8, "rank", "2")),
    (("wishes.csv", "", "H55,1,block,A"),
     ("unknown-household", "wishes.csv", 8, "household", "H55")),
    # groups.csv
    (("groups.csv", "", "G2,H05"), ("group-size", "groups.csv", 5, "group", "G2")),
    (("groups.csv", "", "G1,H02"), ("two-groups", "groups.csv", 5, "household", "H02")),
    # promises.csv
    (("promises.csv", "", "household,kind,status,value\nH01,home,accepted,X"),
     ("promise-nowhere", "promises.csv", 2, "value", "X")),
    (("promises.csv", "", "household,kind,status,value\nH07,home,accepted,N-01"),
     ("promise-impossible", "promises.csv", 2, "value", "N-01")),
    (("promises.csv", "", "household,kind,status,value\nH01,home,accepted,A-01"),
     ("promise-impossible", "promises.csv", 2, "value", "A-01")),
    (("promises.csv", "", "household,kind,status,value\nH01,block,accepted,Z"),
     ("promise-nowhere", "promises.csv", 2, "value", "Z")),
    (("promises.csv", "", "household,kind,status,value\nH01,by,accepted,straks"),
     ("not-a-month", "promises.csv", 2, "value", "straks")),
    (("promises.csv", "", "household,kind,status,value\nH01,by,accepted,2031-01"),
     ("outside-horizon", "promises.csv", 2, "value", "2031-01")),
    (("promises.csv", "", "household,kind,status,value\nH01,by,accepted,2027-04"),
     ("promise-impossible", "promises.csv", 2, "value", "2027-04")),
    (("promises.csv", "", "household,kind,status,value\nH04,return,accepted,"),
     ("promise-conflict", "promises.csv", 2, "value", "")),
    (("promises.csv", "",
      "household,kind,status,value\nH01,home,accepted,N-01\nH02,home,accepted,N-01"),
     ("promise-conflict", "promises.csv", 3, "value", "N-01")),
    (("promises.csv", "",
      "household,kind,status,value\nH01,home,accepted,N-01\nH01,block,accepted,C"),
     ("promise-conflict", "promises.csv", 3, "value", "C")),
    # project.toml
    (("project.toml", r"^name = .*", ""), ("missing-key", "project.toml", None, "name", "")),
    (("project.toml", r"^start = .*", 'start = "mei"'),
     ("wrong-value", "project.toml", 10, "start", "mei")),
    (("project.toml", r"^horizon = 30", "horizon = 0"),
     ("wrong-value", "project.toml", 13, "horizon", "0")),
    (("project.toml", r"^horizon = 30", "horizon = 9"),
     ("horizon-too-short", "project.toml", 13, "horizon", "9")),
    (("project.toml", r"^crs = .*", 'crs = "EPSG:4326"'),
     ("wrong-value", "project.toml", 16, "crs", "EPSG:4326")),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), CASES, ids=lambda case: "-".join(map(str, case)))
def test_a_fault_is_named_with_its_place(
    folder: Path, edit: Edit, expected: tuple[str, str, int | None, str, str]
) -> None:
    """One fault gives its own problem, with file, row, column and value, and what to do."""
    apply(folder, edit)
    _, found = examine(folder)
    assert expected in [place(one) for one in found], [describe(one) for one in found]
    assert all(one.text and one.fix for one in found)


@pytest.mark.parametrize(("edit", "expected"), CASES, ids=lambda case: "-".join(map(str, case)))
def test_a_fault_gives_no_noise(
    folder: Path, edit: Edit, expected: tuple[str, str, int | None, str, str]
) -> None:
    """A fault is one problem: references to a record that could not be read are not reported."""
    apply(folder, edit)
    _, found = examine(folder)
    renamed = {"H03", "A-02", "A-04"}
    follow = [
        one
        for one in found
        if one.rule.startswith("unknown-") and place(one) != expected and one.value not in renamed
    ]
    assert follow == [], [describe(one) for one in found]


def test_all_faults_of_all_files_come_in_one_go(folder: Path) -> None:
    """Faults that can stand together are all reported together, in reading order."""
    apply(folder, ("homes.csv", r"^A-02(.*)397212,3,68,550", r"A-02\g<1>397212,drie,68,-550"))
    apply(folder, ("homes.csv", r"^A-04", "A-03"))
    apply(folder, ("blocks.csv", r"^A,rebuild,10", "A,rebuild,"))
    apply(folder, ("households.csv", r"^H05,B-01", "H05,B-77"))
    apply(folder, ("ties.csv", "", "H05,H77,veel,,"))
    apply(folder, ("wishes.csv", "", "H05,1,block,Z"))
    apply(folder, ("groups.csv", "", "G1,H99"))
    apply(folder, ("project.toml", r"^name = .*", "nam = 1"))
    (folder / "blocks.geojson").write_text("{}", encoding="utf-8")
    _, found = examine(folder)
    assert [place(one) for one in found] == [
        ("missing-key", "project.toml", None, "name", ""),
        ("unknown-key", "project.toml", 7, "nam", "1"),
        ("no-duration", "blocks.csv", 2, "duration", ""),
        ("not-a-number", "homes.csv", 3, "rooms", "drie"),
        ("negative", "homes.csv", 3, "rent", "-550"),
        ("duplicate-id", "homes.csv", 5, "home", "A-03"),
        ("unknown-home", "households.csv", 6, "home", "B-77"),
        ("unknown-household", "ties.csv", 11, "b", "H77"),
        ("not-a-number", "ties.csv", 11, "weight", "veel"),
        ("wish-nowhere", "wishes.csv", 8, "value", "Z"),
        ("unknown-household", "groups.csv", 5, "household", "H99"),
        ("geojson", "blocks.geojson", None, "", ""),
    ]


@pytest.mark.parametrize("name", ["blocks", "homes", "households"])
def test_a_missing_table_is_one_problem(folder: Path, name: str) -> None:
    """Nothing that refers to a table that is not there is reported."""
    (folder / f"{name}.csv").unlink()
    made, found = examine(folder)
    assert made is None
    errors = [one for one in found if one.severity == "error"]
    assert [(one.rule, one.file) for one in errors] == [("missing-file", f"{name}.csv")]


def test_a_missing_column_is_one_problem(folder: Path) -> None:
    """A required column that is not there is named once, with the one that may be meant."""
    apply(folder, ("homes.csv", "^home,stage", "home,stadium"))
    _, found = examine(folder)
    errors = [one for one in found if one.severity == "error"]
    assert [place(one) for one in errors] == [("missing-column", "homes.csv", 1, "stage", "")]


def test_a_missing_id_column_is_one_problem(folder: Path) -> None:
    """Without ids no reference into the table is judged."""
    apply(folder, ("households.csv", "^household,", "households,"))
    _, found = examine(folder)
    errors = [one for one in found if one.severity == "error"]
    assert [place(one) for one in errors] == [
        ("missing-column", "households.csv", 1, "household", "")
    ]
    assert errors[0].fix == "rename the column 'households' to household"


def test_a_torn_row_is_one_problem(folder: Path) -> None:
    """Nobody who lives in a home whose row could not be read is told that it is not there."""
    apply(folder, ("homes.csv", r"^A-02(.*)$", r"A-02\1,oops"))
    _, found = examine(folder)
    assert [place(one) for one in found] == [("too-many-cells", "homes.csv", 3, "", "oops")]


def test_an_unreadable_project_file_hides_nothing_else(folder: Path) -> None:
    """With no start, months are still checked for their form, and other tables entirely."""
    (folder / "project.toml").write_text("name = Merel\n", encoding="utf-8")
    apply(folder, ("blocks.csv", r",,,A,$", ",volgend jaar,,A,"))
    apply(folder, ("ties.csv", "", "H05,H77,,,"))
    _, found = examine(folder)
    assert [place(one)[:4] for one in found] == [
        ("toml", "project.toml", 1, ""),
        ("not-a-month", "blocks.csv", 3, "earliest"),
        ("unknown-household", "ties.csv", 11, "b"),
    ]


def test_a_doubtful_number_is_remarked_upon(tmp_path: Path) -> None:
    """1.250 in a file with semicolons may be a thousand too many or too few: it is told."""
    write(example(), tmp_path / "b", Dialect(";"))
    path = tmp_path / "b" / "homes.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(";545;", ";1.250;"), encoding="utf-8")
    made, found = examine(tmp_path / "b")
    assert [(place(one), one.severity) for one in found] == [
        (("doubtful-number", "homes.csv", 2, "rent", "1.250"), "remark")
    ]
    assert made is not None
    assert made.homes[0].rent == 1.25


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"home\0stage"])
def test_a_workbook_with_the_name_of_a_table_is_one_problem(folder: Path, content: bytes) -> None:
    """A renamed workbook is called what it is, with nothing about columns that are missing."""
    (folder / "homes.csv").write_bytes(content)
    _, found = examine(folder)
    assert [(one.rule, one.file) for one in found] == [("not-text", "homes.csv")]


def test_an_id_in_other_letters_is_the_one_meant(folder: Path) -> None:
    """Capitals come before likeness: a-02 is A-02 rather than T-02."""
    apply(folder, ("households.csv", r"^H02,A-02", "H02,a-02"))
    _, found = examine(folder)
    assert [one.rule for one in found] == ["unknown-home"]
    assert "did you mean A-02?" in found[0].fix


def test_a_month_far_off_does_not_ask_for_a_longer_horizon(folder: Path) -> None:
    """An earliest month after the horizon is one problem, also for the block that waits for it."""
    apply(folder, ("blocks.csv", r"^A,(.*)1500000,,", r"A,\g<1>1500000,2035-01,"))
    _, found = examine(folder)
    assert [(one.rule, one.column) for one in found] == [("outside-horizon", "earliest")]


def test_a_block_with_too_many_crews_does_not_ask_for_a_longer_horizon(folder: Path) -> None:
    """What no horizon can mend is not said to be mended by one."""
    apply(folder, ("blocks.csv", r"^A,rebuild,10,Merelhof,1", "A,rebuild,10,Merelhof,5"))
    _, found = examine(folder)
    assert [(one.rule, one.column) for one in found] == [("too-many-crews", "crews")]
