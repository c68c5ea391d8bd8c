"""The folder of a programme: read whole, every fault with file, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.area.indicator import Theme
from hecht.area.programme import Measure, Nature, Programme, Status
from hecht.exchange.programme_file import ProgrammeError, read_programme
from hecht.exchange.programme_start import programme_texts, start, write_start
from hecht.exchange.schema import programme_schemas, schema_text
from hecht.exchange.tables import Dialect
from hecht.neighbourhood import Month
from tests.report.pages import street_plan

EXAMPLE = Path(__file__).parents[2] / "examples" / "programme-vogeltjesbuurt"
HEAD = "measure,name,theme,nature,goal,also,owner,place,first,last,cost,price_year,status\n"


def folder(tmp_path: Path, rows: str, head: str = HEAD, about: str = "") -> Path:
    """Return a folder with these measures, one goal g, and this programme.toml."""
    (tmp_path / "measures.csv").write_text(head + rows, encoding="utf-8")
    (tmp_path / "goals.csv").write_text("goal,name,theme\ng,Doel,safety\n", encoding="utf-8")
    if about:
        (tmp_path / "programme.toml").write_text(about, encoding="utf-8")
    return tmp_path


def faults(place: Path) -> list[tuple[str, int | None, str, str]]:
    """Return file, row, column and rule of the errors of a folder."""
    with pytest.raises(ProgrammeError) as caught:
        read_programme(place, street_plan().neighbourhood)
    assert all(problem.fix for problem in caught.value.problems)
    return [
        (problem.file, problem.row, problem.column, problem.rule)
        for problem in caught.value.problems
        if problem.severity == "error"
    ]


@pytest.mark.parametrize("dialect", [Dialect(), Dialect(";", ",", True)])
def test_what_is_written_is_read_back(tmp_path: Path, dialect: Dialect) -> None:
    """The programme to start from survives writing and reading, in Dutch settings too."""
    write_start(tmp_path / "new", dialect)
    found, remarks = read_programme(tmp_path / "new")
    assert found == start()
    assert [one.rule for one in remarks] == ["no-owner"]


def test_every_column_is_written_and_read(tmp_path: Path) -> None:
    """A measure with all fields filled in comes back as it was."""
    one = Measure(
        "m", "Naam, met komma", Theme.HEALTH, Nature.SOCIAL, "guidance", "=doel", "", "lonely",
        (Theme.SAFETY, Theme.HOMES), "Wijkteam", "Jo Jansen", ("a", "b"), ("Kade", "R"),
        Month(2014, 1), Month(2031, 2), 12.5, 2014, "gemeente", Status.RUNNING, ("x",), "let op",
    )  # fmt: skip
    texts = programme_texts(Programme("P", (one,), (), "BU08550101", "O", "S"))
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found, _ = read_programme(tmp_path)
    assert found == Programme("P", (one,), (), "BU08550101", "O", "S")


def test_nothing_that_stands_there_is_overwritten(tmp_path: Path) -> None:
    """A folder with anything in it is refused and left as it was."""
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_start(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("m,N,loneliness,social,,,O,,,,,,", ("measures.csv", 2, "theme", "not-a-choice")),
        ("m,N,safety,both,,,O,,,,,,", ("measures.csv", 2, "nature", "not-a-choice")),
        ("m,N,safety,social,gg,,O,,,,,,", ("measures.csv", 2, "goal", "unknown-goal")),
        ("m,N,safety,social,,helth,O,,,,,,", ("measures.csv", 2, "also", "not-a-choice")),
        ("m,N,safety,social,,,O,Nergens,,,,,", ("measures.csv", 2, "place", "unknown-place")),
        ("m,N,safety,social,,,O,,soon,,,,", ("measures.csv", 2, "first", "not-a-month")),
        ("m,N,safety,social,,,O,,2014-05,2014-04,,,",
         ("measures.csv", 2, "last", "ends-before-start")),
        ("m,N,safety,social,,,O,,,,-5,2014,", ("measures.csv", 2, "cost", "negative")),
        ("m,N,safety,social,,,O,,,,,,done", ("measures.csv", 2, "status", "not-a-choice")),
        ("m,,safety,social,,,O,,,,,,", ("measures.csv", 2, "name", "missing-value")),
    ],
)  # fmt: skip
def test_a_fault_names_file_row_and_column(
    tmp_path: Path, row: str, expected: tuple[str, int, str, str]
) -> None:
    """Each thing that cannot be read or pointed to is told once, at its place."""
    assert faults(folder(tmp_path, row + "\n")) == [expected]


def test_all_faults_come_in_one_go_and_in_order(tmp_path: Path) -> None:
    """Two measures with three faults give three lines, by row and column."""
    rows = "m,N,safety,social,gg,,,,,,,,done\nm,N,safety,social,,,O,,,,,,\n"
    assert faults(folder(tmp_path, rows)) == [
        ("measures.csv", 2, "goal", "unknown-goal"),
        ("measures.csv", 2, "status", "not-a-choice"),
        ("measures.csv", 3, "measure", "duplicate-id"),
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing folder and a missing table are errors that say what to do."""
    with pytest.raises(ProgrammeError, match="does not exist"):
        read_programme(tmp_path / "none")
    with pytest.raises(ProgrammeError, match=r"measures\.csv is missing"):
        read_programme(tmp_path)


