"""What each kind of finding of the intake is called, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Mapping

from hecht.residents.intake_columns import LANGUAGES
from hecht.residents.intake_findings import Mess

MESSES: Mapping[Mess, tuple[str, str]] = {
    Mess.UNKNOWN_FORM: ("Van wie is dit formulier?", "Whose form is this?"),
    Mess.NO_SOURCE: ("Zonder bron, datum of invoerder", "No source, date or typist"),
    Mess.EMPTY: ("Niets ingevuld", "Nothing filled in"),
    Mess.HALF_FILLED: ("Half ingevuld", "Half filled in"),
    Mess.NOT_REACHED: ("Niet bereikt", "Not reached"),
    Mess.REFUSED: ("Doet niet mee", "Takes no part"),
    Mess.UNREADABLE: ("Niet te lezen", "Cannot be read"),
    Mess.TWO_BOXES: ("Twee vakjes aangekruist", "Two boxes ticked"),
    Mess.CONTRADICTORY: ("Spreekt zichzelf tegen", "Contradictory"),
    Mess.TWICE: ("Twee keer geantwoord", "Answered twice"),
    Mess.CHANGED: ("Veranderd", "Changed"),
    Mess.OLDER: ("Ouder dan wat er staat", "Older than what is there"),
    Mess.UNCLEAR_PERSON: ("Wie is er bedoeld?", "Who is meant?"),
    Mess.UNKNOWN_PERSON: ("Niemand gevonden", "Nobody found"),
    Mess.OWN_NAME: ("Zichzelf genoemd", "Named itself"),
    Mess.NAMED_TWICE: ("Iemand twee keer genoemd", "Somebody named twice"),
    Mess.SPELLINGS: ("Op meer manieren geschreven", "Written in several ways"),
    Mess.UNCLEAR_WORD: ("Onbekende straat of woning", "Unknown street or kind of home"),
    Mess.NO_OPINION: ("Geen mening", "No opinion"),
    Mess.DIAGNOSIS: ("Er leek een ziekte te staan", "Seemed to name an illness"),
    Mess.OTHERS_HERE: ("Nog een huishouden op het adres", "Another household at the address"),
    Mess.FILLED_BY_OTHER: ("Door iemand anders ingevuld", "Filled in by somebody else"),
    Mess.REMARK: ("Opmerking om te lezen", "Remark to read"),
    Mess.TIE_KIND: ("Soort band verschilt", "Kind of tie differs"),
    Mess.GROUP_WAITS: ("Groep wacht op antwoord", "Group waits for answers"),
    Mess.GROUP_DIFFERS: ("Groep is het niet eens", "Group does not agree"),
    Mess.GROUP_SIZE: ("Groep te groot", "Group too large"),
    Mess.TO_CHECK: ("Nakijken in de tabellen", "Check in the tables"),
    Mess.UNKNOWN_COLUMN: ("Onbekende kolom", "Unknown column"),
    Mess.BAD_DECISION: ("Beslissing die niet kan", "Decision that cannot be"),
}
"""By kind: Dutch, then English."""

TO_KNOW = frozenset(
    {Mess.REFUSED, Mess.TWICE, Mess.CHANGED, Mess.OLDER, Mess.NAMED_TWICE, Mess.NO_OPINION,
     Mess.TIE_KIND}
)  # fmt: skip
"""Findings that ask nothing of the one who merges; the others do."""


def mess_name(mess: Mess, language: str = LANGUAGES[0]) -> str:
    """Return what a kind of finding is called, in "nl" or "en"."""
    return MESSES[mess][LANGUAGES.index(language)]
