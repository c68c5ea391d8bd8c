"""Who would have to come in for the asked mix: by hand, by trying everything, and beside a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import MixTarget, PeopleAttribute, Tenure
from hecht.neighbourhood.mixing import PEOPLE_CLASSES, people_class
from hecht.outcomes.inflow import LEAST_PERSONS, Inflow, inflow
from hecht.outcomes.scene import Scene
from hecht.planning import NoPlan, make_plan
from hecht.rules import parse
from tests.neighbourhoods import random_neighbourhood, simple_course
from tests.outcomes.mixed_street import drawn_targets, mixed_scene, options_of, with_people

INCOME, TYPE, AGE = PeopleAttribute.INCOME, PeopleAttribute.HOUSEHOLD_TYPE, PeopleAttribute.AGE
Newcomer = dict[PeopleAttribute, str]


def test_a_target_within_reach() -> None:
    """A quarter middle incomes of eight households: one lives there, one more has to come."""
    found = inflow(mixed_scene(MixTarget(INCOME, "middle", 0.25, 0.5)))
    (reach,) = found.reaches
    assert found.free == ("n3", "n4", "n5", "n6")
    assert (found.households, reach.settled, reach.unsure) == (8, 1, 0)
    assert (reach.needed, reach.most) == (1, 3)
    assert (reach.fewest, reach.possible) == (0, 2)
    assert reach.reachable
    assert found.together
    (letting,) = found.lettings
    assert (letting.count, letting.classes) == (1, ((INCOME, "middle"),))
    assert set(letting.homes) <= {"n5", "n6"}


def test_a_target_out_of_reach_says_how_far_inflow_gets() -> None:
    """Half with a middle income cannot be: only n5 and n6 are not social, so at most 3 of 8."""
    found = inflow(mixed_scene(MixTarget(INCOME, "middle", 0.5)))
    (reach,) = found.reaches
    assert not reach.reachable
    assert reach.highest == 3 / 8
    assert found.short == (1,)
    assert not found.together


def test_a_bound_from_above_can_be_out_of_reach() -> None:
    """At most a quarter low incomes cannot be: three live there and the social homes bring two."""
    found = inflow(mixed_scene(MixTarget(INCOME, "low", high=0.25)), free_letting=0.0)
    (reach,) = found.reaches
    assert reach.most == -1
    assert reach.fewest == 2
    assert reach.lowest == 5 / 8
    assert found.short == (3,)


def test_free_letting_opens_social_homes() -> None:
    """When half of the social lettings are free, one social home more may go to middle incomes."""
    found = inflow(mixed_scene(MixTarget(INCOME, "middle", 0.5)), free_letting=0.5)
    assert found.reaches[0].possible == 3
    assert found.together


def test_the_share_of_free_letting_is_that_of_the_law() -> None:
    """Without one of the user's own the Woningwet's 7.5% holds, from the table of terms."""
    assert inflow(mixed_scene(MixTarget(INCOME, "low"))).free_letting == 0.075
    assert inflow(mixed_scene(MixTarget(TYPE, "single"))).free_letting == 0.0


def test_own_free_letting_goes_first() -> None:
    """A row of the user's own replaces the law's share."""
    row = "free_letting_share,2020-01-01,,15,percent,local agreement,yes,"
    own = parse("rule,start,end,amount,unit,source,verified,note\n" + row, "own")
    scene = replace(mixed_scene(MixTarget(INCOME, "low")), norms=own)
    assert inflow(scene).free_letting == 0.15


def test_before_the_law_the_share_must_be_given() -> None:
    """A scene that ends before 2022 has no share of free letting; it is asked for."""
    scene = mixed_scene(MixTarget(INCOME, "low"))
    here = scene.neighbourhood
    project = replace(here.project, start=replace(here.project.start, year=2012))
    scene = replace(scene, neighbourhood=replace(here, project=project))
    with pytest.raises(LookupError, match="free_letting_share"):
        inflow(scene)
    assert inflow(scene, free_letting=0.1).free_letting == 0.1


def test_families_need_rooms() -> None:
    """A home of two rooms is not for a family: of the four free homes three can be."""
    found = inflow(mixed_scene(MixTarget(TYPE, "family", 0.5)))
    assert found.reaches[0].possible == 3
    assert found.together
    assert all("n3" not in letting.homes for letting in found.lettings)


def test_two_targets_may_exclude_each_other() -> None:
    """Three families and two singles more fit each alone, not both in four homes."""
    families, singles = MixTarget(TYPE, "family", 0.5), MixTarget(TYPE, "single", 0.375)
    found = inflow(mixed_scene(families, singles))
    assert all(reach.reachable for reach in found.reaches)
    assert not found.together
    assert sum(found.short) == 1


def test_who_is_not_known_is_not_made_up() -> None:
    """With one income not known, a share is reached only if it is whoever that household is."""
    scene = mixed_scene(MixTarget(INCOME, "middle", 0.25, 0.25))
    here = scene.neighbourhood
    people = tuple(replace(h, income=None) if h.id == "P1" else h for h in here.households)
    found = inflow(replace(scene, neighbourhood=replace(here, households=people)))
    (reach,) = found.reaches
    assert (reach.settled, reach.unsure) == (1, 1)
    assert (reach.needed, reach.most) == (1, 0)
    assert not reach.reachable


def test_without_targets_nothing_is_asked() -> None:
    """No targets, no lettings; the free homes are told all the same."""
    found = inflow(mixed_scene())
    assert (found.reaches, found.lettings, found.together) == ((), (), True)
    assert len(found.free) == 4


def test_a_full_neighbourhood() -> None:
    """With no home left free, a target is reached only when it holds already."""
    scene = mixed_scene(MixTarget(INCOME, "low", 0.5), MixTarget(INCOME, "high", 0.1))
    here = scene.neighbourhood
    homes = tuple(home for home in here.homes if home.id not in ("n3", "n4", "n5", "n6"))
    found = inflow(replace(scene, neighbourhood=replace(here, homes=homes)))
    assert found.free == ()
    assert [reach.reachable for reach in found.reaches] == [True, False]
    assert found.short == (0, 1)


def _random_scene(seed: int, targets: tuple[MixTarget, ...]) -> Scene:
    here = with_people(random_neighbourhood(seed, blocks=(1, 3), homes=(1, 4)), seed, known=0.9)
    here = replace(here, mixing=targets)
    return Scene(here, options_of(here), {}, course=simple_course(here))


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from((0.0, 0.075, 0.5)))
def test_inflow_leaves_everybody_their_home(seed: int, asked: int, share: float) -> None:
    """Only homes in which nobody of the neighbourhood lives are used, each for one newcomer."""
    scene = _random_scene(seed, drawn_targets(asked))
    found = inflow(scene, free_letting=share)
    course = scene.course
    assert course is not None
    lived_in = {s.home for s in course.stays if s.end >= scene.end}
    used: Counter[tuple[str, ...]] = Counter()
    for letting in found.lettings:
        assert not lived_in & set(letting.homes)
        assert set(letting.homes) <= set(found.free)
        used[letting.homes] += letting.count
    assert not lived_in & set(found.free)
    assert all(count <= len(homes) for homes, count in used.items())


def _fillings(scene: Scene, found: Inflow, share: float) -> Iterator[list[Newcomer]]:
    """Yield every way to fill the free homes with newcomers of full classes, by the rules."""
    here = scene.neighbourhood
    asked = list(dict.fromkeys(target.attribute for target in here.mixing))
    choices = []
    for key in found.free:
        home, fitting = here.home_of[key], []
        for classes in product(*(PEOPLE_CLASSES[attribute] for attribute in asked)):
            one = dict(zip(asked, classes, strict=True))
            persons = LEAST_PERSONS[one.get(TYPE, "single")]
            if persons == 1 or home.rooms >= here.policy.rooms_norm(persons):
                fitting.append(one)
        choices.append(fitting)
    social = [here.home_of[key].tenure is Tenure.SOCIAL for key in found.free]
    spare = floor(share * sum(social) + 1e-9)
    for filling in product(*choices):
        above = sum(
            one.get(INCOME, "low") != "low" and is_social
            for one, is_social in zip(filling, social, strict=True)
        )
        if above <= spare:
            yield list(filling)


def _missed(target: MixTarget, own: list[str | None], filling: list[Newcomer]) -> int:
    """Return by how many households a target is missed, whoever the unknown ones are."""
    total = len(own) + len(filling)
    count = sum(one[target.attribute] == target.category for one in filling)
    sure = count + own.count(target.category)
    need = ceil(target.low * total - 1e-9)
    most = floor(target.high * total + 1e-9)
    # fewer than none cannot be asked of newcomers
    return max(0, need - sure) + max(0, sure + own.count(None) - most)


@settings(max_examples=60)
@example(0, 39965, 0.0)  # no number reaches one target, and aiming at its least costs another
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from((0.0, 0.34, 0.5)))
def test_same_as_trying_everything(seed: int, asked: int, share: float) -> None:
    """Extremes, reach, and the least that targets are missed by are those of all fillings."""
    targets = tuple(t for t in drawn_targets(asked) if t.attribute is not AGE)
    scene = _random_scene(seed, targets)
    found = inflow(scene, free_letting=share)
    if not targets or not 1 <= len(found.free) <= 3:
        return
    here = scene.neighbourhood
    standing = [at.household for at in scene.homes_at(scene.end) if at.household is not None]
    own = {
        target: [people_class(here.household_of[key], target.attribute) for key in standing]
        for target in targets
    }
    fillings = list(_fillings(scene, found, share))
    for target, reach in zip(targets, found.reaches, strict=True):
        counts = {sum(n[target.attribute] == target.category for n in f) for f in fillings}
        assert (reach.fewest, reach.possible) == (min(counts), max(counts))
        assert counts == set(range(min(counts), max(counts) + 1))
        assert reach.reachable == any(_missed(target, own[target], f) == 0 for f in fillings)
    least = min(sum(_missed(t, own[t], f) for t in targets) for f in fillings)
    assert sum(found.short) == least
    assert found.together == (least == 0)


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_target_changes_who_returns(seed: int, asked: int) -> None:
    """A plan is the same to the byte with and without targets: they are no ground to refuse."""
    here = with_people(random_neighbourhood(seed, blocks=(1, 3), homes=(1, 4)), seed)
    plans = []
    for targets in ((), drawn_targets(asked), (MixTarget(INCOME, "low", 0.0, 0.0),)):
        try:
            plan = make_plan(replace(here, mixing=targets), seed=1, iterations=2, workers=1)
        except NoPlan as none:
            plans.append(repr(none.conflicts).encode())
        else:
            plans.append(repr((plan.course, plan.score)).encode())
    assert plans[0] == plans[1] == plans[2]