def test_keys_of_programme_toml_are_checked(tmp_path: Path) -> None:
    """A key that is not text is an error, one that is not known a remark with a proposal."""
    place = folder(tmp_path, "m,N,safety,social,,,O,,,,,,\n", about='nam = "X"\nname = 5\n')
    with pytest.raises(ProgrammeError, match="this must be text"):
        read_programme(place)
    (place / "programme.toml").write_text('nam = "X"\n', encoding="utf-8")
    found, remarks = read_programme(place)
    assert found.name == tmp_path.name
    assert [(one.rule, one.fix) for one in remarks] == [("unknown-key", "did you mean name?")]


def test_a_year_of_two_digits_is_of_this_century(tmp_path: Path) -> None:
    """What a spreadsheet makes of December 2031 is read as 2031, not 1931."""
    place = folder(tmp_path, "m,N,safety,social,,,O,,jan-26,dec-31,,,\n")
    found, _ = read_programme(place)
    assert (found.measures[0].first, found.measures[0].last) == (Month(2026, 1), Month(2031, 12))


def test_the_area_of_the_command_goes_before_that_of_the_file(tmp_path: Path) -> None:
    """One that is given wins; else the file's holds."""
    place = folder(tmp_path, "m,N,safety,social,,,O,,,,,,\n", about='area = "BU08550101"\n')
    assert read_programme(place)[0].area == "BU08550101"
    assert read_programme(place, area="WK085501")[0].area == "WK085501"


def test_the_schemas_say_the_same_as_the_classes() -> None:
    """Every field of a measure and a goal is a column, and the choices are those of the code."""
    from dataclasses import fields

    from hecht.area.programme import Goal

    for name, kind in (("measures", Measure), ("goals", Goal)):
        schema = programme_schemas()[name]
        named = {"id": schema.id_column}
        own = [named.get(field.name, field.name) for field in fields(kind)]
        assert sorted(column.name for column in schema.columns) == sorted(own)
        assert schema.column("theme").enum == tuple(theme.value for theme in Theme)
        assert schema_text(f"{name}.schema.json").endswith("}\n")
    assert programme_schemas()["measures"].column("status").enum == tuple(s.value for s in Status)


def test_the_example_is_in_order() -> None:
    """The shipped example reads, fits its neighbourhood, and leaves one owner to be found."""
    from hecht.exchange import read

    here = read(EXAMPLE.parent / "vogeltjesbuurt")
    found, remarks = read_programme(EXAMPLE, here)
    assert len(found.measures) == 10
    assert found.synthetic
    assert [(one.rule, one.key) for one in remarks] == [("no-owner", "energiecoach")]
