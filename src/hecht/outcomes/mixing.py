"""Mixing: of homes, and of the people who live in them, each on its own.

Newcomers are people of whom nothing is known: they are counted apart and given no class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hecht.neighbourhood import Home
from hecht.neighbourhood.distance import decimetres
from hecht.outcomes import segregation
from hecht.outcomes.disclosure import Audience
from hecht.outcomes.figure import Value
from hecht.outcomes.mixing_classes import CLASSES, Attribute, home_classes, household_classes
from hecht.outcomes.mixing_words import Scale, definitions
from hecht.outcomes.scene import HomeAt, Scene
from hecht.outcomes.segregation_chance import DISTANCES, DRAWS, Chance, Index, chance, profile
from hecht.outcomes.words import some

DEFINITIONS = definitions()

INDICES: dict[str, Index] = {
    "segregation": segregation.information_theory,
    "dissimilarity": segregation.dissimilarity,
    "isolation": segregation.isolation,
}
"""The indices of each scale, by the word in the names of their figures."""


@dataclass(frozen=True)
class Mix:
    """Homes, or the households in them, by class in one month.

    `members` are those whose class is known, each with the home it is or lives in. `unknown` are
    the ids of homes or households whose class is not given, `newcomers` is how many households
    of newcomers there are beside them. `why` tells why nothing at all can be classed.
    """

    attribute: Attribute
    members: tuple[tuple[Home, str], ...]
    unknown: tuple[str, ...] = ()
    newcomers: int = 0
    why: str = ""

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes there can be."""
        return CLASSES[self.attribute]

    def counts(self) -> dict[str, int]:
        """Return how many are of each class."""
        found = [kind for _, kind in self.members]
        return {kind: found.count(kind) for kind in self.classes}

    def shown(self, audience: Audience) -> dict[str, int | None]:
        """Return the counts that an audience may see (C7); None where a count is hidden.

        Classes of fewer households than the threshold are hidden, and then the smallest others,
        until the total less the shown counts gives no small group away. Homes are not people:
        their counts are all shown.
        """
        counts = self.counts()
        if not self.attribute.of_people:
            return dict(counts)
        filled = sorted((kind for kind in counts if counts[kind]), key=lambda kind: counts[kind])
        hidden = [kind for kind in filled if counts[kind] < audience.threshold]
        rest = filled[len(hidden) :]
        while (
            hidden
            and rest
            and (len(hidden) < 2 or sum(counts[kind] for kind in hidden) < audience.threshold)
        ):
            hidden.append(rest.pop(0))
        return {kind: None if kind in hidden else count for kind, count in counts.items()}

    def by_place(self, scale: Scale) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Return the places of a scale and the counts there: a row each, a column for each class.

        Doors are those that two or more share; homes in no block or street are left out.
        """
        rows: dict[str, dict[str, int]] = {}
        for home, kind in self.members:
            place = _place(home, scale)
            if place:
                row = rows.setdefault(place, dict.fromkeys(self.classes, 0))
                row[kind] += 1
        if scale is Scale.DOOR:
            rows = {place: row for place, row in rows.items() if sum(row.values()) > 1}
        table = np.array([list(row.values()) for row in rows.values()], dtype=np.int64)
        return tuple(rows), table.reshape(len(rows), len(self.classes))

    def chance(
        self, index: str, scale: Scale, *, draws: int = DRAWS, seed: int = 1
    ) -> Chance | None:
        """Return an index of INDICES at a scale beside what chance alone gives; None: undefined."""
        return chance(INDICES[index], self.by_place(scale)[1], draws=draws, seed=seed)

    def profile(
        self, distances: tuple[float, ...] = DISTANCES, *, draws: int = DRAWS, seed: int = 1
    ) -> dict[float, Chance | None]:
        """Return segregation (H) of what lies within so many metres, for growing distances."""
        rows: dict[tuple[float, float], list[int]] = {}
        for home, kind in self.members:
            row = rows.setdefault((home.x, home.y), [0] * len(self.classes))
            row[self.classes.index(kind)] += 1
        places = np.array(list(rows), dtype=np.float64).reshape(len(rows), 2)
        table = np.array(list(rows.values()), dtype=np.int64).reshape(len(rows), len(self.classes))
        return profile(places, table, distances, draws=draws, seed=seed)

    def diversity_by_place(self, scale: Scale) -> dict[str, float | None]:
        """Return the diversity within each place of a scale."""
        places, table = self.by_place(scale)
        return {place: segregation.diversity(table[i : i + 1]) for i, place in enumerate(places)}


def mix(scene: Scene, attribute: Attribute, month: int) -> Mix:
    """Return how homes, or the households in them, are mixed in a month (TODAY up to the end)."""
    standing = scene.homes_at(month)
    if attribute.of_people:
        return _mix_of_people(scene, attribute, standing)
    classify = home_classes(scene, attribute)
    if isinstance(classify, str):
        return Mix(attribute, (), why=classify)
    found = [(at.home, classify(at.home)) for at in standing]
    return Mix(
        attribute,
        tuple((home, kind) for home, kind in found if kind is not None),
        tuple(home.id for home, kind in found if kind is None),
    )


def _mix_of_people(scene: Scene, attribute: Attribute, standing: tuple[HomeAt, ...]) -> Mix:
    classify = household_classes(scene, attribute)
    found = [(at, classify(at.household)) for at in standing if at.household is not None]
    return Mix(
        attribute,
        tuple((at.home, kind) for at, kind in found if kind is not None),
        tuple(at.household for at, kind in found if kind is None and at.household is not None),
        sum(at.newcomer for at in standing),
    )


def figures(scene: Scene, month: int) -> dict[str, Value]:
    """Return the figures of mixing in a month."""
    standing = scene.homes_at(month)
    newcomers = sum(at.newcomer for at in standing)
    households = newcomers + sum(at.household is not None for at in standing)
    share = Value(newcomers / households) if households else Value.unknown("nobody lives there")
    result = {"newcomers": Value(float(newcomers)), "newcomers_share": share}
    for attribute in Attribute:
        result.update(_figures_of(mix(scene, attribute, month)))
    return result


def _figures_of(found: Mix) -> dict[str, Value]:
    name = found.attribute.value
    names = [f"{name}_{index}_{scale.value}" for scale in Scale for index in INDICES]
    why = found.why or _not_given(found)
    if why:
        return {one: Value.unknown(why) for one in (f"{name}_diversity", *names)}
    result = {f"{name}_diversity": _diversity(found)}
    for scale in Scale:
        lacking = _no_place(found, scale)
        table = found.by_place(scale)[1]
        for word, index in INDICES.items():
            value = None if lacking else index(table)
            result[f"{name}_{word}_{scale.value}"] = (
                Value.unknown(lacking or _one_class(found)) if value is None else Value(value)
            )
    return result


def _diversity(found: Mix) -> Value:
    value = segregation.diversity(np.array([list(found.counts().values())]))
    return Value.unknown(_one_class(found)) if value is None else Value(value)


def _not_given(found: Mix) -> str:
    """Say of whom the class is not given; empty when it is of all."""
    if not found.unknown:
        return ""
    what = found.attribute.value.split("_")[1]
    whose = "households" if found.attribute.of_people else "homes"
    all_of_them = len(found.members) + len(found.unknown)
    return (
        f"the {_COLUMN.get(what, what)} of {len(found.unknown)} of {all_of_them} {whose} is not "
        f"given: {some(found.unknown)}; add it to {whose}.csv"
    )


_COLUMN: Mapping[str, str] = {"type": "number of children"}


def _no_place(found: Mix, scale: Scale) -> str:
    """Say why places of a scale are not known; empty when they are."""
    if scale is Scale.STREET:
        lacking = [home.id for home, _ in found.members if not home.street]
        if lacking:
            return f"the street of {some(lacking)} is not given; add it to homes.csv"
    if not len(found.by_place(scale)[0]):
        words = {
            Scale.DOOR: "no front door is shared by two or more that are counted",
            Scale.BLOCK: "none that are counted are in a block",
        }
        return words.get(scale, "there is nobody to count")
    return ""


def _one_class(found: Mix) -> str:
    if not found.members:
        return "there is nobody to count"
    return "all that are counted are of one class, so that none can be apart"


def _place(home: Home, scale: Scale) -> str:
    if scale is Scale.DOOR:
        return f"{decimetres(home.x)} {decimetres(home.y)}"
    return home.street if scale is Scale.STREET else (home.block or "")
