"""Homes for all who return: found exactly, and told with names and needs."""

from __future__ import annotations

import random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import (
    Block,
    Capacity,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Project,
    ReturnWish,
    Stage,
    Wish,
    WishKind,
    Works,
    problems,
)
from hecht.neighbourhood.look import Look
from hecht.neighbourhood.problem import Unread
from hecht.neighbourhood.shortage import short_groups
from hecht.neighbourhood.suits import suits
from tests.neighbourhoods import neighbourhoods

POLICY = Policy()


def draw(seed: int) -> tuple[list[Household], list[Home]]:
    """Draw households and homes with every kind of need, about as many of each."""
    rng = random.Random(seed)
    households = [
        Household(
            f"H{i}", "", rng.randint(1, 6),
            rooms_min=rng.choice((None, None, 1, 3)), rooms_max=rng.choice((None, None, 4, 5)),
            rent_max=rng.choice((None, 500.0, 600.0, 650.5)),
            step_free=rng.random() < 0.2, accessible=rng.random() < 0.1,
            floor_max=rng.choice((None, None, 0, 2)),
        )
        for i in range(rng.randint(0, 12))
    ]  # fmt: skip
    homes = [
        Home(
            f"N{i}", Stage.NEW, 0, 0, rng.randint(1, 6),
            rent=rng.choice((None, 480.0, 500.0, 600.0, 650.5, 700.0)),
            rent_after=rng.choice((None, None, 499.0, 620.0)), floor=rng.randint(0, 3),
            lift=rng.random() < 0.3, accessible=rng.random() < 0.2,
        )
        for i in range(rng.randint(0, 14))
    ]  # fmt: skip
    return households, homes


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_the_shortage_is_that_of_a_maximum_matching(seed: int) -> None:
    """Households minus homes over the groups is exactly who cannot be matched, by other means."""
    households, homes = draw(seed)
    graph = nx.Graph()
    graph.add_nodes_from(one.id for one in households)
    graph.add_edges_from(
        (one.id, home.id) for one in households for home in homes if suits(one, home, POLICY)
    )
    top = [one.id for one in households]
    matched = len(nx.bipartite.maximum_matching(graph, top)) // 2
    groups = short_groups(households, homes, POLICY)
    missing = sum(len(people) - len(places) for people, places in groups)
    assert missing == len(households) - matched


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_a_group_names_all_homes_that_suit_it(seed: int) -> None:
    """The homes of a group are those that suit any of its households, and they are too few."""
    households, homes = draw(seed)
    seen: set[str] = set()
    for people, places in short_groups(households, homes, POLICY):
        suitable = {h.id for h in homes if any(suits(one, h, POLICY) for one in people)}
        assert suitable == {home.id for home in places}
        assert len(places) < len(people)
        names = {one.id for one in people} | suitable
        assert not names & seen
        seen |= names


def street(*households: Household, new: int = 3, **kind: object) -> Neighbourhood:
    """Return a rebuilt block with a home for each household and `new` homes of one kind."""
    old = [Home(f"A{i}", Stage.EXISTING, 133_000, 397_000, 3, "A") for i in range(len(households))]
    made = [
        Home(f"N{i}", Stage.NEW, 133_000, 397_000, 4, "A", **kind)  # type: ignore[arg-type]
        for i in range(new)
    ]
    return Neighbourhood(
        Project("Proef", Month(2027, 1), 24), Capacity(), POLICY,
        (Block("A", Works.REBUILD, 6),), (*old, *made), households,
    )  # fmt: skip


def test_the_words_name_the_need_and_the_homes() -> None:
    """Five households that need 4 rooms on the ground floor, and three such homes."""
    five = [Household(f"H{i}", f"A{i}", 5, floor_max=0) for i in range(5)]
    found = problems(street(*five))
    assert [(one.rule, one.severity, one.key) for one in found] == [
        ("too-few-homes", "shortage", "H0")
    ]
    assert found[0].text == (
        "5 households that wish to return need at least 4 rooms, on the ground floor; "
        "3 such homes can be theirs (H0, H1, H2, H3, H4)"
    )


def test_one_household_without_any_home() -> None:
    """A household that no home suits is named alone, others left out."""
    found = problems(
        street(
            Household("H0", "A0", 2), Household("H1", "A1", 2, accessible=True), new=3
        )
    )  # fmt: skip
    assert [one.text for one in found] == [
        "1 household that wishes to return needs at least 2 rooms, adapted; "
        "no such home can be theirs (H1)"
    ]


def test_those_who_leave_need_no_home() -> None:
    """Households that go elsewhere or are undecided do not count as returners."""
    wishes = (ReturnWish.RETURN, ReturnWish.ELSEWHERE, ReturnWish.UNDECIDED)
    three = [Household(f"H{i}", f"A{i}", 2, wish) for i, wish in enumerate(wishes)]
    assert problems(street(*three, new=1)) == []
    assert [one.severity for one in problems(street(*three, new=0))] == ["shortage"]


def test_homes_that_stay_lived_in_are_not_counted() -> None:
    """A kept home counts when it is empty, or when its household goes or wishes to move."""
    made = street(Household("H0", "A0", 2), Household("K", "C", 1), new=0)
    kept = Home("C", Stage.EXISTING, 133_000, 397_000, 3)
    homes = (*made.homes, kept)

    def with_kept(household: Household | None, *wishes: Wish) -> list[Home]:
        people = (made.households[0], *([household] if household else []))
        here = Neighbourhood(
            made.project, made.capacity, made.policy, made.blocks, homes, people, wishes=wishes
        )
        return Look(here, Unread()).open_homes()

    assert with_kept(None) == [kept]
    assert with_kept(Household("K", "C", 1)) == []
    assert with_kept(Household("K", "C", 1, ReturnWish.ELSEWHERE)) == [kept]
    assert with_kept(Household("K", "C", 1), Wish("K", 1, WishKind.BLOCK, "A")) == [kept]
    assert with_kept(Household("K", "C", 1), Wish("K", 1, WishKind.HOUSEHOLD, "H0")) == []


def test_unknown_rents_are_told_once() -> None:
    """With rent limits and homes without a rent there is one remark (C6), and no exclusion."""
    found = problems(street(Household("H0", "A0", 2, rent_max=600.0), new=2))
    assert [(one.rule, one.severity, one.column) for one in found] == [
        ("rent-unknown", "remark", "rent")
    ]
    assert problems(street(Household("H0", "A0", 2, rent_max=600.0), new=2, rent=600.0)) == []


@settings(max_examples=60, deadline=None)
@given(neighbourhoods())
def test_no_home_is_short_where_everyone_has_one(neighbourhood: Neighbourhood) -> None:
    """A shortage never names a household for whom, alone, a home is to be had by itself."""
    look = Look(neighbourhood, Unread())
    homes = look.open_homes()
    for one in problems(neighbourhood):
        if one.rule == "too-few-homes":
            named = one.text.rsplit("(", 1)[1].rstrip(")").split(" and ")[0].split(", ")
            alone = [look.households[name] for name in named]
            free = {h.id for h in homes for p in alone if suits(p, h, neighbourhood.policy)}
            assert len(free) < len(look.affected)
