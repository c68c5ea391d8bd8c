"""The placebo study on real districts finds effects of nothing as often as it should."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).parents[2] / "examples" / "placebo_leefbaarometer.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Load the script as a module."""
    spec = importlib.util.spec_from_file_location("placebo_leefbaarometer", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_random_measures_find_effects_at_the_nominal_rate(
    script: ModuleType, shared_data: Path
) -> None:
    """Of 150 random measures in real districts 5% "work", give or take what chance allows."""
    panel = script.districts(shared_data)
    assert len(panel.units) > 2700
    found = script.study(panel, 150, draws=99)
    # 7.5 expected; more than 16 happens once in some 600 studies
    assert 0 < found.placebo <= 16 / 150
    assert 0 < found.interval <= 16 / 150
    assert found.before <= 16 / 150
    assert abs(found.mean) < 0.005
    assert "<svg" in script.picture(found, found)


def test_without_the_data_it_says_so(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The script ends well and names what is missing."""
    monkeypatch.setenv("HECHT_SHARED", str(tmp_path))
    assert script.main([]) == 0
    assert "Skipped" in capsys.readouterr().out
