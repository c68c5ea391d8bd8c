"""The table of events: every kind is read, and what cannot be is told with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.exchange.events_file import COLUMNS_BY_KIND, EventsError, read_events
from hecht.exchange.schema import event_schema
from hecht.neighbourhood import PromiseKind, ReturnWish, TieKind, WishKind
from hecht.planning.replan.events import (
    Birth,
    BudgetChanged,
    CompositionChanged,
    CrewsChanged,
    Died,
    Dissolved,
    Event,
    HomeLost,
    HorizonChanged,
    MindChanged,
    NewTemporaryHome,
    NewTie,
    PromiseMade,
    TemporaryMonthsChanged,
    WishMade,
    WorksDelayed,
    WorksDuration,
    WorksStartDelayed,
)
from tests.planning.street import street

HERE, _ = street()
HEAD = "date,kind,household,block,home,value,note"


def read(folder: Path, *rows: str) -> list[Event]:
    """Write a table of these rows and read it back."""
    path = folder / "events.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return read_events(path, HERE)


def test_every_kind_is_read(tmp_path: Path) -> None:
    """Each row becomes its event; months count from the project's start, notes are kept."""
    events = read(
        tmp_path,
        ",works_delayed,,A,,2,asbestos",
        ",works_duration,,A,,8,",
        "2026-11,works_start,,B,,,",
        "2026-09,wish,1,,,elsewhere,",
        ",wish_home,1,,An1,,",
        ",wish_block,1,B,,,",
        ",wish_household,1,,,3,",
        ",composition,1,,,size=4 rent_max=650.5 step_free=yes floor_max=none,",
        ",birth,1,,,,",
        "2026-10,death,1,,,2,",
        "2026-10,dissolved,4,,,,",
        ",tie,1,,,3 care 2,",
        "2026-08,home_lost,,,T1,,",
        "2026-08,temporary_home,,,T9,rooms=4 until=2027-01,",
        ",budget,,,,1000000,",
        ",budget,,,,none,",
        ",crews,,,,2,",
        ",promise,1,,An1,,",
        ",promise,1,,,by 2026-12,",
        ",promise,1,,,return,",
        ",temporary_months,,,,9,",
        ",horizon,,,,6,",
    )
    kinds = [type(event) for event in events]
    assert kinds == [
        WorksDelayed, WorksDuration, WorksStartDelayed, MindChanged, WishMade, WishMade, WishMade,
        CompositionChanged, Birth, Died, Dissolved, NewTie, HomeLost, NewTemporaryHome,
        BudgetChanged, BudgetChanged, CrewsChanged, PromiseMade, PromiseMade, PromiseMade,
        TemporaryMonthsChanged, HorizonChanged,
    ]  # fmt: skip
    assert events[0] == WorksDelayed("A", 2, "asbestos")
    assert events[2] == WorksStartDelayed("B", 10)
    assert events[3] == MindChanged("1", ReturnWish.ELSEWHERE, 8)
    assert events[6] == WishMade("1", WishKind.HOUSEHOLD, "3")
    assert events[7] == CompositionChanged(
        "1", size=4, rent_max=650.5, step_free=True, clear=("floor_max",)
    )
    assert events[11] == NewTie("1", "3", TieKind.CARE, 2.0)
    assert isinstance(events[13], NewTemporaryHome)
    home = events[13].home
    assert (home.rooms, home.available_from, home.available_until) == (4, 7, 12)
    assert (events[14], events[15]) == (BudgetChanged(1_000_000.0), BudgetChanged(None))
    assert isinstance(events[18], PromiseMade)
    assert (events[18].promise.kind, events[18].promise.value) == (PromiseKind.BY, "2026-12")


def test_the_kinds_of_the_schema_are_those_that_are_explained() -> None:
    """The schema, the explanation of each kind and the readers know the same kinds."""
    assert set(event_schema().column("kind").enum) == set(COLUMNS_BY_KIND)


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        (",works_delayed,,X,,2,", "row 3, block", "no block 'X'"),
        (",works_delayed,,A,,two,", "row 3, value", "not a whole number"),
        (",works_delayed,,A,,,", "row 3, value", "fill in value"),
        (",works_start,,A,,,", "row 3, date", "fill in date"),
        (",wish,1,,,perhaps,", "row 3, value", "none of return, elsewhere, undecided"),
        (",wish,9,,,return,", "row 3, household", "no household '9'"),
        (",composition,1,,,four,", "row 3, value", "such as size=3"),
        (",composition,1,,,age=3,", "row 3, value", "'age' is none of"),
        (",composition,1,,,step_free=maybe,", "row 3, value", "yes or no"),
        (",tie,1,,,9,", "row 3, value", "no household '9'"),
        (",temporary_home,,,T9,x=1,", "row 3, value", "rooms=4"),
        (",promise,1,,,soon,", "row 3, value", "by 2027-05"),
        (",budget,,,,-1,", "row 3, value", "0 euro"),
        (",earthquake,,,,,", "row 3, kind", ""),
        ("maart,birth,1,,,,", "row 3, date", ""),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, row: str, place: str, words: str
) -> None:
    """The error names the file, the row, the column and what was meant."""
    with pytest.raises(EventsError) as caught:
        read(tmp_path, ",birth,1,,,,", row)
    assert f"events.csv, {place}" in str(caught.value)
    assert words in str(caught.value)


def test_all_faults_are_told_in_one_go(tmp_path: Path) -> None:
    """Two bad rows give two lines."""
    with pytest.raises(EventsError) as caught:
        read(tmp_path, ",birth,9,,,,", ",crews,,,,0,")
    assert len(caught.value.problems) == 2


def test_a_table_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The error is that of a missing file."""
    with pytest.raises(FileNotFoundError):
        read_events(tmp_path / "none.csv", HERE)
