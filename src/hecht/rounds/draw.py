"""A draw that anyone can check: a commitment before, the seed after, the order from hashes alone.

Before: the list of lots and `commitment(seed, lots)` are published. After: the seed (and, when it
was agreed, a public word that nobody could know beforehand). Then each lot has a number,
SHA-256 of `hecht-lot/1`, the seed, the word, the digest of the list and the lot, one a line; the
lots are ordered by it. Nothing depends on the language or version that computes it: a shell with
sha256sum gives the same order.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hecht.rounds.round import Round, RoundError

_SEED = re.compile(r"[0-9a-f]{64}")


def _digest(*lines: str) -> str:
    return hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


def list_digest(lots: Sequence[str]) -> str:
    """Return the SHA-256 of the list of lots: one a line, in the published order.

    Raises RoundError when a lot is empty, holds a line end, or stands there twice.
    """
    if len(set(lots)) != len(lots):
        raise RoundError("a lot stands twice on the list; give every party one lot")
    for lot in lots:
        if lot != lot.strip() or not lot or len(lot.splitlines()) != 1:
            raise RoundError(f"{lot!r} is not a lot: one line without spaces at its ends")
    return _digest(*lots)


def commitment(seed: str, lots: Sequence[str]) -> str:
    """Return what is published before the draw: it binds the seed and the list, and tells neither.

    `seed` is 64 lower-case hexadecimal digits, drawn by chance and kept secret until the draw.
    """
    if not _SEED.fullmatch(seed):
        raise RoundError("a seed is 64 hexadecimal digits in lower case (32 bytes of chance)")
    return _digest("hecht-draw/1", seed, list_digest(lots))


def lot_number(seed: str, word: str, digest: str, lot: str) -> str:
    """Return the number by which a lot is ordered, in hexadecimal."""
    return _digest("hecht-lot/1", seed, word, digest, lot)


def drawn_order(seed: str, lots: Sequence[str], word: str = "") -> tuple[str, ...]:
    """Return the lots in the order of the draw."""
    commitment(seed, lots)
    if len(word.splitlines()) > 1:
        raise RoundError("the public word is one line")
    digest = list_digest(lots)
    return tuple(sorted(lots, key=lambda lot: lot_number(seed, word, digest, lot)))


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it is published: the list and the commitment before; seed, word, order after."""

    lots: tuple[str, ...]
    commitment: str
    seed: str = ""
    word: str = ""
    order: tuple[str, ...] = ()


def faults(draw: Draw) -> list[str]:
    """Return everything that is wrong with a published draw; empty when it holds."""
    try:
        promised = commitment(draw.seed, draw.lots)
        order = drawn_order(draw.seed, draw.lots, draw.word)
    except RoundError as error:
        return [str(error)]
    found = []
    if not hmac.compare_digest(promised.encode(), draw.commitment.encode()):
        found.append("the seed and the list do not give the commitment that was published before")
    if order != draw.order:
        found.append(
            "the order is not the one that the seed, the word and the list give: "
            + _first_difference(order, draw.order)
        )
    return found


def _first_difference(right: Sequence[str], stated: Sequence[str]) -> str:
    """Return where two orders part, in words."""
    for place, (want, has) in enumerate(zip(right, stated, strict=False), start=1):
        if want != has:
            return f"place {place} is {want}, and {has} stands there"
    return f"it has {len(stated)} places and {len(right)} lots"


def order_faults(fixed: Round, draw: Draw) -> list[str]:
    """Return in what the turns of a round do not follow a draw that holds; empty when they do.

    The second part must have the order of the draw; the first part, for adapted homes, is some
    of the parties in that order.
    """
    line = [turn.code for turn in fixed.turns if not turn.adapted_only]
    found = []
    if tuple(line) != draw.order:
        found.append(
            "the round's order is not that of the draw: " + _first_difference(draw.order, line)
        )
    place = {lot: at for at, lot in enumerate(draw.order)}
    care = [turn.code for turn in fixed.turns if turn.adapted_only]
    if any(code not in place for code in care) or care != sorted(care, key=place.__getitem__):
        found.append("the first part of the round is not in the order of the draw")
    return found


def lot_codes(parties: Sequence[str], salt: str) -> dict[str, str]:
    """Return a public code for each party that tells nothing about it to who has not the salt."""
    for length in range(6, 65):
        codes = {party: _digest("hecht-code/1", salt, party)[:length].upper() for party in parties}
        if len(set(codes.values())) == len(codes):
            return codes
    raise RoundError("a party stands twice on the list; give every party one lot")
