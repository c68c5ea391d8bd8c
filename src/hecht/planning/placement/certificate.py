"""The certificate of a bound: a few integers from which anyone can recompute it.

Weak duality. Every tie's points are split between itself and its two households by messages (one
integer per tie, end and location class). For any messages and any cell prices >= 0,

    sum over ties of  max over classes a, b of  S * weight * closeness[a, b] - first[a] - second[b]
  + sum over households of  max over pairs of  S * value + messages at the pair's class - price
  + sum over cells of  capacity * price

is at least S times the score of every placement. A certificate may carry a proof of the stronger
dual as well (`block_certificate.py`); the smaller of the two bounds counts. It is recomputed here
with plain numpy on exact integers, in Python's unbounded integers where sums are taken; nothing
of the solver is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hecht.planning.placement.block_certificate import BlockCertificate, block_bound
from hecht.planning.placement.problem import IntArray, NoPlacement, PlacementProblem

SAFE = 1 << 62


@dataclass(frozen=True)
class Certificate:
    """Messages and prices that prove an upper bound.

    A reach is a (household, location class) with an eligible cell that has homes; reaches are
    numbered by household, then class.

    Attributes:
        scale: S, how many units of the messages and prices make a point.
        message_start: (2t + 1,) row starts: tie e's first end owns row 2e, its second row 2e + 1.
        message: one integer per tie end and reach of its household, in the order of the reaches.
        price: (m,) a price per cell, >= 0.
        blocks: the proof of the stronger dual, if it was tried.
    """

    scale: int
    message_start: IntArray
    message: IntArray
    price: IntArray
    blocks: BlockCertificate | None = None


def reaches(problem: PlacementProblem) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return start per household, class per reach, and the usable pairs with their reach."""
    n = problem.households
    who = np.repeat(np.arange(n), np.diff(problem.start))
    usable = np.nonzero(problem.capacity[problem.cell] > 0)[0]
    classes = problem.closeness.shape[1]
    key = who[usable] * classes + problem.place[problem.cell[usable]]
    distinct, reach = np.unique(key, return_inverse=True)
    start = np.searchsorted(distinct, np.arange(n + 1) * classes)
    return start.astype(np.int64), distinct % classes, usable, reach.ravel()


def certified_bound(problem: PlacementProblem, certificate: Certificate) -> int:
    """Return the score that no placement exceeds, recomputed from the certificate.

    Raises:
        ValueError: the certificate does not belong to the problem, or its numbers are too large
            to add up safely.
        NoPlacement: a household has no eligible cell with a home in it.
    """
    start, classes_of, usable, reach = reaches(problem)
    if (np.diff(start) == 0).any():
        raise NoPlacement("a household has no eligible cell with a home in it")
    ends = problem.ties.ravel()
    rows = np.diff(start)[ends]
    expected = np.concatenate((np.zeros(1, np.int64), np.cumsum(rows)))
    if certificate.scale < 1 or not np.array_equal(certificate.message_start, expected):
        raise ValueError("the certificate's messages do not fit the problem's ties")
    if len(certificate.price) != problem.cells or (certificate.price < 0).any():
        raise ValueError("the certificate needs one price >= 0 per cell")
    _refuse_large(problem, certificate)

    scale, message = certificate.scale, certificate.message
    total = 0
    for e in range(len(problem.ties)):
        i, j = problem.ties[e]
        a = classes_of[start[i] : start[i + 1]]
        b = classes_of[start[j] : start[j + 1]]
        points = problem.closeness[problem.tie_table[e]][np.ix_(a, b)]
        low, middle, high = expected[2 * e : 2 * e + 3]
        left = scale * problem.weight[e] * points - message[low:middle][:, None]
        total += int((left - message[middle:high][None, :]).max())

    received = np.zeros(len(classes_of), np.int64)
    position = np.arange(len(message)) - np.repeat(expected[:-1], rows)
    np.add.at(received, np.repeat(start[ends], rows) + position, message)
    worth = scale * problem.value[usable] + received[reach]
    worth -= certificate.price[problem.cell[usable]]
    who = np.repeat(np.arange(problem.households), np.diff(problem.start))[usable]
    first = np.nonzero(np.diff(who, prepend=-1))[0]
    if len(first):
        total += sum(np.maximum.reduceat(worth, first).tolist())
    homes = np.minimum(problem.capacity, problem.households)
    total += sum(int(c) * int(p) for c, p in zip(homes, certificate.price, strict=True))
    if certificate.blocks is not None:
        stronger = block_bound(
            problem, scale, start, classes_of, usable, reach, expected, certificate.blocks
        )
        total = min(total, stronger)
    return total // scale


def _refuse_large(problem: PlacementProblem, certificate: Certificate) -> None:
    """Refuse numbers whose sums per tie or household could leave int64."""
    tallest = int(np.abs(certificate.message).max(initial=0))
    dearest = int(certificate.price.max(initial=0))
    degree = int(np.bincount(problem.ties.ravel(), minlength=1).max(initial=0))
    points = int(np.abs(problem.closeness).max(initial=0))
    heaviest = int(np.abs(problem.weight).max(initial=0))
    worth = int(np.abs(problem.value).max(initial=0))
    scale = certificate.scale
    if (
        scale * heaviest * points + 2 * tallest >= SAFE
        or scale * worth + degree * tallest + dearest >= SAFE
    ):
        raise ValueError("the certificate's numbers are too large to add up in 64 bits")
