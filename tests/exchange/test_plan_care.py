"""Groups and fairness in plan.json come back, and a false claim about a group is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hecht.exchange.plan_claims import false_claims
from hecht.exchange.plan_folder import PlanFolderError, read_plan, write_plan
from hecht.planning import make_plan
from hecht.planning.groups import Refusal, RefusalKind
from hecht.planning.plan import Plan
from tests.planning.groups.test_place import grouped


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A plan of a neighbourhood with groups, some of them refused."""
    made = make_plan(grouped(6), iterations=2, workers=1, bounds=False)
    assert any(fate.refusal for fate in made.groups.values())
    assert made.fairness is not None
    return made


def test_what_is_written_comes_back(plan: Plan, tmp_path: Path) -> None:
    """Groups, with their reasons and prices, and fairness are read as they were."""
    folder = write_plan(plan, tmp_path / "plan")
    back = read_plan(plan.neighbourhood, folder)
    assert dict(back.groups) == dict(plan.groups)
    assert back.fairness == plan.fairness
    assert false_claims(plan.neighbourhood, back, folder) == []


def test_a_false_claim_about_a_group_is_found(plan: Plan, tmp_path: Path) -> None:
    """A group that plan.json says is placed as one, and is not, is named."""
    folder = write_plan(plan, tmp_path / "plan")
    made = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    name = next(name for name, fate in plan.groups.items() if not fate.as_one)
    made["groups"][name] |= {
        "as_one": True, "near_at_end": True, "same_months": True, "near_in_between": True,
    }  # fmt: skip
    (folder / "plan.json").write_text(json.dumps(made), encoding="utf-8")
    claims = false_claims(plan.neighbourhood, read_plan(plan.neighbourhood, folder), folder)
    assert [(one.name, one.said, one.counted) for one in claims] == [
        (f"groups.{name}", "placed as one", "not placed as one")
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"groups": []}, "groups should be an object"),
        ({"groups": {"G9": {}}}, "groups.G9 names no group"),
        ({"groups": {"G1": {"as_one": 1}}}, "groups.G1.as_one is 1"),
        ({"fairness": {"margin": "much"}}, "fairness cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named(
    plan: Plan, tmp_path: Path, change: dict[str, object], words: str
) -> None:
    """A wrong part of plan.json is told by its name."""
    folder = write_plan(plan, tmp_path / "plan")
    made = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    (folder / "plan.json").write_text(json.dumps(made | change), encoding="utf-8")
    with pytest.raises(PlanFolderError, match=words.replace(".", r"\.")):
        read_plan(plan.neighbourhood, folder)


def test_a_plan_without_groups_and_fairness_is_read(plan: Plan, tmp_path: Path) -> None:
    """A plan.json of before these were there gives a plan without them."""
    folder = write_plan(plan, tmp_path / "plan")
    made = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    del made["groups"], made["fairness"]
    (folder / "plan.json").write_text(json.dumps(made), encoding="utf-8")
    back = read_plan(plan.neighbourhood, folder)
    assert dict(back.groups) == {}
    assert back.fairness is None


def test_every_reason_is_a_clause() -> None:
    """Each kind of refusal has words of its own, without a full stop."""
    words = {Refusal(kind, household="h1").text() for kind in RefusalKind}
    assert len(words) == len(RefusalKind)
    assert not any(text.endswith(".") for text in words)
