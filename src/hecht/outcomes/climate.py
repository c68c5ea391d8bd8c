"""Climate: paving, rain that can be held, heat by lack of green, and the homes at risk."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import AgeClass
from hecht.neighbourhood.option import Land
from hecht.outcomes.climate_definitions import DEFINITIONS
from hecht.outcomes.figure import Value
from hecht.outcomes.ground import land, on_blocks, public_ground, site_area, together
from hecht.outcomes.measures import norm_of
from hecht.outcomes.scene import TODAY, HomeAt, Scene
from hecht.outcomes.walks import usable_homes
from hecht.outcomes.words import some
from hecht.rules import table
from hecht.rules.norms import climate_norm

__all__ = ["DEFINITIONS", "BlockClimate", "block_climate", "figures"]

COOL, WARM, HOT = 1, 2, 3
"""The heat classes."""


@dataclass(frozen=True, slots=True)
class BlockClimate:
    """The ground of one block.

    `green_share`: green and water as a share of its land. `heat`: its heat class. `storage`: the
    rain it can hold, in mm over its buildings and paving. `short`: the m3 that lack to hold the
    norm. A value without a number says why.
    """

    green_share: Value
    heat: Value
    storage: Value
    short: Value


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of climate in one month (TODAY, 0 up to the scene's end)."""
    shares = _shares(scene, month)
    blocks = block_climate(scene, month)
    return {
        "paved_share": shares["paved"],
        "sealed_share": shares["sealed"],
        "green_share": shares["green"],
        "cooling_by_green": _cooling(scene, month, shares["green"]),
        "water_storage_mm": _storage(scene, month),
        "water_storage_short": together(block.short for block in blocks.values()),
        "heat_class": _heat_class(scene, month, shares["green"]),
        **_at_risk(scene, month, blocks),
    }


def block_climate(scene: Scene, month: int) -> dict[str, BlockClimate]:
    """Return the climate figures of each block that is not a building site in a month."""
    norm = norm_of(scene, month, "water_storage", climate_norm)
    return {
        block: _of_block(scene, month, block, lying, norm)
        for block, lying in land(scene, month).items()
    }


def _of_block(scene: Scene, month: int, block: str, lying: Land, norm: float | str) -> BlockClimate:
    green = _green_share(block, lying)
    return BlockClimate(green, _heat_class(scene, month, green), *_held(block, lying, norm))


def _green_share(block: str, lying: Land) -> Value:
    lacking = _lacking(lying, "footprint", "green", "paved", "water")
    if lacking:
        return _not_given(block, lacking)
    cool = (lying.green or 0.0) + (lying.water or 0.0)
    area = cool + (lying.footprint or 0.0) + (lying.paved or 0.0)
    return Value(cool / area) if area else Value.unknown(f"block {block} has no land")


def _held(block: str, lying: Land, norm: float | str) -> tuple[Value, Value]:
    """Return the rain a block can hold in mm, and the m3 that lack."""
    lacking = _lacking(lying, "footprint", "paved", "storage")
    if lacking:
        return (_not_given(block, lacking),) * 2
    sealed = (lying.footprint or 0.0) + (lying.paved or 0.0)
    storage = lying.storage or 0.0
    dry = Value.unknown(f"block {block} has no buildings and no paving")
    held = Value(1000.0 * storage / sealed) if sealed else dry
    if isinstance(norm, str):
        return held, Value.unknown(norm)
    return held, Value(max(0.0, norm * sealed / 1000.0 - storage))


def _lacking(lying: Land, *columns: str) -> list[str]:
    return [column for column in columns if getattr(lying, column) is None]


def _not_given(block: str, columns: list[str]) -> Value:
    return Value.unknown(
        f"the {' and '.join(columns)} of block {block} is not given; fill column "
        f"{', '.join(columns)} of options.csv"
    )


def _shares(scene: Scene, month: int) -> dict[str, Value]:
    """Return paved, sealed (paved or built on) and green or water as shares of all ground.

    Building sites are part of the ground, as bare land.
    """
    public = public_ground(scene, month)
    sums = {
        column: on_blocks(scene, month, column)
        for column in ("footprint", "green", "paved", "water")
    }
    if not isinstance(public, str):
        for column in ("green", "paved", "water"):
            sums[column] = together([sums[column], Value(getattr(public, column))])
    sites = site_area(scene, month)
    public_why = public if isinstance(public, str) else Value(0.0)
    everything = together([*sums.values(), sites, public_why])
    parts = {"paved": ("paved",), "sealed": ("paved", "footprint"), "green": ("green", "water")}
    if everything.value is None:
        return dict.fromkeys(parts, everything)
    if not everything.value:
        return dict.fromkeys(parts, Value.unknown("there is no ground at that moment"))
    area = everything.value
    return {
        name: Value(sum(sums[column].value or 0.0 for column in columns) / area)
        for name, columns in parts.items()
    }


