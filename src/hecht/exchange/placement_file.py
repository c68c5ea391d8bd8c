"""Read placement instances: the arrays of a placement problem in one .npz file."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hecht.planning.placement import PlacementProblem

NEEDED = ("household", "home", "value", "block", "closeness", "ties", "weight")


class PlacementFileError(ValueError):
    """A placement instance that cannot be read; says which file and why."""


def read_placement(path: str | Path) -> PlacementProblem:
    """Read an instance: homes of their own, ties that see only the homes' blocks.

    The file holds `household`, `home`, `value` (a row per pair that suits), `block` (of each
    home), `closeness` (block by block), `ties` (pairs of households) and `weight` (of each tie).

    Raises:
        PlacementFileError: an array is missing or they do not agree.
    """
    from hecht.planning.placement import PlacementProblem

    file = Path(path)
    try:
        with np.load(file) as arrays:
            missing = [name for name in NEEDED if name not in arrays]
            if missing:
                raise PlacementFileError(f"{file}: lacks the arrays {', '.join(missing)}")
            data = {name: arrays[name] for name in NEEDED}
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        if isinstance(error, PlacementFileError):
            raise
        raise PlacementFileError(f"{file}: is not an .npz file that can be read") from error
    households = int(max(data["household"].max(), data["ties"].max(initial=0))) + 1
    try:
        return PlacementProblem.from_pairs(
            households,
            data["household"],
            data["home"],
            data["value"],
            capacity=np.ones(len(data["block"]), np.int64),
            place=data["block"],
            closeness=data["closeness"],
            ties=data["ties"],
            weight=data["weight"],
        )
    except ValueError as error:
        raise PlacementFileError(f"{file}: {error}") from error
