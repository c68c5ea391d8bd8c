"""Affordability: rents beside each household's limit and the aftoppingsgrens, steps, return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hecht.neighbourhood import Home, Household, Neighbourhood, ReturnWish, Stage, Tenure
from hecht.neighbourhood.household import IncomeClass
from hecht.neighbourhood.suits import misfits
from hecht.outcomes.calendar_days import day_of
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import Topic, Value, definer
from hecht.outcomes.rents import Rent, rents_at, where_everyone_lives
from hecht.outcomes.scene import TODAY, Scene
from hecht.outcomes.words import some
from hecht.rules import Amount, NoAmount, capping_limit

CAPPING_SOURCE = "table rent_limits: the aftoppingsgrens of each year, from the government"
HERE = "hecht, docs/outcomes/affordability.md"


_definition = definer(Topic.AFFORDABILITY)

DEFINITIONS = (
    _definition(
        "mean_rent",
        "euro/month",
        ("Mean rent of those who live here now", "Gemiddelde huur van wie er nu woont"),
        (
            "Mean full rent of the neighbourhood's households that are not in a temporary home, "
            "before habituation.",
            "Gemiddelde volle huur van de huishoudens van nu die in een vaste woning in de buurt "
            "wonen, zonder huurgewenning.",
        ),
        HERE,
        "less",
    ),
    _definition(
        "rents_risen",
        "households",
        ("Households whose rent rises", "Huishoudens van wie de huur stijgt"),
        (
            "Households in permanent homes inside whose full rent is higher than today's.",
            "Huishoudens in een vaste woning in de buurt met een hogere volle huur dan nu.",
        ),
        HERE,
        "less",
    ),
    _definition(
        "mean_rent_step",
        "euro/month",
        ("Mean rise of rents that rise", "Gemiddelde stijging van huren die stijgen"),
        (
            "Mean of the full rent less today's, over the households whose rent rises.",
            "Gemiddelde van de volle huur min de huur van nu, bij wie de huur stijgt.",
        ),
        HERE,
        "less",
    ),
    _definition(
        "mean_rent_step_paid",
        "euro/month",
        ("Mean rise that is paid", "Gemiddelde stijging die wordt betaald"),
        (
            "The mean rise, less what habituation (huurgewenning) takes off in this month.",
            "De gemiddelde stijging, min wat de huurgewenning er in deze maand afhaalt.",
        ),
        "policy.habituation_years and policy.habituation_share: the social plan, no law",
        "less",
    ),
    _definition(
        "highest_rent_step",
        "euro/month",
        ("Highest rise of a rent", "Hoogste stijging van een huur"),
        (
            "The highest of the full rents less today's.",
            "De hoogste volle huur min de huur van nu.",
        ),
        HERE,
        "less",
    ),
    _definition(
        "over_own_limit",
        "households",
        ("Rents above the household's own limit", "Huren boven de grens van het huishouden"),
        (
            "Households in permanent homes inside whose full rent is above the highest rent that "
            "they can pay (rent_max). Households without such a limit are not counted.",
            "Huishoudens met een volle huur boven wat zij kunnen betalen (rent_max). Wie geen "
            "grens heeft telt niet mee.",
        ),
        "rent_max in households.csv",
        "less",
    ),
    _definition(
        "over_capping_limit",
        "households",
        ("Rents above the aftoppingsgrens", "Huren boven de aftoppingsgrens"),
        (
            "Households in permanent homes inside whose full rent is above the aftoppingsgrens of "
            "their size in the year of the rents (price_year; without one the year of the month), "
            "whatever their income.",
            "Huishoudens met een volle huur boven de aftoppingsgrens van hun grootte in het jaar "
            "van de huren (price_year; zonder dat het jaar van de maand), wat hun inkomen ook is.",
        ),
        CAPPING_SOURCE,
        "less",
    ),
    _definition(
        "low_income_over_capping_limit",
        "households",
        (
            "Low incomes with a rent above the aftoppingsgrens",
            "Lage inkomens met een huur boven de aftoppingsgrens",
        ),
        (
            "The same, of the households whose income is low.",
            "Hetzelfde, van de huishoudens met een laag inkomen.",
        ),
        CAPPING_SOURCE,
        "less",
    ),
    _definition(
        "homes_under_low_limit",
        "homes",
        ("Homes up to the low aftoppingsgrens", "Woningen tot de lage aftoppingsgrens"),
        (
            "Rented permanent homes that can be lived in, with a rent at or below the "
            "aftoppingsgrens of one or two persons in the year of the rents.",
            "Bewoonbare huurwoningen met een huur tot en met de aftoppingsgrens voor een of twee "
            "personen in het jaar van de huren.",
        ),
        CAPPING_SOURCE,
        "more",
    ),
    _definition(
        "homes_under_high_limit",
        "homes",
        ("Homes up to the high aftoppingsgrens", "Woningen tot de hoge aftoppingsgrens"),
        (
            "The same, for the aftoppingsgrens of three or more persons.",
            "Hetzelfde, voor de aftoppingsgrens voor drie of meer personen.",
        ),
        CAPPING_SOURCE,
        "more",
    ),
    _definition(
        "could_not_return_rent",
        "households",
        ("Could not return because of rent", "Konden niet terug om de huur"),
        (
            "Households that lost their home and wished to return, do not, and for whom no "
            "lasting home of the scenario suits while at least one would if rent did not count.",
            "Huishoudens die hun woning uit moesten en terug wilden maar niet terugkomen, en voor "
            "wie geen woning past terwijl dat zonder de huur wel zo zou zijn.",
        ),
        HERE,
        "less",
    ),
)

_RENT_FIGURES = (
    "mean_rent",
    "rents_risen",
    "mean_rent_step",
    "mean_rent_step_paid",
    "highest_rent_step",
)

PERSONAL = frozenset(
    {
        "over_own_limit",
        "over_capping_limit",
        "low_income_over_capping_limit",
        "could_not_return_rent",
        "highest_rent_step",
    }
)
"""Figures from which something of few households could be learnt; see `shown_to`."""


@dataclass(frozen=True, slots=True)
class HouseholdRent:
    """What one household pays beside its limits, in euros a month; for staff only.

    `limit` is its own, `capping` the aftoppingsgrens of its size; None where not known.
    """

    rent: Rent
    limit: float | None
    capping: float | None

    @property
    def over_limit(self) -> bool | None:
        """Return whether the full rent is above its own limit; None when that is not known."""
        return _above(self.rent.now, self.limit)

    @property
    def over_capping(self) -> bool | None:
        """Return whether it is above the aftoppingsgrens; None when that is not known."""
        return _above(self.rent.now, self.capping)


def household_rents(scene: Scene, month: int) -> tuple[HouseholdRent, ...]:
    """Return what each household in a permanent home inside pays in a month, with its limits."""
    limits = _limits(scene, month)
    result = []
    for rent in rents_at(scene, month):
        if rent.temporary or rent.home.tenure is Tenure.OWNED:
            continue
        found = limits[_band(rent.household)]
        capping = found.amount if isinstance(found, Amount) else None
        result.append(HouseholdRent(rent, rent.household.rent_max, capping))
    return tuple(result)


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of affordability in one month (TODAY, 0 up to the scene's end)."""
    if month != TODAY and where_everyone_lives(scene).unknown:
        lost = some(where_everyone_lives(scene).unknown)
        why = f"nothing is known of where {lost} lived; add its stays to the plan"
        return {definition.name: Value.unknown(why) for definition in DEFINITIONS}
    rents = household_rents(scene, month)
    limits = _limits(scene, month)
    return {
        **_steps([one.rent for one in rents]),
        "over_own_limit": _over_own_limit(rents),
        "over_capping_limit": _over_capping(rents, limits),
        "low_income_over_capping_limit": _low_income(rents, limits),
        **_supply(scene, month, limits),
        "could_not_return_rent": _could_not_return(scene, month),
    }


