"""`hecht round`: choosing rounds: the draw, the evening, safe homes, and other mechanisms."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli import round_words as words
from hecht.cli.errors import NO
from hecht.rounds.order import By, GroupPlace

if TYPE_CHECKING:
    from hecht.rounds import Draw, Entry, Evening, Kind, OrderRule

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Let households choose their homes in turn, so that everyone after can still return.",
)

Neighbourhood_ = Annotated[Path, typer.Argument(help="The neighbourhood folder.")]
Folder = Annotated[Path, typer.Argument(help="The folder of the round.")]
Household_ = Annotated[str, typer.Argument(help="The household, by its id.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the log.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for a machine to read.")]
Tenants = Annotated[
    bool,
    typer.Option(help="Let those whose home stays, and who wish for another, take part too."),
]
OrderBy = Annotated[By, typer.Option(help="Longest tenancy first, or by a draw.")]
CareFirst = Annotated[
    bool,
    typer.Option(
        "--care-first/--no-care-first",
        help="Adapted homes first to those with a care indication.",
    ),
]
Place = Annotated[
    GroupPlace, typer.Option(help="A group has the place of its last or its first member.")
]
KeepNear = Annotated[bool, typer.Option(help="Also see to it that groups end near each other.")]


@app.callback()
def rounds() -> None:
    """Let households choose their homes in turn, so that everyone after can still return."""


@app.command("commit")
def commit(
    neighbourhood: Neighbourhood_,
    out: Annotated[Path, typer.Option("--out", help="The draw to publish (JSON).")],
    secret: Annotated[Path, typer.Option(help="Where the secret seed is kept until the draw.")],
    tenants: Tenants = False,
) -> None:
    """Publish a draw beforehand: the list of lots, and a commitment to a secret seed.

    Every household or group has a code on the list. Tell each its own, keep the secret file.

    Example:

        hecht round commit my-neighbourhood --out draw.json --secret secret.json
    """
    import secrets

    from hecht.exchange import read
    from hecht.exchange.round_files import write_draw, write_secret
    from hecht.rounds import Draw, commitment
    from hecht.rounds.draw import lot_codes
    from hecht.rounds.opening import offer
    from hecht.rounds.order import parties

    place = read(neighbourhood)
    who = parties(offer(place, tenants=tenants).households, place.groups)
    seed, salt = secrets.token_hex(32), secrets.token_hex(16)
    codes = lot_codes(list(who), salt)
    lots = tuple(sorted(codes.values()))
    write_secret({"seed": seed, "salt": salt, "codes": codes}, secret)
    draw = Draw(lots, commitment(seed, lots))
    write_draw(draw, out)
    typer.echo(f"{len(lots)} lots; publish {out} now. Commitment: {draw.commitment}")


@app.command("draw")
def draw_(
    published: Annotated[Path, typer.Argument(help="The draw that was published (JSON).")],
    secret: Annotated[Path, typer.Option(help="The secret of the draw.")],
    word: Annotated[
        str,
        typer.Option(help="A public word, agreed on beforehand, that nobody could know then."),
    ] = "",
) -> None:
    """Reveal the seed of a draw, and write the order that follows from it.

    Example:

        hecht round draw draw.json --secret secret.json --word "the hail of 3 May"
    """
    from hecht.exchange.round_files import read_draw, read_secret, write_draw
    from hecht.rounds import RoundError, drawn_order
    from hecht.rounds.draw import faults

    before = read_draw(published)
    if before.seed:
        raise RoundError(f"{published} has been drawn already; a draw is held once")
    seed = str(read_secret(secret)["seed"])
    order = drawn_order(seed, before.lots, word)
    after = replace(before, seed=seed, word=word, order=order)
    if wrong := faults(after):
        raise RoundError("; ".join(wrong))
    write_draw(after, published)
    for number, lot in enumerate(order, start=1):
        typer.echo(f"{number:4}  {lot}")


@app.command("open")
def open_(
    neighbourhood: Neighbourhood_,
    out: Annotated[Path, typer.Option("--out", help="The folder of the round to make.")],
    by: OrderBy = By.TENANCY,
    care_first: CareFirst = True,
    group_place: Place = GroupPlace.LAST,
    draw: Annotated[
        Path | None, typer.Option(help="A draw: the order, or what decides between equals.")
    ] = None,
    secret: Annotated[Path | None, typer.Option(help="The secret of that draw.")] = None,
    tenants: Tenants = False,
    keep_groups_near: KeepNear = False,
) -> None:
    """Open a round: who chooses when, among which homes, by the rules of the social plan.

    Example:

        hecht round open my-neighbourhood --out evening
    """
    from hecht.exchange import read
    from hecht.exchange.round_files import Keyboard, write_round
    from hecht.rounds import OrderRule, open_round

    drawn, salt = _drawn(draw, secret)
    fixed = open_round(
        read(neighbourhood),
        OrderRule(by, care_first, group_place),
        drawn=drawn,
        salt=salt,
        tenants=tenants,
        keep_groups_near=keep_groups_near,
    )
    write_round(fixed, out)
    with Keyboard(out) as keyboard:
        typer.echo("\n".join(words.opened(keyboard.evening)))


def _drawn(draw: Path | None, secret: Path | None) -> tuple[tuple[str, ...], str]:
    """Return the parties in the order of a draw that holds, and the salt of their codes."""
    import secrets

    from hecht.exchange.round_files import read_draw, read_secret
    from hecht.rounds import RoundError
    from hecht.rounds.draw import faults

    if draw is None:
        return (), secrets.token_hex(16)
    if secret is None:
        raise typer.BadParameter("a draw needs its secret file, which knows whose codes they are")
    held, known = read_draw(draw), read_secret(secret)
    if wrong := faults(held):
        raise RoundError("; ".join(wrong))
    party_of = {code: party for party, code in known["codes"].items()}
    if set(party_of) != set(held.lots):
        raise RoundError("the secret file belongs to another draw")
    return tuple(party_of[lot] for lot in held.order), str(known["salt"])


@app.command("verify")
def verify(
    path: Annotated[Path, typer.Argument(help="A published draw (JSON), or a round's folder.")],
    draw: Annotated[
        Path | None, typer.Option(help="The draw as published before, to compare with.")
    ] = None,
    seal: Annotated[str, typer.Option(help="The last seal, as read out at the end.")] = "",
) -> None:
    """Check a draw or a whole evening anew: exit code 0 when it holds, 1 when it does not.

    Example:

        hecht round verify draw.json
        hecht round verify evening --seal 4fd1…
    """
    from hecht.exchange.round_files import read_draw, read_evening
    from hecht.rounds import RoundError
    from hecht.rounds.draw import faults

    try:
        if path.is_dir():
            evening = read_evening(path)
            last = evening.entries[-1].seal if evening.entries else ""
            wrong = [] if not seal or seal == last else ["the last seal is not the one read out"]
            good = f"The evening holds: {len(evening.entries)} entries, last seal {last}"
        else:
            held = read_draw(path)
            wrong = faults(held)
            if draw is not None:
                wrong += _changed_since(read_draw(draw), held)
            good = f"The draw holds: {len(held.lots)} lots, commitment {held.commitment}"
    except RoundError as error:
        wrong, good = [str(error)], ""
    if wrong:
        typer.echo("Does not hold:\n" + "\n".join(f"  - {fault}" for fault in wrong))
        raise typer.Exit(NO)
    typer.echo(good)


def _changed_since(before: Draw, after: Draw) -> list[str]:
    same = before.lots == after.lots and before.commitment == after.commitment
    return [] if same else ["the list or the commitment is not the one published before"]


@app.command("homes")
def homes(
    folder: Folder,
    neighbourhood: Annotated[
        Path | None, typer.Option(help="The neighbourhood folder: shows places and ties.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show whose turn it is, and the safe homes of each household in it.

    With the neighbourhood it also tells how near each home is to people the household itself
    named, as far as they have chosen and permit that it is seen.

    Example:

        hecht round homes evening --neighbourhood my-neighbourhood
    """
    from hecht.exchange import read
    from hecht.exchange.round_files import read_evening

    evening = read_evening(folder)
    place = None if neighbourhood is None else read(neighbourhood)
    if as_json:
        typer.echo(json.dumps(words.turn_record(evening, place), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(words.turn_lines(evening, place)))


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


@app.command("choose")
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


@app.command("pass")
def pass_(folder: Folder, household: Household_) -> None:
    """Let a turn pass: from adapted homes to its own place, and from there to the end.

    Example:

        hecht round pass evening h017
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.PASS, household=household, by="themselves")


@app.command("withdraw")
def withdraw(folder: Folder, household: Household_, reason: Reason) -> None:
    """Let a household leave the round; the home that it had chosen or was kept comes free.

    Example:

        hecht round withdraw evening h017 --reason "moves to her daughter"
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.WITHDRAW, household=household, reason=reason)


