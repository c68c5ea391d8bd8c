"""In what homes are told apart, and in what people: two subjects that are never put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from hecht.neighbourhood import Home, PeopleAttribute, Tenure
from hecht.neighbourhood.mixing import PEOPLE_CLASSES, people_class
from hecht.outcomes.scene import Scene
from hecht.rules import Amount, NoAmount, capping_limit, social_rent_limit


class Attribute(StrEnum):
    """What a mix is of: three attributes of homes, three of the households that live in them."""

    HOMES_TENURE = "homes_tenure"
    HOMES_RENT = "homes_rent"
    HOMES_SIZE = "homes_size"
    PEOPLE_TYPE = "people_type"
    PEOPLE_INCOME = "people_income"
    PEOPLE_AGE = "people_age"

    @property
    def of_people(self) -> bool:
        """Whether households are counted rather than homes."""
        return self in PEOPLE


PEOPLE: dict[Attribute, PeopleAttribute] = {
    Attribute.PEOPLE_TYPE: PeopleAttribute.HOUSEHOLD_TYPE,
    Attribute.PEOPLE_INCOME: PeopleAttribute.INCOME,
    Attribute.PEOPLE_AGE: PeopleAttribute.AGE,
}


class RentClass(StrEnum):
    """A rent beside the limits of its year: both capping limits, the limit of social rent."""

    TO_LOW_CAP = "to_low_cap"
    TO_HIGH_CAP = "to_high_cap"
    TO_SOCIAL_LIMIT = "to_social_limit"
    ABOVE = "above"
    OWNED = "owned"


ROOMS = ("1_2_rooms", "3_rooms", "4_rooms", "5_rooms_up")

CLASSES: dict[Attribute, tuple[str, ...]] = {
    Attribute.HOMES_TENURE: tuple(tenure.value for tenure in Tenure),
    Attribute.HOMES_RENT: tuple(kind.value for kind in RentClass),
    Attribute.HOMES_SIZE: ROOMS,
    **{attribute: PEOPLE_CLASSES[own] for attribute, own in PEOPLE.items()},
}
"""The classes of each attribute, in the order in which they are shown."""

Classify = Callable[[Home], str | None]


def home_classes(scene: Scene, attribute: Attribute) -> Classify | str:
    """Return how homes are classed in an attribute, or in words why they cannot be."""
    if attribute is Attribute.HOMES_TENURE:
        return lambda home: None if home.tenure is None else home.tenure.value
    if attribute is Attribute.HOMES_SIZE:
        return lambda home: ROOMS[min(max(home.rooms, 2), 5) - 2]
    limits = _rent_limits(scene)
    if isinstance(limits, str):
        return limits
    low, high, social = limits

    def rent_class(home: Home) -> str | None:
        if home.tenure is Tenure.OWNED:
            return RentClass.OWNED.value
        if home.rent is None:
            return None
        steps = (low, RentClass.TO_LOW_CAP), (high, RentClass.TO_HIGH_CAP)
        for limit, kind in (*steps, (social, RentClass.TO_SOCIAL_LIMIT)):
            if home.rent <= limit:
                return kind.value
        return RentClass.ABOVE.value

    return rent_class


def household_classes(scene: Scene, attribute: Attribute) -> Callable[[str], str | None]:
    """Return how households are classed, by their ids, in an attribute of people."""
    own = PEOPLE[attribute]
    known = scene.neighbourhood.household_of
    return lambda household: people_class(known[household], own)


def _rent_limits(scene: Scene) -> tuple[float, float, float] | str:
    """Return the limits of the year in whose euros rents are given, or why they are not known."""
    year = scene.neighbourhood.project.price_year
    if year is None:
        return "the year of the rents is not given; write price_year in project.toml"
    day = date(year, 7, 1)
    found: list[Amount | NoAmount] = [
        capping_limit(1, day, scene.norms),
        capping_limit(3, day, scene.norms),
        social_rent_limit(day, scene.norms),
    ]
    amounts = [one.amount for one in found if isinstance(one, Amount)]
    if len(amounts) == 3:
        return amounts[0], amounts[1], amounts[2]
    lacking = next(one for one in found if isinstance(one, NoAmount))
    return f"{lacking.why}; {lacking.provide}"
