"""What a plan folder says of itself, held against a recount from its stays and works."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hecht.exchange.cells import plain
from hecht.exchange.plan_reader import Reader
from hecht.exchange.plan_tables import HOUSEHOLDS, MOVES, households_csv
from hecht.neighbourhood import Neighbourhood
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates
from hecht.planning.check import check
from hecht.planning.check.claimed import false_bounds
from hecht.planning.check.groups import placed_as_one
from hecht.planning.plan import Plan
from hecht.planning.recount import Figures, recount

MAP = "plan.gpkg"


@dataclass(frozen=True, slots=True)
class FalseClaim:
    """A figure or row of a plan folder that does not follow from its stays and works.

    `name` is the figure, the household of a move, or a household and a column; `said` is what the
    file says and `counted` what was counted, both as text ("" for a move that is in only one).
    """

    file: str
    name: str
    said: str
    counted: str


def false_claims(neighbourhood: Neighbourhood, plan: Plan, folder: str | Path) -> list[FalseClaim]:
    """Return every figure of plan.json, row of moves.csv and cell of households.csv that is untrue.

    The plan must be well formed (no violation of rule 0). Figures that the independent recount
    knows are held against it; the others against the ordinary measuring. That the map is missing
    is told as well; what it shows is not read back.
    """
    path = Path(folder)
    made = json.loads((path / "plan.json").read_text(encoding="utf-8-sig"))
    recounted = recount(neighbourhood, plan.course)
    counted: dict[str, Any] = {**plan.outcomes().as_dict(), **recounted}
    counted["groups_as_one"] = sum(placed_as_one(neighbourhood, plan.course).values())
    score = counted.pop("score")
    claims = []
    if made["score"] != score:
        claims.append(FalseClaim("plan.json", "score", str(made["score"]), str(score)))
    said = made.get("outcomes")
    said = said if isinstance(said, dict) else {}
    for name, value in counted.items():
        if name not in said:
            claims.append(FalseClaim("plan.json", f"outcomes.{name}", "(missing)", str(value)))
        elif not _same(said[name], value):
            claims.append(FalseClaim("plan.json", f"outcomes.{name}", str(said[name]), str(value)))
    claims += _groups(neighbourhood, plan, made.get("groups") or {})
    claims += _bounds(neighbourhood, plan, recounted)
    claims += _moves(neighbourhood, plan, path) + _households(neighbourhood, plan, path)
    return claims + _map(path)


def _map(folder: Path) -> list[FalseClaim]:
    """Return a claim when the map, which belongs to every plan folder, is not there."""
    if (folder / MAP).is_file():
        return []
    words = f"{MAP} is missing; write the plan again, or put the file back"
    return [FalseClaim(MAP, "", words, "")]


def _groups(neighbourhood: Neighbourhood, plan: Plan, said: dict[str, Any]) -> list[FalseClaim]:
    """Return the groups that are not placed as one while plan.json says so, or the other way."""
    counted = placed_as_one(neighbourhood, plan.course)
    words = {True: "placed as one", False: "not placed as one"}
    return [
        FalseClaim("plan.json", f"groups.{name}", words[said[name]["as_one"]], words[counted[name]])
        for name, fate in plan.groups.items()
        if {fate.as_one, said[name]["as_one"]} != {counted[name]}
    ]


def _bounds(neighbourhood: Neighbourhood, plan: Plan, counted: Figures) -> list[FalseClaim]:
    """Return the bounds of plan.json that the plan itself refutes."""
    if check(neighbourhood, plan.course):
        return []  # a bound speaks of plans that break no rule
    claims = []
    for wrong in false_bounds(neighbourhood, plan.course, plan.bounds, counted):
        bound = plan.bounds[wrong.place]
        claims.append(
            FalseClaim(
                "plan.json",
                f"bounds.{bound.figure} ({bound.holds})",
                f"{bound.sense} {bound.value}",
                wrong.text,
            )
        )
    return claims


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


def _moves(neighbourhood: Neighbourhood, plan: Plan, folder: Path) -> list[FalseClaim]:
    """Hold moves.csv against the moves that follow from the stays (C5)."""
    reader = Reader(folder, neighbourhood)
    columns = tuple(column for column in MOVES if not column.endswith("address"))
    said = [tuple(row[c] for c in columns) for _, row in reader.rows("moves.csv", columns)]
    if reader.problems:
        return [FalseClaim("moves.csv", "", problem, "") for problem in reader.problems]
    start = neighbourhood.project.start
    counted: list[tuple[str, ...]] = [
        (move.household, str(start.plus(move.month)), move.kind.value, move.origin, move.to or "")
        for move in plan.course.moves()
    ]
    claims = []
    for row in sorted(set(said) | set(counted)):
        times, real = said.count(row), counted.count(row)
        if times != real:
            words = f"{row[2]} in {row[1]} from {row[3]}" + (f" to {row[4]}" if row[4] else "")
            claims.append(
                FalseClaim(
                    "moves.csv", row[0], words if times > real else "", words if real else ""
                )
            )
    return claims


def _households(neighbourhood: Neighbourhood, plan: Plan, folder: Path) -> list[FalseClaim]:
    """Hold households.csv against what the stays mean for each household, cell by cell."""
    reader = Reader(folder, neighbourhood)
    columns = tuple(column for column in HOUSEHOLDS if column != "reason")
    said = {row["household"]: row for _, row in reader.rows("households.csv", columns)}
    if reader.problems:
        return [FalseClaim("households.csv", "", problem, "") for problem in reader.problems]
    where = places(neighbourhood, plan.course)
    text = households_csv(neighbourhood, plan.course, where, tie_fates(neighbourhood, where))
    counted = {
        row["household"]: {column: plain(row[column].strip()) for column in columns}
        for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""))
    }
    claims = []
    for name in sorted(said.keys() | counted.keys()):
        one, other = said.get(name), counted.get(name)
        if one is None or other is None:
            words = ("a row", "no row") if other is None else ("no row", "a row")
            claims.append(FalseClaim("households.csv", name, *words))
            continue
        claims += [
            FalseClaim("households.csv", f"{name}, {column}", one[column], other[column])
            for column in columns
            if one[column] != other[column]
        ]
    return claims
