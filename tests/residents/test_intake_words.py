"""The words of the intake's report, work list and workbook: complete, and the same in both."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest

pytest.importorskip("rapidfuzz", reason="the intake needs rapidfuzz")

from hecht.residents.intake_columns import HEADINGS, LANGUAGES, column_name, heading, headings
from hecht.residents.intake_finding_texts import FINDINGS
from hecht.residents.intake_findings import Columns, Mess, OneOf, Option, Proposal
from hecht.residents.intake_merge import merge
from hecht.residents.intake_mess_texts import MESSES, TO_KNOW, mess_name
from hecht.residents.intake_questions import QUESTIONS, TIES, columns
from hecht.residents.intake_work import decisions_in, work_headings, work_row
from tests.residents.messy_forms import named, rows

FINDERS = ("intake_fit", "intake_merge", "intake_reading", "intake_tables")
"""The modules that find something in forms."""

PLACE = {"Finding": 1, "find": 1, "_find": 3}
"""Where the key of a text stands among the arguments, by who is called."""


def keys_used() -> set[str]:
    """Return the key of every finding that the code can make."""
    found: set[str] = set()
    for name in FINDERS:
        tree = ast.parse(files("hecht.residents").joinpath(f"{name}.py").read_text("utf-8"))
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
                named_ = call.func.attr if isinstance(call.func, ast.Attribute) else (
                    call.func.id if isinstance(call.func, ast.Name) else "")  # fmt: skip
                if named_ in PLACE and len(call.args) > PLACE[named_]:
                    found |= set(constants(call.args[PLACE[named_]], function))
    return found


def constants(node: ast.expr, function: ast.FunctionDef) -> Iterator[str]:
    """Yield the texts that an expression can be; a name stands for what the function gives it."""
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, str)
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body, function)
        yield from constants(node.orelse, function)
    else:
        assert isinstance(node, ast.Name), ast.dump(node)
        given = list(assigned(node.id, function))
        assert given or node.id in {one.arg for one in function.args.args}, node.id
        for value in given:
            yield from constants(value, function)


def assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield what a function assigns to a name, by itself or as a part of a loop over tuples."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield from (node.value for one in node.targets
                        if isinstance(one, ast.Name) and one.id == name)  # fmt: skip
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Tuple):
            places = [n for n, one in enumerate(node.target.elts)
                      if isinstance(one, ast.Name) and one.id == name]  # fmt: skip
            for place in places:
                assert isinstance(node.iter, ast.Tuple)
                for row in node.iter.elts:
                    assert isinstance(row, ast.Tuple)
                    yield row.elts[place]


def test_every_finding_has_its_texts_and_every_text_its_finding() -> None:
    """What the code can find is in the table, and the table has nothing else."""
    assert keys_used() == set(FINDINGS)


@pytest.mark.parametrize("key", FINDINGS)
def test_both_languages_tell_the_same_of_a_finding(key: str) -> None:
    """Each text is there, and the same values stand in the Dutch and in the English."""
    dutch, english = FINDINGS[key]
    for one, other in zip(dutch, english, strict=True):
        assert one
        assert one != other or one == "{fix}"  # what `hecht check` says is English in both
    fields = [
        {name for text in pair for _, name, _, _ in string.Formatter().parse(text) if name}
        for pair in (dutch, english)
    ]
    assert fields[0] == fields[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_findings_of_sixty_forms_are_told_whole(language: str) -> None:
    """No finding lacks a value, and none shows how it is made."""
    here = named()
    merged = merge(here, [], [row for row, _ in rows(here)], today=date(2026, 10, 1))
    assert len(merged.findings) > 50
    for one in merged.findings:
        for text in (one.text(language), one.fix(language)):
            assert text
            assert "{" not in text
            assert "OneOf" not in text
            assert "Columns" not in text


def test_dutch_reports_speak_of_choices_and_columns_in_dutch() -> None:
    """A choice is the word that a Dutch typist chooses, a column the Dutch heading."""
    assert OneOf(TIES).told("nl") == "zorg, familie, vrienden, buren"
    assert OneOf(TIES, "care").told("en") == "care"
    assert OneOf({}, "3").told("nl") == "3"
    assert Columns("size, wish").told("nl") == "personen, terug of weg"
    assert headings("telefoon", "nl") == "telefoon"


def test_every_kind_of_finding_has_a_name_of_its_own() -> None:
    """In both languages, and what is only to know is a kind that there is."""
    assert set(MESSES) == set(Mess)
    assert set(Mess) > TO_KNOW
    for language in LANGUAGES:
        assert len({mess_name(mess, language) for mess in Mess}) == len(Mess)


def test_every_column_and_question_has_a_heading_that_stands_for_it_alone() -> None:
    """So that a workbook can be read by its names and by its headings in either language."""
    assert set(HEADINGS) == set(columns()) | {question.name for question in QUESTIONS}
    for name in HEADINGS:
        for word in (name, *(heading(name, language) for language in LANGUAGES)):
            assert column_name(word) == column_name(word.upper()) == name


def a_proposal() -> Proposal:
    """Return two answers of one day about people."""
    return Proposal(
        "contradiction", 7, "h001", "near", "h002:care / h003:|h004:family",
        (Option("old", "h002:care", 50), Option("new", "h003:|h004:family", 50)),
    )  # fmt: skip


def test_the_work_list_tells_two_answers_as_people_read_them() -> None:
    """Headings, what is asked, the answers and the decisions are in the language."""
    proposal = a_proposal()
    dutch, english = (work_row(proposal, language) for language in LANGUAGES)
    assert dutch[2:] == (
        "welk antwoord telt", "7", "h001", "bij wie", "h002 (zorg) / h003, h004 (familie)",
        "oud = h002 (zorg) | nieuw = h003, h004 (familie)",
    )  # fmt: skip
    assert english[-1] == "old = h002 (care) | new = h003, h004 (family)"
    assert dutch[:2] == english[:2] == (proposal.key, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_decisions_are_read_under_the_headings_of_either_language(language: str) -> None:
    """A line without a decision is none; a file without the headings is refused."""
    row = dict(zip(work_headings(language), work_row(a_proposal(), language), strict=True))
    decision = work_headings(language)[1]
    assert decisions_in([row]) == {}
    assert decisions_in([{**row, decision: "oud"}]) == {a_proposal().key: "oud"}
    with pytest.raises(ValueError, match="beslissing"):
        decisions_in([{"key": "1", "beslissing": "oud"}])
    assert decisions_in([]) == {}
