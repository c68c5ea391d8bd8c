"""Money of a scenario: what it costs, each calendar year, in all and as net present value.

Euros are of the project's price year, except moving allowances, which are the legal amounts of
the day of the move (C8). The figures of a month hold everything from the start through the
calendar year in which the month lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hecht.neighbourhood import Tenure
from hecht.outcomes.calendar_days import day_of
from hecht.outcomes.figure import Topic, Value, definer
from hecht.outcomes.money import Cost, money
from hecht.outcomes.rents import habituation, rents_at, where_everyone_lives
from hecht.outcomes.scene import TODAY, Scene
from hecht.outcomes.vacancy import vacancy
from hecht.outcomes.words import some

HERE = "hecht, docs/outcomes/money.md"
ALLOWANCE = "table moving_allowance: the legal minimum by date (7:220 and 7:275 BW)"
DISCOUNT = (
    "policy.discount_rate; default 2.25%, the real rate for public projects "
    "(https://www.rwseconomie.nl/discontovoet). Assumption: that it suits a landlord"
)


_definition = definer(Topic.MONEY)

DEFINITIONS = (
    _definition(
        "investment",
        "euro",
        ("Investment in the works", "Investering in de werkzaamheden"),
        (
            "The cost of the works of each block, spread evenly over their months.",
            "De kosten van de werkzaamheden per bouwblok, gelijk verdeeld over de maanden.",
        ),
        "cost in blocks.csv and options.csv",
        "less",
    ),
    _definition(
        "moving_allowances",
        "euro",
        ("Moving allowances", "Verhuiskostenvergoedingen"),
        (
            "The legal minimum on the day of the first move, once for each household that must "
            "leave or empty its home after the reference date.",
            "Het wettelijk minimum op de dag van de eerste verhuizing, eenmaal voor elk huishouden "
            "dat na de peildatum zijn woning uit moet.",
        ),
        ALLOWANCE,
        "less",
    ),
    _definition(
        "temporary_home_costs",
        "euro",
        ("Temporary homes", "Wisselwoningen"),
        (
            "Months that households live in bought-in temporary homes, times their monthly cost.",
            "Maanden dat huishoudens in ingekochte wisselwoningen wonen, maal de kosten per maand.",
        ),
        "policy.temporary_month_cost",
        "less",
    ),
    _definition(
        "extra_move_costs",
        "euro",
        ("Further moves", "Volgende verhuizingen"),
        (
            "Moves after a household's first, times what the landlord pays for each.",
            "Verhuizingen na de eerste van een huishouden, maal wat de verhuurder ervoor betaalt.",
        ),
        "policy.extra_move_cost",
        "less",
    ),
    _definition(
        "lost_rent",
        "euro",
        ("Lost rent", "Gederfde huur"),
        (
            "The rent of homes in the months that they stand empty for the plan: the old rent "
            "before the works, the lasting rent after.",
            "De huur van woningen in de maanden dat ze voor het plan leegstaan: de oude huur voor "
            "de werkzaamheden, de blijvende huur erna.",
        ),
        HERE,
        "less",
    ),
    _definition(
        "habituation_costs",
        "euro",
        ("Habituation to rents", "Huurgewenning"),
        (
            "What the social plan takes off the step in rent of who ends inside, also in months "
            "after the plan's horizon.",
            "Wat het sociaal plan van de huursprong afhaalt bij wie in de buurt eindigt, ook in "
            "maanden na de laatste maand van het plan.",
        ),
        "policy.habituation_years and policy.habituation_share: the social plan, no law",
        "less",
    ),
    _definition(
        "costs_before_allowances",
        "euro",
        ("Costs without moving allowances", "Kosten zonder verhuiskostenvergoedingen"),
        (
            "All kinds of cost but the moving allowances, which are not known for dates without a "
            "verified legal amount.",
            "Alle soorten kosten behalve de verhuiskostenvergoedingen, die niet bekend zijn voor "
            "data zonder bevestigd wettelijk bedrag.",
        ),
        HERE,
        "less",
    ),
    _definition(
        "total_costs",
        "euro",
        ("All costs", "Alle kosten"),
        (
            "The six kinds of cost together. What homes are worth afterwards, sale of land and "
            "subsidies are not counted.",
            "De zes soorten kosten samen. De waarde van de woningen daarna, grond en subsidies "
            "tellen niet mee.",
        ),
        HERE,
        "less",
    ),
    _definition(
        "net_present_costs",
        "euro",
        ("Net present value of all costs", "Contante waarde van alle kosten"),
        (
            "The costs of each calendar year, divided by (1 + rate) to the power of the years "
            "since the project's first calendar year.",
            "De kosten per kalenderjaar, gedeeld door (1 + voet) tot de macht van het aantal jaren "
            "na het eerste kalenderjaar van het project.",
        ),
        DISCOUNT,
        "less",
    ),
    _definition(
        "rent_income",
        "euro/year",
        ("Rent income in a year", "Huurinkomsten per jaar"),
        (
            "Twelve times the rent of this month: of the neighbourhood's households what they pay "
            "(in a temporary home the old rent, and less habituation), of newcomers the full rent.",
            "Twaalf maal de huur van deze maand: van de huishoudens van nu wat zij betalen (in een "
            "wisselwoning de oude huur, en na huurgewenning), van nieuwkomers de volle huur.",
        ),
        HERE,
        "",
    ),
    _definition(
        "rent_income_change",
        "euro/year",
        ("Change of rent income", "Verandering van de huurinkomsten"),
        (
            "The rent income in a year, less that of today.",
            "De huurinkomsten per jaar, min die van nu.",
        ),
        HERE,
        "",
    ),
)

PARTS = {
    "investment": "works",
    "moving_allowances": "allowances",
    "temporary_home_costs": "temporary_homes",
    "extra_move_costs": "extra_moves",
    "lost_rent": "lost_rent",
    "habituation_costs": "habituation",
}
"""The figures that are a kind of cost, with the name of the kind."""

_TO_DO = {
    "investment": "fill the column cost of blocks.csv or options.csv",
    "lost_rent": "fill the column rent of homes.csv or option_homes.csv",
    "habituation_costs": "fill the column rent of homes.csv or option_homes.csv",
}


@dataclass(frozen=True)
class ScenarioCosts:
    """The costs of a scenario by kind (see PARTS).

    `first_year` is the project's first calendar year, to which costs are discounted.
    """

    parts: Mapping[str, Cost]
    first_year: int

    @property
    def not_known(self) -> str:
        """Say why not all costs are known; empty when they are."""
        return "; ".join(cost.not_known for cost in self.parts.values() if cost.not_known)

    def by_year(self) -> dict[int, float]:
        """Return the part of all costs that is known, by calendar year."""
        years = sorted({year for cost in self.parts.values() for year in cost.by_year})
        return {y: sum(cost.by_year.get(y, 0.0) for cost in self.parts.values()) for y in years}


def net_present_value(by_year: Mapping[int, float], rate: float, first_year: int) -> float:
    """Return the sum of by_year[y] / (1 + rate) ** (y - first_year), in the unit of `by_year`.

    `rate` is a share a year, 0.0225 for 2.25%. Amounts of the first year count fully, those of
    years before it for more. Raises ValueError for a rate of -1 or less.
    """
    if rate <= -1:
        raise ValueError(f"a rate of {rate:g} cannot be discounted with; give more than -1")
    return sum(amount / (1 + rate) ** (year - first_year) for year, amount in by_year.items())


def scenario_costs(scene: Scene) -> ScenarioCosts:
    """Return what the plan of a scene costs, by kind and calendar year.

    Raises ValueError when the scene has no course.
    """
    return scene.once("costs", lambda: _costs(scene))


def _costs(scene: Scene) -> ScenarioCosts:
    if scene.course is None:
        raise ValueError("without a plan nothing is spent; give the scene a course")
    here, where = scene.neighbourhood, where_everyone_lives(scene)
    empty = vacancy(here, scene.course)
    found = money(here, scene.course, where, empty, scene.norms)
    parts = {**found.parts(), "habituation": _habituation_cost(scene)}
    return ScenarioCosts(parts, here.project.start.year)


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of money in one month (TODAY, 0 up to the scene's end)."""
    income = _rent_income(scene, month)
    before = _rent_income(scene, TODAY)
    return {
        **_spent(scene, month),
        "rent_income": income,
        "rent_income_change": _less(income, before),
    }


