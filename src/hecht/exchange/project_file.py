"""project.toml: the frame of a restructuring, its capacity, and its policy."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from hecht.exchange.project_keys import (
    ALL_KEYS,
    HORIZON_MAX,
    KEYS,
    PROJECT_KEYS,
    SECTIONS,
    Key,
    WrongValue,
)
from hecht.exchange.schema import FORMAT
from hecht.neighbourhood import (
    PRESETS,
    Capacity,
    DelayRules,
    MixTarget,
    Month,
    Neighbourhood,
    Overrun,
    Policy,
    Project,
    preset,
)
from hecht.neighbourhood.problem import Problem

FILE = "project.toml"


@dataclass(slots=True)
class ProjectFile:
    """What was read of a project file; `bad` are the paths of keys that are missing or wrong."""

    project: Project
    capacity: Capacity
    policy: Policy
    start: Month | None
    rows: Mapping[str, int] = field(default_factory=dict)
    bad: frozenset[str] = frozenset()
    delays: DelayRules = field(default_factory=DelayRules)
    mixing: tuple[MixTarget, ...] = ()

    @property
    def unread(self) -> frozenset[str]:
        """Which of "project", "policy" and "capacity" nothing can be concluded from."""
        names = set()
        if self.bad & {"start", "horizon", "announced"}:
            names.add("project")
        if any(path == "policy" or path.startswith("policy.") for path in self.bad):
            names.add("policy")
        if any(path == "capacity" or path.startswith("capacity.") for path in self.bad):
            names.add("capacity")
        return frozenset(names)


def read_project(path: Path, found: list[Problem]) -> ProjectFile:
    """Read project.toml; what is wrong with it is added to `found`."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tree = tomllib.loads(text)
    except UnicodeDecodeError:
        found.append(_problem(path.name, "encoding", "the file is not UTF-8", "save it as UTF-8"))
        return from_values({}, {}, path.name, found, quiet=True)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        row = int(line[1]) if line else text.count("\n") + 1
        found.append(
            _problem(
                path.name,
                "toml",
                f"this is not valid TOML: {error}",
                "write key = value, text between double quotes",
                row=row,
            )
        )
        return from_values({}, {}, path.name, found, quiet=True)
    return from_values(_flat(tree), _lines(text), path.name, found)


def missing_project(file: str, found: list[Problem]) -> ProjectFile:
    """Return a stand-in for a project file that is not there, reported once."""
    found.append(
        _problem(
            file,
            "missing-file",
            f"{file} is missing",
            "add it; `hecht new FOLDER` writes an example",
        )
    )
    return from_values({}, {}, file, found, quiet=True)


