"""`hecht rules`: the dated Dutch rules that hold on a day, with their sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hecht.cli.options import day_of
from hecht.cli.rule_labels import LABELS, SUBJECTS
from hecht.rules.dated import TABLES

if TYPE_CHECKING:
    from hecht.rules import Amount, DatedTable, NoAmount

Found = tuple[str, "Amount | NoAmount"]
"""A table and what holds by one of its rules."""


def run(
    tables: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"Which tables: {', '.join(TABLES)}; all if not given.", show_default=False
        ),
    ] = None,
    date_: Annotated[
        str, typer.Option("--date", help="The day, as 2026-02-28.", show_default="today")
    ] = "",
    table_: Annotated[
        Path | None,
        typer.Option(
            "--table",
            help="A CSV file with rows of your own, which go before hecht's, such as the norms.csv "
            "of a neighbourhood folder (docs/format.md).",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the rules as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Show which amounts and terms hold on a day, and from which source.

    An amount that has no public source is shown as not verified, with what you would have to
    provide; only the figures for first options are used as assumptions all the same. Your own
    amounts and norms go into norms.csv of a neighbourhood folder.

    Example:

        hecht rules --date 2024-03-01
        hecht rules rent_limits parking_norms
    """
    day = day_of(date_, "--date") if date_ else date.today()
    found = _on(_named(tables or ()), day, _own(table_))
    if as_json:
        typer.echo(json.dumps([_record(*one, day) for one in found], indent=2, ensure_ascii=False))
        return
    typer.echo(f"What holds on {day}\n")
    shown = ""
    for name, one in found:
        if name != shown:
            typer.echo(f"== {name}: {SUBJECTS[name]}")
        shown = name
        typer.echo("\n".join(_lines(one)))


def _named(wanted: Sequence[str]) -> list[str]:
    for name in wanted:
        if name not in TABLES:
            raise typer.BadParameter(
                f"there is no table {name!r}; the tables are {', '.join(TABLES)}",
                param_hint="TABLES",
            )
    return [name for name in TABLES if not wanted or name in wanted]


def _own(path: Path | None) -> DatedTable | None:
    from hecht.exchange.norms import read_norms
    from hecht.rules import RuleTableError

    if path is None:
        return None
    try:
        return read_norms(path)
    except (RuleTableError, OSError) as error:
        raise typer.BadParameter(str(error), param_hint="--table") from None


def _on(names: Sequence[str], day: date, own: DatedTable | None) -> list[Found]:
    from hecht.rules.dated import known, table

    rules = [(name, rule) for name in names for rule in table(name).rules()]
    return [(name, known(name, own).on(rule, day)) for name, rule in rules]


def _lines(one: Amount | NoAmount) -> list[str]:
    from hecht.rules import NoAmount

    label = LABELS[one.rule]
    if isinstance(one, NoAmount):
        guess = one.unverified
        amount = "" if guess is None else f" {_shown(guess)},"
        return [
            f"{label}:{amount} NOT VERIFIED",
            f"    why: {one.why}",
            f"    to do: {one.provide}",
            "",
        ]
    lines = [f"{label}: {_shown(one)}"]
    if one.start is not None:
        until = "" if one.end is None else f" up to, not including, {one.end}"
        lines.append(f"    holds from {one.start}{until}")
    if one.note:
        lines.append(f"    note: {one.note}")
    return [*lines, f"    source: {one.source}", ""]


def _shown(amount: Amount) -> str:
    """Return an amount with its unit: two decimals, or those that a small one has."""
    number = f"{amount.amount:,.2f}" if amount.amount >= 10 else f"{amount.amount:.6g}"
    return f"{number.removesuffix('.00')} {amount.unit}"


def _record(table: str, one: Amount | NoAmount, day: date) -> dict[str, Any]:
    from hecht.rules import NoAmount

    record: dict[str, Any] = {
        "table": table,
        "rule": one.rule,
        "label": LABELS[one.rule].strip(),
        "day": str(day),
    }
    if isinstance(one, NoAmount):
        candidate = one.unverified
        return {
            **record,
            "amount": None,
            "verified": False,
            "unverified_amount": None if candidate is None else candidate.amount,
            "why": one.why,
            "provide": one.provide,
        }
    return {
        **record,
        "amount": one.amount,
        "unit": one.unit,
        "verified": one.verified,
        "start": None if one.start is None else str(one.start),
        "end": None if one.end is None else str(one.end),
        "source": one.source,
        "note": one.note,
    }
