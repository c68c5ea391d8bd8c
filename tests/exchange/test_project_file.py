"""project.toml: keys, sections, presets, and what is wrong with them, by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hecht.exchange.project_file import ProjectFile, nearest_preset, read_project
from hecht.neighbourhood import (
    PRESETS,
    MixTarget,
    Month,
    PeopleAttribute,
    Policy,
    Problem,
    preset,
)

GOOD = """format = "hecht-neighbourhood/1"
name = "Merelbuurt"
start = "2027-01"
horizon = 36
"""


def read(tmp_path: Path, text: str) -> tuple[ProjectFile, list[Problem]]:
    path = tmp_path / "project.toml"
    path.write_text(text, encoding="utf-8")
    found: list[Problem] = []
    return read_project(path, found), found


def test_the_least_that_must_be_there(tmp_path: Path) -> None:
    """Four keys are enough; the rest has its defaults."""
    made, found = read(tmp_path, GOOD)
    assert found == []
    assert (made.project.name, made.project.start, made.project.horizon) == (
        "Merelbuurt",
        Month(2027, 1),
        36,
    )
    assert made.capacity.crews == 1
    assert made.capacity.budget_per_year is None
    assert made.policy == Policy()


def test_everything_can_be_set(tmp_path: Path) -> None:
    """Every key arrives where it belongs, dates also without quotes."""
    made, found = read(
        tmp_path,
        GOOD
        + """announced = 2026-09-01
