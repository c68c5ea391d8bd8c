"""Instances to measure on: placement and joint .npz files, folders, and made-up neighbourhoods."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from hecht.exchange.placement_file import PlacementFileError, read_placement

MADE = "made:"
"""How a made-up neighbourhood is named: made:HOMES:KIND:SEED."""


class BenchInstance(NamedTuple):
    """A problem to measure on; `kind` is placement, joint or neighbourhood.

    `size` counts households (homes of a neighbourhood), `ties` its ties.
    """

    name: str
    kind: str
    problem: Any
    size: int
    ties: int


def instance_name(spec: str) -> str:
    """Return the name under which results of an instance are kept."""
    if spec.startswith(MADE):
        return spec.replace(":", "-")
    return Path(spec).resolve().name.removesuffix(".npz")


def read_instance(spec: str) -> BenchInstance:
    """Return the instance of a file, a folder, or a name made:HOMES:KIND:SEED.

    Raises:
        PlacementFileError, FolderError, ValueError: what is wrong with it.
    """
    name = instance_name(spec)
    if spec.startswith(MADE):
        return _neighbourhood(name, _made(spec))
    if not spec.endswith(".npz"):
        from hecht.exchange.folder import read

        return _neighbourhood(name, read(spec))
    if _is_joint(spec):
        from hecht.planning.peers.joint import JointProblem

        with np.load(spec) as arrays:
            joint = JointProblem.from_arrays(arrays)
        return BenchInstance(name, "joint", joint, joint.households, len(joint.ties))
    problem = read_placement(spec)
    return BenchInstance(name, "placement", problem, problem.households, len(problem.ties))


def _neighbourhood(name: str, neighbourhood: Any) -> BenchInstance:
    homes = sum(home.stage.value == "existing" for home in neighbourhood.homes)
    return BenchInstance(name, "neighbourhood", neighbourhood, homes, len(neighbourhood.ties))


def _made(spec: str) -> Any:
    from hecht.exchange.generated import generate

    parts = spec.removeprefix(MADE).split(":")
    if len(parts) != 3 or not (parts[0].isdigit() and parts[2].isdigit()):
        raise ValueError(f"{spec}: write made:HOMES:KIND:SEED, for example made:2000:tie-rich:1")
    return generate(int(parts[0]), parts[1], int(parts[2]))


def _is_joint(path: str) -> bool:
    from hecht.planning.peers.joint import ARRAYS, NUMBERS

    try:
        with np.load(path) as arrays:
            return all(name in arrays for name in (*ARRAYS, *NUMBERS))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise PlacementFileError(f"{path}: is not an .npz file that can be read") from error