def could_not_return(scene: Scene) -> tuple[str, ...]:
    """Return who wished to return and cannot because of rent, by id; for staff only.

    Those are households that lost their home, wished to return, do not end inside, and for whom
    no lasting home of the scenario suits, though one would if rent did not count.
    """
    here, where = scene.neighbourhood, where_everyone_lives(scene)
    homes = _lasting_homes(here)
    return tuple(
        household.id
        for household in here.households
        if household.wish is ReturnWish.RETURN
        and here.is_affected(household)
        and not where.ends_inside(household)
        and _only_rent_stands_in_the_way(here, household, homes)
    )


def shown_to(figures: Mapping[str, Value], audience: Audience) -> dict[str, Value]:
    """Return figures as they may be shown to an audience (C7).

    A count of few households is hidden, and so is the highest rise when few rents rise; nought is
    shown, since it tells nothing of anyone who is counted.
    """
    risen = figures.get("rents_risen")
    return {name: _shown(name, value, risen, audience) for name, value in figures.items()}


def _shown(name: str, value: Value, risen: Value | None, audience: Audience) -> Value:
    if name not in PERSONAL or not value.value:
        return value
    count = value.value
    if name == "highest_rent_step":
        count = 0.0 if risen is None or risen.value is None else risen.value
    if count >= audience.threshold:
        return value
    return Value.unknown(f"hidden: it is about fewer than {audience.threshold} households")


