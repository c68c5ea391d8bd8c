"""Groups and fairness in plan.json: what became of each group, and what fairness changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hecht.neighbourhood import Neighbourhood
from hecht.outcomes.groups import Whole
from hecht.planning.fairness import Fairness, Served, Service
from hecht.planning.groups import GroupFate, Refusal, RefusalKind

_FACTS = ("near_at_end", "same_months", "near_in_between")
_NUMBERS = ("price", "ties", "moves")
_PAIRS = ("ties_kept", "moves", "months_temporary", "worst", "at_rank")
_COUNTS = ("margin", "price", "rank", "better", "worse")


def groups_record(groups: Mapping[str, GroupFate]) -> dict[str, Any]:
    """Return what became of the groups as JSON-ready facts, by the id of the group."""
    return {name: _group_record(fate) for name, fate in groups.items()}


def _group_record(fate: GroupFate) -> dict[str, Any]:
    record: dict[str, Any] = {"as_one": fate.as_one}
    record |= {name: getattr(fate.facts, name) for name in _FACTS}
    record["price"] = fate.price
    record["refusal"] = None
    if fate.refusal is not None:
        refusal = fate.refusal
        record["refusal"] = {
            "kind": refusal.kind.value,
            "proven": refusal.proven,
            "text": refusal.text(),
            "household": refusal.household,
            **{name: getattr(refusal, name) for name in _NUMBERS},
        }
    return record


def read_groups(
    found: object, neighbourhood: Neighbourhood, problems: list[str]
) -> dict[str, GroupFate]:
    """Return what plan.json says of the groups (None: nothing); note what is wrong with it."""
    if found is None:
        return {}
    if not isinstance(found, dict):
        problems.append("plan.json: groups should be an object; make the plan again")
        return {}
    known = {group.id for group in neighbourhood.groups}
    result = {}
    for name, record in found.items():
        wrong = f" names no group of {neighbourhood.project.name}" if name not in known else ""
        wrong = wrong or _wrong_group(record)
        if wrong:
            problems.append(f"plan.json: groups.{name}{wrong}")
            continue
        facts = Whole(**{key: record[key] for key in _FACTS})
        result[name] = GroupFate(name, facts, _refusal(record.get("refusal")), record.get("price"))
    return result


def _refusal(record: Mapping[str, Any] | None) -> Refusal | None:
    if record is None:
        return None
    numbers = {name: record.get(name) for name in _NUMBERS}
    return Refusal(RefusalKind(record["kind"]), record.get("household", ""), **numbers)


def _wrong_group(record: object) -> str:
    """Return what is wrong with one group; empty when it can be read."""
    if not isinstance(record, dict):
        return f" is {record!r}; it should be an object"
    for name in ("as_one", *_FACTS):
        if not isinstance(record.get(name), bool):
            return f".{name} is {record.get(name)!r}; it should be true or false"
    if not _whole(record.get("price"), optional=True):
        return f".price is {record.get('price')!r}; it should be a whole number or null"
    refusal = record.get("refusal")
    if refusal is None:
        return ""
    if not isinstance(refusal, dict):
        return f".refusal is {refusal!r}; it should be an object or null"
    kinds = [kind.value for kind in RefusalKind]
    if refusal.get("kind") not in kinds:
        return f".refusal.kind is {refusal.get('kind')!r}; it should be one of {', '.join(kinds)}"
    for name in _NUMBERS:
        if not _whole(refusal.get(name), optional=True):
            return f".refusal.{name} is {refusal.get(name)!r}; it should be a whole number or null"
    if not isinstance(refusal.get("household", ""), str):
        return f".refusal.household is {refusal['household']!r}; it should be an id"
    return ""


def fairness_record(fairness: Fairness | None) -> dict[str, Any] | None:
    """Return what fairness changed as JSON-ready facts; None when it was not sought."""
    if fairness is None:
        return None
    record: dict[str, Any] = {name: getattr(fairness, name) for name in _COUNTS}
    record |= {
        name: dict(zip(("before", "after"), getattr(fairness, name), strict=True))
        for name in _PAIRS
    }
    record["served"] = [
        {
            "household": one.household,
            "before": _service_record(one.before),
            "after": _service_record(one.after),
        }
        for one in fairness.served
    ]
    return record


def _service_record(service: Service) -> dict[str, Any]:
    return {
        "ties_kept": service.ties_kept,
        "extra_moves": service.extra_moves,
        "months_away": service.months_away,
        "inside": service.inside,
        "dissatisfaction": service.dissatisfaction,
    }


def read_fairness(found: object, problems: list[str]) -> Fairness | None:
    """Return what plan.json says of fairness (None: nothing); note what is wrong with it."""
    if found is None:
        return None
    try:
        return _fairness(found)
    except (KeyError, TypeError, ValueError) as error:
        problems.append(
            f"plan.json: fairness cannot be read ({type(error).__name__}: {error}); "
            "make the plan again"
        )
        return None


def _fairness(found: Any) -> Fairness:
    served = tuple(
        Served(str(one["household"]), _service(one["before"]), _service(one["after"]))
        for one in found["served"]
    )
    return Fairness(
        margin=_integer(found["margin"]),
        price=_integer(found["price"]),
        ties_kept=_pair(found["ties_kept"]),
        moves=_pair(found["moves"]),
        months_temporary=_pair(found["months_temporary"]),
        worst=_pair(found["worst"]),
        rank=_integer(found["rank"]),
        at_rank=_pair(found["at_rank"]),
        better=_integer(found["better"]),
        worse=_integer(found["worse"]),
        served=served,
    )


def _pair(found: Any) -> tuple[int, int]:
    return _integer(found["before"]), _integer(found["after"])


def _service(found: Any) -> Service:
    share = found["ties_kept"]
    return Service(
        None if share is None else float(share),
        _integer(found["extra_moves"]),
        _integer(found["months_away"]),
        bool(found["inside"]),
        _integer(found["dissatisfaction"]),
    )


def _integer(value: object) -> int:
    if not _whole(value):
        raise ValueError(f"{value!r} is no whole number")
    return int(value)  # type: ignore[call-overload, no-any-return]


def _whole(value: object, optional: bool = False) -> bool:
    return (optional and value is None) or (isinstance(value, int) and not isinstance(value, bool))
