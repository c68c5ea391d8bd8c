"""A sender, and letters to make in tests."""

from __future__ import annotations

from datetime import date

from hecht.neighbourhood import Course, Neighbourhood
from hecht.residents.letter import Letter
from hecht.residents.letterhead import Letterhead
from hecht.residents.my_plan import my_plans
from hecht.residents.write_letter import Writer

HEAD = Letterhead(
    organisation="Voorbeeldcorporatie",
    address=("Marktplein 1", "5000 AB Tilburg"),
    contact_person="Samira de Boer",
    phone="013 - 123 45 67",
    email="wijkteam@example.org",
    objection_address=("Bezwaren", "Postbus 10", "5000 AA Tilburg"),
    reply_days=28,
    objection_days=42,
)


def written(
    neighbourhood: Neighbourhood, course: Course, day: date, language: str = "nl"
) -> dict[str, Letter]:
    """Return the letter of each household, by id."""
    writer = Writer(neighbourhood, HEAD, day)
    plans = my_plans(neighbourhood, course, day)
    return {name: writer.write(plan, language) for name, plan in plans.items()}


def words_of(letter: Letter) -> str:
    """Return everything that can be read in a letter."""
    parts = [*letter.addressee, *letter.sender, letter.place_and_date, letter.subject]
    parts += [letter.greeting, letter.first_line, letter.binding, letter.note, *letter.closing]
    for section in letter.sections:
        parts += [section.heading, *section.paragraphs]
        parts += [text for row in section.rows for text in (row.label, row.value)]
        parts += [text for action in section.actions for text in (action.text, action.when)]
    for one in letter.appointments:
        parts += [one.key, one.text, one.note]
    parts += [spot.word for spot in letter.spots]
    return "\n".join(parts)


def part(letter: Letter, kind: str) -> str:
    """Return the words of one part of a letter; "" when it is not there."""
    for section in letter.sections:
        if section.kind == kind:
            rows = [f"{row.label}: {row.value}" for row in section.rows]
            actions = [f"{action.text} {action.when}" for action in section.actions]
            return "\n".join([section.heading, *section.paragraphs, *rows, *actions])
    return ""
