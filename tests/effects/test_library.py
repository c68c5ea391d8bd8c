"""The library of evidence: its entries rest on their sources, and are found."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.area.indicator import Theme
from hecht.effects.evidence import Entry, Strength
from hecht.effects.evidence_fields import COLUMNS, REQUIRED, EntryFaults, entry_from
from hecht.effects.evidence_words import (
    MEASURES,
    SOURCE_KINDS,
    STRENGTHS,
    figure_text,
    measure_label,
    source_kind_label,
    strength_label,
)
from hecht.effects.library import LibraryError, combine, find, load, parse, search

READ_BESIDES = {"https://doi.org/10.1126/sciadv.1700426"}
"""Addresses whose page was read, though the facts name the study by its title only."""

SMALL = """
[[entry]]
key = "one"
title = "A title"
measure = "ballot"
themes = "safety;homes"
what = "w"
to_whom = "t"
where = "h"
when = "2020"
design = "d"
strength = "randomised"
outcome = "o"
unit = "percent"
effect = 2
low = 1
high = 3
level = 0.95
finding = "f"
not_shown = "n"
source = "s"
verified = "ja"
"""


def test_there_are_many_entries_and_failures_among_them() -> None:
    """At least 25, with more than a few that did not work, all with keys of their own."""
    entries = load()
    assert len(entries) >= 35
    assert sum(one.failure for one in entries) >= 10
    assert len({one.key for one in entries}) == len(entries)
    assert len({one.title for one in entries}) == len(entries)


@pytest.mark.parametrize("entry", load(), ids=lambda one: one.key)
def test_every_entry_is_whole(entry: Entry) -> None:
    """Both languages, a source with an address, known words, an interval around the effect."""
    for name in (*REQUIRED, "address", "title_nl", "finding_nl", "source_kind"):
        assert getattr(entry, name) not in ("", ()), name
    for name in ("what", "to_whom", "design", "outcome", "unit", "not_shown"):
        assert getattr(entry, f"{name}_nl"), name
    assert entry.address.startswith(("https://", "http://"))
    assert entry.measure in MEASURES
    assert entry.source_kind in SOURCE_KINDS
    assert set(entry.themes) <= set(Theme)
    if entry.low is not None and entry.high is not None:
        assert entry.effect is not None
        assert entry.low <= entry.effect <= entry.high
        assert entry.level is not None


@pytest.mark.parametrize("entry", [e for e in load() if e.effect is not None], ids=lambda e: e.key)
def test_a_figure_is_told_in_the_finding_too(entry: Entry) -> None:
    """The number of a field and the number in words are one, in either language."""
    figure = f"{abs(entry.effect or 0):g}"
    if entry.key == "vestia-expects-one-in-five":
        assert "1 in 5" in entry.finding
        assert "1 op de 5" in entry.finding_nl
        return
    assert figure in entry.finding
    assert figure.replace(".", ",") in entry.finding_nl


@pytest.mark.shared
def test_every_address_is_in_the_collected_facts(shared_data: Path) -> None:
    """No entry rests on a page that was not read."""
    facts = shared_data.parent / "facts" / "domain.md"
    if not facts.is_file():
        pytest.skip(f"the collected facts are not in {facts}")
    text = facts.read_text(encoding="utf-8")
    missing = {one.address for one in load() if one.address not in text}
    assert missing == READ_BESIDES
    assert "Residential relocation and change in social capital" in text


@pytest.mark.shared
def test_every_figure_is_in_the_collected_facts(shared_data: Path) -> None:
    """No effect and no end of an interval was made up."""
    facts = shared_data.parent / "facts" / "domain.md"
    if not facts.is_file():
        pytest.skip(f"the collected facts are not in {facts}")
    text = facts.read_text(encoding="utf-8")
    for one in load():
        for value in (one.effect, one.low, one.high):
            if value is not None and one.key != "vestia-expects-one-in-five":
                assert f"{value:g}" in text, (one.key, value)
    assert "**1 in 5**" in text


def test_every_measure_of_the_table_has_an_entry() -> None:
    """No word of the table is left over, and each is called something in both languages."""
    assert {one.measure for one in load()} == set(MEASURES)
    for measure in MEASURES:
        assert measure_label(measure, "en") != measure_label(measure, "nl")
    assert measure_label("own_word", "nl") == "own word"
    assert set(STRENGTHS) == set(Strength)
    assert strength_label(Strength.COMPARED, "nl") == "voor en na, met vergelijkingsgroep"
    assert source_kind_label("news", "nl") == "nieuws"
    assert source_kind_label("", "nl") == ""


def test_words_are_sought_in_both_languages_and_without_accents() -> None:
    """All words must be there; capitals and accents do not matter."""
    assert [one.key for one in search(words="LOTING eenzaam")] == ["kobe-lottery"]
    assert "japan-2011-individual" in {one.key for one in search(words="een voor een")}
    assert search(words="loting eenzaam olifant") == ()
    assert len(search()) == len(load())


def test_a_search_narrows_by_theme_measure_strength_and_failure() -> None:
    """Each condition holds for all that is found, and nothing that fits is left out."""
    found = search(theme="loneliness_cohesion", strength=Strength.COMPARED)
    assert {one.key for one in found} == {"japan-2011-group", "japan-2011-individual"}
    failures = search(failure=True)
    assert {one.key for one in failures} | {one.key for one in search(failure=False)} == {
        one.key for one in load()
    }
    assert all(one.failure for one in failures)
    assert {one.measure for one in search(measure="ballot")} == {"ballot"}
    assert {one.key for one in search(outcome="households returning")} >= {"vogeltjesbuurt-return"}


def test_the_strongest_design_comes_first() -> None:
    """Beyond that the order is that of the library."""
    found = search()
    assert [one.strength for one in found] == sorted((o.strength for o in found), reverse=True)
    keys = [one.key for one in load() if one.strength is Strength.STATED]
    assert [one.key for one in found if one.strength is Strength.STATED] == keys


def test_a_key_leads_to_its_entry_or_to_a_near_one() -> None:
    """A slip of the pen is answered with the keys that look like it."""
    assert find("heygate").measure == "return_promise"
    with pytest.raises(LibraryError, match="did you mean heygate"):
        find("heygat")


def test_ones_own_entries_come_after_and_may_not_take_a_key() -> None:
    """The same key twice is refused, whoever has it."""
    own = replace(load()[0], key="mine")
    assert combine([own])[-1] is own
    with pytest.raises(LibraryError, match="the key mine"):
        combine([own, own])
    with pytest.raises(LibraryError, match=f"the key {load()[0].key}"):
        combine([load()[0]])


def test_a_small_file_is_read() -> None:
    """Numbers, words for yes, and themes in one cell; what is missing is no figure."""
    entry = parse(SMALL)[0]
    assert entry.strength is Strength.RANDOMISED
    assert entry.themes == ("safety", "homes")
    assert (entry.effect, entry.low, entry.high, entry.level) == (2.0, 1.0, 3.0, 0.95)
    assert entry.verified is True
    assert entry.failure is False
    assert parse(SMALL.replace("effect = 2\nlow = 1\nhigh = 3\n", ""))[0].effect is None
    assert entry.text("title", "nl") == "A title"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "A title"', "", "column title: is empty"),
        ('"ballot"', '"A ballot"', "column measure: 'A ballot' is no plain word"),
        ('"randomised"', '"strong"', "column strength: 'strong' is not known"),
        ("effect = 2", "effect = 4", "column effect: 4.0 is not between 1.0 and 3.0"),
        ("effect = 2", 'effect = "much"', "column effect: 'much' is no number"),
        ("effect = 2", "", "column effect: is empty and there is an interval"),
        ("low = 1", "", "column low: is empty"),
        ("level = 0.95", "level = 95", "column level: is no share"),
        ('"ja"', '"perhaps"', "column verified: 'perhaps' is neither yes nor no"),
        ('key = "one"', 'key = "one"\ncolour = "red"', "column colour: is no field"),
        ('key = "one"', 'key = "one"\nsource_kind = "gossip"', "column source_kind: 'gossip'"),
    ],
)
def test_what_is_wrong_is_told_by_entry_and_column(old: str, new: str, said: str) -> None:
    """The file, the entry and the field are named."""
    with pytest.raises(LibraryError) as error:
        parse(SMALL.replace(old, new), "own.toml")
    assert said in str(error.value)
    assert "own.toml, entry 1 (one)" in str(error.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Two faults are two lines; a file that is no TOML says where."""
    with pytest.raises(LibraryError) as error:
        parse(SMALL.replace('"A title"', '""').replace("effect = 2", "effect = 9"))
    assert len(str(error.value).splitlines()) == 2
    with pytest.raises(LibraryError, match=r"entries\.toml cannot be read: .*line 2"):
        parse("[[entry]]\nkey = one")


