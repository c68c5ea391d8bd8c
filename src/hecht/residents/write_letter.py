"""From the facts of one household to its letter, in one language."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from hecht.neighbourhood import Home, Month, Neighbourhood
from hecht.planning.replan.differences import Change
from hecht.residents.intake_code import form_code
from hecht.residents.letter import Action, Appointment, Letter, Spot
from hecht.residents.letter_change import ChangeSections
from hecht.residents.letter_sections import Sections
from hecht.residents.letter_texts import LetterTexts, letter_texts
from hecht.residents.letterhead import Letterhead
from hecht.residents.my_plan import Future, MyPlan
from hecht.residents.plan_change import PlanChange


@dataclass(frozen=True)
class Writer:
    """Writes the letters of one neighbourhood and day.

    `day` is the date of the letters; reply and objection run from it.
    """

    neighbourhood: Neighbourhood
    head: Letterhead
    day: date

    def write(
        self,
        plan: MyPlan,
        language: str,
        change: PlanChange | None = None,
        also: str | None = None,
    ) -> Letter:
        """Return the letter of a household in a language.

        With `change` it is a letter about a changed plan. `also` is the other language in which
        the household gets it. Raises ValueError for a language without letters.
        """
        words = letter_texts(language)
        code = form_code(self.neighbourhood.project.name, plan.household.id)
        sections = Sections(words, self.neighbourhood, self.head, self.day, plan, code)
        told = ChangeSections(words, sections, plan, change) if change is not None else None
        unchanged = change is not None and change.change is Change.NONE
        body = [] if unchanged else sections.all()
        if told is not None:
            body = [*told.all(), *(body or sections.after_no_change())]
        parts = tuple(part for part in body if part.paragraphs or part.rows or part.actions)
        actions = tuple(action for part in parts for action in part.actions)
        return Letter(
            household=plan.household.id,
            language=language,
            direction=words.direction,
            addressee=self._addressee(plan, words),
            sender=(self.head.organisation, *self.head.address),
            place_and_date=_place_and_date(self.head.place, self.day, words),
            subject=self._subject(sections, change),
            greeting=self._greeting(plan, words),
            first_line=sections.first_line() if told is None else told.first_line(),
            sections=parts,
            closing=self._closing(words),
            spots=_spots(plan, words),
            appointments=self._appointments(plan, sections, words, actions),
            machine_made=words.is_machine_made,
            binding=_binding(words),
            changed=change is not None,
            reference=code,
            note=self._note(words, also),
            reference_label=words("reference"),
            page_label=words("page"),
            map_title=words("map"),
            map_about=words("map_about"),
        )

    def _addressee(self, plan: MyPlan, words: LetterTexts) -> tuple[str, ...]:
        name = plan.household.label
        first = words.apart(name) if name else words("residents_of")
        lines = (plan.home.address or plan.home.id, self.head.town)
        return (first, *(words.apart(line) for line in lines if line))

    def _subject(self, sections: Sections, change: PlanChange | None) -> str:
        home = sections.named(sections.plan.home)
        if change is None:
            return sections.words("subject", home=home)
        key = "subject_none" if change.change is Change.NONE else "subject_change"
        return sections.words(key, home=home)

    def _greeting(self, plan: MyPlan, words: LetterTexts) -> str:
        name = plan.household.label
        return words("dear", name=words.apart(name)) if name else words("dear_nobody")

    def _closing(self, words: LetterTexts) -> tuple[str, ...]:
        signer = ", ".join(w for w in (self.head.contact_person, self.head.contact_role) if w)
        return (words("regards"), words.apart(signer), words.apart(self.head.organisation))

    def _note(self, words: LetterTexts, also: str | None) -> str:
        said = []
        if words.is_binding and also is not None and also != words.language:
            said.append(words("also_in", language=words.languages[also]))
        if self.neighbourhood.project.synthetic:
            said.append(words("synthetic"))
        return " ".join(said)

    def _appointments(
        self, plan: MyPlan, sections: Sections, words: LetterTexts, actions: tuple[Action, ...]
    ) -> tuple[Appointment, ...]:
        """Return the moves, the works and the last days of a household, in order of time."""
        contact = words(
            "event_contact",
            contact=words.apart(self.head.contact_person),
            phone=words.apart(self.head.phone),
        )
        note = f"{words('event_day')} {contact}"
        found = []
        for number, step in enumerate(plan.steps, start=1):
            origin = sections.named(step.origin)
            text = (
                words("event_leave", **{"from": origin})
                if step.to is None
                else words("event_move", **{"from": origin, "to": sections.named(step.to)})
            )
            days = calendar.monthrange(step.month.year, step.month.number)[1]
            found.append(Appointment(f"move-{number}", _first(step.month), text, note, days))
        if plan.future is Future.STAY_WORKS and plan.works_start and plan.works_end:
            first, after = _first(plan.works_start), _first(plan.works_end.plus(1))
            text = words("event_works")
            found.append(Appointment("works", first, text, note, (after - first).days))
        for number, action in enumerate(actions, start=1):
            if action.before is not None:
                found.append(Appointment(f"do-{number}", action.before, action.text, contact))
        return tuple(sorted(found, key=lambda one: (one.day, one.key)))


def _first(month: Month) -> date:
    return date(month.year, month.number, 1)


def _place_and_date(place: str, day: date, words: LetterTexts) -> str:
    shown = words.day(day)
    return f"{words.apart(place)}, {shown}" if place else shown


def _binding(words: LetterTexts) -> str:
    if words.is_binding:
        return ""
    said = [words("machine")] if words.is_machine_made else []
    return " ".join([*said, words("binding")])


def _spots(plan: MyPlan, words: LetterTexts) -> tuple[Spot, ...]:
    """Return the homes of a household on the map, those in one place as one spot.

    There are none when it never moves, or moves out of the neighbourhood at once.
    """
    homes: list[tuple[Home, str]] = [(plan.home, "now")]
    homes += [(s.to, "temporary") for s in plan.steps if s.to is not None and s.to != plan.final]
    if plan.final is not None and plan.steps:
        homes.append((plan.final, "final"))
    if len(homes) == 1:
        return ()
    places: dict[tuple[float, float], list[str]] = {}
    for home, kind in homes:
        kinds = places.setdefault((home.x, home.y), [])
        if kind not in kinds:
            kinds.append(kind)
    return tuple(
        Spot(x, y, " + ".join(words(f"spot_{kind}") for kind in kinds), kinds[-1])
        for (x, y), kinds in places.items()
    )