def _cooling(scene: Scene, month: int, green: Value) -> Value:
    """Return by how many degrees more green than today cools the air."""
    today = green if month == TODAY else _shares(scene, TODAY)["green"]
    slope = norm_of(scene, month, "cooling_per_green", climate_norm)
    if green.value is None or today.value is None:
        return green if green.value is None else today
    if isinstance(slope, str):
        return Value.unknown(slope)
    return Value(slope * 100.0 * (green.value - today.value))


def _storage(scene: Scene, month: int) -> Value:
    """Return the rain that the blocks can hold in mm over their buildings and paving."""
    sealed = together(on_blocks(scene, month, column) for column in ("footprint", "paved"))
    storage = on_blocks(scene, month, "storage", "water storage")
    both = together([sealed, storage])
    if both.value is None or sealed.value is None or storage.value is None:
        return both
    none = Value.unknown("no block has buildings or paving at that moment")
    return Value(1000.0 * storage.value / sealed.value) if sealed.value else none


def _heat_class(scene: Scene, month: int, green: Value) -> Value:
    if green.value is None:
        return green
    cool = norm_of(scene, month, "heat_green_share", climate_norm)
    if isinstance(cool, str):
        return Value.unknown(cool)
    share = 100.0 * green.value + 1e-9
    if share >= cool:
        return Value(float(COOL))
    return Value(float(WARM if share >= _assumed_low(scene, month) else HOT))


def _assumed_low(scene: Scene, month: int) -> float:
    """Return the user's own bound between warm and hot, or the assumption of hecht.

    It is the one unverified amount that is used; the definition of the figure says so.
    """
    own = norm_of(scene, month, "heat_green_share_low", climate_norm)
    if not isinstance(own, str):
        return own
    rows = table("climate_norms").rows
    return next(r.amount for r in rows if r.rule == "heat_green_share_low" and r.amount is not None)


def _at_risk(scene: Scene, month: int, blocks: dict[str, BlockClimate]) -> dict[str, Value]:
    homes = usable_homes(scene, month)
    hot = _homes_in(homes, {block: one.heat for block, one in blocks.items()}, HOT - 0.5)
    ground = tuple(home for home in homes if home.home.floor <= 0)
    wet = _homes_in(ground, {block: one.short for block, one in blocks.items()}, 1e-9)
    return {
        "homes_hot": _count(hot),
        "households_75_hot": _count_old(scene, hot),
        "homes_wet": _count(wet),
    }


def _homes_in(
    homes: tuple[HomeAt, ...], of_block: dict[str, Value], above: float
) -> tuple[HomeAt, ...] | str:
    """Return the homes in blocks whose value is above a bound, or why not known."""
    loose = tuple(home.home.id for home in homes if home.home.block is None)
    if loose:
        return (
            f"home {some(loose)} lies in no block, so that nothing is known of the ground around "
            "it; fill column block of homes.csv"
        )
    whose = dict.fromkeys(home.home.block for home in homes if home.home.block is not None)
    found = {block: of_block.get(block, _SITE) for block in whose}
    reasons = [value.why for value in found.values() if value.value is None]
    if reasons:
        return "; ".join(dict.fromkeys(reasons[:5]))
    return tuple(home for home in homes if (found[home.home.block or ""].value or 0.0) > above)


_SITE = Value.unknown("homes stand in a block that is a building site at that moment")


def _count(homes: tuple[HomeAt, ...] | str) -> Value:
    return Value.unknown(homes) if isinstance(homes, str) else Value(float(len(homes)))


def _count_old(scene: Scene, hot: tuple[HomeAt, ...] | str) -> Value:
    if isinstance(hot, str):
        return Value.unknown(hot)
    here = scene.neighbourhood.household_of
    people = [here[home.household] for home in hot if home.household is not None]
    lacking = tuple(one.id for one in people if one.age is None)
    if lacking:
        return Value.unknown(
            f"the age of household {some(lacking)} is not given; fill column age of households.csv"
        )
    return Value(float(sum(one.age is AgeClass.FROM_75 for one in people)))