def _steps(rents: Sequence[Rent]) -> dict[str, Value]:
    why = _rents_lacking(rents)
    if why:
        return dict.fromkeys(_RENT_FIGURES, Value.unknown(why))
    if not rents:
        nobody = "no household of the neighbourhood lives in a permanent home in this month"
        return dict.fromkeys(_RENT_FIGURES, Value.unknown(nobody))
    risen = [(rent.step, rent.taken_off) for rent in rents if rent.step and rent.step > 0]
    steps = [step for step, _ in risen]
    none = Value.unknown("no rent rises in this month")
    return {
        "mean_rent": Value(sum(rent.now or 0.0 for rent in rents) / len(rents)),
        "rents_risen": Value(float(len(risen))),
        "mean_rent_step": Value(sum(steps) / len(steps)) if steps else none,
        "mean_rent_step_paid": (
            Value(sum(step - off for step, off in risen) / len(risen)) if risen else none
        ),
        "highest_rent_step": Value(max(steps)) if steps else none,
    }


def _rents_lacking(rents: Sequence[Rent]) -> str:
    """Say of which homes the rent is not given, and where it goes."""
    old = tuple(rent.household.home for rent in rents if rent.today is None)
    new = tuple(rent.home.id for rent in rents if rent.now is None and rent.today is not None)
    if not old and not new:
        return ""
    homes = tuple(dict.fromkeys((*old, *new)))
    return (
        f"the rent of {some(homes)} is not given; fill the column rent of homes.csv (of new homes "
        "in option_homes.csv)"
    )


def _over_own_limit(rents: Sequence[HouseholdRent]) -> Value:
    limited = [one for one in rents if one.limit is not None]
    if not limited:
        return Value.unknown("no household has a limit; fill the column rent_max of households.csv")
    unknown = tuple(one.rent.home.id for one in limited if one.over_limit is None)
    if unknown:
        return Value.unknown(f"the rent of {some(unknown)} is not given; fill it in homes.csv")
    return Value(float(sum(bool(one.over_limit) for one in limited)))


def _over_capping(rents: Sequence[HouseholdRent], limits: Mapping[str, Amount | NoAmount]) -> Value:
    for one in rents:
        limit = limits[_band(one.rent.household)]
        if isinstance(limit, NoAmount):
            return Value.unknown(f"{limit.why}; {limit.provide}")
    unknown = tuple(one.rent.home.id for one in rents if one.over_capping is None)
    if unknown:
        return Value.unknown(f"the rent of {some(unknown)} is not given; fill it in homes.csv")
    return Value(float(sum(bool(one.over_capping) for one in rents)))


def _low_income(rents: Sequence[HouseholdRent], limits: Mapping[str, Amount | NoAmount]) -> Value:
    unknown = tuple(one.rent.household.id for one in rents if one.rent.household.income is None)
    if unknown:
        return Value.unknown(
            f"the income of {some(unknown)} is not given; fill the column income of households.csv"
        )
    low = [one for one in rents if one.rent.household.income is IncomeClass.LOW]
    return _over_capping(low, limits)


def _supply(scene: Scene, month: int, limits: Mapping[str, Amount | NoAmount]) -> dict[str, Value]:
    let = [
        at.home for at in scene.homes_at(month) if at.usable and at.home.tenure is not Tenure.OWNED
    ]
    unknown = tuple(home.id for home in let if home.rent is None)
    result = {}
    for band in ("low", "high"):
        limit = limits[band]
        if isinstance(limit, NoAmount):
            value = Value.unknown(f"{limit.why}; {limit.provide}")
        elif unknown:
            value = Value.unknown(
                f"the rent of {some(unknown)} is not given; fill the column rent of homes.csv (of "
                "new homes in option_homes.csv)"
            )
        else:
            value = Value(float(sum((home.rent or 0.0) <= limit.amount for home in let)))
        result[f"homes_under_{band}_limit"] = value
    return result


def _could_not_return(scene: Scene, month: int) -> Value:
    if scene.course is None or month != scene.end:
        return Value.unknown("it is a figure of a whole plan, known at its end")
    return Value(float(len(could_not_return(scene))))


def _lasting_homes(here: Neighbourhood) -> list[Home]:
    """Return the homes that one can live in for good once everything is finished."""
    result = []
    for home in here.homes:
        works = None if home.block is None else here.block_of[home.block].works
        gone = home.stage is Stage.EXISTING and works is not None and works.value == "rebuild"
        if home.stage is not Stage.TEMPORARY and not gone:
            result.append(home)
    return result


def _only_rent_stands_in_the_way(
    here: Neighbourhood, household: Household, homes: Sequence[Home]
) -> bool:
    wrong = [misfits(household, home, here.policy) for home in homes]
    return [] not in wrong and ["rent"] in wrong


def _limits(scene: Scene, month: int) -> dict[str, Amount | NoAmount]:
    """Return the limits of the year whose euros the rents are in.

    A rent in euros of one year is never laid beside the limit of another, which rises with time.
    """
    year = scene.neighbourhood.project.price_year
    day = day_of(scene, month) if year is None else date(year, 1, 1)
    return {
        "low": capping_limit(1, day, scene.norms),
        "high": capping_limit(3, day, scene.norms),
    }


def _band(household: Household) -> str:
    return "low" if household.size <= 2 else "high"


def _above(rent: float | None, limit: float | None) -> bool | None:
    return None if rent is None or limit is None else rent > limit
