"""Energy: labels, homes off gas, and the heat, gas and CO2 that they are estimated to ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hecht.neighbourhood import Home, Stage
from hecht.neighbourhood.home import LABELS
from hecht.outcomes.calendar_days import day_of
from hecht.outcomes.figure import Topic, Value, definer, total
from hecht.outcomes.scene import HomeAt, Scene
from hecht.outcomes.words import some
from hecht.rules import NoAmount
from hecht.rules.energy import GasRule, Heat, HeatRule, gas_rule, heat_rule

LABEL_SOURCE = "the label as in the register of energy labels (EP-Online), filled in by the user"
HEAT_SOURCE = (
    "table energy: key figures of the Vesta MAIS model (PBL) of 28 January 2020, averaged over "
    "periods of building. Assumption: its class A of homes built 2015-2020 holds for A+ and better"
)
GAS_SOURCE = f"{HEAT_SOURCE}; heat from gas as under the Warmtewet; 1.78 kg CO2/m3 (ISSO 82)"
_APARTMENTS = ("appartement", "apartment", "flat", "portiek", "galerij", "maisonnette", "stacked")


_definition = definer(Topic.ENERGY)

DEFINITIONS = (
    _definition(
        "label_a_or_better",
        "share",
        ("Homes with label A or better", "Woningen met label A of beter"),
        (
            "Permanent homes that stand and have label A, A+, A++, A+++ or A++++, over all that "
            "stand.",
            "Woningen met label A, A+, A++, A+++ of A++++, van alle woningen die er staan. "
            "Wisselwoningen tellen niet mee.",
        ),
        LABEL_SOURCE,
        "more",
    ),
    _definition(
        "homes_label_efg",
        "homes",
        ("Homes with label E, F or G", "Woningen met label E, F of G"),
        (
            "Permanent homes that stand and have label E, F or G.",
            "Woningen die er staan en label E, F of G hebben. Wisselwoningen tellen niet mee.",
        ),
        LABEL_SOURCE,
        "less",
    ),
    _definition(
        "homes_off_gas",
        "homes",
        ("Homes without natural gas", "Woningen zonder aardgas"),
        (
            "Permanent homes that stand and are neither heated nor cooked in with natural gas.",
            "Woningen die er staan en waarin niet op aardgas wordt gestookt of gekookt.",
        ),
        "filled in by the user",
        "more",
    ),
    _definition(
        "off_gas",
        "share",
        ("Share of homes without natural gas", "Deel van de woningen zonder aardgas"),
        (
            "Homes without natural gas over all permanent homes that stand.",
            "Woningen zonder aardgas, van alle woningen die er staan.",
        ),
        "filled in by the user",
        "more",
    ),
    _definition(
        "heat_demand",
        "GJ/year",
        ("Heat that homes ask for (estimate)", "Warmte die woningen vragen (schatting)"),
        (
            "Heat for rooms and hot water in a year of all permanent homes that can be lived in: "
            "for each a fixed part and a part for each m2 of floor area, by label and by whether "
            "homes are stacked. An estimate for many homes together; single homes differ much.",
            "Warmte voor kamers en warm water per jaar van alle bewoonbare woningen: voor elke "
            "woning een vast deel en een deel per m2, naar label en naar eengezins of gestapeld. "
            "Een schatting voor veel woningen samen; per woning zijn de verschillen groot.",
        ),
        HEAT_SOURCE,
        "less",
    ),
    _definition(
        "heat_demand_home",
        "GJ/year",
        ("Heat per home (estimate)", "Warmte per woning (schatting)"),
        (
            "The heat that homes ask for, over the number of homes that can be lived in.",
            "De warmte die woningen vragen, gedeeld door het aantal bewoonbare woningen.",
        ),
        HEAT_SOURCE,
        "less",
    ),
    _definition(
        "gas_use",
        "m3/year",
        ("Natural gas for heat (estimate)", "Aardgas voor warmte (schatting)"),
        (
            "Natural gas with which homes on gas are given the heat that they ask for, by a "
            "condensing boiler. Gas for cooking is left out.",
            "Aardgas waarmee woningen op gas met een HR-ketel de warmte krijgen die ze vragen. "
            "Gas om op te koken telt niet mee.",
        ),
        GAS_SOURCE,
        "less",
    ),
    _definition(
        "co2_gas",
        "tonne/year",
        ("CO2 from natural gas for heat (estimate)", "CO2 van aardgas voor warmte (schatting)"),
        (
            "CO2 that comes out of the boilers of homes on gas in a year. Electricity and a heat "
            "network of homes without gas are not counted, nor the gas chain before the meter.",
            "CO2 die per jaar uit de ketels van woningen op gas komt. Stroom of een warmtenet van "
            "woningen zonder gas telt niet mee, en ook niet wat er voor de meter gebeurt.",
        ),
        GAS_SOURCE,
        "less",
    ),
)


@dataclass(frozen=True)
class HomeHeat:
    """The estimated heat of one home; `heat` is None where it is not known, and `why`."""

    home: str
    stacked: bool
    heat: Heat | None
    why: str = ""


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of energy in one month (TODAY, 0 up to the scene's end)."""
    standing = scene.homes_at(month)
    heats = heat_of_homes(scene, month)
    gas = gas_rule(day_of(scene, month), scene.norms)
    heat = _heat_total(heats)
    return {
        **_label_figures([at.home for at in standing]),
        **_gas_figures([at.home for at in standing]),
        "heat_demand": heat,
        "heat_demand_home": _each(heat, len(heats)),
        "gas_use": _from_gas(standing, heats, gas, lambda rule, one: rule.gas(one)),
        "co2_gas": _from_gas(standing, heats, gas, lambda rule, one: rule.emission(one) / 1000),
    }


