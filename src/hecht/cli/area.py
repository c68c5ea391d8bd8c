"""`hecht area`: how areas stand. Its sub-verbs are loaded only when they are used."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from hecht.cli import Verb, with_kept_examples

SUB_VERBS: dict[str, Verb] = {
    "import": Verb("hecht.cli.area_import", "Put figures and outlines of areas into a panel."),
    "show": Verb("hecht.cli.area_show", "List the figures of one area, each with its source."),
    "load": Verb("hecht.cli.area_load", "Fetch tables and layers from the network into a panel."),
    "names": Verb("hecht.cli.area_names", "Put tables that go by names of areas into a panel."),
    "cells": Verb("hecht.cli.area_cells", "Bring figures of cells of 100 m, or points, to areas."),
    "questionnaire": Verb(
        "hecht.cli.area_questionnaire", "Write the form on living together, and its sheet."
    ),
    "survey": Verb("hecht.cli.area_survey", "Tell what areas answered, beside the country."),
    "columns": Verb("hecht.cli.area_columns", "List what the columns of an edition mean."),
    "programme": Verb(
        "hecht.cli.area_programme", "Lay a broad programme beside a plan, figures and evidence."
    ),
    "profile": Verb("hecht.cli.area_profile", "Tell how one area stands, theme by theme."),
    "peers": Verb("hecht.cli.area_peers", "List the areas most like one area, and why."),
    "focus": Verb("hecht.cli.area_focus", "Show the 20 focus areas of the NPLV."),
}
"""Every sub-verb, in the order in which `hecht area --help` shows them."""


class AreaGroup(TyperGroup):
    """The `hecht area` command: lists its sub-verbs without loading them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the sub-verbs in the order of the table."""
        return list(SUB_VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a sub-verb, or None when there is no such one."""
        if cmd_name not in SUB_VERBS:
            return None
        module = import_module(SUB_VERBS[cmd_name].module)
        inner = getattr(module, "app", None)
        if inner is None:
            inner = typer.Typer(rich_markup_mode=None, add_completion=False)
            help_text = with_kept_examples(inspect.getdoc(module.run) or "")
            inner.command(cmd_name, help=help_text)(module.run)
        command = typer.main.get_command(inner)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the sub-verbs with their line of help, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.help) for name, verb in SUB_VERBS.items()])


app = typer.Typer(
    cls=AreaGroup,
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Tell how areas stand: figures over years, each with its source.\n\n"
    "Example: hecht area import kwb-2023.csv --to panel",
)


@app.callback()
def area() -> None:
    """Tell how areas stand: figures over years, each with its source."""
