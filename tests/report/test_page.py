"""The report: self-contained, readable, honest, and silent about persons."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from hecht.neighbourhood import Course, Neighbourhood, ReturnWish, Stay
from hecht.planning.bounds import FigureBound, Holds, Sense
from hecht.planning.plan import Plan
from hecht.report import write_report
from hecht.report.household import household_pages
from hecht.report.page import report
from tests.neighbourhoods import neighbourhoods_with_courses
from tests.report.pages import MARKER, PageReader, large_plan, planned, random_plan, street_plan

LANGUAGES = ("nl", "en")


def pages(language: str) -> dict[str, str]:
    """Return a report without and with a practice plan, and a household's page."""
    plan = random_plan(8)
    other = planned(plan.neighbourhood, plan.course, method="practice")
    household = next(iter(household_pages(plan, language).values()))
    return {
        "report": report(plan, None, language),
        "with practice": report(plan, other, language),
        "household": household,
    }


@pytest.fixture(scope="module", params=LANGUAGES)
def every_page(request: pytest.FixtureRequest) -> dict[str, str]:
    """Give all kinds of pages in one language."""
    return pages(request.param)


def test_a_page_fetches_nothing_and_runs_nothing(every_page: dict[str, str]) -> None:
    """No address outside the page, no script, no frame, no form is in it."""
    for page in every_page.values():
        reader = PageReader(page)
        for tag, attributes in reader.elements:
            assert tag not in ("script", "link", "iframe", "img", "object", "embed", "form", "base")
            for name, value in attributes.items():
                assert not name.startswith("on"), f"{tag} has {name}"
                if name in ("href", "src", "xlink:href", "action", "srcset", "poster"):
                    assert (value or "").startswith("#"), f"{tag} {name}={value}"
        bare = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "//" not in re.sub(r"/\*.*?\*/", "", bare)
        assert "@import" not in bare
        assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", bare))


def test_a_page_is_well_formed(every_page: dict[str, str]) -> None:
    """Every element is closed in turn, every picture is XML, and no id is there twice."""
    for page in every_page.values():
        reader = PageReader(page)
        assert reader.open == []
        for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
            ElementTree.fromstring(picture)
        ids = reader.ids()
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


def test_what_a_page_points_at_is_there(every_page: dict[str, str]) -> None:
    """Links, labels and fills name ids that exist."""
    for page in every_page.values():
        reader = PageReader(page)
        ids = set(reader.ids())
        for _, attributes in reader.elements:
            for name in ("aria-labelledby", "aria-describedby", "for"):
                assert set((attributes.get(name) or "").split()) <= ids
            target = attributes.get("href")
            assert target is None or target[1:] in ids
        assert set(re.findall(r"url\(#([^)]*)\)", page)) <= ids


def test_a_page_can_be_found_its_way_in(every_page: dict[str, str]) -> None:
    """Language, one h1, no skipped heading, a skip link, captions, scopes, titled pictures."""
    for page in every_page.values():
        reader = PageReader(page)
        tags = [tag for tag, _ in reader.elements]
        assert next(a for t, a in reader.elements if t == "html")["lang"] in LANGUAGES
        levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert {"main", "header", "footer"} <= set(tags)
        assert ("a", {"class": "skip", "href": "#main"}) in reader.elements
        assert tags.count("table") == tags.count("caption")
        assert all(a.get("scope") in ("col", "row") for t, a in reader.elements if t == "th")
        for tag, attributes in reader.elements:
            if tag == "svg":
                named = "aria-labelledby" in attributes and attributes.get("role") == "img"
                assert named or attributes.get("aria-hidden") == "true"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_personal_name_is_in_the_report(language: str) -> None:
    """Labels of households never reach the report, whatever happens to the household."""
    for seed in range(4):
        plan = random_plan(seed)
        assert MARKER not in report(plan, planned(plan.neighbourhood, plan.course), language)
    assert MARKER not in report(street_plan(), None, language)


def test_households_that_return_are_not_named_at_all() -> None:
    """An id is in the report only when the plan owes that household a reason."""
    plan = random_plan(3)
    ids = {h.id: f"household-{nth}-x" for nth, h in enumerate(plan.neighbourhood.households)}
    renamed = _renamed(plan, ids)
    page = report(renamed)
    owed = set(renamed.outcomes().returning.not_returning)
    assert owed
    assert {new for new in ids.values() if new in page} == owed


def _renamed(plan: Plan, ids: dict[str, str]) -> Plan:
    n, course = plan.neighbourhood, plan.course
    neighbourhood = replace(
        n,
        households=tuple(replace(h, id=ids[h.id]) for h in n.households),
        ties=tuple(replace(t, a=ids[t.a], b=ids[t.b]) for t in n.ties),
        wishes=(),
        groups=(),
        promises=(),
    )
    stays = tuple(replace(stay, household=ids[stay.household]) for stay in course.stays)
    reasons = {ids[household]: reason for household, reason in course.reasons.items()}
    return planned(neighbourhood, replace(course, stays=stays, reasons=reasons))


