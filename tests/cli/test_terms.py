"""`hecht terms`: all terms of a plan from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hecht.cli import app
from hecht.exchange import write
from hecht.exchange.plan_folder import write_plan
from tests.cli.test_consent import AFTER, BY, measurement
from tests.cli.test_consent import run as consent
from tests.exchange.test_plan_calendar import full_plan


def call(*words: str | Path, code: int = 0) -> str:
    """Run `hecht terms …` and return what was printed."""
    result = CliRunner().invoke(app, ["terms", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A neighbourhood folder and a plan folder."""
    plan = full_plan()
    write(plan.neighbourhood, tmp_path / "kade")
    write_plan(plan, tmp_path / "plan")
    return tmp_path / "kade", tmp_path / "plan"


def test_the_file_and_the_screen_tell_the_same_days(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """Dutch unless asked otherwise; the same command gives the same bytes."""
    one, two = tmp_path / "1.ics", tmp_path / "2.ics"
    said = call(*folders, "--out", one, "--date", "2014-01-02")
    assert "2014-02-01  Start van de werkzaamheden: R Kade oost" in said
    call(*folders, "--out", two, "--date", "2014-01-02")
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().count(b"BEGIN:VEVENT") == len(said.splitlines())
    assert b"PRODID:-//hecht//terms//NL" in one.read_bytes()
    english = call(*folders, "--language", "en", "--audience", "internal")
    assert "A to t1" in english
    call(*folders, "--date", "tomorrow", code=2)


def test_consent_and_advice_go_into_the_same_file(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """The eight weeks of each tenancy, by id for staff only, and the weeks for advice."""
    place = measurement(tmp_path / "m")
    consent("close", place, *BY, *AFTER, code=1)
    consent("notice", place, *BY, *AFTER, "--on", "2026-09-01")
    more = ("--consent", place, "--advice-asked", "2026-01-10", "--date", "2026-09-02")
    inside = json.loads(call(*folders, *more, "--audience", "internal", "--json"))["terms"]
    days = {one["what"]: one["day"] for one in inside}
    assert days["Laatste dag van de zes weken voor advies"] == "2026-02-21"
    assert sum("acht weken van huurcontract" in what for what in days) == 6
    assert days["Laatste dag van de acht weken van huurcontract TA20"] == "2026-10-27"
    shown = json.loads(call(*folders, *more, "--json"))["terms"]
    court = [one for one in shown if "acht weken" in one["what"]]
    assert [one["day"] for one in court] == ["2026-10-27"]
    assert "TA2" not in json.dumps(shown)
    assert {one["day"] for one in shown} == {one["day"] for one in inside}
