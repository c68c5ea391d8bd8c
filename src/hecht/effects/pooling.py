"""Which figures of the library may be pooled, and why not where they may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hecht.effects.evidence import Entry
from hecht.effects.meta import LEAST, Pooled, Spread, pool_figures

_ASKEW = 0.15
"""How unequal the two arms of an interval may be, as a share of its width: more than rounding."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why figures are not pooled: a sentence in English and in Dutch."""

    reason: str
    reason_nl: str


@dataclass(frozen=True, slots=True)
class PooledEntries:
    """The figures of `entries` together; all of one `measure`, `outcome` and `unit`."""

    entries: tuple[Entry, ...]
    errors: tuple[float, ...]
    measure: str
    outcome: str
    unit: str
    pooled: Pooled


def pool(
    entries: Sequence[Entry], spread: Spread = Spread.REML, level: float = 0.95
) -> PooledEntries | Refusal:
    """Pool the figures of entries, or tell why that would mean nothing.

    Figures are pooled when three or more have an interval, and are of one measure, one outcome
    and one unit, each from a source of its own.
    """
    usable = [one for one in entries if one.effect is not None and one.low is not None]
    refusal = _too_few(entries, usable) or _unlike(usable) or _one_source(usable) or _askew(usable)
    if refusal is not None:
        return refusal
    errors = tuple(standard_error(one) for one in usable)
    effects = [one.effect for one in usable if one.effect is not None]
    first = usable[0]
    return PooledEntries(
        entries=tuple(usable),
        errors=errors,
        measure=first.measure,
        outcome=first.outcome,
        unit=first.unit,
        pooled=pool_figures(effects, errors, spread, level),
    )


def standard_error(entry: Entry) -> float:
    """Return the standard error behind a normal interval. Raises ValueError without interval."""
    from scipy import stats

    if entry.low is None or entry.high is None or entry.level is None:
        raise ValueError(f"{entry.key} has no interval, so its standard error is not known")
    return (entry.high - entry.low) / (2 * float(stats.norm.ppf((1 + entry.level) / 2)))


def _too_few(entries: Sequence[Entry], usable: Sequence[Entry]) -> Refusal | None:
    if len(usable) >= LEAST:
        return None
    figures = sum(one.effect is not None for one in entries)
    return Refusal(
        f"Not pooled: {LEAST} figures with an interval are the least, and there are {len(usable)} "
        f"(entries found: {len(entries)}, with a figure: {figures}).",
        f"Niet samengevoegd: minstens {LEAST} cijfers met een interval zijn nodig, en er zijn er "
        f"{len(usable)} (gevonden: {len(entries)}, met een cijfer: {figures}).",
    )


def _unlike(usable: Sequence[Entry]) -> Refusal | None:
    """Refuse figures that are of more than one thing."""
    for name, english, dutch in (
        ("outcome", "outcomes", "uitkomsten"),
        ("unit", "units", "eenheden"),
        ("measure", "measures", "maatregelen"),
    ):
        kinds = sorted({str(getattr(one, name)) for one in usable})
        if len(kinds) > 1:
            listed = "; ".join(kinds)
            return Refusal(
                f"Not pooled: the figures are of different {english} ({listed}), so their mean "
                f"would be of nothing. Choose one with --{name}.",
                f"Niet samengevoegd: de cijfers gaan over verschillende {dutch} ({listed}), dus "
                f"een gemiddelde zegt niets. Kies er één met --{name}.",
            )
    return None


def _one_source(usable: Sequence[Entry]) -> Refusal | None:
    """Refuse figures of one source: they share people or comparison areas, so they count once."""
    sources = Counter(one.address or one.source for one in usable)
    again = [one.key for one in usable if sources[one.address or one.source] > 1]
    if not again:
        return None
    listed = ", ".join(again)
    return Refusal(
        f"Not pooled: {listed} come from one source, and figures of one source are not "
        "independent. Leave all but one out with --without KEY.",
        f"Niet samengevoegd: {listed} komen uit één bron, en cijfers uit één bron zijn niet "
        "onafhankelijk. Laat er met --without SLEUTEL op één na weg.",
    )


def _askew(usable: Sequence[Entry]) -> Refusal | None:
    for one in usable:
        if one.effect is None or one.low is None or one.high is None:
            continue
        width = one.high - one.low
        if width <= 0 or abs((one.high - one.effect) - (one.effect - one.low)) > _ASKEW * width:
            return Refusal(
                f"Not pooled: the interval of {one.key} has no width or is not even around its "
                "figure, so it hides no standard error (a ratio belongs on the log scale).",
                f"Niet samengevoegd: het interval van {one.key} heeft geen breedte of ligt scheef "
                "om het cijfer, dus er volgt geen standaardfout uit (een verhouding hoort op "
                "logschaal).",
            )
    return None
