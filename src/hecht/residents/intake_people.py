"""Who is meant by "de buren van 12" or by a name: certain, proposed, or not to be known."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType

from hecht.neighbourhood import Household, Neighbourhood
from hecht.residents.intake_code import codes, plain_code
from hecht.residents.intake_findings import Option
from hecht.residents.intake_questions import KIN

LEAST_ALIKE = 72
"""The least likeness (0-100) of two names with which one is proposed for the other."""
MOST_OPTIONS = 4

_NUMBER = re.compile(r"\b(\d{1,4})\s?([a-z])?\b")
_BESIDE = re.compile(
    r"\b(?:buren|buurman|buurvrouw|naast|next to|neighbou?rs?|komsu|sasiad\w*)\b|جيران"
)
_TITLES = frozenset(
    (
        *("fam", "familie", "family", "dhr", "de", "heer", "mevr", "mevrouw", "mw", "mr", "mrs"),
        *("ms", "meneer", "bay", "bayan", "pan", "pani", "huize"),
    )
)


class Verdict(StrEnum):
    """How a written person is understood."""

    CERTAIN = "certain"
    PROPOSED = "proposed"
    SELF = "self"
    VAGUE = "vague"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Match:
    """What a written person may mean; only a certain match has a `household`."""

    verdict: Verdict
    household: str = ""
    options: tuple[Option, ...] = ()


def plain(text: str) -> str:
    """Return text as it is compared: no capitals, accents or marks, single spaces."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("ł", "l"))
    kept = "".join(c if c.isalnum() else " " for c in spread if not unicodedata.combining(c))
    return " ".join(kept.split())


def bare_name(text: str) -> str:
    """Return a name without titles and initials, as it is compared."""
    words = plain(text).split()
    whole = [word for word in words if word not in _TITLES and len(word) > 1]
    return " ".join(whole or words)


