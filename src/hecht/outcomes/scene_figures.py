"""Every figure of a scenario: today, at the end of each year, and afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from hecht.outcomes.figure import Definition, Value
from hecht.outcomes.scene import TODAY, Scene

TOPICS = (
    "density",
    "mixing",
    "public_space",
    "energy",
    "climate",
    "mobility",
    "affordability",
    "rent_system",
    "scenario_money",
    "people",
)
"""The modules of this room that give figures of a scene, in the order in which they are shown."""


@dataclass(frozen=True)
class SceneOutcomes:
    """The figures of a scene by name; those of `years` at the end of each calendar year."""

    today: Mapping[str, Value]
    years: Mapping[int, Mapping[str, Value]]
    after: Mapping[str, Value]

    def as_dict(self) -> dict[str, object]:
        """Return everything ready for JSON; a figure that is not known is a dict with its why."""
        return {
            "today": _plain(self.today),
            "years": {str(year): _plain(values) for year, values in self.years.items()},
            "after": _plain(self.after),
        }


def _plain(values: Mapping[str, Value]) -> dict[str, object]:
    return {
        name: {"not_known": value.why} if value.value is None else value.value
        for name, value in values.items()
    }


def modules(topics: Iterable[str] = TOPICS) -> list[ModuleType]:
    """Return the modules of topics; raises ValueError for a topic that does not exist."""
    unknown = [topic for topic in topics if topic not in TOPICS]
    if unknown:
        raise ValueError(f"there is no topic {unknown[0]!r}; the topics are {', '.join(TOPICS)}")
    return [import_module(f"hecht.outcomes.{topic}") for topic in topics]


@cache
def definitions() -> dict[str, Definition]:
    """Return the definition of every figure by its name, in the order in which they are shown."""
    result: dict[str, Definition] = {}
    for module in modules():
        for definition in module.DEFINITIONS:
            if definition.name in result:
                raise ValueError(f"two topics define {definition.name}; rename one of them")
            result[definition.name] = definition
    return result


def figures_at(scene: Scene, month: int, topics: Iterable[str] = TOPICS) -> dict[str, Value]:
    """Return the figures of some topics in one month (TODAY, 0 up to the scene's end)."""
    result: dict[str, Value] = {}
    for module in modules(topics):
        result.update(module.figures(scene, month))
    return result


def measure_scene(scene: Scene, *, years: bool = True) -> SceneOutcomes:
    """Measure a scene today, at each year's end (when `years`) and afterwards."""
    return SceneOutcomes(
        today=figures_at(scene, TODAY),
        years={y: figures_at(scene, m) for y, m in scene.year_ends().items()} if years else {},
        after=figures_at(scene, scene.end),
    )
