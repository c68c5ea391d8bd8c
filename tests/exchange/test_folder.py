"""The folder: what is written is read back the same, whole or not at all, in every dialect."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hecht.exchange import Dialect, FolderError, describe, examine, read, write
from hecht.exchange.example import example
from hecht.neighbourhood import Group, Month, Neighbourhood, Tie, Wish, WishKind, preset
from tests.neighbourhoods import neighbourhoods

DIALECTS = [
    Dialect(delimiter, decimal, bom)
    for delimiter in ",;\t"
    for decimal in ".,"
    for bom in (False, True)
]
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n=+-@'\";,"),
    min_size=1,
    max_size=12,
).map(str.strip)


def severe(path: Path) -> list[str]:
    return [describe(one) for one in examine(path)[1] if one.severity == "error"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(neighbourhoods(), st.sampled_from(DIALECTS))
def test_what_is_written_is_read_back(neighbourhood: Neighbourhood, dialect: Dialect) -> None:
    """Any sound neighbourhood survives writing and reading unchanged, in every dialect."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "buurt"
        write(neighbourhood, folder, dialect)
        assert severe(folder) == []
        assert read(folder) == neighbourhood


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT, st.sampled_from(DIALECTS))
def test_any_text_survives(one: str, other: str, third: str, dialect: Dialect) -> None:
    """Quotes, delimiters, line breaks, formulas and apostrophes come back as they were."""
    made = example()
    homes = (replace(made.homes[0], street=one, address=other), *made.homes[1:])
    project = replace(made.project, organisation=third, contact=other, synthetic=one)
    made = replace(made, homes=homes, project=project)
    with tempfile.TemporaryDirectory() as parent:
        write(made, Path(parent) / "buurt", dialect)
        assert read(Path(parent) / "buurt") == made


def test_text_that_is_a_formula_cannot_run(tmp_path: Path) -> None:
    """No cell of text in a written file begins with a sign that starts a formula."""
    made = example()
    nasty = ("=1+1", "@SUM(A1)", "+31", "-x", "'=x", "'s-Gravenhage")
    homes = tuple(replace(home, street=text) for home, text in zip(made.homes, nasty, strict=False))
    write(replace(made, homes=(*homes, *made.homes[len(nasty) :])), tmp_path / "b")
    text = (tmp_path / "b" / "homes.csv").read_text(encoding="utf-8")
    for line, street in zip(text.splitlines()[1:], nasty, strict=False):
        shown = line.split(",")[12]
        assert shown == (street if street == "'s-Gravenhage" else "'" + street)


@pytest.mark.parametrize("name", ["balanced", "ties", "calm", "speed"])
def test_every_preset_with_a_change_survives(tmp_path: Path, name: str) -> None:
    """The policy comes back, and is written as its preset with what differs."""
    made = replace(example(), policy=preset(name, points_wish=31.5, notice_months=4))
    write(made, tmp_path / "b")
    text = (tmp_path / "b" / "project.toml").read_text(encoding="utf-8")
    assert f'\npreset = "{name}"\n' in text
    assert "\npoints_wish = 31.5\n" in text
    assert read(tmp_path / "b") == made


