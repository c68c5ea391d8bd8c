"""A user's own rows go before the tables of hecht in every topic that looks something up."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from hecht.design import scene_of
from hecht.exchange import read_design
from hecht.exchange.norms import unit_of
from hecht.neighbourhood import Design
from hecht.neighbourhood.dated import DatedTable, Row
from hecht.outcomes.figure import Value
from hecht.outcomes.scene import TODAY

EXAMPLE = Path(__file__).parents[2] / "examples" / "vogeltjesbuurt"


@pytest.fixture(scope="module")
def design() -> Design:
    """The example: 2012, for which hecht has no rent limits and no moving allowance."""
    return read_design(EXAMPLE)


def figure(design: Design, topic: str, name: str, **amounts: float) -> Value:
    """Return a figure of today, with the user's own verified amounts for rules."""
    rows = (Row(r, None, None, a, unit_of(r) or "", "decision", True) for r, a in amounts.items())
    return with_rows(design, topic, name, *rows)


def with_rows(design: Design, topic: str, name: str, *rows: Row) -> Value:
    """Return a figure of today, with rows of the user's own."""
    here = replace(design.neighbourhood, norms=DatedTable("norms.csv", rows) if rows else None)
    own = replace(design, neighbourhood=here)
    module = import_module(f"hecht.outcomes.{topic}")
    found = module.figures(scene_of(own, own.scenarios[0]), TODAY)[name]
    assert isinstance(found, Value)
    return found


@pytest.mark.parametrize(
    ("topic", "name", "amounts"),
    [
        ("climate", "water_storage_short", {"water_storage": 500.0}),
        ("mobility", "parking_need", {"parking_social": 3.0}),
        ("public_space", "green_above_norm", {"green_per_home": 7.0}),
        ("energy", "heat_demand", {"hot_water_row": 70.0}),
        ("energy", "co2_gas", {"gas_co2": 17.8}),
    ],
)
def test_a_row_of_ones_own_goes_first(
    design: Design, topic: str, name: str, amounts: dict[str, float]
) -> None:
    """Where hecht has an amount, the user's own takes its place."""
    usual, own = figure(design, topic, name), figure(design, topic, name, **amounts)
    assert usual.value is not None
    assert own.value is not None
    assert own.value != usual.value


LIMITS = {"capping_limit_low": 500.0, "capping_limit_high": 550.0, "social_rent_limit": 700.0}


@pytest.mark.parametrize(
    ("topic", "name"),
    [("affordability", "homes_under_low_limit"), ("mixing", "homes_rent_diversity")],
)
def test_a_row_of_ones_own_makes_a_figure_known(design: Design, topic: str, name: str) -> None:
    """Rent limits of 2013, which hecht does not have, can be given; the reason says where."""
    usual = figure(design, topic, name)
    assert usual.value is None
    assert "norms.csv" in usual.why
    assert figure(design, topic, name, **LIMITS).value is not None


def test_a_row_that_is_not_verified_counts_for_nothing(design: Design) -> None:
    """The figure stays as it was."""
    row = Row("parking_social", None, None, 3.0, "places/home", "", False)
    usual = figure(design, "mobility", "parking_need")
    assert with_rows(design, "mobility", "parking_need", row) == usual
