"""The work list: what a person must decide, with the headings and words of their language.

It tells who named whom, since that is what must be decided: it is for the one who merges only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hecht.residents.intake_columns import LANGUAGES, heading
from hecht.residents.intake_findings import OneOf, Option, Proposal
from hecht.residents.intake_log import people_of
from hecht.residents.intake_questions import QUESTION_OF, TIES, Kind

WORK_COLUMNS: Mapping[str, tuple[str, str]] = {
    "key": ("sleutel", "key"),
    "decision": ("beslissing", "decision"),
    "what": ("wat", "what"),
    "row": ("rij", "row"),
    "household": ("huishouden", "household"),
    "question": ("vraag", "question"),
    "written": ("geschreven", "written"),
    "proposals": ("voorstellen", "proposals"),
}
"""The headings of the work list: Dutch, then English."""

WHAT: Mapping[str, tuple[str, str]] = {
    "form": ("van wie is dit formulier", "whose form is this"),
    "person": ("wie is bedoeld", "who is meant"),
    "word": ("welk woord is bedoeld", "which word is meant"),
    "contradiction": ("welk antwoord telt", "which answer counts"),
}
"""What must be decided, by the kind of proposal."""

OLD, NEW = ("oud", "old"), ("nieuw", "new")
"""The decisions on two answers of one day."""

NOBODY = frozenset({"nobody", "niemand", "outside", "buiten", "none", "geen"})
"""Decisions that say: no household of this neighbourhood is meant."""


def work_headings(language: str = LANGUAGES[0]) -> tuple[str, ...]:
    """Return the headings of the work list, in "nl" or "en"."""
    place = LANGUAGES.index(language)
    return tuple(pair[place] for pair in WORK_COLUMNS.values())


def work_row(proposal: Proposal, language: str = LANGUAGES[0]) -> tuple[str, ...]:
    """Return one line of the work list, its decision still empty."""
    place = LANGUAGES.index(language)
    written = proposal.written
    if proposal.what == "contradiction":
        written = " / ".join(_value(proposal.question, o.about, language) for o in proposal.options)
    return (
        proposal.key, "", WHAT[proposal.what][place], str(proposal.row), proposal.household,
        heading(proposal.question, language), written,
        " | ".join(_option(proposal, one, language) for one in proposal.options),
    )  # fmt: skip


def decisions_in(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the decisions in the lines of a work list, in either language, by their key.

    Lines without a decision are left out. Raises ValueError when the headings are not there.
    """
    if rows and not any({names[n] for names in _needed()} <= set(rows[0]) for n in (0, 1)):
        raise ValueError("it has no columns key and decision (sleutel and beslissing)")
    found = {}
    for cells in rows:
        key, decision = (next(cells[name] for name in names if name in cells)
                         for names in _needed())  # fmt: skip
        if decision:
            found[key] = decision
    return found


def _needed() -> tuple[tuple[str, str], tuple[str, str]]:
    return WORK_COLUMNS["key"], WORK_COLUMNS["decision"]


def _option(proposal: Proposal, one: Option, language: str) -> str:
    if proposal.what == "contradiction":
        word = (OLD if one.value == "old" else NEW)[LANGUAGES.index(language)]
        return f"{word} = {_value(proposal.question, one.about, language)}"
    if one.value == one.about:
        return f"{one.value} ({one.sure}%)"
    return f"{one.value} = {one.about} ({one.sure}%)"


def _value(question: str, value: str, language: str) -> str:
    """Return an answer as people read it: a choice in words, named households one by one."""
    asked = QUESTION_OF[question]
    if asked.kind is not Kind.PEOPLE:
        return OneOf(asked.choices, value).told(language)
    told = []
    for one in people_of(value):
        kind = f" ({OneOf(TIES, one.kind).told(language)})" if one.kind else ""
        told.append(f"{one.household}{kind}")
    return ", ".join(told)
