"""Mixing and return together: who would have to come to live here for the asked mix.

Everybody who stays or returns has a home first; only homes that nobody of the neighbourhood lives
in at the end are looked at. A target is reached by who comes in, or it is not reached: this says
which, exactly, and never that someone should go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from hecht.neighbourhood import Home, MixTarget, PeopleAttribute, Policy, Tenure
from hecht.neighbourhood.household import IncomeClass
from hecht.neighbourhood.mixing import PEOPLE_CLASSES, HouseholdType, people_class
from hecht.outcomes.inflow_model import Bounds, Class, Kind, Pool, extremes, together
from hecht.outcomes.scene import Scene
from hecht.rules.dated import Amount, look_up

LEAST_PERSONS = {
    HouseholdType.SINGLE.value: 1,
    HouseholdType.ADULTS.value: 2,
    HouseholdType.ONE_PARENT.value: 2,
    HouseholdType.FAMILY.value: 3,
}
"""The fewest persons of a type of household, from which the rooms follow that it needs."""

FREE_LETTING = "free_letting_share"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a target comes to, taken by itself.

    Of `households` in permanent homes at the end, `settled` of the neighbourhood are of the
    class, and of `unsure` more it is not known. `needed` and `most` are how many newcomers must
    at least and may at most be of the class for the share to lie between the target's bounds,
    whoever the unsure turn out to be; the homes allow from `fewest` to `possible` of them.
    """

    target: MixTarget
    households: int
    settled: int
    unsure: int
    needed: int
    most: int
    fewest: int
    possible: int

    @property
    def reachable(self) -> bool:
        """Whether some inflow reaches the target for certain."""
        return max(self.needed, self.fewest) <= min(self.most, self.possible)

    @property
    def lowest(self) -> float | None:
        """The smallest share that inflow alone can be certain not to exceed."""
        if not self.households:
            return None
        return (self.settled + self.unsure + self.fewest) / self.households

    @property
    def highest(self) -> float | None:
        """The largest share that inflow alone can be certain to reach."""
        return (self.settled + self.possible) / self.households if self.households else None


@dataclass(frozen=True, slots=True)
class Letting:
    """So many newcomers of these classes into homes that are alike; `homes` is the choice.

    `classes` has an entry for each attribute with a target; an attribute that is left out may be
    anything that has no target.
    """

    count: int
    classes: tuple[tuple[PeopleAttribute, str], ...]
    homes: tuple[str, ...]


@dataclass(frozen=True)
class Inflow:
    """Who would have to come in for the mix that is asked.

    `free` are the homes that newcomers get at the end, in the neighbourhood's order. `reaches`
    tells of each target by itself. `together` says whether all can be reached at once, `lettings`
    how with the fewest newcomers steered; when they cannot, it comes as near as can be and
    `short` gives by how many households each target is missed.
    """

    free: tuple[str, ...]
    households: int
    reaches: tuple[Reach, ...]
    together: bool
    lettings: tuple[Letting, ...]
    short: tuple[int, ...]
    free_letting: float


def inflow(scene: Scene, *, free_letting: float | None = None) -> Inflow:
    """Return the inflow that reaches the neighbourhood's mixing targets at the scene's end.

    All homes that are free are taken to be let or sold to newcomers. A newcomer of a type of
    household fits a home with the rooms that the policy's norm gives its fewest persons (one
    person fits any home). A social home is for low incomes, save the share `free_letting` of such
    lettings, rounded down (None: the share of the Woningwet in the table `terms`, which is of all
    that a landlord lets in a year); a home whose tenure is not known fits any income.

    Raises LookupError when that share is needed and not known, and ValueError when the scene has
    no course.
    """
    here = scene.neighbourhood
    standing = scene.homes_at(scene.end)
    free = [at.home for at in standing if at.newcomer]
    settled = [at.household for at in standing if at.household is not None]
    targets = here.mixing
    share = _free_letting(scene) if free_letting is None else free_letting
    count = len(settled) + len(free)
    pools = _pools(free, here.policy)
    kinds = _kinds(targets)
    social = sum(len(pool.homes) for pool in pools if pool.social)
    spare = floor(_exact(share) * social)
    reaches, bounds = [], []
    for target in targets:
        found = [people_class(here.household_of[one], target.attribute) for one in settled]
        own, unsure = found.count(target.category), found.count(None)
        need = max(0, ceil(_exact(target.low) * count) - own)
        most = floor(_exact(target.high) * count) - own - unsure
        fewest, possible = extremes(pools, kinds, spare, (target.attribute, target.category))
        reaches.append(Reach(target, count, own, unsure, need, most, fewest, possible))
        bounds.append(Bounds((target.attribute, target.category), need, most))
    lettings, short = together(pools, kinds, spare, bounds)
    return Inflow(
        tuple(home.id for home in free),
        count,
        tuple(reaches),
        not any(short),
        tuple(Letting(number, kinds[k].named, pools[p].homes) for p, k, number in lettings),
        tuple(short),
        share,
    )


def _exact(share: float) -> Fraction:
    """Return a share as it was written: 0.3 is three tenths."""
    return Fraction(repr(share))


def _free_letting(scene: Scene) -> float:
    """Return the share of social lettings that may go to other incomes; 0 where none is asked."""
    if not any(t.attribute is PeopleAttribute.INCOME for t in scene.neighbourhood.mixing):
        return 0.0
    end = scene.neighbourhood.project.start.plus(scene.end)
    found = look_up("terms", FREE_LETTING, date(end.year, end.number, 1), scene.norms)
    if isinstance(found, Amount):
        return found.amount / 100
    raise LookupError(f"{found.why}; {found.provide}")


def _kinds(targets: Sequence[MixTarget]) -> list[Kind]:
    """Return every combination of classes: each with a target by name, all others as one."""
    kinds: list[tuple[tuple[Class, ...], dict[PeopleAttribute, set[str]]]] = [((), {})]
    for attribute in dict.fromkeys(target.attribute for target in targets):
        named = [t.category for t in targets if t.attribute is attribute]
        others = set(PEOPLE_CLASSES[attribute]) - set(named)
        choices: list[tuple[tuple[Class, ...], set[str]]]
        choices = [(((attribute, name),), {name}) for name in named]
        choices += [((), others)] if others else []
        kinds = [
            (names + own, {**classes, attribute: members})
            for names, classes in kinds
            for own, members in choices
        ]
    return [
        Kind(
            names,
            rooms_for=tuple(sorted(classes.get(PeopleAttribute.HOUSEHOLD_TYPE, set()))),
            low_income=IncomeClass.LOW.value
            in classes.get(PeopleAttribute.INCOME, {IncomeClass.LOW.value}),
        )
        for names, classes in kinds
    ]


def _pools(free: Sequence[Home], policy: Policy) -> list[Pool]:
    """Return the free homes in pools that are alike in whom they fit."""
    alike: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for home in free:
        fits = tuple(
            kind
            for kind, persons in LEAST_PERSONS.items()
            if persons == 1 or home.rooms >= policy.rooms_norm(persons)
        )
        alike.setdefault((fits, home.tenure is Tenure.SOCIAL), []).append(home.id)
    return [Pool(tuple(homes), fits, social) for (fits, social), homes in alike.items()]
