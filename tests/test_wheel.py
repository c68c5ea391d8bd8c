"""The wheel holds all that hecht needs and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import hecht

ROOT = Path(__file__).parents[1]
DATA = (
    *(".csv", ".json", ".geojson", ".toml", ".md", ".typed"),
    *(".html", ".j2", ".css", ".svg", ".cfg", ".po", ".mo", ".pot"),
)


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names of all files in a wheel that is built now."""
    pytest.importorskip("build")
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), "."],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def source_names(folder: Path, prefix: str) -> set[str]:
    return {
        prefix + path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_has_every_module_table_and_template(wheel_names: set[str]) -> None:
    """All files of src/hecht are in it: code, schemas, templates, languages, tables of rules."""
    assert source_names(ROOT / "src" / "hecht", "hecht/") <= wheel_names


def test_the_wheel_has_the_example(wheel_names: set[str]) -> None:
    """`hecht demo` works without a checkout."""
    example = source_names(ROOT / "examples" / "vogeltjesbuurt", "hecht/examples/vogeltjesbuurt/")
    assert "hecht/examples/vogeltjesbuurt/project.toml" in example
    assert example <= wheel_names


def test_the_wheel_has_nothing_else(wheel_names: set[str]) -> None:
    """No tests, caches, compiled kernels or notes; code, data and metadata only."""
    expected = source_names(ROOT / "src" / "hecht", "hecht/")
    expected |= source_names(ROOT / "examples" / "vogeltjesbuurt", "hecht/examples/vogeltjesbuurt/")
    rest = {name for name in wheel_names - expected if ".dist-info/" not in name}
    assert rest == set()
    kinds = {Path(name).suffix for name in wheel_names if name.startswith("hecht/")}
    assert kinds <= {".py", *DATA}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel_names)


def test_tests_run_against_the_installed_wheel_when_asked() -> None:
    """`make test` must not test the source tree by accident."""
    import os

    if not os.environ.get("HECHT_TEST_WHEEL"):
        pytest.skip("only under `make test`, which installs the wheel")
    place = Path(str(hecht.__file__)).resolve()
    assert ROOT / "src" not in place.parents
    assert "site-packages" in place.parts
