"""Mixing of homes and of people, kept apart: classes, scales, newcomers, what is not known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import Household, HouseholdType, MixTarget, PeopleAttribute, Tenure
from hecht.neighbourhood.mixing import household_type
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import Value
from hecht.outcomes.mixing import DEFINITIONS, INDICES, Mix, figures, mix
from hecht.outcomes.mixing_classes import Attribute
from hecht.outcomes.mixing_words import Scale
from hecht.outcomes.scene import TODAY, Scene
from hecht.rules import parse
from tests.neighbourhoods import random_neighbourhood, simple_course
from tests.outcomes.mixed_street import mixed_scene, options_of, with_people
from tests.outcomes.worked_examples import run_examples

END = 24


def test_worked_examples() -> None:
    """The examples of docs/outcomes/mixing.md hold."""
    assert run_examples("mixing.md") == 19


def test_every_definition_has_a_figure() -> None:
    """figures() gives exactly the names that are defined, today and afterwards."""
    names = [definition.name for definition in DEFINITIONS]
    assert len(set(names)) == len(names)
    for month in (TODAY, 3, END):
        assert sorted(figures(mixed_scene(), month)) == sorted(names)


def test_names_say_whether_homes_or_people_are_meant() -> None:
    """Every index names homes or people, and its label says homes or households."""
    for one in DEFINITIONS[2:]:
        subject, words, words_nl = (
            ("people", "household", "huishoudens")
            if one.name.startswith("people_")
            else ("homes", "homes", "woningen")
        )
        assert one.name.startswith(f"{subject}_")
        assert words in one.label
        assert words_nl in one.label_nl
        assert ("Newcomers are not counted" in one.definition) == (subject == "people")


@pytest.mark.parametrize(
    ("size", "children", "kind"),
    [
        (1, None, HouseholdType.SINGLE),
        (1, 1, HouseholdType.SINGLE),
        (2, None, None),
        (2, 0, HouseholdType.ADULTS),
        (5, 0, HouseholdType.ADULTS),
        (2, 1, HouseholdType.ONE_PARENT),
        (3, 1, HouseholdType.FAMILY),
        (6, 4, HouseholdType.FAMILY),
    ],
)
def test_types_of_household(size: int, children: int | None, kind: HouseholdType | None) -> None:
    """Size and children tell the type; without children known only one person is certain."""
    assert household_type(Household("h", "w", size, children=children)) is kind


def test_homes_by_tenure_before_and_after() -> None:
    """Six social homes become six of eight: four in block a, one mid, one owned."""
    scene = mixed_scene()
    assert mix(scene, Attribute.HOMES_TENURE, TODAY).counts()["social"] == 6
    after = mix(scene, Attribute.HOMES_TENURE, END).counts()
    assert after == {"social": 6, "mid": 1, "market": 0, "owned": 1}
    one_class = figures(scene, TODAY)["homes_tenure_segregation_street"]
    assert one_class.value is None
    assert "of one class" in one_class.why


def test_rents_beside_the_limits_of_their_year() -> None:
    """Beside 682.96, 731.93 and 900.07 (2025) each rent finds its class; owned homes have one."""
    after = mix(mixed_scene(), Attribute.HOMES_RENT, END).counts()
    assert after == {
        "to_low_cap": 4,  # n1, n3, k1, k2
        "to_high_cap": 1,  # n2
        "to_social_limit": 1,  # n4
        "above": 1,  # n5
        "owned": 1,  # n6
    }


def test_without_limits_of_the_year_rent_classes_are_not_known() -> None:
    """A year without verified limits, or no price year, hides the rent classes and nothing else."""
    scene = mixed_scene()
    here = scene.neighbourhood
    for year, words in ((2013, "capping_limit_low"), (None, "price_year")):
        project = replace(here.project, price_year=year)
        found = figures(replace(scene, neighbourhood=replace(here, project=project)), END)
        assert found["homes_rent_diversity"].value is None
        assert words in found["homes_rent_diversity"].why
        assert found["homes_size_diversity"].value is not None


def test_own_limits_go_first() -> None:
    """Rows of the user's own make the rent classes of another year known."""
    rows = "rule,start,end,amount,unit,source,verified,note\n" + "".join(
        f"{rule},2013-01-01,2014-01-01,{amount},euro/month,own,yes,\n"
        for rule, amount in (
            ("capping_limit_low", 500),
            ("capping_limit_high", 600),
            ("social_rent_limit", 700),
        )
    )
    scene = mixed_scene()
    project = replace(scene.neighbourhood.project, price_year=2013)
    scene = replace(
        scene,
        neighbourhood=replace(scene.neighbourhood, project=project),
        norms=parse(rows, "own"),
    )
    assert mix(scene, Attribute.HOMES_RENT, END).counts()["to_high_cap"] == 2


