"""A plan as a folder: plain tables, a map for QGIS and plan.json, written as a whole and read back.

The format is "hecht-plan/2"; "hecht-plan/1", in which bounds were bare numbers, is read without
them. stays.csv and works.csv hold the plan itself; moves.csv,
households.csv and plan.gpkg are derived from them for people to read. Names of people are never
written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hecht.exchange.beside import folder_beside
from hecht.exchange.plan_before import read_before
from hecht.exchange.plan_bounds import bound_record, read_bounds
from hecht.exchange.plan_care import (
    fairness_record,
    groups_record,
    read_fairness,
    read_groups,
)
from hecht.exchange.plan_geo import write_geopackage
from hecht.exchange.plan_reader import PlanFolderError, Reader
from hecht.exchange.plan_tables import households_csv, moves_csv, stays_csv, works_csv
from hecht.neighbourhood import Course, Neighbourhood
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates
from hecht.planning.plan import Plan

FORMAT = "hecht-plan/2"

OLDER = ("hecht-plan/1",)
"""Formats that are still read."""

FILES = (
    "plan.json",
    "works.csv",
    "stays.csv",
    "moves.csv",
    "households.csv",
    "plan.gpkg",
)
"""The files of a plan folder."""

REPLAN_FILES = (
    "before-works.csv",
    "before-stays.csv",
    "events.csv",
    "changes.csv",
    "neighbourhood",
)
"""What a plan that was made anew has besides: see `hecht.exchange.replan_folder`."""

MADE_FROM_IT = ("report.html", "committee.html", "households", "changes.html", *REPLAN_FILES)
"""What may stand in a plan folder because it was made from the plan; it goes with the old plan."""


def write_plan(
    plan: Plan,
    folder: str | Path,
    more: Callable[[Path], None] | None = None,
    made_from: Mapping[str, Any] | None = None,
) -> Path:
    """Write a plan as a folder, beside its target and then renamed as a whole.

    A plan that stands there is replaced, with the report made from it. `more` writes further
    files into the folder before it is renamed; `made_from` goes into plan.json, to tell what the
    plan was made from. Returns the folder. Raises PlanFolderError when something else stands
    there.
    """
    target = Path(folder)
    refuse_unless_replaceable(target)
    neighbourhood, course = plan.neighbourhood, plan.course
    where = places(neighbourhood, course)
    fates = tie_fates(neighbourhood, where)
    with folder_beside(target) as part:
        (part / "works.csv").write_bytes(works_csv(neighbourhood, course))
        (part / "stays.csv").write_bytes(stays_csv(neighbourhood, course))
        (part / "moves.csv").write_bytes(moves_csv(neighbourhood, course))
        (part / "households.csv").write_bytes(households_csv(neighbourhood, course, where, fates))
        write_geopackage(neighbourhood, course, where, fates, part / "plan.gpkg")
        (part / "plan.json").write_text(_json(plan, made_from), encoding="utf-8", newline="\n")
        if more is not None:
            more(part)
    return target


def read_plan(neighbourhood: Neighbourhood, folder: str | Path) -> Plan:
    """Read a plan that was made for this neighbourhood.

    Raises PlanFolderError naming every file and row that cannot be read.
    """
    path = Path(folder)
    if not path.is_dir():
        raise PlanFolderError(f"{path} is no folder; give the folder that `hecht plan` wrote")
    reader = Reader(path, neighbourhood)
    made = _read_json(path, reader.problems)
    groups = read_groups(made.get("groups"), neighbourhood, reader.problems)
    fairness = read_fairness(made.get("fairness"), reader.problems)
    course = Course(
        horizon=neighbourhood.project.horizon,
        starts=MappingProxyType(reader.starts()),
        stays=reader.stays(),
        reasons=MappingProxyType(reader.reasons()),
    )
    reader.complain()
    return Plan(
        neighbourhood=neighbourhood,
        course=course,
        method=made["method"],
        seed=made["seed"],
        score=made["score"],
        iterations=made["iterations"],
        seconds=made["seconds"],
        stopped=made["stopped"],
        bounds=made["bounds"],
        groups=MappingProxyType(groups),
        fairness=fairness,
        before=read_before(neighbourhood, path),
    )


def refuse_unless_replaceable(folder: str | Path) -> None:
    """Raise PlanFolderError unless a plan can be written here: nothing, or a plan, stands here.

    Worth asking before a long search, so that its result has somewhere to go.
    """
    target = Path(folder)
    if not target.exists() and not target.is_symlink():
        _refuse_unless_writable(target.absolute().parent, target)
        return
    if not target.is_dir() or target.is_symlink():
        raise PlanFolderError(f"{target} is a file, not a folder; choose another name")
    _refuse_unless_writable(target.absolute().parent, target)
    inside = sorted(entry.name for entry in target.iterdir())
    if not inside:
        return
    if not _is_plan(target):
        raise PlanFolderError(
            f"{target} holds something that is not a plan ({_some(inside)}); "
            "choose another folder, or empty this one"
        )
    foreign = [name for name in inside if name not in FILES + MADE_FROM_IT]
    if foreign:
        raise PlanFolderError(
            f"{target} holds a plan and also {_some(foreign)}, which would be lost; "
            "move that elsewhere, or choose another folder"
        )


def _refuse_unless_writable(parent: Path, target: Path) -> None:
    """Raise PlanFolderError unless a folder can be made in `parent`, which may still be made."""
    while not parent.exists() and parent != parent.parent:
        parent = parent.parent
    if not parent.is_dir():
        raise PlanFolderError(
            f"{target} cannot be made, because {parent} is a file; choose another folder"
        )
    if not os.access(parent, os.W_OK | os.X_OK):
        raise PlanFolderError(
            f"{target} cannot be made, because you may not write in {parent}; choose another folder"
        )


def _is_plan(folder: Path) -> bool:
    try:
        found = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and str(found.get("format", "")).startswith("hecht-plan/")


def _some(names: list[str], most: int = 3) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _json(plan: Plan, made_from: Mapping[str, Any] | None) -> str:
    project = plan.neighbourhood.project
    content = {
        "format": FORMAT,
        "neighbourhood": project.name,
        "synthetic": project.synthetic,
        "software": f"hecht {metadata.version('hecht')}",
        "method": plan.method,
        "seed": plan.seed,
        "iterations": plan.iterations,
        "seconds": plan.seconds,
        "stopped": plan.stopped,
        "score": plan.score,
        "bounds": [bound_record(bound) for bound in plan.bounds],
        "groups": groups_record(plan.groups),
        "fairness": fairness_record(plan.fairness),
        "outcomes": plan.outcomes().as_dict(),
        **({} if made_from is None else {"made_from": dict(made_from)}),
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _read_json(folder: Path, problems: list[str]) -> dict[str, Any]:
    """Return what plan.json says of how the plan was made; note what is wrong with it."""
    try:
        found = json.loads((folder / "plan.json").read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problems.append("plan.json is missing; is this a folder that `hecht plan` wrote?")
        return {}
    except json.JSONDecodeError as error:
        problems.append(f"plan.json, row {error.lineno}: it is no JSON ({error.msg}); restore it")
        return {}
    except UnicodeDecodeError:
        problems.append("plan.json is not UTF-8 text; restore it")
        return {}
    if not isinstance(found, dict) or found.get("format") not in (FORMAT, *OLDER):
        given = found.get("format") if isinstance(found, dict) else found
        problems.append(
            f"plan.json: the format is {given!r} and this version reads {FORMAT!r}; "
            "make the plan again with this version"
        )
        return {}
    for name, kinds, words in _KEYS:
        value = found.get(name)
        if name not in found:
            problems.append(f"plan.json: {name} is missing; it should be {words}")
        elif isinstance(value, bool) or not isinstance(value, kinds):
            problems.append(f"plan.json: {name} is {value!r}; it should be {words}")
    old = found.get("format") in OLDER
    found["bounds"] = () if old else read_bounds(found.get("bounds"), problems)
    return found


_KEYS: tuple[tuple[str, tuple[type, ...], str], ...] = (
    ("method", (str,), "a word"),
    ("seed", (int,), "a whole number"),
    ("iterations", (int,), "a whole number"),
    ("seconds", (int, float, type(None)), "a number or null"),
    ("stopped", (str,), "a word"),
    ("score", (int,), "a whole number"),
    ("bounds", (list, dict), "a list of bounds"),
)

__all__ = ["FORMAT", "PlanFolderError", "read_plan", "refuse_unless_replaceable", "write_plan"]
