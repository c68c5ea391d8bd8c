"""The benchmark of effects runs, and holds hecht and its peer to the same figures."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).parents[1] / "benchmarks" / "effects_national.py"


def test_a_small_country_is_measured_beside_the_peer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same estimates to 1e-9, and a record of what was measured."""
    pytest.importorskip("diff_diff")
    spec = importlib.util.spec_from_file_location("effects_national", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    words = ["--areas", "500", "--years", "15", "--treated", "50", "--draws", "20"]
    out = tmp_path / "found.json"
    module.main([*words, "--peer-draws", "2", "--json", str(out)])
    found = json.loads(out.read_text("utf-8"))
    assert found["alone"]["draws"] == 20
    assert found["alone"]["estimate"] == pytest.approx(0.1, abs=0.1)
    assert found["beside"]["largest_difference"] <= 1e-9
    assert "ratio" in capsys.readouterr().out
