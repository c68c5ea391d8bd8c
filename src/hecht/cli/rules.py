"""`hecht rules`: the dated Dutch rules that hold on a day, with their sources."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hecht.rules import Amount, DatedTable, NoAmount

TABLES = ("moving_allowance", "terms", "rent_limits")

LABELS = {
    "moving_allowance": "least moving allowance, for a move on this day (BW 7:220, 7:275)",
    "landlord_notice_base": "landlord's term of notice, to begin with (BW 7:271)",
    "landlord_notice_per_year": "  longer for each full year of tenancy",
    "landlord_notice_max": "  at most",
    "consent_share": "consent from which a renovation proposal is presumed reasonable (BW 7:220)",
    "consent_least_homes": "  in a complex of at least",
    "consent_objection": "  term to go to court for a tenant who did not agree",
    "advice_term": "least term for advice of the tenants' organisation (Overlegwet)",
    "advice_reasons": "  term for written reasons not to follow it",
    "free_letting_share": "share of social lettings that may go to higher incomes (Woningwet)",
    "capping_limit_low": "aftoppingsgrens, 1 or 2 persons",
    "capping_limit_high": "aftoppingsgrens, 3 or more persons",
    "social_rent_limit": "highest starting rent of a social home (DAEB)",
    "quality_discount_limit": "kwaliteitskortingsgrens",
    "fitting_share": "lettings to low incomes that must be at or below the aftoppingsgrens",
}


def run(
    date_: Annotated[
        str, typer.Option("--date", help="The day, as 2026-02-28.", show_default="today")
    ] = "",
    table_: Annotated[
        Path | None,
        typer.Option(
            "--table",
            help="A CSV file with rows of your own, which go before hecht's; "
            "its columns are rule, start, end, amount, unit, source, verified, note.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the rules as JSON, for a machine to read.")
    ] = False,
) -> None:
    """Show which amounts and terms hold on a day, and from which source.

    An amount that has no public source is never reckoned with: it is shown as unverified, with
    what you would have to provide.

    Example:

        hecht rules --date 2024-03-01
    """
    day = _day(date_)
    found = _on(day, _own(table_))
    if as_json:
        typer.echo(json.dumps([_record(one, day) for one in found], indent=2, ensure_ascii=False))
        return
    typer.echo(f"What holds on {day}\n")
    for one in found:
        typer.echo("\n".join(_lines(one)))


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a day; write it as 2026-02-28", param_hint="--date"
        ) from None


def _own(path: Path | None) -> DatedTable | None:
    from hecht.rules import RuleTableError, parse

    if path is None:
        return None
    try:
        own = parse(path.read_text(encoding="utf-8"), path.name)
    except (RuleTableError, UnicodeDecodeError) as error:
        raise typer.BadParameter(str(error), param_hint="--table") from None
    strange = [rule for rule in own.rules() if rule not in LABELS]
    if strange:
        raise typer.BadParameter(
            f"{path.name}: there is no rule {strange[0]!r}; the rules are {', '.join(LABELS)}",
            param_hint="--table",
        )
    return own


def _on(day: date, own: DatedTable | None) -> list[Amount | NoAmount]:
    from hecht.rules import table

    found = []
    for name in TABLES:
        known = table(name) if own is None else table(name).with_rows(own)
        found += [known.on(rule, day) for rule in table(name).rules()]
    return found


def _lines(one: Amount | NoAmount) -> list[str]:
    from hecht.rules import NoAmount

    label = LABELS[one.rule]
    if isinstance(one, NoAmount):
        return [f"{label}: NOT VERIFIED", f"    why: {one.why}", f"    to do: {one.provide}", ""]
    lines = [f"{label}: {one.amount:,.2f} {one.unit}".replace(".00 ", " ")]
    if one.start is not None:
        until = "" if one.end is None else f" up to, not including, {one.end}"
        lines.append(f"    holds from {one.start}{until}")
    if one.note:
        lines.append(f"    note: {one.note}")
    return [*lines, f"    source: {one.source}", ""]


def _record(one: Amount | NoAmount, day: date) -> dict[str, Any]:
    from hecht.rules import NoAmount

    record: dict[str, Any] = {"rule": one.rule, "label": LABELS[one.rule].strip(), "day": str(day)}
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
