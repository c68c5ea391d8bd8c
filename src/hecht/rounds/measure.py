"""What a division of homes means for people: the figures by which mechanisms are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish
from hecht.neighbourhood.distance import near
from hecht.rounds.chain import Kind
from hecht.rounds.evening import Evening
from hecht.rounds.mechanisms import advice, better_for_all, safe_serial, serial, top_trading_cycles
from hecht.rounds.opening import PLACE_WISHES, offer
from hecht.rounds.round import Round
from hecht.rounds.wishes import Stated, met


@dataclass(frozen=True, slots=True)
class Figures:
    """What one mechanism gives.

    `wishing` wanted to return, `returning` of them have a home, of all `taking_part`. `first_wish`
    and `some_wish` count those whose dearest, or any, wish for a place is met, of `with_wish`.
    `rank_median` and `rank_worst` are places of the home on the household's own list (1: its
    dearest). `ties_kept` are ties near before and near after, of `ties_near` between those taking
    part; `alone` had such a tie and have none after. `passed_over` counts households that like a
    home of somebody behind them better than their own. `efficient`: no exchange is better for some
    and worse for nobody, by the wishes for places. `groups_near` of `groups` are all near.
    """

    mechanism: str
    taking_part: int
    wishing: int
    returning: int
    with_wish: int
    first_wish: int
    some_wish: int
    rank_median: float
    rank_worst: int
    ties_near: int
    ties_kept: int
    alone: int
    passed_over: int
    groups: int
    groups_near: int
    efficient: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the figures by name."""
        return asdict(self)


def by_stated_wishes(fixed: Round, stated: Stated) -> Evening:
    """Return the evening on which every turn is taken by stated wishes, on the spot.

    Each knows who has chosen what before. Care holders take an adapted home in the first part when
    one is safe. Of a group each member in turn chooses, the others' choices known.
    """
    evening = Evening(fixed)
    evening.add(evening.draft(Kind.OPEN, home=fixed.digest))
    while evening.turn() is not None:
        kind, said = stated_step(evening, stated)
        evening.add(evening.draft(kind, **said))
    return evening


def stated_step(evening: Evening, stated: Stated) -> tuple[Kind, dict[str, str]]:
    """Return what the first household in turn would do by its stated wishes."""
    turn = evening.turn()
    assert turn is not None
    name = next(one for one in turn.households if evening.waiting(one))
    menu = evening.menu(name)
    if menu:
        home = stated.on_the_spot(name, menu, evening.chosen)[0]
        return Kind.CHOOSE, {"household": name, "home": home, "by": "stated wishes"}
    if turn.adapted_only:
        return Kind.PASS, {"household": name, "by": "stated wishes"}
    return Kind.WITHDRAW, {
        "household": name,
        "by": "stated wishes",
        "reason": "no safe home was left in its turn",
    }


