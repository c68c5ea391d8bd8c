"""The plain sentences of an effect, in Dutch and English, that claim no more than the design does.

"No effect" is never said: only that none could be seen larger than so much. Where areas moved
apart before the measure, the sentence says so first. Figures of the Leefbaarometer carry its
makers' own warning.
"""

from __future__ import annotations

import math
import re

from hecht.effects.area_panel import Text
from hecht.effects.effect import Effect, Estimate, Ring
from hecht.effects.pretrend import BY_PLACEBO, ONE_TIME, SAME, TOO_FEW

RELIED = 0.05
"""At this chance or less something is taken to be seen, as in intervals of 95%."""

LEEFBAAROMETER: Text = (
    "De Leefbaarometer is een statistische voorspelling die signaleert waar het goed of slecht kan "
    "gaan; het is geen causaal model, en niet wat bewoners zeiden (zo zegt de maker zelf). Een "
    "verandering ervan kan komen door de kenmerken waaruit zij wordt voorspeld, zoals de bouw van "
    "woningen, zonder dat bewoners het anders ervaren.",
    "The Leefbaarometer is a statistical prediction that signals where things may go well or "
    "badly; it is not a causal model, and not what residents said (its makers' own warning). A "
    "change of it may come from the features it is predicted from, such as new homes, without "
    "residents living through any difference.",
)
_LEEFBAAROMETER = re.compile(r"(lbm[23]?_|lbm\b|rlb|drlb|leefbaarometer)", re.IGNORECASE)

_NOTES = {
    ONE_TIME: "er is maar één moment vóór de maatregel",
    TOO_FEW: "er zijn te weinig gebieden met de maatregel voor de momenten ervóór",
    SAME: "de momenten vóór de maatregel zeggen hetzelfde",
    BY_PLACEBO: "per jaar tot de start, tussen placebogebieden",
}


def of_leefbaarometer(outcome: str) -> bool:
    """Return whether an outcome is a figure of the Leefbaarometer, by its code."""
    return _LEEFBAAROMETER.match(outcome) is not None


def seen(effect: Effect) -> bool | None:
    """Return whether an effect can be told from chance; None where nothing can tell.

    Both must agree where both are there: the interval leaves out zero, and at most 5% of the
    placebo draws lie as far from it.
    """
    found = main(effect)
    judged: list[bool] = []
    if found.low is not None and found.high is not None:
        judged.append(found.low > 0 or found.high < 0)
    if effect.placebo is not None:
        judged.append(effect.placebo.p <= RELIED)
    return all(judged) if judged else None


def drifted(effect: Effect) -> bool:
    """Return whether areas moved apart before the measure, as far as the test can see."""
    test = effect.pretrend
    return test is not None and test.p is not None and test.p <= RELIED


def main(effect: Effect) -> Estimate:
    """Return the figure that the sentences are about: one mean over areas and times."""
    return effect.att["simple"]


def figure(value: float, language: str, decimals: int | None = None) -> str:
    """Return a number with the language's marks; three significant digits unless told how many."""
    if decimals is None:
        decimals = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(decimals, 9)}f}".replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def decimals_of(effect: Effect) -> int:
    """Return the decimals in which to show the figures of an effect: three digits of its error."""
    found = main(effect)
    sizes = [found.se, abs(found.value), effect.smallest_visible]
    size = next((one for one in sizes if one), 1.0)
    return min(9, max(0, 2 - math.floor(math.log10(size))))


def sentences(effect: Effect) -> list[Text]:
    """Return what was found and how far it can be trusted, the finding first."""
    result = [_finding(effect)]
    parts = (_placebo, _before, _power, _drift, _without)
    for part in (tell(effect) for tell in parts):
        if part is not None:
            result.append(part)
    result += [_ring(ring) for ring in effect.rings]
    if of_leefbaarometer(effect.outcome):
        result.append(LEEFBAAROMETER)
    return result


