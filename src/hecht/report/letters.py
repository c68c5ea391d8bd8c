"""All letters of a plan: who gets which, in which languages, as PDF, page and calendar file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from hecht.exchange.file_names import file_names
from hecht.exchange.ics import Term, calendar_text
from hecht.exchange.letters_files import LetterFile
from hecht.exchange.plan_changes import Changed
from hecht.neighbourhood import Course, Neighbourhood
from hecht.planning.replan.differences import Change
from hecht.report.letter import Layout
from hecht.report.letter_pdf import print_all
from hecht.residents.letter import Letter
from hecht.residents.letter_texts import BINDING, LANGUAGES
from hecht.residents.letterhead import Letterhead
from hecht.residents.my_plan import MyPlan, my_plans
from hecht.residents.plan_change import PlanChange, plan_changes
from hecht.residents.write_letter import Writer

FORMATS = ("pdf", "html", "ics")


@dataclass(frozen=True)
class Letters:
    """An order for letters.

    `day` is the date of the letters. `spoken` holds the language that a household asked for;
    `languages` are those in which everybody gets a letter instead (None: that language). A letter
    in another language than Dutch comes with the Dutch one, which is binding. `households` are
    those to write to (None: all), `formats` some of FORMATS. `large` prints in 18 point.
    `allowances` is as for `my_plans`. With `changed` they are letters about a changed plan, to
    those for whom something changes, or with `everyone` to all.
    """

    neighbourhood: Neighbourhood
    course: Course
    head: Letterhead
    day: date
    spoken: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] | None = None
    households: tuple[str, ...] | None = None
    formats: tuple[str, ...] = FORMATS
    large: bool = False
    allowances: Mapping[str, float] = field(default_factory=dict)
    changed: Changed | None = None
    everyone: bool = False

    def __post_init__(self) -> None:
        for name in self.households or ():
            if name not in self.neighbourhood.household_of:
                raise ValueError(f"there is no household {name!r} in the plan's neighbourhood")
        for language in self.languages or ():
            if language not in LANGUAGES:
                raise ValueError(
                    f"there are no letters in {language!r}; choose from {', '.join(LANGUAGES)}"
                )
        for kind in self.formats:
            if kind not in FORMATS:
                raise ValueError(f"there is no format {kind!r}; choose from {', '.join(FORMATS)}")

    def spoken_by(self, household: str) -> tuple[str, ...]:
        """Return the languages in which a household gets its letter, Dutch first."""
        asked = self.languages
        if asked is None:
            spoken = self.spoken.get(household, BINDING)
            asked = (spoken if spoken in LANGUAGES else BINDING,)
        return (BINDING, *(one for one in dict.fromkeys(asked) if one != BINDING))

    @cached_property
    def written(self) -> tuple[Letter, ...]:
        """Every letter, by household in the neighbourhood's order, then by language."""
        plans = my_plans(self.neighbourhood, self.course, self.day, self.allowances)
        changes = self._changes()
        writer = Writer(self.neighbourhood, self.head, self.day)
        result: list[Letter] = []
        for name, plan in plans.items():
            change = changes.get(name)
            if not self._wanted(name, change):
                continue
            languages = self.spoken_by(name)
            other = languages[1] if len(languages) == 2 else None
            result += [
                self._letter(writer, plan, language, change, other) for language in languages
            ]
        return tuple(result)

    @staticmethod
    def _letter(
        writer: Writer, plan: MyPlan, language: str, change: PlanChange | None, other: str | None
    ) -> Letter:
        return writer.write(plan, language, change, other if language == BINDING else None)

    def _wanted(self, name: str, change: PlanChange | None) -> bool:
        if self.households is not None and name not in self.households:
            return False
        if self.changed is None or self.everyone:
            return True
        # a household that only the new plan knows has everything to hear
        return change is None or change.change is not Change.NONE or bool(change.broken)

    def _changes(self) -> dict[str, PlanChange]:
        if self.changed is None:
            return {}
        old = self.changed
        before = my_plans(old.neighbourhood, old.course, self.day)
        return plan_changes(old.differences, before, self.neighbourhood, old.events, old.ways_out)


def letter_files(
    order: Letters, workers: int = 2, told: Callable[[int, int], None] | None = None
) -> Iterator[LetterFile]:
    """Yield every file of an order. The same order gives the same bytes, however many `workers`.

    `told` is called with how many PDFs are done, of how many. Raises NoWeasyPrint when PDFs are
    asked for and cannot be made.
    """
    letters = order.written
    layout = Layout.of(order.neighbourhood, order.head)
    folders = file_names(dict.fromkeys(letter.reference for letter in letters), "")
    papers: list[tuple[Letter, str]] = []
    for letter in letters:
        stem = f"{folders[letter.reference]}-{letter.language}"
        place = (order.neighbourhood, letter, folders[letter.reference])
        if "html" in order.formats:
            page = layout.page(letter, large=order.large)
            yield _file(*place, f"{stem}.html", page.encode())
        if "ics" in order.formats and letter.appointments:
            yield _file(*place, f"{stem}.ics", calendar_of(letter, order.day).encode())
        if "pdf" in order.formats:
            papers.append((letter, layout.paper(letter, large=order.large)))
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if told is not None:
            told(done, len(papers))

    if not papers:
        return
    pages = ((str(number), page) for number, (_, page) in enumerate(papers))
    for name, made in print_all(pages, order.head.colour, workers, one_more):
        letter = papers[int(name)][0]
        folder = folders[letter.reference]
        yield _file(order.neighbourhood, letter, folder, f"{folder}-{letter.language}.pdf", made)


def calendar_of(letter: Letter, day: date) -> str:
    """Return the days of a letter as a calendar file."""
    terms = [
        Term(one.day, one.text, one.note, one.days, f"{letter.reference} {one.key}")
        for one in letter.appointments
    ]
    name = letter.sender[0]
    return calendar_text(name, terms, day, "letters", letter.language)


def _file(
    here: Neighbourhood, letter: Letter, folder: str, name: str, content: bytes
) -> LetterFile:
    home = here.home_of[here.household_of[letter.household].home]
    return LetterFile(
        letter.household, letter.reference, home.address or home.id, letter.language, folder,
        name, content,
    )  # fmt: skip
