"""What each figure of public space means."""

from __future__ import annotations

from hecht.outcomes.figure import Definition, Topic, definer

WALKED = (
    "Walking is from the front door straight to the nearest street or path, along streets and "
    "paths, and straight to the place; barriers cut them. Of the homes that can be lived in."
)
WALKED_NL = (
    "Lopen gaat van de voordeur recht naar de dichtstbijzijnde straat of het pad, langs straten en "
    "paden, en recht naar de plek; barrières onderbreken ze. Van de bewoonbare woningen."
)
GROUND = (
    "Land of the blocks (options.csv) and public space drawn outside their outlines; every square "
    "metre counts once, water before paved before green; a building site is bare, and is none of "
    "these."
)
GROUND_NL = (
    "Grond van de bouwblokken (options.csv) en openbare ruimte buiten hun omtrek; elke vierkante "
    "meter telt één keer, water vóór verharding vóór groen; een bouwplaats is kaal en is geen van "
    "deze."
)
OWN = "hecht's own definition"
RULE_3_30_300 = (
    "3-30-300 (Konijnendijk); https://limburg.be/nieuws/3-30-300-regel-artikel-lina-magazine"
)
WHO = "WHO Regional Office for Europe, Urban green spaces and health (2016): 0.5 ha within 300 m"

PLACES = (
    ("meeting_place", "a meeting place", "een ontmoetingsplek", OWN),
    ("playground", "a playground", "een speelplek", OWN),
    ("green", "green of at least 0.5 ha", "groen van minstens 0,5 ha", f"{RULE_3_30_300}; {WHO}"),
)
DISTANCES = (100, 200, 300)


def _within() -> tuple[Definition, ...]:
    return tuple(
        Definition(
            name=f"{name}_within_{metres}",
            topic=Topic.PUBLIC_SPACE,
            unit="share of homes",
            label=f"Homes within {metres} m walking of {what}",
            label_nl=f"Woningen binnen {metres} m lopen van {what_nl}",
            definition=f"Share of homes from which {what} is at most {metres} m. {WALKED}",
            definition_nl=(
                f"Deel van de woningen met {what_nl} op hoogstens {metres} m. {WALKED_NL}"
            ),
            source=source,
            better="more",
            share=True,
        )
        for name, what, what_nl, source in PLACES
        for metres in DISTANCES
    )


_one = definer(Topic.PUBLIC_SPACE, OWN)


def _lost(name: str, what: str, what_nl: str) -> tuple[Definition, ...]:
    own = f"{what} within 200 m walking today"
    own_nl = f"vandaag {what_nl} binnen 200 m lopen"
    return (
        _one(
            f"{name}_lost_months",
            "household-months",
            (f"Months that households go without {what}", f"Maanden zonder {what_nl}"),
            (
                f"For each household with {own}: the months from the start of the project up to "
                "and including this one in which it has none within 200 m of where it then lives "
                "(also a temporary home), added up. Months after it has left do not count.",
                f"Voor elk huishouden met {own_nl}: de maanden vanaf de start van het project tot "
                "en met deze waarin het er geen heeft binnen 200 m van waar het dan woont (ook een "
                "wisselwoning), opgeteld. Maanden na vertrek tellen niet.",
            ),
            better="less",
        ),
        _one(
            f"{name}_losers",
            "households",
            (f"Households that lose {what} for a time", f"Huishoudens die {what_nl} missen"),
            (
                f"Households with {own} that are without one in at least one month up to and "
                "including this one.",
                f"Huishoudens met {own_nl} die er in minstens één maand tot en met deze geen "
                "hebben.",
            ),
            better="less",
        ),
    )


