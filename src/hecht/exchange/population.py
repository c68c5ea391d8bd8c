"""A made-up population that fits given figures: iterative proportional fitting, whole households.

The joint table of size, kind, age and tenure starts from how these go together in published
tables (see marginals) and is fitted to the marginals with ipfn. It is then turned into whole
households such that every marginal is off by less than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import numpy as np

from hecht.exchange.marginals import (
    AGE_BY_KIND,
    AGES,
    DIMENSIONS,
    KINDS,
    SIZES,
    TENURE_BY_KIND,
    TENURES,
    Marginals,
    MarginalsError,
    size_by_kind,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.float64]

TOLERANCE = 0.002
"""By how much a fitted share may miss a given one before the figures are said to contradict."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is drawn of a household: `size` persons, its kind and the age class of its head."""

    size: int
    kind: str
    age: str


def joint_table(marginals: Marginals) -> Table:
    """Return shares by (size, kind, age, tenure), shape (5, 4, 4, 3), that sum to 1.

    Raises MarginalsError when the given figures contradict each other, such as more households
    of one person than single ones.
    """
    from ipfn.ipfn import ipfn

    targets = [
        np.array([getattr(marginals, name)[category] for category in categories])
        for name, categories in DIMENSIONS.items()
    ]
    fitting = ipfn(
        _start(marginals.kind),
        [target.copy() for target in targets],
        [[0], [1], [2], [3]],
        convergence_rate=1e-9,
        max_iteration=2000,
        rate_tolerance=0.0,
    )
    # ipfn prints how it ended and divides by empty cells; what it reached is checked below.
    with redirect_stdout(StringIO()), np.errstate(all="ignore"), catch_warnings():
        simplefilter("ignore")
        fitted: Table = np.asarray(fitting.iteration(), dtype=np.float64)
    for axis, (name, target) in enumerate(zip(DIMENSIONS, targets, strict=True)):
        found = fitted.sum(axis=tuple(other for other in range(4) if other != axis))
        off = np.abs(found - target)
        if off.max() > TOLERANCE:
            category = DIMENSIONS[name][int(off.argmax())]
            raise MarginalsError(
                f"the figures contradict each other: {name} {category} is given as "
                f"{target[off.argmax()]:.1%} and cannot be more or less than "
                f"{found[off.argmax()]:.1%} with the other figures; put one of them right"
            )
    shares: Table = fitted / fitted.sum()
    return shares


def _start(kind: Mapping[str, float]) -> Table:
    """Return the table to start from: how size, age and tenure go together with kind.

    Where a size can be at all with a kind, it keeps a little weight, so that sizes of your own
    can be reached.
    """
    within = size_by_kind(None, kind)
    sizes = np.array([[within[k].get(s, 0.0) for k in KINDS] for s in SIZES])
    sizes[2:, KINDS.index("couple")] += 1e-4
    sizes[3:, KINDS.index("lone_parent")] += 1e-4
    ages = np.array([[AGE_BY_KIND[a][k] for k in KINDS] for a in AGES], dtype=float)
    ages /= ages.sum(axis=0)
    tenures = np.array([[TENURE_BY_KIND[t][k] for k in KINDS] for t in TENURES])
    tenures /= tenures.sum(axis=0)
    start: Table = np.einsum("sk,ak,tk->skat", sizes, ages, tenures)
    return start


def whole_households(table: Table, count: int) -> NDArray[np.int64]:
    """Turn shares into `count` whole households; each cell and marginal is off by less than one.

    A small integer programme (HiGHS) rounds every cell up or down, so that each sum over a
    category is the exact figure rounded up or down; where that cannot be, sums give way first.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, hstack, identity

    exact = table * count / table.sum()
    floors = np.floor(exact + 1e-9)
    # Up to this many may be added to a cell; a cell of nothing stays nothing.
    room = np.where(exact - floors > 1e-9, 1.0, 0.0).ravel()
    rows, low, high = [], [], []
    for axis in range(table.ndim):
        for index in range(table.shape[axis]):
            members = np.zeros(table.shape)
            members[(slice(None),) * axis + (index,)] = 1
            rows.append(members.ravel())
            already, wanted = (floors * members).sum(), (exact * members).sum()
            low.append(np.floor(wanted + 1e-9) - already)
            high.append(np.ceil(wanted - 1e-9) - already)
    sums = csr_array(np.array(rows))
    slack = identity(len(rows), format="csr")
    cells = room.size
    total = csr_array(np.concatenate([np.ones(cells), np.zeros(2 * len(rows))])[None, :])
    fraction = (exact - floors).ravel()
    gain = np.concatenate([-fraction - 1e-6 * np.arange(cells) / cells, np.full(2 * len(rows), 50)])
    missing = count - floors.sum()
    answer = milp(
        gain,
        constraints=[
            LinearConstraint(hstack([sums, slack, -slack]), low, high),
            LinearConstraint(total, missing, missing),
        ],
        bounds=Bounds(0, np.concatenate([room, np.full(2 * len(rows), np.inf)])),
        integrality=np.concatenate([np.ones(cells), np.zeros(2 * len(rows))]),
    )
    if answer.x is None:
        raise MarginalsError(f"no {count} whole households fit the figures: {answer.message}")
    whole = floors + np.round(answer.x[:cells]).reshape(table.shape)
    result: NDArray[np.int64] = whole.astype(np.int64)
    return result


def draw_profiles(marginals: Marginals, count: int, tenure: str | None) -> list[Profile]:
    """Return `count` households in a fixed order, of one tenure or (None) of all.

    Of every four households of five and more, one has six persons (an assumption).
    """
    table = joint_table(marginals)
    if tenure is None:
        chosen = table.sum(axis=3)
    else:
        chosen = table[:, :, :, TENURES.index(tenure)]
        if chosen.sum() <= 0:
            raise MarginalsError(f"the figures hold no household with tenure {tenure}")
    profiles: list[Profile] = []
    large = 0
    for (size, kind, age), number in np.ndenumerate(whole_households(chosen, count)):
        for _ in range(number):
            persons = size + 1
            if SIZES[size] == "5+":
                persons, large = (6 if large % 4 == 3 else 5), large + 1
            profiles.append(Profile(persons, KINDS[kind], AGES[age]))
    return profiles


def house(
    profiles: list[Profile], rooms: NDArray[Any], stairs: NDArray[Any], seed: int
) -> list[int]:
    """Give each household a home: `rooms` (n) and flights of stairs (n) of as many homes.

    Returns for each household the row of its home. A room too few weighs four times a room too
    many, young households mind room to spare more than old ones, old ones mind stairs; chance
    does the rest, as it does where people live. The total is least (Hungarian method).
    """
    from scipy.optimize import linear_sum_assignment

    if not profiles:
        return []
    random = np.random.Generator(np.random.PCG64([seed, 2]))
    needed = np.array([1 + (profile.size + 1) // 2 for profile in profiles])[:, None]
    old = np.array([profile.age == "65+" for profile in profiles])[:, None]
    comfort = needed + 1
    cost = (
        4.0 * np.maximum(0, needed - rooms)
        + np.where(old, 0.3, 1.0) * np.maximum(0, rooms - comfort)
        + 0.4 * np.maximum(0, comfort - rooms)
        + np.where(old, 0.8, 0.0) * np.minimum(stairs, 3)
        + 2.0 * random.random((len(profiles), len(rooms)))
    )
    row, column = linear_sum_assignment(cost)
    home_of = dict(zip(row.tolist(), column.tolist(), strict=True))
    return [home_of[index] for index in range(len(profiles))]
