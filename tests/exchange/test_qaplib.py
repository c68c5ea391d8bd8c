"""Reading QAPLIB files in every form they come in."""

import zipfile
from pathlib import Path

import pytest

from hecht.exchange.qaplib import QapFileError, read_qap, read_solution


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_reads_matrices_in_free_format(tmp_path: Path) -> None:
    """Line breaks mean nothing; a value behind n is kept apart."""
    plain = read_qap(write(tmp_path, "a.dat", " 2\n\n0 1 2\n0  0 3\n4 0"))
    assert plain.flow.tolist() == [[0, 1], [2, 0]]
    assert plain.distance.tolist() == [[0, 3], [4, 0]]
    assert plain.known is None
    headed = read_qap(write(tmp_path, "b.dat", "2 10\n0,1,2,0\n0 3 4 0\n"))
    assert headed.known == 10
    assert headed.flow.tolist() == plain.flow.tolist()


def test_cost_is_flow_times_distance_of_the_assigned() -> None:
    """The cost follows the definition, and only permutations have one."""
    instance = read_qap_from("2 0 1 2 0 0 3 4 0")
    assert instance.cost([0, 1]) == 1 * 3 + 2 * 4
    assert instance.cost([1, 0]) == 1 * 4 + 2 * 3
    with pytest.raises(ValueError, match="permutation"):
        instance.cost([0, 0])


def read_qap_from(text: str):  # type: ignore[no-untyped-def]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return read_qap(write(Path(folder), "x.dat", text))


def test_solutions_from_one_or_zero_in_either_direction(tmp_path: Path) -> None:
    """Numbering from 0 or 1, commas or blanks, and the inverse permutation are understood."""
    instance = read_qap_from("3  0 1 0 0 0 2 3 0 0  0 5 1 2 0 7 4 9 0")
    costs = {p: instance.cost(p) for p in ((1, 2, 0), (2, 0, 1))}
    assert costs[(1, 2, 0)] != costs[(2, 0, 1)]
    for text in (
        f"3 {costs[1, 2, 0]}\n2 3 1",
        f"3 {costs[1, 2, 0]}\n1,2,0",
        f"3 {costs[1, 2, 0]} 2 0 1",
    ):
        cost, permutation = read_solution(write(tmp_path, "x.sln", text), instance)
        assert instance.cost(permutation) == cost == costs[(1, 2, 0)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("2 0 1 x 0 0 3 4 0", "line 1: 'x' is not a whole number"),
        ("2 0 1 1.5 0 0 3 4 0", r"'1\.5' is not a whole number"),
        ("2 0 1 2 0 0 3", "size 2 needs 8 numbers"),
        ("0", "at least 1"),
    ],
)
def test_files_that_are_not_instances_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """The message names the file and what was expected."""
    with pytest.raises(QapFileError, match=words):
        read_qap(write(tmp_path, "bad.dat", text))


def test_solutions_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    """A wrong size or a number that occurs twice is refused."""
    instance = read_qap_from("2 0 1 2 0 0 3 4 0")
    for text, words in (("3 5 1 2 3", "expected 2"), ("2 5 1 1", "each of 2 numbers once")):
        with pytest.raises(QapFileError, match=words):
            read_solution(write(tmp_path, "bad.sln", text), instance)
    with pytest.raises(QapFileError, match="cannot be read"):
        read_solution(tmp_path / "none.sln", instance)


@pytest.mark.shared
def test_every_public_file_is_read(shared_data: Path, tmp_path: Path) -> None:
    """All public instances are read, and every solution costs what it states."""
    with zipfile.ZipFile(shared_data / "or_benchmarks" / "qaplib.zip") as archive:
        archive.extractall(tmp_path)
    wrong = []
    for path in sorted(tmp_path.rglob("*.dat")):
        instance = read_qap(path)
        beside = path.with_suffix(".sln")
        if beside.exists():
            cost, permutation = read_solution(beside, instance)
            if instance.cost(permutation) != cost:
                wrong.append(path.stem)
    assert wrong == []
