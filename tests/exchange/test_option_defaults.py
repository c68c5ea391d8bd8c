"""Options by default: reckoned from the homes of a block, with every figure they rest on named."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from hecht.design import neighbourhood_of
from hecht.exchange import describe, examine_design, write_design
from hecht.exchange.default_figures import Figures, MissingFigure
from hecht.exchange.example import example
from hecht.exchange.option_defaults import NOT_ASSUMED, default_options
from hecht.neighbourhood import (
    AS_PLANNED,
    Access,
    Block,
    Design,
    HomeType,
    Neighbourhood,
    Option,
    Scenario,
    Stage,
    Tenure,
    Works,
)
from hecht.rules import parse
from tests.neighbourhoods import neighbourhoods

HEAD = "rule,start,end,amount,unit,source,verified,note\n"


def options_of(here: Neighbourhood, block: str) -> dict[str, Option]:
    made = default_options(here).options
    return {option.id: option for option in made if option.block == block}


def test_every_block_gets_the_five_and_what_is_planned() -> None:
    """A block of four homes or more gets all; a smaller one no denser option, and it is said."""
    made = default_options(example())
    ids = {b: [o.id for o in made.options if o.block == b] for b in "ABC"}
    every = [AS_PLANNED, "keep", "renovate", "renovate_empty", "rebuild", "dense"]
    assert ids == {"A": every, "B": every, "C": every[:-1]}
    assert made.notes == ("block C: fewer than 4 homes, so no denser option was made",)


def test_a_block_reckoned_by_hand() -> None:
    """Block A: five homes of 68 m2 on the ground, on a plot of 50 by 25 m, prices of 2026."""
    made = options_of(example(), "A")
    land = made["keep"].land
    assert (land.footprint, land.floor_area, land.storeys) == (212, 425, 2)  # 340 x 1.25, / 2
    assert land.green == round((1250 - 212.5) * 0.55)
    assert land.green + (land.paved or 0) == round(1250 - 212.5)
    assert made["renovate"].duration == 1 + 1  # 1 month, and 5 homes at 10 a month
    assert made["renovate"].cost == 5 * 70_000
    assert made["renovate_empty"].duration == 4 + 1
    assert made["rebuild"].duration == 6 + 1
    assert made["rebuild"].cost == 5 * 20_000 + 5 * 68 * 3_200
    # one in five is adapted; the rents of 545 to 565 are on average 555
    usual = HomeType("eengezinswoning", 4, 3, 68.0, 693.75, Tenure.SOCIAL, Access.GROUND, 2, 42.0)
    assert made["rebuild"].programme == (replace(usual, count=1, accessible=True), usual)
    dense = made["dense"].programme
    assert sum(kind.count for kind in dense) == 8  # five times 1.5
    assert [(kind.tenure, kind.count) for kind in dense[2:]] == [(Tenure.MID, 3)]
    assert {kind.access for kind in dense} == {Access.LIFT}
    assert (made["dense"].label, made["dense"].gas) == ("A+++", False)
    assert made["dense"].land.storage == round(172 * 0.05)


def test_prices_and_gas_are_those_of_the_price_year() -> None:
    """In 2020 building cost 2,560 euros a m2 by the published mean; in 2013 homes had gas."""
    here = example()
    old = replace(here, project=replace(here.project, price_year=2020))
    made = default_options(old)
    rebuild = next(o for o in made.options if (o.block, o.id) == ("A", "rebuild"))
    assert rebuild.cost == round(5 * 20_000 + 5 * 68 * 2_560, -3)
    used = {one.rule: one for one in made.used}
    assert used["build_cost"].verified
    assert used["build_gas"].verified
    assert not used["build_pace"].verified
    assert Figures(date(2013, 7, 1)).of("build_gas") == 1
    assert Figures(date(2019, 7, 1)).of("build_gas") == 0
    with pytest.raises(MissingFigure, match="no build_price for 2013"):
        Figures(date(2013, 7, 1)).of("build_price")


def test_a_social_rent_is_held_at_the_capping_limit() -> None:
    """In 2025 a new home of three rooms costs 682.96 at most, unless the old rent was higher."""
    here = example()
    here = replace(here, project=replace(here.project, price_year=2025))
    assert {kind.rent for kind in options_of(here, "A")["rebuild"].programme} == {682.96}
    dear = tuple(replace(home, rent=790.0) for home in here.homes)
    made = options_of(replace(here, homes=dear), "A")
    assert {kind.rent for kind in made["rebuild"].programme} == {790.0}


def test_there_are_adapted_homes_for_all_who_need_one() -> None:
    """When three households of a block need an adapted home, three are built."""
    here = example()
    people = tuple(
        replace(one, accessible=one.home.startswith("A-")) if one.id != "H04" else one
        for one in here.households
    )
    programme = options_of(replace(here, households=people), "A")["rebuild"].programme
    assert sum(kind.count for kind in programme if kind.accessible) == 3


def test_no_home_gets_a_worse_label_by_renovation() -> None:
    """Homes that have the label of the table already keep theirs; one worse home is enough."""
    here = example()
    good = tuple(replace(home, label="A+") for home in here.homes)
    assert options_of(replace(here, homes=good), "A")["renovate"].label is None
    mixed = (replace(good[0], label="C"), *good[1:])
    assert options_of(replace(here, homes=mixed), "A")["renovate"].label == "B"
    assert options_of(here, "A")["renovate"].label == "B"


def test_what_is_not_known_stays_empty() -> None:
    """No figure is made of an area that is missing, nor of what a folder tells nothing about."""
    here = example()
    made = default_options(here).options
    assert all(getattr(option.land, name) is None for option in made for name in NOT_ASSUMED)
    blank = tuple(replace(home, area=None) for home in here.homes)
    options = options_of(replace(here, homes=blank), "A")
    assert options["rebuild"].cost is None
    assert options["keep"].land.footprint is None
    assert options["rebuild"].land.green is None
    assert options["rebuild"].programme[0].area is None
    notes = default_options(replace(here, homes=blank)).notes
    assert any("the area of some homes is not known" in note for note in notes)


def test_own_figures_go_first() -> None:
    """A row of one's own is used, also without a source, and the others stay."""
    own = parse(HEAD + "renovate_cost,,,12345,euro/home,,no,our tender\n", "own")
    made = default_options(example(), own)
    costs = {o.block: o.cost for o in made.options if o.id == "renovate"}
    assert costs == {"A": 5 * 12345, "B": 4 * 12345, "C": 3 * 12345}
    used = {one.rule: one for one in made.used}
    assert used["renovate_cost"].note == "our tender"
    assert used["renovate_base"].amount == 1