@app.command("rejoin")
def rejoin(folder: Folder, household: Household_) -> None:
    """Let a household that left come back: in its place if that is to come, else last.

    Example:

        hecht round rejoin evening h017
    """
    from hecht.rounds import Kind

    _enter(folder, Kind.REJOIN, household=household)


@app.command("stay")
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


@app.command("undo")
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


@app.command("run")
def run_(
    folder: Folder,
    neighbourhood: Annotated[Path, typer.Option(help="The neighbourhood folder.")],
    most: Annotated[
        int | None, typer.Option(help="Stop after this many entries.", min=1, show_default="all")
    ] = None,
) -> None:
    """Go on with stated wishes: for who is absent (--most 1), or for all that is left.

    Example:

        hecht round run evening --neighbourhood my-neighbourhood --most 1
    """
    from hecht.exchange import read
    from hecht.exchange.round_files import Keyboard
    from hecht.rounds.measure import stated_step
    from hecht.rounds.wishes import Stated

    stated = Stated(read(neighbourhood))
    done = 0
    with Keyboard(folder) as keyboard:
        while keyboard.evening.turn() is not None and (most is None or done < most):
            kind, said = stated_step(keyboard.evening, stated)
            entry = keyboard.enter(kind, at=_now(), **said)
            typer.echo(f"{entry.number:4}  {entry.household}  {entry.kind}  {entry.home}".rstrip())
            done += 1
        _show(folder, keyboard.evening)


