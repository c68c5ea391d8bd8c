"""A made-up population for a neighbourhood: shares, needs, ties, and that it is marked as such."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from hecht.exchange import examine, write
from hecht.exchange.marginals import completed
from hecht.exchange.synthesize import (
    RENT_LIMIT_HIGH,
    RENT_LIMIT_LARGE,
    RENT_LIMIT_SMALL,
    Assumptions,
    SynthesizeError,
    synthesize,
)
from hecht.exchange.ties_network import network_of
from hecht.exchange.ties_synthetic import SmallWorld
from hecht.neighbourhood import (
    Block,
    Capacity,
    DeclaredBy,
    Home,
    Month,
    Neighbourhood,
    Project,
    ReturnWish,
    Stage,
    Works,
    preset,
)
from hecht.neighbourhood.distance import near


def empty_neighbourhood(columns: int = 20, rows: int = 12) -> Neighbourhood:
    """Return rows of homes on a grid: half of them rebuilt, half renovated, nobody in them."""
    blocks, homes = [], []
    for row in range(rows):
        works = Works.REBUILD if row % 2 == 0 else Works.RENOVATE_OCCUPIED
        blocks.append(Block(f"b{row}", works, 4))
        for column in range(columns):
            number = row * columns + column
            x, y = 133_000.0 + 8 * column, 399_000.0 + 30 * row
            home = Home(
                f"w{number}",
                Stage.EXISTING,
                x,
                y,
                rooms=2 + number % 4,
                block=f"b{row}",
                street=f"Straat {row // 2}",
                floor=number % 3,
            )
            homes.append(home)
            if works is Works.REBUILD:
                homes.append(replace(home, id=f"n{number}", stage=Stage.NEW, floor=0))
    return Neighbourhood(
        project=Project("Proef", Month(2027, 1), 60, synthetic="Homes are made up."),
        capacity=Capacity(crews=3),
        policy=preset("balanced"),
        blocks=tuple(blocks),
        homes=tuple(homes),
        households=(),
    )


@pytest.fixture(scope="module")
def made() -> Neighbourhood:
    return synthesize(empty_neighbourhood(), seed=1)


def test_shares_are_met_exactly(made: Neighbourhood) -> None:
    """Of 240 homes 3% stand empty; of those affected 70% return, 8% do not know."""
    assert len(made.households) == 240 - round(0.03 * 240)
    affected = [h for h in made.households if made.is_affected(h)]
    wishes = Counter(household.wish for household in affected)
    assert wishes[ReturnWish.RETURN] == round(0.7 * len(affected))
    assert wishes[ReturnWish.UNDECIDED] == round(0.08 * len(affected))
    others = [h for h in made.households if not made.is_affected(h)]
    assert all(household.wish is ReturnWish.RETURN for household in others)


def test_sizes_follow_the_figures() -> None:
    """Given sizes come out within one household."""
    figures = completed(
        {"kind": {"single": 40, "couple": 30, "lone_parent": 10, "family": 20}}, {}, 2.0
    )
    rules = Assumptions(tenure=None, vacant=0.0)
    people = synthesize(empty_neighbourhood(), marginals=figures, assumptions=rules).households
    sizes = Counter(min(5, household.size) for household in people)
    for size, share in enumerate(figures.size.values(), 1):
        assert abs(sizes[size] - 240 * share) < 1.5


def test_everyone_lives_in_a_home_of_its_own(made: Neighbourhood) -> None:
    """One existing home each."""
    homes = [household.home for household in made.households]
    assert len(set(homes)) == len(homes)
    assert all(made.home_of[home].stage is Stage.EXISTING for home in homes)


def test_rent_limits_are_the_legal_ones(made: Neighbourhood) -> None:
    """Low incomes: the limit for one and two persons, or for three and more; else the high one."""
    for household in made.households:
        low = RENT_LIMIT_SMALL if household.size <= 2 else RENT_LIMIT_LARGE
        assert household.rent_max in (low, RENT_LIMIT_HIGH)
    low_incomes = sum(household.rent_max != RENT_LIMIT_HIGH for household in made.households)
    assert low_incomes / len(made.households) == pytest.approx(0.75, abs=0.1)


def test_tenancies_began_before_the_project(made: Neighbourhood) -> None:
    """At the latest the month before, and not before the tenant was grown up."""
    for household in made.households:
        assert household.tenancy_start is not None
        months = made.project.start.since(household.tenancy_start)
        assert 1 <= months <= 12 * 74


def test_children_are_no_more_than_live_in(made: Neighbourhood) -> None:
    """There is always a grown-up."""
    for household in made.households:
        assert household.children is not None
        assert 0 <= household.children < household.size


def test_adapted_homes_are_for_those_who_cannot_climb(made: Neighbourhood) -> None:
    """Whoever needs an adapted home needs one without stairs, and has a care indication."""
    adapted = [household for household in made.households if household.accessible]
    assert all(household.step_free and household.care for household in adapted)
    assert 0 < sum(household.step_free for household in made.households) < 60


def test_unknown_rents_are_filled_in_and_known_ones_kept() -> None:
    """Every permanent home has a rent then, and the year of prices is said."""
    before = empty_neighbourhood()
    homes = (replace(before.homes[0], rent=333.0), *before.homes[1:])
    after = synthesize(replace(before, homes=homes))
    assert after.homes[0].rent == 333.0
    assert all(home.rent is not None for home in after.homes)
    assert after.project.price_year == 2025
    assert "Rents are assumptions" in after.project.synthetic


def test_it_is_marked_as_synthetic(made: Neighbourhood) -> None:
    """What was said before stays, and the sources of the figures are added."""
    assert made.project.synthetic.startswith("Homes are made up. Synthetic population")
    assert "CBS" in made.project.synthetic


def test_a_network_of_your_own_is_placed_close() -> None:
    """Ties have the weights of the network, and most are near at the start."""
    graph = nx.connected_watts_strogatz_graph(150, 4, 0.1, seed=1)
    network = network_of({(f"m{a:03d}", f"m{b:03d}"): 1.0 + (a % 2) for a, b in graph.edges})
    made = synthesize(empty_neighbourhood(), ties=network)
    assert len(made.ties) == len(graph.edges)
    assert Counter(tie.weight for tie in made.ties) == Counter(network.weights.tolist())
    assert all(tie.declared_by is DeclaredBy.BOTH for tie in made.ties)
    home_of = {h.id: made.home_of[h.home] for h in made.households}
    close = np.mean([near(home_of[t.a], home_of[t.b], made.policy) for t in made.ties])
    assert close > 0.7
    assert "real network" in made.project.synthetic


def test_groups_are_of_tied_people_who_come_back(made: Neighbourhood) -> None:
    """Two to four, nobody in two groups, the first tied to the others."""
    assert made.groups
    everyone = [name for group in made.groups for name in group.households]
    assert len(set(everyone)) == len(everyone)
    tied = {frozenset((tie.a, tie.b)) for tie in made.ties}
    for group in made.groups:
        assert 2 <= len(group.households) <= 4
        assert any(
            all(frozenset((one, other)) in tied for other in group.households if other != one)
            for one in group.households
        )
        for name in group.households:
            household = made.household_of[name]
            assert household.wish is ReturnWish.RETURN
            assert made.is_affected(household)


def test_the_same_seed_gives_the_same_people(made: Neighbourhood) -> None:
    """And another seed others."""
    assert synthesize(empty_neighbourhood(), seed=1) == made
    assert synthesize(empty_neighbourhood(), seed=2).households != made.households


def test_the_folder_is_good(made: Neighbourhood, tmp_path: Path) -> None:
    """It reads back as it was, without errors."""
    write(made, tmp_path / "made")
    again, problems = examine(tmp_path / "made")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert again == made


def test_real_people_are_never_mixed_with_made_up_ones(made: Neighbourhood) -> None:
    """A neighbourhood with households is refused, and it says what to do."""
    with pytest.raises(SynthesizeError, match=r"households already.*Empty households.csv"):
        synthesize(made)
    no_homes = replace(empty_neighbourhood(), homes=())
    with pytest.raises(SynthesizeError, match="no existing home"):
        synthesize(no_homes)


@pytest.mark.parametrize("wrong", [{"vacant": 1.2}, {"return_share": 0.8, "undecided": 0.3}])
def test_shares_that_cannot_be(wrong: dict[str, float]) -> None:
    """Above 1, alone or together."""
    with pytest.raises(SynthesizeError, match=r"share|more than 1"):
        Assumptions(**wrong)


def test_all_homes_may_stand_empty() -> None:
    """Then there are no people and no ties, and no error."""
    made = synthesize(
        empty_neighbourhood(3, 2), ties=SmallWorld(), assumptions=Assumptions(vacant=1.0)
    )
    assert made.households == made.ties == made.groups == ()