def labels(scene: Scene, month: int) -> dict[str, int]:
    """Return the number of permanent homes that stand by label, best first.

    Homes of which the label is not known come last, under the empty text.
    """
    counts = dict.fromkeys((*LABELS, ""), 0)
    for at in scene.homes_at(month):
        counts[at.home.label or ""] += 1
    return counts


def heat_of_homes(scene: Scene, month: int) -> tuple[HomeHeat, ...]:
    """Return the estimated heat of each permanent home that can be lived in, in their order."""
    usable = [at.home for at in scene.homes_at(month) if at.usable]
    stacked = stacked_homes([at.home for at in scene.homes_at(month)])
    day = day_of(scene, month)
    rules: dict[tuple[str, bool], HeatRule | NoAmount] = {}
    result = []
    for home in usable:
        high = home.id in stacked
        if home.label is None or home.area is None:
            result.append(HomeHeat(home.id, high, None, "label" if home.label is None else "area"))
            continue
        key = (home.label, high)
        if key not in rules:
            rules[key] = heat_rule(home.label, high, day, scene.norms)
        rule = rules[key]
        if isinstance(rule, NoAmount):
            result.append(HomeHeat(home.id, high, None, f"{rule.why}; {rule.provide}"))
        else:
            result.append(HomeHeat(home.id, high, rule.of(home.area)))
    return tuple(result)


def stacked_homes(homes: Sequence[Home]) -> set[str]:
    """Return which homes are stacked: on a floor, with a lift, by type, or below another home."""
    below = {(home.x, home.y) for home in homes if home.floor > 0}
    return {
        home.id
        for home in homes
        if home.floor > 0
        or home.lift
        or (home.x, home.y) in below
        or any(word in home.type.lower() for word in _APARTMENTS)
    }


def _label_figures(homes: Sequence[Home]) -> dict[str, Value]:
    names = ("label_a_or_better", "homes_label_efg")
    unknown = tuple(home.id for home in homes if home.label is None)
    if unknown:
        return dict.fromkeys(names, Value.unknown(_lacking("label", homes, unknown)))
    if not homes:
        return dict.fromkeys(names, Value.unknown("no home stands in this month"))
    good = sum((home.label or "").startswith("A") for home in homes)
    poor = sum(home.label in ("E", "F", "G") for home in homes)
    return {"label_a_or_better": Value(good / len(homes)), "homes_label_efg": Value(float(poor))}


def _gas_figures(homes: Sequence[Home]) -> dict[str, Value]:
    unknown = tuple(home.id for home in homes if home.gas is None)
    if unknown:
        why = _lacking("gas", homes, unknown)
        return dict.fromkeys(("homes_off_gas", "off_gas"), Value.unknown(why))
    off = Value(float(sum(not home.gas for home in homes)))
    return {"homes_off_gas": off, "off_gas": _each(off, len(homes))}


def _lacking(what: str, homes: Sequence[Home], unknown: tuple[str, ...]) -> str:
    """Say which homes lack a value, and in which file and column it goes."""
    stages = {home.stage for home in homes if home.id in unknown}
    words = {"label": "the label", "gas": "whether there is gas", "area": "the floor area"}
    files = []
    if Stage.EXISTING in stages:
        files.append(f"fill the column {what} of homes.csv")
    if Stage.NEW in stages:
        place = "option_homes.csv" if what == "area" else "options.csv"
        files.append(f"fill the column {what} of {place} (or of homes.csv, for homes named there)")
    return f"{words[what]} of {some(unknown)} is not given; {' and '.join(files)}"


def _heat_total(heats: Sequence[HomeHeat]) -> Value:
    for why in ("label", "area"):
        unknown = tuple(one.home for one in heats if one.heat is None and one.why == why)
        if unknown:
            what = "the label" if why == "label" else "the floor area"
            return Value.unknown(
                f"{what} of {some(unknown)} is not given; fill the column {why} of homes.csv (for "
                f"new homes of {'options.csv' if why == 'label' else 'option_homes.csv'})"
            )
    missing = next((one.why for one in heats if one.heat is None), "")
    if missing:
        return Value.unknown(missing)
    return total(
        [None if one.heat is None else one.heat.total for one in heats],
        [one.home for one in heats],
        "the heat",
    )


def _each(value: Value, count: int) -> Value:
    if value.value is None:
        return value
    if not count:
        return Value.unknown("there is no home in this month")
    return Value(value.value / count)


def _from_gas(
    standing: Sequence[HomeAt],
    heats: Sequence[HomeHeat],
    rule: GasRule | NoAmount,
    amount: Callable[[GasRule, Heat], float],
) -> Value:
    """Add up an amount of the homes on gas; only what matters to those must be known."""
    homes = {at.home.id: at.home for at in standing if at.usable}
    unknown = tuple(home.id for home in homes.values() if home.gas is None)
    if unknown:
        return Value.unknown(_lacking("gas", list(homes.values()), unknown))
    on_gas = [one for one in heats if homes[one.home].gas]
    if not on_gas:
        return Value(0.0)
    if isinstance(rule, NoAmount):
        return Value.unknown(f"{rule.why}; {rule.provide}")
    heat = _heat_total(on_gas)
    if heat.value is None:
        return heat
    return Value(sum(amount(rule, one.heat) for one in on_gas if one.heat is not None))
