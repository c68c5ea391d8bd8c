"""Merging forms into a neighbourhood: what is sure goes in, everything else is reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hecht.neighbourhood import Neighbourhood, Problem, problems
from hecht.residents.intake_findings import Finding, Mess, Option, Proposal
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
from hecht.residents.intake_questions import QUESTION_OF, Kind
from hecht.residents.intake_reading import Form, Named, Row, read_row
from hecht.residents.intake_tables import Tables, apply_answers

NOBODY = frozenset({"nobody", "niemand", "outside", "buiten", "none", "geen"})
"""Decisions that say: no household of this neighbourhood is meant."""


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
            self._find(
                form, household, Mess.NO_SOURCE,
                f"nothing of this form is merged: {', '.join(lacking)} is missing",
                "fill it in; `hecht intake merge` has options for a whole workbook",
            )  # fmt: skip
            return
        if form.result != "filled":
            self._not_filled(form, household)
        elif form.is_empty:
            self._find(
                form,
                household,
                Mess.EMPTY,
                "nothing is filled in",
                "ask again, or write the result",
            )
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
                Mess.UNKNOWN_FORM,
                f"it is not clear whose form this is; nothing of it is merged "
                f"({len(options)} proposed)",
                "decide in the work list, or correct the code", form.row, question="code",
            )
        )  # fmt: skip
        if decided is None:
            self.proposals.append(proposal)
        return None

    def _not_filled(self, form: Form, household: str) -> None:
        if not form.is_empty:
            self._find(
                form, household, Mess.CONTRADICTORY,
                f"the result is {form.result}, and yet there are answers; none is merged",
                "write as result what it was", "result",
            )  # fmt: skip
            return
        mess = Mess.REFUSED if form.result == "refused" else Mess.NOT_REACHED
        self._find(
            form, household, mess, f"no answers: {form.result}",
            "leave it at that" if mess is Mess.REFUSED else "try again, at another hour",
        )  # fmt: skip
        self._add(form, household, CONTACT, form.result, always=True)

    def _answers(self, form: Form, household: str) -> None:
        earlier = {one.form for one in self.log if one.household == household and one.question
                   != CONTACT}  # fmt: skip
        mine = (form.source, form.date, form.entered_by)
        twice = (earlier - {mine}) if mine not in {e.form for e in self.before} else set()
        if twice or len(self.rows_of[household]) > 1:
            self._find(
                form, household, Mess.TWICE, "this household answered before",
                "see what changed; the later date counts",
            )  # fmt: skip
        self.counts["households"] += len(self.rows_of[household]) == 1
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
            self._find(
                form, household, Mess.CHANGED, f"not what it was on {old.date}; this one counts",
                "nothing, if that is so", question,
            )  # fmt: skip
            self._add(form, household, question, value)
        elif form.date is not None and form.date < old.date:
            self.counts["older"] += 1
            self._find(
                form, household, Mess.OLDER, f"an older answer than that of {old.date}; not kept",
                "nothing, if that is so", question,
            )  # fmt: skip
        else:
            self._contradiction(form, household, question, old, value)

    def _first(self, form: Form, household: str, question: str, value: str) -> None:
        name = QUESTION_OF[question].fills
        held = field_text(self.here.household_of[household], name) if name else ""
        self.counts["new"] += 1
        if held and held != value and not (held == "no" and value == "yes"):
            self.counts["changed"] += 1
            self._find(
                form, household, Mess.CHANGED,
                f"{held} in the neighbourhood until now, {value} on the form; the form counts",
                "nothing, if that is so", question,
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
        if decision in ("new", "nieuw"):
            self.counts["decided"] += 1
            self._add(form, household, question, value)
        elif decision in ("old", "oud"):
            self.counts["decided"] += 1
        else:
            self._find(
                form, household, Mess.CONTRADICTORY,
                "two answers of one day differ; the first is kept until someone decides",
                "decide in the work list: old or new", question,
            )  # fmt: skip
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
        self._find(
            form, household, Mess.UNCLEAR_WORD,
            f"it is written as no {'street' if question == 'wish_street' else 'kind of home'} here "
            f"({len(options)} proposed); not kept until someone decides",
            "decide in the work list", question,
        )  # fmt: skip
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
                self._find(
                    form, household, Mess.OWN_NAME, "the household named itself; left out",
                    "ask who is meant", question,
                )  # fmt: skip
            elif known and known in people:
                self._find(
                    form, household, Mess.NAMED_TWICE, "one household is named twice; kept once",
                    "nothing", question,
                )  # fmt: skip
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
            self._find(
                form, household, Mess.UNCLEAR_PERSON,
                f"who is meant is not certain ({len(match.options)} proposed); not kept until "
                f"someone decides",
                "decide in the work list", question,
            )  # fmt: skip
        else:
            vague = match.verdict is Verdict.VAGUE
            self._find(
                form, household, Mess.UNKNOWN_PERSON,
                "it does not say which household it is" if vague
                else "nobody here is called so; not kept",
                "ask where that person lives, and decide in the work list", question,
            )  # fmt: skip
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
                Mess.BAD_DECISION, "the decision in the work list names no household",
                "write its id, code or whole address, or nobody", proposal.row,
                proposal.household, proposal.question,
            )
        )  # fmt: skip
        return None

    def _bad(self, form: Form, household: str, decision: str, question: str) -> None:
        if decision:
            self._find(
                form, household, Mess.BAD_DECISION, "the decision in the work list is not one "
                "that is possible", "write one of the proposals as it stands there", question,
            )  # fmt: skip

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
        self, form: Form, household: str, mess: Mess, text: str, fix: str, question: str = ""
    ) -> None:
        self.findings.append(Finding(mess, text, fix, form.row, household, question))

    def result(self) -> Merged:
        """Put the answers into the tables, and report what only shows in the whole."""
        for spellings in self.unresolved.values():
            if len(spellings) > 1:
                self.findings.append(
                    Finding(
                        Mess.SPELLINGS,
                        f"one household seems to be written in {len(spellings)} ways",
                        "decide each in the work list; they lie together there", question="near",
                    )
                )  # fmt: skip
        tables = self._tables()
        self.findings.extend(tables.findings)
        self.counts.update(tables.counts)
        faults = _new_faults(self.here, tables.neighbourhood)
        self.findings.extend(_of_fault(one) for one in faults if one.severity != "error")
        order = {mess: place for place, mess in enumerate(Mess)}
        self.findings.sort(key=lambda one: (order[one.mess], one.row or 0, one.question))
        self.proposals.sort(
            key=lambda one: (one.what, one.options[0].value if one.options else "~", one.row)
        )
        return Merged(
            tables.neighbourhood, tuple(self.log), len(self.log) - len(self.before),
            tuple(self.findings), tuple(self.proposals), dict(sorted(self.counts.items())), faults,
        )  # fmt: skip

    def _tables(self) -> Tables:
        """Return the tables; answers that do not go with what stands there are left out."""
        for _ in range(len(self.rows_of) + 1):
            tables = apply_answers(self.here, self.before, self.log)
            wrong = {
                one.key: one
                for one in _new_faults(self.here, tables.neighbourhood)
                if one.severity == "error" and one.table in ("households", "promises")
            }
            left_out: dict[str, list[str]] = {
                one.household: []
                for one in self.log[len(self.before) :]
                if one.household in wrong and _fills(one.question)
            }
            if not left_out:
                break
            kept = list(self.log[: len(self.before)])
            for one in self.log[len(self.before) :]:
                if one.household in left_out and _fills(one.question):
                    left_out[one.household].append(one.question)
                else:
                    kept.append(one)
            self.log = kept
            for household, questions in left_out.items():
                self.findings.append(
                    Finding(
                        Mess.CONTRADICTORY,
                        f"it does not go with the tables ({wrong[household].text}); not kept",
                        f"{wrong[household].fix}, and merge again", self.rows_of[household][-1],
                        household, ", ".join(dict.fromkeys(questions)),
                    )
                )  # fmt: skip
        return tables


def _fills(question: str) -> bool:
    return question != CONTACT and bool(QUESTION_OF[question].fills)


def _new_faults(before: Neighbourhood, after: Neighbourhood) -> tuple[Problem, ...]:
    known = {(one.table, one.rule, one.key, one.column, one.text) for one in problems(before)}
    return tuple(
        one for one in problems(after)
        if (one.table, one.rule, one.key, one.column, one.text) not in known
    )  # fmt: skip


def _of_fault(one: Problem) -> Finding:
    """Return the finding of a new problem; what is about others is told without them."""
    if one.table in ("households", "homes", "blocks", "project"):
        return Finding(Mess.TO_CHECK, one.text, one.fix, household=one.key, question=one.column)
    text = f"the table {one.table} has something new that may be wrong ({one.rule})"
    return Finding(Mess.TO_CHECK, text, "see `hecht check`", household=one.key)
