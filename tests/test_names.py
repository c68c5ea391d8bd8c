"""Nothing meant for a committee, the public or a court names a person.

A marker is planted in every field that can hold a name or free words about somebody, and every
such output is searched for it. Three tables make what is new fail until somebody decides: the
text fields (`personal_fields`), the templates of pages, and the commands.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

pytest.importorskip("rapidfuzz", reason="the intake needs rapidfuzz")
pytest.importorskip("segno", reason="the forms need segno")
pytest.importorskip("pymoo", reason="hecht scenarios needs pymoo")
pytest.importorskip("polars", reason="figures of areas need polars")

from jinja2 import Environment

from hecht.cli import VERBS, load, sub_commands
from hecht.planning.replan import events as happened
from tests import outputs
from tests.outputs import COURT, EVENTS, MAKERS, STAFF, People
from tests.personal_fields import decided, marker, text_fields

EVERYBODY, COMMITTEE, JUDGE = "everybody", "committee", "court"
HOUSEHOLD, TEAM, NOBODY = "household", "staff", "no people"
"""Who reads; `no people`: nothing about households goes in."""

TEMPLATES = {
    "area_profile.html.j2": EVERYBODY,
    "changes.html.j2": TEAM,
    "comparison.html.j2": EVERYBODY,
    "consent.html.j2": EVERYBODY,
    "delays.html.j2": COMMITTEE,
    "effects.html.j2": NOBODY,
    "evidence.html.j2": NOBODY,
    "focus.html.j2": NOBODY,
    "focus_index.html.j2": NOBODY,
    "household.html.j2": HOUSEHOLD,
    "intake_merge.html.j2": TEAM,
    "intake_response.html.j2": COMMITTEE,
    "intervals.html.j2": EVERYBODY,
    "letter.html.j2": HOUSEHOLD,
    "meeting.html.j2": EVERYBODY,
    "prices.html.j2": COMMITTEE,
    "programme.html.j2": COMMITTEE,
    "questionnaire.html.j2": NOBODY,
    "report.html.j2": COMMITTEE,
}
"""Every page that is made of a template, and the widest circle that reads it."""

COMMANDS = {
    "demo": COMMITTEE,
    "new": NOBODY,
    "import bag": NOBODY,
    "synthesize": TEAM,
    "check": TEAM,
    "options": NOBODY,
    "plan": COMMITTEE,
    "replan": COMMITTEE,
    "compare": EVERYBODY,
    "scenarios": EVERYBODY,
    "explain": HOUSEHOLD,
    "delays": COMMITTEE,
    "prices": COMMITTEE,
    "intake forms": HOUSEHOLD,
    "intake workbook": TEAM,
    "intake merge": TEAM,
    "intake withdraw": TEAM,
    "intake response": COMMITTEE,
    "letters": HOUSEHOLD,
    "consent check": NOBODY,
    "consent record": TEAM,
    "consent import": TEAM,
    "consent strike": TEAM,
    "consent close": TEAM,
    "consent new": TEAM,
    "consent open": TEAM,
    "consent offer": TEAM,
    "consent status": EVERYBODY,
    "consent notice": TEAM,
    "consent court": TEAM,
    "consent change": TEAM,
    "consent terms": TEAM,
    "consent advice": TEAM,
    "consent certificate": JUDGE,
    "consent verify": JUDGE,
    "round commit": EVERYBODY,
    "round draw": EVERYBODY,
    "round open": TEAM,
    "round verify": EVERYBODY,
    "round homes": TEAM,
    "round choose": EVERYBODY,
    "round pass": TEAM,
    "round withdraw": EVERYBODY,
    "round rejoin": TEAM,
    "round stay": TEAM,
    "round undo": EVERYBODY,
    "round run": EVERYBODY,
    "round wishes": TEAM,
    "round result": TEAM,
    "round compare": EVERYBODY,
    "effects": NOBODY,
    "evidence search": NOBODY,
    "evidence show": NOBODY,
    "evidence pool": NOBODY,
    "evidence households": EVERYBODY,
    "area import": NOBODY,
    "area show": EVERYBODY,
    "area load": NOBODY,
    "area names": NOBODY,
    "area cells": NOBODY,
    "area questionnaire": NOBODY,
    "area survey": EVERYBODY,
    "area columns": NOBODY,
    "area programme": COMMITTEE,
    "area profile": EVERYBODY,
    "area peers": NOBODY,
    "area focus": NOBODY,
    "rules": NOBODY,
    "terms": COMMITTEE,
    "bench qaplib": NOBODY,
    "bench placement": NOBODY,
    "bench peers": NOBODY,
    "bench make": NOBODY,
}
"""Every command, and the widest circle that reads what it writes for others.

Whoever gives the command is staff: what only comes on their own screen is not counted.
"""

OTHERS = (EVERYBODY, COMMITTEE, JUDGE)

AS_PYTHON = {"demo": "plan", "compare": "comparison", "delays": "delays", "prices": "prices",
             "replan": "report anew"}  # fmt: skip
"""Commands whose pages are made here by the same function that they call, and the output."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Make every output once, and note which templates and commands were used for it."""
    with pytest.MonkeyPatch.context() as patch:
        yield Made(People(tmp_path_factory.mktemp("people")), patch)


