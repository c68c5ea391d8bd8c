"""The words beside figures of areas: units, ranks, trends, and why a figure is not there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hecht.area.dictionary import indicators
from hecht.area.indicator import Kind, Theme
from hecht.area.line import Among, BesidePeers, Line
from hecht.area.panel import Absent, Area, Level
from hecht.area.peers import UNAVAILABLE
from hecht.area.regression import Regression
from hecht.area.trend import trend
from hecht.neighbourhood import Month
from hecht.report.area_words import (
    absent_words,
    among_words,
    amount,
    beside_words,
    level_names,
    regression_words,
    signed,
    theme_names,
    trend_words,
    unavailable_words,
    unit,
)
from hecht.report.words import LANGUAGES, Words
from tests.area.panels import indicator

NL, EN = (Words(language, Month(2000, 1)) for language in ("nl", "en"))
HERE = Area("BU03440300", Level.NEIGHBOURHOOD, "Here")
SCORE = indicator("score", kind=Kind.SCORE, better="more", decimals=2)
SIGNS = {"", "%", "km", "m3", "kWh", "ha"}


def line(**more: object) -> Line:
    """Return a line of a score of 1.5."""
    return replace(Line(SCORE, HERE, 2024, 1.5, Absent.NONE, None), **more)  # type: ignore[arg-type]


def test_every_unit_is_told_in_dutch() -> None:
    """No English word stands behind a figure of a Dutch page."""
    for one in indicators().values():
        if one.unit in SIGNS:
            continue
        told = unit(one, NL)
        english = unit(one, EN)
        assert told != english or not re.search(
            r"\b(?:the|of|a|per 1,000|homes|reports|crimes|persons|residents)\b", told
        ), one.unit


def test_thousands_of_euros_are_not_two_numbers() -> None:
    """301 in the unit of 1,000 euro reads as 301 thousand euro."""
    assert amount(indicators()["woz_value"], 301.0, EN) == "301 thousand euro"
    assert amount(indicators()["woz_value"], 301.0, NL) == "301 duizend euro"
    assert amount(indicators()["homes_corporation"], 61.0, NL) == "61%"


@pytest.mark.parametrize(
    ("lower", "higher", "better", "told", "side"),
    [
        (8, 0, "more", "more favourable than all 8", "good"),
        (6, 2, "more", "more favourable than 6 of 8", "good"),
        (0, 8, "more", "less favourable than all 8", "bad"),
        (8, 0, "less", "less favourable than all 8", "bad"),
        (1, 7, "less", "more favourable than 7 of 8", "good"),
        (4, 4, "less", "about as in comparable areas", ""),
        (8, 0, "", "higher than in all 8", ""),
        (2, 6, "", "lower than in 6 of 8", ""),
    ],
)
def test_beside_comparable_areas(
    lower: int, higher: int, better: str, told: str, side: str
) -> None:
    """Which way is better decides; where neither is, the words are neutral."""
    one = line(indicator=replace(SCORE, better=better), peers=BesidePeers(8, 1.0, lower, higher))
    text, found = beside_words(one, EN)
    assert text.startswith(told)
    assert found == side
    assert beside_words(line(), EN) == ("", "")


def test_the_place_among_areas_is_told_exactly() -> None:
    """Lowest and highest by name, few areas counted, many in percents that are never 100 or 0."""
    few, many = Among(10, 0.0, 1.0, 1), Among(2846, 0.0004, 1.0, 300)
    buurten = "neighbourhoods (buurten)"
    assert among_words(line(among=few), EN) == f"the lowest of the 10 {buurten} with this figure"
    third = replace(few, percentile=2 / 9)
    assert among_words(line(among=third), EN).startswith("higher than in 2 of the other 9")
    assert "1%" in among_words(line(among=many), EN)
    assert among_words(line(), EN) == ""


def test_trends_claim_no_more_than_the_interval() -> None:
    """An interval that holds zero has no direction; two years are told, not judged."""
    rising = trend([(2012 + k, 1.0 + k) for k in range(5)], 2)
    flat = trend([(2012, 1.0), (2013, 1.4), (2014, 0.9), (2015, 1.2)], 2)
    assert trend_words(line(trend=rising), EN).startswith("rising: +1.000 a year (+0.99")
    assert trend_words(line(trend=flat), EN).startswith("no clear direction")
    points = ((2023, 1.0), (2024, 1.5))
    told = trend_words(line(trend=trend(points, 2), points=points), NL)
    assert told == "1,00 in 2023, 1,50 in 2024; twee jaren zijn te kort voor een trend"
    assert trend_words(line(trend=trend(points[:1], 2), points=points[:1]), EN) == "one year only"


def test_regression_to_the_mean_is_told_with_every_number() -> None:
    """Expected part, interval, what all did, what the area did, how many areas; both ways."""
    found = Regression(2012, 2016, True, 0.62, 4.2, 3.1, 5.3, -0.4, 2.0, 2816)
    text = regression_words(line(), found, EN)
    for part in ("lowest tenth", "+4.20", "+3.10 to +5.30", "−0.40", "+2.00", "2,816", "0.62",
                 "95%:", "on average", "without a measure of its own"):  # fmt: skip
        assert part in text
    assert "effect" not in text
    above = regression_words(line(), replace(found, below=False, expected=-4.2), NL)
    assert "hoogste tiende" in above
    assert "−4,20" in above


def test_signs() -> None:
    """A true minus, and no sign for what rounds to nothing."""
    assert signed(-0.5, 1, NL) == "−0,5"
    assert signed(0.04, 1, EN) == "0.0"
    assert amount(SCORE, -0.111, NL) == "−0,11"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_everything(language: str) -> None:
    """Themes, levels, reasons of absence and of criteria that could not be used."""
    words = Words(language, Month(2000, 1))
    assert len(set(theme_names(words).values())) == len(Theme)
    assert set(level_names(words)) == set(Level)
    assert len({absent_words(why, words) for why in Absent}) == len(Absent)
    assert len({unavailable_words(why, words) for why in UNAVAILABLE}) == len(UNAVAILABLE)
    assert not {unavailable_words(why, words) for why in UNAVAILABLE} & set(UNAVAILABLE)


@pytest.mark.parametrize(
    ("unit", "dutch", "english"),
    [
        ("number", "3,0", "3.0"),
        ("class 1-9", "3,0 (klasse 1-9)", "3.0 (class 1-9)"),
        ("score 0-10", "3,0 (score 0-10)", "3.0 (score 0-10)"),
        ("homes", "3,0 woningen", "3.0 homes"),
        ("%", "3,0%", "3.0%"),
    ],
)
def test_a_scale_stands_in_brackets_and_a_bare_number_alone(
    unit: str, dutch: str, english: str
) -> None:
    """What is counted stands in the name of the figure or behind it; a scale in brackets."""
    one = replace(indicator("x", decimals=1), unit=unit)
    assert (amount(one, 3.0, NL), amount(one, 3.0, EN)) == (dutch, english)
