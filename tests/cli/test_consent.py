"""`hecht consent` on the command line, from the first table to the certificate."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hecht.cli import app

RUN = CliRunner()
ROOT = Path(__file__).parents[2]
BY = ("--by", "A. Jansen")
IN_TIME = ("--at", "2026-03-20T10:00+01:00")
AFTER = ("--at", "2026-09-01T10:00+02:00")
MARK = "Achternaam-Geheim"


def run(*words: str | Path, code: int = 0) -> Result:
    """Run `hecht consent …` and expect this exit code."""
    result = RUN.invoke(app, ["consent", *map(str, words)])
    assert result.exit_code == code, result.output
    return result


def measurement(place: Path, yes: int = 17, total: int = 23) -> Path:
    """Return an opened folder of a unit A with answers, and a unit B of five."""
    run("new", place, "--reference-date", "2026-03-01")
    homes = [f"A{i},A" for i in range(total)] + [f"B{i},B" for i in range(5)]
    (place / "homes.csv").write_text("home,unit\n" + "\n".join(homes), encoding="utf-8")
    names = [home.split(",")[0] for home in homes]
    rows = [f"T{home},{home},,,{MARK}{home}" for home in names]
    head = "tenancy,home,first_day,last_day,name\n"
    (place / "tenancies.csv").write_text(head + "\n".join(rows), encoding="utf-8")
    run("open", place, *BY, "--at", "2026-03-01T09:00+01:00")
    table = place / "answers.csv"
    answers = [f"TA{i},ja,2026-03-03,brief" for i in range(yes)] + ["TB0,nee,2026-03-04,bezoek"]
    table.write_text("tenancy,answer,given_on,source\n" + "\n".join(answers), encoding="utf-8")
    run("import", place, table, *BY, *IN_TIME)
    return place


@pytest.mark.parametrize(
    ("yes", "tenancies", "more", "code"),
    [
        (16, 23, (), 1),
        (17, 23, (), 0),
        (7, 10, (), 0),
        (70, 100, (), 0),
        (69, 100, (), 1),
        (9, 9, (), 1),
        (7, 9, ("--homes", "10"), 0),
        (24, 23, (), 2),
        (17, 23, ("--homes", "22"), 2),
    ],
)
def test_check_by_the_exit_code(yes: int, tenancies: int, more: tuple[str, ...], code: int) -> None:
    """16 of 23 is not enough and 17 is; under ten homes nothing is; nonsense is wrong use."""
    run("check", "--yes", str(yes), "--tenancies", str(tenancies), *more, code=code)


def test_check_as_json() -> None:
    """A machine reads how many are needed."""
    found = json.loads(run("check", "--yes", "16", "--tenancies", "23", "--json", code=1).output)
    assert (found["yes_needed"], found["enough"]) == (17, False)


def test_from_the_tables_to_the_certificate(tmp_path: Path) -> None:
    """Record, withdraw, close, notice, certificate; both ways of counting again agree."""
    place = measurement(tmp_path / "m")
    again = run("import", place, place / "answers.csv", *BY, *IN_TIME, "--json").output
    assert json.loads(again) == {"kept": [], "known": list(range(2, 20))}
    kept = run(
        "record", place, "TA0", "ingetrokken", "--source", "web", "--given-on", "2026-03-05",
        *BY, *IN_TIME, "--json",
    )  # fmt: skip
    receipt = json.loads(kept.output)["kept"][0]
    run("record", place, "TA20", "yes", "--source", "visit", *BY, *IN_TIME)
    run("close", place, *BY, *IN_TIME, code=2)
    run("certificate", place, "--out", tmp_path / "early", code=2)
    closed = run("close", place, *BY, *AFTER, code=1)
    assert "Kept" in closed.output
    run("certificate", place, "--out", tmp_path / "out")
    file = tmp_path / "out" / "certificate.json"
    units = {one["unit"]: one for one in json.loads(file.read_text(encoding="utf-8"))["units"]}
    assert (units["A"]["yes"], units["A"]["verdict"]) == (17, "presumed_reasonable")
    assert units["B"]["verdict"] == "too_small"
    run("verify", file)
    run("verify", place, "--row", str(receipt["row"]), "--seal", receipt["seal"])
    run("verify", place, "--row", "3", "--seal", receipt["seal"], code=1)
    assert counted_by_the_page(file) == ["A 17 of 23 presumed reasonable", "B 0 of 5 not presumed"]

    run("notice", place, *BY, *AFTER, "--on", "2026-08-31", code=2)
    run("notice", place, *BY, *AFTER, "--on", "2026-09-01")
    terms = tmp_path / "terms.ics"
    found = json.loads(run("terms", place, "--on", "2026-09-02", "--out", terms, "--json").output)
    assert {one["state"] for one in found["clocks"]} == {"runs"}
    assert {one["last_day"] for one in found["clocks"]} == {"2026-10-27"}
    assert len(found["clocks"]) == 6
    assert terms.read_text(encoding="utf-8").count("BEGIN:VEVENT") == 9
    run("change", place, "--homes", "A1,A2,A3,A4,A5,A6")
    run("change", place, "--homes", "A1,A2,A3,A4,A5,A6,A7", code=1)
    run("change", place, "--homes", "A1", "--what", "floor plan", *BY, *AFTER)
    run("verify", place)


def counted_by_the_page(file: Path) -> list[str]:
    """Count a certificate again with the program that stands in docs/consent.md."""
    text = (ROOT / "docs" / "consent.md").read_text(encoding="utf-8")
    program = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0]
    done = subprocess.run(
        [sys.executable, "-I", "-c", program, str(file)], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_tampering_names_the_row_and_ends_in_1(tmp_path: Path) -> None:
    """A no that was made a yes is found in the record and in the certificate."""
    place = measurement(tmp_path / "m")
    path = place / "record.jsonl"
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"answer":"no"', b'"answer":"yes"'))
    found = run("verify", place, "--json", code=1)
    assert json.loads(found.output)["faults"][0]["row"] == 19
    run("status", place, code=2)
    path.write_bytes(data)
    run("close", place, *BY, *AFTER, code=1)
    run("certificate", place, "--out", tmp_path / "out")
    file = tmp_path / "out" / "certificate.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"yes": 17', '"yes": 18', 1), encoding="utf-8")
    assert "`units`" in run("verify", file, code=1).output
    file.write_text(text.replace('"answer": "no"', '"answer": "yes"'), encoding="utf-8")
    assert "row 19" in run("verify", file, code=1).output


def test_what_everybody_sees_has_no_names_and_no_small_groups(tmp_path: Path) -> None:
    """Markers in every personal field show on the counsellors' list only (C7)."""
    place = measurement(tmp_path / "m")
    run(
        "record", place, "TA22", "no", "--source", "visit", "--note", "Notitie-Geheim",
        "--by", "Medewerker-Geheim", *IN_TIME,
    )  # fmt: skip
    page, staff = tmp_path / "page.html", tmp_path / "staff.csv"
    for language in ("nl", "en"):
        shown = run("status", place, "--page", page, "--language", language, "--staff", staff)
        for text in (shown.output, page.read_text(encoding="utf-8").split("</style>")[1]):
            assert "Geheim" not in text
            assert not re.search(r"\bTA\d|\bA\d+\b|\bTB\d", text)
    machine = run("status", place, "--json").output
    assert "Geheim" not in machine
    units = {one["unit"]: one for one in json.loads(machine)["units"]}
    assert (units["A"]["yes"], units["A"]["enough"]) == (17, True)
    assert units["B"] == {"unit": "B", **dict.fromkeys(list(units["B"])[1:])}
    with staff.open(encoding="utf-8") as file:
        rows = {row["tenancy"]: row for row in csv.DictReader(file)}
    assert rows["TA22"]["name"] == f"{MARK}A22"
    assert rows["TA22"]["standing"] == "no"
    assert rows["TA22"]["visit"] == "no 2026-03-20 (text 1), row 20 by Medewerker-Geheim"


