"""Every word of the page for a residents' meeting, in plain Dutch and plain English.

Sentences have fifteen words at most and say who does what; `residents.plain_language` agrees.
"""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Works
from hecht.neighbourhood.public_space import SpaceKind
from hecht.report.meeting_facts import LEAST
from hecht.report.words import Words

TEXTS: dict[str, tuple[str, str]] = {
    "title": (
        "Praat mee: {count} plannen voor uw buurt",
        "Have your say: {count} plans for your area",
    ),
    "intro": (
        "Een vol plaatje staat voor 1 van de 10. De getallen zijn afgerond.",
        "A full picture stands for 1 in 10. The numbers are about right.",
    ),
    "care": (
        "In het echt kan het anders lopen.",
        "Things may turn out differently.",
    ),
    "some": (
        "Er zijn {all} plannen. Hier staan {letters}. Die verschillen het meest.",
        "There are {all} plans. Here you see {letters}. They differ the most.",
    ),
    "fictional": (
        "Let op: dit is een verzonnen voorbeeld.",
        "Please note: this is a made-up example.",
    ),
    "plan": ("Plan {letter}", "Plan {letter}"),
    "plans": ("De plannen naast elkaar", "The plans side by side"),
    "question": ("Vraag", "Question"),
    "map of": ("Kaart van plan {letter}", "Map of plan {letter}"),
    "map tells": (
        "De kaart toont per blok wat er gebeurt.",
        "The map shows what happens to each block.",
    ),
    "alike": ("bijna gelijk", "almost the same"),
    "unknown": ("nog niet bekend", "not known yet"),
    "hidden": ("niet getoond", "not shown"),
    "hidden why": ("De groep is te klein.", "The group is too small."),
    "staying": ("Kunt u blijven?", "Can you stay?"),
    "staying of": ("van wie dat wil", "of those who want to"),
    "moving": ("Moet u verhuizen?", "Must you move?"),
    "moving of": ("van wie niet weg wil", "of those not leaving"),
    "ties": ("Blijven uw buren?", "Same neighbours?"),
    "ties of": ("banden met buren", "ties with neighbours"),
    "works": ("Hoe lang duurt het?", "How long?"),
    "works of": ("als alles goed gaat", "if all goes well"),
    "rent": ("Hogere huur?", "Higher rent?"),
    "rent of": ("meer per maand", "more each month"),
    "homes": ("Nieuwe woningen?", "New homes?"),
    "homes of": ("streep: aantal nu", "dotted line: now"),
    "green": ("Hoeveel groen?", "How much green?"),
    "green of": ("per woning", "for each home"),
    "of ten": ("{n} van de 10", "{n} in 10"),
    "almost ten": ("bijna 10 van de 10", "almost 10 in 10"),
    "almost none": ("minder dan 1 van de 10", "fewer than 1 in 10"),
    "nobody": ("niemand", "nobody"),
    "once": ("iedereen 1 keer", "everyone once"),
    "twice all": ("iedereen 2 keer", "everyone twice"),
    "twice some": ("{n} daarvan 2 keer", "{n} of them twice"),
    "twice few": ("een paar 2 keer", "a few of them twice"),
    "twice most": ("de meesten 2 keer", "most of them twice"),
    "often all": ("iedereen vaker", "everyone more often"),
    "often some": ("{n} daarvan vaker", "{n} of them more often"),
    "often few": ("een paar vaker", "a few more often"),
    "often most": ("de meesten vaker", "most more often"),
    "homes new": ("{n} nieuw", "{n} new"),
    "homes none": ("geen", "none"),
    "homes more": ("{n} meer dan nu", "{n} more than now"),
    "homes fewer": ("{n} minder dan nu", "{n} fewer than now"),
    "homes same": ("evenveel als nu", "as many as now"),
    "month": ("{n} maand", "{n} month"),
    "months": ("{n} maanden", "{n} months"),
    "year": ("{n} jaar", "{n} year"),
    "years": ("{n} jaar", "{n} years"),
    "in year": ("in {year}", "in {year}"),
    "in years": ("van {first} tot {last}", "from {first} to {last}"),
    "no works": ("er is geen werk", "there are no works"),
    "rent nobody": ("bij niemand", "for nobody"),
    "rent mean": ("gemiddeld € {euros}", "€ {euros} on average"),
    "green more": ("meer groen", "more green"),
    "green less": ("minder groen", "less green"),
    "green same": ("evenveel groen", "as much green"),
    "green near": ("bijna evenveel", "almost as much"),
    "green metres": ("{after} m² (nu {today})", "{after} m² (now {today})"),
    "nearer": ("dichterbij: {places}", "nearer: {places}"),
    "farther": ("verder weg: {places}", "farther: {places}"),
    "difference": ("Wat is het verschil met plan {letter}?", "What differs from plan {letter}?"),
    "no difference": ("er is bijna geen verschil.", "there is almost no difference."),
    "but": ("Maar {rest}", "But {rest}"),
    "few": ("een paar", "a few"),
    "talk": ("Wat vindt u?", "What do you think?"),
    "ask 1": ("Welk plan past bij u? Waarom?", "Which plan suits you? Why?"),
    "ask 2": ("Wat mist u nog in de plannen?", "What do the plans still lack?"),
    "ask 3": ("Wat wilt u nog weten?", "What else do you want to know?"),
    "contact": ("Hebt u een vraag?", "Do you have a question?"),
    "contact at": ("Vraag het aan: {contact}", "Ask: {contact}"),
    "contact here": ("Stel hem op de bijeenkomst.", "Ask it at the meeting."),
}
"""Each text in Dutch and in English."""

