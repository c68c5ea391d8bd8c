"""What is sought: goals to come near to, limits to keep to, and what may be chosen per block.

Goals and limits name figures of a scenario (see `hecht.design.catalogue`). A goals file is TOML;
`goals_of` takes what was read of it, so that every fault names its key.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from hecht.neighbourhood.home import LABELS
from hecht.outcomes.figure import Definition

FORMAT = "hecht-goals/1"

ALIASES = {
    "cost": "cost_known",
    "duration": "duration_months",
    "label": "worst_label",
    "parking": "parking_per_home",
    "returners": "returned_of_wishing",
    "ties": "ties_kept_staying",
}
"""Short names for figures, on the command line and in a goals file."""

LABEL_FIGURES = frozenset({"worst_label"})
"""Figures whose value is an energy label; as a number 0 is the worst label and more is better."""

DEFAULT_GOALS = ("homes_added", "return_of_all", "ties_kept_staying", "cost_known", "moves")

TOLERANCE = 1e-9
"""Relative room within which a limit on a computed figure counts as kept."""


class GoalsError(ValueError):
    """Goals that cannot be used; the message names the key and says what to do."""


class Better(StrEnum):
    """Which way a goal goes."""

    MORE = "more"
    LESS = "less"


class Sense(StrEnum):
    """Which side of its value a limit keeps to."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EQUAL = "equal"

    @property
    def sign(self) -> str:
        """Return the sign that is read as this sense."""
        return {"at_least": ">=", "at_most": "<=", "equal": "="}[self.value]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure of which more, or less, is better."""

    figure: str
    better: Better

    def cost(self, value: float) -> float:
        """Return a number that is lower the better the value is."""
        return -value if self.better is Better.MORE else value


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound that a scenario has to keep to. `value` is a number, also for energy labels."""

    figure: str
    sense: Sense
    value: float

    def breach(self, value: float) -> float:
        """Return by how much a value breaks the limit; 0 when it keeps to it."""
        room = TOLERANCE * max(1.0, abs(self.value))
        short, over = self.value - value, value - self.value
        gap = {
            Sense.AT_LEAST: short,
            Sense.AT_MOST: over,
            Sense.EQUAL: max(short, over),
        }[self.sense]
        return gap if gap > room else 0.0

    def __str__(self) -> str:
        return f"{self.figure} {self.sense.sign} {shown(self.figure, self.value)}"


@dataclass(frozen=True)
class Choices:
    """What may be chosen.

    `blocks` are those that vary (None: all); the others keep the option AS_PLANNED, or the one
    that `fixed` gives them. `options` are the option ids that may be chosen (None: all). Blocks
    of one list of `together` all get the option of the same name; `together_by` does so for all
    blocks of one "street" or one kind of "works". `horizon` is the number of months that are
    planned (None: the longest of the project and its scenarios).
    """

    blocks: tuple[str, ...] | None = None
    options: tuple[str, ...] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()
    together_by: str = ""
    horizon: int | None = None


TOGETHER_BY = ("street", "works")


@dataclass(frozen=True)
class Goals:
    """Goals, limits and choices."""

    goals: tuple[Goal, ...]
    limits: tuple[Limit, ...] = ()
    choices: Choices = field(default_factory=Choices)

    @property
    def figures(self) -> tuple[str, ...]:
        """Return the names of all figures that a goal or a limit asks for, each once."""
        names = [goal.figure for goal in self.goals] + [limit.figure for limit in self.limits]
        return tuple(dict.fromkeys(names))


def goals_of(found: Mapping[str, Any], definitions: Mapping[str, Definition]) -> Goals:
    """Return the goals of a file that was read; without goals in it, the usual ones.

    `definitions` are the figures that exist. Raises GoalsError naming the key at fault.
    """
    _known_keys(found, ("format", "goals", "limits", "choices"), "")
    if found.get("format", FORMAT) != FORMAT:
        raise GoalsError(
            f"format is {found['format']!r} and this version reads {FORMAT!r}; "
            f'write format = "{FORMAT}"'
        )
    goals = _goals(_table(found, "goals"), definitions)
    limits: list[Limit] = []
    for name, value in _table(found, "limits").items():
        limits += _limits(name, value, definitions)
    return Goals(
        goals or usual_goals(definitions), tuple(limits), _choices(_table(found, "choices"))
    )


def usual_goals(definitions: Mapping[str, Definition]) -> tuple[Goal, ...]:
    """Return the goals for somebody who names none."""
    return tuple(Goal(name, Better(definitions[name].better)) for name in DEFAULT_GOALS)


def limit_of(text: str, sense: Sense, definitions: Mapping[str, Definition]) -> Limit:
    """Return the limit of a short form such as "homes_added=40".

    Raises GoalsError when there is no such figure or the value is none.
    """
    name, equals, value = text.partition("=")
    key = f"--{sense.value.replace('_', '-')} {text}"
    if not equals:
        raise GoalsError(f"{key}: write figure=value, for example homes_added=40")
    figure = _figure(name.strip(), key, definitions)
    return Limit(figure, sense, _value(figure, value.strip(), key))


