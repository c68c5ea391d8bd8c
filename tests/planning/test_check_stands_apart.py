"""The check and the recount use nothing that the planner or the measuring room use."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import hecht.planning.check
import hecht.planning.recount
from hecht.neighbourhood import Home, Month, Neighbourhood, Policy, Works
from hecht.planning.check import check
from hecht.planning.recount import recount
from tests.neighbourhoods import random_course, random_neighbourhood, simple_course

FILES = [
    *Path(hecht.planning.check.__file__).parent.glob("*.py"),
    Path(hecht.planning.recount.__file__),
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_only_plain_data_is_imported(file: Path) -> None:
    """Of hecht only the data model itself is imported, none of its modules with rules."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            ours = name.split(".")[0] == "hecht"
            plain = name == "hecht.neighbourhood" or name.startswith("hecht.planning.check")
            assert plain or not ours, f"{file.name} imports {name}"


def test_the_rules_of_the_data_model_are_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every rule of the data model broken, check and recount still give their answer."""
    cases = []
    for seed in range(20):
        neighbourhood = random_neighbourhood(seed)
        for course in (simple_course(neighbourhood), random_course(neighbourhood, seed)):
            cases.append((neighbourhood, course))
    before = [(check(*case), recount(*case)) for case in cases]

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("the check leans on the data model's own rules")

    for owner, name in (
        (Neighbourhood, "ready"),
        (Neighbourhood, "tie_weight"),
        (Neighbourhood, "is_affected"),
        (Policy, "tie_factor"),
        (Policy, "rooms_norm"),
        (Month, "plus"),
        (Month, "since"),
    ):
        monkeypatch.setattr(owner, name, refuse)
    for owner, name in (
        (Neighbourhood, "first_move"),
        (Home, "step_free"),
        (Works, "empties"),
    ):
        monkeypatch.setattr(owner, name, property(refuse))
    assert [(check(*case), recount(*case)) for case in cases] == before
