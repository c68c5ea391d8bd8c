"""Units of figures in the reader's language."""

from __future__ import annotations

from hecht.report.words import N_, Words

UNITS = (
    N_("homes"),
    N_("households"),
    N_("household-months"),
    N_("tie-months"),
    N_("months"),
    N_("moves"),
    N_("places"),
    N_("ties"),
    N_("storeys"),
    N_("class"),
    N_("degrees"),
    N_("index"),
    N_("label"),
    N_("home"),
    N_("year"),
    N_("month"),
    N_("doors"),
    N_("tonne"),
    N_("points"),
)
"""The words that units are made of; signs such as m2, GJ and euro are the same everywhere."""


def unit_name(unit: str, words: Words) -> str:
    """Return a unit such as "places/home" in the reader's language."""
    parts = unit.split("/")
    return "/".join(words.gettext(part) if part in UNITS else part for part in parts)