class Made:
    """The text of every output by name, and what was used to make them."""

    def __init__(self, people: People, patch: pytest.MonkeyPatch) -> None:
        """Make them, with an ear at the templates and at the commands."""
        self.people = people
        self.templates: set[str] = set()
        self.commands: set[str] = set()
        get, run = Environment.get_template, outputs.hecht

        def get_template(there: Environment, name: str, *more: object, **named: object) -> object:
            self.templates.add(name)
            return get(there, name, *more, **named)  # type: ignore[arg-type]

        def hecht(*words: object, code: int = 0, typed: str = "") -> str:
            verb = str(words[0])
            self.commands.add(verb if verb in COMMANDS else f"{verb} {words[1]}")
            return run(*words, code=code, typed=typed)

        patch.setattr(Environment, "get_template", get_template)
        patch.setattr(outputs, "hecht", hecht)
        self.texts = {name: html.unescape(text) for maker in MAKERS for name, text in maker(people)}

    def others(self) -> dict[str, str]:
        """Return what is for others than staff."""
        return {name: text for name, text in self.texts.items() if not name.startswith(STAFF)}


def test_every_text_field_has_been_decided_on() -> None:
    """A new text field about people fails here until `personal_fields` says what it holds."""
    assert not set(text_fields()) - decided()


def test_every_template_has_a_reader() -> None:
    """A new page fails here until somebody decides for whom it is."""
    assert not _pages() - set(TEMPLATES)


def _pages() -> set[str]:
    found = files("hecht.report").joinpath("templates").iterdir()
    pages = {path.name for path in found if path.name.endswith(".html.j2")}
    return pages - {"macros.html.j2"}


def test_every_command_has_a_reader() -> None:
    """A new verb or sub-verb fails here until somebody decides who reads what it writes."""
    found = set()
    for verb in VERBS:
        below = sub_commands(load(verb))
        found |= {f"{verb} {name}" for name in below} or {verb}
    assert found == set(COMMANDS)


def test_every_output_for_others_is_made_here(made: Made) -> None:
    """Each page and command for others is among what is searched."""
    assert not {one for one in _pages() if TEMPLATES[one] in OTHERS} - made.templates
    wanted = {name for name, who in COMMANDS.items() if who in OTHERS}
    assert wanted - made.commands == set(AS_PYTHON)
    for output in AS_PYTHON.values():
        assert any(name.startswith(output) for name in made.others())
    assert all(text.strip() for text in made.texts.values())


def test_every_personal_field_is_planted(made: Made) -> None:
    """Each marker is in what goes in: a field that is not planted could not be found either."""
    planted = {value for value in vars(outputs).values() if isinstance(value, str)}
    notes = {outputs.noted(event).note for event in EVENTS}  # type: ignore[attr-defined]
    assert {marker(*field) for field in decided("!")} <= planted | notes
    kinds = {kind for kind in vars(happened).values() if isinstance(kind, type)}
    real = {kind for kind in kinds if "note" in getattr(kind, "__dataclass_fields__", {})}
    assert {type(event) for event in EVENTS} == real
    kept = [path for path in made.people.place.rglob("*") if path.is_file()]
    text = "\n".join(path.read_text("utf-8") for path in kept if path.suffix in (".csv", ".jsonl"))
    for mark in {marker(*f) for f in decided("!")} - notes:
        assert mark in text or mark in (outputs.REASON, outputs.NAMED), mark


def test_no_marker_is_in_what_others_read(made: Made) -> None:
    """No name, address, remark, reason or note of a person is in any output for others."""
    marks = {marker(*field): field for field in decided("!")}
    for name, text in made.others().items():
        found = {field for mark, field in marks.items() if mark in text}
        assert not found or name.startswith(COURT), (name, found)


def test_the_court_gets_the_whole_record_without_the_names_of_tenants(made: Made) -> None:
    """The record keeps who entered it and why a row was struck; tenants stand in it by code."""
    court = {name: text for name, text in made.texts.items() if name.startswith(COURT)}
    assert any(outputs.CLERK in text for text in court.values())
    for name, text in court.items():
        assert outputs.TENANT not in text
        assert outputs.LABEL not in text
        if name.endswith(".html"):
            assert not {outputs.CLERK, outputs.NOTE, outputs.STRUCK} & set(text.split()), name


def test_no_household_is_told_of_by_its_code(made: Made) -> None:
    """No output for others but the court's has the code of a household or a tenancy."""
    codes = {one.id for one in made.people.here.households} | {f"h90{n}" for n in range(1, 5)}
    codes |= {f"TA{n}" for n in range(23)} | {f"TB{n}" for n in range(5)}
    for name, text in made.others().items():
        assert name.startswith(COURT) or codes.isdisjoint(re.findall(r"\w+", text)), name
    team = "".join(text for name, text in made.texts.items() if name.startswith(STAFF))
    assert codes & set(re.findall(r"\w+", team))


def test_what_a_name_looks_like_is_found(made: Made) -> None:
    """The search finds what is there: staff see addresses, and letters would hold the label."""
    assert any(outputs.ADDRESS in text for text in made.texts.values())
    assert marker("neighbourhood.household.Household", "label") == outputs.LABEL


def test_the_report_of_an_intake_never_tells_who_named_whom(made: Made) -> None:
    """It is for staff, and even so has nothing of what a household wrote about another."""
    told = [text for name, text in made.texts.items() if name.startswith(f"{STAFF} intake merge")]
    assert len(told) == 2
    for text in told:
        assert "h011" in text
        assert not any(mark in text for mark in (outputs.NAMED, outputs.REMARK, outputs.LABEL))