def test_newcomers_are_counted_and_have_no_class() -> None:
    """Four homes go to newcomers; the mix of people is that of the four who live there already."""
    scene = mixed_scene()
    found = mix(scene, Attribute.PEOPLE_INCOME, END)
    assert found.newcomers == 4
    assert found.counts() == {"low": 3, "middle": 1, "high": 0}
    after = figures(scene, END)
    assert after["newcomers"] == Value(4.0)
    assert after["newcomers_share"] == Value(0.5)
    assert figures(scene, TODAY)["newcomers"] == Value(0.0)


def test_a_class_that_is_not_given_is_said() -> None:
    """P3's income is not known: today's mix of incomes is not; once P3 has left it is."""
    scene = mixed_scene()
    why = figures(scene, TODAY)["people_income_segregation_block"].why
    assert why == ("the income of 1 of 5 households is not given: P3; add it to households.csv")
    assert "number of children of 1 of 5" in figures(scene, TODAY)["people_type_diversity"].why
    assert figures(scene, END)["people_income_segregation_block"].value is not None


def test_scales() -> None:
    """Doors are those that are shared, streets and blocks go by name; all hold the same homes."""
    found = mix(mixed_scene(), Attribute.HOMES_SIZE, END)
    doors, table = found.by_place(Scale.DOOR)
    assert len(doors) == 2  # n1 and n2, n3 and n4; n5, n6, k1 and k2 have their own
    assert table.tolist() == [[0, 2, 0, 0], [1, 0, 1, 0]]
    assert found.by_place(Scale.STREET)[0] == ("Merelstraat", "Vinkenhof")
    assert found.by_place(Scale.BLOCK)[0] == ("a", "k")
    assert found.by_place(Scale.BLOCK)[1].sum() == 8
    assert found.diversity_by_place(Scale.DOOR)[doors[0]] == 0


def test_a_street_that_is_not_given_hides_that_scale_only() -> None:
    """Without the street of a home the scale of streets is not known; that of blocks is."""
    scene = mixed_scene()
    here = scene.neighbourhood
    homes = tuple(replace(h, street="") if h.id == "k1" else h for h in here.homes)
    found = figures(replace(scene, neighbourhood=replace(here, homes=homes)), END)
    assert found["homes_size_segregation_street"].why.startswith("the street of k1 is not given")
    assert found["homes_size_segregation_block"].value is not None


def test_no_shared_door() -> None:
    """Where every home has its own front door, nothing is said of doors."""
    scene = mixed_scene()
    here = scene.neighbourhood
    homes = tuple(replace(h, x=10.0 * n) for n, h in enumerate(here.homes))
    found = figures(replace(scene, neighbourhood=replace(here, homes=homes)), END)
    assert "no front door is shared" in found["homes_tenure_isolation_door"].why


def test_nobody_there() -> None:
    """Without homes no figure is made up."""
    scene = mixed_scene()
    here = replace(scene.neighbourhood, homes=(), households=())
    found = figures(replace(scene, neighbourhood=here), TODAY)
    assert found.pop("newcomers") == Value(0.0)
    assert all(value.value is None for value in found.values())


def _mix(*counts: int) -> Mix:
    home = mixed_scene().neighbourhood.homes[0]
    classes = ("single", "adults", "one_parent", "family")
    members = [(home, c) for c, n in zip(classes, counts, strict=True) for _ in range(n)]
    return Mix(Attribute.PEOPLE_TYPE, tuple(members))


