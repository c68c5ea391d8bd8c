"""The mix that is asked, told in sentences: what is needed, what cannot be, what stays hidden."""

from __future__ import annotations

from dataclasses import replace

from hecht.neighbourhood import MixTarget, Month, PeopleAttribute
from hecht.neighbourhood.mixing import PEOPLE_CLASSES
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.inflow import Inflow, Reach, inflow
from hecht.report.inflow import class_names, inflow_sentences
from hecht.report.words import Words
from tests.outcomes.mixed_street import mixed_scene

EN, NL = Words("en", Month(2025, 1)), Words("nl", Month(2025, 1))
INCOME, TYPE = PeopleAttribute.INCOME, PeopleAttribute.HOUSEHOLD_TYPE


def large(found: Inflow) -> Inflow:
    """Return the same with so many more households of every sort that nothing is small."""
    reaches = tuple(
        replace(one, settled=one.settled + 20, households=one.households + 60)
        for one in found.reaches
    )
    return replace(found, reaches=reaches)


def reach(target: MixTarget, **numbers: int) -> Inflow:
    """Return the inflow of one target with these numbers."""
    given = {"households": 100, "settled": 40, "unsure": 0, "needed": 0, "most": 20,
             "fewest": 0, "possible": 20} | numbers  # fmt: skip
    one = Reach(target, **given)
    return Inflow(tuple(f"n{n}" for n in range(20)), 100, (one,), one.reachable, (), (0,), 0.075)


def test_nothing_is_asked() -> None:
    """Without targets there is nothing to say."""
    assert inflow_sentences(inflow(mixed_scene()), EN) == []


def test_a_target_within_reach() -> None:
    """It says what is asked, who is here, how many must come, and that nobody has to go."""
    said = " ".join(inflow_sentences(reach(MixTarget(INCOME, "middle", 0.45, 0.5),
                                           needed=5, most=10), EN))  # fmt: skip
    assert "20 homes are left free for newcomers. Nobody has to leave" in said
    assert "Asked: 45% to 50% households with a middle income." in said
    assert "40 of the 100 households at the end live here now." in said
    assert "For that 5 to 10 must come." in said


def test_a_target_out_of_reach() -> None:
    """It says how far newcomers alone can bring it, from either side."""
    more = reach(MixTarget(INCOME, "middle", 0.7), needed=30, most=60)
    assert "at most 60%" in inflow_sentences(more, EN)[-1]
    fewer = reach(MixTarget(INCOME, "low", high=0.3), most=-10, fewest=5)
    assert "at least 45%" in inflow_sentences(fewer, EN)[-1]
    unsure = reach(MixTarget(INCOME, "low", 0.5, 0.5), unsure=3, needed=10, most=7)
    assert "cannot be told" in inflow_sentences(unsure, EN)[-1]
    assert "Of 3 households it is not known." in inflow_sentences(unsure, EN)


def test_reached_anyway() -> None:
    """A target that any newcomers meet asks for nobody."""
    said = inflow_sentences(reach(MixTarget(INCOME, "low", 0.2)), EN)
    assert said[-1] == "That is reached whoever comes."
    assert "must come" not in " ".join(said)


def test_how_all_are_met_together() -> None:
    """It names the homes and for whom; targets that exclude each other are told to."""
    family = MixTarget(TYPE, "family", 0.5)
    found = large(inflow(mixed_scene(family, MixTarget(INCOME, "low", 0.2))))
    said = inflow_sentences(found, EN)
    assert "All of this can be reached together." in said
    assert any(one.startswith("One way: ") and "families" in one for one in said)
    apart = inflow(mixed_scene(family, MixTarget(TYPE, "single", 0.375)))
    assert "but not all together" in inflow_sentences(apart, EN)[-1]


def test_small_groups_are_hidden() -> None:
    """Four households with a low income are not told to anybody, eight not to the public."""
    target = MixTarget(INCOME, "low", 0.2)
    for settled, hidden in ((4, set(Audience)), (8, {Audience.PUBLIC, Audience.COMMITTEE})):
        for audience in Audience:
            said = inflow_sentences(reach(target, settled=settled, needed=12), EN, audience)
            small = "The group is too small to show numbers." in said
            assert small == (audience in hidden)
            assert (f"{settled} of the 100" in " ".join(said)) != small
            assert any("must come" in one for one in said) != small


def test_all_but_a_few_are_hidden_too() -> None:
    """When all but two are of the class, its number would tell of the two."""
    said = inflow_sentences(reach(MixTarget(INCOME, "low", 0.2), settled=78), EN)
    assert "The group is too small to show numbers." in said


def test_every_class_has_its_name_in_both_languages() -> None:
    """No class is shown by its code, and no name serves two classes."""
    for words in (EN, NL):
        names = class_names(words)
        assert set(names) == {(a, c) for a in PeopleAttribute for c in PEOPLE_CLASSES[a]}
        assert len(set(names.values())) == len(names)
    assert not set(class_names(EN).values()) & set(class_names(NL).values())


def test_dutch() -> None:
    """The Dutch sentences are Dutch and short: at most 20 words each."""
    said = inflow_sentences(reach(MixTarget(INCOME, "low", 0.5), needed=10, most=60), NL)
    assert "Gevraagd: minstens 50% huishoudens met een laag inkomen." in said
    assert "Daarvoor moeten er 10 tot 20 bij komen." in said
    for text in said:
        assert all(len(sentence.split()) <= 20 for sentence in text.split(". "))
