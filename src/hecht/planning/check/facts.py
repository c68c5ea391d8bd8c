"""What follows directly from a neighbourhood and a course, derived anew for the validator."""

from __future__ import annotations

from functools import cached_property

from hecht.neighbourhood import (
    Block,
    Course,
    Home,
    Household,
    Neighbourhood,
    Stage,
    Stay,
    StayKind,
    Works,
)

Span = tuple[int, int]
"""Months from the first up to, not including, the second."""


class Facts:
    """Everything the rules look at, computed from plain fields only.

    `starts` holds the block starts that mean something: of known blocks with works. `stays` holds
    each known household's sound stays (a known home, at least one month) in order of time.
    """

    def __init__(self, neighbourhood: Neighbourhood, course: Course) -> None:
        """Look up and sort what is known; nothing is judged here."""
        self.neighbourhood = neighbourhood
        self.course = course
        self.policy = neighbourhood.policy
        self.horizon = neighbourhood.project.horizon
        self.blocks: dict[str, Block] = {block.id: block for block in neighbourhood.blocks}
        self.homes: dict[str, Home] = {home.id: home for home in neighbourhood.homes}
        self.households: dict[str, Household] = {one.id: one for one in neighbourhood.households}
        self.starts: dict[str, int] = {
            block: month
            for block, month in course.starts.items()
            if block in self.blocks and self.blocks[block].works is not Works.KEEP
        }
        self.stays: dict[str, list[Stay]] = {one.id: [] for one in neighbourhood.households}
        for stay in course.stays:
            if stay.household in self.stays and stay.home in self.homes and stay.start < stay.end:
                self.stays[stay.household].append(stay)
        for stays in self.stays.values():
            stays.sort(key=lambda stay: (stay.start, stay.end))
        self._windows: dict[str, tuple[Span, ...]] = {}

    @cached_property
    def first_move(self) -> int:
        """The first month in which a household that does not leave by itself may move (rule 5)."""
        start = self.neighbourhood.project.start
        told = self.neighbourhood.project.announced or start
        months = (told.year - start.year) * 12 + (told.number - start.number)
        return max(0, months + self.policy.notice_months)

    @cached_property
    def stays_in(self) -> dict[str, list[Stay]]:
        """The stays in each home in order of time; homes that nobody uses are left out."""
        result: dict[str, list[Stay]] = {}
        for stays in self.stays.values():
            for stay in stays:
                result.setdefault(stay.home, []).append(stay)
        for stays in result.values():
            stays.sort(key=lambda stay: (stay.start, stay.end, stay.household))
        return result

    def works_on(self, home: Home) -> Block | None:
        """Return the block whose works decide when a home exists; None: nothing happens to it."""
        if home.block is None or home.stage is Stage.TEMPORARY:
            return None
        block = self.blocks.get(home.block)
        if block is None or home.stage is Stage.NEW:
            return block
        return block if block.works in (Works.REBUILD, Works.RENOVATE_EMPTY) else None

    def usable(self, home: Home) -> tuple[Span, ...]:
        """Return the months in which a home can be lived in, as spans in order.

        An old home of a block that has no start stands all the time; a new one never comes.
        """
        if home.id not in self._windows:
            spans = self._spans(home)
            self._windows[home.id] = tuple((a, b) for a, b in spans if a < b)
        return self._windows[home.id]

    def _spans(self, home: Home) -> list[Span]:
        if home.stage is Stage.TEMPORARY:
            until = self.horizon if home.available_until is None else home.available_until
            return [(max(0, home.available_from or 0), min(self.horizon, until))]
        block = self.works_on(home)
        if block is None:
            return [(0, self.horizon)]
        start = self.starts.get(block.id)
        if start is None:
            return [] if home.stage is Stage.NEW else [(0, self.horizon)]
        if home.stage is Stage.NEW:
            return [(max(0, start + block.duration), self.horizon)]
        before = (0, min(start, self.horizon))
        if block.works is Works.REBUILD:
            return [before]
        return [before, (max(0, start + block.duration), self.horizon)]

    def lasting(self, home: Home) -> Span | None:
        """Return the months in which a home can be a final home; None: it never can."""
        if home.stage is Stage.TEMPORARY:
            return None
        block = self.works_on(home)
        if block is None:
            return 0, self.horizon
        if home.stage is Stage.EXISTING and block.works is Works.REBUILD:
            return None
        start = self.starts.get(block.id)
        if start is None or start + block.duration >= self.horizon:
            return None
        return max(0, start + block.duration), self.horizon

    def ends_inside(self, household: str) -> bool:
        """Return whether a household lives in a permanent home in the last month."""
        stays = self.stays[household]
        if not stays:
            return False
        last = stays[-1]
        return last.end >= self.horizon and last.kind is not StayKind.TEMPORARY

    def when(self, month: int) -> str:
        """Return a month in words, "month 14 (2027-03)"."""
        start = self.neighbourhood.project.start
        index = start.year * 12 + start.number - 1 + month
        return f"month {month} ({index // 12:04d}-{index % 12 + 1:02d})"
