"""What the answers of households show, in plain sentences that claim no more than that.

People choose to return, to leave and to answer. So every difference is called a difference between
people, and never what the return, the ties or the moves did.
"""

from __future__ import annotations

from collections.abc import Mapping

from hecht.effects.area_panel import Text
from hecht.effects.effect import Estimate
from hecht.effects.household_rows import Unused
from hecht.effects.households import Difference, Exposure, HouseholdEffects, Why
from hecht.effects.words import figure

_OF: dict[Exposure, Text] = {
    Exposure.RETURNED: (
        "Huishoudens die terugkwamen, scoren gemiddeld {size} {way} dan huishoudens die weg "
        "moesten en niet terugkwamen",
        "Households that came back score {size} {way} on average than households that had to "
        "move and did not come back",
    ),
    Exposure.TIES_KEPT: (
        "Huishoudens die al hun banden in de buurt hielden, scoren gemiddeld {size} {way} dan "
        "huishoudens die ze allemaal verloren",
        "Households that kept all their near ties score {size} {way} on average than households "
        "that lost them all",
    ),
    Exposure.MOVES: (
        "Met elke verhuizing meer (geen, één, twee of meer) is de score gemiddeld {size} {way}",
        "With each further move (none, one, two or more) the score is {size} {way} on average",
    ),
    Exposure.SEPARATION: (
        "Met elke twaalf maanden dat buren met een band uit elkaar woonden, is de score gemiddeld "
        "{size} {way}",
        "With every twelve months that neighbours with a tie lived apart, the score is {size} "
        "{way} on average",
    ),
}

_TOPIC: dict[Exposure, Text] = {
    Exposure.RETURNED: ("Terugkeer", "Return"),
    Exposure.TIES_KEPT: ("Behouden banden", "Ties kept"),
    Exposure.MOVES: ("Verhuizingen", "Moves"),
    Exposure.SEPARATION: ("Tijd uit elkaar", "Time apart"),
}

_WHY: dict[Why, Text] = {
    Why.SMALL: (
        "niet getoond, een groep is te klein",
        "not shown, a group is too small",
    ),
    Why.NO_CHANGE: (
        "geen uitspraak, de huishoudens verschillen hierin niet van elkaar",
        "nothing can be said, the households do not differ in this",
    ),
    Why.TOO_FEW: (
        "te weinig antwoorden om rekening te houden met andere verschillen",
        "too few answers to hold other things alike",
    ),
}

_HELD: dict[str, Text] = {
    "before": ("de score vooraf", "the score before"),
    "age": ("de leeftijd", "age"),
    "size": ("de grootte van het huishouden", "the size of the household"),
}

SELF_SELECTION: Text = (
    "Dit zijn verschillen tussen mensen, geen bewezen gevolgen: wie terugkeert, wie banden houdt "
    "en wie vaker verhuist, is niet geloot. Wie zich goed voelt in de buurt keert misschien eerder "
    "terug.",
    "These are differences between people, not proven consequences: who comes back, who keeps "
    "ties and who moves more often was not drawn by lot. Those who feel at home may be more likely "
    "to come back.",
)

SEVERAL: Text = (
    "Er zijn {count} vergelijkingen gemaakt; ook als er niets aan de hand is, lijkt er dan met een "
    "kans van {chance}% minstens één iets te laten zien.",
    "{count} comparisons were made; even if there is nothing to see, the chance that at least one "
    "seems to show something is {chance}%.",
)


def topic(exposure: Exposure, language: str) -> str:
    """Return what a difference is about, in a word or two."""
    return _TOPIC[exposure][_at(language)]


def why_not(why: Why, language: str) -> str:
    """Return why a difference is not given."""
    return _WHY[why][_at(language)]


def difference_sentence(found: Difference, language: str) -> str:
    """Return what one difference says, or why nothing is said.

    The adjusted figure is told where there is one, with what was held alike. Points are those of
    the score, from 0 to 10.
    """
    at = _at(language)
    estimate = found.adjusted or found.plain
    if estimate is None:
        return f"{topic(found.exposure, language)}: {why_not(found.why or Why.SMALL, language)}."
    ways = (("hoger", "lager"), ("higher", "lower"))[at]
    way = ways[0] if estimate.value >= 0 else ways[1]
    said = _OF[found.exposure][at].format(size=_points(estimate.value, language), way=way)
    said += _interval(estimate, language) + _held(found, language) + "."
    if not _seen(estimate):
        said += (
            " Dat is niet van toeval te onderscheiden.",
            " That cannot be told from chance.",
        )[at]
    return said


def _points(value: float, language: str) -> str:
    size = figure(abs(value), language, 2)
    return f"{size} {('punten', 'points')[_at(language)]}"


def _seen(estimate: Estimate) -> bool:
    low, high = estimate.low, estimate.high
    return low is not None and high is not None and (low > 0 or high < 0)


def _interval(estimate: Estimate, language: str) -> str:
    if estimate.low is None or estimate.high is None:
        return ""
    word, to = (("interval", "tot"), ("interval", "to"))[_at(language)]
    level = f"{round(100 * estimate.level)}%"
    joined = f"{level}-{word}" if language == "nl" else f"{level} {word}"
    return (
        f" ({joined} {figure(estimate.low, language, 2)} {to} {figure(estimate.high, language, 2)})"
    )


