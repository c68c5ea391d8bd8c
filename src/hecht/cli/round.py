"""`hecht round`: choosing rounds: the draw, the evening, safe homes, and other mechanisms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli import round_draw, round_evening
from hecht.cli import round_words as words
from hecht.cli.errors import NO
from hecht.cli.round_draw import Tenants, drawn_parties
from hecht.cli.round_evening import Folder
from hecht.rounds.order import By, GroupPlace

if TYPE_CHECKING:
    from hecht.rounds import Draw, OrderRule

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Let households choose their homes in turn, so that everyone after can still return.",
)

Neighbourhood_ = Annotated[Path, typer.Argument(help="The neighbourhood folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for a machine to read.")]
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


round_draw.put(app)


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

    drawn, salt = drawn_parties(draw, secret)
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


@app.command("verify")
def verify(
    path: Annotated[Path, typer.Argument(help="A published draw (JSON), or a round's folder.")],
    draw: Annotated[
        Path | None,
        typer.Option(
            help="With a draw: as it was published before, to compare with. With a round's "
            "folder: the draw that its order must follow."
        ),
    ] = None,
    seal: Annotated[str, typer.Option(help="The last seal, as read out at the end.")] = "",
) -> None:
    """Check a draw or a whole evening anew: exit code 0 when it holds, 1 when it does not.

    Example:

        hecht round verify draw.json
        hecht round verify draw.json --draw draw-as-published.json
        hecht round verify evening --seal 4fd1…
        hecht round verify evening --draw draw.json
    """
    from hecht.rounds import RoundError

    try:
        wrong, good = (_evening if path.is_dir() else _draw)(path, draw, seal)
    except RoundError as error:
        wrong, good = [str(error)], ""
    if wrong:
        typer.echo("Does not hold:\n" + "\n".join(f"  - {fault}" for fault in wrong))
        raise typer.Exit(NO)
    typer.echo(good)


def _evening(path: Path, draw: Path | None, seal: str) -> tuple[list[str], str]:
    """Return what is wrong with an evening, and what to say when nothing is."""
    from hecht.exchange.round_files import half_a_line, read_draw, read_evening
    from hecht.rounds.draw import faults, order_faults

    evening = read_evening(path)
    last = evening.entries[-1].seal if evening.entries else ""
    wrong = half_a_line(path)
    if seal and seal != last:
        wrong.append(f"the last seal is {last}, not the one read out")
    if draw is not None:
        held = read_draw(draw)
        wrong += faults(held) or order_faults(evening.round, held)
    return wrong, f"The evening holds: {len(evening.entries)} entries, last seal {last}"


def _draw(path: Path, before: Path | None, seal: str) -> tuple[list[str], str]:
    """Return what is wrong with a draw, and what to say when nothing is."""
    from hecht.exchange.round_files import read_draw
    from hecht.rounds.draw import faults

    if seal:
        raise typer.BadParameter("a draw has no seal; give a round's folder", param_hint="--seal")
    held = read_draw(path)
    wrong = faults(held)
    if before is not None:
        wrong += _changed_since(read_draw(before), held)
    return wrong, f"The draw holds: {len(held.lots)} lots, commitment {held.commitment}"


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


round_evening.put(app)


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
    drawn, _ = drawn_parties(draw, secret)
    fixed = open_round(place, rule, drawn=drawn, tenants=tenants, keep_groups_near=keep_groups_near)
    course = None if plan is None else read_plan(place, plan).course
    found = compare(place, fixed, course=course, tenants=tenants)
    records: list[dict[str, Any]] = [words.visible(one, public) for one in found]
    if as_json:
        typer.echo(json.dumps(records, indent=2, ensure_ascii=False))
    else:
        typer.echo(words.table(records))
