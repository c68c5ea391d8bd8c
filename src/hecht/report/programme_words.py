"""What the page of a broad programme calls things, and how it fills in its sentences."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.area.coverage import Lack
from hecht.area.programme import Nature, Status
from hecht.area.seasons import Quarter, Season
from hecht.area.uprooted_counts import Side
from hecht.neighbourhood import Month
from hecht.report.programme_texts import TEXTS
from hecht.report.words import Words

SIDES: dict[Side, tuple[str, str]] = {
    Side.TIES: ("Zonder naaste band", "Without near tie"),
    Side.SUPPORT: ("Zonder steun", "Without support"),
    Side.AGE: ("75 jaar of ouder", "75 or older"),
    Side.CHILDREN: ("Met kinderen", "With children"),
    Side.ALONE: ("Woont alleen", "Lives alone"),
    Side.MEETING: ("Ontmoetingsplek kwijt", "Meeting place lost"),
    Side.PLACE: ("Plek", "Place"),
}

LACKS: dict[Lack, tuple[str, str]] = {
    Lack.GOAL: ("doel", "goal"),
    Lack.OWNER: ("eigenaar", "owner"),
    Lack.INDICATOR: ("indicator", "indicator"),
    Lack.NOT_MEASURED: ("niet gemeten", "not measured"),
    Lack.MONEY: ("geld", "money"),
    Lack.EVIDENCE: ("bewijs", "evidence"),
    Lack.UNKNOWN_EVIDENCE: ("bewijs onbekend", "evidence unknown"),
    Lack.START: ("begin", "start"),
    Lack.END: ("einde", "end"),
}

NATURES: dict[Nature, tuple[str, str]] = {
    Nature.PHYSICAL: ("fysiek", "physical"),
    Nature.SOCIAL: ("sociaal", "social"),
}

STATUSES: dict[Status, tuple[str, str]] = {
    Status.IDEA: ("idee", "idea"),
    Status.PLANNED: ("gepland", "planned"),
    Status.RUNNING: ("loopt", "running"),
    Status.FINISHED: ("klaar", "finished"),
    Status.STOPPED: ("gestopt", "stopped"),
}

QUARTERS: dict[Quarter, tuple[str, str]] = {
    Quarter.WINTER: ("winter", "winter"),
    Quarter.SPRING: ("lente", "spring"),
    Quarter.SUMMER: ("zomer", "summer"),
    Quarter.AUTUMN: ("herfst", "autumn"),
}


@dataclass(frozen=True)
class Say:
    """The texts of the page in one language; `least` is the audience's threshold."""

    words: Words
    least: int

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its {named} values filled in; {least} always is."""
        return self.side(TEXTS[key]).format(least=self.words.number(self.least), **values)

    def side(self, pair: tuple[str, str]) -> str:
        """Return the side of a (Dutch, English) pair that is read."""
        return pair[0] if self.words.language == "nl" else pair[1]

    def count(self, key: str, n: int) -> str:
        """Return "1 measure" or "2 measures"; the key is that of one."""
        return self(key if n == 1 else f"{key}s", n=self.words.number(n))

    def season(self, season: Season) -> str:
        """Return a season with its year, a winter with both of its years."""
        name = self.side(QUARTERS[season.quarter])
        if season.quarter is Quarter.WINTER:
            return f"{name} {season.year}/{(season.year + 1) % 100:02d}"
        return f"{name} {season.year}"

    def shown(self, number: int | None) -> str:
        """Return a number that may be hidden."""
        return self("hidden") if number is None else self.words.number(number)

    def fewer(self, number: int | None) -> str:
        """Return a number of a month, of which is told that it is small."""
        return self("fewer") if number is None else self.words.number(number)

    def span(self, first: Month | None, last: Month | None) -> str:
        """Return from when to when a measure runs."""
        if first is None:
            return self("no months")
        end = self("goes on") if last is None else str(last)
        return str(first) if last == first else f"{first} – {end}"
