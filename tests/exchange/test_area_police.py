"""The police tables: kinds, periods, codes or names, months into years, rates."""

import pytest

from hecht.exchange.area_named import Naming
from hecht.exchange.area_police import indicator_of, period_of, read_police
from hecht.exchange.area_sheet import AreaFileError

HEAD = '"Soort misdrijf";"Perioden";"Wijken en buurten";"Geregistreerde misdrijven (aantal)"\n'


def _read(tmp_path, text, **options):
    path = tmp_path / "misdrijven.csv"
    path.write_text("\ufeff" + text, encoding="utf-8")
    return read_police(path, **options)


def _figures(reading):
    return {(one.area, one.year, one.indicator): one.value for one in reading.figures()}


@pytest.mark.parametrize(
    ("kind", "indicator"),
    [
        ("1.1.1 Diefstal/inbraak woning", "police_burglary_home"),
        ("Diefstal/inbraak woning", "police_burglary_home"),
        ("1.1.1 ", "police_burglary_home"),
        ("0.0.0 ", "police_total"),
        ("Totaal misdrijven", "police_total"),
        ("9.9.9 Iets", ""),
        ("Iets", ""),
    ],
)
def test_kinds_of_crime(kind, indicator):
    """A kind is known by its number or its Dutch name."""
    assert indicator_of(kind) == indicator


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022JJ00", (2022, 0)),
        ("2022MM03", (2022, 3)),
        ("2022 maart", (2022, 3)),
        ("2022", (2022, 0)),
        ("2022*", (2022, 0)),
        ("2022MM13", None),
        ("2022 lente", None),
        ("maart", None),
    ],
)
def test_periods(text, period):
    """Years and months are known in the codes and in the words of StatLine."""
    assert period_of(text) == period


def test_years_by_name(tmp_path):
    """An export with names gives counts where the name is sure; a point is absent, not zero."""
    naming = Naming([("BU07580001", "Heuvel"), ("BU07580002", "Chassé")])
    reading, matches = _read(
        tmp_path,
        HEAD + '"Totaal misdrijven";"2022";"Heuvel";"12"\n"Mishandeling";"2022";"Heuvel";"."\n'
        '"Totaal misdrijven";"2022";"Heuvle";"9"\n"Vuurwerk";"2022";"Heuvel";"1"\n',
        naming=naming,
        residents={("BU07580001", 2022): 2400.0},
    )
    assert _figures(reading) == {
        ("BU07580001", 2022, "police_total"): 12,
        ("BU07580001", 2022, "police_total_per_1000"): 5,
        ("BU07580001", 2022, "police_assault"): None,
        ("BU07580001", 2022, "police_assault_per_1000"): None,
    }
    assert [one.found for one in matches] == ["same", "near"]
    assert [one.rule for one in reading.problems] == ["unmatched-name"]
    assert any("Vuurwerk" in one for one in reading.remarks)


def test_months_make_a_year_of_twelve(tmp_path):
    """Twelve months are added up; eleven are no year, and a missing month makes none."""
    rows = [f'"1.4.5 ";"2021MM{at:02d}";"BU07580001";"{at}"' for at in range(1, 13)]
    rows += [f'"1.4.5 ";"2021MM{at:02d}";"BU07580002";"1"' for at in range(1, 12)]
    rows += [f'"1.4.5 ";"2021MM{at:02d}";"BU07580003";"{"." if at == 5 else 1}"'
             for at in range(1, 13)]  # fmt: skip
    reading, _ = _read(tmp_path, HEAD + "\n".join(rows) + "\n")
    assert _figures(reading) == {
        ("BU07580001", 2021, "police_assault"): 78,
        ("BU07580003", 2021, "police_assault"): None,
    }
    assert any("fewer than twelve months" in one for one in reading.remarks)


def test_kinds_as_columns(tmp_path):
    """An export with a column for each kind is read, with codes and names beside it."""
    reading, _ = _read(
        tmp_path,
        "Perioden;Wijken en buurten;Wijken en buurten (code);Totaal misdrijven;Zakkenrollerij\n"
        '"2023";"Heuvel";"BU07580001";"12";"0"\n',
    )
    assert _figures(reading) == {
        ("BU07580001", 2023, "police_total"): 12,
        ("BU07580001", 2023, "police_pickpocketing"): 0,
    }
    assert reading.areas[0].name == "Heuvel"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + '"Totaal misdrijven";"2022";"Heuvel";"12"\n', "by name"),
        ('"Wijken en buurten";"x"\n"BU07580001";"1"\n', "Perioden"),
        ('"Perioden";"x"\n"2022";"1"\n', "areas"),
        ('"Perioden";"Wijken en buurten";"x"\n"2022";"BU07580001";"1"\n', "Soort misdrijf"),
    ],
)
def test_what_is_missing_is_named(tmp_path, text, said):
    """A table that lacks something is refused, with what it lacks."""
    with pytest.raises(AreaFileError, match=said):
        _read(tmp_path, text)


def test_faults_have_their_row(tmp_path):
    """A period or a number that cannot be read is reported with its row."""
    reading, _ = _read(
        tmp_path,
        HEAD + '"0.0.0";"lente";"BU07580001";"1"\n"0.0.0";"2022";"BU07580001";"veel"\n',
    )
    assert [(one.rule, one.row) for one in reading.problems] == [("period", 2), ("not-a-number", 3)]