def _spent(scene: Scene, month: int) -> dict[str, Value]:
    sums = ("total_costs", "net_present_costs")
    if month == TODAY:
        return dict.fromkeys((*PARTS, "costs_before_allowances", *sums), Value(0.0))
    costs = scenario_costs(scene)
    last = None if month == scene.end else day_of(scene, month).year
    result = {}
    for name, kind in PARTS.items():
        cost = costs.parts[kind]
        if cost.not_known:
            to_do = f"; {_TO_DO[name]}" if name in _TO_DO else ""
            result[name] = Value.unknown(cost.not_known + to_do)
        else:
            result[name] = Value(sum(_through(cost.by_year, last).values()))
    result["costs_before_allowances"] = _sum_without(result, "moving_allowances")
    if costs.not_known:
        return {**result, **dict.fromkeys(sums, Value.unknown(costs.not_known))}
    all_costs = _through(costs.by_year(), last)
    rate = scene.neighbourhood.policy.discount_rate
    return {
        **result,
        "total_costs": Value(sum(all_costs.values())),
        "net_present_costs": Value(net_present_value(all_costs, rate, costs.first_year)),
    }


def _sum_without(values: Mapping[str, Value], left_out: str) -> Value:
    """Return the sum of all values but one; not known, with the first reason, where one is not."""
    euros = 0.0
    for name, value in values.items():
        if name == left_out:
            continue
        if value.value is None:
            return value
        euros += value.value
    return Value(euros)