def divisions(
    neighbourhood: Neighbourhood, fixed: Round, *, course: Course | None, tenants: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return what each mechanism gives for a round, by stated wishes; lists hold suitable homes."""
    stated = Stated(neighbourhood)
    lists = {name: stated.order(name, fixed.suits[name]) for name in fixed.order}
    result = {
        "evening": by_stated_wishes(fixed, stated).chosen,
        "safe serial": safe_serial(
            fixed.order, lists, homes=fixed.homes, suits=fixed.suits, returning=fixed.returning
        ),
        "serial": serial(fixed.order, lists),
        "trading cycles": top_trading_cycles(fixed.order, lists, tenants),
    }
    if course is not None:
        result["plan as advice"] = advice(course, fixed.order, fixed.homes)
    return result


def compare(
    neighbourhood: Neighbourhood,
    fixed: Round,
    *,
    course: Course | None = None,
    tenants: bool = False,
) -> list[Figures]:
    """Return the figures of every mechanism on one round, side by side.

    `course` is a plan for the same neighbourhood, shown as advice.
    """
    held = offer(neighbourhood, tenants=tenants).tenants
    return [
        figures(name, neighbourhood, fixed, got)
        for name, got in divisions(neighbourhood, fixed, course=course, tenants=held).items()
    ]


def figures(
    mechanism: str, neighbourhood: Neighbourhood, fixed: Round, got: Mapping[str, str]
) -> Figures:
    """Return the figures of one division."""
    stated = Stated(neighbourhood)
    lists = {name: stated.order(name, fixed.suits[name]) for name in fixed.order}
    ranks = [lists[name].index(home) + 1 for name, home in got.items() if home in lists[name]]
    wishing = [
        name for name in fixed.order if neighbourhood.household_of[name].wish is ReturnWish.RETURN
    ]
    first, some, with_wish = _wishes_met(stated, fixed.order, got)
    near_before, kept, alone = _ties(neighbourhood, fixed.order, got)
    groups = [
        group
        for group in (turn.households for turn in fixed.turns if not turn.adapted_only)
        if len(group) > 1
    ]
    return Figures(
        mechanism=mechanism,
        taking_part=len(fixed.order),
        wishing=len(wishing),
        returning=sum(1 for name in wishing if name in got),
        with_wish=with_wish,
        first_wish=first,
        some_wish=some,
        rank_median=float(median(ranks)) if ranks else 0.0,
        rank_worst=max(ranks, default=0),
        ties_near=near_before,
        ties_kept=kept,
        alone=alone,
        passed_over=_passed_over(fixed.order, lists, got),
        groups=len(groups),
        groups_near=sum(1 for group in groups if _near_itself(neighbourhood, group, got)),
        efficient=not better_for_all(got, lists, fixed.homes),
    )


def _wishes_met(
    stated: Stated, households: Sequence[str], got: Mapping[str, str]
) -> tuple[int, int, int]:
    first = some = asked = 0
    for name in households:
        wishes = [wish for wish in stated.of(name) if wish.kind in PLACE_WISHES]
        if not wishes:
            continue
        asked += 1
        if name not in got:
            continue
        home = stated.neighbourhood.home_of[got[name]]
        best = min(wish.rank for wish in wishes)
        some += any(met(wish, home) for wish in wishes)
        first += any(met(wish, home) for wish in wishes if wish.rank == best)
    return first, some, asked


def _ties(
    neighbourhood: Neighbourhood, households: Sequence[str], got: Mapping[str, str]
) -> tuple[int, int, int]:
    """Return ties near before, those of them near after, and who has none left, in the round."""
    there, policy = set(households), neighbourhood.policy
    homes, people = neighbourhood.home_of, neighbourhood.household_of
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    near_before = kept = 0
    for tie in neighbourhood.ties:
        if tie.a not in there or tie.b not in there:
            continue
        was = near(homes[people[tie.a].home], homes[people[tie.b].home], policy)
        both = tie.a in got and tie.b in got
        now = both and near(homes[got[tie.a]], homes[got[tie.b]], policy)
        near_before += was
        kept += was and now
        for one in (tie.a, tie.b):
            before[one] = before.get(one, 0) + was
            after[one] = after.get(one, 0) + now
    alone = sum(1 for one, count in before.items() if count and one in got and not after[one])
    return near_before, kept, alone


def _passed_over(
    order: Sequence[str], lists: Mapping[str, Sequence[str]], got: Mapping[str, str]
) -> int:
    count = 0
    for at, name in enumerate(order):
        own = got.get(name)
        dearer = lists[name] if own is None else lists[name][: list(lists[name]).index(own)]
        behind = {got[one] for one in order[at + 1 :] if one in got}
        count += not behind.isdisjoint(dearer)
    return count


def _near_itself(
    neighbourhood: Neighbourhood, group: Sequence[str], got: Mapping[str, str]
) -> bool:
    if any(name not in got for name in group):
        return False
    homes = [neighbourhood.home_of[got[name]] for name in group]
    policy = neighbourhood.policy
    return all(near(a, b, policy) for i, a in enumerate(homes) for b in homes[i + 1 :])
