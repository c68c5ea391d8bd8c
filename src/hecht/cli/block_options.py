"""`hecht options`: what may be done to each block, and a first set of options by default."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from hecht.exchange.option_defaults import Defaults
    from hecht.neighbourhood import Design, Option
    from hecht.rules import Amount, DatedTable

FILES = ("options.csv", "option_homes.csv")
MOST_NOTES = 5


def run(
    folder: Annotated[Path, typer.Argument(help="The neighbourhood folder or Excel workbook.")],
    write: Annotated[
        bool,
        typer.Option(
            "--write", "--defaults", help="Make a first set of options and write it to the folder."
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="With --write: replace the options that are there.")
    ] = False,
    table: Annotated[
        Path | None,
        typer.Option(
            help="With --write: a CSV file with figures of your own, which go before hecht's; its "
            "columns are rule, start, end, amount, unit, source, verified, note."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the options as JSON, for a machine to read.")
    ] = False,
) -> None:
    """List what may be done to each block, or make a first set of options.

    Without options.csv each block has one option: what is planned. With --write, options to keep,
    to renovate with people in or out, to rebuild as it was and to rebuild denser are made for
    every block, each with its duration, cost, label, gas, land and homes. They follow from the
    homes that stand there and from a table of figures; most of those are assumptions, and every
    one that was used is shown. Put what you know better in options.csv and option_homes.csv.

    Example:

        hecht options my-neighbourhood

        hecht options my-neighbourhood --write
    """
    from hecht.exchange import read_design

    if (force or table is not None) and not write:
        raise typer.BadParameter("give --write too", param_hint="--force" if force else "--table")
    defaults: Defaults | None = None
    if write:
        design, defaults = _write(folder, force, _own(table))
    else:
        design = read_design(folder)
    if as_json:
        typer.echo(json.dumps(_facts(folder, design, defaults), indent=2, ensure_ascii=False))
        return
    typer.echo("\n".join(_table(design)))
    typer.echo("\n" + "\n".join(_told(folder, design, defaults)))


def _own(path: Path | None) -> DatedTable | None:
    from hecht.exchange.default_figures import NAME
    from hecht.exchange.norms import read_norms
    from hecht.rules import RuleTableError
    from hecht.rules import table as known

    if path is None:
        return None
    try:
        own = read_norms(path)
    except RuleTableError as error:
        raise typer.BadParameter(str(error), param_hint="--table") from None
    if own is None:
        raise typer.BadParameter(
            f"{path.name} holds no figures; give one in each row, or leave --table out",
            param_hint="--table",
        )
    rules = known(NAME).rules()
    strange = [rule for rule in own.rules() if rule not in rules]
    if strange:
        raise typer.BadParameter(
            f"{path.name}: there is no figure {strange[0]!r}; they are {', '.join(rules)}",
            param_hint="--table",
        )
    return own


def _write(folder: Path, force: bool, own: DatedTable | None) -> tuple[Design, Defaults]:
    """Write the default options; what is there already is replaced only by force."""
    from hecht.exchange import FolderError, read, read_design, write_design
    from hecht.exchange.design_files import design_texts
    from hecht.exchange.folder import is_workbook, write_files
    from hecht.exchange.option_defaults import default_options
    from hecht.neighbourhood import Design

    if not force:
        _refuse_to_replace(folder)
    try:
        design = read_design(folder)
    except FolderError:
        if not force:
            raise
        design = Design(read(folder))
    defaults = default_options(design.neighbourhood, own)
    _refuse_to_orphan(design, defaults)
    made = replace(design, options=defaults.options)
    if is_workbook(folder):
        write_design(made, folder)
        return made, defaults
    texts = design_texts(made, folder)
    write_files({name: texts[name] for name in FILES if name in texts}, folder)
    return made, defaults


def _refuse_to_replace(folder: Path) -> None:
    from hecht.exchange.folder import is_workbook

    if is_workbook(folder) and folder.exists():
        raise typer.BadParameter(
            "the workbook would be written anew, without sheets and marks of your own; give "
            "--force if that is all right",
            param_hint="--write",
        )
    there = [name for name in FILES if (folder / name).exists()]
    if there:
        raise typer.BadParameter(
            f"{folder / there[0]} is there already; give --force to replace it",
            param_hint="--write",
        )


def _refuse_to_orphan(design: Design, defaults: Defaults) -> None:
    """Scenarios that name an option which would no longer be there stop the writing."""
    made = {(option.block, option.id) for option in defaults.options}
    lost = [
        (scenario.id, block, option)
        for scenario in design.scenarios
        for block, option in scenario.choice.items()
        if (block, option) not in made
    ]
    if lost:
        scenario, block, option = lost[0]
        raise typer.BadParameter(
            f"scenario {scenario} names option {option} of block {block}, which would be gone; "
            "take it out of scenarios.csv first, or move that file away",
            param_hint="--force",
        )


def _table(design: Design) -> list[str]:
    """Return the options as lines, a block after another."""
    start = design.neighbourhood.project.start
    wide = max([10, *(len(block) for block in design.options_of)])
    lines = [
        f"{'block':<{wide}} {'option':<16} {'works':<18} {'months':>6} {'euro':>12} "
        f"{'label':>6} {'gas':>4} {'homes':>6}"
    ]
    for block, options in design.options_of.items():
        for option in options.values():
            months = str(option.duration) if option.duration else ""
            cost = "" if option.cost is None else f"{option.cost:,.0f}"
            gas = "" if option.gas is None else "yes" if option.gas else "no"
            first = "" if option.earliest is None else f"  from {start.plus(option.earliest)}"
            lines.append(
                f"{block:<{wide}} {option.id:<16} {option.works.value:<18} {months:>6} {cost:>12} "
                f"{option.label or '':>6} {gas:>4} {_homes_after(design, option):>6}{first}"
            )
    return lines


def _homes_after(design: Design, option: Option) -> int:
    """Return how many homes the block has after an option, bought-in ones not counted."""
    from hecht.neighbourhood import Stage, Works

    homes = [home for home in design.neighbourhood.homes if home.block == option.block]
    stand = sum(home.stage is Stage.EXISTING for home in homes)
    if option.works not in (Works.REBUILD, Works.BUILD):
        return stand
    built = sum(kind.count for kind in option.programme)
    if not option.programme:
        built = sum(home.stage is Stage.NEW for home in homes)
    return built + (stand if option.works is Works.BUILD else 0)


def _told(folder: Path, design: Design, defaults: Defaults | None) -> list[str]:
    """Return what is said under the table."""
    blocks, count = len(design.neighbourhood.blocks), len(design.options)
    if defaults is None:
        scenarios = len(design.scenarios)
        lines = [f"{blocks} blocks, {count} options in options.csv, {scenarios} scenarios."]
        if not count:
            lines.append(f"Next: hecht options {folder} --write makes a first set of options.")
        return lines
    from hecht.exchange.option_defaults import NOT_ASSUMED

    lines = [f"Written to {folder}: {count} options for {blocks} blocks.", ""]
    assumed = [one for one in defaults.used if not one.verified]
    lines.append(f"{len(assumed)} figures are ASSUMPTIONS, which no public source bears out:")
    lines += [f"  {_figure(one)} ({one.note or 'from your own table'})" for one in assumed]
    known = [one for one in defaults.used if one.verified]
    if known:
        lines += ["", "From a source:"]
        lines += [f"  {_figure(one)} ({one.note or 'as published'}; {one.source})" for one in known]
    empty = ", ".join(NOT_ASSUMED)
    lines += ["", f"Left empty, because nothing in the folder tells it: {empty}."]
    lines += defaults.notes[:MOST_NOTES]
    if len(defaults.notes) > MOST_NOTES:
        lines.append(f"and {len(defaults.notes) - MOST_NOTES} notes more; --json has them all.")
    return [*lines, "", f"Put right what you know better, then: hecht check {folder}"]


def _figure(one: Amount) -> str:
    from hecht.neighbourhood import LABELS

    if one.unit.startswith("place in the list of labels"):
        return f"{one.rule}: {LABELS[round(one.amount) - 1]}"
    if one.unit.startswith("1 is yes"):
        return f"{one.rule}: {'yes' if one.amount else 'no'}"
    return f"{one.rule}: {one.amount:,g} {one.unit}"


def _facts(folder: Path, design: Design, defaults: Defaults | None) -> dict[str, Any]:
    start = design.neighbourhood.project.start
    facts: dict[str, Any] = {
        "folder": str(folder),
        "blocks": {
            block: [_record(design, option, start) for option in options.values()]
            for block, options in design.options_of.items()
        },
        "scenarios": [
            {"scenario": one.id, "name": one.name, "horizon": one.horizon, "choice": {**one.choice}}
            for one in design.scenarios
        ],
    }
    if defaults is not None:
        facts["figures"] = [
            {key: getattr(one, key) for key in ("rule", "amount", "unit", "source", "note")}
            | {"assumption": not one.verified}
            for one in defaults.used
        ]
        facts["notes"] = list(defaults.notes)
    return facts


def _record(design: Design, option: Option, start: Any) -> dict[str, Any]:
    months = {
        key: None if getattr(option, key) is None else str(start.plus(getattr(option, key)))
        for key in ("earliest", "latest")
    }
    record = {key: value for key, value in asdict(option).items() if key not in ("block", "id")}
    return {"option": option.id, **record, **months, "homes_after": _homes_after(design, option)}