def test_empty_land_is_only_kept_or_built_as_planned() -> None:
    """Where nothing stands there is nothing to renovate, and that is said."""
    here = replace(example(), blocks=(*example().blocks, Block("D", Works.KEEP)))
    made = default_options(here)
    assert [o.id for o in made.options if o.block == "D"] == [AS_PLANNED, "keep"]
    assert any(note.startswith("block D: nothing stands there") for note in made.notes)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(neighbourhoods())
def test_defaults_are_always_sound(here: Neighbourhood) -> None:
    """For any neighbourhood the options can be written, read back and made into scenarios."""
    here = replace(here, promises=())  # an accepted one would hold on to homes that are not built
    design = Design(here, default_options(here).options)
    with tempfile.TemporaryDirectory() as parent:
        write_design(design, Path(parent) / "b")
        again, found = examine_design(Path(parent) / "b")
    assert [describe(one) for one in found if one.severity == "error"] == []
    assert again == design
    existing = [home for home in here.homes if home.stage is Stage.EXISTING and home.block]
    for name in ("keep", "renovate", "renovate_empty", "rebuild", "dense"):
        chosen = {b.id: name for b in here.blocks if name in design.options_of[b.id]}
        made = neighbourhood_of(design, Scenario("s", "", chosen))
        new = [h for h in made.homes if h.stage is Stage.NEW and h.block in chosen]
        before = [home for home in existing if home.block in chosen]
        if name == "rebuild":
            assert sorted(h.rooms for h in new) == sorted(h.rooms for h in before)
        elif name == "dense":
            assert len(new) > len(before) or not chosen
        else:
            assert new == []
