"""What figures say together, in plain sentences."""

from __future__ import annotations

from hecht.effects.pooling import PooledEntries
from hecht.effects.words import figure


def pooled_sentences(found: PooledEntries, language: str) -> list[str]:
    """Return the mean with its interval, what a next place may see, and how far figures differ."""
    pooled, first = found.pooled, found.entries[0]
    mean = pooled.mean
    dutch = language == "nl"
    value = figure(mean.value, language)
    ends = [figure(end, language) for end in (mean.low, mean.high) if end is not None]
    ahead = [figure(end, language) for end in pooled.prediction]
    unit, outcome = first.text("unit", language), first.text("outcome", language)
    level, share = f"{round(100 * mean.level)}%", f"{round(100 * pooled.i2)}%"
    sure = mean.low is not None and mean.high is not None and (mean.low > 0 or mean.high < 0)
    holds = pooled.prediction[0] <= 0 <= pooled.prediction[1]
    if dutch:
        lines = [
            f"{pooled.count} cijfers over {outcome} samen: gemiddeld {value} {unit} "
            f"({level}-interval {' tot '.join(ends)}).",
            f"Een volgende plaats zoals deze ziet met {level} zekerheid {' tot '.join(ahead)}"
            + (": het kan daar ook andersom uitpakken." if holds else "."),
            f"Naar schatting komt {share} van de verschillen tussen de cijfers doordat plaatsen "
            "echt verschillen, de rest door toeval; uit "
            f"{pooled.count} cijfers is dat ruw geschat.",
            "Het gemiddelde is niet sterker dan de zwakste opzet eronder, en wat niet gepubliceerd "
            "is, ontbreekt.",
        ]
        doubt = "Het gemiddelde is niet van nul te onderscheiden."
    else:
        lines = [
            f"{pooled.count} figures on {outcome} together: {value} {unit} on average "
            f"({level} interval {' to '.join(ends)}).",
            f"A further place like these sees, with {level} confidence, {' to '.join(ahead)}"
            + (": there it may turn out the other way." if holds else "."),
            f"An estimated {share} of the differences between the figures comes from places that "
            f"truly differ, the rest from chance; of {pooled.count} figures that is a rough guess.",
            "The mean is no stronger than the weakest design under it, and what was not published "
            "is missing.",
        ]
        doubt = "The mean cannot be told from zero."
    return lines if sure else [lines[0], doubt, *lines[1:]]
