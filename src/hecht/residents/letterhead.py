"""Who sends the letters: what stands at their head, whom to call, where to object."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The sender of the letters, as the landlord wrote it in letters.toml.

    `address` and `objection_address` are lines. `town` is the postcode and town of the
    neighbourhood, for the address window. `reply_days` and `objection_days` are counted from the
    date of the letter; None when there is no last day. `temporary_rent_same` tells that a
    household pays its old rent in a temporary home, "no" that the letter must not say so.
    `colour` is that of the headings ("#rrggbb"), dark enough to read on white.
    """

    organisation: str
    address: tuple[str, ...]
    contact_person: str
    phone: str
    email: str
    objection_address: tuple[str, ...]
    contact_role: str = ""
    phone_hours: str = ""
    website: str = ""
    place: str = ""
    town: str = ""
    reply_days: int | None = None
    objection_days: int | None = None
    temporary_rent_same: bool = False
    colour: str = "#17645c"