def test_staff_see_letter_visit_and_web_side_by_side(tmp_path: Path) -> None:
    """Each way by itself, what contradicts as unclear, and what was struck apart."""
    place, staff = measurement(tmp_path / "m"), tmp_path / "staff.csv"
    on = ("--given-on", "2026-03-03")
    run("record", place, "TA1", "no", "--source", "visit", *on, "--by", "B. Smit", *IN_TIME)

    def row() -> dict[str, str]:
        run("status", place, "--staff", staff)
        with staff.open(encoding="utf-8") as file:
            return {row["tenancy"]: row for row in csv.DictReader(file)}["TA1"]

    assert row()["standing"] == "unclear"
    assert os.name != "posix" or staff.stat().st_mode & 0o077 == 0
    assert row()["letter"] == "yes 2026-03-03 (text 1), row 3 by A. Jansen"
    assert row()["visit"] == "no 2026-03-03 (text 1), row 20 by B. Smit"
    run("strike", place, "20", "--why", "other door", *BY, *IN_TIME)
    assert (row()["standing"], row()["visit"]) == ("yes", "")
    assert row()["struck"].startswith("no 2026-03-03")


def test_the_certificate_and_its_pages_have_no_names_of_tenants(tmp_path: Path) -> None:
    """Tenancies stand in it by id; pages in Dutch and English."""
    place = measurement(tmp_path / "m")
    run("close", place, *BY, *AFTER, code=1)
    run("certificate", place, "--out", tmp_path / "out")
    texts = {one.name: one.read_text(encoding="utf-8") for one in (tmp_path / "out").iterdir()}
    assert not any(MARK in text for text in texts.values())
    assert 'lang="nl"' in texts["certificate.nl.html"]
    assert "Uitslag van de draagvlakmeting" in texts["certificate.nl.html"]
    assert "Result of the consent measurement" in texts["certificate.en.html"]
    seal = json.loads(texts["certificate.json"])["head"]
    assert seal in texts["certificate.nl.html"]


