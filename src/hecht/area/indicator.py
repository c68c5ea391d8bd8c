"""What an indicator of an area is, and where a figure of it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """The themes of a profile, in the order in which they are shown."""

    PEOPLE = "people"
    HOMES = "homes"
    PUBLIC_SPACE = "public_space"
    ENERGY_CLIMATE = "energy_climate"
    MOBILITY = "mobility"
    SAFETY = "safety"
    HEALTH = "health"
    POVERTY_DEBT = "poverty_debt"
    LONELINESS_COHESION = "loneliness_cohesion"
    POLARISATION_ALIENATION = "polarisation_alienation"
    OVERALL = "overall"


class Kind(StrEnum):
    """How the figures of an indicator may be reckoned with when areas are joined or split."""

    COUNT = "count"
    """Adds up: residents, homes, reported crimes."""
    SHARE = "share"
    """A percentage of a whole; needs that whole as weight."""
    MEAN = "mean"
    """A mean over residents, households or homes; needs their number as weight."""
    SCORE = "score"
    """A composed index; is not reckoned with."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What one indicator means, over all editions in which it appears.

    `code` names it in files and code. `better` is "more", "less" or "" (neither is better in
    itself). `weight` is the code of the count by which a share or mean is weighted, or "".
    `least` is the least number (of `weight`) below which a figure of it is not shown. `warning`
    and `warning_nl` are shown wherever a figure of it is shown. `asked` tells that people were
    asked (a survey); without it, it was counted in registers or measured.
    """

    code: str
    theme: Theme
    kind: Kind
    unit: str
    label: str
    label_nl: str
    definition: str
    definition_nl: str
    better: str = ""
    weight: str = ""
    least: int = 0
    decimals: int = 0
    warning: str = ""
    warning_nl: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: so precisely that anyone can look each of them up.

    `key` names the source in a panel. `file` is the name of the file or the table's address,
    `column` the column's own name there, `edition` the year and version as published.
    """

    key: str
    publisher: str
    title: str
    file: str
    column: str
    edition: str
    licence: str = ""
    address: str = ""
