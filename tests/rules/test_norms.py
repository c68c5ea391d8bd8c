"""Norms for climate, parking and green: public examples with a source, the user's own first."""

from __future__ import annotations

from datetime import date

import pytest

from hecht.rules import Amount, NoAmount, table
from hecht.rules.norms import climate_norm, green_norm, parking_norm

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("found", "amount"),
    [
        (climate_norm("water_storage", DAY), 50),
        (climate_norm("heat_green_share", DAY), 40),
        (climate_norm("cooling_per_green", DAY), 0.05),
        (parking_norm("social", DAY), 1.1),
        (parking_norm("owned", DAY), 1.8),
        (green_norm("green_per_home", DAY), 75),
        (green_norm("bench_stretch", DAY), 125),
        (green_norm("friendly_doors", DAY), 10),
        (green_norm("tree_distance", DAY), 25),
    ],
)
def test_published_norms(found: Amount | NoAmount, amount: float) -> None:
    """The amounts as read in their sources."""
    assert isinstance(found, Amount)
    assert found.amount == amount
    assert found.source.startswith("http")


def test_what_has_no_source_is_not_given() -> None:
    """Mid-rent and market rent have no norm; the bound between warm and hot is an assumption."""
    assert isinstance(parking_norm("mid", DAY), NoAmount)
    assert isinstance(parking_norm("market", DAY), NoAmount)
    low = climate_norm("heat_green_share_low", DAY)
    assert isinstance(low, NoAmount)
    assert low.unverified is not None
    assert low.unverified.amount == 20


@pytest.mark.parametrize("name", ["climate_norms", "parking_norms", "green_norms"])
def test_verified_rows_name_a_public_address(name: str) -> None:
    """A verified row has a source that can be opened, and says whose norm it is."""
    for row in table(name).rows:
        assert row.note, row.rule
        assert row.source.startswith("http") == row.verified
