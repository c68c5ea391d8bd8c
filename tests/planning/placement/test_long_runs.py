"""Long runs: when they are tried, and when they go on."""

from __future__ import annotations

from hecht.planning.placement.long_runs import LongRuns, rounds_in


def test_seconds_are_laid_out_for_the_same_rounds_on_every_machine() -> None:
    """Seconds become rounds at a fixed speed; at least one."""
    assert rounds_in(60.0, 8_000) == 9_750
    assert rounds_in(0.001, 8_000) == 1


def test_a_search_that_is_laid_out_for_nothing_has_none() -> None:
    """Without rounds to lay it out for, no long run ever begins."""
    runs = LongRuns(None, 20.0)
    assert [runs.next(done) for done in (0, 1_000, 1_000_000)] == [0, 0, 0]


def test_a_short_search_has_none() -> None:
    """A trial of too few tries per household would say nothing."""
    assert LongRuns(100, 20.0).next(50) == 0


def test_the_trial_begins_after_a_sixteenth() -> None:
    """It takes three sixteenths of the rounds at most, and no more than is enough."""
    runs = LongRuns(1_600, 20.0)
    assert (runs.next(99), runs.next(100)) == (0, 300)
    assert LongRuns(160_000, 20.0).next(10_000) == 2_000


def test_what_wins_gets_the_rest_of_the_rounds() -> None:
    """Long runs divide what is left evenly; none begins when too little is left."""
    runs = LongRuns(1_600, 20.0)
    runs.note(100, long=False)
    runs.note(101, long=True)
    assert runs.win()
    assert runs.next(400) == 1_200
    assert runs.next(1_301) == 0
    runs = LongRuns(160_000, 20.0)
    runs.note(5, long=True)
    assert runs.next(155_000) == 2_500


def test_what_loses_or_draws_is_not_tried_again() -> None:
    """Where short runs and their children found as much, they go on."""
    runs = LongRuns(1_600, 20.0)
    runs.note(100, long=True)
    runs.note(100, long=False)
    assert not runs.win()
    assert runs.next(400) == 0
