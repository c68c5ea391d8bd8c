"""All figures of a course together, and the reasons for those that are not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hecht.neighbourhood import Course, ReturnWish
from hecht.outcomes import measure, score
from hecht.outcomes.returning import turnover
from tests.outcomes.street import moved_course, street, without

PROMISED = (
    "return_of_wishing",
    "return_of_affected",
    "return_of_all",
    "ties_kept",
    "ties_kept_weighted",
    "separation_months",
    "alone",
    "moves",
    "months_temporary",
    "duration_months",
    "vacant_home_months",
)


def test_the_figures_of_a_plan_file_are_all_there() -> None:
    """Every figure that plan.json promises is measured."""
    figures = measure(street(), moved_course()).as_dict()
    assert all(figures[name] is not None for name in PROMISED)


def test_an_unknown_unaffected_household_leaves_the_other_denominators_alone() -> None:
    """P4 was not affected: return of all is not known, return of those affected is."""
    found = measure(street(), without(moved_course(), "P4"))
    figures = found.as_dict()
    assert figures["return_of_all"] is None
    assert figures["return_of_affected"] == 0.75
    assert figures["return_of_wishing"] == 1.0
    assert figures["ties_kept"] is None
    assert found.not_known["moves"] == "nothing is known of where P4 lived"
    assert figures["duration_months"] == 7


def test_an_unknown_household_without_ties_leaves_the_ties_alone() -> None:
    """Ties are not known only when one of their ends is not."""
    neighbourhood = replace(street(), ties=street().ties[:1])
    figures = measure(neighbourhood, without(moved_course(), "P5")).as_dict()
    assert figures["ties_kept"] == 1.0
    assert figures["moves"] is None


def test_works_without_a_start_make_the_duration_unknown() -> None:
    """Duration, turnover, empty months and the cost of works all say which block it is."""
    found = measure(street(), replace(moved_course(), starts={}))
    for name in ("duration_months", "ordinary_turnover", "vacant_home_months", "cost_works"):
        assert found.as_dict()[name] is None
        assert "works on A" in found.not_known[name]


def test_no_ties_known_is_not_the_same_as_no_ties_lost() -> None:
    """Without ties there is no figure for them, not a 0 or a 1 (C6)."""
    found = measure(replace(street(), ties=()), moved_course())
    for name in ("ties_kept", "ties_kept_weighted", "separation_months", "alone"):
        assert found.as_dict()[name] is None
        assert found.not_known[name] == "no ties are known"


def test_ties_that_were_never_near_give_no_share_but_no_separation_either() -> None:
    """With ties but none near at the start, the share has no value and separation is 0."""
    found = measure(replace(street(), ties=street().ties[3:]), moved_course())
    assert found.as_dict()["ties_kept"] is None
    assert found.not_known["ties_kept"] == "no tie was near at the start"
    assert found.as_dict()["separation_months"] == 0


def test_ties_without_weight_have_no_weighted_share() -> None:
    """Weights that add up to 0 give no share, and the unweighted one still stands."""
    ties = tuple(replace(tie, weight=0.0) for tie in street().ties)
    found = measure(replace(street(), ties=ties), moved_course())
    assert found.as_dict()["ties_kept"] == pytest.approx(1 / 3)
    assert found.as_dict()["ties_kept_weighted"] is None
    assert "weight 0" in found.not_known["ties_kept_weighted"]


def test_ties_of_leavers_only_have_no_share_for_those_that_stay() -> None:
    """When each near tie has a side that wished to go, the share of those that stay is unknown."""
    found = measure(replace(street(), ties=street().ties[1:2]), moved_course())
    assert found.as_dict()["ties_kept"] == 0.0
    assert found.as_dict()["ties_kept_staying"] is None


def test_nobody_wished_to_return() -> None:
    """A share over nobody has no value and says so."""
    gone = tuple(replace(h, wish=ReturnWish.ELSEWHERE) for h in street().households)
    found = measure(replace(street(), households=gone), moved_course())
    assert found.as_dict()["return_of_wishing"] is None
    assert "wished to return" in found.not_known["return_of_wishing"]
    assert found.as_dict()["households_elsewhere"] == 5


def test_an_empty_neighbourhood_can_be_measured() -> None:
    """Without households, ties and works there is no error, only figures that are not known."""
    bare = replace(street(), blocks=(), homes=(), households=(), ties=(), wishes=(), groups=())
    found = measure(bare, Course(12, {}, ()))
    assert found.as_dict()["return_of_all"] is None
    assert found.as_dict()["duration_months"] == 0
    assert score(bare, Course(12, {}, ())) == 0


def test_turnover_compounds_year_on_year() -> None:
    """At 10% a year 10% goes in one year and 19% in two, and nobody in no time."""
    assert turnover(0.1, 12) == pytest.approx(0.1)
    assert turnover(0.1, 24) == pytest.approx(0.19)
    assert turnover(0.1, 0) == 0


def test_one_figure_by_its_name() -> None:
    """A figure can be asked for by name; a name that does not exist lists those that do."""
    found = measure(street(), moved_course())
    assert found["return_of_affected"] == 0.75
    with pytest.raises(KeyError, match=r"no figure 'returns'; the figures are return_of_wishing"):
        found["returns"]