def test_unknown_themes_are_refused_where_the_themes_are_known() -> None:
    """The reader of files gives the themes of a profile."""
    values = {"themes": "safety;sports"}
    with pytest.raises(EntryFaults) as error:
        entry_from(values, frozenset(Theme))
    assert "'sports' is not known" in str(error.value)
    with pytest.raises(EntryFaults) as error:
        entry_from(values)
    assert "sports" not in str(error.value)


@given(st.sampled_from(load()))
def test_an_entry_is_what_its_fields_say(entry: Entry) -> None:
    """Fields out and in again give the same entry."""
    values = {field.name: getattr(entry, field.name) for field in fields(Entry)}
    assert set(values) == set(COLUMNS)
    assert entry_from({**values, "strength": entry.strength.name.lower()}) == entry


def test_a_figure_is_shown_as_its_source_gives_it_and_an_own_one_with_three_digits() -> None:
    """No digits are added to a published figure, and not all of the machine's are shown."""
    entry = find("japan-2011-individual")
    assert figure_text(entry, "nl") == "−0,039 coëfficiënt b (95%-interval −0,074 tot −0,003)"
    own = replace(entry, source_kind="own", effect=0.680415123, low=None, high=None, level=None)
    assert figure_text(own, "en") == "0.680 coefficient b"
    assert figure_text(find("visser-2013-dwelling"), "nl") == "79,5 procent van de jongeren"
    assert figure_text(find("london-ballots"), "en") == "no figure"


def test_the_document_counts_the_entries_there_are() -> None:
    """How many findings and failures docs/evidence.md speaks of, and that none is by lot."""
    text = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
    failures = sum(one.failure for one in load())
    assert f"{len(load())}\nfindings, {failures} of them" in text
    assert max(one.strength for one in load()) < Strength.QUASI_RANDOM
