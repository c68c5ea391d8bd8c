"""Delays: known answers by hand, and what must hold for any plan in any future."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.neighbourhood import Block, Course, DelayRules, Neighbourhood, Overrun, Stay, Works
from hecht.neighbourhood.dated import DatedTable, Row
from hecht.neighbourhood.delays import NO_DELAYS
from hecht.neighbourhood.household import Promise, PromiseKind, PromiseStatus
from hecht.outcomes import measure, score
from hecht.planning.check import check
from hecht.planning.delays import Delays, delays
from hecht.planning.delays.draws import as_planned, draw_futures
from hecht.planning.delays.figures import figures
from hecht.planning.delays.future import end_of, future
from hecht.planning.delays.network import network
from hecht.planning.delays.play import finish_of
from hecht.planning.delays.runs import run_all
from hecht.planning.plan import Plan
from tests.neighbourhoods import random_neighbourhood, simple_course
from tests.planning.delays.street import (
    FINAL,
    LATE,
    START,
    TEMPORARY,
    course,
    plan,
    street,
    with_homes,
)


def by_household(way: Course, household: str) -> list[tuple[str, int, int]]:
    return [(s.home, s.start, s.end) for s in way.stays if s.household == household]


def cases(first: int, count: int) -> Iterator[tuple[int, Neighbourhood, Course]]:
    """Give random neighbourhoods that have a plan, with that plan."""
    for seed in range(first, first + count):
        neighbourhood = random_neighbourhood(seed)
        way = simple_course(neighbourhood)
        if way is not None and not check(neighbourhood, way):
            yield seed, neighbourhood, way


def test_a_block_waits_until_its_people_can_leave() -> None:
    """A is two months late, so both come home two months late and B starts two months later."""
    found = delays(plan(), 3)
    one = found.future(2)
    assert dict(one.course.starts) == {"A": 3, "B": 9}
    assert by_household(one.course, "H1") == [("A1", 0, 3), ("T1", 3, 9), ("An1", 9, 13)]
    assert by_household(one.course, "H2") == [("B1", 0, 9), ("An2", 9, 13)]
    assert by_household(one.course, "H3") == [("K1", 0, 13)]
    assert [block.duration for block in one.neighbourhood.blocks] == [6, 4, 0]
    assert found.horizon == 13
    assert [(h.household, h.chance, h.planned, h.p50, h.p90, h.late) for h in found.households] == [
        ("H1", 0.0, 7, 9, 9, 2.0),
        ("H2", 0.0, 7, 9, 9, 2.0),
    ]
    assert found.chance == 0.0
    assert found.figures["months_temporary"].p50 == 6
    assert found.figures["months_temporary"].plan == 4
    assert found.broken["over_maximum"].mean == 1.0


def test_nobody_waits_elsewhere_for_works_that_cannot_start() -> None:
    """B has to wait for the crew that is still at A, so H2 stays at home with spare homes too."""
    one = delays(plan(), 2, policy="spare").future(0)
    assert dict(one.course.starts) == {"A": 3, "B": 9}
    assert by_household(one.course, "H2") == [("B1", 0, 9), ("An2", 9, 13)]


def loose() -> Neighbourhood:
    """The street without crews, so that only people hold the works up."""
    n = street()
    return replace(n, blocks=tuple(replace(block, crews=0) for block in n.blocks))


def test_a_spare_home_lets_the_works_start() -> None:
    """Without crews B starts as planned; H2 waits two months in T2, the nearer spare home."""
    found = delays(plan(loose()), 2, policy="spare")
    one = found.future(1)
    assert dict(one.course.starts) == {"A": 3, "B": 7}
    assert by_household(one.course, "H2") == [("B1", 0, 7), ("T2", 7, 9), ("An2", 9, 12)]
    assert found.broken["spare_months"].mean == 2.0
    broken = check(one.neighbourhood, one.course)
    assert [(v.rule, v.household) for v in broken] == [(4, "H1")]  # too long in T1


def test_a_spare_home_that_does_not_suit_or_is_not_free_is_not_used() -> None:
    """A spare home that is too high up, or is given back too early, leaves B waiting."""
    for change in ({"floor": 2}, {"available_until": 8}):
        n = with_homes(loose(), T2=change)
        n = replace(n, households=tuple(replace(h, floor_max=1) for h in n.households))
        one = delays(plan(n), 1, policy="spare", buffer_months=(), spare_homes=()).future(0)
        assert one.course.starts["B"] == 9


def test_the_harm_of_a_block_is_found_by_playing_it_on_time() -> None:
    """A on time takes away all four household-months; B's delay makes nobody late."""
    found = delays(plan(), 4)
    assert [(h.block, h.delay, h.harm, h.per_month) for h in found.blocks] == [
        ("A", 2.0, 4.0, 2.0),
        ("B", 1.0, 0.0, 0.0),
    ]


