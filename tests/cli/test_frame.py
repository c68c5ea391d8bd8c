"""The frame of the command line: verbs, laziness, exit codes, errors in words."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import hecht.cli
from hecht.cli import VERBS, app, errors, load, with_kept_examples
from hecht.neighbourhood import Problem

HEAVY = ("numpy", "numba", "ortools", "scipy", "pyogrio", "shapely", "openpyxl", "jinja2", "rich")


def hecht_command(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hecht", *words],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
        **more,  # type: ignore[call-overload]
    )


def loaded_after(code: str) -> set[str]:
    """Return which heavy modules are loaded in a fresh Python after running `code`."""
    tail = f"\nimport sys; print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=True
    )
    return set(eval(done.stderr.strip().splitlines()[-1]))


def test_importing_hecht_loads_nothing_heavy() -> None:
    """`import hecht` leaves numpy, numba, ortools and the others for later."""
    assert loaded_after("import hecht") == set()


@pytest.mark.parametrize("words", [["--help"], ["plan", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """Help screens and the version come without the engine's imports."""
    code = (
        f"import sys; sys.argv = ['hecht', *{words!r}]\n"
        "import hecht.cli\n"
        "try: hecht.cli.main()\n"
        "except SystemExit as end: assert not end.code"
    )
    assert loaded_after(code) == set()


def test_importing_and_help_are_quick() -> None:
    """Each takes under half a second; the best of five, so that a busy machine does not fail it."""
    for words in (["-c", "import hecht"], ["-m", "hecht", "--help"]):
        best = min(seconds_of(words) for _ in range(5))
        assert best < 0.5, words


def seconds_of(words: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, *words], capture_output=True, check=True)
    return time.perf_counter() - begin


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    """The table, the modules and the house rule on examples agree."""
    command = load(verb)
    shown = CliRunner().invoke(app, [verb, "--help"])
    assert shown.exit_code == 0, shown.output
    subs = getattr(command, "commands", {})
    screens = [CliRunner().invoke(app, [verb, sub, "--help"]).output for sub in subs] or [
        shown.output
    ]
    for screen in screens:
        assert f"hecht {verb}" in screen.split("Example", 1)[-1], screen


def test_help_lists_every_verb_with_its_line() -> None:
    """`hecht --help` shows the whole table in its order."""
    shown = CliRunner().invoke(app, ["--help"]).output
    places = [shown.index(f"\n  {verb} ") for verb in VERBS]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["plan"],
        ["plan", "x"],
        ["plan", "x", "--out", "y", "--seconds", "soon"],
        ["plan", "x", "--out", "y", "--method", "magic"],
        ["compare", "x"],
        ["--nonsense"],
    ],
)
def test_wrong_use_ends_with_2_and_no_traceback(words: list[str]) -> None:
    """A wrong verb or option is told on standard error, with exit code 2."""
    done = hecht_command(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """The message names the folder."""
    done = hecht_command("plan", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_reader_that_goes_away_is_no_fault() -> None:
    """`hecht … | head -1` ends without a traceback."""
    done = subprocess.run(
        f"'{sys.executable}' -m hecht rules | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip()
    assert done.stderr == ""


def run_in_group(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> tuple[int, str]:
    """Run a verb that raises `error`, and return the exit code and what was told."""

    def run() -> None:
        raise error

    monkeypatch.setitem(VERBS, "broken", hecht.cli.Verb("broken_verb", ""))
    module = type(sys)("broken_verb")
    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "broken_verb", module)
    result = CliRunner().invoke(app, ["broken"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stderr


def test_no_plan_is_answered_no_with_rules_and_relaxations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NoPlan becomes words and exit code 1."""
    from hecht.planning import NoPlan

    error = NoPlan(["rule 6: crews in 2027-03"], ["block C four months later"])
    code, told = run_in_group(monkeypatch, error)
    assert code == 1
    assert "rule 6: crews in 2027-03" in told
    assert "block C four months later" in told


def test_problems_of_a_folder_are_listed_with_their_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """FolderError becomes a list with file, row, column and what to do; remarks stay out."""
    from hecht.exchange import FolderError

    wrong = Problem(
        "homes", "unknown-block", "there is no block X", "add it", file="homes.csv", row=7,
        column="block",
    )  # fmt: skip
    remark = Problem("homes", "no-rent", "rent unknown", "fill it in", severity="remark")
    code, told = run_in_group(monkeypatch, FolderError([wrong, remark]))
    assert code == 2
    assert "homes.csv, row 7, block: there is no block X; add it" in told
    assert "rent unknown" not in told


def test_an_interrupted_verb_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C without a result ends with 130 and one line."""
    assert run_in_group(monkeypatch, KeyboardInterrupt()) == (130, "hecht: stopped.\n")


def test_a_rule_stated_by_hecht_is_told_without_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A ValueError raised by hecht's own code is the user's to solve."""
    from hecht.neighbourhood import preset

    with pytest.raises(ValueError, match="no preset") as caught:
        preset("nonsense")
    told = errors.refusal(caught.value)
    assert told is not None
    assert told.code == 2
    assert "'nonsense'" in told.message


def test_a_fault_is_never_dressed_up_as_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that hecht does not foresee is raised on, whatever its class."""
    for error in (RuntimeError("broken"), ValueError("from elsewhere"), KeyError("x")):
        with pytest.raises(type(error)):
            run_in_group(monkeypatch, error)


def test_a_fault_ends_with_70_and_a_traceback() -> None:
    """`main` shows the traceback and asks for a report; 0, 1 and 2 keep their meaning."""
    code = (
        "import sys, types, hecht.cli as cli\n"
        "module = types.ModuleType('broken_verb')\n"
        "def run() -> None: raise KeyError('x')\n"
        "module.run = run\n"
        "sys.modules['broken_verb'] = module\n"
        "cli.VERBS['broken'] = cli.Verb('broken_verb', '')\n"
        "sys.argv = ['hecht', 'broken']\n"
        "cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 70
    assert "Traceback" in done.stderr
    assert "Please report it" in done.stderr


def test_indented_paragraphs_of_a_docstring_keep_their_lines() -> None:
    """Two example lines stay two lines on the help screen."""
    text = "First\nparagraph.\n\n    hecht a\n    hecht b\n\nLast."
    assert with_kept_examples(text) == "First\nparagraph.\n\n\b\n    hecht a\n    hecht b\n\nLast."


def test_ctrl_c_while_planning_keeps_the_best_plan(tmp_path: Path) -> None:
    """A plan folder is written, and says that it was interrupted."""
    import json

    from hecht.api import demo_folder

    out = tmp_path / "out"
    words = ["plan", str(demo_folder()), "--out", str(out), "--seconds", "90", "--no-report"]
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "hecht", *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # a shell starts what runs in the background deaf to Ctrl-C, and its children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "best" in line:
            break
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    assert json.loads((out / "plan.json").read_text())["stopped"] == "interrupted"
    assert "best plan found until then" in stdout
