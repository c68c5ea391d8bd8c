"""A street to mix: who lives there, who returns, and which homes are left free at the end."""

from __future__ import annotations

import random
from dataclasses import replace

from hecht.neighbourhood import (
    AgeClass,
    Block,
    Capacity,
    Course,
    Home,
    Household,
    IncomeClass,
    MixTarget,
    Month,
    Neighbourhood,
    PeopleAttribute,
    Policy,
    Project,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
    Tenure,
    Works,
)
from hecht.neighbourhood.mixing import PEOPLE_CLASSES
from hecht.neighbourhood.option import Option
from hecht.outcomes.scene import Scene

OLD, NEW = Stage.EXISTING, Stage.NEW
LOW, MIDDLE, HIGH = IncomeClass


def _home(key: str, stage: Stage, x: float, block: str, rooms: int, **more: object) -> Home:
    street = "Merelstraat" if block == "a" else "Vinkenhof"
    return Home(key, stage, x, 0.0, rooms, block, street=street, **more)  # type: ignore[arg-type]


def mixed_scene(*targets: MixTarget) -> Scene:
    """Return block a, rebuilt (4 old homes, 6 new ones), and block k, kept (2 homes).

    P1 and P2 return to n1 and n2; P3 leaves. P4 and P5 stay in k1 and k2. So n3 to n6 are left
    free: n3 and n4 social (n3 of two rooms), n5 mid-rent, n6 for sale.
    """
    social, mid, owned = Tenure.SOCIAL, Tenure.MID, Tenure.OWNED
    here = Neighbourhood(
        project=Project("Mixed", Month(2025, 1), 24, price_year=2025),
        capacity=Capacity(),
        policy=Policy(),
        blocks=(Block("a", Works.REBUILD, 6), Block("k", Works.KEEP)),
        homes=(
            _home("a1", OLD, 0, "a", 3, rent=520.0, tenure=social),
            _home("a2", OLD, 0, "a", 3, rent=520.0, tenure=social),
            _home("a3", OLD, 10, "a", 3, rent=520.0, tenure=social),
            _home("a4", OLD, 10, "a", 3, rent=520.0, tenure=social),
            _home("n1", NEW, 0, "a", 3, rent=680.0, tenure=social),
            _home("n2", NEW, 0, "a", 3, rent=720.0, tenure=social),
            _home("n3", NEW, 10, "a", 2, rent=680.0, tenure=social),
            _home("n4", NEW, 10, "a", 4, rent=850.0, tenure=social),
            _home("n5", NEW, 20, "a", 4, rent=1_000.0, tenure=mid),
            _home("n6", NEW, 30, "a", 5, tenure=owned),
            _home("k1", OLD, 200, "k", 4, rent=600.0, tenure=social),
            _home("k2", OLD, 210, "k", 3, rent=600.0, tenure=social),
        ),
        households=(
            Household("P1", "a1", 1, income=LOW, age=AgeClass.FROM_75),
            Household("P2", "a2", 2, children=0, income=LOW, age=AgeClass.FROM_55),
            Household("P3", "a3", 2, wish=ReturnWish.ELSEWHERE, leaves=2),
            Household("P4", "k1", 4, children=2, income=MIDDLE, age=AgeClass.FROM_30),
            Household("P5", "k2", 2, children=1, income=LOW, age=AgeClass.FROM_30),
        ),
        mixing=targets,
    )
    start, final = StayKind.START, StayKind.FINAL
    course = Course(
        24,
        {"a": 6},
        (
            Stay("P1", "a1", 0, 6, start),
            Stay("P1", "n1", 12, 24, final),
            Stay("P2", "a2", 0, 6, start),
            Stay("P2", "n2", 12, 24, final),
            Stay("P3", "a3", 0, 2, start),
            Stay("P4", "k1", 0, 24, start),
            Stay("P5", "k2", 0, 24, start),
        ),
    )
    return Scene(here, options_of(here), {}, course=course)


def options_of(here: Neighbourhood) -> dict[str, Option]:
    """Return options that do what the blocks say."""
    return {b.id: Option(b.id, "planned", b.works, duration=b.duration) for b in here.blocks}


def with_people(here: Neighbourhood, seed: int, known: float = 1.0) -> Neighbourhood:
    """Return a neighbourhood with drawn tenures, incomes, ages, children; some are not known."""
    rng = random.Random(seed)

    def drawn(choices: object) -> object:
        return rng.choice(tuple(choices)) if rng.random() < known else None  # type: ignore[call-overload]

    return replace(
        here,
        homes=tuple(replace(home, tenure=drawn(Tenure)) for home in here.homes),
        households=tuple(
            replace(
                one,
                income=drawn(IncomeClass),
                age=drawn(AgeClass),
                children=drawn(range(one.size)),
            )
            for one in here.households
        ),
    )


def drawn_targets(seed: int) -> tuple[MixTarget, ...]:
    """Return one to four targets, strict and loose ones."""
    rng = random.Random(seed)
    classes = [(a, c) for a in PeopleAttribute for c in PEOPLE_CLASSES[a]]
    targets = []
    for attribute, category in rng.sample(classes, rng.randint(1, 4)):
        low, high = sorted(rng.choice((0.0, 0.1, 0.25, 0.5, 0.75, 1.0)) for _ in range(2))
        targets.append(MixTarget(attribute, category, low, high))
    return tuple(targets)