def test_buffers_by_hand() -> None:
    """Two months more for A make both punctual; everybody is told two months later."""
    found = delays(plan(), 4)
    one = {(b.kind, b.block, b.size): b for b in found.buffers}
    assert (one["block", "A", 1].saved, one["block", "A", 1].later) == (2.0, 2)
    assert one["block", "A", 2].saved == 4.0
    assert one["block", "A", 2].chance == 1.0
    assert one["block", "A", 3].saved == 4.0
    assert ("block", "B", 1) not in one
    assert one["all", None, 2].units == 4
    # H2 is late whether or not it waits elsewhere: what B gains is that it starts in time
    free = {(b.kind, b.size): b for b in delays(plan(loose()), 4).buffers}["free", 1]
    assert free.saved == 0.0
    assert free.longer == pytest.approx(-2.0)
    assert free.temporary == pytest.approx(2.0)


def test_a_buffer_that_breaks_a_promise_says_so() -> None:
    """A promised month stays what it was, so planning later breaks it."""
    promise = Promise("H1", PromiseKind.BY, PromiseStatus.ACCEPTED, "2030-11")
    n = replace(street(), promises=(promise,))
    found = delays(plan(n), 2)
    assert found.households[0].promised == 7
    one = {(b.kind, b.block, b.size): b for b in found.buffers}["block", "A", 2]
    assert (one.breaks, one.saved, one.chance) == (1, 2.0, 0.5)


def test_a_promise_later_than_planned_leaves_room() -> None:
    """Who is promised month 9 is in time in month 9."""
    promise = Promise("H1", PromiseKind.BY, PromiseStatus.ACCEPTED, "2031-01")
    found = delays(plan(replace(street(), promises=(promise,))), 1)
    assert [(h.promised, h.chance) for h in found.households] == [(9, 1.0), (7, 0.0)]


def test_a_lease_that_runs_out_is_counted() -> None:
    """T1 is given back in month 8, but H1 is in it up to month 9: one month too long."""
    found = delays(plan(with_homes(street(), T1={"available_until": 8})), 2)
    assert found.broken["over_lease_households"].mean == 1.0
    assert found.broken["over_lease_months"].mean == 1.0


def test_works_wait_for_the_money_of_their_year() -> None:
    """B cannot be paid beside A in 2031 once A runs into it, so it waits for 2032."""
    n = replace(
        loose(),
        blocks=tuple(replace(b, duration=8 if b.id == "A" else b.duration) for b in loose().blocks),
    )
    # A: months 3 to 10 (July 2030 to February 2031), B from month 11; real A: 12 months, to June
    way = Course(
        24,
        {"A": 3, "B": 11},
        (
            Stay("H1", "A1", 0, 3, START),
            Stay("H1", "T1", 3, 11, TEMPORARY),
            Stay("H1", "An1", 11, 24, FINAL),
            Stay("H2", "B1", 0, 11, START),
            Stay("H2", "An2", 11, 24, FINAL),
            Stay("H3", "K1", 0, 24, START),
        ),
    )
    n = replace(n, project=replace(n.project, horizon=24))
    real = dict(delays(plan(n, way), 1).future(0).course.starts)
    assert real["B"] == 15  # as soon as H2 can leave
    # in 2031 A really costs 400 / 12 a month for 6 months: 200; B's 300 fits in 500, not in 499
    for budget, month in ((500.0, 15), (499.0, 21 - 4 + 1)):
        rich = replace(n, capacity=replace(n.capacity, budget_per_year=budget))
        start = delays(plan(rich, way), 1).future(0).course.starts["B"]
        assert start == month, budget
        one = delays(plan(rich, way), 1).future(0)
        assert not [v for v in check(one.neighbourhood, one.course) if "budget" in v.text]


