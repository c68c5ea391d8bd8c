"""What a scenario does to the people who live there now: figures of its plan, at its end."""

from __future__ import annotations

from hecht.outcomes.figure import Definition, Topic, Value
from hecht.outcomes.scene import Scene
from hecht.outcomes.summary import Outcomes, measure

CONVENTIONS = "docs/conventions.md"


def _definition(
    name: str, unit: str, words: tuple[str, str], how: tuple[str, str], convention: str, better: str
) -> Definition:
    return Definition(
        name,
        Topic.PEOPLE,
        unit,
        *words,
        *how,
        f"{CONVENTIONS}, {convention}",
        better,
        share=unit == "share",
    )


DEFINITIONS = (
    _definition(
        "live_here_wishing",
        "households",
        (
            "Households that wish to live here and do",
            "Huishoudens die hier willen wonen en dat doen",
        ),
        (
            "Households that wished to live here at the end and do, whether they had to leave "
            "their home in between or not.",
            "Huishoudens die hier aan het eind willen wonen en dat doen, of zij nu tussendoor hun "
            "woning uit moesten of niet.",
        ),
        "C1",
        "more",
    ),
    _definition(
        "households_affected",
        "households",
        ("Households that must leave their home", "Huishoudens die hun woning uit moeten"),
        (
            "Households whose home is demolished, or emptied for renovation.",
            "Huishoudens van wie de woning gesloopt wordt, of leeg gerenoveerd.",
        ),
        "C1",
        "less",
    ),
    _definition(
        "return_of_wishing",
        "share",
        ("Return, of those who wished to", "Terugkeer, van wie dat wilde"),
        (
            "Households that had to leave their home and wished to return and end in a permanent "
            "home inside, over all such households.",
            "Huishoudens die hun woning uit moesten, terug wilden en weer in de buurt wonen, van "
            "al zulke huishoudens.",
        ),
        "C1",
        "more",
    ),
    _definition(
        "returned_of_wishing",
        "households",
        ("Households that return", "Huishoudens die terugkeren"),
        ("The count behind the share of return.", "Het aantal achter het aandeel terugkeer."),
        "C1",
        "more",
    ),
    _definition(
        "ties_kept_staying",
        "share",
        ("Ties kept, among those who stay", "Banden die blijven, onder wie blijft"),
        (
            "Ties that were near at the start and are near at the end, over those near at the "
            "start of which neither side wished to live elsewhere.",
            "Banden die eerst dichtbij waren en dat aan het eind ook zijn, van de banden waarvan "
            "geen van beiden elders wilde wonen.",
        ),
        "C2",
        "more",
    ),
    _definition(
        "ties_kept_staying_count",
        "ties",
        ("Ties kept", "Banden die blijven"),
        ("The count behind the share of ties kept.", "Het aantal achter het aandeel banden."),
        "C2",
        "more",
    ),
    _definition(
        "alone",
        "households",
        ("Households left without a near tie", "Huishoudens zonder band dichtbij"),
        (
            "Households that had a near tie at the start, stay, and have none at the end.",
            "Huishoudens die eerst een band dichtbij hadden, blijven, en er aan het eind geen "
            "meer hebben.",
        ),
        "C4",
        "less",
    ),
    _definition(
        "separation_months",
        "tie-months",
        ("Months of separation", "Maanden van elkaar"),
        (
            "Months, added up over ties that were near at the start, in which they are not near.",
            "Maanden waarin banden die eerst dichtbij waren dat niet zijn, bij elkaar opgeteld.",
        ),
        "C3",
        "less",
    ),
    _definition(
        "moves",
        "moves",
        ("Moves", "Verhuizingen"),
        (
            "Every change of home, the move out of a demolished home included.",
            "Elke keer dat een huishouden van woning wisselt.",
        ),
        "C5",
        "less",
    ),
    _definition(
        "months_temporary",
        "household-months",
        ("Months in temporary homes", "Maanden in wisselwoningen"),
        (
            "Months that households live in temporary homes, added up.",
            "Maanden die huishoudens in een wisselwoning wonen, bij elkaar opgeteld.",
        ),
        "C5",
        "less",
    ),
    _definition(
        "duration_months",
        "months",
        ("Duration of the works", "Duur van de werkzaamheden"),
        (
            "The month in which the last works are finished, counted from the start.",
            "De maand waarin het laatste werk klaar is, geteld vanaf het begin.",
        ),
        "C5",
        "less",
    ),
)


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of the plan; they are known at the end of the scene only."""
    if scene.course is None or month != scene.end:
        why = "it is a figure of a whole plan, known at its end"
        return {definition.name: Value.unknown(why) for definition in DEFINITIONS}
    return people_figures(measure(scene.neighbourhood, scene.course))


def people_figures(outcomes: Outcomes) -> dict[str, Value]:
    """Return the figures of outcomes that were measured already."""
    values = dict(outcomes.as_dict())
    parts = [values["returned_of_wishing"], values["returned_of_unaffected_wishing"]]
    known = [part for part in parts if part is not None]
    values["live_here_wishing"] = sum(known) if len(known) == len(parts) else None
    not_known = {
        "live_here_wishing": outcomes.not_known.get("returned_of_wishing", ""),
        **outcomes.not_known,
    }
    result = {}
    for definition in DEFINITIONS:
        value = values[definition.name]
        why = not_known.get(definition.name, "")
        result[definition.name] = Value(None if value is None else float(value), why)
    return result