class Register:
    """The households of a neighbourhood, by everything that people write to name them."""

    def __init__(self, neighbourhood: Neighbourhood) -> None:
        self.here = neighbourhood
        self.by_code = codes(neighbourhood.project.name, (h.id for h in neighbourhood.households))
        self.by_id = {plain_code(h.id): h.id for h in neighbourhood.households}
        self.by_address: dict[str, list[str]] = defaultdict(list)
        self.by_label: dict[str, list[str]] = defaultdict(list)
        self.by_number: dict[tuple[str, int], list[str]] = defaultdict(list)
        self.names: dict[str, str] = {}
        self.streets: dict[str, str] = {}
        self._street_of: dict[str, str] = {}
        for household in neighbourhood.households:
            self._add(household)

    def _add(self, household: Household) -> None:
        home = self.here.home_of[household.home]
        if home.address:
            self.by_address[plain(home.address)].append(household.id)
        if household.label:
            self.by_label[plain(household.label)].append(household.id)
            self.names[household.id] = bare_name(household.label)
        street = plain(home.street)
        numbers = _NUMBER.findall(plain(home.address))
        self._street_of[household.id] = street
        if street:
            self.streets[street] = home.street
        if numbers:
            self.by_number[street, int(numbers[-1][0])].append(household.id)

    def about(self, household: str) -> str:
        """Return a household's address for the work list, or its id when it has none."""
        return self.here.home_of[self.here.household_of[household].home].address or household

    def exact(self, text: str) -> str | None:
        """Return the household that a form's code or an id names."""
        code = plain_code(text)
        return self.by_code.get(code) or self.by_id.get(code)

    def match(self, text: str, by: str) -> Match:
        """Return who is meant by `text`, written by household `by`.

        Certain are only a code, an id that is no bare number, a whole address and a whole name
        that one household has. Everything else is proposed and left to a person.
        """
        whole = plain(text)
        found = None if whole.isdigit() else self.exact(text)
        for known in (self.by_address.get(whole, ()), self.by_label.get(whole, ())):
            if found is None and len(known) == 1:
                found = known[0]
        if found is not None:
            return Match(Verdict.SELF) if found == by else Match(Verdict.CERTAIN, found)
        options = self._options(text, by)
        if options:
            return Match(Verdict.PROPOSED, options=options)
        vague = any(f" {plain(word)} " in f" {whole} " for word in KIN)
        return Match(Verdict.VAGUE if vague else Verdict.NOBODY)

    def whose_form(self, code: str, address: str) -> tuple[Option, ...]:
        """Return the households whose form this may be, by a damaged code and an address."""
        fuzz, _ = _rapidfuzz()

        scores: dict[str, int] = {}
        for household in self.by_address.get(plain(address), ()) if address else ():
            scores[household] = 95
        if code.strip():
            for known, household in self.by_code.items():
                alike = round(fuzz.ratio(plain_code(code), known))
                if alike >= LEAST_ALIKE:
                    scores[household] = max(scores.get(household, 0), alike)
        if not scores and address:
            for known, households in self.by_address.items():
                alike = round(fuzz.ratio(plain(address), known))
                for household in households if alike >= LEAST_ALIKE else ():
                    scores[household] = alike
        return self._sorted(scores)

    def _options(self, text: str, by: str) -> tuple[Option, ...]:
        scores: dict[str, int] = {}
        for known in (self.by_address, self.by_label):
            for household in known.get(plain(text), ()):
                scores[household] = 90
        for household, sure in self._by_house_number(plain(text), by):
            scores[household] = max(scores.get(household, 0), sure)
        for household, sure in self._by_name(text):
            scores[household] = max(scores.get(household, 0), sure)
        scores.pop(by, None)
        return self._sorted(scores)

    def _by_house_number(self, text: str, by: str) -> Iterator[tuple[str, int]]:
        named = [street for street in self.streets if street and street in text]
        streets = named or [self._street_of.get(by, "")]
        for digits, _ in _NUMBER.findall(text):
            for street in streets:
                if _BESIDE.search(text):
                    for step, sure in ((-2, 70), (2, 70), (-1, 60), (1, 60), (0, 50)):
                        for household in self.by_number.get((street, int(digits) + step), ()):
                            yield household, sure
                else:
                    for household in self.by_number.get((street, int(digits)), ()):
                        yield household, 85 if named else 75
        if text.isdigit() and plain_code(text) in self.by_id:
            yield self.by_id[plain_code(text)], 40

    def _by_name(self, text: str) -> Iterator[tuple[str, int]]:
        fuzz, process = _rapidfuzz()

        name = bare_name(re.sub(r"\d+", " ", text))
        if len(name) < 3:
            return
        for _, alike, household in process.extract(
            name, self.names, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_ALIKE, limit=6
        ):
            yield household, min(89, round(alike))

    def _sorted(self, scores: dict[str, int]) -> tuple[Option, ...]:
        order = sorted(scores, key=lambda household: (-scores[household], household))
        return tuple(Option(h, self.about(h), scores[h]) for h in order[:MOST_OPTIONS])


def _rapidfuzz() -> tuple[ModuleType, ModuleType]:
    """Return the modules that compare names; they come with the extra `intake`."""
    try:
        from rapidfuzz import fuzz, process
    except ImportError as error:
        raise ValueError("merging forms needs rapidfuzz; pip install 'hecht[intake]'") from error
    return fuzz, process


def alike_word(text: str, known: list[str]) -> tuple[str | None, tuple[Option, ...]]:
    """Return the known word (a street or type) that `text` is, or else those it may be."""
    fuzz, _ = _rapidfuzz()

    for word in known:
        if plain(word) == plain(text):
            return word, ()
    scored = [(round(fuzz.WRatio(plain(text), plain(word))), word) for word in known]
    near = sorted((-sure, word) for sure, word in scored if sure >= LEAST_ALIKE)
    return None, tuple(Option(word, word, -sure) for sure, word in near[:MOST_OPTIONS])
