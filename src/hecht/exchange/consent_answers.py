"""Answers in: a table of what tenancies said, by letter, visit and web, taken all or none."""

from __future__ import annotations

from pathlib import Path

from hecht.consent import SOURCES, WITHDRAWN, Answer, Ballot, ConsentError
from hecht.exchange.consent_folder import day_in, rows_of_table

COLUMNS = ("tenancy", "answer", "given_on", "source", "version", "note")

_WORDS = {
    "yes": "yes",
    "ja": "yes",
    "no": "no",
    "nee": "no",
    "withdrawn": WITHDRAWN,
    "ingetrokken": WITHDRAWN,
}
_SOURCES = {"letter": "letter", "brief": "letter", "visit": "visit", "bezoek": "visit"}


def read_answers(path: Path) -> list[Answer]:
    """Read a table of answers. Raises ConsentError that lists every row that is not right."""
    answers: list[Answer] = []
    wrong: list[str] = []
    for row in rows_of_table(path, COLUMNS, optional=("note", "version")):
        try:
            answers.append(_answer(row, path.name))
        except ConsentError as error:
            wrong.append(str(error))
    if wrong:
        raise ConsentError("nothing was added:\n  " + "\n  ".join(wrong))
    return answers


def word_of(text: str) -> str:
    """Return yes, no or withdrawn for what people type, Dutch or English."""
    word = _WORDS.get(text.strip().lower())
    if word is None:
        raise ConsentError(
            f"{text!r} is no answer; write yes (ja), no (nee) or withdrawn (ingetrokken), and no "
            "row for who said nothing"
        )
    return word


def source_of(text: str) -> str:
    """Return letter, visit or web for what people type; the record refuses anything else."""
    return _SOURCES.get(text.strip().lower(), text.strip().lower())


def read_ballots(path: Path) -> list[Ballot]:
    """Read advice on scenarios: `approve` and `ranking` list scenarios with a semicolon or >."""
    return [
        Ballot(row["ballot"], frozenset(_listed(row["approve"])), tuple(_listed(row["ranking"])))
        for row in rows_of_table(path, ("ballot", "approve", "ranking"))
    ]


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.replace(">", ";").split(";") if name.strip()]


def _answer(row: dict[str, str], file: str) -> Answer:
    where = f"{file}, row {row['#']}"
    for column in ("tenancy", "source"):
        if not row[column]:
            raise ConsentError(f"{where}, column {column}: is empty; fill it in")
    given_on = day_in(row, "given_on", file)
    if given_on is None:
        raise ConsentError(f"{where}, column given_on: is empty; fill in the day of the answer")
    try:
        word = word_of(row["answer"])
    except ConsentError as error:
        raise ConsentError(f"{where}, column answer: {error}") from None
    source = source_of(row["source"])
    if source not in SOURCES:
        raise ConsentError(
            f"{where}, column source: {row['source']!r} is no source; write {', '.join(SOURCES)} "
            "(brief, bezoek)"
        )
    return Answer(row["tenancy"], word, given_on, source, row["version"], row["note"])
