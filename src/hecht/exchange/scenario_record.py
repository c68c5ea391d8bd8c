"""Scenarios as JSON-ready records, and back: everything of them but the plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from hecht.design.exact import Conflict, Loosened
from hecht.design.goals import Better, Choices, Goal, Goals, Limit, Sense
from hecht.design.result import FrontScenario, Missed, NotPlanned, Reached, Scenarios
from hecht.exchange.scenario_store import values_record
from hecht.outcomes.figure import Definition, Topic

FORMAT = "hecht-scenarios/1"

_PLAIN = (
    "stopped",
    "complete",
    "evaluated",
    "combinations",
    "seed",
    "rounds",
    "iterations",
)


def scenarios_record(found: Scenarios, software: str) -> dict[str, Any]:
    """Return an exploration as a record; scenarios name the folders of their plans."""
    return {
        "format": FORMAT,
        "neighbourhood": found.name,
        "synthetic": found.synthetic,
        "software": software,
        **{name: getattr(found, name) for name in _PLAIN},
        "seeds": list(found.seeds),
        "goals": [{"figure": g.figure, "better": g.better.value} for g in found.goals.goals],
        "limits": [_limit(limit) for limit in found.goals.limits],
        "choices": _choices(found.goals.choices),
        "front": [_scenario(one) for one in found.front],
        "conflicts": [
            {"proven": c.proven, "limits": [_loosened(part) for part in c.parts]}
            for c in found.conflicts
        ],
        "missed": [asdict(one) for one in found.missed],
        "not_planned": [
            {
                "count": one.count,
                "proven": one.proven,
                "conflicts": list(one.conflicts),
                "relaxations": list(one.relaxations),
                "example": dict(one.example),
            }
            for one in found.not_planned
        ],
        "dropped": list(found.dropped),
        "definitions": {
            name: {field.name: getattr(one, field.name) for field in fields(one)}
            for name, one in found.definitions.items()
        },
    }


def scenarios_of(record: Mapping[str, Any], front: tuple[FrontScenario, ...]) -> Scenarios:
    """Return the exploration of a record; raises KeyError, TypeError or ValueError for none."""
    goals = Goals(
        tuple(Goal(g["figure"], Better(g["better"])) for g in record["goals"]),
        tuple(_limit_of(one) for one in record["limits"]),
        _choices_of(record["choices"]),
    )
    return Scenarios(
        name=record["neighbourhood"],
        synthetic=record["synthetic"],
        goals=goals,
        front=front,
        definitions={n: _definition(d) for n, d in record["definitions"].items()},
        conflicts=tuple(
            Conflict(tuple(_loosened_of(part) for part in one["limits"]), one["proven"])
            for one in record["conflicts"]
        ),
        missed=tuple(Missed(**one) for one in record["missed"]),
        not_planned=tuple(
            NotPlanned(
                tuple(one["conflicts"]),
                one["count"],
                one["example"],
                one["proven"],
                tuple(one["relaxations"]),
            )
            for one in record["not_planned"]
        ),
        dropped=tuple(record["dropped"]),
        seeds=tuple(record["seeds"]),
        **{name: record[name] for name in _PLAIN},
    )


def reached_of(record: Mapping[str, Any]) -> Reached:
    """Return a figure of a scenario."""
    return Reached(
        record["now"], record["after"], tuple(record["seeds"]), record.get("not_known", "")
    )


def _scenario(one: FrontScenario) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "origin": one.origin,
        "plan": f"{one.id}/plan",
        "neighbourhood": f"{one.id}/neighbourhood",
        "choice": dict(one.choice),
        "figures": {name: _reached(figure) for name, figure in one.figures.items()},
        "years": {str(year): values_record(values) for year, values in one.years.items()},
    }


def _reached(figure: Reached) -> dict[str, Any]:
    record: dict[str, Any] = {
        "now": figure.now,
        "after": figure.after,
        "least": figure.least,
        "most": figure.most,
        "seeds": list(figure.seeds),
    }
    return record | ({"not_known": figure.why} if figure.after is None else {})


def _limit(limit: Limit) -> dict[str, Any]:
    return {"figure": limit.figure, limit.sense.value: limit.value}


def _limit_of(record: Mapping[str, Any]) -> Limit:
    sense = next(sense for sense in Sense if sense.value in record)
    return Limit(record["figure"], sense, record[sense.value])


def _loosened(part: Loosened) -> dict[str, Any]:
    return {
        "requirement": part.requirement,
        "limit": None if part.limit is None else _limit(part.limit),
        "reachable": part.reachable,
        "note": part.note,
        "text": part.text,
    }


def _loosened_of(record: Mapping[str, Any]) -> Loosened:
    limit = None if record["limit"] is None else _limit_of(record["limit"])
    return Loosened(record["requirement"], limit, record["reachable"], record["note"])


def _choices(choices: Choices) -> dict[str, Any]:
    return {
        "blocks": None if choices.blocks is None else list(choices.blocks),
        "options": None if choices.options is None else list(choices.options),
        "fixed": dict(choices.fixed),
        "together": [list(group) for group in choices.together],
        "together_by": choices.together_by,
        "horizon": choices.horizon,
    }


def _choices_of(record: Mapping[str, Any]) -> Choices:
    return Choices(
        blocks=None if record["blocks"] is None else tuple(record["blocks"]),
        options=None if record["options"] is None else tuple(record["options"]),
        fixed=dict(record["fixed"]),
        together=tuple(tuple(group) for group in record["together"]),
        together_by=record["together_by"],
        horizon=record["horizon"],
    )


def _definition(record: Mapping[str, Any]) -> Definition:
    return Definition(**{**record, "topic": Topic(record["topic"])})
