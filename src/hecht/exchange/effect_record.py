"""An effect as a record of plain values: what `hecht effects --json` prints (docs/effects.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hecht.effects.effect import Effect, Estimate
from hecht.effects.words import seen, texts


def effect_record(effect: Effect) -> dict[str, Any]:
    """Return an effect as a record; what a method does not give is null or empty."""
    return {
        "method": effect.method,
        "outcome": effect.outcome,
        "treated": effect.treated,
        "comparison": effect.comparison,
        "times": list(effect.times),
        "att": {name: one.value for name, one in effect.att.items()},
        "se": {name: one.se for name, one in effect.att.items()},
        "interval": {name: _interval(one) for name, one in effect.att.items()},
        "level": next(iter(effect.att.values())).level,
        "seen": seen(effect),
        "by_event_time": {
            str(at): _estimate(one) | {"band": _pair(effect.band.get(at))}
            for at, one in effect.by_event_time.items()
        },
        "by_group": _by(effect.by_group),
        "by_calendar_time": _by(effect.by_calendar_time),
        "group_time": [
            {"group": group, "time": time} | _estimate(one)
            for (group, time), one in effect.group_time.items()
        ],
        "pretrend": None if effect.pretrend is None else asdict(effect.pretrend),
        "placebo": None if effect.placebo is None else _placebo(effect),
        "sensitivity": [asdict(one) for one in effect.sensitivity],
        "power": None if effect.power is None else asdict(effect.power),
        "smallest_visible": effect.smallest_visible,
        "rings": [
            {"low": one.low, "high": one.high, "areas": one.areas} | _estimate(one.estimate)
            for one in effect.rings
        ],
        "without_rings": None if effect.without_rings is None else _estimate(effect.without_rings),
        "weights": dict(effect.weights),
        "warnings": [{"nl": nl, "en": en} for nl, en in effect.warnings],
        "sentences": {language: texts(effect, language) for language in ("nl", "en")},
        "options": dict(effect.options),
    }


def _by(parts: Mapping[int, Estimate]) -> dict[str, Any]:
    return {str(at): _estimate(one) for at, one in parts.items()}


def _estimate(one: Estimate) -> dict[str, Any]:
    return {"value": one.value, "se": one.se, "interval": _interval(one)}


def _interval(one: Estimate) -> list[float] | None:
    return None if one.low is None or one.high is None else [one.low, one.high]


def _pair(found: tuple[float, float] | None) -> list[float] | None:
    return None if found is None else list(found)


def _placebo(effect: Effect) -> dict[str, Any]:
    found = effect.placebo
    assert found is not None
    return asdict(found) | {"draws": list(found.draws)}
