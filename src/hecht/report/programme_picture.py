"""One picture of a programme: works, moves, who is uprooted, and the measures, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from hecht.area.overview import Overview
from hecht.area.programme import Measure, Nature
from hecht.area.seasons import Quarter, season_of
from hecht.area.uprooted import Uprooted
from hecht.area.uprooted_counts import MonthCounts
from hecht.neighbourhood import Month, MoveKind, Works
from hecht.report import look, svg
from hecht.report.area_words import theme_names
from hecht.report.programme_words import Say
from hecht.report.timeline import LEFT, RIGHT, WIDTH, Axis, WorksRow, works_rows
from hecht.report.words import Words

BEFORE, AFTER = 12, 24
"""Measures are drawn up to so many months before and after the months of the plan."""
LONGEST = 240
"""Without a plan, the most months that are drawn."""
WINTER = "#e3ecf5"
NATURE_FILL = {Nature.SOCIAL: "#6a4c9c", Nature.PHYSICAL: "#b9a27c"}
NATURE_HATCH = {Nature.SOCIAL: "", Nature.PHYSICAL: "M-2 2L2-2M0 8L8 0M6 10L10 6"}
TIE_FILL = {"without": look.LOST, "with": "#e7b96a", "unknown": "#b4bcc0"}
TIE_HATCH = {"without": "", "with": "M0 4H8", "unknown": "M4 3V5M3 4H5"}
HIDDEN_FILL, HIDDEN_HATCH = "#ffffff", "M-2 2L2-2M0 8L8 0M6 10L10 6"
TOP, HEAD, COLUMNS, ROW = 44.0, 26.0, 84.0, 32.0
MANY_WORKS = 14
LETTER, HEAD_LETTER = 6.9, 8.6
"""About how wide a letter of a label, and of a heading, is drawn."""


@dataclass(frozen=True)
class Frame:
    """The months that are drawn, and where the plan's month 0 lies among them."""

    axis: Axis
    shift: int

    @property
    def start(self) -> Month:
        """The first month that is drawn."""
        return self.axis.words.start


def frame(overview: Overview, words: Words) -> Frame | None:
    """Return the months to draw; None when neither plan nor measure has any."""
    named = overview.programme.months
    if overview.uprooted is None:
        if named is None:
            return None
        months = min(named[1].since(named[0]) + 1, LONGEST)
        return Frame(Axis(max(months, 6), replace(words, start=named[0])), 0)
    start = overview.uprooted.neighbourhood.project.start
    first, end = 0, _last(overview.uprooted)
    if named is not None:
        first = min(first, max(named[0].since(start), -BEFORE))
        end = max(end, min(named[1].since(start) + 1, end + AFTER))
    return Frame(Axis(end - first, replace(words, start=start.plus(first))), -first)


def _last(uprooted: Uprooted) -> int:
    """Return the month after the last works, move or month in a temporary home; at least six."""
    here, course = uprooted.neighbourhood, uprooted.course
    finished = [course.starts[b.id] + b.duration for b in here.blocks if b.id in course.starts]
    moved = [move.month + 1 for move in course.moves()]
    there = [max(one.temporary) + 1 for one in uprooted.households if one.temporary]
    return min(course.horizon, max([6, *finished, *moved, *there]) + 1)


def time_picture(overview: Overview, counts: MonthCounts | None, staff: bool, say: Say) -> str:
    """Draw everything on one line of time; "" when there is no month to draw.

    Only staff see how many are without a near tie in each month.
    """
    found = frame(overview, say.words)
    if found is None:
        return ""
    drawing = _Drawing(found, say)
    if overview.uprooted is not None and counts is not None:
        drawing.works(overview)
        drawing.moves(overview)
        drawing.temporary(overview, counts, staff)
    drawing.measures(overview)
    return drawing.picture()


