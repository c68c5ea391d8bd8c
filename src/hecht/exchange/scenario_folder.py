"""The result of `hecht scenarios` as a folder, written as a whole and read back.

    DIR/scenarios.json            format "hecht-scenarios/1": goals, limits, the front with its
                                  figures, what is impossible, definitions of all figures
    DIR/front.csv                 the front as a table: one row per scenario
    DIR/evaluations.jsonl         what was looked at, for the next run
    DIR/s01/neighbourhood/        the neighbourhood with the works and homes of the scenario
    DIR/s01/plan/                 its plan: `hecht check DIR/s01/neighbourhood DIR/s01/plan`
    DIR/compare.html, meeting.html  pages that the command line makes of it

`read_scenarios(DIR)` gives a `hecht.design.result.Scenarios`: `front` is a tuple of
`FrontScenario` (id, name, choice, neighbourhood, plan, figures by name as `Reached` with now,
after, seeds, spread and why it is not known, and years), `definitions` tells label, unit and
direction of every figure, `goals.goals` which of them were sought, `conflicts`, `missed` and
`not_planned` what is impossible.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hecht.design.result import FrontScenario, Scenarios
from hecht.exchange.beside import folder_beside
from hecht.exchange.folder import read, write
from hecht.exchange.plan_folder import read_plan, write_plan
from hecht.exchange.scenario_record import (
    FORMAT,
    reached_of,
    scenarios_of,
    scenarios_record,
)
from hecht.exchange.scenario_store import FILE as EVALUATIONS
from hecht.exchange.scenario_store import values_of

JSON, FRONT = "scenarios.json", "front.csv"
MADE_FROM_IT = ("report.html", "compare.html", "meeting.html")
"""What may stand in the folder because it was made from it; it goes with the old front."""


class ScenarioFolderError(ValueError):
    """A folder that holds no scenarios, or cannot take them; the message says what to do."""


def write_scenarios(found: Scenarios, folder: str | Path) -> Path:
    """Write an exploration as a folder, beside its target and then renamed as a whole.

    The evaluations that stand in the folder are kept. Raises ScenarioFolderError when something
    else stands there. Returns the folder.
    """
    target = Path(folder)
    refuse_unless_scenarios(target)
    with folder_beside(target) as part:
        for one in found.front:
            write(one.neighbourhood, part / one.id / "neighbourhood")
            write_plan(one.plan, part / one.id / "plan")
        (part / FRONT).write_bytes(front_csv(found))
        record = scenarios_record(found, f"hecht {metadata.version('hecht')}")
        text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        (part / JSON).write_text(text, encoding="utf-8", newline="\n")
        if (target / EVALUATIONS).is_file():
            shutil.copyfile(target / EVALUATIONS, part / EVALUATIONS)
    return target


def read_scenarios(folder: str | Path) -> Scenarios:
    """Return the exploration of a folder, with the neighbourhood and plan of each scenario.

    Raises ScenarioFolderError naming what is wrong, FolderError or PlanFolderError for a
    scenario's own folders.
    """
    place = Path(folder)
    record = read_record(place)
    try:
        front = tuple(_read_one(place, one) for one in record["front"])
        return scenarios_of(record, front)
    except (KeyError, TypeError, StopIteration) as error:
        raise ScenarioFolderError(
            f"{place / JSON} is damaged ({error!r}); make it again with `hecht scenarios`"
        ) from None


def read_record(folder: str | Path) -> dict[str, Any]:
    """Return scenarios.json as it is, its format examined; raises ScenarioFolderError."""
    path = Path(folder) / JSON
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ScenarioFolderError(
            f"{folder} holds no {JSON}; give the folder that `hecht scenarios` wrote"
        ) from None
    except ValueError as error:
        raise ScenarioFolderError(f"{path} is no JSON ({error}); make it again") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        given = found.get("format") if isinstance(found, dict) else found
        raise ScenarioFolderError(
            f"{path}: the format is {given!r} and this version reads {FORMAT!r}; make it again "
            "with this version"
        )
    return found


def _read_one(place: Path, record: dict[str, Any]) -> FrontScenario:
    here = read(place / record["neighbourhood"])
    return FrontScenario(
        id=record["id"],
        name=record["name"],
        choice=MappingProxyType(dict(record["choice"])),
        neighbourhood=here,
        plan=read_plan(here, place / record["plan"]),
        figures=MappingProxyType({n: reached_of(f) for n, f in record["figures"].items()}),
        years=MappingProxyType({int(y): values_of(v) for y, v in record["years"].items()}),
        origin=record["origin"],
    )


def front_csv(found: Scenarios) -> bytes:
    """Return the front as a table: goals first, each with its least and most over the seeds."""
    goals = [goal.figure for goal in found.goals.goals]
    others = sorted({name for one in found.front for name in one.figures} - set(goals))
    header = ["scenario", "name"]
    for name in goals:
        header += [name, f"{name}_least", f"{name}_most"]
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*header, *others, "works"])
    for one in found.front:
        row: list[Any] = [one.id, one.name]
        for name in goals:
            figure = one.figures[name]
            row += [_cell(figure.after), _cell(figure.least), _cell(figure.most)]
        row += [_cell(one.figures[n].after) if n in one.figures else "" for n in others]
        works = " ".join(f"{block}={option}" for block, option in one.choice.items())
        table.writerow([*row, works])
    return text.getvalue().encode()


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(round(value, 9))


def refuse_unless_scenarios(folder: str | Path) -> None:
    """Raise ScenarioFolderError unless scenarios can be written here.

    Nothing, an empty folder, or one that `hecht scenarios` made may stand here.
    """
    target = Path(folder)
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_dir() or target.is_symlink():
        raise ScenarioFolderError(f"{target} is a file, not a folder; choose another name")
    inside = sorted(entry.name for entry in target.iterdir())
    if not inside or inside == [EVALUATIONS]:
        return
    try:
        front = {str(one["id"]) for one in read_record(target)["front"]}
    except (ScenarioFolderError, KeyError, TypeError):
        front = None
    if front is None:
        raise ScenarioFolderError(
            f"{target} holds something that is no scenarios ({', '.join(inside[:3])}); choose "
            "another folder, or empty this one"
        )
    foreign = [n for n in inside if n not in {JSON, FRONT, EVALUATIONS, *MADE_FROM_IT, *front}]
    if foreign:
        raise ScenarioFolderError(
            f"{target} holds scenarios and also {', '.join(foreign[:3])}, which would be lost; "
            "move that elsewhere, or choose another folder"
        )
