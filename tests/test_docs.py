"""The documents are true: every verb, option and public name is there, links lead somewhere."""

import os
import re
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import hecht
from hecht.cli import VERBS, load, sub_commands

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md")])


def test_the_page_of_commands_is_up_to_date() -> None:
    """docs/commands.md is what the commands say of themselves; `make docs` writes it."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import runpy; print(runpy.run_path('scripts/commands_page.py')['page'](), end='')",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == done.stdout, "run `make docs`"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_is_in_the_page_of_commands(verb: str) -> None:
    """A new verb or option cannot be forgotten."""
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    command = load(verb)
    assert f"## hecht {verb}\n" in text
    for one in [command, *sub_commands(command).values()]:
        for parameter in one.params:
            for name in parameter.opts:
                if name.startswith("--"):
                    assert name in text, f"hecht {verb} {name}"


def test_every_verb_of_the_table_has_its_module_and_its_page_line() -> None:
    """The table names modules that exist, and lines of help that fit on one line."""
    for name, verb in VERBS.items():
        module = import_module(verb.module)
        assert hasattr(module, "run") or hasattr(module, "app"), name
        assert 10 < len(verb.help) <= 62, name
        assert verb.help.endswith("."), name


@pytest.mark.parametrize("name", [name for name in hecht.__all__ if name != "__version__"])
def test_every_public_name_is_documented(name: str) -> None:
    """docs/python.md speaks of each name of `hecht`, and each has a docstring."""
    assert f"hecht.{name}" in (DOCS / "python.md").read_text(encoding="utf-8")
    assert getattr(hecht, name).__doc__


def test_every_method_of_a_plan_is_documented() -> None:
    """What a plan can do is in docs/python.md."""
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    methods = [name for name in dir(hecht.Plan) if not name.startswith("_") and name != "of"]
    called = [name for name in methods if callable(getattr(hecht.Plan, name))]
    assert called
    for name in called:
        assert f"plan.{name}(" in text, name


def test_the_lazy_names_are_those_that_type_checkers_see() -> None:
    """`__all__`, the names under TYPE_CHECKING and those of hecht.api are the same."""
    from hecht import api

    source = Path(str(hecht.__file__)).read_text(encoding="utf-8")
    block = source.split("from hecht.api import (")[1].split(")")[0]
    typed = {name.strip() for name in block.split(",") if name.strip()}
    assert typed == set(hecht.__all__) - {"__version__"} == set(api.__all__)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    """A relative link names a file that exists, and a heading in it when it names one."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, heading = target.partition("#")
        place = (page.parent / file).resolve() if file else page
        assert place.exists(), f"{page.name}: {target}"
        if heading:
            assert heading in headings(place), f"{page.name}: {target}"


def headings(page: Path) -> set[str]:
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in lines}


def test_every_page_of_docs_can_be_found_from_the_index() -> None:
    """No page is an orphan."""
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index, page.name


def test_the_changelog_has_this_version_with_a_date() -> None:
    """The newest entry is the version of the package."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\] - (\d{4}-\d{2}-\d{2})$", text, flags=re.MULTILINE)
    assert newest is not None
    assert newest[1] == hecht.__version__
    date.fromisoformat(newest[2])


def test_publiccode_says_what_the_standard_asks() -> None:
    """publiccode.yml has the keys of version 0, lengths that fit, and this version."""
    facts = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    required = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert required <= set(facts)
    assert facts["softwareVersion"] == hecht.__version__
    assert facts["legal"]["license"] == "EUPL-1.2"
    assert facts["maintenance"]["contacts"]
    assert set(facts["description"]) == {"nl", "en"}
    for told in facts["description"].values():
        assert len(told["shortDescription"]) <= 150
        assert 150 <= len(told["longDescription"]) <= 10000
        assert told["features"]


def test_the_licence_is_whole() -> None:
    """The EUPL 1.2 with its fifteen articles and its appendix."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    for article in range(1, 16):
        assert re.search(rf"^{article}\.\s?[A-Z]", text, flags=re.MULTILINE), article
    assert "Appendix" in text
    assert text.rstrip().endswith("require the production of a new EUPL version.")


def code_of(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python block of docs/python.md runs, in order, in one namespace."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = code_of(DOCS / "python.md", "python")
    assert len(blocks) >= 4
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    assert (tmp_path / "my-plan" / "plan.json").is_file()


def test_the_python_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example on the first page is one that works."""
    monkeypatch.chdir(tmp_path)
    for block in code_of(ROOT / "README.md", "python"):
        block = block.replace("seconds=20", "seconds=3")
        exec(compile(block, "README.md", "exec"), {})


def test_the_commands_of_getting_started_run(tmp_path: Path) -> None:
    """Every command of the tutorial ends well, in order, in an empty folder."""
    lines = [
        line[2:]
        for block in code_of(DOCS / "getting-started.md", "console")
        for line in block.splitlines()
        if line.startswith("$ hecht ")
    ]
    assert len(lines) >= 8
    for line in lines:
        words = line.replace("--seconds 20", "--seconds 5").split()[1:]
        done = subprocess.run(
            [sys.executable, "-m", "hecht", *words],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "100"},
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "my-plan" / "report.html").is_file()
    assert (tmp_path / "my-scenarios" / "compare.html").is_file()
    assert (tmp_path / "my-scenarios" / "meeting.html").is_file()
