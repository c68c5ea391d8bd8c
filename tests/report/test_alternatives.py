"""Other homes and rule prices in words: plain, complete, and silent about other people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from hecht.neighbourhood import ReturnWish
from hecht.planning.explain.alternatives import RULES, Alternatives, alternatives
from hecht.planning.explain.near import WAYS, Near, WayOut, near
from hecht.planning.make import make_plan
from hecht.planning.plan import Plan
from hecht.planning.prices import Difference, Price, Prices, price_rules
from hecht.planning.rule_changes import RuleChange, rule_changes
from hecht.report.alternatives import alternative_lines
from hecht.report.near_words import NearWords, near_lines
from hecht.report.prices import price_lines, price_text, prices_page, rule_words
from hecht.report.words import LANGUAGES, Words
from tests.neighbourhoods import random_neighbourhood

SEEDS = (5, 7)


@cache
def _plan(seed: int) -> Plan:
    """Return a plan of a neighbourhood in which everybody has a telling name and id."""
    drawn = random_neighbourhood(seed, temporary=(2, 4), promises=False)
    policy = replace(drawn.policy, near_m=15.0, far_m=45.0, temporary_months_max=12)
    people = tuple(replace(h, label=f"Familie Geheim {h.id}") for h in drawn.households)
    changed = replace(drawn, policy=policy, households=people)
    return make_plan(changed, iterations=3, seed=1, workers=1)


@cache
def _asked(seed: int) -> tuple[Alternatives, ...]:
    plan = _plan(seed)
    inside = [h for h in plan.neighbourhood.households if h.wish is not ReturnWish.ELSEWHERE]
    return tuple(alternatives(plan, h.id, rounds=1, most=4) for h in inside[:4])


@cache
def _near(seed: int) -> tuple[Near, ...]:
    plan = _plan(seed)
    names = [h.id for h in plan.neighbourhood.households if h.wish is not ReturnWish.ELSEWHERE]
    pairs = pairwise(names)
    return tuple(near(plan, a, b, rounds=1) for a, b in list(pairs)[:4])


def _words(plan: Plan, language: str) -> Words:
    return Words(language, plan.neighbourhood.project.start)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_else_is_named_unless_for_staff(seed: int, language: str) -> None:
    """By default no other household's id, and never anybody's name, is in the text."""
    plan = _plan(seed)
    words, n = _words(plan, language), plan.neighbourhood
    for found in _asked(seed):
        told = "\n".join(alternative_lines(found, n, words)).split()
        others = {h.id for h in n.households} - {found.household}
        assert not others & {word.strip(".,:;()*") for word in told}
        staff = "\n".join(alternative_lines(found, n, words, staff=True))
        assert "Geheim" not in staff
        touched = [c for one in found if one.found for c in one.found.others if c.other_home]
        assert all(c.household in staff for c in touched)
    for close in _near(seed):
        told = "\n".join(near_lines(close, n, words)).split()
        others = {h.id for h in n.households} - {close.household}
        assert not others & {word.strip(".,:;()*") for word in told}
        assert "Geheim" not in "\n".join(near_lines(close, n, words, staff=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_home_is_told_of(seed: int) -> None:
    """Each alternative has its home in the text, or is counted among those that are barred."""
    plan = _plan(seed)
    n = plan.neighbourhood
    for found in _asked(seed):
        told = "\n".join(alternative_lines(found, n, _words(plan, "nl")))
        for one in found:
            home = n.home_of[one.home]
            if one.found is not None:
                assert f"* {home.address or home.id}" in told
            else:
                assert "Kan niet: " in told


def test_the_needs_of_the_other_are_its_own_affair() -> None:
    """A change that concerns the other household is told to staff only; others hear that it is."""
    plan = _plan(5)
    n = plan.neighbourhood
    (found, *_) = [one for asked in _asked(5) for one in asked if one.found is not None]
    me, other = n.households[0].id, n.households[1].id
    assert found.found is not None
    way = WayOut("rent", other, 75, found.found)
    asked = Near(me, other, False, None, None, "elsewhere", (way,))
    told = "\n".join(near_lines(asked, n, _words(plan, "en")))
    assert "75" not in told
    assert "rent" not in told
    assert "leaves the neighbourhood" not in told
    assert "only that household can tell you more" in told
    staff = "\n".join(near_lines(asked, n, _words(plan, "en"), staff=True))
    assert f"the rent limit of {other} is € 75 higher" in staff
    assert "leaves the neighbourhood" in staff


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_and_every_way_out_has_words(language: str) -> None:
    """Nothing that planning can answer is without words."""
    plan = _plan(5)
    n, found = plan.neighbourhood, next(o.found for a in _asked(5) for o in a if o.found)
    teller = NearWords(n, _words(plan, language), True)
    for rule in (*RULES, "homes", "elsewhere"):
        assert teller.rule(rule)
    me, other = n.households[0].id, n.households[1].id
    for kind in WAYS:
        for whom in (me, other) if kind not in ("calendar", "months", "temporary") else ("",):
            way = WayOut(kind, whom, 2, found)
            asked = Near(me, other, False, None, None, "homes", (way,))
            assert teller.way(way, asked)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", range(6))
def test_every_change_of_a_rule_has_words_of_its_own(seed: int, language: str) -> None:
    """No two changes that are tried read the same."""
    from tests.neighbourhoods import simple_course

    n = random_neighbourhood(seed)
    words = Words(language, n.project.start)
    told = [rule_words(change, words) for change in rule_changes(n, simple_course(n))]
    assert len(told) == len(set(told)) >= 8


def _difference(median: float, *, noise: bool = False) -> Difference:
    return Difference(median, median - 1, median + 1, noise)


def _made_up() -> Prices:
    def price(kind: str, count: int, loosens: bool, **figures: Difference) -> Price:
        return Price(RuleChange(kind, lambda n: n, loosens, {"count": count}), figures)

    good = price(
        "temporary",
        3,
        True,
        score=_difference(5000),
        ties_kept_count=_difference(11),
        moves=_difference(-9),
        duration_months=_difference(0, noise=True),
    )
    dull = price("temporary", 1, True, score=_difference(400, noise=True))
    none = Price(RuleChange("crews", lambda n: n, False, {"crews": -1}), None)
    base = {"score": 1.0, "ties_kept_count": 90.0, "moves": 200.0}
    return Prices(base, base, (good, dull), (none,), ("rent euros=25",), 8, (1, 2, 3))


def test_a_price_reads_as_the_committee_asked() -> None:
    """The figures that clearly change are told, in words, and no others."""
    start = _plan(5).neighbourhood.project.start
    (good, dull) = price_lines(_made_up().loosened, Words("en", start))
    assert good.sentence == "3 more temporary homes: 11 more ties kept and 9 moves fewer"
    assert dull.state == "noise"
    (good, _) = price_lines(_made_up().loosened, Words("nl", start))
    assert (
        good.sentence == "3 wisselwoningen meer: 11 banden meer behouden en 9 verhuizingen minder"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_and_the_page_hold_every_price(language: str) -> None:
    """Every change stands in both, with what was not tried; the page is well-formed."""
    plan, prices = _plan(5), _made_up()
    words = _words(plan, language)
    text, page = "\n".join(price_text(prices, words)), prices_page(prices, plan, language)
    for price in prices.loosened + prices.tightened:
        assert rule_words(price.change, words) in text
        assert rule_words(price.change, words) in page
    assert words.ngettext(
        "%(n)s change was not tried for want of time.",
        "%(n)s changes were not tried for want of time.",
        1,
    ) in (text and page)
    reader = HTMLParser()
    reader.feed(page)
    assert page.count("<table>") == page.count("</table>") == 2
    assert "Geheim" not in page
    assert not any(f">{h.id}<" in page for h in plan.neighbourhood.households)


def test_real_prices_can_be_told() -> None:
    """What planning finds goes through the words as it is."""
    plan = _plan(7)
    changes = list(rule_changes(plan.neighbourhood, plan.course))[:2]
    prices = price_rules(plan, rounds=1, seeds=(1,), changes=changes)
    text = "\n".join(price_text(prices, _words(plan, "nl")))
    assert all(rule_words(change, _words(plan, "nl")) in text for change in changes)