def sentence(effect: Effect, language: str) -> str:
    """Return the finding alone, as one text in "nl" or "en"."""
    return _finding(effect)[_at(language)]


def texts(effect: Effect, language: str) -> list[str]:
    """Return all sentences in one language."""
    return [pair[_at(language)] for pair in sentences(effect)]


def _at(language: str) -> int:
    return 0 if language == "nl" else 1


def _finding(effect: Effect) -> Text:
    found, outcome = main(effect), effect.outcome
    first, last = effect.times[0], effect.times[-1]
    with_nl = "1 gebied" if effect.treated == 1 else f"{effect.treated} gebieden"
    with_en = "1 area" if effect.treated == 1 else f"{effect.treated} areas"
    than_nl, than_en = _against(effect)
    base_nl = f"{than_nl} ({first}–{last})"
    base_en = f"{than_en} ({first}–{last})"
    number_nl, number_en = figure(found.value, "nl"), figure(found.value, "en")
    span_nl, span_en = _interval(found)
    visible = seen(effect)
    if effect.method == "twfe":
        return (
            f"Eén regressie geeft voor {outcome} {number_nl}{span_nl}; dit cijfer is er alleen om "
            f"mee te vergelijken en zegt op zichzelf niets over de maatregel.",
            f"One regression gives {number_en} for {outcome}{span_en}; this figure is here only to "
            f"compare with and by itself tells nothing of the measure.",
        )
    if visible is None:
        return (
            f"In {with_nl} met de maatregel verschilde {outcome} na de start {number_nl} van wat "
            f"de vergelijking verwachtte, {base_nl}. Of dat toeval is, is met zo weinig gebieden "
            f"en zonder placebogebieden niet te zeggen.",
            f"In {with_en} with the measure {outcome} differed by {number_en} after the start from "
            f"what the comparison expected, {base_en}. Whether that is chance cannot be told from "
            f"so few areas without placebo areas.",
        )
    if not visible:
        return _unseen(effect, (with_nl, with_en), (base_nl, base_en), (span_nl, span_en))
    size_nl, size_en = figure(abs(found.value), "nl"), figure(abs(found.value), "en")
    up = found.value > 0
    nl = (
        f"In {with_nl} met de maatregel was {outcome} na de start gemiddeld {size_nl} "
        f"{'hoger' if up else 'lager'} dan zonder maatregel te verwachten was{span_nl}, {base_nl}."
    )
    en = (
        f"In {with_en} with the measure {outcome} was on average {size_en} "
        f"{'higher' if up else 'lower'} after the start than was to be expected without "
        f"it{span_en}, {base_en}."
    )
    if drifted(effect):
        return (
            f"Dit is niet aan de maatregel toe te schrijven: de gebieden liepen al vóór de start "
            f"uiteen. {nl}",
            f"This cannot be put down to the measure: the areas moved apart before the start "
            f"already. {en}",
        )
    return (nl, en)


def _unseen(effect: Effect, areas: Text, base: Text, span: Text) -> Text:
    """Tell that nothing was seen: by the interval, or by placebo areas that strayed as far."""
    found, outcome, least = main(effect), effect.outcome, effect.smallest_visible
    nl, en = figure(found.value, "nl"), figure(found.value, "en")
    if found.low is not None and found.high is not None and (found.low > 0 or found.high < 0):
        return (
            f"In {areas[0]} met de maatregel verschilde {outcome} na de start {nl}{span[0]} van "
            f"wat zonder maatregel te verwachten was, maar dat is niet van toeval te "
            f"onderscheiden: andere gebieden weken te vaak even ver af, {base[0]}.",
            f"In {areas[1]} with the measure {outcome} differed by {en}{span[1]} after the start "
            f"from what was to be expected without it, but that cannot be told from chance: other "
            f"areas strayed as far too often, {base[1]}.",
        )
    if least is None or abs(found.value) >= least:
        return (
            f"In {areas[0]} met de maatregel is geen effect op {outcome} te onderscheiden van "
            f"toeval. De schatting is {nl}{span[0]}, {base[0]}.",
            f"In {areas[1]} with the measure no effect on {outcome} can be told from chance. The "
            f"estimate is {en}{span[1]}, {base[1]}.",
        )
    return (
        f"In {areas[0]} met de maatregel was geen effect op {outcome} te zien dat groter is dan "
        f"{figure(least, 'nl')}; een kleiner effect kan er zijn en blijft hier onzichtbaar. De "
        f"schatting is {nl}{span[0]}, {base[0]}.",
        f"In {areas[1]} with the measure no effect on {outcome} could be seen that is larger than "
        f"{figure(least, 'en')}; a smaller one may be there and would not show here. The estimate "
        f"is {en}{span[1]}, {base[1]}.",
    )


