"""What a figure of a scenario is: its definition, and its value or why there is none (C6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Topic(StrEnum):
    """The subjects under which figures of a scenario are shown, in this order."""

    DENSITY = "density"
    MIXING = "mixing"
    PUBLIC_SPACE = "public_space"
    ENERGY = "energy"
    CLIMATE = "climate"
    MOBILITY = "mobility"
    AFFORDABILITY = "affordability"
    MONEY = "money"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Definition:
    """What one figure means.

    `better` is "more", "less" or "" (neither is better in itself). `share` tells that the value
    lies between 0 and 1 and is shown in percent. `definition` tells how it is computed, `source`
    whose definition or table that is.
    """

    name: str
    topic: Topic
    unit: str
    label: str
    label_nl: str
    definition: str
    definition_nl: str
    source: str
    better: str = ""
    share: bool = False


class Define(Protocol):
    """Makes the definition of one figure of a topic; texts are given in English and Dutch."""

    def __call__(
        self,
        name: str,
        unit: str,
        label: tuple[str, str],
        definition: tuple[str, str],
        source: str = ...,
        better: str = ...,
        share: bool | None = ...,
    ) -> Definition:
        """Return the definition."""


def definer(topic: Topic, usual_source: str = "", usually_better: str = "") -> Define:
    """Return what makes the definitions of a topic, with the source and better side most have.

    A figure whose unit is "share" is a share, unless it is said not to be.
    """

    def define(
        name: str,
        unit: str,
        label: tuple[str, str],
        definition: tuple[str, str],
        source: str = usual_source,
        better: str = usually_better,
        share: bool | None = None,
    ) -> Definition:
        is_share = unit == "share" if share is None else share
        return Definition(name, topic, unit, *label, *definition, source, better, is_share)

    return define


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a figure; None with the reason `why` it is not known."""

    value: float | None
    why: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.why:
            raise ValueError("a figure that is not known must say why")

    @classmethod
    def unknown(cls, why: str) -> Value:
        """Return a value that is not known, and why."""
        return cls(None, why)


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Why something is not known, in words, and the `homes` that the words are about."""

    why: str
    homes: tuple[str, ...] = ()


def total(values: Iterable[float | None], whose: Iterable[str], what: str) -> Value:
    """Add values up; not known when one of them is not, naming `whose` (up to five).

    `what` says what is missing, for example "the floor area".
    """
    pairs = list(zip(values, whose, strict=True))
    lacking = [name for value, name in pairs if value is None]
    if lacking:
        from hecht.outcomes.words import some

        return Value.unknown(f"{what} of {some(tuple(lacking))} is not given")
    return Value(float(sum(value for value, _ in pairs if value is not None)))
