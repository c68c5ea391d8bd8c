"""Files of a round: nothing is lost or doubled by a power cut, and every changed byte is found."""

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from hecht.exchange.round_files import (
    LOG,
    ROUND,
    Keyboard,
    read_draw,
    read_evening,
    read_round,
    read_secret,
    write_draw,
    write_round,
    write_secret,
)
from hecht.rounds import Draw, Kind, Round, RoundError, Turn, entries_from


def typist(folder: Path) -> tuple[int, int]:
    """Start a process that runs the evening by itself; return its id and the pipe it shows on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        with Keyboard(folder) as keyboard:
            evening = keyboard.evening
            os.write(writing, b"open\n")
            while (turn := evening.turn()) is not None:
                name = turn.households[0]
                entry = keyboard.enter(Kind.CHOOSE, household=name, home=evening.menu(name)[0])
                os.write(writing, f"{name} {entry.home}\n".encode())
    finally:
        os._exit(0)


def big(count: int) -> Round:
    """Return a round of many households, all homes suiting all."""
    homes = tuple(f"w{n}" for n in range(count))
    names = tuple(f"h{n}" for n in range(count))
    return Round(
        name="proef",
        turns=tuple(Turn(name.upper(), (name,)) for name in names),
        homes=homes,
        adapted=frozenset(),
        suits=dict.fromkeys(names, homes),
        returning=names,
        together=(),
        near={},
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
def test_an_evening_killed_two_hundred_times_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """kill -9 at random moments: every choice that was shown is there, once, after each restart."""
    rng = Random("kill")
    kills = evenings = 0
    while kills < 200:
        folder = tmp_path / str(evenings)
        evenings += 1
        write_round(big(60), folder)
        shown: dict[str, str] = {}
        while len(shown) < 60:
            child, pipe = typist(folder)
            with open(pipe, "rb") as screen:
                assert screen.readline() == b"open\n"
                time.sleep(rng.random() * 0.01)
                os.kill(child, signal.SIGKILL)
                said = screen.read()
            kills += os.WIFSIGNALED(os.waitpid(child, 0)[1])
            for line in said[: said.rfind(b"\n") + 1].decode().splitlines():
                name, home = line.split()
                assert name not in shown, "a choice was made twice"
                shown[name] = home
            now = read_evening(folder).chosen
            assert shown.items() <= now.items(), "a choice that was shown is gone"
            assert len(now) - len(shown) <= 1, "at most one was written and not yet shown"
            shown = dict(now)
            assert len(set(shown.values())) == len(shown)


def test_half_a_line_at_every_cut_is_dropped_and_the_evening_goes_on(tmp_path: Path) -> None:
    """The file cut at many places: whole lines count, the rest was never shown."""
    folder = tmp_path / "round"
    write_round(big(3), folder)
    with Keyboard(folder) as keyboard:
        keyboard.enter(Kind.CHOOSE, household="h0", home="w2")
        keyboard.enter(Kind.CHOOSE, household="h1", home="w0")
    content = (folder / LOG).read_bytes()
    for cut in [*range(0, len(content), 9), len(content) - 1, len(content)]:
        (folder / LOG).write_bytes(content[:cut])
        whole = content[:cut].count(b"\n")
        assert len(read_evening(folder).entries) == whole
        with Keyboard(folder) as keyboard:
            evening = keyboard.evening
            assert len(evening.entries) == max(1, whole)
            name = evening.turn().households[0]  # type: ignore[union-attr]
            keyboard.enter(Kind.CHOOSE, household=name, home=evening.menu(name)[-1])
        entries, read = entries_from((folder / LOG).read_bytes())
        assert read == (folder / LOG).stat().st_size
        assert len(entries) == max(1, whole) + 1


def test_the_entry_is_on_disk_before_it_counts(tmp_path: Path) -> None:
    """A disk that refuses leaves the evening as it was."""
    folder = tmp_path / "round"
    write_round(big(2), folder)
    with Keyboard(folder) as keyboard:
        keyboard._log.close()
        with pytest.raises(ValueError, match="closed file"):
            keyboard.enter(Kind.CHOOSE, household="h0", home="w0")
        assert not keyboard.evening.chosen


def test_a_second_keyboard_is_refused(tmp_path: Path) -> None:
    """Two people cannot write in one log."""
    if os.name != "posix":
        pytest.skip("the lock is there on POSIX systems only")
    folder = tmp_path / "round"
    write_round(big(2), folder)
    with Keyboard(folder), pytest.raises(RoundError, match="another keyboard"), Keyboard(folder):
        pass


def test_any_changed_byte_of_a_round_is_found(tmp_path: Path) -> None:
    """Each byte of the round's file changed in turn: the file or its log is refused."""
    folder = tmp_path / "round"
    path = write_round(big(2), folder)
    with Keyboard(folder):
        pass
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(RoundError):
            read_evening(folder)
    path.write_bytes(content)
    assert read_round(folder) == big(2)
    with pytest.raises(RoundError, match="already"):
        write_round(big(2), folder)
    assert path.name == ROUND


def test_a_draw_and_its_secret_go_through_files(tmp_path: Path) -> None:
    """What is read is what was written; a secret is never replaced, nor open to others."""
    draw = Draw(("A", "B"), "c0ffee")
    assert read_draw(write_draw(draw, tmp_path / "draw.json")) == draw
    secret = {"seed": "00", "salt": "11", "codes": {"h1": "A", "h2": "B"}}
    path = write_secret(secret, tmp_path / "secret.json")
    assert read_secret(path) == secret
    assert os.name != "posix" or path.stat().st_mode & 0o077 == 0
    with pytest.raises(RoundError, match="exists already"):
        write_secret({**secret, "seed": "01"}, path)
    path.write_text("[]")
    with pytest.raises(RoundError):
        read_draw(path)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"seed": 1, "salt": "", "codes": {}}',
        '{"seed": "", "salt": "", "codes": []}',
        '{"seed": "", "salt": "", "codes": {"h1": 7}}',
    ],
)
def test_a_file_that_is_no_secret_of_a_draw_is_refused(tmp_path: Path, text: str) -> None:
    """Another file in its place is named, with what to give instead."""
    path = tmp_path / "secret.json"
    path.write_text(text)
    with pytest.raises(RoundError, match="is not the secret of a draw; name the file"):
        read_secret(path)