def _against(effect: Effect) -> Text:
    count = effect.comparison
    if effect.options.get("comparison") == "not-yet":
        return (
            f"vergeleken met {count} gebieden zonder maatregel en met gebieden die nog niet "
            f"begonnen waren",
            f"compared with {count} areas without it and with areas that had not begun yet",
        )
    if effect.weights:
        return (
            f"vergeleken met een gewogen mengsel van {count} gebieden zonder maatregel",
            f"compared with a weighted mix of {count} areas without it",
        )
    return (
        f"vergeleken met {count} gebieden zonder maatregel",
        f"compared with {count} areas without it",
    )


def _interval(found: Estimate) -> Text:
    if found.low is None or found.high is None:
        return ("", "")
    level = f"{found.level:.0%}"
    return (
        f" ({level}-interval {figure(found.low, 'nl')} tot {figure(found.high, 'nl')})",
        f" ({level} interval {figure(found.low, 'en')} to {figure(found.high, 'en')})",
    )


def _placebo(effect: Effect) -> Text | None:
    found = effect.placebo
    if found is None:
        return None
    count, as_far = len(found.draws), found.rank - 1
    low = "" if found.p <= RELIED else " Dat is niet zeldzaam genoeg om op te varen."
    low_en = "" if found.p <= RELIED else " That is not rare enough to go by."
    if found.p <= RELIED and seen(effect) is False:
        low = " Het interval laat nul wel toe; pas als beide het zeggen, heet iets hier een effect."
        low_en = " The interval lets zero in; something is called an effect here if both say so."
    by_ratio = found.by == "ratio"
    fit = ", gemeten naar hoe goed het vooraf paste" if by_ratio else ""
    fit_en = ", against how well it fitted before" if by_ratio else ""
    times = "once" if as_far == 1 else f"{as_far} times"
    return (
        f"Van {count} keer dat de maatregel bij wijze van proef aan andere gebieden werd "
        f"toegedeeld, lag de uitkomst {as_far} keer minstens zo ver van nul{fit} "
        f"(p = {_p(found.p, 'nl')}).{low}",
        f"Of {count} times that the measure was dealt to other areas as a trial, the outcome lay "
        f"at least as far from zero {times}{fit_en} (p = {_p(found.p, 'en')}).{low_en}",
    )


def _before(effect: Effect) -> Text | None:
    test = effect.pretrend
    if test is None:
        return None
    if test.p is None:
        return (
            f"Of de gebieden vóór de maatregel gelijk op gingen is niet te toetsen: "
            f"{_NOTES.get(test.note, test.note)}.",
            f"Whether the areas moved alike before the measure cannot be tested: {test.note}.",
        )
    if drifted(effect):
        return (
            f"Vóór de maatregel liepen de gebieden al uiteen (p = {_p(test.p, 'nl')}); een "
            f"verschil daarna kan een voortzetting daarvan zijn.",
            f"The areas moved apart before the measure already (p = {_p(test.p, 'en')}); a "
            f"difference after it may be more of the same.",
        )
    return (
        f"Vóór de maatregel liepen de gebieden niet zichtbaar uiteen (p = {_p(test.p, 'nl')}); dat "
        f"bewijst niet dat zij zonder maatregel gelijk op waren gegaan.",
        f"Before the measure the areas did not visibly move apart (p = {_p(test.p, 'en')}); that "
        f"does not prove that they would have moved alike without it.",
    )


