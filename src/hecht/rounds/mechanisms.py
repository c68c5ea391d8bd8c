"""Ways to divide homes by stated orders; pure functions of lists, so that they can be proven.

`order` is the queue. `lists` gives each household's homes that suit it, dearest first; it stands
for no home rather than for one that is not on its list. Each function returns the home of every
household that gets one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hecht.neighbourhood import Course, StayKind
from hecht.rounds.round import RoundError
from hecht.rounds.safety import Safety

Lists = Mapping[str, Sequence[str]]


def serial(order: Sequence[str], lists: Lists) -> dict[str, str]:
    """Return the plain serial choice: each in turn its dearest home left, whoever comes after."""
    got: dict[str, str] = {}
    taken: set[str] = set()
    for household in order:
        home = next((home for home in lists[household] if home not in taken), None)
        if home is not None:
            got[household] = home
            taken.add(home)
    return got


def safe_serial(
    order: Sequence[str],
    lists: Lists,
    *,
    homes: Sequence[str],
    suits: Mapping[str, Sequence[str]],
    returning: Sequence[str],
) -> dict[str, str]:
    """Return the safe serial choice: each in turn its dearest home among the safe ones.

    What is safe follows from `suits`, which are facts (rooms, access, rent), and never from the
    `lists`: a household cannot change what it may choose from by what it states as its wish.
    """
    safety = Safety(homes, suits, returning)
    got: dict[str, str] = {}
    for household in order:
        safe = set(safety.menu(household))
        home = next((home for home in lists[household] if home in safe), None)
        if home is None:
            safety.forget(household)
        else:
            safety.take(household, home)
            got[household] = home
    return got


def top_trading_cycles(
    order: Sequence[str], lists: Lists, tenants: Mapping[str, str]
) -> dict[str, str]:
    """Return "you request my house, I get your turn" (Abdulkadiroglu and Sonmez, 1999).

    `tenants` maps present tenants to the home they hold. The first in line asks for its dearest
    home left; when a tenant still waiting holds it, that tenant comes first in line; a loop of
    such requests is an exchange. A tenant never gets a home it likes less than its own.
    """
    lists = {one: _with_own(lists[one], tenants.get(one)) for one in order}
    line = list(order)
    holder = {home: one for one, home in tenants.items() if one in lists}
    if len(holder) != sum(1 for one in tenants if one in lists):
        raise RoundError("two tenants hold the same home; correct the list of tenants")
    left = {home for homes in lists.values() for home in homes}
    got: dict[str, str] = {}
    asked: list[str] = []
    while line:
        first = line[0]
        home = next((home for home in lists[first] if home in left), None)
        owner = None if home is None else holder.get(home)
        if home is None or owner is None or owner == first:
            _settle({first: home}, line, left, got)
            _leave((first,), tenants, holder)
            asked = []
        elif owner in asked:
            loop = [*asked[asked.index(owner) :], first]
            wanted = {one: next(home for home in lists[one] if home in left) for one in loop}
            _settle(wanted, line, left, got)
            _leave(loop, tenants, holder)
            asked = []
        else:
            asked.append(first)
            line.remove(owner)
            line.insert(0, owner)
    return got


def _with_own(homes: Sequence[str], own: str | None) -> tuple[str, ...]:
    """Return a list that ends with the tenant's own home: it keeps that rather than a worse one."""
    if own is None:
        return tuple(homes)
    before = homes[: homes.index(own)] if own in homes else homes
    return (*before, own)


def _settle(
    wanted: Mapping[str, str | None], line: list[str], left: set[str], got: dict[str, str]
) -> None:
    for one, home in wanted.items():
        line.remove(one)
        if home is not None:
            left.discard(home)
            got[one] = home


def _leave(settled: Sequence[str], tenants: Mapping[str, str], holder: dict[str, str]) -> None:
    """Let the old homes of those who are settled be nobody's, so that they can be asked for."""
    for one in settled:
        if one in tenants:
            holder.pop(tenants[one], None)


def advice(course: Course, households: Sequence[str], homes: Sequence[str]) -> dict[str, str]:
    """Return what a plan would give: the final homes of a course, as advice to those who choose."""
    offered, asked = set(homes), set(households)
    return {
        household: stays[-1].home
        for household, stays in course.itineraries().items()
        if household in asked
        and stays[-1].end == course.horizon
        and stays[-1].kind is not StayKind.TEMPORARY
        and stays[-1].home in offered
    }


def better_for_all(
    got: Mapping[str, str], lists: Lists, homes: Sequence[str]
) -> list[tuple[str, str]]:
    """Return an exchange by which some get a dearer home and nobody a less dear one.

    Empty when there is none: the division is efficient (Pareto). Each pair is a household and the
    home it would have instead. Found as a loop in the graph of who would rather have whose home,
    free homes included, so it is exact for strict lists; that somebody without a home gets one
    counts as well.
    """
    holder = {home: one for one, home in got.items()}
    dearer = {one: _dearer(lists[one], got.get(one)) for one in lists}
    for one in lists:
        for home in dearer[one]:
            if home not in holder and home in set(homes):
                return [(one, home)]
    state: dict[str, int] = {}
    for start in lists:
        loop = _loop_from(start, dearer, holder, state)
        if loop:
            return loop
    return []


def _dearer(homes: Sequence[str], own: str | None) -> Sequence[str]:
    return homes[: list(homes).index(own)] if own is not None and own in homes else homes


def _loop_from(
    start: str,
    dearer: Mapping[str, Sequence[str]],
    holder: Mapping[str, str],
    state: dict[str, int],
) -> list[tuple[str, str]]:
    """Walk the wishes from one household, depth first, until somebody on the way is met again."""
    if state.get(start):
        return []
    path: list[tuple[str, str]] = []
    todo = [(start, iter(dearer[start]))]
    state[start] = 1
    while todo:
        one, wanted = todo[-1]
        home = next(wanted, None)
        if home is None:
            state[one] = 2
            todo.pop()
            if path:
                path.pop()
            continue
        other = holder.get(home)
        if other is None or other not in dearer:
            continue
        if state.get(other) == 1:
            names = [name for name, _ in path]
            return [*path[names.index(other) :], (one, home)]
        if not state.get(other):
            state[other] = 1
            path.append((one, home))
            todo.append((other, iter(dearer[other])))
    return []
