"""Figures of a design that need no plan: they add up over the options that are chosen.

Each option of each block contributes fixed quantities (homes at the end, their labels, cost,
places to park, ...). A figure is a sum of one quantity, the ratio of two sums, or the worst over
all homes. So what no choice can reach can be proven (see `hecht.design.exact`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from hecht.design.apply import ScenarioError, scene_of
from hecht.design.goals import label_rank
from hecht.neighbourhood import Course, Home, PromiseKind, SpaceKind, Stage, Tenure
from hecht.neighbourhood.design import Design, Scenario
from hecht.outcomes.figure import Definition, Topic, Value
from hecht.outcomes.scene import Scene
from hecht.outcomes.words import some

WORST_LABEL = "worst_label"
_HERE = "docs/scenarios.md"


@dataclass(frozen=True, slots=True)
class Form:
    """How a figure follows from quantities: a sum, or a ratio of two.

    `less_now` takes off what the quantity is today. `unknown` says what is missing when a
    block's quantity is not known.
    """

    of: str
    per: str = ""
    less_now: bool = False
    unknown: str = ""


def _definition(
    name: str, topic: Topic, unit: str, label: tuple[str, str], how: tuple[str, str], better: str
) -> Definition:
    return Definition(name, topic, unit, *label, *how, _HERE, better, share=unit == "share")


DEFINITIONS = (
    _definition(
        "homes", Topic.DENSITY, "homes", ("Homes", "Woningen"),
        ("Permanent homes that stand at the end.", "Woningen die er aan het eind staan."), "",
    ),
    _definition(
        "homes_added", Topic.DENSITY, "homes", ("Homes added", "Woningen erbij"),
        ("Permanent homes at the end, less those of today.",
         "Woningen aan het eind, min die van vandaag."), "more",
    ),
    _definition(
        "homes_built", Topic.DENSITY, "homes", ("Homes built", "Woningen gebouwd"),
        ("New homes of the chosen options.", "Nieuwe woningen van de gekozen opties."), "",
    ),
    _definition(
        "homes_demolished", Topic.DENSITY, "homes", ("Homes demolished", "Woningen gesloopt"),
        ("Homes of today that do not stand at the end.",
         "Woningen van vandaag die er aan het eind niet meer staan."), "less",
    ),
    _definition(
        "social_homes", Topic.MIXING, "homes", ("Social rented homes", "Sociale huurwoningen"),
        ("Permanent homes at the end that are let as social housing.",
         "Woningen aan het eind die sociaal verhuurd worden."), "",
    ),
    _definition(
        "social_share", Topic.MIXING, "share", ("Share social", "Deel sociale huur"),
        ("Social rented homes over all homes, at the end.",
         "Sociale huurwoningen van alle woningen, aan het eind."), "",
    ),
    _definition(
        "label_a_or_better", Topic.ENERGY, "share",
        ("Homes with label A or better", "Woningen met label A of beter"),
        ("Homes at the end with energy label A or better, over all homes.",
         "Woningen aan het eind met label A of beter, van alle woningen."), "more",
    ),
    _definition(
        WORST_LABEL, Topic.ENERGY, "label", ("Worst label", "Slechtste label"),
        ("The worst energy label of all homes at the end.",
         "Het slechtste energielabel van alle woningen aan het eind."), "more",
    ),
    _definition(
        "off_gas", Topic.ENERGY, "share", ("Homes off gas", "Woningen van het gas af"),
        ("Homes at the end without natural gas, over all homes.",
         "Woningen aan het eind zonder aardgas, van alle woningen."), "more",
    ),
    _definition(
        "parking_places", Topic.MOBILITY, "places", ("Parking places", "Parkeerplaatsen"),
        ("Places on the blocks' land and in public space at the end.",
         "Plaatsen op de grond van de blokken en in de openbare ruimte aan het eind."), "",
    ),
    _definition(
        "parking_per_home", Topic.MOBILITY, "places/home",
        ("Parking places per home", "Parkeerplaatsen per woning"),
        ("Parking places over homes, at the end.", "Parkeerplaatsen per woning, aan het eind."),
        "",
    ),
    _definition(
        "green_on_blocks", Topic.PUBLIC_SPACE, "m2",
        ("Green on the blocks' land", "Groen op de grond van de blokken"),
        ("Green of the chosen options, added up.", "Groen van de gekozen opties, opgeteld."),
        "more",
    ),
    _definition(
        "paved_on_blocks", Topic.CLIMATE, "m2",
        ("Paved ground on the blocks' land", "Verharding op de grond van de blokken"),
        ("Paved ground of the chosen options, added up.",
         "Verharding van de gekozen opties, opgeteld."), "less",
    ),
    _definition(
        "storage_on_blocks", Topic.CLIMATE, "m3",
        ("Rain held on the blocks' land", "Waterberging op de grond van de blokken"),
        ("Rain storage of the chosen options, added up.",
         "Waterberging van de gekozen opties, opgeteld."), "more",
    ),
    _definition(
        "investment", Topic.MONEY, "euro", ("Investment", "Investering"),
        ("The cost of the chosen works.", "De kosten van de gekozen werkzaamheden."), "less",
    ),
)  # fmt: skip
"""The figures of this module; where a topic has one of the same name, it means the same."""

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "homes": Form("homes"),
        "homes_added": Form("homes", less_now=True),
        "homes_built": Form("built"),
        "homes_demolished": Form("demolished"),
        "social_homes": Form("social", unknown="the tenure of every home"),
        "social_share": Form("social", "homes", unknown="the tenure of every home"),
        "label_a_or_better": Form("label_a", "homes", unknown="the energy label of every home"),
        "off_gas": Form("off_gas", "homes", unknown="whether every home is off gas"),
        "parking_places": Form("parking", unknown="the number of parking places"),
        "parking_per_home": Form("parking", "homes", unknown="the number of parking places"),
        "green_on_blocks": Form("green", unknown="the green"),
        "paved_on_blocks": Form("paved", unknown="the paved ground"),
        "storage_on_blocks": Form("storage", unknown="the storage of rain"),
        "investment": Form("cost", unknown="the cost of the works"),
    }
)

Quantities = Mapping[str, float | None]
"""What one option of one block contributes; None: not known."""

ELSEWHERE = ""
"""The name under which homes and space of no block are kept."""


@dataclass(frozen=True)
class Physical:
    """The quantities of every option of every block, and the sums that follow.

    `constant` are those of homes and spaces of no block. `today` are the sums of today.
    `refused` tells of options that cannot be made why. `crews` and `months` bound the works.
    """

    options: Mapping[str, Mapping[str, Quantities]]
    constant: Quantities
    homes_today: float
    refused: Mapping[tuple[str, str], str]

    def figures(self, choice: Mapping[str, str]) -> dict[str, Value]:
        """Return every figure of this module for one option per block."""
        chosen = {block: self.options[block][option] for block, option in choice.items()}
        result = {name: self._figure(form, chosen) for name, form in FORMS.items()}
        result[WORST_LABEL] = self._worst(chosen)
        return {definition.name: result[definition.name] for definition in DEFINITIONS}

    def _figure(self, form: Form, chosen: Mapping[str, Quantities]) -> Value:
        top = self._sum(form.of, chosen)
        if isinstance(top, list) and form.of == "parking" and self.constant["parking"] is None:
            return Value.unknown(
                "the public parking places are not drawn; draw them in public_space.gpkg (or "
                ".geojson), kind parking, with how many in places (0 when there are none)"
            )
        if isinstance(top, list):
            return Value.unknown(f"{form.unknown or form.of} of {some(tuple(top))} is not given")
        if form.less_now:
            top -= self.homes_today
        if not form.per:
            return Value(top)
        under = self._sum(form.per, chosen)
        if isinstance(under, list) or not under:
            return Value.unknown("there are no homes to share over")
        return Value(top / under)

    def _sum(self, name: str, chosen: Mapping[str, Quantities]) -> float | list[str]:
        parts = {ELSEWHERE: self.constant, **chosen}
        lacking = [_place(block) for block, found in parts.items() if found[name] is None]
        return lacking or float(sum(found[name] or 0.0 for found in parts.values()))

    def _worst(self, chosen: Mapping[str, Quantities]) -> Value:
        parts = {ELSEWHERE: self.constant, **chosen}
        lacking = [_place(block) for block, found in parts.items() if found["worst"] is None]
        if lacking:
            return Value.unknown(f"the energy label of every home of {some(tuple(lacking))} "
                                 "is not given")  # fmt: skip
        ranks = [found["worst"] for found in parts.values()]
        worst = min((rank for rank in ranks if rank is not None), default=NO_HOMES)
        return Value.unknown("there are no homes") if worst == NO_HOMES else Value(worst)


NO_HOMES = 99.0
"""The rank of the worst label where there are no homes."""


def _place(block: str) -> str:
    return block or "homes outside the blocks"


def physical_of(design: Design) -> Physical:
    """Return the quantities of a design's options; options that cannot be made are refused."""
    here = design.neighbourhood
    options: dict[str, dict[str, Quantities]] = {}
    refused: dict[tuple[str, str], str] = {}
    for block in here.blocks:
        alone = _alone(design, block.id)
        options[block.id] = {}
        for option in design.options_of[block.id]:
            try:
                options[block.id][option] = _quantities(alone, block.id, option)
            except (ScenarioError, ValueError) as error:
                refused[block.id, option] = str(error)
    loose = [h for h in here.homes if h.block is None and h.stage is Stage.EXISTING]
    drawn = [s for s in design.spaces if s.kind is SpaceKind.PARKING]
    parking = [s for s in drawn if s.block is None and _always(s.scenarios)]
    constant: dict[str, float | None] = {
        **_of_homes(loose),
        "built": 0.0,
        "demolished": 0.0,
        "parking": _places(s.places for s in parking) if drawn else None,
        **dict.fromkeys(("green", "paved", "storage", "cost", "known_cost"), 0.0),
        **dict.fromkeys(("crew_months", "finish", "emptied"), 0.0),
    }
    today = sum(1 for home in here.homes if home.stage is Stage.EXISTING)
    return Physical(options, constant, float(today), refused)


