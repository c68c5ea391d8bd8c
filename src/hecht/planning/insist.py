"""What is done before a neighbourhood is refused: another way, and a longer one, to a plan."""

from __future__ import annotations

from collections.abc import Callable

from hecht.neighbourhood import Course, ReturnWish
from hecht.planning.arrays import OWN_BLOCK, PROMISED
from hecht.planning.engine import Engine, is_plan
from hecht.planning.feasible import feasible
from hecht.planning.instance import Instance
from hecht.planning.kernel import settle
from hecht.planning.resume import improve, never, restrict
from hecht.planning.search import run
from hecht.planning.state import State, copy_state

_MOST = 1000
"""Rounds times households that are searched on where no plan was found."""

_CYCLES = 2
"""Cycles of cooling of each chain before those rounds."""

_FEWEST = 12
"""Rounds without the undecided, at least."""


def insist(engine: Engine, enough: Callable[[], bool] = never) -> Course | None:
    """Go on with a search that found no plan until there is one; return it, or None.

    Where households and homes are few a model of all rules says whether there is a plan. Elsewhere
    it begins with cooling, which finds what must all change at once, and goes on with rounds, for
    at most so many by the number of households. Who is undecided leaves only where no plan was
    found in which they are inside.
    """
    instance = engine.instance
    answer = feasible(instance, engine.seed)
    if answer.ruled_out:
        return None
    if answer.state is not None:
        _go_on_from(engine, answer.state, enough)
    for chain in _CYCLES * engine.chains:
        if engine.sure is None and not enough():
            chain.cool_once(enough)
            engine.note(chain)
    most = max(1, _MOST // max(1, len(instance.arrays.active)))

    def stop(done: int) -> bool:
        return engine.sure is not None or done >= most or enough()

    run(engine.chains, engine.workers, stop=stop, report=lambda done, chain: engine.note(chain))
    if engine.sure is None:
        rounds = max(_FEWEST, most)
        _go_on_from(engine, without_undecided(instance, engine.best(), rounds, enough), enough)
    return None if engine.sure is None else engine.course(enough)


def _go_on_from(engine: Engine, state: State, enough: Callable[[], bool]) -> None:
    """Make a state better with a cycle of cooling of each chain, if it is a plan."""
    if not is_plan(engine.instance, state):
        return
    for chain in engine.chains:
        chain.offer(state)
        engine.note(chain)
        chain.cool_once(enough)
        engine.note(chain)


def without_undecided(
    instance: Instance, state: State, rounds: int, enough: Callable[[], bool] = never
) -> State:
    """Return the best state found in so many rounds in which all undecided leave who may."""
    a, begin = instance.arrays, copy_state(state)
    leaving = [
        h
        for h in a.active.tolist()
        if instance.neighbourhood.households[h].wish is ReturnWish.UNDECIDED
        and a.people[h, OWN_BLOCK] >= 0
        and not a.people[h, PROMISED]
    ]
    begin.home[leaving] = -1
    without = restrict(instance, homes={h: [] for h in leaving})
    settle(without.arrays, begin)
    found = copy_state(improve(without, begin, rounds=rounds, enough=enough))
    settle(a, found)
    return found
