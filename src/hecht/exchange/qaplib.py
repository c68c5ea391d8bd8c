"""Read QAPLIB files: the public benchmark of quadratic assignment problems.

A .dat file holds n, sometimes a best known value behind it, and two n x n matrices of whole
numbers in free format. A .sln file holds n, the cost, and the permutation, numbered from 1 or
from 0, separated by blanks or commas; in some files it assigns the second matrix to the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt


class QapFileError(ValueError):
    """A QAPLIB file that cannot be read; says which and why."""


@dataclass(frozen=True)
class QapInstance:
    """Minimise the sum of flow[i, j] * distance[p i, p j] over permutations p.

    Attributes:
        name: the file's name without its ending.
        flow: (n, n) the first matrix.
        distance: (n, n) the second matrix.
        known: a value written behind n, if any; what it means differs by file.
    """

    name: str
    flow: npt.NDArray[np.int64]
    distance: npt.NDArray[np.int64]
    known: int | None

    def cost(self, permutation: npt.ArrayLike) -> int:
        """Recompute the cost of a permutation of 0..n - 1 term by term in Python integers.

        Raises:
            ValueError: not a permutation.
        """
        p = np.asarray(permutation, np.int64)
        if sorted(p.tolist()) != list(range(len(self.flow))):
            raise ValueError(f"not a permutation of 0..{len(self.flow) - 1}")
        flows, distances = self.flow.tolist(), self.distance.tolist()
        total = 0
        for i, row in enumerate(flows):
            there = distances[p[i]]
            total += sum(f * there[q] for f, q in zip(row, p.tolist(), strict=True))
        return total


def _whole_numbers(path: Path) -> list[int]:
    """Return the numbers of a file, refusing anything else with its line."""
    try:
        text = path.read_text(encoding="latin-1")
    except OSError as error:
        raise QapFileError(f"{path}: cannot be read ({error.strerror})") from error
    numbers = []
    for line_number, line in enumerate(text.splitlines(), 1):
        for word in line.replace(",", " ").split():
            try:
                number = float(word)
            except ValueError:
                number = float("nan")
            if not number.is_integer():
                raise QapFileError(f"{path}, line {line_number}: {word!r} is not a whole number")
            numbers.append(int(number))
    if not numbers:
        raise QapFileError(f"{path}: is empty")
    return numbers


def read_qap(path: str | Path) -> QapInstance:
    """Read a .dat file.

    Raises:
        QapFileError: it cannot be read as one; the message says what was expected.
    """
    file = Path(path)
    numbers = _whole_numbers(file)
    n = numbers[0]
    if n < 1:
        raise QapFileError(f"{file}: the size must be at least 1, it is {n}")
    extra = len(numbers) - 1 - 2 * n * n
    if extra not in (0, 1):
        raise QapFileError(
            f"{file}: size {n} needs {2 * n * n} numbers in two matrices, "
            f"there are {len(numbers) - 1}"
        )
    matrices = np.array(numbers[1 + extra :], np.int64).reshape(2, n, n)
    known = numbers[1] if extra else None
    return QapInstance(file.stem, matrices[0], matrices[1], known)


def read_solution(path: str | Path, instance: QapInstance) -> tuple[int, npt.NDArray[np.int64]]:
    """Read a .sln file: the cost it states, and its permutation in the sense of the instance.

    The permutation is numbered from 0, and turned round when only that gives the stated cost.

    Raises:
        QapFileError: it does not hold a permutation of the instance's size.
    """
    file = Path(path)
    numbers = _whole_numbers(file)
    n = len(instance.flow)
    if numbers[0] != n or len(numbers) != n + 2:
        raise QapFileError(
            f"{file}: expected {n}, a cost and {n} numbers; there are {len(numbers)} numbers "
            f"and the first is {numbers[0]}"
        )
    permutation = np.array(numbers[2:], np.int64)
    permutation -= permutation.min()
    if sorted(permutation.tolist()) != list(range(n)):
        raise QapFileError(f"{file}: does not hold each of {n} numbers once")
    turned = np.argsort(permutation)
    cost = numbers[1]
    if instance.cost(permutation) != cost and instance.cost(turned) == cost:
        return cost, turned
    return cost, permutation