def _always(scenarios: tuple[str, ...]) -> bool:
    return not scenarios


def _alone(design: Design, block: str) -> Design:
    """Return the design of one block by itself, which is quick to change."""
    here = design.neighbourhood
    homes = tuple(home for home in here.homes if home.block == block)
    names = {home.id for home in homes}
    bare = replace(
        here,
        blocks=tuple(replace(b, after=()) for b in here.blocks if b.id == block),
        homes=homes,
        households=tuple(h for h in here.households if h.home in names),
        ties=(),
        wishes=(),
        groups=(),
        promises=tuple(p for p in here.promises if p.kind is PromiseKind.HOME and p.value in names),
        shapes={name: shape for name, shape in here.shapes.items() if name == block},
    )
    return replace(
        design,
        neighbourhood=bare,
        options=tuple(o for o in design.options if o.block == block),
        spaces=tuple(s for s in design.spaces if s.block == block and _always(s.scenarios)),
        scenarios=(),
    )


def _quantities(design: Design, block: str, name: str) -> Quantities:
    scenario = Scenario("", choice={block: name})
    horizon = design.neighbourhood.project.horizon
    works = scene_of(design, scenario).neighbourhood.block_of[block]
    starts = {block: 0} if works.has_works else {}
    # long enough for the works to be finished, whatever the project's horizon
    scenario = replace(scenario, horizon=max(horizon, works.duration + 1))
    scene = scene_of(design, scenario, Course(max(horizon, works.duration + 1), starts, (), {}))
    standing = [found.home for found in scene.homes_at(scene.end)]
    land = scene.land_at(block, scene.end)
    before = {home.id for home in design.neighbourhood.homes if home.stage is Stage.EXISTING}
    cost = works.cost if works.has_works else 0.0
    people = len(design.neighbourhood.households)
    return {
        **_of_homes(standing),
        "built": float(sum(home.stage is Stage.NEW for home in standing)),
        "demolished": float(len(before - {home.id for home in standing})),
        "parking": _parking(scene, land.parking),
        "green": land.green,
        "paved": land.paved,
        "storage": land.storage,
        "cost": cost,
        "known_cost": cost or 0.0,
        "crew_months": float(works.crews * works.duration),
        "finish": float((works.earliest or 0) + works.duration) if works.has_works else 0.0,
        "emptied": float(people if works.works.empties else 0),
    }