def _flat(tree: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in tree.items():
        if isinstance(value, dict) and name in SECTIONS:
            values.update({f"{name}.{inner}": content for inner, content in value.items()})
        else:
            values[name] = value
    return values


def _lines(text: str) -> dict[str, int]:
    """Return the line of each key, with its section."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[+\s*([\w.\-]+)\s*\]+", line)
        if header:
            section = header[1]
            lines.setdefault(section, number)
            continue
        key = re.match(r"""\s*["']?([\w.\-]+)["']?\s*=""", line)
        if key:
            lines.setdefault(f"{section}.{key[1]}" if section else key[1], number)
    return lines


def from_values(
    values: Mapping[str, Any],
    rows: Mapping[str, int],
    file: str,
    found: list[Problem],
    quiet: bool = False,
) -> ProjectFile:
    """Make the project of keys with their values (sections joined by a point).

    With `quiet`, missing keys are not reported: the whole file is, elsewhere.
    """
    bad: set[str] = set()
    good: dict[str, Any] = {}
    for path, value in values.items():
        key = KEYS.get(path)
        if key is None:
            found.append(_unknown(path, value, rows.get(path), file))
            continue
        try:
            good[path] = key.read(value)
        except WrongValue as fault:
            bad.add(path)
            found.append(
                _problem(file, "wrong-value", str(fault), fault.fix, path, value, rows.get(path))
            )
    for key in PROJECT_KEYS:
        if key.required and key.path not in values:
            bad.add(key.path)
            if not quiet:
                found.append(_missing(key, file, rows.get(key.path)))
    _crs(good, rows, file, found)
    policy = _policy(good, rows, file, found, bad)
    if quiet:
        bad.update(("policy", "capacity"))
    plain = {path: value for path, value in good.items() if "." not in path and path != "format"}
    start, mixing = plain.get("start"), plain.pop("mixing", ())
    plain.setdefault("name", "?")
    plain.setdefault("start", Month(2000, 1))
    plain.setdefault("horizon", HORIZON_MAX)
    capacity = Capacity(
        crews=good.get("capacity.crews", 1),
        budget_per_year=good.get("capacity.budget_per_year"),
    )
    late: dict[str, Any] = {
        path.removeprefix("delays."): float(value) if isinstance(value, int) else value
        for path, value in good.items()
        if path.startswith("delays.")
    }
    delays = DelayRules(**late)
    return ProjectFile(
        Project(**plain), capacity, policy, start, rows, frozenset(bad), delays, mixing
    )


def _policy(
    good: Mapping[str, Any],
    rows: Mapping[str, int],
    file: str,
    found: list[Problem],
    bad: set[str],
) -> Policy:
    chosen = {
        path.removeprefix("policy."): value
        for path, value in good.items()
        if path.startswith("policy.") and path != "policy.preset"
    }
    for rule in fields(Policy):
        if rule.name in chosen and isinstance(rule.default, float):
            chosen[rule.name] = float(chosen[rule.name])
    name = good.get("policy.preset", "balanced")
    try:
        return preset(name, **chosen)
    except ValueError as error:
        far_given = "far_m" in chosen or "policy.far_m" in bad
        path = "policy.far_m" if far_given else "policy.near_m"
        bad.add(path)
        found.append(
            _problem(
                file, "wrong-value", str(error), "write a far_m of at least near_m",
                path, chosen.get(path.removeprefix("policy."), ""), rows.get(path),
            )
        )  # fmt: skip
        return preset(name)


def _crs(good: Mapping[str, Any], rows: Mapping[str, int], file: str, found: list[Problem]) -> None:
    crs = good.get("crs", "EPSG:28992")
    if crs != "EPSG:28992":
        found.append(
            _problem(
                file,
                "wrong-value",
                "coordinates of homes are read in RD New only",
                'convert x and y to RD New and write crs = "EPSG:28992"',
                "crs",
                crs,
                rows.get("crs"),
            )
        )


def _unknown(path: str, value: Any, row: int | None, file: str) -> Problem:
    last = path.rsplit(".", 1)[-1]
    short = {known.rsplit(".", 1)[-1]: known for known in KEYS}
    near = [short[last]] if last in short else get_close_matches(path, KEYS, n=1, cutoff=0.5)
    if not near:
        near = [short[name] for name in get_close_matches(last, short, n=1, cutoff=0.6)]
    where = ""
    if near:
        section, _, name = near[0].rpartition(".")
        where = f"did you mean {name}" + (f" in [{section}]?" if section else "?")
    return _problem(
        file,
        "unknown-key",
        f"there is no key {path}",
        where or "leave it out; docs/format.md lists the keys",
        path,
        value,
        row,
    )


def _missing(key: Key, file: str, row: int | None) -> Problem:
    """Return the problem of a key that is missing, or of one on a row without a value."""
    example = key.example if key.name == "horizon" else f'"{key.example}"'
    if row is not None:
        return _problem(
            file,
            "missing-key",
            f"the key {key.path} has no value",
            f"write {key.example} beside it, for example",
            key.path,
            row=row,
        )
    return _problem(
        file,
        "missing-key",
        f"the key {key.path} is missing",
        f"write {key.name} = {example}, for example",
        key.path,
    )


def _problem(
    file: str,
    rule: str,
    text: str,
    fix: str,
    path: str = "",
    value: Any = "",
    row: int | None = None,
) -> Problem:
    return Problem(
        "project", rule, text, fix, key=path, column=path, value=str(value), row=row, file=file
    )


def project_values(neighbourhood: Neighbourhood) -> dict[str, Any]:
    """Return the keys of a neighbourhood's project file with their values; unset ones left out."""
    project, capacity = neighbourhood.project, neighbourhood.capacity
    values: dict[str, Any] = {"format": FORMAT}
    for name in (
        "name", "start", "horizon", "crs", "announced", "reference_date", "price_year",
        "organisation", "contact", "synthetic",
    ):  # fmt: skip
        value = getattr(project, name)
        if value is not None and value != "":
            values[name] = str(value) if isinstance(value, Month) else value
    if neighbourhood.mixing:
        values["mixing"] = "|".join(map(str, neighbourhood.mixing))
    values["capacity.crews"] = capacity.crews
    if capacity.budget_per_year is not None:
        values["capacity.budget_per_year"] = capacity.budget_per_year
    name, changes = nearest_preset(neighbourhood.policy)
    values["policy.preset"] = name
    values.update({f"policy.{rule}": value for rule, value in changes.items()})
    for rule in fields(DelayRules):
        value = getattr(neighbourhood.delays, rule.name)
        if value != rule.default:
            values[f"delays.{rule.name}"] = str(value) if isinstance(value, Overrun) else value
    return values


def nearest_preset(policy: Policy) -> tuple[str, dict[str, Any]]:
    """Return the preset that differs least from a policy, and the rules in which it differs."""
    best: tuple[str, dict[str, Any]] | None = None
    for name in PRESETS:
        base = preset(name)
        changes = {
            rule.name: getattr(policy, rule.name)
            for rule in fields(Policy)
            if getattr(policy, rule.name) != getattr(base, rule.name)
        }
        if best is None or len(changes) < len(best[1]):
            best = name, changes
    assert best is not None
    return best


def project_text(neighbourhood: Neighbourhood) -> str:
    """Return project.toml for a neighbourhood, each key with its meaning as a comment.

    Keys that are not set, and rules that are as the preset has them, stand in comments.
    """
    values = project_values(neighbourhood)
    policy = {f"policy.{rule.name}": getattr(neighbourhood.policy, rule.name)
              for rule in fields(Policy)}  # fmt: skip
    lines = ["# A neighbourhood for hecht. docs/format.md explains every key."]
    section = ""
    for key in (key for key in ALL_KEYS if key.path != "mixing"):
        if key.section != section:
            section = key.section
            lines += ["", f"[{section}]"]
        unit = f" ({key.unit})" if key.unit else ""
        lines += ["", f"# {key.help}{unit}"]
        if key.path in values:
            lines.append(f"{key.name} = {toml_value(values[key.path])}")
        elif key.path in policy:
            lines.append(f"# {key.name} = {toml_value(policy[key.path])}")
        else:
            bare = key.example.isdigit() or key.kind == "number"
            quoted = key.example if bare else f'"{key.example}"'
            lines.append(f"# {key.name} = {quoted}")
    lines += _mixing_lines(neighbourhood.mixing)
    return "\n".join(lines) + "\n"


def _mixing_lines(targets: Sequence[MixTarget]) -> list[str]:
    """Return the tables of mixing targets; they stand last, for a table ends at the next one."""
    lines = ["", f"# {KEYS['mixing'].help}"]
    if not targets:
        example = MixTarget.parse(KEYS["mixing"].example)
        return lines + [f"# {line}" for line in _mixing_table(example)]
    return lines + [line for target in targets for line in ("", *_mixing_table(target))]


def _mixing_table(target: MixTarget) -> list[str]:
    return [
        "[[mixing]]",
        f"attribute = {toml_value(target.attribute.value)}",
        f"category = {toml_value(target.category)}",
        f"low = {toml_value(target.low)}",
        f"high = {toml_value(target.high)}",
    ]


def toml_value(value: Any) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
