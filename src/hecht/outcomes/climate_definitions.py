"""What each figure of climate means."""

from __future__ import annotations

from hecht.outcomes.figure import Definition, Topic, definer
from hecht.outcomes.public_space_definitions import GROUND, GROUND_NL, OWN

BOUWADAPTIEF = "https://bouwadaptief.nl/minimale-eisen/hittestress/"
WESTLAND = "https://www.westlandwoontduurzaam.nl/wonen/water-en-groen/opvangen-van-water"
HITTE = "https://groenblauwenetwerken.nl/publications/de-hittebestendige-stad/"
HEAT = (
    f"Bound of 40% from the agreement on climate-adaptive building in Zuid-Holland, {BOUWADAPTIEF} "
    "(there of all surface, reflecting materials included); the bound of 20% is an assumption of "
    "hecht"
)
RAIN = f"Norm of 50 mm: 50 litres for each m2 of new building in Westland, {WESTLAND}; give yours"


_one = definer(Topic.CLIMATE, OWN, "less")


DEFINITIONS: tuple[Definition, ...] = (
    _one(
        "paved_share",
        "share of ground",
        ("Paved ground", "Verharde grond"),
        (f"Paving, without buildings, as a share of all ground. {GROUND}",
         f"Verharding, zonder gebouwen, als deel van alle grond. {GROUND_NL}"),
        share=True,
    ),
    _one(
        "sealed_share",
        "share of ground",
        ("Paved or built-on ground", "Verharde of bebouwde grond"),
        (f"Paving and buildings as a share of all ground. {GROUND}",
         f"Verharding en gebouwen als deel van alle grond. {GROUND_NL}"),
        share=True,
    ),
    _one(
        "green_share",
        "share of ground",
        ("Green and water", "Groen en water"),
        (f"Green and water as a share of all ground. {GROUND}",
         f"Groen en water als deel van alle grond. {GROUND_NL}"),
        better="more",
        share=True,
    ),
    _one(
        "cooling_by_green",
        "degrees",
        ("Cooler than today by green", "Koeler dan vandaag door groen"),
        ("Degrees of air temperature on a hot day: 0.05 for each percentage point of green and "
         "water more than today. A rough rule for a city, not a forecast for a street.",
         "Graden luchttemperatuur op een hete dag: 0,05 voor elk procentpunt groen en water meer "
         "dan vandaag. Een grove vuistregel voor een stad, geen voorspelling voor een straat."),
        f"De hittebestendige stad (Hogeschool van Amsterdam 2020), {HITTE}",
        better="more",
    ),
    _one(
        "water_storage_mm",
        "mm",
        ("Rain the blocks can hold", "Regen die de bouwblokken kunnen bergen"),
        ("The water storage of the blocks' land over their buildings and paving, in mm (litres "
         "for each m2). Public space is left out; building sites count as nothing.",
         "De waterberging op de grond van de bouwblokken over hun gebouwen en verharding, in mm "
         "(liter per m2). Zonder openbare ruimte; bouwplaatsen tellen niet mee."),
        better="more",
    ),
    _one(
        "water_storage_short",
        "m3",
        ("Water storage that lacks", "Waterberging die ontbreekt"),
        ("For each block, the m3 that lack to hold 50 mm (or the norm of your own) over its "
         "buildings and paving, added up. What one block has to spare does not help another.",
         "Per bouwblok de m3 die ontbreekt om 50 mm (of uw eigen norm) over gebouwen en verharding "
         "te bergen, opgeteld. Wat het ene blok over heeft, helpt het andere niet."),
        RAIN,
    ),
    _one(
        "heat_class",
        "class",
        ("Heat class", "Hitteklasse"),
        ("1 (cool) when at least 40% of all ground is green or water, 2 (warm) from 20%, 3 (hot) "
         "below. Shade of trees and buildings is not known and not counted.",
         "1 (koel) als minstens 40% van alle grond groen of water is, 2 (warm) vanaf 20%, 3 (heet) "
         "daaronder. Schaduw van bomen en gebouwen is niet bekend en telt niet mee."),
        HEAT,
    ),
    _one(
        "homes_hot",
        "homes",
        ("Homes in hot blocks", "Woningen in hete bouwblokken"),
        ("Homes that can be lived in, in blocks whose own land is in heat class 3.",
         "Bewoonbare woningen in bouwblokken waarvan de eigen grond in hitteklasse 3 valt."),
        HEAT,
    ),
    _one(
        "households_75_hot",
        "households",
        ("Households of 75 and over in hot blocks", "Huishoudens van 75 en ouder in hete blokken"),
        ("Households of the neighbourhood of 75 and over that live in such a home.",
         "Huishoudens van de buurt van 75 en ouder die in zo'n woning wonen."),
        HEAT,
    ),
    _one(
        "homes_wet",
        "homes",
        ("Ground-floor homes where rain cannot be held",
         "Woningen op de begane grond waar regen niet geborgen wordt"),
        ("Homes on the ground floor that can be lived in, in blocks that hold less than 50 mm (or "
         "the norm of your own) over their buildings and paving.",
         "Bewoonbare woningen op de begane grond in bouwblokken die minder dan 50 mm (of uw eigen "
         "norm) over gebouwen en verharding kunnen bergen."),
        RAIN,
    ),
)  # fmt: skip
