"""`hecht round run` and what else is written down on an evening."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hecht.cli import round_words as words

if TYPE_CHECKING:
    from hecht.exchange.round_files import Keyboard
    from hecht.rounds import Entry, Evening, Kind
    from hecht.rounds.wishes import Stated

Folder = Annotated[Path, typer.Argument(help="The folder of the round.")]
Household_ = Annotated[str, typer.Argument(help="The household, by its id.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the log.")]
Neighbourhood_ = Annotated[Path, typer.Option("--neighbourhood", help="The neighbourhood folder.")]


def put(app: typer.Typer) -> None:
    """Add these verbs to `hecht round`."""
    app.command("choose")(choose)
    app.command("pass")(pass_)
    app.command("withdraw")(withdraw)
    app.command("rejoin")(rejoin)
    app.command("stay")(stay)
    app.command("undo")(undo)
    app.command("run")(run_)
    app.command("wishes")(wishes)


def _enter(folder: Path, kind: Kind, **said: str | int) -> Entry:
    """Write one entry, then tell what comes next and renew the big screen."""
    from hecht.exchange.round_files import Keyboard

    with Keyboard(folder) as keyboard:
        entry = keyboard.enter(kind, at=_now(), **said)
        _show(folder, keyboard.evening)
        typer.echo(f"Written as entry {entry.number}.")
        typer.echo("\n".join(words.turn_lines(keyboard.evening, None)))
    return entry


def _now() -> str:
    from datetime import datetime

    return datetime.now().astimezone().isoformat(timespec="seconds")


def _show(folder: Path, evening: Evening) -> None:
    from hecht.exchange.beside import write_beside
    from hecht.report.round_screen import screen

    write_beside(folder / "screen.html", screen(evening).encode())


def choose(
    folder: Folder,
    household: Household_,
    home: Annotated[str, typer.Argument(help="The home, by its id.")],
    show: Annotated[
        bool, typer.Option("--show", help="It permits others to see what it chose.")
    ] = False,
) -> None:
    """Write down a choice; one that is not safe is refused.

    Example:

        hecht round choose evening h017 n42 --show
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.CHOOSE, household=household, home=home, by="themselves")
    if show:
        _enter(folder, Kind.SHOW, household=household)


def pass_(folder: Folder, household: Household_) -> None:
    """Let a turn pass: from adapted homes to its own place, and from there to the end.

    Example:

        hecht round pass evening h017
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.PASS, household=household, by="themselves")


def withdraw(folder: Folder, household: Household_, reason: Reason) -> None:
    """Let a household leave the round; the home that it had chosen or was kept comes free.

    Example:

        hecht round withdraw evening h017 --reason "moves to her daughter"
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.WITHDRAW, household=household, reason=reason)


def rejoin(folder: Folder, household: Household_) -> None:
    """Let a household that left come back: in its place if that is to come, else last.

    Example:

        hecht round rejoin evening h017
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.REJOIN, household=household)


def stay(
    folder: Folder,
    household: Household_,
    home: Annotated[str, typer.Argument(help="The temporary home in which it stays.")],
    reason: Reason,
) -> None:
    """Let a household stay for good in its temporary home; its kept home comes free.

    Example:

        hecht round stay evening h017 t3 --reason "settled there"
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.STAY, household=household, home=home, reason=reason)


def undo(
    folder: Folder,
    number: Annotated[int, typer.Argument(help="The number of the entry to take back.")],
    reason: Reason,
) -> None:
    """Take back an entry, as a new entry with a reason; nothing leaves the log.

    Example:

        hecht round undo evening 12 --reason "typed the wrong home"
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.UNDO, of=number, reason=reason)


def wishes(
    folder: Folder,
    neighbourhood: Neighbourhood_,
    most: Annotated[
        int | None, typer.Option(help="Stop after this many entries.", min=1, show_default="all")
    ] = None,
) -> None:
    """Go on with stated wishes: for who is absent (--most 1), or for all that is left.

    Example:

        hecht round wishes evening --neighbourhood my-neighbourhood --most 1
    """
    from hecht.exchange import read
    from hecht.exchange.round_files import Keyboard
    from hecht.rounds.wishes import Stated

    stated = Stated(read(neighbourhood))
    with Keyboard(folder) as keyboard:
        _by_wishes(keyboard, stated, most)
        _show(folder, keyboard.evening)


def _by_wishes(keyboard: Keyboard, stated: Stated, most: int | None) -> None:
    """Enter what households in turn would do by their stated wishes, and tell it."""
    from hecht.rounds.measure import stated_step

    done = 0
    while keyboard.evening.turn() is not None and (most is None or done < most):
        kind, said = stated_step(keyboard.evening, stated)
        _tell(keyboard.enter(kind, at=_now(), **said))
        done += 1


def _tell(entry: Entry) -> None:
    told = (f"{entry.number:4}", entry.household, entry.kind, entry.home)
    typer.echo("  ".join(part for part in told if part))


def run_(folder: Folder, neighbourhood: Neighbourhood_) -> None:
    """Hold the evening at this keyboard: it shows each turn and asks what is chosen.

    Put screen.html of the round's folder on the big screen; it renews itself. Everything is on
    disk before it is shown: after a power cut the same command goes on where the evening was.

    Example:

        hecht round run evening --neighbourhood my-neighbourhood
    """
    from hecht.exchange import read
    from hecht.exchange.round_files import Keyboard
    from hecht.rounds import RoundError
    from hecht.rounds.wishes import Stated

    place = read(neighbourhood)
    stated = Stated(place)
    typer.echo(f"Big screen: {folder / 'screen.html'}\n{words.AT_THE_KEYBOARD}")
    with Keyboard(folder) as keyboard:
        fresh = True
        while keyboard.evening.turn() is not None:
            _show(folder, keyboard.evening)
            if fresh:
                typer.echo("\n" + "\n".join(words.turn_lines(keyboard.evening, place)))
            try:
                line = typer.prompt("", prompt_suffix="> ", default="", show_default=False)
            except typer.Abort:
                line = "stop"
            if line.strip() == "stop":
                typer.echo("\nStopped; all that was entered is kept. The same command goes on.")
                return
            try:
                fresh = _did(keyboard, stated, line)
            except RoundError as error:
                typer.echo(f"Not written: {error}")
                fresh = False
        _show(folder, keyboard.evening)
        last = keyboard.evening.entries[-1].seal if keyboard.evening.entries else ""
        typer.echo(f"Everybody has had a turn. Read the last seal aloud: {last}")


def _did(keyboard: Keyboard, stated: Stated, line: str) -> bool:
    """Do what a line asks; return whether the turn is to be shown again."""
    from hecht.rounds import Kind
    from hecht.rounds.typed import Help, Wishes, understood

    asked = understood(keyboard.evening, line)
    if isinstance(asked, Help):
        typer.echo(words.AT_THE_KEYBOARD)
        return False
    if isinstance(asked, Wishes):
        _by_wishes(keyboard, stated, asked.most)
        return True
    _tell(keyboard.enter(asked.kind, at=_now(), **asked.said))
    if asked.show:
        _tell(keyboard.enter(Kind.SHOW, at=_now(), household=str(asked.said["household"])))
    return True