def _power(effect: Effect) -> Text | None:
    """Tell the smallest effect that could be seen, where the finding does not say it already."""
    least = effect.smallest_visible
    if least is None or effect.method == "twfe":
        return None
    if f" {figure(least, 'en')};" in _finding(effect)[1]:
        return None
    return (
        f"Met deze gebieden en jaren is het kleinste effect dat in vier van de vijf gevallen te "
        f"zien is {figure(least, 'nl')}.",
        f"With these areas and years the smallest effect that shows in four cases of five is "
        f"{figure(least, 'en')}.",
    )


def _drift(effect: Effect) -> Text | None:
    """Tell up to which unseen drift the interval leaves out zero."""
    relative = sorted(
        (one for one in effect.sensitivity if one.restriction == "relative"), key=lambda one: one.m
    )
    if not relative:
        return None
    holds = [one.m for one in relative if one.low > 0 or one.high < 0]
    if holds == [0]:
        return (
            "Het interval van het gemiddelde over alle jaren na de start sluit nul alleen uit als "
            "de gebieden zonder maatregel precies gelijk op waren gegaan.",
            "The interval of the mean over all years since the start leaves out zero only if the "
            "areas would have moved exactly alike without the measure.",
        )
    if not holds:
        return (
            "Zelfs als de gebieden na de start niet verder uiteen zouden zijn gelopen, laat het "
            "eerlijke interval nul toe.",
            "Even if the areas had drifted no further apart after the start, the honest interval "
            "lets zero in.",
        )
    most = max(holds)
    return (
        f"Het interval van het gemiddelde over alle jaren na de start sluit nul uit zolang de "
        f"gebieden van jaar op jaar hooguit {_plain(most, 'nl')} keer zo ver uiteenlopen als de "
        f"grootste stap die ervóór te zien was.",
        f"The interval of the mean over all years since the start leaves out zero as long as the "
        f"areas drift apart from year to year by at most {_plain(most, 'en')} times the largest "
        f"step seen before it.",
    )


def _without(effect: Effect) -> Text | None:
    found = effect.without_rings
    if found is None:
        return None
    nl, en = _interval(found)
    return (
        f"Zonder de buurgebieden als vergelijking is de schatting {figure(found.value, 'nl')}{nl}.",
        f"Without the neighbouring areas as comparison the estimate is "
        f"{figure(found.value, 'en')}{en}.",
    )


def _ring(ring: Ring) -> Text:
    found = ring.estimate
    span = _interval(found)
    where_nl, where_en = "In de buurgebieden", "In the neighbouring areas"
    if ring.high > 0:
        where_nl = f"Op {ring.low:g} tot {ring.high:g} m van een gebied met de maatregel"
        where_en = f"At {ring.low:g} to {ring.high:g} m from an area with the measure"
    if found.low is not None and found.high is not None and found.low <= 0 <= found.high:
        return (
            f"{where_nl} ({ring.areas} gebieden) was geen effect van nul te onderscheiden: "
            f"{figure(found.value, 'nl')}{span[0]}.",
            f"{where_en} ({ring.areas} areas) no effect could be told from zero: "
            f"{figure(found.value, 'en')}{span[1]}.",
        )
    return (
        f"{where_nl} ({ring.areas} gebieden) was het verschil na de start "
        f"{figure(found.value, 'nl')}{span[0]}.",
        f"{where_en} ({ring.areas} areas) the difference after the start was "
        f"{figure(found.value, 'en')}{span[1]}.",
    )


def _plain(value: float, language: str) -> str:
    text = f"{value:g}"
    return text.replace(".", ",") if language == "nl" else text


def _p(value: float, language: str) -> str:
    text = "<0.001" if value < 0.001 else f"{value:.3f}"
    return text.replace(".", ",") if language == "nl" else text
