"""A profile as plain records, for a machine to read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hecht.area.line import Line
from hecht.area.panel import Area
from hecht.area.peers import Criterion, Peers
from hecht.area.profile import Profile


def profile_record(profile: Profile) -> dict[str, Any]:
    """Return a profile as a JSON-ready record; absent figures are null, with the reason."""
    return {
        "area": area_record(profile.area),
        "around": [area_record(one) for one in profile.around],
        "audience": profile.audience.value,
        "until": profile.year,
        "same_level": profile.same_level,
        "themes": [
            {
                "theme": part.theme.value,
                "measured": part.measured,
                "lines": [line_record(line) for line in part.lines],
                "not_measured": [asdict(one) | {"theme": part.theme.value} for one in part.missing],
            }
            for part in profile.themes
        ],
        "peers": None if profile.peers is None else peers_record(profile.peers),
        "no_peers": profile.no_peers,
    }


def area_record(area: Area) -> dict[str, Any]:
    """Return an area as a record."""
    return {"code": area.code, "name": area.name, "level": area.level.value}


def line_record(line: Line) -> dict[str, Any]:
    """Return one figure with all that is said of it, and the cell it comes from."""
    source = line.source
    return {
        "indicator": line.indicator.code,
        "label": line.indicator.label,
        "unit": line.indicator.unit,
        "asked": line.indicator.asked,
        "area": line.of.code,
        "year": line.year,
        "value": line.value,
        "absent": line.absent.value,
        "note": line.note,
        "points": [list(point) for point in line.points],
        "later": [[year, why.value] for year, why in line.later],
        "trend": None if line.trend is None else asdict(line.trend),
        "among": None if line.among is None else asdict(line.among),
        "peers": None if line.peers is None else asdict(line.peers),
        "regression": None if line.regression is None else asdict(line.regression),
        "target": None
        if line.target is None
        else asdict(line.target) | {"gap": line.gap, "met": line.met},
        "source": None if source is None else asdict(source),
    }


def peers_record(peers: Peers) -> dict[str, Any]:
    """Return comparable areas with the criteria, the distances and the differences."""
    return {
        "area": area_record(peers.area),
        "criteria": [
            criterion_record(one.criterion)
            | {"years": list(one.years), "own": one.own, "median": one.median,
               "spread": one.spread, "known": one.known}
            for one in peers.used
        ],
        "unavailable": [
            criterion_record(criterion) | {"why": why} for criterion, why in peers.unavailable
        ],
        "candidates": peers.candidates,
        "left_out": {
            "without_figures": peers.without,
            "other_size": peers.other_size,
            "same_municipality": peers.same_place,
        },
        "found": [
            area_record(one.area)
            | {"distance": one.distance, "figures": list(one.figures), "apart": list(one.apart)}
            for one in peers.found
        ],
    }  # fmt: skip


def criterion_record(criterion: Criterion) -> dict[str, Any]:
    """Return a criterion as a record."""
    return {
        "indicator": criterion.indicator,
        "weight": criterion.weight,
        "change": criterion.change,
    }
