"""Labels, homes off gas, heat, gas and CO2: worked out by hand, and never made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    Home,
    Month,
    Neighbourhood,
    Policy,
    Project,
    Stage,
    Works,
)
from hecht.neighbourhood.home import LABELS
from hecht.neighbourhood.option import Option
from hecht.outcomes.energy import (
    DEFINITIONS,
    figures,
    heat_of_homes,
    labels,
    stacked_homes,
)
from hecht.outcomes.scene import TODAY, Scene
from hecht.rules import NoAmount, parse, table
from hecht.rules.energy import gas_rule, heat_rule
from tests.outcomes.worked_examples import run_examples

DAY = date(2027, 1, 1)
HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def _home(key: str, label: str | None, area: float | None = 80, **more: object) -> Home:
    gas = more.pop("gas", True)
    return Home(key, Stage.EXISTING, 0, 0, 4, area=area, label=label, gas=gas, **more)  # type: ignore[arg-type]


def _scene(*homes: Home) -> Scene:
    here = Neighbourhood(
        Project("E", Month(2027, 1), 12), Capacity(), Policy(), (), homes, households=()
    )
    return Scene(here, {}, {})


def test_the_worked_examples_of_the_page() -> None:
    """Every number of docs/outcomes/energy.md is what the software gives."""
    assert run_examples("energy.md") >= 10


def test_every_figure_is_always_given_with_a_definition_in_two_languages() -> None:
    """The names are those of the definitions, in a scene with and without anything in it."""
    names = [definition.name for definition in DEFINITIONS]
    assert list(figures(_scene(), TODAY)) == names
    assert list(figures(_scene(_home("a", None)), TODAY)) == names
    for one in DEFINITIONS:
        assert one.label != one.label_nl
        assert one.definition != one.definition_nl
        assert one.source


def test_only_the_figure_that_misses_something_is_not_known() -> None:
    """Without floor area the labels are known; without label or gas only what needs them is not."""
    found = figures(_scene(_home("a", "D", None), _home("b", "A")), TODAY)
    assert found["label_a_or_better"].value == 0.5
    assert "the floor area of a is not given; fill the column area" in found["heat_demand"].why
    found = figures(_scene(_home("a", "D", gas=None), _home("b", "A")), TODAY)
    assert found["heat_demand"].value is not None
    assert "whether there is gas of a is not given" in found["co2_gas"].why
    assert found["off_gas"].value is None


def test_homes_without_gas_need_no_label_for_the_gas_that_they_do_not_use() -> None:
    """CO2 from gas is known when what is not known belongs to homes without gas."""
    found = figures(_scene(_home("a", None, None, gas=False), _home("b", "A", 50)), TODAY)
    heat = heat_rule("A", False, DAY)
    gas = gas_rule(DAY)
    assert not isinstance(heat, NoAmount)
    assert not isinstance(gas, NoAmount)
    assert found["gas_use"].value == pytest.approx(gas.gas(heat.of(50)))
    assert found["heat_demand"].value is None
    assert figures(_scene(_home("a", None, None, gas=False)), TODAY)["co2_gas"].value == 0


def test_before_and_after_a_renovation() -> None:
    """The label and gas of the option hold from the month the works are finished."""
    here = Neighbourhood(
        Project("E", Month(2027, 1), 12),
        Capacity(),
        Policy(),
        (Block("b", Works.RENOVATE_OCCUPIED, 2),),
        (replace(_home("a", "F"), block="b"), _home("k", "C")),
        households=(),
    )
    option = Option("b", "better", Works.RENOVATE_OCCUPIED, duration=2, label="A", gas=False)
    scene = Scene(here, {"b": option}, {}, course=Course(12, {"b": 3}, ()))
    assert labels(scene, 4)["F"] == 1
    assert labels(scene, 5) == {**dict.fromkeys((*LABELS, ""), 0), "A": 1, "C": 1}
    assert figures(scene, 4)["off_gas"].value == 0
    assert figures(scene, 5)["off_gas"].value == 0.5
    before, after = (figures(scene, m)["heat_demand"].value for m in (TODAY, scene.end))
    assert before is not None
    assert after is not None
    assert after < before


def test_a_home_that_is_emptied_asks_for_no_heat() -> None:
    """During works that empty homes only the others count, though all of them stand."""
    here = Neighbourhood(
        Project("E", Month(2027, 1), 12),
        Capacity(),
        Policy(),
        (Block("b", Works.RENOVATE_EMPTY, 2),),
        (replace(_home("a", "F"), block="b"), _home("k", "C")),
        households=(),
    )
    option = Option("b", "x", Works.RENOVATE_EMPTY, duration=2)
    scene = Scene(here, {"b": option}, {}, course=Course(12, {"b": 3}, ()))
    assert [one.home for one in heat_of_homes(scene, 3)] == ["k"]
    assert sum(labels(scene, 3).values()) == 2


def test_which_homes_are_stacked() -> None:
    """A floor, a lift, a type that says so, or a home above it makes a home stacked."""
    homes = [
        Home("ground", Stage.EXISTING, 0, 0, 3),
        Home("above", Stage.EXISTING, 0, 0, 3, floor=1),
        Home("beside", Stage.EXISTING, 9, 0, 3, type="eengezinswoning"),
        Home("lift", Stage.EXISTING, 18, 0, 3, lift=True),
        Home("named", Stage.EXISTING, 27, 0, 3, type="Portiekwoning"),
    ]
    assert stacked_homes(homes) == {"ground", "above", "lift", "named"}


@given(
    area=st.floats(25, 130),
    stacked=st.booleans(),
    pair=st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)),
)
def test_a_better_label_never_asks_for_more(
    area: float, stacked: bool, pair: tuple[str, str]
) -> None:
    """Up to 130 m2 the heat does not rise from a label to a better one, and rises with area."""
    better, worse = sorted(pair, key=LABELS.index)
    one, other = heat_rule(better, stacked, DAY), heat_rule(worse, stacked, DAY)
    assert not isinstance(one, NoAmount)
    assert not isinstance(other, NoAmount)
    assert one.of(area).total <= other.of(area).total
    assert 0 < one.of(area).rooms < one.of(area + 1).rooms


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.floats(30, 150), st.booleans()), min_size=1))
def test_sums_are_those_of_the_homes(drawn: list[tuple[str, float, bool]]) -> None:
    """Two halves of a street ask for as much as the street; labels count every home once."""
    homes = [_home(f"h{n}", label, area, gas=gas) for n, (label, area, gas) in enumerate(drawn)]
    whole = figures(_scene(*homes), TODAY)
    half = len(homes) // 2
    parts = [figures(_scene(*some), TODAY) for some in (homes[:half], homes[half:]) if some]
    for name in ("heat_demand", "gas_use", "co2_gas", "homes_off_gas"):
        assert whole[name].value == pytest.approx(sum(part[name].value or 0 for part in parts))
    assert sum(labels(_scene(*homes), TODAY).values()) == len(homes)


def test_rows_of_the_user_go_first() -> None:
    """A user's own figure for a label is used, also for one better than A by its name."""
    own = parse(
        HEAD + "heat_row_A++_home,,,1,GJ,measured,yes,\nheat_row_A++_m2,,,0.1,GJ,measured,yes,\n",
        "own",
    )
    scene = replace(_scene(_home("a", "A++", 50), _home("b", "A+", 50)), norms=own)
    first, second = heat_of_homes(scene, TODAY)
    assert first.heat is not None
    assert first.heat.rooms == pytest.approx(6.0)
    assert second.heat is not None
    assert second.heat.rooms == pytest.approx(1.7294 + 0.12045 * 50)


def test_a_label_that_no_row_names_is_said() -> None:
    """Without a verified row there is no heat, and the answer says what to provide."""
    missing = heat_rule("H", False, DAY)
    assert isinstance(missing, NoAmount)
    assert "rule heat_row_H_home" in missing.provide


def test_every_row_of_the_table_has_a_source() -> None:
    """All amounts were read in a public source, and what rests on an assumption says so."""
    rows = table("energy").rows
    assert all(row.verified and row.source.startswith("https://") for row in rows)
    assert all("assumption" in row.note for row in rows if "better" in row.rule)
