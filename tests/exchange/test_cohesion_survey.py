"""Answers to the questionnaire on living together: read, and what is messy told by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from hecht.effects.household_rows import Scored
from hecht.exchange.cohesion_survey import SurveyError, read_survey
from tests.outcomes.street import street

HEADER = "household,date,know,pleasant,cosy,home\n"


def read(tmp_path: Path, *lines: str, header: str = HEADER) -> tuple[list[Scored], list[str]]:
    """Return the answers of a file of these lines and what is told of it."""
    path = tmp_path / "survey.csv"
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    found = read_survey(path, street())
    return list(found.answers), list(found.problems)


def test_answers_become_months_and_scores(tmp_path: Path) -> None:
    """The street starts in October 2023; the best answers are 10, the middle 5, the worst 0."""
    answers, problems = read(
        tmp_path,
        "P1,2023-10-31,5,1,1,1",
        "P2,1-12-2024,3,3,3,3",
        "P3,2023-09-01,1,5,5,5",
        "P4,2024-10-01,9,1,1,1",
        "P5,2024-10-01,,,1,9",
    )
    assert problems == []
    assert answers == [
        *(Scored("P1", 0, 10.0), Scored("P2", 14, 5.0), Scored("P3", -1, 0.0)),
        *(Scored("P4", 12, 10.0), Scored("P5", 12, None)),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("P9,2024-10-01,1,1,1,1", "row 3, column household: there is no household 'P9'"),
        ("P2,last week,1,1,1,1", "row 3, column date: this is not a day"),
        ("P2,2024-10-01,1,6,1,1", "row 3, column pleasant: '6' is no answer"),
        ("P2,2024-10-01,1,1,x,1", "row 3, column cosy: 'x' is no answer"),
        ("P2,2024-10-01,0,1,1,1", "row 3, column know: '0' is no answer"),
        ("P1,2024-10-01,2,2,2,2", "row 2: household P1 answered differently on 2024-10-01 in row"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(tmp_path: Path, line: str, said: str) -> None:
    """The other rows are read all the same; two different answers of one day are both left out."""
    answers, problems = read(tmp_path, "P1,2024-10-01,1,1,1,1", line, "P3,2024-10-01,1,1,1,1")
    assert len(problems) == 1
    assert problems[0].startswith(f"survey.csv, {said}")
    assert {one.household for one in answers} <= {"P1", "P3"}
    assert len(answers) == (1 if "differently" in said else 2)


def test_the_same_answer_twice_counts_once(tmp_path: Path) -> None:
    """Typed twice; the row that does not count is named."""
    answers, problems = read(tmp_path, *["P1,2024-10-01,1,1,1,1"] * 3)
    assert len(answers) == 1
    assert problems == [
        "survey.csv, row 3, 4: the same answer of household P1 on 2024-10-01 as row 2; it counts "
        "once"
    ]


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    """Semicolons and further columns are fine; what is missing is named."""
    header = HEADER.replace(",", ";").replace("home\n", "home;note\n")
    answers, _ = read(tmp_path, "P1;2024-10-01;5;1;1;1;hello", header=header)
    assert answers[0].score == 10
    with pytest.raises(SurveyError, match="column cosy, home is missing"):
        read(tmp_path, "P1,2024-10-01,1,1", header="household,date,know,pleasant\n")
