"""The one place where an error becomes a message and an exit code."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hecht.exchange import FolderError
    from hecht.neighbourhood import Problem

NO = 1
"""Exit code: the question was understood and the answer is no."""
WRONG_USE = 2
"""Exit code: the command, or what it was given, is not right."""
FAULT = 70
"""Exit code: hecht itself is at fault."""
INTERRUPTED = 130
"""Exit code: stopped with Ctrl-C before there was anything to keep."""

MOST_PROBLEMS = 40


class Refusal(NamedTuple):
    """What to tell the user, and the exit code."""

    message: str
    code: int


def refusal(error: Exception) -> Refusal | None:
    """Return what to say about an error that hecht foresees; None for any other error."""
    if isinstance(error, BrokenPipeError):
        return None
    if isinstance(error, OSError):
        return Refusal(_of_file(error), WRONG_USE)
    if type(error) is ValueError and _stated_by_hecht(error):
        return Refusal(str(error), WRONG_USE)
    if not type(error).__module__.startswith("hecht."):
        return None
    return _of_hecht(error)


def _of_hecht(error: Exception) -> Refusal | None:
    from hecht.exchange import FolderError
    from hecht.exchange.plan_folder import PlanFolderError
    from hecht.planning import NoPlan

    if isinstance(error, NoPlan):
        return Refusal(no_plan(error.conflicts, error.relaxations), NO)
    if isinstance(error, FolderError):
        return Refusal(_of_folder(error), WRONG_USE)
    if isinstance(error, (PlanFolderError, ValueError)):
        # every kind of ValueError that hecht defines says what is wrong and what to do
        return Refusal(str(error), WRONG_USE)
    return None


def no_plan(conflicts: list[str], relaxations: list[str]) -> str:
    """Return the words for "no plan exists": which rules conflict, what would make one."""
    lines = ["no plan exists for this neighbourhood. These rules conflict:"]
    lines += [f"  - {conflict}" for conflict in conflicts]
    if relaxations:
        lines.append("A plan would exist with any one of these changes:")
        lines += [f"  - {relaxation}" for relaxation in relaxations]
    return "\n".join(lines)


def _of_file(error: OSError) -> str:
    where = f": {error.filename}" if error.filename is not None else ""
    return f"{(error.strerror or str(error)).lower()}{where}"


def _of_folder(error: FolderError) -> str:
    wrong = [problem for problem in error.problems if problem.severity == "error"]
    if not wrong:
        return str(error)
    lines = [f"the folder cannot be used; {len(wrong)} thing(s) to put right:"]
    lines += [
        f"  {_place(problem)}{problem.text}; {problem.fix}" for problem in wrong[:MOST_PROBLEMS]
    ]
    if len(wrong) > MOST_PROBLEMS:
        lines.append(f"  … and {len(wrong) - MOST_PROBLEMS} more; `hecht check` lists them all.")
    return "\n".join(lines)


def _place(problem: Problem) -> str:
    row = f"row {problem.row}" if problem.row is not None else ""
    parts = [problem.file or problem.table, row, problem.column]
    return ", ".join(part for part in parts if part) + ": "


def _stated_by_hecht(error: ValueError) -> bool:
    """Return whether hecht's own code raised this, and not a library that it called wrongly."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(__file__).parents[1] in Path(frames[-1].filename).parents
