"""Make placement instances with fewer ties of one that has many.

    python benchmarks/thin.py p2000_w4_t10.npz --every 3 p2000_w4_t10_degree2.npz

Keeps the first of every so many ties, in the order of the file; homes, households, points and
weights stay as they are. Of an instance with three ties a household every third leaves one a
household, a mean degree of two: what an intake finds.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np


def thin(source: Path, every: int, target: Path) -> tuple[int, int]:
    """Write the instance with every so manieth tie; return households and ties that are left.

    Raises ValueError when `every` is below 1 or the file holds no ties.
    """
    if every < 1:
        raise ValueError(f"--every is {every}; give 1 or more")
    with np.load(source) as file:
        arrays = {name: file[name] for name in file.files}
    if not {"household", "ties", "weight"} <= arrays.keys():
        raise ValueError(f"{source} is no placement instance: it needs household, ties and weight")
    arrays["ties"], arrays["weight"] = arrays["ties"][::every], arrays["weight"][::every]
    half = target.with_name(f"{target.name}.tmp")
    with half.open("wb") as out:
        np.savez_compressed(out, **arrays)
    os.replace(half, target)
    return len(np.unique(arrays["household"])), len(arrays["ties"])


def main(words: list[str] | None = None) -> int:
    """Read the arguments, write the instance and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--every", type=int, default=3)
    asked = parser.parse_args(words)
    households, ties = thin(asked.source, asked.every, asked.target)
    print(f"{asked.target}: {households} households, {ties} ties, {2 * ties / households:.1f} each")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
