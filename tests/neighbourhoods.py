"""Small random neighbourhoods and courses for tests, and hypothesis strategies on top of them.

Everything follows from the seed. `random_neighbourhood` covers all kinds of works, one-home
blocks, temporary and vacant homes, leavers, undecided households, needs, rents, wishes, groups,
promises, precedence, crews and budgets. Unless told otherwise a plan is known to exist: the
accepted promises and the latest dates are drawn from the course of `simple_course`.
"""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import strategies as st

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    DeclaredBy,
    Group,
    Home,
    Household,
    Month,
    Neighbourhood,
    Policy,
    Polygon,
    Project,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    Stay,
    StayKind,
    Tie,
    TieKind,
    Wish,
    WishKind,
    Works,
)
from tests.simple_planner import (
    EMPTYING,
    Diary,
    one_after_another,
    permanent_from,
    rooms_least,
    simple_course,
)

__all__ = [
    "courses",
    "neighbourhoods",
    "neighbourhoods_with_courses",
    "random_course",
    "random_neighbourhood",
    "simple_course",
]

LABELS = ("De Vries", 'Familie "Öztürk"', "Bakker; en zoon", "Jansen, A.", "", "O’Neill", "Łukasz")
STREETS = ("Lijsterstraat", "Merelstraat", "Vinkenhof", "'s-Gravenweg")
TYPES = ("eengezins", "appartement", "seniorenwoning")


def random_neighbourhood(
    seed: int,
    *,
    blocks: tuple[int, int] = (1, 5),
    homes: tuple[int, int] = (1, 6),
    temporary: tuple[int, int] = (0, 4),
    loose: tuple[int, int] = (0, 3),
    duration: tuple[int, int] = (1, 9),
    occupied: float = 0.85,
    promises: bool = True,
    feasible: bool = True,
    policy: Policy | None = None,
) -> Neighbourhood:
    """Return a small valid neighbourhood; the same seed and settings give the same one.

    `blocks`, `homes` (a block), `temporary` (bought-in homes), `loose` (homes without a block)
    and `duration` (months) are least and most, both included. `occupied` is the share of existing
    homes in which somebody lives. With `feasible=False` dates and promises are drawn blindly, so
    that there may be no plan at all.
    """
    rng = random.Random(f"neighbourhood {seed}")
    policy = policy or _policy(rng)
    works = _blocks(rng, rng.randint(*blocks), duration)
    dwellings = _homes(rng, works, homes, rng.randint(*temporary), rng.randint(*loose))
    households = _households(rng, dwellings, works, occupied)
    capacity = Capacity(max([1, *(block.crews for block in works)]) + rng.choice((0, 0, 1, 2)))
    if rng.random() < 0.3:
        capacity = replace(capacity, budget_per_year=_budget(rng, works))
    start = Month(rng.randint(2024, 2028), rng.randint(1, 12))
    announced = start.plus(rng.randint(-6, 3)) if rng.random() < 0.5 else None
    project = Project(
        name=f"Proefbuurt {seed}",
        start=start,
        horizon=1,
        announced=announced,
        price_year=rng.choice((None, start.year)),
        synthetic="made up for tests",
    )
    neighbourhood = Neighbourhood(
        project=project,
        capacity=capacity,
        policy=policy,
        blocks=tuple(works),
        homes=tuple(dwellings),
        households=tuple(households),
        ties=tuple(_ties(rng, households)),
        wishes=tuple(_wishes(rng, households, dwellings, works)),
        groups=tuple(_groups(rng, households)),
        shapes=_shapes(rng, works, dwellings),
    )
    neighbourhood = _dated(rng, neighbourhood, feasible)
    if promises:
        drawn = _promises(rng, neighbourhood, feasible)
        neighbourhood = replace(neighbourhood, promises=tuple(drawn))
    return neighbourhood


def _policy(rng: random.Random) -> Policy:
    near = rng.choice((15.0, 40.0, 100.0))
    return Policy(
        notice_months=rng.choice((0, 1, 3, 6)),
        temporary_months_max=rng.choice((0, 3, 6, 12, 12, 18)),
        temporary_rooms_slack=rng.choice((0, 1, 2)),
        near_m=near,
        far_m=near * rng.choice((1, 3, 5)),
        one_sided_tie=rng.choice((0.5, 0.333, 1.0)),
    )