@app.command("result")
def result(
    folder: Folder,
    neighbourhood: Annotated[Path, typer.Option(help="The neighbourhood folder.")],
    out: Annotated[Path, typer.Option("--out", help="The neighbourhood folder to write.")],
) -> None:
    """Write the neighbourhood with every choice as an accepted promise, ready to be planned.

    Example:

        hecht round result evening --neighbourhood my-neighbourhood --out chosen
    """
    from hecht.exchange import read, write
    from hecht.exchange.round_files import read_evening
    from hecht.rounds.result import with_choices

    evening = read_evening(folder)
    promised, notes = with_choices(read(neighbourhood), evening)
    write(promised, out)
    typer.echo(f"Wrote {out}: {len(evening.chosen)} accepted promises of a home.")
    for note in notes:
        typer.echo(f"  - {note}")


@app.command("compare")
def compare_(
    neighbourhood: Neighbourhood_,
    by: OrderBy = By.TENANCY,
    care_first: CareFirst = True,
    group_place: Place = GroupPlace.LAST,
    plan: Annotated[
        Path | None, typer.Option(help="A plan for the same neighbourhood, as advice.")
    ] = None,
    draw: Annotated[Path | None, typer.Option(help="A draw, as for `open`.")] = None,
    secret: Annotated[Path | None, typer.Option(help="The secret of that draw.")] = None,
    tenants: Tenants = False,
    keep_groups_near: KeepNear = False,
    public: Annotated[
        bool, typer.Option("--public", help="Hide figures of fewer than ten households (C7).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Lay the mechanisms side by side, by stated wishes.

    Example:

        hecht round compare my-neighbourhood --plan my-neighbourhood/plan
    """
    from hecht.exchange import read
    from hecht.exchange.plan_folder import read_plan
    from hecht.rounds import OrderRule, open_round
    from hecht.rounds.measure import compare

    place = read(neighbourhood)
    rule: OrderRule = OrderRule(by, care_first, group_place)
    drawn, _ = _drawn(draw, secret)
    fixed = open_round(place, rule, drawn=drawn, tenants=tenants, keep_groups_near=keep_groups_near)
    course = None if plan is None else read_plan(place, plan).course
    found = compare(place, fixed, course=course, tenants=tenants)
    records: list[dict[str, Any]] = [words.visible(one, public) for one in found]
    if as_json:
        typer.echo(json.dumps(records, indent=2, ensure_ascii=False))
    else:
        typer.echo(words.table(records))
