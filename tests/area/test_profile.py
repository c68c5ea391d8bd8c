"""Profiles: what is said of an area, and what is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from hecht.area.dictionary import indicators
from hecht.area.indicator import Kind, Theme
from hecht.area.line import Line, Target
from hecht.area.panel import Absent, Figure
from hecht.area.peers import Choice, Criterion
from hecht.area.profile import Profile, profile
from hecht.area.trend import Direction
from hecht.area.wanted import catalogue, not_measured
from hecht.area.within import NoArea
from hecht.outcomes.disclosure import Audience
from tests.area.panels import SOURCE, MemoryPanel, figures, indicator, panel, town

CODES = town(41)
HERE = CODES[0]
EASY = Choice((Criterion("rented"),), 10, least=1)


def line(found: Profile, code: str) -> Line:
    """Return the line of an indicator."""
    return next(one for one in found.lines if one.indicator.code == code)


def rising(start: float = 0.0) -> dict[str, float | None]:
    """Return a figure for each area: 0 for the first, 1 for the second, and so on."""
    return {code: start + k for k, code in enumerate(CODES)}


def test_a_rank_counts_the_others_that_are_lower() -> None:
    """The share of the others with a lower figure; equal ones count half."""
    store = panel([indicator("rented", better="less")], figures("rented", 2024, rising()))
    for place, share in ((0, 0.0), (10, 0.25), (40, 1.0)):
        among = line(profile(store, CODES[place], choice=EASY), "rented").among
        assert among is not None
        assert among.percentile == pytest.approx(share)
        assert (among.count, among.municipalities) == (41, 1)
    equal = panel([indicator("rented")], figures("rented", 2024, dict.fromkeys(CODES, 3.0)))
    among = line(profile(equal, HERE), "rented").among
    assert among is not None
    assert among.percentile == 0.5
    assert line(profile(store, HERE, choice=EASY), "rented").favour == 1.0


def test_too_few_areas_give_no_rank() -> None:
    """Among nine areas nobody is ranked."""
    few = dict(list(rising().items())[:9])
    store = panel([indicator("rented")], figures("rented", 2024, few))
    assert line(profile(store, HERE), "rented").among is None


def test_the_peers_are_those_of_the_criteria_and_their_median_is_told() -> None:
    """Median, lower and higher count the comparable areas that have a figure."""
    store = panel(
        [indicator("rented"), indicator("other", better="less")],
        figures("rented", 2024, rising()),
        figures("other", 2024, {code: 2.0 * k for k, code in enumerate(CODES) if k != 3}),
    )
    found = profile(store, CODES[5], choice=EASY)
    assert found.peers is not None
    others = {one.area.code for one in found.peers.found}
    beside = line(found, "other").peers
    assert beside is not None
    values = [2.0 * CODES.index(code) for code in others if code != CODES[3]]
    assert CODES[3] in others
    assert beside.known == len(values) == 9
    assert beside.median == pytest.approx(float(np.median(values)))
    assert (beside.lower, beside.higher) == (4, 5)
    among = line(found, "other").among
    assert among is not None
    assert {code for code, _ in among.peers} == others - {CODES[3]}


def test_counts_are_shown_and_not_ranked() -> None:
    """A large neighbourhood is not the worst because it has most of everything."""
    people = indicator("residents", Theme.PEOPLE, Kind.COUNT)
    store = panel([people], figures("residents", 2024, rising(100)))
    found = line(profile(store, HERE), "residents")
    assert (found.value, found.among, found.peers) == (100.0, None, None)


def test_the_last_known_year_is_shown_and_later_absences_are_named() -> None:
    """A first edition without incomes does not hide the incomes of the year before."""
    later = Figure(HERE, 2024, "income", None, Absent.NOT_YET, "kwb")
    store = panel([indicator("income")], figures("income", 2023, rising(20)), [later])
    found = line(profile(store, HERE), "income")
    assert (found.value, found.year) == (20.0, 2023)
    assert found.later == ((2024, Absent.NOT_YET),)
    only = panel([indicator("income")], [later])
    none = line(profile(only, HERE), "income")
    assert (none.value, none.absent) == (None, Absent.NOT_YET)


def test_figures_up_to_a_year_can_be_asked() -> None:
    """What came later is left out, in the trend too."""
    store = panel(
        [indicator("rented", decimals=2)],
        *(figures("rented", year, rising(year - 2000)) for year in range(2018, 2025)),
    )
    found = line(profile(store, HERE, year=2020), "rented")
    assert (found.year, found.value) == (2020, 20.0)
    assert found.trend is not None
    assert (found.trend.years, found.trend.direction) == (3, Direction.UP)


def test_figures_of_another_series_make_no_trend() -> None:
    """A survey of another publisher is not put on one line with a register."""
    other = replace(SOURCE, key="own", publisher="Gemeente", title="Enquête")
    store = panel([indicator("rented")], figures("rented", 2022, rising(), "own"),
                  *(figures("rented", year, rising(5)) for year in (2023, 2024)))  # fmt: skip
    store = replace(store, origins={"kwb": SOURCE, "own": other})
    found = line(profile(store, HERE), "rented")
    assert found.points == ((2023, 5.0), (2024, 5.0))
    assert found.left_out == (2022,)
    assert found.trend is not None
    assert found.trend.direction is Direction.SHORT


def test_figures_of_too_few_are_hidden_everywhere() -> None:
    """Below the number asked there is no value, no trend, no rank, and peers are left out too."""
    answers = indicator("answers", Theme.PEOPLE, Kind.COUNT)
    home = indicator("at_home", Theme.LONELINESS_COHESION, weight="answers", least=25, asked=True)
    many = {code: (12.0 if code in CODES[:4] else 60.0) for code in CODES}
    store = panel(
        [answers, home, indicator("rented")],
        figures("answers", 2024, many), figures("at_home", 2024, rising()),
        figures("rented", 2024, rising()),
    )  # fmt: skip
    found = line(profile(store, HERE, choice=EASY), "at_home")
    assert (found.value, found.absent) == (None, Absent.SMALL)
    assert (found.among, found.peers, found.trend, found.points) == (None, None, None, ())
    beside = line(profile(store, CODES[5], choice=EASY), "at_home").peers
    assert beside is not None
    assert beside.known == 6
    among = line(profile(store, CODES[5], choice=EASY), "at_home").among
    assert among is not None
    assert not {code for code, _ in among.peers} & set(CODES[:4])


@pytest.mark.parametrize(
    ("audience", "people", "shown"),
    [(Audience.PUBLIC, 9.0, False), (Audience.PUBLIC, 10.0, True), (Audience.INTERNAL, 9.0, True),
     (Audience.INTERNAL, 4.0, False)],
)  # fmt: skip
def test_the_audience_sets_the_threshold(audience: Audience, people: float, shown: bool) -> None:
    """Ten in public and five inside, for shares of a known number."""
    store = panel(
        [indicator("residents", Theme.PEOPLE, Kind.COUNT), indicator("share", weight="residents")],
        figures("residents", 2024, {HERE: people}), figures("share", 2024, {HERE: 50.0}),
    )  # fmt: skip
    found = line(profile(store, HERE, audience=audience), "share")
    assert (found.value is not None) is shown


def test_an_unknown_number_of_answers_hides_what_asks_for_one() -> None:
    """A survey without its number of answers cannot be checked, so it is not shown."""
    store = panel([indicator("at_home", weight="answers", least=10)],
                  figures("at_home", 2024, rising()))  # fmt: skip
    assert line(profile(store, HERE), "at_home").absent is Absent.SMALL


def test_published_figures_of_known_indicators_are_not_hidden_for_a_missing_number() -> None:
    """The value of homes is shown though the panel lacks the number of homes; answers are not."""
    known = indicators()
    store = panel(
        [known["woz_value"], known["homes"], known["vm_at_home"], known["vm_respondents"]],
        figures("woz_value", 2024, rising(300)), figures("vm_at_home", 2024, rising(40)),
    )  # fmt: skip
    assert line(profile(store, HERE), "woz_value").value == 300.0
    assert line(profile(store, HERE), "vm_at_home").absent is Absent.SMALL


def test_what_only_the_district_has_is_shown_as_the_districts() -> None:
    """A buurt without a figure gets that of its wijk, named as such and ranked among wijken."""
    wijken = {f"WK0344{k:02d}": float(k) for k in range(20)}
    store = panel([indicator("score", kind=Kind.SCORE), indicator("rented")],
                  figures("score", 2016, wijken), figures("rented", 2024, rising()))  # fmt: skip
    found = line(profile(store, HERE), "score")
    assert found.of.code == "WK034403"
    assert found.value == 3.0
    assert found.among is not None
    assert found.among.count == 20
    assert found.peers is None


def test_themes_without_figures_say_what_could_be_measured() -> None:
    """Every theme is there; each missing part names a place to get it from in both languages."""
    store = panel([indicator("homes_corporation")], figures("homes_corporation", 2024, rising()))
    found = profile(store, HERE)
    assert [part.theme for part in found.themes] == list(Theme)
    health = next(part for part in found.themes if part.theme is Theme.HEALTH)
    assert not health.measured
    assert health.missing
    assert all(one.where and one.where_nl and one.what_nl for one in catalogue())
    homes = next(part for part in found.themes if part.theme is Theme.HOMES)
    assert homes.measured
    assert not any("homes_corporation" in one.indicators for one in homes.missing)
    assert len(not_measured(Theme.HOMES, ())) == len(homes.missing) + 1


def test_targets_are_told_with_their_gap() -> None:
    """Reached or not depends on which way is better."""
    store = panel([indicator("rented", better="less")], figures("rented", 2024, rising()))
    goal = (Target("rented", 8.0, 2030, "Wijkplan"),)
    low = line(profile(store, CODES[5], targets=goal), "rented")
    high = line(profile(store, CODES[20], targets=goal), "rented")
    assert (low.gap, low.met) == (-3.0, True)
    assert (high.gap, high.met) == (12.0, False)
    with pytest.raises(ValueError, match="no indicator"):
        profile(store, HERE, targets=(Target("nothing", 1.0),))


def noisy(
    codes: list[str], lasting: NDArray[np.float64], random: np.random.Generator
) -> dict[str, float | None]:
    """Return a measurement of each area: what lasts, and as much noise."""
    values = lasting + random.normal(0, 7, len(codes))
    return {code: float(value) for code, value in zip(codes, values, strict=True)}


def test_regression_to_the_mean_is_named_in_the_tail() -> None:
    """The lowest area of a noisy first measurement gets the remark, a middle one does not."""
    random = np.random.default_rng(5)
    codes = town(90)
    lasting = random.normal(50, 7, 90)
    first = noisy(codes, lasting, random)
    last = noisy(codes, lasting, random)
    score = indicator("score", kind=Kind.SCORE, decimals=1)
    store = panel([score], figures("score", 2012, first), figures("score", 2016, last))
    order = sorted(codes, key=lambda code: first[code] or 0.0)
    told = line(profile(store, order[0]), "score").regression
    assert told is not None
    assert (told.first, told.last, told.areas) == (2012, 2016, 89)
    assert told.expected > 0
    assert line(profile(store, order[45]), "score").regression is None


def test_sources_are_those_of_the_figures_shown() -> None:
    """The list of sources holds each source once."""
    store = panel([indicator("a"), indicator("b")], figures("a", 2024, rising()),
                  figures("b", 2024, rising()))  # fmt: skip
    assert profile(store, HERE).sources == (SOURCE,)


def test_an_area_that_is_not_there_is_refused_with_help() -> None:
    """The message names areas with a name like it."""
    store = MemoryPanel({}, [], {"WK034403": "Wijk 03 Overvecht"})
    with pytest.raises(NoArea, match="WK034403 Wijk 03 Overvecht"):
        profile(store, "overvecht")
