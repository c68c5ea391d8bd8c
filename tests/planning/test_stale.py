"""Compiled code never outlives the source it was compiled from, callees in other files included."""

import os
from pathlib import Path

import pytest

from hecht.planning.stale import STAMP, forget_stale

SOURCES = {
    "numbers.py": "ONE = 1\n",
    "kernel.py": "from engine.numbers import ONE\n",
    "below/kernel.py": "from engine.below import (\n    other,\n)\n",
    "below/other.py": "from engine.kernel import f\n",
    "apart.py": "import os\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small package of which every file has compiled code beside it."""
    package = tmp_path / "engine"
    for name, text in SOURCES.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
        compile_again(package / name)
    assert forget_stale(package)
    assert compiled(package) == set()
    for name in SOURCES:
        compile_again(package / name)
    return package


def compile_again(source: Path) -> None:
    place = source.parent / "__pycache__"
    place.mkdir(exist_ok=True)
    (place / f"{source.stem}.f-1.py311.nbi").write_bytes(b"index")
    (place / f"{source.stem}.f-1.py311.1.nbc").write_bytes(b"code")


def compiled(folder: Path) -> set[str]:
    found = [*folder.rglob("*.nbi"), *folder.rglob("*.nbc")]
    return {f"{p.parent.parent.name}/{p.name.split('.')[0]}" for p in found}


def test_nothing_is_forgotten_while_nothing_changes(folder: Path) -> None:
    """The cache serves run after run."""
    assert not forget_stale(folder)
    assert len(compiled(folder)) == 5


def test_a_change_forgets_whoever_depends_on_it(folder: Path) -> None:
    """A caller in another file may have the old function inside, however long the way."""
    (folder / "numbers.py").write_text("ONE = 2\n")
    assert forget_stale(folder)
    assert compiled(folder) == {"engine/apart"}
    assert not forget_stale(folder)


def test_what_does_not_depend_on_a_change_stays(folder: Path) -> None:
    """A change at the top does not compile the ground floor again."""
    (folder / "below" / "other.py").write_text("from engine.kernel import g\n")
    assert forget_stale(folder)
    assert compiled(folder) == {"engine/apart", "engine/numbers", "engine/kernel"}


def test_the_same_text_at_another_time_keeps_the_code(folder: Path) -> None:
    """A file that was only touched is the same source."""
    source = folder / "kernel.py"
    os.utime(source, ns=(1, source.stat().st_mtime_ns + 1))
    assert forget_stale(folder)
    assert len(compiled(folder)) == 5


def test_the_code_of_a_removed_file_goes(folder: Path) -> None:
    """Functions move from file to file."""
    (folder / "below" / "kernel.py").unlink()
    assert forget_stale(folder)
    assert "below/kernel" not in compiled(folder)


def test_a_spoiled_stamp_forgets_everything(folder: Path) -> None:
    """What cannot be read proves nothing."""
    (folder / "__pycache__" / STAMP).write_text("half wri")
    assert forget_stale(folder)
    assert compiled(folder) == set()


def test_other_files_in_the_cache_folder_stay(folder: Path) -> None:
    """Python's own compiled modules are none of our business."""
    (folder / "__pycache__" / "kernel.cpython-311.pyc").write_bytes(b"pyc")
    (folder / "kernel.py").write_text("changed = True\n")
    forget_stale(folder)
    assert (folder / "__pycache__" / "kernel.cpython-311.pyc").is_file()


def test_importing_the_engine_looks_for_stale_code() -> None:
    """The stamp is written before any kernel is loaded."""
    import hecht.planning

    place = Path(str(hecht.planning.__file__)).parent
    if not os.access(place, os.W_OK):
        pytest.skip("the installation cannot be written to")
    assert (place / "__pycache__" / STAMP).is_file()
