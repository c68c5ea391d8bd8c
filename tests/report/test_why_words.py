"""Reasons why a figure is not known, told in the reader's language."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from hecht.design import scene_of
from hecht.exchange import read_design
from hecht.neighbourhood import Design, Month
from hecht.neighbourhood.option import Land
from hecht.outcomes.scene import TODAY
from hecht.outcomes.scene_figures import figures_at
from hecht.planning import make_plan
from hecht.report.why_words import is_known, told
from hecht.report.words import Words

ROOT = Path(__file__).parents[2]
NL, EN = Words("nl", Month(2026, 1)), Words("en", Month(2026, 1))
NO_LAND = Land()


@pytest.mark.parametrize(
    ("why", "dutch"),
    [
        (
            "the rent of w1, w2 and 3 more is not given; fill it in homes.csv",
            "de huur van w1, w2 en 3 andere is niet ingevuld; vul het in homes.csv in",
        ),
        (
            "the footprint and paved of block a is not given; fill column footprint, paved of "
            "options.csv",
            "van blok a is niet ingevuld: bebouwd oppervlak en verharding; vul de kolom footprint, "
            "paved van options.csv",
        ),
        (
            "the tenure of every home of a, homes outside the blocks is not given",
            "de eigendom (tenure) van elke woning van a, woningen buiten de blokken is niet "
            "ingevuld",
        ),
        (
            "works are going on at blocks a, b then",
            "aan de blokken a, b wordt dan gewerkt",
        ),
        (
            "the amount of 7673 euro for moving_allowance on 2025-06-01 is not verified (rests on "
            "background knowledge; no public source was read); add it to homes.csv",
            "het bedrag van 7673 euro voor moving_allowance op 2025-06-01 is niet nagekeken "
            "(berust op achtergrondkennis; er is geen openbare bron gelezen); zet het in homes.csv",
        ),
        (
            "the income of 2 of 9 households is not given: h1, h2; add it to households.csv",
            "van 2 van 9 huishoudens is niet ingevuld: inkomen (h1, h2); zet het in households.csv",
        ),
    ],
)
def test_a_reason_is_told_in_dutch(why: str, dutch: str) -> None:
    """Sentences are told one by one with what was filled in; English stays as it is."""
    assert told(why, NL) == dutch
    assert told(why, EN) == why


def test_what_is_not_known_is_shown_as_it_is() -> None:
    """A sentence without a translation is never lost, and the others are told all the same."""
    why = "the moon is full; there are no homes; so be it"
    assert told(why, NL) == "the moon is full; er zijn geen woningen; so be it"
    assert not is_known(why)
    assert told("", NL) == ""


@pytest.fixture(scope="module")
def design() -> Design:
    """The example, which has every kind of thing."""
    return read_design(ROOT / "examples" / "vogeltjesbuurt")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_missing_is_told_in_dutch(design: Design, seed: int) -> None:
    """Take things out of the example at random: no reason is left in English."""
    rng = random.Random(seed)
    made = damaged(design, rng)
    scenario = made.scenarios[seed % len(made.scenarios)]
    english = set()
    for value in figures_at(scene_of(made, scenario), TODAY).values():
        if value.value is None and not is_known(value.why):
            english.add(value.why)
    assert english == set()


def test_reasons_of_a_plan_are_told_in_dutch(design: Design) -> None:
    """During the works and afterwards too, with all there is and with land and rents left out."""
    english = set()
    for made in (design, damaged(design, random.Random(7))):
        scenario = made.scenarios[0]
        course = make_plan(
            scene_of(made, scenario).neighbourhood, iterations=0, workers=1, bounds=False
        ).course
        scene = scene_of(made, scenario, course)
        for month in (6, scene.end):
            values = figures_at(scene, month).values()
            english |= {v.why for v in values if v.value is None and not is_known(v.why)}
    assert english == set()


def damaged(design: Design, rng: random.Random) -> Design:
    """Return a design in which a random part of what may be left out is left out."""
    here = design.neighbourhood
    kinds = {space.kind for space in design.spaces}
    gone = {kind for kind in sorted(kinds) if rng.random() < 0.3}
    return replace(
        design,
        neighbourhood=replace(
            here,
            project=replace(here.project, price_year=rng.choice((None, 2013, 2025))),
            homes=tuple(
                _without(home, rng, "label", "gas", "area", "tenure", "outdoor", "rent")
                for home in here.homes
            ),
            households=tuple(_without(one, rng, "income", "age") for one in here.households),
            blocks=tuple(_without(block, rng, "cost") for block in here.blocks),
        ),
        options=tuple(
            replace(option, land=_land(option.land, rng)) for option in design.options
        ),
        spaces=tuple(
            _without(space, rng, "places") for space in design.spaces if space.kind not in gone
        ),
    )  # fmt: skip


def _without(record: Any, rng: random.Random, *names: str) -> Any:
    """Return a record with some fields left out, the same ones rarely or often."""
    return replace(record, **{name: None for name in names if rng.random() < 0.02})


def _land(land: Land, rng: random.Random) -> Land:
    if rng.random() < 0.05:
        return NO_LAND
    names = [field.name for field in fields(Land)]
    return replace(land, **{name: None for name in names if rng.random() < 0.01})


def test_every_reason_that_is_written_out_can_be_told() -> None:
    """A new reason in the code of the topics needs its sentence here and in the catalogues."""
    found = list(_reasons())
    assert len(found) > 30
    assert [texts[0] for texts in found if not any(map(is_known, texts))] == []


def _reasons() -> Iterator[tuple[str, ...]]:
    """Yield every reason that stands in a call of Value.unknown, its holes filled in some ways."""
    rooms = (ROOT / "src" / "hecht" / room for room in ("outcomes", "design"))
    for path in sorted(path for room in rooms for path in room.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Value.unknown":
                reason = node.args[0]
                if isinstance(reason, ast.Constant):
                    yield (str(reason.value),)
                elif isinstance(reason, ast.JoinedStr) and path.stem != "rent_points":
                    yield from _filled(reason)


def _filled(reason: ast.JoinedStr) -> Iterator[tuple[str, ...]]:
    parts = [part.value if isinstance(part, ast.Constant) else None for part in reason.values]
    if any(str(part).strip(" ;") for part in parts if part is not None):
        holes = ("the rent", "rent", "land", "stop")
        yield tuple("".join(hole if p is None else str(p) for p in parts) for hole in holes)