def _through(by_year: Mapping[int, float], last: int | None) -> dict[int, float]:
    return {year: euros for year, euros in by_year.items() if last is None or year <= last}


def _habituation_cost(scene: Scene) -> Cost:
    spent: dict[int, float] = {}
    start = scene.neighbourhood.project.start
    unknown = []
    for one in habituation(scene):
        if one.step is None:
            unknown.append(one.household)
            continue
        for month in one.months:
            year = start.year + (start.number - 1 + month) // 12
            spent[year] = spent.get(year, 0.0) + one.at(month)
    why = f"the old or new rent of {some(tuple(unknown))} is not given" if unknown else ""
    return Cost(dict(sorted(spent.items())), why)


def _rent_income(scene: Scene, month: int) -> Value:
    """Return twelve times the rent of a month; unknown when the rent of a let home is."""
    return scene.once(("rent income", month), lambda: _income(scene, month))


def _income(scene: Scene, month: int) -> Value:
    paid: list[float] = []
    unknown: list[str] = []
    for rent in rents_at(scene, month):
        home = scene.neighbourhood.home_of[rent.household.home] if rent.temporary else rent.home
        if home.tenure is Tenure.OWNED:
            continue
        if rent.paid is None:
            unknown.append(home.id)
        else:
            paid.append(rent.paid)
    for at in scene.homes_at(month):
        if at.newcomer and at.home.tenure is not Tenure.OWNED:
            if at.home.rent is None:
                unknown.append(at.home.id)
            else:
                paid.append(at.home.rent)
    if unknown:
        return Value.unknown(
            f"the rent of {some(tuple(unknown))} is not given; fill the column rent of homes.csv "
            "(of new homes in option_homes.csv)"
        )
    return Value(12 * sum(paid))


def _less(value: Value, other: Value) -> Value:
    if value.value is None:
        return value
    return other if other.value is None else Value(value.value - other.value)
