"""The figures of mixing, defined: six attributes, and what is told of each at every scale."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hecht.outcomes.figure import Definition, Topic
from hecht.outcomes.mixing_classes import Attribute


class Scale(StrEnum):
    """Where people live side by side: behind one front door, in one street, in one block."""

    DOOR = "door"
    STREET = "street"
    BLOCK = "block"


REARDON = "Reardon & Firebaugh, Measures of multigroup segregation (2002)"
MASSEY = "Massey & Denton, The dimensions of residential segregation (1988)"
OWN = "definition of hecht"

_OF = {
    Attribute.HOMES_TENURE: ("homes by tenure", "woningen naar huur of koop"),
    Attribute.HOMES_RENT: ("homes by rent class", "woningen naar huurklasse"),
    Attribute.HOMES_SIZE: ("homes by number of rooms", "woningen naar aantal kamers"),
    Attribute.PEOPLE_TYPE: ("households by type", "huishoudens naar samenstelling"),
    Attribute.PEOPLE_INCOME: ("households by income class", "huishoudens naar inkomensklasse"),
    Attribute.PEOPLE_AGE: (
        "households by age of the oldest",
        "huishoudens naar leeftijd van de oudste",
    ),
}
_SCALE = {
    Scale.DOOR: ("shared front door", "gedeelde voordeur"),
    Scale.STREET: ("street", "straat"),
    Scale.BLOCK: ("block", "blok"),
}
_PLACES = {
    Scale.DOOR: ("front doors that two or more share", "voordeuren die twee of meer delen"),
    Scale.STREET: ("streets", "straten"),
    Scale.BLOCK: ("blocks", "blokken"),
}
_KNOWN = (
    " Newcomers are not counted, for nothing is known of them.",
    " Nieuwkomers tellen niet mee: van hen is niets bekend.",
)


@dataclass(frozen=True, slots=True)
class _Index:
    """An index in words: {0} is what is counted, {1} one place, {2} the places."""

    name: str
    unit: str
    label: tuple[str, str]
    how: tuple[str, str]
    source: str


_INDICES = (
    _Index(
        "segregation",
        "index",
        ("Segregation (H) of {0}, per {1}", "Scheiding (H) van {0}, per {1}"),
        (
            "How much less mixed the {2} are than all together, as a share of how mixed all are: "
            "0 when all have the same mix, 1 when none is mixed.",
            "Hoeveel minder gemengd de {2} zijn dan de hele buurt, als deel van hoe gemengd die "
            "is: 0 als de mix overal gelijk is, 1 als die er nergens is.",
        ),
        REARDON,
    ),
    _Index(
        "dissimilarity",
        "index",
        ("Uneven spread (D) of {0}, per {1}", "Ongelijke verdeling (D) van {0}, per {1}"),
        (
            "The share that would have to be elsewhere for all {2} to have the same mix, over "
            "that share if none were mixed (index of dissimilarity).",
            "Het deel dat ergens anders zou moeten zijn om alle {2} dezelfde mix te geven, "
            "gedeeld door dat deel als nergens iets gemengd was (ongelijkheidsindex).",
        ),
        f"{MASSEY}; for several groups {REARDON}, after Sakoda (1981)",
    ),
    _Index(
        "isolation",
        "share",
        ("Isolation (own class), per {1}: {0}", "Eigen soort, per {1}: {0}"),
        (
            "The share in one's own place that is of one's own class, oneself counted: the mean "
            "over all. The places are {2}.",
            "Welk deel op de eigen plek van de eigen soort is, zichzelf meegeteld: het gemiddelde "
            "over allen. De plekken zijn {2}.",
        ),
        f"{MASSEY}; the mean over groups by their size",
    ),
)


def _of_attribute(attribute: Attribute) -> list[Definition]:
    of, more = _OF[attribute], _KNOWN if attribute.of_people else ("", "")
    result = [
        Definition(
            f"{attribute.value}_diversity",
            Topic.MIXING,
            "index",
            f"Diversity of {of[0]}",
            f"Verscheidenheid van {of[1]}",
            "How evenly the classes are represented in the whole neighbourhood: entropy over the "
            f"most it can be; 0 when there is one class, 1 when all are as many.{more[0]}",
            "Hoe gelijk de soorten in de hele buurt voorkomen: entropie gedeeld door het hoogste "
            f"dat kan; 0 bij één soort, 1 als alle even groot zijn.{more[1]}",
            REARDON,
        )
    ]
    for scale in Scale:
        one, places = _SCALE[scale], _PLACES[scale]
        for index in _INDICES:
            words = [
                text.format(of[lang], one[lang], places[lang])
                for pair in (index.label, index.how)
                for lang, text in enumerate(pair)
            ]
            result.append(
                Definition(
                    f"{attribute.value}_{index.name}_{scale.value}",
                    Topic.MIXING,
                    index.unit,
                    words[0],
                    words[1],
                    words[2] + more[0],
                    words[3] + more[1],
                    index.source,
                    share=index.unit == "share",
                )
            )
    return result


def definitions() -> tuple[Definition, ...]:
    """Return the definition of every figure of mixing."""
    newcomers = (
        Definition(
            "newcomers",
            Topic.MIXING,
            "households",
            "Newcomers",
            "Nieuwkomers",
            "Homes that households from outside live in: those that nobody of the neighbourhood "
            "takes. Nothing is known of these people, and nothing is made up.",
            "Woningen waarin huishoudens van buiten wonen: die niemand uit de buurt neemt. Van "
            "deze mensen is niets bekend, en er wordt niets over verzonnen.",
            OWN,
        ),
        Definition(
            "newcomers_share",
            Topic.MIXING,
            "share",
            "Share of newcomers",
            "Aandeel nieuwkomers",
            "Newcomers over all households in permanent homes inside.",
            "Nieuwkomers, van alle huishoudens in gewone woningen in de buurt.",
            OWN,
            share=True,
        ),
    )
    return (*newcomers, *(one for attribute in Attribute for one in _of_attribute(attribute)))