def _parking(scene: Scene, on_land: int | None) -> float | None:
    """Return places on the land and in public space of the block, at the end."""
    open_then = [s for s in scene.spaces_at(scene.end) if s.kind is SpaceKind.PARKING]
    public = _places(space.places for space in open_then)
    return None if on_land is None or public is None else on_land + public


def _places(places: Iterable[int | None]) -> float | None:
    found = list(places)
    return None if None in found else float(sum(p for p in found if p is not None))


def _of_homes(homes: list[Home]) -> dict[str, float | None]:
    """Return what homes that stand at the end contribute."""
    good = label_rank("A")
    return {
        "homes": float(len(homes)),
        "social": _count(homes, lambda h: h.tenure, lambda v: v is Tenure.SOCIAL),
        "label_a": _count(homes, lambda h: h.label, lambda v: label_rank(str(v)) >= good),
        "off_gas": _count(homes, lambda h: h.gas, lambda v: v is False),
        "worst": None
        if any(home.label is None for home in homes)
        else min((float(label_rank(str(home.label))) for home in homes), default=NO_HOMES),
    }


def _count(
    homes: list[Home], read: Callable[[Home], object], holds: Callable[[object], bool]
) -> float | None:
    """Count homes of which something holds; None when it is not known of one of them."""
    values = [read(home) for home in homes]
    return None if None in values else float(sum(1 for value in values if holds(value)))
