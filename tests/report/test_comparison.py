"""The comparison page and its sentences: only real differences, no person, well-formed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hecht.neighbourhood import Month
from hecht.report.comparison import comparison_page, sentences, topics, write_comparison
from hecht.report.tradeoffs import PHRASES, shown, signed, trade_off
from hecht.report.words import Words
from tests.design.test_comparison import made, small_comparison

NL, EN = Words("nl", Month(2027, 1)), Words("en", Month(2027, 1))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_every_scenario_and_names_no_household(language: str) -> None:
    """Letters, names and maps are there; no household's id or label is."""
    compared = small_comparison()
    page = comparison_page(compared, language, ["homes"], ["a remark"])
    assert page.count('role="img"') >= 2 * len(compared)
    assert all(one.name in page for one in compared)
    assert "a remark" in page
    visible = re.sub(r"<[^>]*>", " ", page)
    for household in compared[0].plan.neighbourhood.households:
        assert not re.search(rf"\b{re.escape(household.id)}\b", visible)
        assert not household.label or household.label not in page


def test_the_page_fetches_nothing() -> None:
    """Everything the page needs is in it."""
    page = comparison_page(small_comparison())
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page


def test_one_scenario_is_nothing_to_compare() -> None:
    """A comparison needs two."""
    with pytest.raises(ValueError, match="two scenarios or more"):
        comparison_page(small_comparison()[:1])


def test_the_page_is_written_whole(tmp_path: Path) -> None:
    """The file stands at its path and nothing lies beside it."""
    path = write_comparison(small_comparison(), tmp_path / "compare.html")
    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert [p.name for p in tmp_path.iterdir()] == ["compare.html"]


def test_the_table_colours_only_real_differences() -> None:
    """A cell is marked when the difference with the first is real, and never in the first."""
    one = made("a", {"moves": 10.0, "alone": 2.0, "fsi": 0.7}, {"moves": (9.0, 11.0)})
    two = made("b", {"moves": 11.0, "alone": 1.0, "fsi": 0.7001}, {"moves": (10.0, 12.0)})
    rows = {row.definition.name: row for s in topics([one, two], EN) for row in s.rows}
    assert [cell.state for cell in rows["moves"].cells] == ["", ""]
    assert [cell.state for cell in rows["alone"].cells] == ["", "better"]
    assert rows["alone"].cells[1].beside == "−1"
    assert rows["fsi"].cells[1].state == ""
    assert rows["duration_months"].cells[0].text == "not known"


def test_a_sentence_tells_gains_and_costs() -> None:
    """What is better is given, what is worse is the price, each with its number."""
    one = made("a", {"homes_added": 0.0, "alone": 1.0})
    two = made("b", {"homes_added": 38.0, "alone": 12.0})
    told = trade_off(one, two, ("A", "B"), EN, ())
    assert told.gains == ("38 more homes",)
    assert told.costs == ("11 more households lose their near neighbours",)
    assert told.sentence == (
        "B beside A gives: 38 more homes. "
        "B costs, beside A: 11 more households lose their near neighbours."
    )
    dutch = trade_off(one, two, ("A", "B"), NL, ()).sentence
    assert "38 woningen meer" in dutch
    assert "beside" not in dutch


def test_one_is_told_as_one() -> None:
    """Singular and plural are told apart, more and less too."""
    one, two = made("a", {"moves": 4.0}), made("b", {"moves": 3.0})
    assert trade_off(one, two, ("A", "B"), EN, ()).gains == ("1 move fewer",)
    assert trade_off(one, two, ("A", "B"), NL, ()).gains == ("1 verhuizing minder",)
    assert trade_off(two, one, ("A", "B"), EN, ()).costs == ("1 more move",)


def test_scenarios_alike_are_said_to_be_alike() -> None:
    """Without a real difference none is told."""
    one = made("a", {"moves": 4.0})
    assert sentences([one, made("b", {"moves": 4.0})], EN, ()) == [
        "A and B do not really differ in what is told here."
    ]


def test_goals_of_the_user_are_told_too() -> None:
    """A figure without a phrase of its own is told by its label."""
    one, two = made("a", {"label_a_or_better": 0.25}), made("b", {"label_a_or_better": 0.75})
    told = trade_off(one, two, ("A", "B"), EN, ["label_a_or_better"])
    assert told.gains == (f"{told.gains[0].split(' +')[0]} +50 points",)


def test_values_are_written_as_people_write_them() -> None:
    """Shares in percent, euros whole, small numbers with the decimals that tell them apart."""
    from hecht.design.catalogue import catalogue

    known = catalogue()
    assert shown(known["return_of_wishing"], 0.987, NL) == "99%"
    assert shown(known["moves"], 1234.0, NL) == "1.234"
    assert shown(known["homes_added"], -10.0, NL) == "−10"
    assert shown(known["cost_known"], 234567.4, NL) == "€ 234.567"
    assert shown(known["cost_known"], 1234567.4, EN) == "€ 1.2 million"
    assert shown(known["fsi"], 1.256, NL) == "1,26"
    assert signed(known["return_of_wishing"], -0.05, EN) == "−5.0 points"


def test_every_phrase_is_of_a_figure_and_holds_its_number() -> None:
    """Each phrase belongs to a figure there is, in two languages, with its number in it."""
    from hecht.design.catalogue import catalogue

    for name, phrase in PHRASES.items():
        assert name in catalogue()
        assert all("{n}" in text for text in (*phrase.nl, *phrase.en))
