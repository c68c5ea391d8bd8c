"""Progress: a line for each piece of news, and one now and then; never a flood."""

import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest

from hecht.cli.progress import told_when_slow, watch


def news(seconds: float, message: str = "searching") -> Any:
    return SimpleNamespace(
        seconds=seconds, iterations=1, score=12_345_678, ties_kept=0.875, message=message
    )


def test_a_log_gets_plain_lines_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    """A thousand reports in ten seconds give few lines, each with score, ties and seconds."""
    with watch("Planning", 10.0) as progress:
        for i in range(1000):
            progress(news(i / 100))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Planning"
    assert 2 <= len(lines) - 1 <= 4
    assert "12,345.7 points" in lines[1]
    assert "ties kept 87.5%" in lines[1]


def test_news_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A new message does not wait for the next line."""
    with watch("Planning", None) as progress:
        progress(news(0.0, "calendar"))
        progress(news(0.1, "homes"))
    assert "homes" in capsys.readouterr().err


def test_ties_that_are_not_known_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A neighbourhood without near ties shows no share of them."""
    facts = news(1.0)
    facts.ties_kept = None
    with watch("Planning", None) as progress:
        progress(facts)
    assert "ties" not in capsys.readouterr().err


def test_a_screen_gets_a_moving_line_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a terminal the display opens, updates and closes, and standard output stays empty."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with watch("Planning", 10.0) as progress:
        progress(news(5.0))
        progress(news(20.0))
        assert progress.display.tasks[0].completed == 10.0  # type: ignore[attr-defined]
    assert capsys.readouterr().out == ""


def test_slow_work_is_told_and_quick_work_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """The message comes only when the time has passed."""
    with told_when_slow("patience", seconds=60.0):
        pass
    assert capsys.readouterr().err == ""
    with told_when_slow("patience", seconds=0.01):
        time.sleep(0.5)
    assert capsys.readouterr().err == "patience\n"