def test_nobody_is_sent_out_before_the_works_really_start() -> None:
    """Who goes to a temporary home for its own block's works goes when they really start."""
    n = street()
    n = replace(
        n,
        blocks=(
            n.blocks[0],
            replace(n.blocks[1], after=("A",)),
            n.blocks[2],
        ),
    )
    way = Course(
        12,
        {"A": 3, "B": 7},
        (
            Stay("H1", "A1", 0, 3, START),
            Stay("H1", "T1", 3, 7, TEMPORARY),
            Stay("H1", "An1", 7, 12, FINAL),
            Stay("H2", "B1", 0, 7, START),
            Stay("H2", "T1", 7, 10, TEMPORARY),
            Stay("H2", "Bn1", 10, 12, FINAL),
            Stay("H3", "K1", 0, 12, START),
        ),
    )
    one = delays(plan(n, way), 1).future(0)
    assert by_household(one.course, "H2") == [("B1", 0, 9), ("T1", 9, 13), ("Bn1", 13, 14)]


def test_crews_go_from_block_to_block_in_the_planned_order() -> None:
    """With one crew B waits for A's; with two, for nobody."""
    assert network(street(), course()).crews_from() == {"A": set(), "B": {"A"}}
    n = street()
    two = replace(n, capacity=replace(n.capacity, crews=2))
    assert network(two, course()).crews_from() == {"A": set(), "B": set()}


def test_households_that_exchange_homes_move_in_one_month() -> None:
    """Where moves wait for each other in a ring they are made together."""
    n = loose()
    way = Course(
        12,
        {"A": 3, "B": 7},
        (
            Stay("H1", "A1", 0, 3, START),
            Stay("H1", "T1", 3, 7, TEMPORARY),
            Stay("H1", "An1", 7, 12, FINAL),
            Stay("H2", "B1", 0, 6, START),
            Stay("H2", "K1", 6, 12, FINAL),
            Stay("H3", "K1", 0, 6, START),
            Stay("H3", "B1", 6, 7, TEMPORARY),
            Stay("H3", "An2", 7, 12, FINAL),
        ),
    )
    net = network(n, way)
    exchange = [net.events.move_event[net.events.move_from[h]] for h in (1, 2)]
    assert exchange[0] == exchange[1]
    one = future(net, run_all(net, draw_futures(n, 1, 1, 60)), 0, 20)
    assert by_household(one.course, "H2") == [("B1", 0, 6), ("K1", 6, 20)]


