"""Whatever is in the files, reading them ends in problems or a neighbourhood, never in a crash."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hecht.exchange import examine, write
from hecht.exchange.example import example

JUNK = (
    "", " ", "0", "-1", "1e9", "1e309", "nan", "NaN", "x", "|", "||", "A|B|A", "2027-05", "9999-12",
    "0000-01", "0001-01", "2027-13", "'", "''=x", "=1", '"', "\ufeff", "é" * 300, "1.250", "1,250",
    "true", "return", "H01", "A-01", "N-01", "T-01", "A", "home", "accepted", "9" * 20,
)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The files of the example."""
    with tempfile.TemporaryDirectory() as parent:
        write(example(), Path(parent) / "b")
        made = {path.name: path.read_bytes() for path in (Path(parent) / "b").iterdir()}
    made["promises.csv"] = b"household,kind,status,value\nH01,home,accepted,N-01\n"
    return made


def survives(files: dict[str, bytes]) -> None:
    """Examine a folder of these files; a neighbourhood comes with no error, and none without."""
    with tempfile.TemporaryDirectory() as parent:
        for name, data in files.items():
            (Path(parent) / name).write_bytes(data)
        made, found = examine(parent)
        assert (made is None) == any(one.severity == "error" for one in found)
        assert all(one.text and one.fix and one.file for one in found if one.table != "households")


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_cells_can_hold_anything(files: dict[str, bytes], seed: int) -> None:
    """Cells, rows and columns of any table replaced by junk are survived."""
    rng = random.Random(seed)
    made = dict(files)
    for _ in range(rng.randint(1, 8)):
        name = rng.choice([name for name in made if name.endswith(".csv")])
        lines = [line.split(",") for line in made[name].decode().split("\n")]
        line = rng.choice(lines)
        line[rng.randrange(len(line))] = rng.choice(JUNK)
        if rng.random() < 0.1:
            lines.append(list(rng.choice(lines)))
        if rng.random() < 0.05:
            lines[0] = lines[0][1:]
        made[name] = "\n".join(",".join(line) for line in lines).encode()
    if rng.random() < 0.3:
        lines = [made["project.toml"].decode()]
        key = rng.choice(("start", "horizon", "announced", "crews", "near_m", "name"))
        value = rng.choice(("0", "-1", "1e400", "[]", "{}", "true", "2027-01-01", "9999999"))
        lines = lines[0].split("\n")
        lines = [f"{key} = {value}" if one.startswith(f"{key} =") else one for one in lines]
        made["project.toml"] = "\n".join(lines).encode()
    survives(made)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_bytes_can_be_anywhere(files: dict[str, bytes], seed: int) -> None:
    """Bytes of any file overwritten, cut off or doubled are survived."""
    rng = random.Random(seed)
    made = dict(files)
    for _ in range(rng.randint(1, 4)):
        name = rng.choice(sorted(made))
        data = bytearray(made[name])
        for _ in range(rng.randint(0, 5)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.2:
            data = data[: rng.randrange(len(data) + 1)]
        if rng.random() < 0.1:
            data = data * 2
        made[name] = bytes(data)
    survives(made)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_file_can_be_missing(files: dict[str, bytes], seed: int) -> None:
    """Files left out, in any combination, are survived."""
    rng = random.Random(seed)
    survives({name: data for name, data in files.items() if rng.random() < 0.7})
