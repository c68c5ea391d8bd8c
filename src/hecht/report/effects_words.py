"""What the page of an effect says around its figures, in Dutch and English."""

from __future__ import annotations

from hecht.effects.area_panel import Text
from hecht.effects.effect import BADLY_FITTED, Effect

PAGE: dict[str, Text] = {
    "skip": ("Naar de inhoud", "Skip to the contents"),
    "over": ("Wat deed de maatregel?", "What did the measure do?"),
    "table": ("tabel", "table"),
    "picture": ("plaatje", "picture"),
    "warnings": ("Let op", "Mind"),
    "estimates": ("De schatting", "The estimate"),
    "event": ("Van jaar tot jaar", "From year to year"),
    "event_title": (
        "Verschil met de vergelijking, per jaar sinds de start",
        "Difference with the comparison, by years since the start",
    ),
    "event_axis": ("jaren sinds de start", "years since the start"),
    "event_about": (
        "Open punten liggen vóór de start: die horen bij nul te liggen. Dichte punten liggen "
        "erna. De streep is het interval van dat jaar alleen, het lichte vlak geldt voor alle "
        "jaren tegelijk.",
        "Open dots lie before the start: they should lie at zero. Filled dots lie after it. The "
        "stroke is the interval of that year alone, the light bar holds for all years at once.",
    ),
    "before": ("vóór de maatregel", "before the measure"),
    "after": ("met de maatregel", "with the measure"),
    "what": ("Wat", "What"),
    "value": ("Schatting", "Estimate"),
    "se": ("Standaardfout", "Standard error"),
    "interval": ("Interval", "Interval"),
    "band": ("Alle jaren tegelijk", "All years at once"),
    "year": ("Jaar", "Year"),
    "since": ("Jaren sinds de start", "Years since the start"),
    "began": ("Begonnen in", "Began in"),
    "calendar": ("Per kalenderjaar", "By calendar year"),
    "placebo": ("Had het toeval kunnen zijn?", "Could it have been chance?"),
    "placebo_title": (
        "Uitkomsten als andere gebieden de maatregel hadden gehad",
        "Outcomes had other areas had the measure",
    ),
    "placebo_axis": ("uitkomst van een trekking", "outcome of a draw"),
    "placebo_count": ("trekkingen", "draws"),
    "estimate_here": ("de schatting", "the estimate"),
    "as_far": ("even ver, andere kant", "as far, other side"),
    "honest": ("Als gebieden ongezien uiteenliepen", "Had areas drifted apart unseen"),
    "honest_about": (
        "Het interval van het gemiddelde over alle jaren na de start, als de gebieden zonder "
        "maatregel niet precies gelijk op waren gegaan (Rambachan en Roth 2023).",
        "The interval of the mean over all years since the start, had the areas not moved exactly "
        "alike without the measure (Rambachan and Roth 2023).",
    ),
    "relative": (
        "hooguit {m} keer de grootste stap vooraf",
        "at most {m} times the largest step before",
    ),
    "smoothness": (
        "de helling buigt per jaar hooguit {m}",
        "the slope bends by at most {m} a year",
    ),
    "allowed": ("Hoe ver uiteen", "How far apart"),
    "zero": ("Sluit nul uit", "Leaves out zero"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "rings": ("De gebieden eromheen", "The areas around"),
    "rings_about": (
        "Wie voor een maatregel verhuist, verhuist vaak naar hiernaast. Daarom staat hier wat er "
        "rondom gebeurde, en de schatting zonder die gebieden als vergelijking.",
        "Who moves for a measure often moves next door. So this tells what happened around it, "
        "and the estimate without those areas as comparison.",
    ),
    "ring": ("Ring", "Ring"),
    "areas": ("Gebieden", "Areas"),
    "neighbours": ("buurgebieden", "neighbouring areas"),
    "without": ("zonder de ringen als vergelijking", "without the rings as comparison"),
    "who": ("Wie met wie is vergeleken", "Who is compared with whom"),
    "weights": ("Gewicht van elk vergelijkingsgebied", "Weight of each comparison area"),
    "area": ("Gebied", "Area"),
    "weight": ("Gewicht", "Weight"),
    "power": ("Wat hier te zien zou zijn", "What could be seen here"),
    "how": ("Hoe het is berekend", "How it was reckoned"),
    "option": ("Keuze", "Choice"),
    "made": ("Berekend met hecht {version}.", "Reckoned with hecht {version}."),
}
"""The words of the page by key."""

ATT: dict[str, Text] = {
    "simple": (
        "gemiddeld over gebieden en jaren met de maatregel",
        "mean over areas and years with the measure",
    ),
    "dynamic": (
        "gemiddeld over de jaren sinds de start",
        "mean over the years since the start",
    ),
    "group": (
        "gemiddeld over groepen die samen begonnen",
        "mean over groups that began together",
    ),
    "calendar": ("gemiddeld over kalenderjaren", "mean over calendar years"),
}

METHODS: dict[str, Text] = {
    "staggered": (
        "Verschil in verschillen met verschillende startjaren (Callaway en Sant'Anna 2021)",
        "Difference-in-differences with several starts (Callaway and Sant'Anna 2021)",
    ),
    "event-study": (
        "Verzadigde studie rond de start (Sun en Abraham 2021)",
        "Saturated event study (Sun and Abraham 2021)",
    ),
    "synthetic-did": (
        "Synthetisch verschil in verschillen (Arkhangelsky e.a. 2021)",
        "Synthetic difference-in-differences (Arkhangelsky et al. 2021)",
    ),
    "synthetic-control": (
        "Synthetische vergelijking (Abadie, Diamond en Hainmueller 2010)",
        "Synthetic control (Abadie, Diamond and Hainmueller 2010)",
    ),
    "twfe": (
        "Eén regressie met vaste effecten, alleen om mee te vergelijken",
        "One regression with fixed effects, only to compare with",
    ),
}

OPTIONS: dict[str, Text] = {
    "comparison": ("vergeleken met", "compared with"),
    "base": ("nulpunt vóór de start", "zero before the start"),
    "anticipation": ("jaren waarin het vooraf al kan werken", "years in which it may work before"),
    "level": ("zekerheid van het interval", "level of the interval"),
    "bootstrap": ("trekkingen voor alle jaren tegelijk", "draws for all years at once"),
    "multiplier": ("gewichten van die trekkingen", "weights of those draws"),
    "placebo": ("placebotrekkingen", "placebo draws"),
    "seed": ("begingetal van het toeval", "start of the random numbers"),
    "covariates": ("rekening gehouden met", "reckoned with"),
    "adjust": ("op deze wijze", "in this way"),
    "clusters": ("groepen van gebieden", "groups of areas"),
    "error before": ("fout van het mengsel vooraf", "error of the mix before"),
    BADLY_FITTED: ("past vooraf slecht", "fits badly before"),
    "ratio": ("gat erna, gedeeld door dat ervoor", "gap after over gap before"),
    "starts": ("beginpunten van het zoeken, met de fout", "starts of the search, with the error"),
    "times": ("gewicht van de jaren ervoor", "weight of the years before"),
    "negative_weights": ("cijfers met een negatief gewicht", "figures with a negative weight"),
}

CHOICES: dict[str, Text] = {
    "never": ("gebieden die de maatregel nooit kregen", "areas that never had the measure"),
    "not-yet": (
        "gebieden die de maatregel nooit of nog niet hadden",
        "areas that never had the measure, or not yet",
    ),
    "varying": ("het jaar ervoor", "the year before"),
    "universal": ("het laatste jaar vóór de start", "the last year before the start"),
    "reg": ("regressie", "regression"),
    "dr": ("dubbel robuust", "doubly robust"),
}


def who(effect: Effect) -> Text:
    """Tell who is compared with whom, and in which years."""
    first, last, count = effect.times[0], effect.times[-1], len(effect.times)
    return (
        f"{effect.treated} gebieden met de maatregel, {effect.comparison} zonder; {count} "
        f"momenten van {first} tot {last}.",
        f"{effect.treated} areas with the measure, {effect.comparison} without; {count} times from "
        f"{first} to {last}.",
    )
