"""What each figure of mobility means."""

from __future__ import annotations

from hecht.outcomes.figure import Definition, Topic, definer
from hecht.outcomes.public_space_definitions import OWN, WALKED, WALKED_NL

OV = (
    "Staat van het ov (CROW, PBL): a stop of bus or tram within 500 m; "
    "https://www.crow.nl/staat-van-het-ov/jaargangen/2019/openbaar-vervoer/ov-beschikbaarheid/"
    "verantwoording"
)
PARKING = (
    "Norms of other municipalities, until you give your own: social homes 1.1 (Noordwijk), "
    "https://www.bollenstreekomroep.nl/minder-parkeerplaatsen-bij-sociale-bouw/; owned homes 1.8 "
    "(Tiel 2022), https://zoek.officielebekendmakingen.nl/gmb-2022-50980.html"
)


_one = definer(Topic.MOBILITY, OWN, "more")


DEFINITIONS: tuple[Definition, ...] = (
    _one(
        "parking_places",
        "places",
        ("Parking places", "Parkeerplaatsen"),
        ("Parking places on the land of the blocks and in public space. Building sites have none.",
         "Parkeerplaatsen op de grond van de bouwblokken en in de openbare ruimte. Op "
         "bouwplaatsen zijn er geen."),
        better="",
    ),
    _one(
        "parking_per_home",
        "places/home",
        ("Parking places per home", "Parkeerplaatsen per woning"),
        ("Parking places for each home that can be lived in.",
         "Parkeerplaatsen per bewoonbare woning."),
        better="",
    ),
    _one(
        "parking_need",
        "places",
        ("Parking places needed", "Parkeerplaatsen die nodig zijn"),
        ("For each home that can be lived in the parking norm of its tenure, added up.",
         "Per bewoonbare woning de parkeernorm van haar eigendomsvorm, opgeteld."),
        PARKING,
        better="",
    ),
    _one(
        "parking_balance",
        "places",
        ("Parking balance", "Parkeerbalans"),
        ("Parking places less the places needed; below zero is a lack.",
         "Parkeerplaatsen min de plaatsen die nodig zijn; onder nul is een tekort."),
        PARKING,
    ),
    _one(
        "bicycle_places",
        "places",
        ("Bicycle places", "Fietsplaatsen"),
        ("Places for bicycles on the land of the blocks and in public space.",
         "Plaatsen voor fietsen op de grond van de bouwblokken en in de openbare ruimte."),
    ),
    _one(
        "bicycles_per_home",
        "places/home",
        ("Bicycle places per home", "Fietsplaatsen per woning"),
        ("Places for bicycles for each home that can be lived in.",
         "Plaatsen voor fietsen per bewoonbare woning."),
    ),
    _one(
        "stop_within_500",
        "share of homes",
        ("Homes within 500 m walking of a stop", "Woningen binnen 500 m lopen van een halte"),
        (f"Share of homes from which a stop of public transport is at most 500 m. {WALKED}",
         f"Deel van de woningen met een ov-halte op hoogstens 500 m. {WALKED_NL}"),
        f"{OWN}, with the distance of the Staat van het ov",
        share=True,
    ),
    _one(
        "stop_distance",
        "m",
        ("Walk to the nearest stop", "Loopafstand tot de dichtstbijzijnde halte"),
        (f"The median walking distance to a stop of public transport. {WALKED}",
         f"De mediane loopafstand tot een ov-halte. {WALKED_NL}"),
        better="less",
    ),
    _one(
        "stop_straight_500",
        "share of homes",
        ("Homes within 500 m of a stop, as the crow flies",
         "Woningen binnen 500 m hemelsbreed van een halte"),
        ("Share of homes with a stop at most 500 m away in a straight line. Not a walking "
         "distance.",
         "Deel van de woningen met een halte op hoogstens 500 m hemelsbreed. Geen loopafstand."),
        OV,
        share=True,
    ),
    _one(
        "car_free_doors",
        "share of doors",
        ("Front doors on ground without cars", "Voordeuren aan autovrije grond"),
        ("The car-free front doors that options.csv gives, as a share of the front doors of the "
         "blocks. Homes above each other share a door.",
         "De autovrije voordeuren uit options.csv als deel van de voordeuren van de bouwblokken. "
         "Gestapelde woningen delen een deur."),
        share=True,
    ),
    _one(
        "doors_on_paths",
        "share of doors",
        ("Front doors on a path", "Voordeuren aan een pad"),
        ("Share of the front doors for which the nearest line drawn is a path, not a street.",
         "Deel van de voordeuren waarvan de dichtstbijzijnde getekende lijn een pad is, geen "
         "straat."),
        share=True,
    ),
)  # fmt: skip
