"""`hecht round commit | draw`: a draw that anyone can check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

Tenants = Annotated[
    bool,
    typer.Option(help="Let those whose home stays, and who wish for another, take part too."),
]


def put(app: typer.Typer) -> None:
    """Add these verbs to `hecht round`."""
    app.command("commit")(commit)
    app.command("draw")(draw_)


def commit(
    neighbourhood: Annotated[Path, typer.Argument(help="The neighbourhood folder.")],
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


def drawn_parties(draw: Path | None, secret: Path | None) -> tuple[tuple[str, ...], str]:
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
    if not held.seed:
        raise RoundError(
            f"{draw} has not been drawn yet; first: hecht round draw {draw} --secret …"
        )
    if wrong := faults(held):
        raise RoundError("; ".join(wrong))
    party_of = {code: party for party, code in known["codes"].items()}
    if set(party_of) != set(held.lots):
        raise RoundError("the secret file belongs to another draw")
    return tuple(party_of[lot] for lot in held.order), str(known["salt"])
