"""Typed answers become figures of areas, with their number and interval, small ones hidden."""

import io

import pytest

from hecht.area.dictionary import indicators
from hecht.area.panel import Absent
from hecht.exchange.area_sheet import AreaFileError
from hecht.exchange.area_survey import (
    INDICATORS,
    compare,
    read_answers,
    sheet_columns,
    sheet_csv,
    sheet_workbook,
    summaries,
    survey_reading,
)
from hecht.outcomes.disclosure import Audience

HEAD = "form;household;area;date;know;pleasant;cosy;home;unsafe;mark_living\n"
GOOD = "{at};;BU03440111;2027-05-31;5;1;1;1;4;8\n"
PLAIN = "{at};;BU03440111;2027-05-31;3;3;3;3;2;6\n"


def _survey(tmp_path, text, **options):
    path = tmp_path / "antwoorden.csv"
    path.write_text(text, encoding="utf-8")
    return read_answers(path, **options)


def _twelve():
    return HEAD + "".join((GOOD if at % 2 else PLAIN).format(at=at) for at in range(12))


def test_every_figure_has_an_indicator():
    """Each question has its indicator, which hecht defines."""
    assert set(INDICATORS) == {"score", *sheet_columns()[4:]}
    assert set(INDICATORS.values()) <= set(indicators())


def test_figures_of_an_area(tmp_path):
    """An area of enough respondents has score, shares and marks, with number and interval."""
    survey = _survey(tmp_path, _twelve())
    assert not survey.problems
    reading = survey_reading(survey, publisher="Gemeente")
    found = {one.indicator: one for one in reading.figures()}
    assert found["vm_respondents"].value == 12
    assert found["vm_cohesion"].value == pytest.approx(7.5)
    assert found["vm_cohesion"].note == "n = 12, 95% interval 5.8 to 9.2"
    assert found["feels_unsafe"].value == 50
    assert found["mark_living"].value == 7
    assert "contact_neighbours" not in found
    assert {one.publisher for one in reading.sources} == {"Gemeente"}


def test_small_areas_are_absent(tmp_path):
    """An area of nine has nothing in the panel, its number included; inside five are enough."""
    text = HEAD + "".join(GOOD.format(at=at) for at in range(9))
    reading = survey_reading(_survey(tmp_path, text))
    assert {one.absent for one in reading.figures()} == {Absent.SMALL}
    inside = survey_reading(_survey(tmp_path, text), audience=Audience.INTERNAL)
    assert {one.absent for one in inside.figures()} == {Absent.NONE}


def test_beside_the_country(tmp_path):
    """A figure is above or below the country only where the interval leaves it out."""
    told = summaries(_survey(tmp_path, _twelve()), Audience.PUBLIC)[2027]["BU03440111"]
    found = {one.code: one for one in compare(told)}
    assert found["know"].standing == "below"  # 0 of 12, country 26.1: Wilson's upper end is 24.2
    assert found["pleasant"].standing == "below"  # 6 of 12 ends at 74.6, country 75.3
    assert found["home"].standing == "near"  # 6 of 12 is 25.4 to 74.6, country 62.1
    assert found["score"].benchmark.same is False
    assert found["score"].standing == ""


def test_area_and_year_for_all(tmp_path):
    """Rows without an area or date take those that are given for all."""
    survey = _survey(tmp_path, "know;pleasant;cosy\n5;1;1\n", area="BU03440111", year=2026)
    assert [(one.area, one.year) for one in survey.respondents] == [("BU03440111", 2026)]


def test_faults_have_their_row(tmp_path):
    """A wrong answer is left open, a row without area or year left out; each with its row."""
    survey = _survey(
        tmp_path,
        HEAD
        + "1;;BU03440111;2027;7;1;1;1;;\n2;;;2027;1;1;1;1;;\n3;;BU03440111;gisteren;1;1;1;1;;\n"
        "4;H07;BU03440111;31-05-2027;9;1;;;;\n5;;BU03440111;2027;;;;;;\n",
    )
    assert [(one.rule, one.row) for one in survey.problems] == [
        ("no-answer", 2), ("area-code", 3), ("date", 4)
    ]  # fmt: skip
    assert [one.row for one in survey.respondents] == [2, 5]
    assert survey.respondents[0].answers["know"] is None
    assert survey.respondents[1].household == "H07"


def test_no_questions(tmp_path):
    """A file without one of the questions is refused."""
    with pytest.raises(AreaFileError, match="questionnaire"):
        _survey(tmp_path, "a;b\n1;2\n")


def test_the_sheet_comes_back(tmp_path):
    """The workbook allows only answers, is the same bytes each time, and reads back empty."""
    from openpyxl import load_workbook

    data = sheet_workbook()
    assert data == sheet_workbook()
    sheet = load_workbook(io.BytesIO(data)).active
    assert [cell.value for cell in sheet[1]] == list(sheet_columns())
    assert len(sheet.data_validations.dataValidation) == len(sheet_columns()) - 4
    path = tmp_path / "antwoorden.csv"
    path.write_text(sheet_csv(), encoding="utf-8")
    assert read_answers(path).respondents == ()
