"""Merging forms into a neighbourhood: what is sure goes in, everything else is reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hecht.neighbourhood import Neighbourhood, Problem
from hecht.residents.intake_findings import Columns, Finding, Mess, OneOf, Option, Proposal
from hecht.residents.intake_fit import fit
from hecht.residents.intake_log import (
    CONTACT,
    Entry,
    Person,
    current,
    field_text,
    people_of,
    people_text,
)
from hecht.residents.intake_people import Match, Register, Verdict, alike_word, bare_name
from hecht.residents.intake_questions import QUESTION_OF, RESULT, Kind
from hecht.residents.intake_reading import Form, Named, Row, read_row
from hecht.residents.intake_work import NEW, NOBODY, OLD


@dataclass(frozen=True)
class Merged:
    """What came of merging forms.

    `neighbourhood` holds the answers, `log` every answer with the new ones at its end (`added`
    of them). `proposals` wait for a decision. `counts` are figures about the forms and ties as a
    whole. `faults` are problems that the neighbourhood did not have before: it must not be
    written when one of them is an error.
    """

    neighbourhood: Neighbourhood
    log: tuple[Entry, ...]
    added: int
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    counts: Mapping[str, int]
    faults: tuple[Problem, ...]


def merge(
    neighbourhood: Neighbourhood,
    log: Sequence[Entry],
    rows: Iterable[Row],
    *,
    today: date,
    decisions: Mapping[str, str] | None = None,
) -> Merged:
    """Merge the rows of a workbook into a neighbourhood.

    `log` are the answers that were merged before; merging the same rows again adds nothing.
    `decisions` are the answers to earlier proposals by their key: a household (its id, code or
    whole address), a street or type, "new" or "old", or "nobody". Forms are taken in the order
    of their dates, so that the later answer of a household counts.
    """
    run = _Merging(neighbourhood, log, decisions or {})
    forms = [read_row(row, today) for row in rows]
    for form in sorted(forms, key=lambda form: (form.date or date.max, form.row)):
        run.take(form)
    return run.result()


@dataclass
class _Merging:
    """One run over the forms."""

    here: Neighbourhood
    before: Sequence[Entry]
    decisions: Mapping[str, str]
    log: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    rows_of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    answered: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.log = list(self.before)
        self.register = Register(self.here)
        self.streets = sorted({home.street for home in self.here.homes if home.street})
        self.types = sorted({home.type for home in self.here.homes if home.type})
        self.unresolved: dict[str, set[str]] = defaultdict(set)

    def take(self, form: Form) -> None:
        """Merge one form as far as it is sure."""
        self.counts["forms"] += 1
        household = self._whose(form)
        self.findings.extend(replace(one, household=household or "") for one in form.findings)
        if household is None:
            return
        self.rows_of[household].append(form.row)
        if form.source is None or form.date is None or form.entered_by is None:
            lacking = [
                name for name in ("source", "date", "entered_by") if getattr(form, name) is None
            ]
            names = Columns(", ".join(lacking))
            self._find(form, household, Mess.NO_SOURCE, "no_source", lacking=names)
            return
        if form.result != "filled":
            self._not_filled(form, household)
        elif form.is_empty:
            self._find(form, household, Mess.EMPTY, "empty")
        else:
            self._answers(form, household)

    def _whose(self, form: Form) -> str | None:
        found = self.register.exact(form.code) if form.code else None
        if found is not None:
            return found
        options = self.register.whose_form(form.code, form.address)
        proposal = Proposal(
            "form", form.row, "", "code", f"{form.code} {form.address}".strip(), options
        )
        decided = self._decided(proposal)
        if decided is not None and decided[0] is not None:
            return decided[0]
        self.findings.append(
            Finding(
                Mess.UNKNOWN_FORM, "whose", form.row, question="code",
                values={"count": len(options)},
            )
        )  # fmt: skip
        if decided is None:
            self.proposals.append(proposal)
        return None

    def _not_filled(self, form: Form, household: str) -> None:
        result = OneOf(RESULT, form.result)
        if not form.is_empty:
            self._find(
                form, household, Mess.CONTRADICTORY, "result_and_answers", "result", result=result
            )
            return
        if form.result == "refused":
            self._find(form, household, Mess.REFUSED, "refused", result=result)
        else:
            self._find(form, household, Mess.NOT_REACHED, "not_reached", result=result)
        self._add(form, household, CONTACT, form.result, always=True)

    def _answers(self, form: Form, household: str) -> None:
        earlier = {one.form for one in self.log if one.household == household and one.question
                   != CONTACT}  # fmt: skip
        mine = (form.source, form.date, form.entered_by)
        twice = (earlier - {mine}) if mine not in {e.form for e in self.before} else set()
        if twice or len(self.rows_of[household]) > 1:
            self._find(form, household, Mess.TWICE, "twice")
        self.answered.add(household)
        for question, value in form.answers.items():
            if question in ("wish_street", "wish_type"):
                word = self._word(form, household, question, value)
                if word is None:
                    continue
                value = word
            self._answer(form, household, question, value)
        for question, named in form.people.items():
            people = self._people(form, household, question, named)
            if people:
                self._answer(form, household, question, people_text(people))

    def _answer(self, form: Form, household: str, question: str, value: str) -> None:
        """Take one answer, unless it was taken before, is older, or contradicts another."""
        if any(
            one.household == household and one.question == question and one.value == value
            and one.form == (form.source, form.date, form.entered_by)
            for one in self.log
        ):  # fmt: skip
            self.counts["known"] += 1
            return
        old = current(self.log).get((household, question))
        if old is None:
            self._first(form, household, question, value)
        elif old.value == value:
            self.counts["confirmed"] += 1
            self._add(form, household, question, value)
        elif self._completes(form, old, value):
            self.counts["completed"] += 1
            self._add(form, household, question, value)
        elif form.date is not None and form.date > old.date:
            self.counts["changed"] += 1
            self._find(form, household, Mess.CHANGED, "changed", question, date=old.date)
            self._add(form, household, question, value)
        elif form.date is not None and form.date < old.date:
            self.counts["older"] += 1
            self._find(form, household, Mess.OLDER, "older", question, date=old.date)
        else:
            self._contradiction(form, household, question, old, value)

    def _first(self, form: Form, household: str, question: str, value: str) -> None:
        name = QUESTION_OF[question].fills
        held = field_text(self.here.household_of[household], name) if name else ""
        self.counts["new"] += 1
        if held and held != value and not (held == "no" and value == "yes"):
            self.counts["changed"] += 1
            choices = QUESTION_OF[question].choices
            self._find(
                form, household, Mess.CHANGED, "changed_table", question,
                held=OneOf(choices, held), value=OneOf(choices, value),
            )  # fmt: skip
        self._add(form, household, question, value)

    def _completes(self, form: Form, old: Entry, value: str) -> bool:
        """Tell whether a list of people from the same form only grew, by a decision."""
        if QUESTION_OF[old.question].kind is not Kind.PEOPLE:
            return False
        same = old.form == (form.source, form.date, form.entered_by)
        return same and set(people_of(old.value)) <= set(people_of(value))

    def _contradiction(
        self, form: Form, household: str, question: str, old: Entry, value: str
    ) -> None:
        proposal = Proposal(
            "contradiction", form.row, household, question, f"{old.value} / {value}",
            (Option("old", old.value, 50), Option("new", value, 50)),
        )  # fmt: skip
        decision = self.decisions.get(proposal.key, "").strip().lower()
        if decision in NEW:
            self.counts["decided"] += 1
            self.counts["changed"] += 1
            self._add(form, household, question, value)
        elif decision in OLD:
            self.counts["decided"] += 1
        else:
            self._find(form, household, Mess.CONTRADICTORY, "contradiction", question)
            self._bad(form, household, decision, question)
            self.proposals.append(proposal)

    def _word(self, form: Form, household: str, question: str, text: str) -> str | None:
        known = self.streets if question == "wish_street" else self.types
        word, options = alike_word(text, known)
        if word is not None:
            return word
        proposal = Proposal("word", form.row, household, question, text, options)
        decision = self.decisions.get(proposal.key, "").strip()
        chosen, _ = alike_word(decision, known) if decision else (None, ())
        if chosen is not None or decision.lower() in NOBODY:
            self.counts["decided"] += 1
            return chosen
        self._bad(form, household, decision, question)
        key = "no_street" if question == "wish_street" else "no_type"
        self._find(form, household, Mess.UNCLEAR_WORD, key, question, count=len(options))
        self.proposals.append(proposal)
        return None

    def _people(
        self, form: Form, household: str, question: str, named: Sequence[Named]
    ) -> list[Person]:
        people: dict[str, Person] = {}
        for one in named:
            match = self.register.match(one.written, household)
            known = match.household or self._person(form, household, question, one, match)
            if known == household or match.verdict is Verdict.SELF:
                self._find(form, household, Mess.OWN_NAME, "own_name", question)
            elif known and known in people:
                self._find(form, household, Mess.NAMED_TWICE, "named_twice", question)
            elif known:
                people[known] = Person(known, one.kind)
        return list(people.values())

    def _person(
        self, form: Form, household: str, question: str, one: Named, match: Match
    ) -> str | None:
        """Return who is meant by decision; otherwise propose it and report that it waits."""
        if match.verdict is Verdict.SELF:
            return None
        proposal = Proposal("person", form.row, household, question, one.written, match.options)
        decided = self._decided(proposal)
        if decided is not None:
            self.counts["decided"] += 1
            return decided[0]
        if match.verdict is Verdict.PROPOSED:
            self.unresolved[match.options[0].value].add(bare_name(one.written))
            count = len(match.options)
            self._find(
                form, household, Mess.UNCLEAR_PERSON, "unclear_person", question, count=count
            )
        else:
            key = "vague_person" if match.verdict is Verdict.VAGUE else "unknown_person"
            self._find(form, household, Mess.UNKNOWN_PERSON, key, question)
        self.proposals.append(proposal)
        return None

    def _decided(self, proposal: Proposal) -> tuple[str | None] | None:
        """Return the household of a decision ((None,) for nobody), or None when there is none."""
        decision = self.decisions.get(proposal.key, "").strip()
        if not decision:
            return None
        if decision.lower() in NOBODY:
            return (None,)
        match = self.register.match(decision, "")
        found = self.register.exact(decision) or match.household
        if found:
            return (found,)
        self.findings.append(
            Finding(
                Mess.BAD_DECISION, "decision_household", proposal.row, proposal.household,
                proposal.question,
            )
        )  # fmt: skip
        return None

    def _bad(self, form: Form, household: str, decision: str, question: str) -> None:
        if decision:
            self._find(form, household, Mess.BAD_DECISION, "decision", question)

    def _add(
        self, form: Form, household: str, question: str, value: str, always: bool = False
    ) -> None:
        assert form.source is not None
        assert form.date is not None
        assert form.entered_by is not None
        name = "" if question == CONTACT else QUESTION_OF[question].fills
        first = next(
            (one for one in self.log if (one.household, one.question) == (household, question)),
            None,
        )
        held = field_text(self.here.household_of[household], name) if name else ""
        entry = Entry(
            household, question, value, form.source, form.date, form.entered_by,
            first.before if first else held,
        )  # fmt: skip
        if not always or entry not in self.log:
            self.log.append(entry)

    def _find(
        self, form: Form, household: str, mess: Mess, key: str, question: str = "",
        **values: object,
    ) -> None:  # fmt: skip
        self.findings.append(Finding(mess, key, form.row, household, question, values))

    def result(self) -> Merged:
        """Put the answers into the tables, and report what only shows in the whole."""
        for spellings in self.unresolved.values():
            if len(spellings) > 1:
                self.findings.append(
                    Finding(
                        Mess.SPELLINGS, "spellings", question="near",
                        values={"count": len(spellings)},
                    )
                )  # fmt: skip
        last_row = {household: rows[-1] for household, rows in self.rows_of.items()}
        fitted = fit(self.here, self.before, self.log, last_row)
        self.findings.extend((*fitted.findings, *fitted.tables.findings))
        self.counts.update(fitted.tables.counts)
        self.counts["households"] = len(self.answered)
        order = {mess: place for place, mess in enumerate(Mess)}
        self.findings.sort(key=lambda one: (order[one.mess], one.row or 0, one.question))
        self.proposals.sort(
            key=lambda one: (one.what, one.options[0].value if one.options else "~", one.row)
        )
        return Merged(
            fitted.tables.neighbourhood, fitted.log, len(fitted.log) - len(self.before),
            tuple(self.findings), tuple(self.proposals), dict(sorted(self.counts.items())),
            fitted.faults,
        )  # fmt: skip