def test_a_plan_that_does_not_hold_is_refused() -> None:
    """A plan in which somebody comes before the home is ready, or crews are short, is no plan."""
    way = course()
    early = Course(12, {"A": 4, "B": 7}, way.stays)
    with pytest.raises(ValueError, match="before the end of the works on block A"):
        delays(plan(loose(), early), 1)
    with pytest.raises(ValueError, match="not enough crews for block B"):
        delays(plan(way=Course(12, {"A": 3, "B": 5}, way.stays)), 1)
    with pytest.raises(ValueError, match="does not say when the works on B start"):
        delays(plan(way=Course(12, {"A": 3}, way.stays)), 1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"futures": 0}, "give 1 or more"),
        ({"policy": "hope"}, "choose one of wait, spare"),
        ({"buffer_months": (0,)}, "every buffer is 1 or more"),
        ({"spare_homes": (2, -1)}, "every buffer is 1 or more"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(options: dict[str, object], words: str) -> None:
    """What cannot be meant is said to be so."""
    with pytest.raises(ValueError, match=words):
        delays(plan(), **options)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there is no future 5"):
        delays(plan(), 5).future(5)


def test_without_delay_every_future_is_the_plan() -> None:
    """When nothing runs late, every future is the plan itself, to the month and home."""
    seen = 0
    for seed, neighbourhood, way in cases(0, 40):
        calm = replace(neighbourhood, delays=NO_DELAYS)
        made = Plan(calm, way, "hecht", 1, score(calm, way))
        for policy in ("wait", "spare"):
            found = delays(made, 2, policy=policy, buffer_months=(1,), spare_homes=(1,))
            one = found.future(1)
            assert one.neighbourhood == calm, seed
            assert dict(one.course.starts) == dict(way.starts)
            assert sorted(one.course.stays, key=str) == sorted(way.stays, key=str)
            assert found.late_months == 0
            assert found.score.p10 == found.score.p90 == made.score
            for name, value in measure(calm, way).as_dict().items():
                spread = found.figures[name]
                if value is not None:
                    assert spread.p10 == pytest.approx(value, abs=1e-6), name
                    assert spread.p90 == pytest.approx(value, abs=1e-6), name
            assert all(buffer.saved == 0 for buffer in found.buffers)
        seen += 1
    assert seen > 15


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(0, 50), st.booleans(), st.booleans())
def test_every_figure_is_what_measuring_the_future_gives(
    seed: int, other: int, spare: bool, own: bool
) -> None:
    """The counts of a future are those of `measure` and `score`, with amounts of one's own too."""
    row = Row("moving_allowance", None, None, 1234.0, "euro", "social plan", True)
    for _, found_one, way in cases(seed, 1):
        neighbourhood = replace(found_one, norms=DatedTable("norms.csv", (row,)) if own else None)
        net = network(neighbourhood, way)
        units = len(net.units.home) if spare else 0
        runs = run_all(net, draw_futures(neighbourhood, 3, other, 200), units)
        horizon = end_of(net, runs)
        found = figures(net, runs, horizon)
        for k in range(3):
            one = future(net, runs, k, horizon)
            assert score(one.neighbourhood, one.course) == found.score[k]
            for name, value in measure(one.neighbourhood, one.course).as_dict().items():
                counted = float(found.outcomes[name][k])
                if value is None:
                    assert math.isnan(counted), name
                else:
                    assert counted == pytest.approx(value, rel=1e-9, abs=1e-6), name


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.booleans())
def test_only_rules_that_reality_breaks_are_broken(seed: int, spare: bool) -> None:
    """The independent check finds late works and stays, and nothing that cannot be."""
    for _, neighbourhood, way in cases(seed, 1):
        net = network(neighbourhood, way)
        units = len(net.units.home) if spare else 0
        runs = run_all(net, draw_futures(neighbourhood, 4, seed, 200), units)
        horizon = end_of(net, runs)
        found = figures(net, runs, horizon)
        for k in range(4):
            one = future(net, runs, k, horizon)
            broken = check(one.neighbourhood, one.course)
            leases = {v.household for v in broken if v.rule == 2}
            assert len(leases) == found.broken["over_lease_households"][k]
            assert sum(v.rule == 4 for v in broken) == found.broken["over_maximum"][k]
            late = [v for v in broken if v.rule == 6]
            assert len(late) == found.broken["blocks_after_latest"][k]
            # rule 7 knows afterwards what nobody could: that a home would have been free
            assert {v.rule for v in broken} <= {2, 4, 6, 7, 8}


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_work_never_makes_anything_earlier(seed: int, other: int) -> None:
    """On the same draws, more work in some blocks leaves every event where it is, or later."""
    rng = np.random.default_rng(other)
    for _, neighbourhood, way in cases(seed, 1):
        rich = replace(
            neighbourhood, capacity=replace(neighbourhood.capacity, budget_per_year=None)
        )
        net = network(rich, way)
        draws = draw_futures(rich, 4, other, 200)
        more = draws.work + rng.integers(0, 2500, draws.work.shape)
        before, after = run_all(net, draws), run_all(net, draws._replace(work=more))
        assert (after.month >= before.month).all()
        assert (after.finish >= before.finish).all()
        assert (before.month >= net.events.base[None, :] * (before.month > 0)).all()


def test_a_future_is_the_same_however_many_are_drawn() -> None:
    """Future k depends on the seed and k alone; another seed draws another."""
    n = street(DelayRules())
    few, many = draw_futures(n, 5, 7, 60), draw_futures(n, 40, 7, 90)
    assert (few.work == many.work[:5]).all()
    assert (few.done == many.done[:5, :61]).all()
    assert (draw_futures(n, 5, 8, 60).work != few.work).any()
    assert len({tuple(row) for row in many.work.tolist()}) == 40