def test_the_same_neighbourhood_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the time or the machine gets into a file."""
    for name in ("one", "two"):
        write(example(), tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_folder_that_cannot_be_finished_is_not_there(tmp_path: Path) -> None:
    """When writing fails half-way, neither the folder nor anything beside it is left."""
    made = example()
    bad = replace(made.project, contact="\ud800")
    with pytest.raises(UnicodeEncodeError):
        write(replace(made, project=bad), tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_rewrite_leaves_the_old_folder(tmp_path: Path) -> None:
    """When writing over a folder fails, what was there is still there."""
    write(example(), tmp_path / "b")
    bad = replace(example().project, contact="\ud800", name="Nieuw")
    with pytest.raises(UnicodeEncodeError):
        write(replace(example(), project=bad), tmp_path / "b")
    assert read(tmp_path / "b") == example()
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_rewriting_leaves_other_files_and_clears_old_rows(tmp_path: Path) -> None:
    """Foreign files stay; promises and outlines of before do not come back."""
    made = example()
    write(made, tmp_path / "b")
    (tmp_path / "b" / "promises.csv").write_text(
        "household,kind,status,value\nH01,return,offered,\n", encoding="utf-8"
    )
    (tmp_path / "b" / "notes.txt").write_text("mine", encoding="utf-8")
    assert len(read(tmp_path / "b").promises) == 1
    bare = replace(made, shapes={}, promises=())
    write(bare, tmp_path / "b")
    assert read(tmp_path / "b") == bare
    assert (tmp_path / "b" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_columns_may_be_in_any_order(tmp_path: Path) -> None:
    """Columns are found by name, in any order and case, and unknown ones are remarked upon."""
    write(example(), tmp_path / "b")
    path = tmp_path / "b" / "ties.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    turned = [["note" if not i else "x", *row[::-1]] for i, row in enumerate(rows)]
    turned[0] = [cell.upper() for cell in turned[0]]
    path.write_text("\n".join(",".join(row) for row in turned), encoding="utf-8")
    made, found = examine(tmp_path / "b")
    assert made == example()
    assert [(one.rule, one.column, one.row, one.severity) for one in found] == [
        ("unknown-column", "note", 1, "remark")
    ]


def test_tables_that_may_be_left_out(tmp_path: Path) -> None:
    """Without ties, wishes or groups there is a remark; without promises not even that."""
    write(example(), tmp_path / "b")
    for name in ("ties", "wishes", "groups"):
        (tmp_path / "b" / f"{name}.csv").unlink()
    made, found = examine(tmp_path / "b")
    assert made == replace(example(), ties=(), wishes=(), groups=())
    assert [(one.file, one.rule, one.severity) for one in found] == [
        (f"{name}.csv", "missing-file", "remark") for name in ("ties", "wishes", "groups")
    ]


def test_members_of_groups_may_stand_apart(tmp_path: Path) -> None:
    """Rows of a group need not follow each other; problems still name the right row."""
    made = replace(
        example(), groups=(Group("G1", ("H01", "H02")), Group("G2", ("H05", "H07", "H01")))
    )
    write(replace(made, groups=()), tmp_path / "b")
    (tmp_path / "b" / "groups.csv").write_text(
        "group,household\nG1,H01\nG2,H05\nG1,H02\nG2,H07\nG2,H01\nG2,H99\n", encoding="utf-8"
    )
    _, found = examine(tmp_path / "b")
    assert [(one.rule, one.row, one.value) for one in found] == [
        ("two-groups", 6, "H01"),
        ("unknown-household", 7, "H99"),
    ]
    assert "(row 2)" in found[0].text


def test_an_unusable_folder_tells_all_its_errors(tmp_path: Path) -> None:
    """Reading raises with every problem, and shows the first ten."""
    made = example()
    ties = tuple(Tie("H01", f"X{i}") for i in range(12))
    write(replace(made, ties=ties), tmp_path / "b")
    with pytest.raises(FolderError, match=r"12 error\(s\)(?s:.)*and 2 more") as caught:
        read(tmp_path / "b")
    assert len(caught.value.problems) == 12


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A folder or workbook that is not there is one problem with what to do."""
    for name in ("b", "b.xlsx"):
        made, found = examine(tmp_path / name)
        assert made is None
        assert len(found) == 1
        assert "does not exist" in found[0].text
        assert "hecht new" in found[0].fix


def test_months_are_counted_from_the_start(tmp_path: Path) -> None:
    """A month in a file is a number of months from the project's start in memory, and back."""
    made = example()
    blocks = (replace(made.blocks[0], earliest=4, latest=25), *made.blocks[1:])
    made = replace(made, blocks=blocks, wishes=(Wish("H01", 1, WishKind.BLOCK, "A"),))
    assert made.project.start == Month(2027, 1)
    write(made, tmp_path / "b")
    assert ",2027-05,2029-02," in (tmp_path / "b" / "blocks.csv").read_text(encoding="utf-8")
    assert read(tmp_path / "b") == made
