"""`hecht round`: a whole evening at the command line, and the draw."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hecht.cli import app
from hecht.exchange import read

EXAMPLE = Path(__file__).parents[2] / "examples" / "vogeltjesbuurt"


def hecht(*words: object, code: int = 0, typed: str | None = None) -> str:
    """Run a command with what is typed at its questions, and return what it prints."""
    done = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a round of the example."""
    folder = tmp_path_factory.mktemp("round") / "evening"
    assert "kept for everyone" in hecht("round", "open", EXAMPLE, "--out", folder)
    return folder


def test_an_evening_from_the_first_choice_to_accepted_promises(evening: Path) -> None:
    """Choose, undo, pass, go on with stated wishes, verify, write the result; all is checked."""
    turn = json.loads(hecht("round", "homes", evening, "--neighbourhood", EXAMPLE, "--json"))
    name, menu = next(iter(turn["households"].items()))
    home = menu[0]["home"]
    assert "entry 1" in hecht("round", "choose", evening, name, home, "--show")
    hecht("round", "choose", evening, name, home, code=2)
    hecht("round", "undo", evening, 1, "--reason", "typefout")
    hecht("round", "pass", evening, name)
    hecht("round", "wishes", evening, "--neighbourhood", EXAMPLE, "--most", 1)
    hecht("round", "wishes", evening, "--neighbourhood", EXAMPLE)
    assert "Everybody" in hecht("round", "homes", evening)
    assert "The evening holds" in hecht("round", "verify", evening)
    hecht("round", "verify", evening, "--seal", "00", code=1)
    assert "Iedereen is geweest" in (evening / "screen.html").read_text(encoding="utf-8")
    chosen = evening.parent / "chosen"
    hecht("round", "result", evening, "--neighbourhood", EXAMPLE, "--out", chosen)
    assert sum(promise.kind.value == "home" for promise in read(chosen).promises) >= 80
    log = evening / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"typefout", b"typefoud"))
    assert "changed" in hecht("round", "verify", evening, code=1)


def test_an_evening_at_the_keyboard_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """Choices, a slip, an undo, an absent household and the rest; stopped once in between."""
    folder = tmp_path / "evening"
    hecht("round", "open", EXAMPLE, "--out", folder, "--by", "tenancy", "--no-care-first")
    run = ("round", "run", folder, "--neighbourhood", EXAMPLE)
    turn = json.loads(hecht("round", "homes", folder, "--neighbourhood", EXAMPLE, "--json"))
    name, menu = next(iter(turn["households"].items()))
    home = menu[0]["home"]
    said = hecht(*run, typed=f"huh\nwrong {home}\n{name} {home} show\nundo x typo\nstop\n")
    assert said.count("Not written") == 3
    assert "show" in said
    assert "Stopped" in said
    said = hecht(*run, typed="undo 1 typed the wrong home\nhelp\nabsent\n")
    assert "undo NUMBER REASON" in said
    assert "Stopped" in said
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]
    kinds = [line["kind"] for line in lines if line["kind"] != "open"]
    assert kinds == ["choose", "show", "undo", "choose"]
    assert "last seal" in hecht(*run, typed="all\n")
    assert "The evening holds" in hecht("round", "verify", folder)


def test_who_leaves_stays_or_comes_back(tmp_path: Path) -> None:
    """Each is an entry with its reason."""
    folder = tmp_path / "evening"
    hecht("round", "open", EXAMPLE, "--out", folder)
    hecht("round", "open", EXAMPLE, "--out", folder, code=2)
    hecht("round", "withdraw", folder, "h001", "--reason", "elders")
    hecht("round", "rejoin", folder, "h001")
    hecht("round", "stay", folder, "h001", "t1", "--reason", "bevalt daar", code=2)
    hecht("round", "stay", folder, "h001", "wissel1", "--reason", "bevalt daar")
    hecht("round", "rejoin", folder, "h999", code=2)
    chosen = folder.parent / "chosen"
    told = hecht("round", "result", folder, "--neighbourhood", EXAMPLE, "--out", chosen)
    assert "h001 stays in wissel1, which is a permanent home now" in told
    assert read(chosen).home_of["wissel1"].block == "stay:wissel1"


def test_the_end_of_a_log_that_is_not_whole_is_found(tmp_path: Path) -> None:
    """A last byte that was changed does not take the last choice away unseen."""
    folder = tmp_path / "evening"
    hecht("round", "open", EXAMPLE, "--out", folder)
    hecht("round", "wishes", folder, "--neighbourhood", EXAMPLE, "--most", 3)
    hecht("round", "verify", folder)
    log = folder / "log.jsonl"
    log.write_bytes(log.read_bytes()[:-1] + b" ")
    assert "ends in half a line, after line 3" in hecht("round", "verify", folder, code=1)


def test_a_draw_from_commitment_to_order(tmp_path: Path) -> None:
    """The order of the round is that of the draw; a changed draw is refused; it is held once."""
    draw, secret, before = tmp_path / "d.json", tmp_path / "s.json", tmp_path / "before.json"
    hecht("round", "commit", EXAMPLE, "--out", draw, "--secret", secret)
    assert json.loads(secret.read_text())["seed"] not in draw.read_text()
    before.write_bytes(draw.read_bytes())
    hecht("round", "verify", draw, code=1)
    early = ("--by", "draw", "--draw", draw, "--secret", secret)
    told = hecht("round", "open", EXAMPLE, "--out", tmp_path / "early", *early, code=2)
    assert "has not been drawn yet" in told
    hecht("round", "draw", draw, "--secret", secret, "--word", "hagel")
    hecht("round", "draw", draw, "--secret", secret, code=2)
    hecht("round", "verify", draw, "--draw", before)
    folder = tmp_path / "evening"
    options = ("--by", "draw", "--draw", draw, "--secret", secret, "--no-care-first")
    hecht("round", "open", EXAMPLE, "--out", folder, *options)
    turns = json.loads((folder / "round.json").read_text())["turns"]
    assert [turn["code"] for turn in turns] == json.loads(draw.read_text())["order"]
    hecht("round", "verify", folder, "--draw", draw)
    hecht("round", "verify", draw, "--seal", "00", code=2)
    other = tmp_path / "by-tenancy"
    hecht("round", "open", EXAMPLE, "--out", other)
    assert "place 1 is" in hecht("round", "verify", other, "--draw", draw, code=1)
    draw.write_text(draw.read_text().replace("hagel", "hagen"))
    assert "not the one" in hecht("round", "verify", draw, code=1)


def test_compare_names_nobody_and_hides_small_figures_from_the_public() -> None:
    """The table has each mechanism; the public's has dashes."""
    staff = hecht("round", "compare", EXAMPLE)
    public = hecht("round", "compare", EXAMPLE, "--public")
    assert all(name in staff for name in ("evening", "safe serial", "trading cycles"))
    assert " - " in public
    assert "h0" not in staff + public
