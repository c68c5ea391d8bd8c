"""Compiled code never outlives the source it was compiled from, callees in other files included."""

import os
from pathlib import Path

import pytest

from hecht.planning.stale import STAMP, forget_stale


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return two source files, one in a package below, each with compiled code beside it."""
    for place in (tmp_path, tmp_path / "below"):
        (place / "__pycache__").mkdir(parents=True)
        (place / "kernel.py").write_text("def f(): return 1\n")
        compile_again(place)
    assert forget_stale(tmp_path)
    for place in (tmp_path, tmp_path / "below"):
        compile_again(place)
    return tmp_path


def compile_again(place: Path) -> None:
    (place / "__pycache__" / "kernel.f.nbi").write_bytes(b"index")
    (place / "__pycache__" / "kernel.f.1.nbc").write_bytes(b"code")


def compiled(folder: Path) -> int:
    return len([*folder.rglob("*.nbi"), *folder.rglob("*.nbc")])


def test_nothing_is_forgotten_while_nothing_changes(folder: Path) -> None:
    """The cache serves run after run."""
    assert not forget_stale(folder)
    assert compiled(folder) == 4


def test_a_change_in_one_file_forgets_the_code_of_all(folder: Path) -> None:
    """A caller in another file may have the old function inside."""
    (folder / "below" / "kernel.py").write_text("def f(): return 2\n")
    assert forget_stale(folder)
    assert compiled(folder) == 0
    assert not forget_stale(folder)


def test_the_same_size_at_another_time_is_a_change(folder: Path) -> None:
    """An edit that keeps the length counts too."""
    source = folder / "kernel.py"
    os.utime(source, ns=(1, source.stat().st_mtime_ns + 1))
    assert forget_stale(folder)


def test_a_new_or_removed_file_is_a_change(folder: Path) -> None:
    """Functions move from file to file."""
    (folder / "fresh.py").write_text("")
    assert forget_stale(folder)
    (folder / "fresh.py").unlink()
    assert forget_stale(folder)


def test_other_files_in_the_cache_folder_stay(folder: Path) -> None:
    """Python's own compiled modules are none of our business."""
    (folder / "__pycache__" / "kernel.cpython-311.pyc").write_bytes(b"pyc")
    (folder / "kernel.py").write_text("changed = True\n")
    forget_stale(folder)
    assert {p.name for p in (folder / "__pycache__").iterdir()} == {
        "kernel.cpython-311.pyc",
        STAMP,
    }


def test_importing_the_engine_looks_for_stale_code() -> None:
    """The stamp is written before any kernel is loaded."""
    import hecht.planning

    place = Path(str(hecht.planning.__file__)).parent
    if not os.access(place, os.W_OK):
        pytest.skip("the installation cannot be written to")
    assert (place / "__pycache__" / STAMP).is_file()
