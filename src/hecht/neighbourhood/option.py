"""Options: what may be done to a block, and what would stand and lie there afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hecht.neighbourhood.block import Works
from hecht.neighbourhood.home import Tenure


class Access(StrEnum):
    """How a home is entered: own front door, shared stairs, or a gallery with a lift."""

    GROUND = "ground"
    STAIRS = "stairs"
    LIFT = "lift"


@dataclass(frozen=True, slots=True)
class Land:
    """What stands and lies on a block's land; a value that is None is not known.

    `footprint` is the ground covered by buildings and `floor_area` the gross floor area of all
    storeys (NEN 2580), in m2; `storeys` the mean number of storeys where floor area is not known.
    `green`, `paved` and `water` are m2 of unbuilt ground; `storage` is the rain that can be held
    on the land, in m3; `trees` are counted; `parking` and `bicycles` are places; `car_free_doors`
    are front doors that open on ground without cars.
    """

    footprint: float | None = None
    floor_area: float | None = None
    storeys: float | None = None
    green: float | None = None
    paved: float | None = None
    water: float | None = None
    storage: float | None = None
    trees: int | None = None
    parking: int | None = None
    bicycles: int | None = None
    car_free_doors: int | None = None


@dataclass(frozen=True, slots=True)
class HomeType:
    """One line of an option's programme: `count` homes that are alike.

    `area` is the usable floor area (gebruiksoppervlakte) of one home and `outdoor` its private
    outdoor space, in m2; `footprint` is the ground under one home in m2 (under a stack of homes:
    its share). `rent` is euros a month, `storeys` the number of storeys of the building.
    """

    type: str
    count: int
    rooms: int
    area: float | None = None
    rent: float | None = None
    tenure: Tenure = Tenure.SOCIAL
    access: Access = Access.GROUND
    storeys: int = 2
    footprint: float | None = None
    outdoor: float | None = None
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be done to a block.

    `id` is unique within the block. `duration`, `crews`, `cost`, `earliest` and `latest` are as
    in Block; an option that keeps has none. `label` and `gas` hold for the homes of the block
    afterwards (None: as they are for homes that stay, not known for new ones), and `rent_step`
    is added to the monthly rent of homes that stay. `programme` lists the homes that are built;
    a rebuild or build option without one builds the new homes that the folder's homes already
    name for the block. `land` is what lies there afterwards; that of an option that keeps is
    also what lies there today.
    """

    block: str
    id: str
    works: Works
    name: str = ""
    duration: int = 0
    crews: int = 1
    cost: float | None = None
    earliest: int | None = None
    latest: int | None = None
    label: str | None = None
    gas: bool | None = None
    rent_step: float | None = None
    land: Land = Land()
    programme: tuple[HomeType, ...] = ()
