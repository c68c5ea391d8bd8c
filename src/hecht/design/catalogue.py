"""The figures a scenario can be sought by: those of its plan, of its design, and of its topics."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from hecht.outcomes.figure import Definition, Topic
from hecht.outcomes.scene_figures import TOPICS, modules

_PLAN = "docs/conventions.md"

PEOPLE = "people"
"""The topic that is measured from the plan itself, whatever else is asked."""
SCENE_TOPICS = tuple(topic for topic in TOPICS if topic != PEOPLE)
"""The topics that are measured from a scene, in the order in which they are shown."""


def _of_plan(
    name: str, topic: Topic, unit: str, label: tuple[str, str], how: tuple[str, str], better: str
) -> Definition:
    return Definition(name, topic, unit, *label, *how, _PLAN, better, share=unit == "share")


PLAN_DEFINITIONS = (
    _of_plan(
        "return_of_affected", Topic.PEOPLE, "share",
        ("Return, of those who had to move", "Terugkeer, van wie moest verhuizen"),
        ("Households that had to leave their home and end in a permanent home inside, over all "
         "that had to leave theirs.",
         "Huishoudens die hun woning uit moesten en weer in de buurt wonen, van alle die dat "
         "moesten."),
        "more",
    ),
    _of_plan(
        "return_of_all", Topic.PEOPLE, "share",
        ("Households that live here at the end", "Huishoudens die er aan het eind wonen"),
        ("Households of today that end in a permanent home inside, over all households of today.",
         "Huishoudens van nu die aan het eind in de buurt wonen, van alle huishoudens van nu."),
        "more",
    ),
    _of_plan(
        "not_returning", Topic.PEOPLE, "households",
        ("Households that wished to return and do not", "Huishoudens die willen maar niet terug"),
        ("Households that wished to live here at the end and do not.",
         "Huishoudens die aan het eind in de buurt wilden wonen en dat niet doen."),
        "less",
    ),
    _of_plan(
        "ties_kept", Topic.PEOPLE, "share",
        ("Near ties kept", "Banden dichtbij die blijven"),
        ("Ties near at the start and at the end, over those near at the start, leavers included.",
         "Banden die eerst en aan het eind dichtbij zijn, van de banden die dat eerst waren."),
        "more",
    ),
    _of_plan(
        "extra_moves", Topic.PEOPLE, "moves",
        ("Moves beyond the first", "Verhuizingen na de eerste"),
        ("Moves of each household after its first.",
         "Verhuizingen van elk huishouden na de eerste."),
        "less",
    ),
    _of_plan(
        "longest_temporary", Topic.PEOPLE, "months",
        ("Longest time in temporary homes", "Langste tijd in wisselwoningen"),
        ("The most months that one household lives in temporary homes.",
         "De meeste maanden die één huishouden in wisselwoningen woont."),
        "less",
    ),
    _of_plan(
        "vacant_home_months", Topic.PEOPLE, "months",
        ("Months that homes stand empty", "Maanden dat woningen leegstaan"),
        ("Months that homes stand empty for the plan, added up.",
         "Maanden dat woningen voor het plan leegstaan, bij elkaar opgeteld."),
        "less",
    ),
    _of_plan(
        "cost_known", Topic.MONEY, "euro",
        ("Cost, as far as known", "Kosten, voor zover bekend"),
        ("Works, moving allowances, temporary homes, extra moves and lost rent: the part that is "
         "known.",
         "Bouw, verhuisvergoedingen, wisselwoningen, extra verhuizingen en gemiste huur: het deel "
         "dat bekend is."),
        "less",
    ),
    _of_plan(
        "cost_total", Topic.MONEY, "euro",
        ("Cost", "Kosten"),
        ("Works, moving allowances, temporary homes, extra moves and lost rent; not known when a "
         "part is not.",
         "Bouw, verhuisvergoedingen, wisselwoningen, extra verhuizingen en gemiste huur."),
        "less",
    ),
    _of_plan(
        "cost_works", Topic.MONEY, "euro",
        ("Cost of the works", "Kosten van de bouw"),
        ("The cost of the chosen works.", "De kosten van de gekozen werkzaamheden."),
        "less",
    ),
)  # fmt: skip
"""Figures of `hecht.outcomes.measure` that no topic lists."""


OF_SPACE = ("parking_places", "parking_per_home")
"""Figures that public space of one scenario only adds to, which sums over options do not see."""


@cache
def catalogue() -> dict[str, Definition]:
    """Return the definition of every figure that goals and limits may name, by name.

    Those of the people first, then what adds up over blocks, then the other topics'. The first
    definition of a name holds.
    """
    from hecht.design.physical import DEFINITIONS as PHYSICAL

    result: dict[str, Definition] = {}
    people, *topics = modules([PEOPLE, *SCENE_TOPICS])
    for group in (
        people.DEFINITIONS,
        PLAN_DEFINITIONS,
        *(module.DEFINITIONS for module in topics),
        PHYSICAL,
    ):
        for definition in group:
            result.setdefault(definition.name, definition)
    return result


@cache
def topic_of() -> dict[str, str]:
    """Return the topic module of each figure that is measured from a scene, people left out."""
    return {
        definition.name: topic
        for topic, module in zip(SCENE_TOPICS, modules(SCENE_TOPICS), strict=True)
        for definition in module.DEFINITIONS
    }


def topics_for(figures: Iterable[str]) -> tuple[str, ...]:
    """Return the topics that have to be measured for these figures, in their order.

    What the plan or the additive figures of the design give already needs no topic.
    """
    from hecht.design.physical import DEFINITIONS as PHYSICAL

    given = {d.name for d in (*PLAN_DEFINITIONS, *PHYSICAL)} - set(OF_SPACE)
    wanted = {topic_of()[name] for name in figures if name in topic_of() and name not in given}
    return tuple(name for name in TOPICS if name in wanted)
