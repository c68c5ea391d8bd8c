"""One entrance to both searches: the sparse annealing kernel and the complete tabu kernel."""

from __future__ import annotations

from collections.abc import Callable

from hecht.planning.placement.problem import PlacementProblem
from hecht.planning.placement.qap import CompleteSearch, is_complete
from hecht.planning.placement.search import Placement, PlacementSearch


def make_search(
    problem: PlacementProblem,
    *,
    seed: int = 1,
    chains: int = 2,
    workers: int = 1,
    seconds: float | None = None,
    expected: int | None = None,
) -> PlacementSearch | CompleteSearch:
    """Return the search that suits the problem: the complete one where everyone is tied.

    Args:
        problem, seed, chains, workers, seconds, expected: see `PlacementSearch`; the last two
            say what the search is laid out for and end nothing.

    Raises:
        NoPlacement: nobody can place everyone.
    """
    if is_complete(problem):
        return CompleteSearch(problem, seed=seed, chains=chains, workers=workers)
    return PlacementSearch(
        problem, seed=seed, chains=chains, workers=workers, seconds=seconds, expected=expected
    )


def place(
    problem: PlacementProblem,
    *,
    seconds: float | None = None,
    rounds: int | None = None,
    seed: int = 1,
    chains: int = 2,
    workers: int = 1,
    progress: Callable[[int, int], bool] | None = None,
) -> Placement:
    """Place every household and return the best placement found within the limits.

    Same problem, seed, chains and rounds give the same placement, whatever the workers. Given both
    limits, the search is laid out for the rounds.

    Args:
        problem: the placement problem.
        seconds, rounds: when to stop; at least one of them.
        seed, chains, workers: see `PlacementSearch`.
        progress: called after each round with (rounds, best score); False stops the search.

    Raises:
        NoPlacement: nobody can place everyone.
        ValueError: no limit was given.
    """
    search = make_search(
        problem, seed=seed, chains=chains, workers=workers, seconds=seconds, expected=rounds
    )
    return search.run(rounds=rounds, seconds=seconds, progress=progress)