def _held(found: Difference, language: str) -> str:
    if found.adjusted is None:
        none = (", zonder rekening te houden met andere verschillen", ", nothing else held alike")
        return none[_at(language)]
    names = [_HELD[one][_at(language)] for one in found.adjusted_for]
    joiner = (" en ", " and ")[_at(language)]
    listed = joiner.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return (f", bij gelijke waarde van {listed}", f", with {listed} alike")[_at(language)]


def caveats(effects: HouseholdEffects, language: str) -> list[str]:
    """Return what must be said with the differences: selection, who answered, chance."""
    at = _at(language)
    result = [SELF_SELECTION[at]]
    silent = effects.asked - effects.answered
    share = round(100 * effects.answered / effects.asked) if effects.asked else 0
    result.append(
        (
            f"{effects.answered} van {effects.asked} huishoudens ({share}%) hebben een bruikbaar "
            f"antwoord van erna; {silent} niet, en die kunnen het anders hebben ervaren. Vooraf en "
            f"achteraf antwoordden er {effects.paired}.",
            f"{effects.answered} of {effects.asked} households ({share}%) have a usable answer "
            f"from after; {silent} have not, and may have fared otherwise. {effects.paired} "
            f"answered both before and after.",
        )[at]
    )
    told = [one for one in effects.differences if one.plain is not None]
    if len(told) > 1:
        level = (told[0].adjusted or told[0].plain or Estimate(0.0)).level
        chance = round(100 * (1 - level ** len(told)))
        result.append(SEVERAL[at].format(count=len(told), chance=chance))
    if any(one.exposure is Exposure.MOVES for one in told):
        result.append(
            (
                "Wie niet verhuisde, hoefde meestal ook niet weg; dat verschil zit in de "
                "vergelijking van verhuizingen.",
                "Those who did not move mostly did not have to; that difference is in the "
                "comparison of moves.",
            )[at]
        )
    if any(one.exposure is Exposure.RETURNED for one in told):
        result.append(
            (
                "Wie vertrok, antwoordt over de buurt van nu; wie terugkwam, over de "
                "eigen buurt van toen.",
                "Those who left answer about the neighbourhood where they live now, those who "
                "came back about the one they came from.",
            )[at]
        )
    return result


def response_sentences(effects: HouseholdEffects, language: str) -> list[str]:
    """Return who answered, by group, so far as that may be shown."""
    names: dict[str, Text] = {
        "returned": ("teruggekeerd", "came back"),
        "left": ("niet teruggekeerd", "did not come back"),
        "not affected": ("hoefde niet weg", "did not have to move"),
    }
    lines = []
    for name, share in effects.response.items():
        label = names[name][_at(language)]
        if share is None:
            hidden = ("niet getoond, te kleine groep", "not shown, too small a group")
            lines.append(f"{label}: {hidden[_at(language)]}")
        elif share.whole:
            word = ("van", "of")[_at(language)]
            answered = ("antwoordden", "answered")[_at(language)]
            lines.append(f"{label}: {share.part} {word} {share.whole} {answered}")
    return lines


def dose_sentences(effects: HouseholdEffects, language: str) -> list[str]:
    """Return the mean score by number of moves, so far as that may be shown."""
    dutch = language == "nl"
    names = (
        ("niet verhuisd", "één keer verhuisd", "twee keer of vaker verhuisd")
        if dutch
        else ("did not move", "moved once", "moved twice or more")
    )
    lines = []
    for dose in effects.doses:
        if dose.count is None:
            hidden = "niet getoond, te kleine groep" if dutch else "not shown, too small a group"
            lines.append(f"{names[dose.moves]}: {hidden}")
        elif dose.mean is not None:
            word = "gemiddelde score" if dutch else "mean score"
            people = "huishoudens" if dutch else "households"
            value = figure(dose.mean.value, language, 2) + _interval(dose.mean, language)
            lines.append(f"{names[dose.moves]}: {word} {value}, {dose.count} {people}")
    return lines


_UNUSED: dict[Unused, Text] = {
    Unused.UNKNOWN: ("van een onbekend huishouden", "of an unknown household"),
    Unused.UNSCORED: ("met te weinig ingevuld", "with too little answered"),
    Unused.DURING: (
        "tussen de verhuizingen in, of te kort erna",
        "between the moves, or too soon after",
    ),
    Unused.EARLIER: (
        "vervangen door een later antwoord van hetzelfde huishouden",
        "replaced by a later answer of the same household",
    ),
}


def unused_sentences(unused: Mapping[Unused, int], problems: int, language: str) -> list[str]:
    """Return how many answers were not used, and why; `problems` counts rows not read."""
    head = ("antwoorden niet gebruikt", "answers not used")[_at(language)]
    lines = [f"{head}: {count}, {_UNUSED[why][_at(language)]}" for why, count in unused.items()]
    if problems:
        told = ("meldingen over rijen, zie boven", "remarks on rows, see above")[_at(language)]
        lines.append(f"{problems} {told}")
    return lines


def _at(language: str) -> int:
    return 0 if language == "nl" else 1