def test_new_from_a_neighbourhood(tmp_path: Path) -> None:
    """Homes and tenancies come from the folder; it opens at once."""
    place = tmp_path / "m"
    example = ROOT / "examples" / "vogeltjesbuurt"
    run("new", place, "--reference-date", "2026-03-01", "--neighbourhood", example)
    assert "plein: 26 homes, 22 tenancies" in run("open", place, *BY).output
    run("new", place, "--reference-date", "2026-03-01", code=2)


def test_wrong_use_says_what_to_do(tmp_path: Path) -> None:
    """Days, moments, words and folders that are not right end in 2 with the form to use."""
    place = measurement(tmp_path / "m")
    record = ("record", place, "TA1", "yes", "--source", "web", *BY)
    assert "2026-02-28" in run(*record, "--given-on", "soon", code=2).output
    assert "2026-03-04T14:05+01:00" in run(*record, "--at", "2026-03-04", code=2).output
    wrong = run("record", place, "TA1", "perhaps", "--source", "web", *BY, code=2)
    assert "no row for who said nothing" in wrong.output
    assert "W9" in run("change", place, "--homes", "W9", code=2).output
    run("record", place, "TA1", "yes", "--source", "web", "--by", " ", *IN_TIME, code=2)
    (tmp_path / "empty").mkdir()
    run("status", tmp_path / "empty", code=2)


def test_advice_is_counted_apart(tmp_path: Path) -> None:
    """Ballots in, approvals and the preferred scenario out; nine ballots are too few."""
    table = tmp_path / "ballots.csv"
    rows = [f"{i},A;B,B>A" for i in range(10)]
    table.write_text("ballot,approve,ranking\n" + "\n".join(rows), encoding="utf-8")
    found = json.loads(run("advice", table, "--scenarios", "A,B", "--json").output)
    assert (found["approvals"], found["preferred"]) == ({"A": 10, "B": 10}, "B")
    assert "no consent" in run("advice", table, "--scenarios", "A,B").output
    table.write_text("ballot,approve,ranking\n" + "\n".join(rows[:9]), encoding="utf-8")
    assert "9 ballots" in run("advice", table, "--scenarios", "A,B", code=2).output
