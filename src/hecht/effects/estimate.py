"""One door to every method: from observations and options to an effect."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple, cast

from hecht.effects.area_panel import Observations
from hecht.effects.effect import Effect
from hecht.effects.options import Options


class Method(NamedTuple):
    """Where a method lives (its module is loaded only when it is used), and what it is."""

    module: str
    function: str
    help: str


METHODS: dict[str, Method] = {
    "staggered": Method(
        "hecht.effects.staggered",
        "estimate_staggered",
        "difference-in-differences with several starts (Callaway and Sant'Anna 2021)",
    ),
    "event-study": Method(
        "hecht.effects.saturated",
        "estimate_saturated",
        "saturated event study against those never treated (Sun and Abraham 2021)",
    ),
    "synthetic-did": Method(
        "hecht.effects.synthetic",
        "estimate_synthetic_did",
        "synthetic difference-in-differences (Arkhangelsky et al. 2021)",
    ),
    "synthetic-control": Method(
        "hecht.effects.synthetic",
        "estimate_synthetic_control",
        "synthetic control (Abadie, Diamond and Hainmueller 2010)",
    ),
    "twfe": Method(
        "hecht.effects.fixed_effects",
        "estimate_fixed_effects",
        "one regression with fixed effects; only to compare with, see its warning",
    ),
}
"""Every method by its name; each function takes (Observations, Options) and returns an Effect."""

ALSO_CALLED = {
    "callaway-santanna": "staggered",
    "cs": "staggered",
    "csdid": "staggered",
    "sun-abraham": "event-study",
    "synthetic-difference-in-differences": "synthetic-did",
    "synthdid": "synthetic-did",
    "sdid": "synthetic-did",
    "sc": "synthetic-control",
    "two-way-fixed-effects": "twfe",
}
"""Names under which methods go elsewhere."""


def method_named(text: str) -> str | None:
    """Return the method that a text names, whatever its capitals, spaces and lines; or None."""
    name = "-".join(text.lower().replace("'", "").replace("_", " ").replace("-", " ").split())
    found = ALSO_CALLED.get(name, name)
    return found if found in METHODS else None


def estimate(observations: Observations, method: str, options: Options) -> Effect:
    """Return the effect by a method of `METHODS`, also by a name of `ALSO_CALLED`.

    Raises ValueError for a method that there is not, and ObservationsError where nothing can be
    compared.
    """
    name = method_named(method)
    if name is None:
        raise ValueError(f"there is no method {method!r}; choose one of {', '.join(METHODS)}")
    where = METHODS[name]
    function = getattr(import_module(where.module), where.function)
    return cast(Callable[[Observations, Options], Effect], function)(observations, options)