def shown(figure: str, value: float) -> str:
    """Return the value of a figure in words: an energy label as a label."""
    if figure in LABEL_FIGURES:
        return label_at(value)
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"


def label_rank(label: str) -> int:
    """Return the rank of an energy label: 0 for the worst, more for better ones."""
    return len(LABELS) - 1 - LABELS.index(label)


def label_at(rank: float) -> str:
    """Return the energy label of a rank."""
    place = len(LABELS) - 1 - round(rank)
    return LABELS[min(max(place, 0), len(LABELS) - 1)]


# -- reading ---------------------------------------------------------------------------------


def _goals(table: Mapping[str, Any], definitions: Mapping[str, Definition]) -> tuple[Goal, ...]:
    result: dict[str, Goal] = {}
    for name, value in table.items():
        key = f"goals.{name}"
        figure = _figure(name, key, definitions)
        if value not in tuple(Better):
            raise GoalsError(f'{key} is {value!r}; write "more" or "less"')
        if figure in result:
            raise GoalsError(f"{key}: {figure} is a goal already; leave one of the two out")
        result[figure] = Goal(figure, Better(value))
    return tuple(result.values())


def _limits(name: str, value: Any, definitions: Mapping[str, Definition]) -> list[Limit]:
    key = f"limits.{name}"
    figure = _figure(name, key, definitions)
    if not isinstance(value, Mapping):
        raise GoalsError(f"{key} is {value!r}; write {name} = {{ at_least = … }}, at_most or equal")
    if not value:
        raise GoalsError(f"{key} is empty; write at_least, at_most or equal in it")
    _known_keys(value, tuple(Sense), key)
    if "equal" in value and len(value) > 1:
        raise GoalsError(f"{key} has equal and another limit; one of them is of no use, leave it")
    return [
        Limit(figure, Sense(sense), _value(figure, one, f"{key}.{sense}"))
        for sense, one in value.items()
    ]


def _value(figure: str, value: Any, key: str) -> float:
    if figure in LABEL_FIGURES:
        text = str(value).upper()
        if text not in LABELS:
            raise GoalsError(f"{key} is {value!r}; write an energy label ({', '.join(LABELS)})")
        return float(label_rank(text))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise GoalsError(f"{key} is {value!r}; write a number")
    try:
        number = float(value)
    except ValueError:
        raise GoalsError(f"{key} is {value!r}; write a number") from None
    if not math.isfinite(number):
        raise GoalsError(f"{key} is {value!r}; write a number that is not infinite")
    return number


def _figure(name: str, key: str, definitions: Mapping[str, Definition]) -> str:
    figure = ALIASES.get(name, name)
    if figure in definitions:
        return figure
    near = get_close_matches(name, [*definitions, *ALIASES], n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`hecht scenarios --figures` lists all"
    raise GoalsError(f"{key}: there is no figure {name!r}; {hint}")


def _choices(table: Mapping[str, Any]) -> Choices:
    known = ("blocks", "options", "fixed", "together", "together_by", "horizon")
    _known_keys(table, known, "choices")
    fixed = table.get("fixed", {})
    if not isinstance(fixed, Mapping) or not all(isinstance(v, str) for v in fixed.values()):
        raise GoalsError('choices.fixed: write fixed = { block = "option" }')
    together = table.get("together", [])
    if not isinstance(together, list):
        raise GoalsError('choices.together: write a list of lists, [["b1", "b2"], ["b3", "b4"]]')
    by = table.get("together_by", "")
    if by and by not in TOGETHER_BY:
        raise GoalsError(f"choices.together_by is {by!r}; write {' or '.join(TOGETHER_BY)}")
    horizon = table.get("horizon")
    if horizon is not None and (type(horizon) is not int or horizon < 1):
        raise GoalsError(f"choices.horizon is {horizon!r}; write a number of months")
    return Choices(
        blocks=_names(table, "blocks"),
        options=_names(table, "options"),
        fixed=dict(fixed),
        together=tuple(_list(one, f"choices.together[{i}]") for i, one in enumerate(together)),
        together_by=by,
        horizon=horizon,
    )


def _names(table: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    return _list(table[name], f"choices.{name}") if name in table else None


def _list(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise GoalsError(f'{key} is {value!r}; write a list of names, ["b1", "b2"]')
    return tuple(dict.fromkeys(value))


def _table(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name, {})
    if not isinstance(value, Mapping):
        raise GoalsError(f"{name} is {value!r}; write a section [{name}]")
    return value


def _known_keys(table: Mapping[str, Any], known: Sequence[str], section: str) -> None:
    for name in table:
        if name not in known:
            near = get_close_matches(str(name), known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"the keys are {', '.join(known)}"
            raise GoalsError(f"there is no key {f'{section}.' if section else ''}{name}; {hint}")