def test_the_same_plan_gives_the_same_page(tmp_path: Path) -> None:
    """Two reports of one plan are the same bytes, and nothing else is left in the folder."""
    plan = random_plan(8)
    first = write_report(plan, tmp_path / "new").read_bytes()
    assert write_report(plan, tmp_path / "new").read_bytes() == first
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["report.html"]


def test_figures_are_told_with_what_they_are_part_of() -> None:
    """The headline figures are those of the outcomes, as "n of m", in plain words."""
    words = PageReader(report(street_plan(), None, "en")).words
    assert "Return 1 of 1 households that lose or empty their home and wish to return" in words
    assert "1 of 2 of all households that lose or empty their home" in words
    assert "3 of 4 of all households in the neighbourhood" in words
    assert "Ties kept 1 of 4 ties" in words
    assert "1 of 3 when those who wished to leave are left out" in words
    assert "Left alone 1 households" in words
    assert "Moves 3 moves in all" in words
    assert "Duration 4 months" in words
    assert "December 2013 to March 2014" in words


def test_the_practice_plan_stands_beside_every_headline_figure() -> None:
    """With a practice plan each of the six figures has that plan's figure under it."""
    plan = street_plan()
    stays = (*plan.course.stays[:1], *plan.course.stays[3:])
    worse = planned(plan.neighbourhood, replace(plan.course, stays=stays, reasons={"A": "x"}))
    words = PageReader(report(plan, worse, "en")).words
    assert words.count("Usual way: ") == 6
    assert "Usual way: 0 of 1" in words
    assert "Usual way: 2 Temporary homes" in words
    assert "Usual way" not in PageReader(report(plan, None, "en")).words


def test_a_practice_plan_of_another_neighbourhood_is_refused() -> None:
    """Figures of two neighbourhoods are never laid beside each other."""
    with pytest.raises(ValueError, match="another neighbourhood"):
        report(random_plan(1), random_plan(2))


def test_an_unknown_language_is_refused() -> None:
    """The error names the languages there are."""
    with pytest.raises(ValueError, match="nl, en"):
        report(random_plan(1), None, "xx")


ANY, HERE = Holds.ANY_PLAN, Holds.THIS_CALENDAR


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        (("ties_kept_count", 2, ANY), "No plan can reach more than 2."),
        (("ties_kept_count", 1, ANY), "No plan can do better: that has been proven."),
        (("ties_kept_count", 99, ANY), "No plan can reach more than 4."),
        (("moves", 2, ANY), "No plan can do with fewer than 2."),
        (("moves", 2, HERE), "With this calendar no plan can do with fewer than 2."),
        (("moves", 3, ANY), "No plan can do better: that has been proven."),
        (("moves", 3, HERE), "With this calendar no plan can do better: that has been proven."),
        (("duration_months", 3, ANY), "No plan can do with fewer than 3."),
    ],
)
def test_a_known_limit_is_told(bound: tuple[str, int, Holds], said: str) -> None:
    """A bound becomes a sentence that says what it holds for."""
    plan = street_plan()
    figure, value, holds = bound
    sense = Sense.AT_MOST if figure == "ties_kept_count" else Sense.AT_LEAST
    bounds = (FigureBound(figure, value, sense, holds, "counted"),)
    assert said in PageReader(report(replace(plan, bounds=bounds), None, "en")).words
    assert said not in PageReader(report(plan, None, "en")).words


def test_made_up_data_is_marked_on_every_page() -> None:
    """What is synthetic is said at the top of the report and of each household's page."""
    plan = street_plan()
    project = replace(plan.neighbourhood.project, synthetic="Alles is verzonnen voor een proef")
    marked = replace(plan, neighbourhood=replace(plan.neighbourhood, project=project))
    for page in (report(marked), *household_pages(marked).values()):
        words = PageReader(page).words
        assert "Fictieve gegevens. Alles is verzonnen voor een proef" in words
        assert words.index("Fictieve") < words.index("Kadebuurt", 40)
    for page in (report(plan), *household_pages(plan).values()):
        assert "Fictieve" not in page


def test_who_does_not_return_is_told_why() -> None:
    """Everyone who wished to return and does not is listed with a reason, and nobody else."""
    plan = random_plan(3)
    found = PageReader(report(plan, None, "nl")).words
    assert plan.course.reasons
    for household in plan.course.reasons:
        assert f"{household} er komt niet op tijd een passende woning vrij" in found
    assert "Iedereen die terug wilde, keert terug." not in found
    assert "Iedereen die terug wilde, keert terug." in PageReader(report(street_plan())).words