def test_small_classes_are_hidden() -> None:
    """A class under the threshold is hidden, with another from which it could be computed."""
    assert list(_mix(40, 30, 4, 0).shown(Audience.PUBLIC).values()) == [40, None, None, 0]
    assert list(_mix(40, 30, 4, 0).shown(Audience.INTERNAL).values()) == [40, None, None, 0]
    assert list(_mix(40, 30, 7, 8).shown(Audience.PUBLIC).values()) == [40, 30, None, None]
    assert list(_mix(40, 30, 7, 8).shown(Audience.INTERNAL).values()) == [40, 30, 7, 8]
    assert list(_mix(2, 1, 0, 0).shown(Audience.INTERNAL).values()) == [None, None, 0, 0]


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_hidden_classes_cannot_be_computed(counts: list[int]) -> None:
    """What is hidden adds up to no small group and is never one class alone, where that can be."""
    shown = list(_mix(*counts).shown(Audience.PUBLIC).values())
    hidden = [n for n, seen in zip(counts, shown, strict=True) if seen is None]
    assert all(seen is None or seen == n for n, seen in zip(counts, shown, strict=True))
    assert all(seen is None or seen == 0 or seen >= 10 for seen in shown)
    if hidden and any(seen for seen in shown):
        assert len(hidden) >= 2
        assert sum(hidden) >= 10


def test_homes_are_no_people() -> None:
    """Counts of homes are shown however small."""
    found = mix(mixed_scene(), Attribute.HOMES_TENURE, END)
    assert found.shown(Audience.PUBLIC) == found.counts()


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_figures_of_random_neighbourhoods(seed: int) -> None:
    """Whatever is missing, each figure lies from 0 to 1 or says why it is not known."""
    here = with_people(random_neighbourhood(seed), seed, known=0.97)
    scene = Scene(here, options_of(here), {}, course=simple_course(here))
    for month in (TODAY, scene.end // 2, scene.end):
        for name, value in figures(scene, month).items():
            if value.value is None:
                assert value.why
            elif name != "newcomers":
                assert -1e-9 <= value.value <= 1 + 1e-9, name


def test_figures_are_those_of_the_table() -> None:
    """A figure is its index over the counts by place."""
    scene = mixed_scene()
    found, table = figures(scene, END), mix(scene, Attribute.HOMES_TENURE, END)
    for scale in (Scale.STREET, Scale.BLOCK):
        counts = table.by_place(scale)[1]
        assert counts.tolist() == [[4, 1, 0, 1], [2, 0, 0, 0]]
        for word, index in INDICES.items():
            assert found[f"homes_tenure_{word}_{scale.value}"].value == index(counts)
    # 6 of 8 are social: 4 of 6 in block a, 2 of 2 in k
    isolation = (4 * 4 / 6 + 1 / 6 + 1 / 6 + 2) / 8
    assert found["homes_tenure_isolation_block"].value == pytest.approx(isolation)


def test_chance_and_profile_of_a_mix() -> None:
    """Both are repeatable and beside the figure itself; far enough away all is one."""
    found = mix(mixed_scene(), Attribute.HOMES_SIZE, END)
    one, again = (found.chance("segregation", Scale.BLOCK, draws=99, seed=4) for _ in range(2))
    assert one == again
    assert one is not None
    assert one.value == INDICES["segregation"](found.by_place(Scale.BLOCK)[1])
    by_distance = found.profile((0.0, 1_000.0), draws=19)
    assert by_distance[1_000.0] is not None
    assert by_distance[1_000.0].value == pytest.approx(0)
    near = by_distance[0.0]
    assert near is not None
    doors = np.array([[0, 2, 0, 0], [1, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 0],
                      [0, 1, 0, 0]])  # fmt: skip
    assert near.value == pytest.approx(INDICES["segregation"](doors))


def test_targets_are_of_people_only() -> None:
    """A target names a class of households; what homes there are is for the design to say."""
    assert MixTarget.parse("income low 0.1 0.2") == MixTarget(
        PeopleAttribute.INCOME, "low", 0.1, 0.2
    )
    for wrong in ("tenure social 0 1", "income rich 0 1", "income low 0.5 0.2", "income low 0.5"):
        with pytest.raises(ValueError, match=r"attribute|choose one|cannot be"):
            MixTarget.parse(wrong)
    assert Tenure.SOCIAL.value in mix(mixed_scene(), Attribute.HOMES_TENURE, END).classes
