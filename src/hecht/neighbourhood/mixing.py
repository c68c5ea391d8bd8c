"""Who lives together: classes of households, and the mix that a policy asks for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood.household import AgeClass, Household, IncomeClass


class HouseholdType(StrEnum):
    """Who a household is made up of: one person, adults, one adult with children, a family."""

    SINGLE = "single"
    ADULTS = "adults"
    ONE_PARENT = "one_parent"
    FAMILY = "family"


class PeopleAttribute(StrEnum):
    """In what households are told apart."""

    HOUSEHOLD_TYPE = "household_type"
    INCOME = "income"
    AGE = "age"


PEOPLE_CLASSES: dict[PeopleAttribute, tuple[str, ...]] = {
    PeopleAttribute.HOUSEHOLD_TYPE: tuple(kind.value for kind in HouseholdType),
    PeopleAttribute.INCOME: tuple(kind.value for kind in IncomeClass),
    PeopleAttribute.AGE: tuple(kind.value for kind in AgeClass),
}
"""The classes of each attribute, in the order in which they are shown."""


def household_type(household: Household) -> HouseholdType | None:
    """Return who a household is made up of; None when its children are not known.

    A household of one person is single, whatever is known of children.
    """
    if household.size == 1:
        return HouseholdType.SINGLE
    if household.children is None:
        return None
    if household.children == 0:
        return HouseholdType.ADULTS
    adults = household.size - household.children
    return HouseholdType.ONE_PARENT if adults <= 1 else HouseholdType.FAMILY


def people_class(household: Household, attribute: PeopleAttribute) -> str | None:
    """Return the class of a household in an attribute; None when it is not known."""
    if attribute is PeopleAttribute.HOUSEHOLD_TYPE:
        kind: StrEnum | None = household_type(household)
    elif attribute is PeopleAttribute.INCOME:
        kind = household.income
    else:
        kind = household.age
    return None if kind is None else kind.value


@dataclass(frozen=True, slots=True)
class MixTarget:
    """A share that a class of households should have in the end, from `low` to `high`.

    Shares are of all households in permanent homes inside, newcomers included. A target is a
    goal for who comes to live in homes that are left free; the engine never sees it, so that it
    is no ground to refuse anyone who returns. Raises ValueError for a class that the attribute
    does not have and for shares that are not 0 <= low <= high <= 1.
    """

    attribute: PeopleAttribute
    category: str
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        classes = PEOPLE_CLASSES[self.attribute]
        if self.category not in classes:
            raise ValueError(
                f"{self.category!r} is no class of {self.attribute.value}; "
                f"choose one of {', '.join(classes)}"
            )
        if not 0 <= self.low <= self.high <= 1:
            raise ValueError(
                f"a share from {self.low:g} to {self.high:g} cannot be; write 0 <= low <= high <= 1"
            )

    @classmethod
    def parse(cls, text: str) -> MixTarget:
        """Read "income middle 0.2 0.4"; raises ValueError saying what is wrong."""
        parts = text.split()
        if len(parts) != 4:
            raise ValueError(f"{text!r} is not an attribute, a class and two shares")
        attribute, category, low, high = parts
        if attribute not in PEOPLE_CLASSES:
            raise ValueError(
                f"there is no attribute {attribute!r} of households; choose one of "
                f"{', '.join(PEOPLE_CLASSES)}. What homes there are is for the design to say"
            )
        try:
            shares = float(low), float(high)
        except ValueError:
            raise ValueError(f"{low} and {high} are not both shares such as 0.25") from None
        return cls(PeopleAttribute(attribute), category, *shares)

    def __str__(self) -> str:
        return f"{self.attribute.value} {self.category} {self.low!r} {self.high!r}"
