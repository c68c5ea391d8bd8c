"""The command line: a table of verbs, each a module that is loaded only when it is used."""

from __future__ import annotations

import inspect
import os
import sys
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from hecht.cli.errors import FAULT, INTERRUPTED, refusal


class Verb(NamedTuple):
    """A verb of the command line: the module that holds it, and its one line of help."""

    module: str
    help: str


VERBS: dict[str, Verb] = {
    "demo": Verb("hecht.cli.demo", "Plan an example neighbourhood and write its report."),
    "new": Verb("hecht.cli.new", "Write a small commented neighbourhood folder to start from."),
    "import": Verb("hecht.cli.import_", "Build a neighbourhood from public registers."),
    "synthesize": Verb("hecht.cli.synthesize", "Give a neighbourhood made-up households and ties."),
    "check": Verb("hecht.cli.check", "Check a neighbourhood, or a plan for it."),
    "options": Verb(
        "hecht.cli.block_options", "List what may be done to each block, or make options."
    ),
    "plan": Verb("hecht.cli.plan", "Plan a neighbourhood: calendar, homes, temporary homes."),
    "replan": Verb(
        "hecht.cli.replan", "Make a plan anew after delays, changed minds and the like."
    ),
    "compare": Verb("hecht.cli.compare", "Lay two or more plans side by side."),
    "scenarios": Verb(
        "hecht.cli.scenarios", "Search the options of each block for scenarios to choose from."
    ),
    "explain": Verb("hecht.cli.explain", "Tell where a household goes in a plan, and why."),
    "delays": Verb("hecht.cli.delays", "Tell what becomes of a plan when works run late."),
    "prices": Verb("hecht.cli.prices", "Tell what each rule costs, by solving again without it."),
    "intake": Verb("hecht.cli.intake", "Ask residents on paper, and merge what they answer."),
    "letters": Verb("hecht.cli.letters", "Write to each household what a plan means to it."),
    "consent": Verb("hecht.cli.consent", "Measure consent by article 7:220 BW: seven of ten."),
    "terms": Verb("hecht.cli.terms", "Put all terms of a plan in one calendar file."),
    "round": Verb("hecht.cli.round", "Let households choose homes in turn, safely."),
    "effects": Verb("hecht.cli.effects", "Estimate what a measure did to areas."),
    "evidence": Verb("hecht.cli.evidence", "Look up what worked and what did not, and pool it."),
    "area": Verb("hecht.cli.area", "Tell how areas stand: figures over years, with sources."),
    "rules": Verb("hecht.cli.rules", "Show the dated Dutch rules that hecht knows."),
    "bench": Verb("hecht.cli.bench", "Run the engine's kernels on public and made instances."),
}
"""Every verb, in the order in which `hecht --help` shows them."""


def with_kept_examples(text: str) -> str:
    """Return a docstring in which indented paragraphs keep their own lines in the help screen."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return "\n\n".join("\b\n" + part if part.startswith("    ") else part for part in paragraphs)


def load(verb: str) -> Any:
    """Return the command of a verb; imports its module.

    The module has either a function `run`, annotated for Typer, or a Typer application `app`
    when the verb has sub-verbs.
    """
    module = import_module(VERBS[verb].module)
    app = getattr(module, "app", None)
    if app is None:
        app = typer.Typer(rich_markup_mode=None, add_completion=False)
        help_text = with_kept_examples(inspect.getdoc(module.run) or "")
        app.command(verb, help=help_text)(module.run)
    command = typer.main.get_command(app)
    command.name = verb
    return command


def sub_commands(command: Any) -> dict[str, Any]:
    """Return the sub-verbs of a command by their names, loaded; empty when it has none."""
    if not hasattr(command, "list_commands"):
        return {}
    # the names may come from a table of what is loaded only here
    return {name: command.get_command(None, name) for name in command.list_commands(None)}


class VerbGroup(TyperGroup):
    """The `hecht` command: lists its verbs without loading them, and turns errors into words."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a verb, or None when there is no such verb."""
        return load(cmd_name) if cmd_name in VERBS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the verbs with their line of help, from the table alone."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, verb.help) for name, verb in VERBS.items()])

    def invoke(self, ctx: Any) -> Any:
        """Run a verb; an error that hecht foresees ends in a message and an exit code."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo("hecht: stopped.", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except Exception as error:
            answer = refusal(error)
            if answer is None:
                raise
            typer.echo(f"hecht: {answer.message}", err=True)
            raise typer.Exit(answer.code) from error


app = typer.Typer(
    cls=VerbGroup,
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 good, 1 the answer is no, 2 wrong use. "
    "`hecht VERB --help` shows an example of each verb.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from hecht import __version__

        typer.echo(f"hecht {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Plan the restructuring of a neighbourhood so that people can return together."""


def main() -> None:
    """Run the command line; always ends the process with an exit code."""
    code: object = 0
    try:
        typer.main.get_command(app)(prog_name="hecht")
    except SystemExit as end:
        code = end.code
    except BrokenPipeError:
        code = 1
    except Exception:
        code = _report_fault()
    _flush()
    sys.exit(code)  # type: ignore[arg-type]


def _report_fault() -> int:
    import traceback

    traceback.print_exc()
    print(
        "hecht: this is a fault in hecht itself, not in your input. Please report it with the "
        "lines above and the command you gave.",
        file=sys.stderr,
    )
    return FAULT


def _flush() -> None:
    """Write out what is left; a reader that has gone away (`hecht … | head`) is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