def _blocks(rng: random.Random, count: int, duration: tuple[int, int]) -> list[Block]:
    kinds = [Works.REBUILD, Works.RENOVATE_EMPTY]
    kinds += rng.choices(list(Works), weights=(1, 1, 2, 4, 1.5), k=max(0, count - 2))
    rng.shuffle(kinds)
    order = rng.sample(range(count), count)
    blocks = []
    for place in range(count):
        works = kinds[place]
        if works is Works.KEEP:
            blocks.append(Block(f"B{place + 1}", works, name=f"Blok {place + 1}"))
            continue
        before = [
            f"B{other + 1}"
            for other in range(count)
            if order[other] < order[place] and kinds[other] is not Works.KEEP
        ]
        after = tuple(rng.sample(before, 1)) if before and rng.random() < 0.25 else ()
        blocks.append(
            Block(
                id=f"B{place + 1}",
                works=works,
                duration=rng.randint(*duration),
                name=rng.choice(("", f"Blok {place + 1}")),
                crews=rng.choice((0, 1, 1, 1, 2)),
                cost=rng.choice((None, 1.0, 100_000.0, 333_333.33, 1e6)),
                earliest=rng.choice((None, None, None, rng.randint(0, 12))),
                after=after,
            )
        )
    return blocks


def _budget(rng: random.Random, blocks: list[Block]) -> float:
    dearest = max(
        [1.0]
        + [block.cost * min(12, block.duration) / block.duration for block in blocks if block.cost]
    )
    return float(round(dearest * rng.choice((1.01, 1.2, 2.0))) + 1)


def _home(
    rng: random.Random,
    name: str,
    stage: Stage,
    place: tuple[float, float],
    block: str | None,
    street: str,
) -> Home:
    flat = rng.random() < 0.3
    return Home(
        id=name,
        stage=stage,
        x=round(place[0] + rng.uniform(0, 30), 2),
        y=round(place[1] + rng.uniform(0, 30), 2),
        rooms=rng.choice((2, 3, 3, 4, 4, 5)),
        block=block,
        address=f"{street} {rng.randint(1, 99)}" if street else "",
        street=street,
        type=rng.choice(TYPES),
        area=rng.choice((None, float(rng.randint(35, 140)))),
        rent=rng.choice((None, round(rng.uniform(450, 800), 2))),
        floor=rng.randint(0, 4) if flat else 0,
        lift=flat and rng.random() < 0.5,
        accessible=rng.random() < 0.3,
    )


def _homes(
    rng: random.Random, blocks: list[Block], homes: tuple[int, int], temporary: int, loose: int
) -> list[Home]:
    result: list[Home] = []
    for place, block in enumerate(blocks):
        corner = (133_000 + rng.choice((35, 90)) * place, 397_000 + 60 * rng.randint(0, 2))
        street = rng.choice(STREETS)
        count = rng.randint(*homes)
        if block.works is not Works.BUILD:
            for number in range(count):
                home = _home(
                    rng, f"{block.id}-{number + 1}", Stage.EXISTING, corner, block.id, street
                )
                if block.works not in (Works.KEEP, Works.REBUILD) and home.rent is not None:
                    home = replace(home, rent_after=round(home.rent + rng.choice((0, 25, 90)), 2))
                result.append(home)
        if block.works in (Works.REBUILD, Works.BUILD):
            fewest = 1 if block.works is Works.BUILD else 0
            for number in range(max(fewest, count + rng.choice((-1, 0, 0, 0, 1)))):
                name = f"{block.id}-n{number + 1}"
                result.append(_home(rng, name, Stage.NEW, corner, block.id, street))
    for number in range(loose):
        corner = (133_000 + rng.uniform(0, 300), 397_000 + rng.uniform(0, 150))
        result.append(
            _home(rng, f"L{number + 1}", Stage.EXISTING, corner, None, rng.choice(STREETS))
        )
    for number in range(temporary):
        corner = (133_000 + rng.uniform(0, 300), 397_000 + rng.uniform(0, 150))
        home = _home(rng, f"T{number + 1}", Stage.TEMPORARY, corner, None, "")
        if rng.random() < 0.3:
            home = replace(home, available_from=rng.randint(0, 10))
        if rng.random() < 0.3:
            home = replace(home, available_until=(home.available_from or 0) + rng.randint(6, 30))
        result.append(home)
    return result


def _households(
    rng: random.Random, homes: list[Home], blocks: list[Block], occupied: float
) -> list[Household]:
    result = []
    for home in homes:
        if home.stage is not Stage.EXISTING or rng.random() >= occupied:
            continue
        wish = rng.choices(list(ReturnWish), weights=(7, 1.5, 1.5))[0]
        size = rng.choice((1, 1, 2, 2, 3, 4, 5))
        household = Household(
            id=f"H{len(result) + 1}",
            home=home.id,
            size=size,
            wish=wish,
            label=rng.choice(LABELS),
            children=rng.choice((None, rng.randint(0, size - 1))),
            rooms_min=rng.choice((None, None, None, rng.randint(1, 4))),
            rent_max=rng.choice((None, None, round(rng.uniform(550, 900), 2))),
            step_free=rng.random() < 0.15,
            accessible=rng.random() < 0.08,
            floor_max=rng.choice((None, None, None, None, rng.randint(0, 3))),
            care=rng.random() < 0.15,
            tenancy_start=rng.choice((None, Month(rng.randint(1970, 2023), rng.randint(1, 12)))),
            leaves=rng.choice((None, rng.randint(1, 18))) if wish is ReturnWish.ELSEWHERE else None,
        )
        if rng.random() < 0.15:
            most = rooms_least(household) + rng.randint(0, 2)
            household = replace(household, rooms_max=most)
        result.append(household)
    rng.shuffle(result)
    if not result:
        first = next(home for home in homes if home.stage is Stage.EXISTING)
        result.append(Household("H1", first.id, 1))
    return result