COUNTS = (
    ("geen", "no"), ("een", "one"), ("twee", "two"), ("drie", "three"), ("vier", "four"),
)  # fmt: skip

WORKS: dict[Works, tuple[str, str]] = {
    Works.KEEP: ("blijft zoals het is", "stays as it is"),
    Works.RENOVATE_OCCUPIED: ("opknappen, u blijft thuis", "repairs, you stay at home"),
    Works.RENOVATE_EMPTY: ("opknappen, u gaat even weg", "repairs, you leave for a while"),
    Works.REBUILD: ("slopen en nieuw bouwen", "pull down and build new"),
    Works.BUILD: ("nieuw bouwen", "build new"),
}
"""What the works are to who lives there."""

PLACE_NAMES: dict[SpaceKind, tuple[str, str]] = {
    SpaceKind.PLAYGROUND: ("speelplek", "playground"),
    SpaceKind.MEETING_PLACE: ("ontmoetingsplek", "meeting place"),
}

PLANS_TELL: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "live_here_wishing": (
        (
            "{n} huishoudens meer kunnen hier blijven.",
            "{n} huishoudens minder kunnen hier blijven.",
        ),
        ("{n} more households can stay here.", "{n} fewer households can stay here."),
    ),
    "households_affected": (
        ("{n} huishoudens meer moeten verhuizen.", "{n} huishoudens minder moeten verhuizen."),
        ("{n} more households must move.", "{n} fewer households must move."),
    ),
    "ties_kept_staying_count": (
        ("buren houden {n} banden meer.", "buren verliezen {n} banden meer."),
        ("neighbours keep {n} more ties.", "neighbours lose {n} more ties."),
    ),
    "alone": (
        (
            "{n} huishoudens meer raken hun bekende buren kwijt.",
            "{n} huishoudens minder raken hun bekende buren kwijt.",
        ),
        (
            "{n} more households lose the people near them.",
            "{n} fewer households lose the people near them.",
        ),
    ),
    "mean_rent": (
        ("de huur is gemiddeld € {n} hoger.", "de huur is gemiddeld € {n} lager."),
        ("rents are € {n} higher on average.", "rents are € {n} lower on average."),
    ),
    "homes_added": (
        ("er zijn straks {n} woningen meer.", "er zijn straks {n} woningen minder."),
        ("there are {n} more homes.", "there are {n} fewer homes."),
    ),
    "duration_months": (
        ("het werk is {n} maanden later klaar.", "het werk is {n} maanden eerder klaar."),
        ("the works end {n} months later.", "the works end {n} months earlier."),
    ),
    "green_per_home": (
        ("er is per woning {n} m² groen meer.", "er is per woning {n} m² groen minder."),
        (
            "there is {n} m² more green for each home.",
            "there is {n} m² less green for each home.",
        ),
    ),
    "months_temporary": (
        (
            "mensen wonen langer op een tijdelijke plek.",
            "mensen wonen korter op een tijdelijke plek.",
        ),
        (
            "people live in a temporary home for longer.",
            "people live in a temporary home for less time.",
        ),
    ),
    "moves": (
        ("er zijn {n} verhuizingen meer.", "er zijn {n} verhuizingen minder."),
        ("there are {n} more moves.", "there are {n} fewer moves."),
    ),
}
"""How more and less of a figure are told of a plan, in Dutch and English."""

ONE: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = (
    (("zijn straks 1 woningen", "is straks 1 woning"), (" 1 maanden ", " 1 maand ")),
    (
        ("are 1 more homes", "is 1 more home"),
        ("are 1 fewer homes", "is 1 home fewer"),
        (" 1 months ", " 1 month "),
    ),
)
"""What becomes of a plural after the number 1; people and ties are never told one by one."""

OF_PEOPLE = frozenset(
    {"live_here_wishing", "households_affected", "ties_kept_staying_count", "alone", "moves"}
)
"""Figures of people: differences of fewer than ten are told as a few (C7)."""


@dataclass(frozen=True)
class Say:
    """The texts of the page in one language."""

    words: Words

    @property
    def _side(self) -> int:
        return 0 if self.words.language == "nl" else 1

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its {named} values filled in."""
        return TEXTS[key][self._side].format(**values)

    def count(self, number: int) -> str:
        """Return a small number as a word."""
        return COUNTS[number][self._side]

    def works(self, works: Works) -> str:
        """Return what the works are to who lives there."""
        return WORKS[works][self._side]

    def places(self, kinds: tuple[SpaceKind, ...]) -> str:
        """Return kinds of places as "a and b"."""
        return self.words.listed([PLACE_NAMES[kind][self._side] for kind in kinds])

    def months(self, months: int) -> str:
        """Return a time in whole years, or else in months."""
        key, n = ("year", months // 12) if months % 12 == 0 else ("month", months)
        return self(key if n == 1 else f"{key}s", n=n)

    def difference(self, figure: str, amount: float) -> str:
        """Return a sentence on how a figure of a plan differs from that of another.

        It begins in lower case. A difference of few people, or ties, is "a few".
        """
        more, less = PLANS_TELL[figure][self._side]
        n = round(abs(amount))
        told = self("few") if figure in OF_PEOPLE and n < LEAST else self.words.number(n)
        said = (more if amount > 0 else less).format(n=told)
        if told == "1":
            for many, one in ONE[self._side]:
                said = said.replace(many, one)
        return said