DEFINITIONS: tuple[Definition, ...] = (
    _one(
        "green_per_home",
        "m2/home",
        ("Green per home", "Groen per woning"),
        (f"Square metres of green for each home that can be lived in. {GROUND}",
         f"Vierkante meters groen per bewoonbare woning. {GROUND_NL}"),
        better="more",
    ),
    _one(
        "paved_per_home",
        "m2/home",
        ("Paving per home", "Verharding per woning"),
        (f"Square metres of paved ground, without buildings, for each home. {GROUND}",
         f"Vierkante meters verharding, zonder gebouwen, per bewoonbare woning. {GROUND_NL}"),
        better="less",
    ),
    _one(
        "public_green_per_home",
        "m2/home",
        ("Public green per home", "Openbaar groen per woning"),
        ("As green per home, of public space alone.",
         "Als groen per woning, van de openbare ruimte alleen."),
        better="more",
    ),
    _one(
        "green_above_norm",
        "m2/home",
        ("Green and water per home, above the guide",
         "Groen en water per woning boven de richtlijn"),
        ("Square metres of green and water for each home, less the guide of 75 m2 (or the "
         "norm of your own); below zero is a lack.",
         "Vierkante meters groen en water per woning, min de richtlijn van 75 m2 (of uw eigen "
         "norm); onder nul is een tekort."),
        "Nota Ruimte (2004), as used in Stad van steen (Natuur & Milieu 2022); "
        "https://stadszaken.nl/artikel/4091/een-derde-nieuwbouwbuurten-is-versteend",
        better="more",
    ),
    *_within(),
    _one(
        "green_straight_300",
        "share of homes",
        ("Homes within 300 m of green of at least 0.5 ha, as the crow flies",
         "Woningen binnen 300 m hemelsbreed van groen van minstens 0,5 ha"),
        ("Share of homes whose front door is at most 300 m in a straight line from the edge of "
         "green of at least 0.5 ha. Not a walking distance.",
         "Deel van de woningen waarvan de voordeur hemelsbreed op hoogstens 300 m van de rand van "
         "groen van minstens 0,5 ha ligt. Geen loopafstand."),
        WHO,
        better="more",
        share=True,
    ),
    _one(
        "three_trees",
        "share of homes",
        ("Homes with three trees within 25 m", "Woningen met drie bomen binnen 25 m"),
        ("Share of homes with at least three drawn trees within 25 m of the front door. This is "
         "nearness, not view; the size of the crown is not known.",
         "Deel van de woningen met minstens drie getekende bomen binnen 25 m van de voordeur. Dit "
         "is nabijheid, geen zicht; de kroon is niet bekend."),
        f"{RULE_3_30_300}; distance as mapped by Cobra Groeninzicht, "
        "https://www.watisjouwrheden.nl/actueel/nieuws/"
        "de-3-30-300-regel-voor-een-groene-en-gezonde-leefomgeving/",
        better="more",
        share=True,
    ),
    _one(
        "canopy_share",
        "share of ground",
        ("Ground under tree crowns", "Grond onder boomkronen"),
        ("The 30% of 3-30-300. Never known from a folder, which has no tree crowns.",
         "De 30% van 3-30-300. Nooit bekend uit een map, want daarin staan geen boomkronen."),
        RULE_3_30_300,
        better="more",
        share=True,
    ),
    _one(
        "bench_gap",
        "m",
        ("From bench to bench", "Van bankje naar bankje"),
        ("The median over the benches of the walking distance to the nearest other bench.",
         "De mediaan over de bankjes van de loopafstand naar het dichtstbijzijnde andere bankje."),
        better="less",
    ),
    _one(
        "older_bench_within",
        "share of households",
        ("Older households with a bench within 125 m",
         "Oudere huishoudens met een bankje binnen 125 m"),
        ("Share of the households of 55 and over that live here from which a bench is at most "
         "125 m walking (or the norm of your own).",
         "Deel van de huishoudens van 55 en ouder die hier wonen met een bankje op hoogstens "
         "125 m lopen (of uw eigen norm)."),
        "https://auteurs.allesoversport.nl/artikel/"
        "openbare-ruimte-zo-inrichten-ouderen-meer-bewegen/",
        better="more",
        share=True,
    ),
    _one(
        "older_stretch",
        "m",
        ("Longest stretch without a bench, older residents",
         "Langste stuk zonder bankje, oudere bewoners"),
        ("The median over the households of 55 and over of the longest piece without a bench on "
         "the way to a meeting place, by the route on which that piece is shortest.",
         "De mediaan over de huishoudens van 55 en ouder van het langste stuk zonder bankje op weg "
         "naar een ontmoetingsplek, langs de route waarop dat stuk het kortst is."),
        better="less",
    ),
    _one(
        "older_stretch_within",
        "share of households",
        ("Older households that can rest every 125 m on the way to a meeting place",
         "Oudere huishoudens die elke 125 m kunnen zitten op weg naar een ontmoetingsplek"),
        ("Share of the households of 55 and over with such a longest stretch of at most 125 m (or "
         "the norm of your own).",
         "Deel van de huishoudens van 55 en ouder met zo'n langste stuk van hoogstens 125 m (of uw "
         "eigen norm)."),
        "https://auteurs.allesoversport.nl/artikel/"
        "openbare-ruimte-zo-inrichten-ouderen-meer-bewegen/",
        better="more",
        share=True,
    ),
    _one(
        "behind_barrier",
        "homes",
        ("Homes cut off from a meeting place by a barrier",
         "Woningen door een barrière afgesneden van een ontmoetingsplek"),
        ("Homes that would have a meeting place within 200 m walking without the barriers, and "
         "have not with them.",
         "Woningen die zonder de barrières een ontmoetingsplek binnen 200 m lopen zouden hebben, "
         "en met barrières niet."),
        better="less",
    ),
    _one(
        "doors_per_100m",
        "doors/100 m",
        ("Front doors per 100 m of street and path", "Voordeuren per 100 m straat en pad"),
        ("Eyes on the street: front doors of homes that can be lived in, for each 100 m of street "
         "and path that is drawn. Homes above each other share a door.",
         "Ogen op straat: voordeuren van bewoonbare woningen per 100 m getekende straat en pad. "
         "Gestapelde woningen delen een deur."),
        "Jacobs (1961), Gehl, Cities for People",
        better="more",
    ),
    _one(
        "friendly_street_share",
        "share of length",
        ("Street and path with at least 10 doors per 100 m",
         "Straat en pad met minstens 10 deuren per 100 m"),
        ("Share of the length of streets and paths that have at least 10 front doors for each "
         "100 m (or the norm of your own). A door belongs to its nearest street or path.",
         "Deel van de lengte van straten en paden met minstens 10 voordeuren per 100 m (of uw "
         "eigen norm). Een deur hoort bij de dichtstbijzijnde straat of het pad."),
        "Gehl, Cities for People, as told in http://joe-urban.com/tag/front-doors/",
        better="more",
        share=True,
    ),
    *_lost("meeting_place", "a meeting place", "een ontmoetingsplek"),
    *_lost("playground", "a playground", "een speelplek"),
)  # fmt: skip
