"""The code on a form: the household's id with two characters that betray a typing error."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_SIGNS = "2346789ACDEFGHJKMNPQRTUVWXYZ"
"""Signs that are not taken for one another in handwriting."""


def form_code(project: str, household: str) -> str:
    """Return the code on the form of a household, for example "h007-K4".

    The last two signs follow from the project's name and the id, so that a form of another
    project and a mistyped id are found out (28 x 28 = 784 possibilities). It is no secret.
    """
    digest = hashlib.sha256(f"{project}|{household}".encode()).digest()
    return f"{household}-{_SIGNS[digest[0] % len(_SIGNS)]}{_SIGNS[digest[1] % len(_SIGNS)]}"


def codes(project: str, households: Iterable[str]) -> dict[str, str]:
    """Return the households by their form's code, written in capitals without spaces."""
    return {plain_code(form_code(project, one)): one for one in households}


def plain_code(text: str) -> str:
    """Return a code as it is compared: capitals, without spaces."""
    return "".join(text.split()).upper()


def qr_text(project: str, household: str) -> str:
    """Return what the QR square of a form holds: nothing but the code."""
    return f"hecht-intake:1:{form_code(project, household)}"
