"""Homes: one dwelling each, with a place, a size, a rent, and the months in which it exists."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a home stands in time."""

    EXISTING = "existing"
    NEW = "new"
    TEMPORARY = "temporary"


class Tenure(StrEnum):
    """On what terms a home is lived in: social rent, mid-rent, market rent, or owned."""

    SOCIAL = "social"
    MID = "mid"
    MARKET = "market"
    OWNED = "owned"


LABELS = ("A++++", "A+++", "A++", "A+", "A", "B", "C", "D", "E", "F", "G")
"""The energy labels of Dutch homes, best first."""


@dataclass(frozen=True, slots=True)
class Home:
    """One dwelling.

    `x` and `y` are metres in RD New (EPSG:28992). `rent` is euros a month; `rent_after` is the
    rent once the block's works are finished (existing homes that are renovated; None: unchanged).
    `floor` 0 is the ground floor. `accessible` means adapted for someone with a mobility
    limitation (no steps, wide doors). `available_from` and `available_until` bound the months of
    a bought-in temporary home (until is exclusive); they count from the project's start.
    `label` is the energy label (one of LABELS), `gas` whether it is heated or cooked in with
    natural gas, `outdoor` its private outdoor space in m2. A value that is None is not known.
    """

    id: str
    stage: Stage
    x: float
    y: float
    rooms: int
    block: str | None = None
    address: str = ""
    street: str = ""
    type: str = ""
    area: float | None = None
    rent: float | None = None
    rent_after: float | None = None
    floor: int = 0
    lift: bool = False
    accessible: bool = False
    available_from: int | None = None
    available_until: int | None = None
    tenure: Tenure | None = None
    label: str | None = None
    gas: bool | None = None
    outdoor: float | None = None

    @property
    def step_free(self) -> bool:
        """Whether the front door can be reached without stairs."""
        return self.floor == 0 or self.lift or self.accessible
