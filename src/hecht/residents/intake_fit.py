"""Whether answers go with the tables of a neighbourhood; those that do not are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hecht.neighbourhood import Neighbourhood, Problem, problems
from hecht.residents.intake_findings import Finding, Mess
from hecht.residents.intake_log import CONTACT, Entry
from hecht.residents.intake_questions import QUESTION_OF
from hecht.residents.intake_tables import Tables, apply_answers


@dataclass(frozen=True)
class Fit:
    """The tables with the answers that go with them, and the log of just those.

    `findings` are the answers that were left out, and what the tables now hold that may be
    wrong. `faults` are the problems that the neighbourhood did not have before.
    """

    tables: Tables
    log: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    faults: tuple[Problem, ...]


def fit(
    here: Neighbourhood,
    before: Sequence[Entry],
    log: Sequence[Entry],
    last_row: Mapping[str, int],
) -> Fit:
    """Put the answers of `log` into the tables, without those that make an error of them.

    `before` is the part of `log` that stands in the tables already; `last_row` is the last form
    of each household, by its row. The answers of a household that fill the table go together:
    when one makes an error, all new ones of that household are left out.
    """
    kept = list(log)
    found: list[Finding] = []
    while True:
        tables = apply_answers(here, before, kept)
        faults = _new_faults(here, tables.neighbourhood)
        wrong = {
            one.key: one
            for one in faults
            if one.severity == "error" and one.table in ("households", "promises")
        }
        left_out: dict[str, list[str]] = {}
        still = list(before)
        for one in kept[len(before) :]:
            if one.household in wrong and _fills(one.question):
                left_out.setdefault(one.household, []).append(one.question)
            else:
                still.append(one)
        if not left_out:
            break
        kept = still
        found += [
            Finding(
                Mess.CONTRADICTORY, "tables", last_row[household], household,
                ", ".join(dict.fromkeys(questions)), _told(wrong[household]),
            )
            for household, questions in left_out.items()
        ]  # fmt: skip
    found += [_to_check(one) for one in faults if one.severity != "error"]
    return Fit(tables, tuple(kept), tuple(found), faults)


def _fills(question: str) -> bool:
    return question != CONTACT and bool(QUESTION_OF[question].fills)


def _new_faults(before: Neighbourhood, after: Neighbourhood) -> tuple[Problem, ...]:
    known = {(one.table, one.rule, one.key, one.column, one.text) for one in problems(before)}
    return tuple(
        one for one in problems(after)
        if (one.table, one.rule, one.key, one.column, one.text) not in known
    )  # fmt: skip


def _to_check(one: Problem) -> Finding:
    """Return the finding of a new problem; what is about others is told without them."""
    if one.table in ("households", "homes", "blocks", "project"):
        return Finding(Mess.TO_CHECK, "to_check", None, one.key, one.column, _told(one))
    values = {"table": one.table, "rule": one.rule}
    return Finding(Mess.TO_CHECK, "to_check_others", household=one.key, values=values)


def _told(one: Problem) -> dict[str, object]:
    return {"text": one.text, "fix": one.fix}
