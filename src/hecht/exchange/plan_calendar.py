"""All terms of a plan for one calendar file (`hecht.exchange.ics`), for who leads the project.

Works, moves, the last days to tell households that they move, promises, latest dates, and
temporary homes. Staff see households by their code, never by a name; a committee sees no
household and no number that is about a small group (C7).
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hecht.exchange.calendar_texts import CalendarTexts
from hecht.exchange.ics import Term
from hecht.neighbourhood import (
    Block,
    Course,
    Month,
    Move,
    Neighbourhood,
    PromiseKind,
    ReturnWish,
    Stage,
)
from hecht.outcomes.disclosure import Audience, protect_counts


def plan_terms(
    neighbourhood: Neighbourhood,
    course: Course,
    audience: Audience = Audience.COMMITTEE,
    language: str = "nl",
) -> list[Term]:
    """Return every term of a plan in order of its days, as this audience may see it.

    A month is kept as its first day when something begins in it and as its last day when
    something must be done by then. Raises ValueError for an unknown language.
    """
    run = _Terms(neighbourhood, course, audience, CalendarTexts(language))
    found = [*run.works(), *run.moves(), *run.notices(), *run.promises(), *run.temporary()]
    return sorted(found, key=lambda term: (term.day, term.key))


def last_day_to_tell(moves_in: Month, notice_months: int) -> date:
    """Return the last day on which a household can be told of a move in this month.

    Notice is counted in whole calendar months, as in the rules of a plan: for a move in July with
    a notice of 6 months it is the last day of January.
    """
    return last_day(moves_in.plus(-notice_months))


def first_day(month: Month) -> date:
    """Return the first day of a month."""
    return date(month.year, month.number, 1)


def last_day(month: Month) -> date:
    """Return the last day of a month."""
    return date(month.year, month.number, monthrange(month.year, month.number)[1])


class _Terms:
    """Makes the terms of one plan for one audience."""

    def __init__(
        self, here: Neighbourhood, course: Course, audience: Audience, words: CalendarTexts
    ) -> None:
        self.here, self.course, self.words = here, course, words
        self.audience = audience
        self.codes = audience is Audience.INTERNAL
        self.moving: dict[int, list[Move]] = defaultdict(list)
        for move in course.moves():
            self.moving[move.month].append(move)

    def works(self) -> Iterator[Term]:
        """Tell when the works on each block start, when they end, and when they must."""
        for block in self.here.blocks:
            start = self.course.starts.get(block.id)
            if start is None or not block.has_works:
                continue
            named = {"block": _named(block)}
            what, until = self.words.works(block.works), self._last(start + block.duration)
            yield self._term(self._first(start), "works_start", block.id, what, **named)
            yield self._term(until, "works_end", block.id, what, **named)
            if block.latest is not None:
                note = self.words("latest_note", day=self.words.day(until))
                latest = self._last(block.latest)
                yield self._term(latest, "works_latest", block.id, note, **named)

    def moves(self) -> Iterator[Term]:
        """Tell how many move in each month; of a small number only that there are some."""
        shown = self._shown({month: len(moves) for month, moves in self.moving.items()})
        for month, moves in self.moving.items():
            count, day = shown[month], self._first(month)
            what = "moves_bare" if count is None else "moves"
            note = self._who(moves) if count is not None else self.words("hidden")
            yield self._counted(day, what, count, str(self._month(month)), note, whole_month=True)

    def notices(self) -> Iterator[Term]:
        """Tell until when each moving household can be told (rule 5); leavers choose themselves."""
        months = self.here.policy.notice_months
        wish = {one.id: one.wish for one in self.here.households}
        told = {
            month: [move for move in moves if wish[move.household] is not ReturnWish.ELSEWHERE]
            for month, moves in self.moving.items()
        }
        for month, moves in told.items():
            if not moves:
                continue
            moves_in = self._month(month)
            count = len(moves) if self.codes else None
            note = [self.words("notice_note", months=months), self._who(moves)]
            yield self._counted(
                last_day_to_tell(moves_in, months),
                "notice" if self.codes else "notice_bare",
                count,
                str(moves_in),
                " ".join(part for part in note if part),
                month=self.words.month(first_day(moves_in)),
            )

    def promises(self) -> Iterator[Term]:
        """Tell until when promises with a month must be kept."""
        seen = set()
        for promise in self.here.promises:
            if promise.kind is not PromiseKind.BY:
                continue
            month = Month.parse(promise.value)
            if self.codes:
                about = f"{promise.household} {promise.status.value} {month}"
                note = self.words.status(promise.status)
                named = {"household": promise.household}
                yield self._term(last_day(month), "promise", about, note, **named)
            elif month not in seen:
                seen.add(month)
                yield self._term(last_day(month), "promise_bare", str(month))

    def temporary(self) -> Iterator[Term]:
        """Tell from when and until when temporary homes can be lived in."""
        homes = [home for home in self.here.homes if home.stage is Stage.TEMPORARY]
        begin, end = defaultdict(list), defaultdict(list)
        for home in homes:
            if home.available_from is not None:
                begin[home.available_from].append(home.id)
            if home.available_until is not None:
                end[home.available_until].append(home.id)
        for what, by_month in (("temporary_from", begin), ("temporary_until", end)):
            for month, ids in by_month.items():
                day = self._first(month) if what == "temporary_from" else self._last(month)
                note = ", ".join(ids) if self.codes else ""
                yield self._counted(day, what, len(ids), str(self._month(month)), note)

    def _shown(self, counts: dict[int, int]) -> dict[int, int | None]:
        if self.codes:
            return dict(counts)
        named = {str(month): count for month, count in counts.items()}
        cells = protect_counts(named, self.audience.threshold).cells
        return {int(month): count for month, count in cells.items()}

    def _who(self, moves: Iterable[Move]) -> str:
        """List who moves where, for staff only."""
        if not self.codes:
            return ""
        return "; ".join(
            self.words("move_out", household=move.household)
            if move.to is None
            else self.words("move_to", household=move.household, home=move.to)
            for move in moves
        )

    def _term(self, day: date, what: str, about: str, note: str = "", **values: object) -> Term:
        return Term(day, self.words(what, **values), note, key=self._key(what, about))

    def _counted(
        self, day: date, what: str, count: int | None, about: str, note: str,
        *, whole_month: bool = False, **values: object,
    ) -> Term:  # fmt: skip
        text = (
            self.words(what, **values)
            if count is None
            else self.words.counted(what, count, **values)
        )
        days = monthrange(day.year, day.month)[1] if whole_month else 1
        return Term(day, text, note, days, self._key(what, about))

    def _key(self, what: str, about: str) -> str:
        """Name an event by what it is about, so that a newer plan moves it and does not double it.

        What staff see has other names, so that the file of a committee never replaces it.
        """
        return f"{self.audience.value}/{what.removesuffix('_bare')}/{about}"

    def _month(self, month: int) -> Month:
        return self.here.project.start.plus(month)

    def _first(self, month: int) -> date:
        return first_day(self._month(month))

    def _last(self, month: int) -> date:
        """Return the last day before a month."""
        return self._first(month) - timedelta(days=1)


def _named(block: Block) -> str:
    return f"{block.id} {block.name}".strip() if block.name != block.id else block.id
