"""The indicators and the meanings of columns that come with hecht, and those of a user."""

import pytest

from hecht.area.dictionary import DictionaryError, indicators, parse
from hecht.area.edition_columns import (
    NO_FIGURE,
    columns_of,
    datasets,
    parse_columns,
    shipped,
)
from hecht.area.indicator import Kind

KWB = columns_of("kwb")


def means(column, year, columns=KWB):
    """Return the indicators of a column in an edition; None when it is not known."""
    found = columns.meanings(column, year)
    return None if found is None else tuple(one.indicator for one in found)


def test_every_indicator_has_words_in_two_languages():
    """Nothing that is shown lacks Dutch or English words, or has the weight of a rate missing."""
    for one in indicators().values():
        assert all((one.label, one.label_nl, one.definition, one.definition_nl)), one.code
        assert bool(one.warning) == bool(one.warning_nl), one.code
        if one.kind is Kind.SHARE:
            assert one.unit.startswith("%"), one.code
        if one.weight:
            assert indicators()[one.weight].kind is Kind.COUNT, one.code


def test_every_column_means_a_known_indicator():
    """The dictionary of columns and that of indicators agree, in every row."""
    assert set(datasets()) >= {"kwb", "nabijheid", "ses_woa"}
    for one in shipped():
        assert one.indicator == NO_FIGURE or one.indicator in indicators(), one
        assert not one.per or indicators()[one.per].kind is Kind.COUNT, one


@pytest.mark.parametrize(
    ("column", "year", "meant"),
    [
        ("AANT_INW", 2008, ("residents",)),
        ("a_inw", 2023, ("residents",)),
        ("AantalInwoners_5", 2021, ("residents",)),
        ("aantal_inwoners", 2022, ("residents",)),
        ("Bevolking/Aantal inwoners (aantal)", 2014, ("residents",)),
        ("P_00_14_JR", 2016, ("share_0_14",)),
        ("a_00_14", 2023, ("residents_0_14", "share_0_14")),
        ("Energie/Gemiddeld aardgasverbruik/Appartement (m³)", 2014, ("gas_use_flat",)),
        ("Energie/Gemiddeld elektriciteitsverbruik/Appartement (kWh)", 2014,
         ("electricity_use_flat",)),
        ("p_bjj2k", 2023, ("homes_before_2000",)),
        ("P_WONT2000", 2012, ("homes_before_2000",)),
        ("gwb_code_10", 2023, ()),
        ("a_nb_won ", 2024, ("new_homes",)),
        ("nobody_knows", 2023, None),
    ],
)  # fmt: skip
def test_names_of_all_editions_are_known(column, year, meant):
    """The names of maps, spreadsheets, StatLine and its open data mean the same indicator."""
    assert means(column, year) == meant


@pytest.mark.parametrize(
    ("column", "before", "after", "years"),
    [
        ("gemiddelde_woningwaarde", "woz_value_to_2018", "woz_value", (2018, 2019)),
        ("k_0Tot15Jaar_8", "share_0_14", "residents_0_14", (2016, 2017)),
    ],
)
def test_one_name_with_two_meanings_is_not_chained(column, before, after, years):
    """Where the definition changed under the same name, the editions give two indicators."""
    assert before in means(column, years[0])
    assert after in means(column, years[1])
    assert after not in means(column, years[0])


def test_the_division_by_origin_is_never_chained():
    """Origin up to 2022 and from then on are different indicators, and old names end in 2022."""
    assert means("p_n_w_al", 2012) == ("share_non_western_to_2022",)
    assert means("p_n_w_al", 2023) is None
    assert means("a_neu_al", 2023) == ("share_origin_outside_europe",)


def test_the_longest_end_of_a_path_counts():
    """Schools of several kinds share the last part of their path; the kind decides."""
    near = columns_of("nabijheid")
    assert means("Onderwijs/Voortgezet onderwijs/Vmbo/Afstand tot school (km)", 2023, near) == (
        "distance_vmbo",
    )
    assert means("Onderwijs/Basisonderwijs/Afstand tot school (km)", 2023, near) == (
        "distance_primary_school",
    )


def test_own_rows_go_before_those_of_hecht():
    """A user can teach hecht a column, and overrule what it knows."""
    own = parse_columns(
        "dataset,column,first,last,indicator,factor\nkwb,nobody_knows,2020,,homes,1000\n"
        "kwb,a_inw,,,households,\n",
        "own.csv",
    )
    columns = columns_of("kwb", own)
    (found,) = columns.meanings("nobody_knows", 2021)
    assert (found.indicator, found.factor) == ("homes", 1000)
    assert columns.meanings("nobody_knows", 2019) is None
    assert means("a_inw", 2021, columns) == ("households",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dataset,column\n", "first, last, indicator is missing"),
        ("dataset,column,first,last,indicator\nkwb,,,,homes\n", "row 2, column"),
        ("dataset,column,first,last,indicator\nkwb,x,20,,homes\n", "row 2, first"),
        ("dataset;column;first;last;indicator;factor\nkwb;x;;;homes;much\n", "row 2, factor"),
    ],
)
def test_faults_in_a_dictionary_of_columns_have_their_place(text, said):
    """A dictionary of one's own is refused with file, row and column."""
    with pytest.raises(DictionaryError, match=said):
        parse_columns(text, "own.csv")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Green,people,share,%,Green", "row 2, code"),
        ("green,parks,share,%,Green", "row 2, theme: 'parks'"),
        ("green,people,rate,%,Green", "row 2, kind"),
        ("green,people,share,%,", "row 2, label"),
        ("green,people,share,%,Green\ngreen,people,share,%,Green", "comes twice"),
    ],
)
def test_faults_in_a_dictionary_of_indicators_have_their_place(row, said):
    """An indicator that cannot be one is refused with file, row and column."""
    with pytest.raises(DictionaryError, match=said):
        parse(f"code,theme,kind,unit,label\n{row}\n", "own.csv")


def test_dutch_words_default_to_the_others():
    """A dictionary in one language is enough."""
    (one,) = parse("code;theme;kind;unit;label\ngroen;people;share;%;Groen\n", "own.csv")
    assert (one.label_nl, one.definition_nl, one.least) == ("Groen", "", 0)