def _ties(rng: random.Random, households: list[Household]) -> list[Tie]:
    pairs = [
        (one.id, other.id)
        for place, one in enumerate(households)
        for other in households[place + 1 :]
    ]
    drawn = rng.sample(pairs, min(len(pairs), rng.randint(0, 2 * len(households))))
    return [
        Tie(
            *(pair if rng.random() < 0.5 else pair[::-1]),
            weight=rng.choice((1.0, 1.0, 2.0, 0.7, 3.0)),
            kind=rng.choice(list(TieKind)),
            declared_by=rng.choice(list(DeclaredBy)),
        )
        for pair in drawn
    ]


def _wishes(
    rng: random.Random, households: list[Household], homes: list[Home], blocks: list[Block]
) -> list[Wish]:
    lasting = [home for home in homes if home.stage is not Stage.TEMPORARY]
    result = []
    for one in households:
        others = [other.id for other in households if other is not one]
        for rank in range(1, rng.choice((0, 0, 1, 2, 3)) + 1):
            kind = rng.choice(list(WishKind))
            if kind is WishKind.HOUSEHOLD and not others:
                kind = WishKind.TYPE
            value = {
                WishKind.HOME: rng.choice(lasting).id,
                WishKind.BLOCK: rng.choice(blocks).id,
                WishKind.STREET: rng.choice(STREETS),
                WishKind.TYPE: rng.choice(TYPES),
                WishKind.HOUSEHOLD: rng.choice(others or [""]),
            }[kind]
            result.append(Wish(one.id, rank, kind, value))
    return result


def _groups(rng: random.Random, households: list[Household]) -> list[Group]:
    left = [one.id for one in households if one.wish is not ReturnWish.ELSEWHERE]
    rng.shuffle(left)
    groups: list[Group] = []
    while len(left) >= 2 and len(groups) < 3 and rng.random() < 0.4:
        size = rng.randint(2, min(6, len(left)))
        groups.append(Group(f"G{len(groups) + 1}", tuple(left[:size])))
        left = left[size:]
    return groups


def _shapes(
    rng: random.Random, blocks: list[Block], homes: list[Home]
) -> dict[str, tuple[Polygon, ...]]:
    shapes: dict[str, tuple[Polygon, ...]] = {}
    for block in blocks:
        mine = [home for home in homes if home.block == block.id]
        if not mine or rng.random() < 0.5:
            continue
        west, east = min(one.x for one in mine) - 5, max(one.x for one in mine) + 5
        south, north = min(one.y for one in mine) - 5, max(one.y for one in mine) + 5
        ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
        shapes[block.id] = ((ring,),)
    return shapes


def _dated(rng: random.Random, neighbourhood: Neighbourhood, feasible: bool) -> Neighbourhood:
    """Set the horizon and some latest dates."""
    starts = one_after_another(neighbourhood)
    done = {
        block: month + neighbourhood.block_of[block].duration for block, month in starts.items()
    }
    horizon = max([6, *done.values()]) + rng.randint(0 if feasible else -3, 8)
    blocks = []
    for block in neighbourhood.blocks:
        if block.id in done and rng.random() < 0.25:
            latest = min(horizon, max(1, done[block.id] + rng.randint(0 if feasible else -4, 6)))
            block = replace(block, latest=latest)
        blocks.append(block)
    households = []
    for one in neighbourhood.households:
        if one.leaves is not None and one.leaves >= horizon:
            one = replace(one, leaves=horizon - 1)
        households.append(one)
    return replace(
        neighbourhood,
        project=replace(neighbourhood.project, horizon=max(6, horizon)),
        blocks=tuple(blocks),
        households=tuple(households),
    )