def test_small_groups_are_hidden() -> None:
    """C7: no breakdown shows a group below the committee's threshold, nor gives it away."""
    big = large_plan(4, 20, 0)
    households = [
        replace(h, size=1 if nth < 30 else 2 if nth < 75 else 6)
        for nth, h in enumerate(big.neighbourhood.households)
    ]
    gone = {h.id for nth, h in enumerate(households) if nth in (3, 40, 77)}
    stays = tuple(s for s in big.course.stays if s.household not in gone or s.start == 0)
    neighbourhood = replace(big.neighbourhood, households=tuple(households))
    course = replace(big.course, stays=stays, reasons=dict.fromkeys(gone, "x"))
    words = PageReader(report(planned(neighbourhood, course), None, "en")).words
    table = words[words.index("Return by size of household") :]
    assert "5 persons or more not shown: small group" in table
    assert "4 of 5" not in table
    shown = re.findall(r"(1 person|2 persons) (\d+ of \d+|not shown)", table)
    assert sorted(value == "not shown" for _, value in shown) == [False, True]


def test_a_figure_that_is_not_known_is_not_made_up() -> None:
    """C6: without ties there is no share of ties kept, and the page says so."""
    plan = street_plan()
    bare = replace(plan, neighbourhood=replace(plan.neighbourhood, ties=()))
    words = PageReader(report(bare, None, "en")).words
    assert "Left alone no figure" in words


def test_names_cannot_break_the_page() -> None:
    """Markup in names, streets, addresses and reasons is shown as text."""
    evil = '<script>alert("x")</script>&\'"'
    plan = random_plan(3)
    n = plan.neighbourhood
    neighbourhood = replace(
        n,
        project=replace(n.project, name=evil, synthetic=evil, contact=evil, organisation=evil),
        blocks=tuple(replace(block, name=evil) for block in n.blocks),
        homes=tuple(replace(home, address=evil, street=evil) for home in n.homes),
        households=tuple(replace(h, label=evil) for h in n.households),
    )
    reasons = dict.fromkeys(plan.course.reasons, evil)
    attacked = planned(neighbourhood, replace(plan.course, reasons=reasons))
    for page in (report(attacked), *household_pages(attacked).values()):
        reader = PageReader(page)
        assert reader.open == []
        assert "script" not in {tag for tag, _ in reader.elements}
        for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
            ElementTree.fromstring(picture)


def test_a_large_neighbourhood_stays_small() -> None:
    """2,000 homes and 6,000 ties give a page under 3 MB, with a practice plan beside it."""
    plan = large_plan()
    page = report(plan, planned(plan.neighbourhood, plan.course, method="practice"))
    assert len(page.encode()) < 3_000_000


def test_nothing_to_do_still_gives_a_page() -> None:
    """A plan without works or moves says so."""
    plan = street_plan()
    n = plan.neighbourhood
    kept = replace(n, blocks=tuple(b for b in n.blocks if b.id == "K"), wishes=(), ties=())
    kept = replace(kept, homes=tuple(replace(h, block=None) for h in n.homes))
    stays = tuple(Stay(h.id, h.home, 0, 6, plan.course.stays[0].kind) for h in n.households)
    words = PageReader(report(planned(kept, Course(6, {}, stays)), None, "en")).words
    assert "No block has works." in words
    assert "Nobody lives in a temporary home in this plan." in words


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pair=neighbourhoods_with_courses())
def test_any_course_can_be_shown(pair: tuple[Neighbourhood, Course]) -> None:
    """Whatever really happened, tidy or not, the pages can be written and are well formed."""
    plan = planned(*pair)
    for page in (report(plan), *list(household_pages(plan).values())[:3]):
        assert PageReader(page).open == []


def test_those_who_left_as_they_wished_are_counted() -> None:
    """Leaving because one wished to is told apart from not being able to return."""
    plan = street_plan()
    assert any(h.wish is ReturnWish.ELSEWHERE for h in plan.neighbourhood.households)
    words = PageReader(report(plan, None, "en")).words
    assert "1 household leaves the neighbourhood because it wished to." in words


def test_only_an_unticked_box_hides_lines() -> None:
    """No kind of tie is hidden by the style unless its own box is unticked."""
    style = re.search(r"<style>(.*?)</style>", report(street_plan()), re.DOTALL)
    assert style is not None
    hiding = re.findall(r"([^{}]*)\{[^{}]*display: none", style[1])
    selectors = [part.strip() for rule in hiding for part in rule.split(",") if ".tie" in part]
    assert len(selectors) == 4
    for selector in selectors:
        kind = re.search(r"#show-(\w+):not\(:checked\)\) \.map \.tie-(\w+)$", selector)
        assert kind is not None, selector
        assert kind[1] == kind[2]
