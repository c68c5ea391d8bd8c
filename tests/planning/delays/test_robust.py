"""Plans that bear delay: which plan is kept, what it is worth, and that it can be made again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import DelayRules, Neighbourhood, Overrun
from hecht.neighbourhood.delays import NO_DELAYS
from hecht.outcomes import score
from hecht.planning import NoPlan
from hecht.planning.check import check
from hecht.planning.delays.robust import lengthened, robust_plan
from hecht.planning.delays.robust_search import TRIALS, Judged, search
from hecht.planning.plan import Plan
from hecht.planning.warm import tiny_neighbourhood

HALF = Overrun("triangular", (1.0, 1.5, 2.0))


def tiny() -> Neighbourhood:
    """Two streets, rebuilt one after the other, whose works often run late."""
    rules = DelayRules(rebuild=HALF, contractor_share=0.5, winter_share=0.1)
    return replace(tiny_neighbourhood(), delays=rules)


def test_works_are_planned_as_long_as_their_quantiles() -> None:
    """The triangle's median is 1.5, so two months become three; 80% is 1.68, rounded the same."""
    durations = {name: [b.duration for b in n.blocks] for name, n in lengthened(tiny())}
    assert durations == {"nominal": [2, 2], "p50": [3, 3], "p90": [4, 4]}
    calm = replace(tiny_neighbourhood(), delays=NO_DELAYS)
    assert [name for name, _ in lengthened(calm)] == ["nominal", "nominal + 1"]


@pytest.mark.parametrize("aim", ["expected", "p90"])
def test_the_best_plan_by_its_aim_is_kept_and_holds(aim: str) -> None:
    """The chosen plan is one of those tried, sound for the works as planned, and told in full."""
    n = tiny()
    found = robust_plan(n, aim, iterations=2, futures=60, workers=1, bounds=False)
    assert check(n, found.plan.course) == []
    assert found.plan.neighbourhood == n
    assert found.plan.score == score(n, found.plan.course)
    own = found.candidates[found.chosen]
    assert own.nominal == found.plan.score
    assert found.given_up == (found.candidates[0].nominal or 0) - found.plan.score
    names = [one.planned_as for one in found.candidates]
    assert names[:3] == ["nominal", "p50", "p90"]
    assert 3 < len(names) <= 3 + TRIALS
    for one in found.candidates:
        assert one.why_not or (one.expected is not None and one.p90 is not None)
        if not one.why_not:
            assert one.p90 is not None
            assert one.nominal is not None
            assert one.p90 <= one.nominal
    buffered = next(one for one in found.candidates if one.planned_as == "p90")
    nominal = found.candidates[0]
    assert buffered.chance is not None
    assert nominal.chance is not None
    assert buffered.chance > nominal.chance  # what is planned longer is more often on time


def test_the_same_rounds_give_the_same_plan() -> None:
    """With rounds instead of seconds the result is that of the seed, on one thread or two."""
    one = robust_plan(tiny(), "expected", iterations=1, futures=30, workers=1, bounds=False)
    two = robust_plan(tiny(), "expected", iterations=1, futures=30, workers=2, bounds=False)
    assert one == two


def test_a_plan_that_longer_works_make_impossible_is_left_out_with_the_reason() -> None:
    """When works planned longer do not fit in the horizon, the nominal plan is kept."""
    n = tiny()
    short = replace(n, project=replace(n.project, horizon=12))
    found = robust_plan(short, "p90", iterations=1, futures=20, workers=1, bounds=False)
    failed = [one for one in found.candidates if one.why_not]
    assert failed
    assert all(one.nominal is None and one.expected is None for one in failed)
    assert not found.candidates[found.chosen].why_not


def test_wrong_aims_and_no_plan_are_told() -> None:
    """An unknown aim is refused; where there is no nominal plan there is none at all."""
    with pytest.raises(ValueError, match="choose one of expected, p90"):
        robust_plan(tiny(), "best", iterations=1)
    with pytest.raises(ValueError, match="give 1 or more"):
        robust_plan(tiny(), "p90", iterations=1, futures=0)
    n = tiny()
    none = replace(n, project=replace(n.project, horizon=9))
    with pytest.raises(NoPlan):
        robust_plan(none, "p90", iterations=1, futures=5, workers=1)


def test_the_search_goes_to_the_blocks_that_matter_and_stops() -> None:
    """With a made-up worth that peaks at 3 and 4 months, it is reached from 2 and 2 in steps."""
    n = tiny()
    one = robust_plan(n, "expected", iterations=1, futures=10, workers=1, bounds=False).plan
    peak = {n.blocks[0].id: 3, n.blocks[1].id: 4}
    planned: dict[int, dict[str, int]] = {}

    def as_planned(longer: Neighbourhood) -> Plan:
        plan = replace(one, iterations=len(planned))
        planned[len(planned)] = {b.id: b.duration for b in longer.blocks}
        return plan

    def judge(plans: list[Plan]) -> list[Judged]:
        lengths = [planned[plan.iterations] for plan in plans]
        return [
            Judged(
                -float(sum(abs(peak[b] - months[b]) for b in peak)),
                {b: float(max(0, peak[b] - months[b])) for b in peak},
            )
            for months in lengths
        ]

    names: list[str] = []

    def attempt(name: str, longer: Neighbourhood) -> Plan:
        names.append(name)
        return as_planned(longer)

    search([("nominal", n)], [("nominal", as_planned(n))], attempt, judge)
    assert peak in planned.values()
    a, b = (block.id for block in n.blocks)
    assert names[:3] == [f"nominal, {b} +1", f"nominal, {b} +2", f"nominal, {a} +1, {b} +2"] or (
        names[:3] == [f"nominal, {b} +1", f"nominal, {a} +1, {b} +1", f"nominal, {a} +1, {b} +2"]
    )
    assert len(names) <= TRIALS