reference_date = 2026-08-15
price_year = 2026
organisation = "W"
contact = "c"
synthetic = "ties"
crs = "EPSG:28992"
[capacity]
crews = 3
budget_per_year = 4_000_000
[policy]
preset = "calm"
near_m = 80
""",
    )
    assert found == []
    assert made.project.announced == Month(2026, 9)
    assert made.project.reference_date == date(2026, 8, 15)
    assert made.capacity.crews == 3
    assert made.policy == preset("calm", near_m=80.0)


@pytest.mark.parametrize(
    ("line", "column", "near"),
    [
        ("horzion = 3", "horzion", "did you mean horizon?"),
        ("[policy]\npoints_retrun = 3", "policy.points_retrun", "points_return in [policy]"),
        ("crews = 2", "crews", "did you mean crews in [capacity]?"),
        ("[policies]\npreset = 'calm'", "policies", ""),
        ("[capacity]\nploegen = 2", "capacity.ploegen", ""),
    ],
)
def test_an_unknown_key_names_the_nearest(
    tmp_path: Path, line: str, column: str, near: str
) -> None:
    """A misspelt or misplaced key is an error that names the known one."""
    _, found = read(tmp_path, GOOD + line + "\n")
    assert [(one.rule, one.column, one.severity) for one in found] == [
        ("unknown-key", column, "error")
    ]
    assert near in found[0].fix
    assert found[0].row is not None


@pytest.mark.parametrize(
    ("line", "column", "row"),
    [
        ("[policy]\nnotice_months = -1", "policy.notice_months", 6),
        ("[policy]\nnotice_months = 2.5", "policy.notice_months", 6),
        ("[policy]\none_sided_tie = 2", "policy.one_sided_tie", 6),
        ("[policy]\npoints_wish = 'veel'", "policy.points_wish", 6),
        ("[policy]\npoints_wish = true", "policy.points_wish", 6),
        ("[policy]\nfar_m = 50", "policy.far_m", 6),
        ("[policy]\npreset = 'kalm'", "policy.preset", 6),
        ("announced = '2026-13'", "announced", 5),
        ("reference_date = 'gisteren'", "reference_date", 5),
        ("organisation = 3", "organisation", 5),
        ("[capacity]\ncrews = 0", "capacity.crews", 6),
        ("[capacity]\n\n# so\nbudget_per_year = -1", "capacity.budget_per_year", 8),
    ],
)
def test_a_wrong_value_names_its_line(tmp_path: Path, line: str, column: str, row: int) -> None:
    """A value of the wrong kind or outside its limits is named with its line."""
    _, found = read(tmp_path, GOOD + line + "\n")
    assert [(one.rule, one.column, one.row) for one in found] == [("wrong-value", column, row)]


def test_all_wrong_values_come_in_one_go(tmp_path: Path) -> None:
    """One wrong rule of the policy does not hide the next, nor the good ones."""
    made, found = read(
        tmp_path, GOOD + "[policy]\nnear_m = 0\npoints_wish = -1\npoints_alone = 7\n"
    )
    assert [one.row for one in found] == [6, 7]
    assert made.policy.points_alone == 7
    assert "policy" in made.unread


def test_another_format_is_refused(tmp_path: Path) -> None:
    """A folder of a later version is not read as this one."""
    _, found = read(tmp_path, GOOD.replace("neighbourhood/1", "neighbourhood/2"))
    assert [(one.column, one.value) for one in found] == [("format", "hecht-neighbourhood/2")]


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    """Editors that write a byte order mark are forgiven."""
    (tmp_path / "project.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    found: list[Problem] = []
    read_project(tmp_path / "project.toml", found)
    assert found == []


@pytest.mark.parametrize("name", list(PRESETS))
def test_the_nearest_preset_of_a_preset_is_itself(name: str) -> None:
    """A preset is written by its name alone."""
    assert nearest_preset(preset(name)) == (name, {})


MIXED = (
    MixTarget(PeopleAttribute.INCOME, "middle", 0.2, 0.4),
    MixTarget(PeopleAttribute.AGE, "75_plus", high=0.25),
)


def test_mixing_targets_are_read(tmp_path: Path) -> None:
    """Tables under [[mixing]] become targets, in their order; a bound left out does not bind."""
    made, found = read(
        tmp_path,
        GOOD
        + '[[mixing]]\nattribute = "income"\ncategory = "middle"\nlow = 0.2\nhigh = 0.4\n'
        + '[[mixing]]\nattribute = "age"\ncategory = "75_plus"\nhigh = 0.25\n',
    )
    assert found == []
    assert made.mixing == MIXED


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('[mixing]\nattribute = "income"', "two brackets"),
        ('[[mixing]]\nattribute = "tenure"\ncategory = "social"', "no attribute 'tenure'"),
        ('[[mixing]]\nattribute = "income"\ncategory = "rich"', "low, middle, high"),
        ('[[mixing]]\nattribute = "income"\ncategory = "low"\nlow = 0.6\nhigh = 0.5', "cannot be"),
        ('[[mixing]]\nattribute = "income"\ncategory = "low"\nhigh = 40', "cannot be"),
        ('[[mixing]]\nattribute = "income"\ncategory = "low"\nlow = "much"', "not both shares"),
        ('[[mixing]]\nattribute = "income"\ncategory = "low"\nleast = 0.1', "no key least"),
        ('[[mixing]]\ncategory = "low"', "attribute is missing"),
        (2 * '[[mixing]]\nattribute = "income"\ncategory = "low"\n', "has a target already"),
        (
            '[[mixing]]\nattribute = "income"\ncategory = "low"\nlow = 0.6\n'
            '[[mixing]]\nattribute = "income"\ncategory = "high"\nlow = 0.5',
            "add up to 1.1",
        ),
    ],
)
def test_wrong_mixing_targets_name_their_place(tmp_path: Path, table: str, words: str) -> None:
    """A target that cannot be is told once, with its line and how to write one."""
    _, found = read(tmp_path, GOOD + table + "\n")
    (one,) = found
    assert words in one.text
    assert one.key == "mixing"
    assert one.row == 5
    assert one.fix


def test_mixing_targets_survive_writing(tmp_path: Path) -> None:
    """Targets come back as they were from project.toml and from a workbook."""
    from hecht.exchange import read as read_folder
    from hecht.exchange import write
    from tests.neighbourhoods import random_neighbourhood

    here = replace(random_neighbourhood(3), mixing=MIXED)
    for place in (tmp_path / "folder", tmp_path / "book.xlsx"):
        write(here, place)
        assert read_folder(place).mixing == MIXED
    write(replace(here, mixing=()), tmp_path / "without")
    assert read_folder(tmp_path / "without").mixing == ()
