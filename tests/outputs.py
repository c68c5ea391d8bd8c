"""Every output meant for somebody outside the landlord's team, made from planted people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from typer.testing import CliRunner

from hecht.cli import app
from hecht.design.apply import neighbourhood_of
from hecht.design.comparison import compared
from hecht.exchange import write_design
from hecht.exchange.design_files import read_design
from hecht.exchange.plan_folder import write_plan
from hecht.exchange.programme_start import programme_texts
from hecht.neighbourhood import (
    Design,
    Home,
    Neighbourhood,
    Promise,
    PromiseKind,
    PromiseStatus,
    ReturnWish,
    Stage,
    TieKind,
    WishKind,
)
from hecht.outcomes.disclosure import Audience
from hecht.planning.delays import delays
from hecht.planning.plan import Plan
from hecht.planning.prices import price_rules
from hecht.planning.replan import events as happened
from hecht.planning.replan import replan
from hecht.report.changes import changes, changes_csv
from hecht.report.changes_words import ChangeWords
from hecht.report.comparison import comparison_page
from hecht.report.delays import delays_page
from hecht.report.meeting import meeting_page
from hecht.report.page import report
from hecht.report.prices import prices_page
from hecht.report.words import LANGUAGES, Words
from hecht.residents.intake_code import form_code
from tests.area.programmes import measure, programme
from tests.design.choices import three_rows
from tests.personal_fields import marker
from tests.planning.street import street
from tests.report.pages import planned
from tests.simple_planner import simple_course

COMMITTEE = Audience.COMMITTEE
MONTHS = 120
EXAMPLE = Path(__file__).parents[1] / "examples" / "vogeltjesbuurt"

LABEL = marker("neighbourhood.household.Household", "label")
ADDRESS = marker("neighbourhood.home.Home", "address")
GROUP = marker("neighbourhood.household.Group", "id")
REASON = marker("neighbourhood.itinerary.Course", "reasons")
NAMED = marker("residents.intake_reading.Named", "written")
HELPER = marker("residents.intake_log.Entry", "value")
REMARK = marker("residents.intake_reading.Row", "cells")
TYPIST = marker("residents.intake_log.Entry", "entered_by")
CLERK = marker("consent.record.Draft", "entered_by")
TENANT = marker("consent.roll.Tenancy", "name")
NOTE = marker("consent.acts.Answer", "note")
STRUCK = marker("consent.book.Book", "struck")
EVENING = marker("rounds.chain.Entry", "reason")
CONTACT = marker("area.programme.Measure", "contact")
COLLEAGUE = marker("area.programme.Measure", "note")
RESPONDENT = marker("exchange.area_survey.Respondent", "household")

STAFF, COURT = "staff:", "court:"
"""How the names of outputs begin that are for staff and for the court; the rest is for others."""

Output = tuple[str, str]
"""The name of an output, and all of its text."""


def plant(here: Neighbourhood) -> Neighbourhood:
    """Return a neighbourhood with a marker in every field for a person."""
    return replace(
        here,
        households=tuple(replace(h, label=f"{LABEL} {h.id}") for h in here.households),
        homes=tuple(replace(h, address=f"{ADDRESS} {n}") for n, h in enumerate(here.homes)),
        groups=tuple(replace(g, id=f"{GROUP}-{g.id}") for g in here.groups),
    )


def hecht(*words: object, code: int = 0, typed: str = "") -> str:
    """Run a command and return what it prints for the reader; expects this exit code."""
    done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    assert done.exit_code == code, done.output
    return done.stdout


class People:
    """The example with planted people and a plan, as objects and as folders."""

    def __init__(self, place: Path) -> None:
        """Write the folders into `place`."""
        self.place = place
        bare = read_design(EXAMPLE)
        here = plant(bare.neighbourhood)
        # a plan that works on one block at a time needs more months than the example gives
        self.here = replace(here, project=replace(here.project, horizon=MONTHS))
        self.design: Design = replace(bare, neighbourhood=self.here)
        course = simple_course(self.here)
        reasons = {
            one: f"{REASON} {one}" if n % 2 else why
            for n, (one, why) in enumerate(course.reasons.items())
        }
        # who wishes to go in the first month stays it out, since a folder knows no empty stays
        stays = tuple(replace(one, end=max(one.end, one.start + 1)) for one in course.stays)
        self.plan = planned(self.here, replace(course, stays=stays, reasons=reasons))
        self.folder, self.plan_folder = place / "here", place / "plan"
        write_design(self.design, self.folder)
        write_plan(self.plan, self.plan_folder)

    def of_scenarios(self) -> list[Plan]:
        """Return a plan for the first two scenarios of the example."""
        return [
            planned(here, simple_course(here))
            for here in (neighbourhood_of(self.design, one) for one in self.design.scenarios[:2])
        ]


def reports(people: People) -> Iterator[Output]:
    """The report for the team and that for others, with a practice plan beside it."""
    usual = planned(people.here, simple_course(people.here))
    for language in LANGUAGES:
        yield f"{STAFF} report {language}", report(people.plan, usual, language)
        yield f"report {language}", report(people.plan, usual, language, COMMITTEE)


def comparisons(people: People) -> Iterator[Output]:
    """The comparison page and the A4 for a meeting."""
    both = [
        compared(people.design, scenario, [plan])
        for scenario, plan in zip(people.design.scenarios[:2], people.of_scenarios(), strict=True)
    ]
    for language in LANGUAGES:
        yield f"comparison {language}", comparison_page(both, language)
        yield f"meeting {language}", meeting_page(both, language)


def explorations(people: People) -> Iterator[Output]:
    """What a search for scenarios prints, and its pages."""
    rows, out = people.place / "rows", people.place / "found"
    design = three_rows(2)
    write_design(replace(design, neighbourhood=plant(design.neighbourhood)), rows)
    few = ("--workers", 1, "--seeds", 1, "--iterations", 1)
    yield "scenarios", hecht("scenarios", rows, "--out", out, *few)
    for name in ("compare.html", "meeting.html"):
        yield f"scenarios {name}", (out / name).read_text(encoding="utf-8")


def late_works(people: People) -> Iterator[Output]:
    """The page of late works for a committee."""
    found = delays(people.plan, 20, buffer_months=(1,), spare_homes=())
    for language in LANGUAGES:
        yield f"delays {language}", delays_page(found, language)


def _small() -> Plan:
    """Return the street of four households, planted."""
    here, course = street()
    people = tuple(replace(one, id=f"h90{one.id}") for one in here.households)
    stays = tuple(replace(one, household=f"h90{one.household}") for one in course.stays)
    reasons = {"h904": f"{REASON} h904"}
    return planned(
        plant(replace(here, households=people)), replace(course, stays=stays, reasons=reasons)
    )


def rule_prices(people: People) -> Iterator[Output]:
    """The page of what rules cost."""
    plan = _small()
    found = price_rules(plan, rounds=1, seeds=(1,))
    for language in LANGUAGES:
        yield f"prices {language}", prices_page(found, plan, language)


def plans_anew(people: People) -> Iterator[Output]:
    """The page of a plan made anew, which is for staff and names households by code."""
    some = [noted(happened.WorksDelayed("A", 1)), noted(happened.Birth("h901"))]
    made = replan(_small(), 6, some, iterations=1, workers=1)
    for language in LANGUAGES:
        yield f"{STAFF} changes {language}", changes(made, language)
        say = ChangeWords(made, Words(language, made.plan.neighbourhood.project.start))
        yield f"{STAFF} events {language}", "\n".join(say.event(noted(one)) for one in EVENTS)
    yield f"{STAFF} changes csv", changes_csv(made).decode()
    yield "report anew", report(made.plan, audience=COMMITTEE)


def noted(event: happened.Event) -> happened.Event:
    """Return an event with the marker of its kind as a note."""
    mark = marker(f"planning.replan.events.{type(event).__name__}", "note")
    return replace(event, note=mark)  # type: ignore[type-var]


PROMISE = Promise("h901", PromiseKind.RETURN, PromiseStatus.ACCEPTED)
EVENTS: tuple[happened.Event, ...] = (
    happened.WorksDelayed("A", 1),
    happened.WorksDuration("A", 4),
    happened.WorksStartDelayed("A", 3),
    happened.MindChanged("h903", ReturnWish.ELSEWHERE),
    happened.WishMade("h901", WishKind.STREET, "Kade"),
    happened.CompositionChanged("h901", size=2),
    happened.Birth("h901"),
    happened.Died("h901"),
    happened.Dissolved("h904"),
    happened.NewTie("h901", "h904", TieKind.FAMILY),
    happened.HomeLost("T1"),
    happened.NewTemporaryHome(Home("T9", Stage.TEMPORARY, 0.0, 0.0, 2)),
    happened.BudgetChanged(1.0),
    happened.CrewsChanged(2),
    happened.PromiseMade("h901", PROMISE),
    happened.TemporaryMonthsChanged(9),
    happened.HorizonChanged(30),
)
"""An event of every kind; a test sees to it that none is left out."""


def made_plans(people: People) -> Iterator[Output]:
    """What `hecht plan` prints, and the reports that it writes."""
    folder, out = people.place / "street", people.place / "made"
    write_design(Design(_small().neighbourhood), folder)
    words = ("--out", out, "--iterations", 1, "--workers", 1, "--no-bounds")
    yield "plan", hecht("plan", folder, *words)
    yield f"{STAFF} plan report", (out / "report.html").read_text(encoding="utf-8")
    yield "plan report", (out / "committee.html").read_text(encoding="utf-8")


def consent(people: People) -> Iterator[Output]:
    """How far a measurement is, for everybody; then the certificate, for the court."""
    place = people.place / "consent"
    hecht("consent", "new", place, "--reference-date", "2026-03-01")
    homes = [f"A{n},A" for n in range(23)] + [f"B{n},B" for n in range(5)]
    (place / "homes.csv").write_text("home,unit\n" + "\n".join(homes), encoding="utf-8")
    rows = [f"T{one[:-2]},{one[:-2]},,,{TENANT} {one[:-2]}" for one in homes]
    head = "tenancy,home,first_day,last_day,name\n"
    (place / "tenancies.csv").write_text(head + "\n".join(rows), encoding="utf-8")
    by = ("--by", CLERK)
    hecht("consent", "open", place, *by, "--at", "2026-03-01T09:00+01:00")
    for n in range(18):
        note = ("--note", NOTE) if n < 2 else ()
        entry = ("consent", "record", place, f"TA{n}", "yes", "--source", "visit", *note)
        hecht(*entry, *by, "--at", "2026-03-20T10:00+01:00")
    strike = ("consent", "strike", place, 3, "--why", STRUCK)
    hecht(*strike, *by, "--at", "2026-03-21T10:00+01:00")
    page = place / "page.html"
    for language in LANGUAGES:
        words = ("consent", "status", place, "--page", page, "--language", language)
        yield f"consent status {language}", hecht(*words)
        yield f"consent page {language}", page.read_text(encoding="utf-8")
    yield "consent status --json", hecht("consent", "status", place, "--json")
    hecht("consent", "close", place, *by, "--at", "2026-09-01T10:00+02:00", code=1)
    hecht("consent", "certificate", place, "--out", people.place / "court")
    for path in sorted((people.place / "court").iterdir()):
        yield f"{COURT} {path.name}", path.read_text(encoding="utf-8")
    yield "consent verify", hecht("consent", "verify", people.place / "court" / "certificate.json")


def intake(people: People) -> Iterator[Output]:
    """The report of a merge, and the response for a committee."""
    book = people.place / "forms.xlsx"
    hecht("intake", "workbook", people.folder, "--out", book)
    cells = {
        "code": form_code(people.here.project.name, "h011"), "source": "form",
        "date": "2026-09-10", "entered_by": TYPIST, "size": "2", "wish": "return",
        "near_1": NAMED, "near_2": f"{LABEL} h003", "group_with": f"{NAMED}; {LABEL} h004",
        "helper": HELPER, "remark": REMARK,
    }  # fmt: skip
    typed = load_workbook(book)
    sheet = typed["forms"]
    head = [cell.value for cell in sheet[1]]
    sheet.delete_rows(2, sheet.max_row)
    sheet.append([cells.get(str(name)) for name in head])
    typed.save(book)
    page = people.place / "intake.html"
    merge = ("intake", "merge", people.folder, book, "--today", "2026-10-01", "--page", page)
    yield f"{STAFF} intake merge", hecht(*merge)
    yield f"{STAFF} intake merge page", page.read_text(encoding="utf-8")
    kept = (people.folder / "answers.csv").read_text(encoding="utf-8")
    assert all(one in kept for one in (HELPER, REMARK, TYPIST))
    response = ("intake", "response", people.folder)
    for language in LANGUAGES:
        said = hecht(*response, "--page", page, "--language", language)
        yield f"intake response {language}", said
        yield f"intake response page {language}", page.read_text(encoding="utf-8")
    yield "intake response --json", hecht(*response, "--json")


def terms(people: People) -> Iterator[Output]:
    """The days of a plan, as lines, as JSON and as a calendar, for a committee."""
    calendar = people.place / "terms.ics"
    words = ("terms", people.folder, people.plan_folder)
    yield "terms", hecht(*words, "--out", calendar)
    yield "terms --json", hecht(*words, "--json")
    yield "terms calendar", calendar.read_bytes().decode().replace("\r\n ", "")
    yield "terms of consent", hecht(*words, "--consent", people.place / "consent")


def rounds(people: People) -> Iterator[Output]:
    """A draw, the big screen during an evening, and the mechanisms side by side."""
    draw, secret = people.place / "draw.json", people.place / "secret.json"
    here, folder = people.folder, people.place / "evening"
    hecht("round", "commit", here, "--out", draw, "--secret", secret)
    yield "draw before", draw.read_text(encoding="utf-8")
    hecht("round", "draw", draw, "--secret", secret, "--word", "hagel")
    yield "draw after", draw.read_text(encoding="utf-8")
    yield "round verify draw", hecht("round", "verify", draw)
    hecht("round", "open", here, "--out", folder)
    turn = json.loads(hecht("round", "homes", folder, "--json"))
    name, menu = next(iter(turn["households"].items()))
    hecht("round", "choose", folder, name, menu[0]["home"], "--show")
    hecht("round", "undo", folder, 1, "--reason", EVENING)
    hecht("round", "withdraw", folder, name, "--reason", EVENING)
    assert EVENING in (folder / "log.jsonl").read_text(encoding="utf-8")
    yield "screen", (folder / "screen.html").read_text(encoding="utf-8")
    (folder / "screen.html").unlink()
    typed = f"{EVENING} nobody\nundo 1 {EVENING}\nabsent\nabsent\n"
    hecht("round", "run", folder, "--neighbourhood", here, typed=typed)
    yield "screen of run", (folder / "screen.html").read_text(encoding="utf-8")
    yield "round verify", hecht("round", "verify", folder)
    yield "round compare", hecht("round", "compare", here, "--public")
    yield "round compare --json", hecht("round", "compare", here, "--public", "--json")


def programmes(people: People) -> Iterator[Output]:
    """A broad programme beside the plan, for a committee."""
    start = people.here.project.start
    own = measure("m", first=start, last=start.plus(9), contact=CONTACT, note=COLLEAGUE)
    folder, page = people.place / "programme", people.place / "programme.html"
    folder.mkdir()
    for name, text in programme_texts(programme(own)).items():
        (folder / name).write_text(text, encoding="utf-8")
    beside = ("--neighbourhood", people.folder, "--plan", people.plan_folder)
    words = ("area", "programme", folder, *beside)
    for language in LANGUAGES:
        yield f"programme {language}", hecht(*words, "--out", page, "--language", language)
        yield f"programme page {language}", page.read_text(encoding="utf-8")
    yield "programme --json", hecht(*words, "--json")


def surveys(people: People) -> Iterator[Output]:
    """What an area answered, and its profile with it."""
    table, panel, page = (people.place / name for name in ("answers.csv", "panel", "area.html"))
    head = "form;household;area;date;know;pleasant;cosy;home;unsafe;mark_living\n"
    rows = [
        f"{n};{RESPONDENT}{n};BU0344011{n // 12};2027-05-31;{1 + n % 5};2;3;4;4;8\n"
        for n in range(17)
    ]
    table.write_text(head + "".join(rows), encoding="utf-8")
    yield "survey", hecht("area", "survey", table, "--to", panel)
    yield "survey --json", hecht("area", "survey", table, "--json")
    yield "area show", hecht("area", "show", panel, "BU03440110")
    for language in LANGUAGES:
        words = ("area", "profile", panel, "BU03440110", "--out", page, "--language", language)
        hecht(*words)
        yield f"profile {language}", page.read_text(encoding="utf-8")


def later_answers(people: People) -> Iterator[Output]:
    """What befell households beside what they answer later."""
    table, page = people.place / "later.csv", people.place / "later.html"
    asked = enumerate(people.here.households[:120])
    rows = [f"{h.id},2018-05-31,{1 + n % 5},2,3,{1 + n % 4}\n" for n, h in asked]
    table.write_text("household,date,know,pleasant,cosy,home\n" + "".join(rows), encoding="utf-8")
    words = ("evidence", "households", people.folder, people.plan_folder, "--survey", table)
    yield "households", hecht(*words, "--out", page)
    yield "households page", page.read_text(encoding="utf-8")
    yield "households --json", hecht(*words, "--json")


MAKERS: tuple[Callable[[People], Iterator[Output]], ...] = (
    reports, comparisons, explorations, late_works, rule_prices, plans_anew, made_plans, consent,
    terms, rounds, programmes, surveys, later_answers, intake,
)  # fmt: skip