class _Drawing:
    """The picture, drawn from the top down; `y` is where the next part begins."""

    def __init__(self, found: Frame, say: Say) -> None:
        self.axis, self.shift, self.say = found.axis, found.shift, say
        self.start = found.start
        self.y, self.drawn = TOP, ""
        self.defs = look.works_patterns("pw")

    def picture(self) -> str:
        bottom = self.y + 6
        inside = (
            f"<defs>{self.defs}</defs>"
            + self._winters(bottom)
            + self.axis.grid(TOP, bottom)
            + self.drawn
        )
        return svg.picture(
            "programme", WIDTH, bottom, self.say("picture"), self.say("picture tells"),
            inside, "time programme-time",
        )  # fmt: skip

    def _winters(self, bottom: float) -> str:
        drawn = ""
        for month in range(self.axis.months):
            quarter, _ = season_of(self.start.plus(month))
            if quarter is Quarter.WINTER:
                x = self.axis.x(month)
                # a little wider than a month, so that no white line shows between two
                drawn += svg.rect(x, TOP, self.axis.step + 0.4, bottom - TOP, fill=WINTER)
        return drawn

    def head(self, title: str, unit: str = "") -> None:
        self.drawn += svg.line(0, self.y, WIDTH, self.y, class_="quarter-line")
        self.drawn += svg.text(0, self.y + 18, title, class_="part")
        if unit:
            self.drawn += svg.text(0, self.y + 36, unit, class_="unit")
        self.y += HEAD

    def works(self, overview: Overview) -> None:
        assert overview.uprooted is not None
        here, course = overview.uprooted.neighbourhood, overview.uprooted.course
        rows = works_rows(here, course.starts)
        if not rows:
            return
        many = len(rows) > MANY_WORKS
        self.head(self.say("works"), self.say("blocks at work") if many else "")
        if many:
            self._many_works(overview)
        else:
            for row in rows:
                self._work(row)
        self.y += 8

    def _work(self, row: WorksRow) -> None:
        label = row.label if len(row.label) <= 24 else row.label[:23].rstrip() + "…"
        self.drawn += svg.text(LEFT - 10, self.y + 14, label, class_="row-label")
        bar = svg.rect(
            self.axis.x(row.start + self.shift), self.y + 3,
            max(2.0, (row.finish - row.start) * self.axis.step), 14,
            rx=2, fill=f"url(#pw-{row.works.value})", stroke=look.WORKS_LINE[row.works],
        )  # fmt: skip
        self.drawn += bar
        self.y += 20

    def _many_works(self, overview: Overview) -> None:
        assert overview.uprooted is not None
        here, course = overview.uprooted.neighbourhood, overview.uprooted.course
        layers: dict[Works, list[int]] = {}
        for block in here.blocks:
            if block.has_works and block.id in course.starts:
                layer = layers.setdefault(block.works, [0] * self.axis.months)
                first = course.starts[block.id] + self.shift
                for month in range(first, min(first + block.duration, self.axis.months)):
                    layer[month] += 1
        self._columns([(f"pw-{works.value}", layers[works]) for works in Works if works in layers])

    def moves(self, overview: Overview) -> None:
        assert overview.uprooted is not None
        counts = [0] * self.axis.months
        for move in overview.uprooted.course.moves():
            if move.kind is not MoveKind.LEAVE and 0 <= move.month + self.shift < len(counts):
                counts[move.month + self.shift] += 1
        self.head(self.say("moves"), self.say("households"))
        self._banded("moves", self._hide(counts), look.MOVE_FILL[MoveKind.DIRECT])

    def _hide(self, counts: Sequence[int]) -> list[int | None]:
        return [None if 0 < n < self.say.least else n for n in counts]

    def temporary(self, overview: Overview, counts: MonthCounts, staff: bool) -> None:
        assert overview.uprooted is not None
        self.head(self.say("in temporary"), self.say("households"))
        if not staff:
            self._banded("temporary", self._shifted(counts.temporary), TIE_FILL["with"])
            return
        layers: dict[str, list[int]] = {name: [0] * self.axis.months for name in TIE_FILL}
        for one in overview.uprooted.households:
            for month in one.temporary:
                name = "unknown"
                if one.without_tie is not None:
                    name = "without" if month in one.without_tie else "with"
                layers[name][month + self.shift] += 1
        for name, fill in TIE_FILL.items():
            self.defs += look.pattern(f"pt-{name}", fill, look.INK, TIE_HATCH[name])
        self._columns([(f"pt-{name}", layer) for name, layer in layers.items()])

    def _shifted(self, counts: Sequence[int | None]) -> list[int | None]:
        shown = list(counts[: self.axis.months - self.shift])
        after = self.axis.months - self.shift - len(shown)
        return [*([0] * self.shift), *shown, *([0] * after)]

    def _banded(self, name: str, counts: Sequence[int | None], fill: str) -> None:
        """Draw counts of which some are too small to tell: those have one height, hatched."""
        self.defs += look.pattern(f"pb-{name}", fill, look.INK, "")
        self.defs += look.pattern(f"pb-{name}-few", HIDDEN_FILL, fill, HIDDEN_HATCH)
        told = [0 if n is None else n for n in counts]
        few = [self.say.least - 1 if n is None else 0 for n in counts]
        self._columns([(f"pb-{name}", told), (f"pb-{name}-few", few)])

    def _columns(self, layers: Sequence[tuple[str, Sequence[int]]]) -> None:
        """Draw counts per month on top of each other, with a scale at the left."""
        totals = [sum(layer[month] for _, layer in layers) for month in range(self.axis.months)]
        step = svg.nice_step(max([*totals, 1]), 3)
        most = step * -(-max([*totals, 1]) // step)
        bottom = self.y + COLUMNS
        for value in range(0, most + 1, step):
            y = bottom - value / most * COLUMNS
            self.drawn += svg.line(LEFT, y, WIDTH - RIGHT, y, class_="level")
            number = self.say.words.number(value)
            self.drawn += svg.text(LEFT - 8, y + 4, number, class_="row-label")
        base = [0] * self.axis.months
        wide = self.axis.step * 0.86
        for name, layer in layers:
            path = ""
            for month, count in enumerate(layer):
                if count:
                    y = bottom - (base[month] + count) / most * COLUMNS
                    x, high = self.axis.x(month + 0.07), count / most * COLUMNS
                    path += f"M{svg.num(x)} {svg.num(y)}h{svg.num(wide)}v{svg.num(high)}"
                    path += f"h{svg.num(-wide)}Z"
                base[month] += count
            if path:
                few = name.endswith("-few")
                self.drawn += svg.empty(
                    "path", d=path, fill=f"url(#{name})", class_="few" if few else None
                )
        self.y = bottom + 14

    def measures(self, overview: Overview) -> None:
        programme = overview.programme
        for nature in Nature:
            self.defs += look.pattern(
                f"pn-{nature.value}", NATURE_FILL[nature], look.INK, NATURE_HATCH[nature]
            )
        for theme, name in theme_names(self.say.words).items():
            own = sorted(programme.on(theme), key=lambda one: (one.first is None, one.first))
            if own:
                self.head(name)
                if len(name) * HEAD_LETTER < LEFT:  # then the first bar has room beside the name
                    self.y -= HEAD - 4
                for measure in own:
                    self._measure(measure)
                self.y += 8

    def _measure(self, measure: Measure) -> None:
        first, last = self._within(measure)
        words = measure.name
        if first is None or last is None:
            words += f" ({self.say('no months')})"
            x, wide = self.axis.x(0), 0.0
        else:
            x, wide = self.axis.x(first), (last - first + 1) * self.axis.step
        room = int((WIDTH - RIGHT - LEFT) / LETTER)
        words = words if len(words) <= room else words[: room - 1].rstrip() + "…"
        beside = min(x + 2, max(LEFT + 2, WIDTH - RIGHT - len(words) * LETTER))
        self.drawn += svg.text(beside, self.y + 12, words, class_="measure-name")
        if wide:
            faint = None if measure.status.counts else "not-there"
            bar = svg.rect(
                x, self.y + 16, max(2.0, wide), 9, rx=2,
                fill=f"url(#pn-{measure.nature.value})", class_=faint,
            )  # fmt: skip
            if measure.last is None:
                right = x + wide
                bar += svg.empty(
                    "path", class_="goes-on",
                    d=f"M{svg.num(right - 7)} {svg.num(self.y + 15)}l7 5.5l-7 5.5",
                )  # fmt: skip
            title = f"{measure.name}: {self.say.span(measure.first, measure.last)}"
            self.drawn += svg.element("g", svg.element("title", escape(title)) + bar)
        self.y += ROW

    def _within(self, measure: Measure) -> tuple[int | None, int | None]:
        """Return the first and last month of its bar; None when none of it is in the picture."""
        if measure.first is None:
            return None, None
        end = self.axis.months - 1
        first = max(0, measure.first.since(self.start))
        last = end if measure.last is None else min(end, measure.last.since(self.start))
        return (first, last) if first <= last else (None, None)