def _promises(rng: random.Random, neighbourhood: Neighbourhood, feasible: bool) -> list[Promise]:
    ends = {
        stay.household: stay
        for stay in simple_course(neighbourhood).stays
        if stay.end == neighbourhood.project.horizon
    }
    lasting = [home for home in neighbourhood.homes if home.stage is not Stage.TEMPORARY]
    start = neighbourhood.project.start
    result = []
    for one in neighbourhood.households:
        if rng.random() < 0.8 or one.wish is ReturnWish.ELSEWHERE:
            continue
        kind = rng.choice(list(PromiseKind))
        status = rng.choice(list(PromiseStatus))
        known = ends.get(one.id)
        if status is PromiseStatus.ACCEPTED and feasible and known is None:
            continue
        home = rng.choice(lasting)
        month = rng.randint(0, neighbourhood.project.horizon - 1)
        if status is PromiseStatus.ACCEPTED and known is not None and feasible:
            home = neighbourhood.home_of[known.home]
            arrival = known.start if known.kind is StayKind.FINAL else 0
            month = min(neighbourhood.project.horizon - 1, arrival + rng.randint(0, 4))
        if kind is PromiseKind.BLOCK and home.block is None:
            kind = PromiseKind.HOME
        value = {
            PromiseKind.RETURN: "",
            PromiseKind.HOME: home.id,
            PromiseKind.BLOCK: home.block or "",
            PromiseKind.BY: str(start.plus(month)),
        }[kind]
        result.append(Promise(one.id, kind, status, value))
    return result


def random_course(neighbourhood: Neighbourhood, seed: int) -> Course:
    """Return a random course that is well formed but need not be a plan.

    Homes exist in the months they are lived in and hold one household at a time; whether homes
    suit, and notice, maximum stays, crews, budgets, precedence, dates and promises are left to
    chance. Every household starts at home and stays, moves, moves twice, or leaves.
    """
    rng = random.Random(f"course {seed}")
    horizon = neighbourhood.project.horizon
    starts = {
        block.id: rng.randint(1, max(1, horizon - block.duration))
        for block in neighbourhood.blocks
        if block.works is not Works.KEEP
    }
    diary = Diary(neighbourhood, starts)
    out: dict[str, int] = {}
    for one in neighbourhood.households:
        block = neighbourhood.block_of.get(neighbourhood.home_of[one.home].block or "")
        limit = starts[block.id] if block is not None and block.works in EMPTYING else horizon
        out[one.id] = limit
        if limit > 1 and rng.random() < 0.3:
            out[one.id] = rng.randint(1, limit - 1)
        diary.add(one.id, one.home, 0, min(out[one.id], horizon), StayKind.START)
    reasons: dict[str, str] = {}
    for one in rng.sample(neighbourhood.households, len(neighbourhood.households)):
        if out[one.id] < horizon and not _wander(rng, diary, one, out[one.id]):
            reasons[one.id] = "by chance"
    order = {one.id: place for place, one in enumerate(neighbourhood.households)}
    stays: list[Stay] = sorted(diary.stays, key=lambda stay: (order[stay.household], stay.start))
    return Course(horizon, starts, tuple(stays), reasons)


def _wander(rng: random.Random, diary: Diary, household: Household, month: int) -> bool:
    """Add some temporary stays and perhaps a final one; return whether it ends inside."""
    homes, horizon, last = diary.neighbourhood.homes, diary.horizon, household.home
    for _ in range(rng.choice((0, 1, 1, 2))):
        until = rng.randint(month + 1, horizon) if month < horizon else horizon
        open_homes = [
            home.id
            for home in homes
            if home.stage is not Stage.NEW
            and home.id != last
            and until < horizon
            and diary.free(home.id, month, until)
        ]
        if open_homes:
            last = rng.choice(open_homes)
            diary.add(household.id, last, month, until, StayKind.TEMPORARY)
            month = until
    lasting = []
    for home in homes:
        ready = permanent_from(diary.neighbourhood, home, diary.starts)
        if ready is not None and ready <= month and home.id != last:
            lasting.append(home.id)
    lasting = [home for home in lasting if diary.free(home, month, horizon)]
    if month >= horizon or not lasting or rng.random() < 0.2:
        return False
    diary.add(household.id, rng.choice(lasting), month, horizon, StayKind.FINAL)
    return True


def neighbourhoods(**settings: object) -> st.SearchStrategy[Neighbourhood]:
    """Return a strategy of random neighbourhoods; settings as for `random_neighbourhood`."""
    return st.integers(0, 2**32 - 1).map(
        lambda seed: random_neighbourhood(seed, **settings)  # type: ignore[arg-type]
    )


def courses(neighbourhood: Neighbourhood) -> st.SearchStrategy[Course]:
    """Return a strategy of courses in one neighbourhood, from tidy to wild."""
    wild = st.integers(0, 2**32 - 1).map(lambda seed: random_course(neighbourhood, seed))
    return st.one_of(st.just(simple_course(neighbourhood)), wild)


def neighbourhoods_with_courses(
    **settings: object,
) -> st.SearchStrategy[tuple[Neighbourhood, Course]]:
    """Return a strategy of neighbourhoods, each with a course in it."""
    return neighbourhoods(**settings).flatmap(lambda one: st.tuples(st.just(one), courses(one)))