def test_the_same_seed_gives_the_same_answer() -> None:
    """Nothing depends on the run or the threads."""

    def facts(found: Delays) -> tuple[object, ...]:
        return found.figures, found.score, found.households, found.blocks, found.buffers

    made = plan(street(DelayRules()))
    assert facts(delays(made, 50, 3)) == facts(delays(made, 50, 3))
    assert facts(delays(made, 50, 3)) != facts(delays(made, 50, 4))


def test_the_winter_slows_the_works() -> None:
    """Half of each month is lost from November to March; the rest is worked in full."""
    pace = [1000] * 5 + [500] * 5 + [1000] * 10
    done = np.concatenate(([0], np.cumsum(pace))).astype(np.int64)
    assert finish_of(4000, done, 0) == 4  # before the winter
    assert finish_of(4000, done, 3) == 8  # 2 + 3 x 0.5, and half a month is rounded away
    assert finish_of(4000, done, 5) == 11  # 5 x 0.5 + 1, and half a month is rounded away
    assert finish_of(4501, done, 0) == 5  # to the nearest month: 4.5 is 4 only if not more
    assert finish_of(100, done, 0) == 1
    assert finish_of(4000, done, 30) == 34  # after the months that are drawn


def test_a_winter_has_one_severity_in_all_its_months() -> None:
    """November to March of one winter lose the same, another winter another share."""
    rules = replace(NO_DELAYS, winter_share=0.2)
    n = replace(street(rules))
    pace = np.diff(draw_futures(n, 200, 1, 36).done, axis=1)  # April 2030 to March 2033
    assert (pace[:, :7] == 1000).all()
    assert (pace[:, 7:12] == pace[:, 7:8]).all()
    assert (pace[:, 12:19] == 1000).all()
    assert (pace[:, 19] != pace[:, 7]).any()
    assert 1000 - pace[:, 7].mean() == pytest.approx(200, abs=20)
    assert 600 <= pace.min() <= pace.max() <= 1000


def _factors(rules: DelayRules, contractors: tuple[str, str]) -> np.ndarray:
    n = street(rules)
    blocks = tuple(
        Block(name, Works.REBUILD, 100, contractor=firm)
        for name, firm in zip("AB", contractors, strict=True)
    )
    return draw_futures(replace(n, blocks=blocks), 4000, 1, 12).work / 100_000


def test_the_drawn_factors_have_the_distribution_that_was_asked() -> None:
    """Median and 90th percentile are those of the project file, and so is the triangle."""
    drawn = _factors(DelayRules(), ("x", "y"))
    assert np.median(drawn) == pytest.approx(1.05, abs=0.01)
    assert np.quantile(drawn, 0.9) == pytest.approx(1.35, abs=0.02)
    triangle = replace(DelayRules(), rebuild=Overrun.parse("triangular 0,9 1 1,6"))
    drawn = _factors(triangle, ("x", "y"))
    assert 0.9 <= drawn.min() < drawn.max() <= 1.6
    assert drawn.mean() == pytest.approx((0.9 + 1 + 1.6) / 3, abs=0.01)
    assert (drawn < 1).mean() == pytest.approx(0.1 / 0.7, abs=0.015)


def test_blocks_of_one_contractor_run_late_together() -> None:
    """The correlation is that of the project file for one contractor, and none for two."""
    rules = replace(DelayRules(), contractor_share=0.6)

    def correlation(*firms: str) -> float:
        return float(np.corrcoef(np.log(_factors(rules, (firms[0], firms[1]))).T)[0, 1])

    assert correlation("x", "x") == pytest.approx(0.6, abs=0.04)
    assert correlation("x", "y") == pytest.approx(0.0, abs=0.05)
    assert correlation("", "") == pytest.approx(0.6, abs=0.04)


def test_as_planned_is_the_plan_in_the_network_too() -> None:
    """Without delay every event comes in its planned month."""
    net = network(street(LATE), course())
    assert (run_all(net, as_planned(street(), 60)).month[0] == net.events.base).all()
