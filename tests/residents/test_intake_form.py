"""The forms: five languages, plain words, a code, a QR square, no names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest

pytest.importorskip("segno", reason="the forms need segno")

from hecht.residents import intake_texts
from hecht.residents.intake_code import codes, form_code, qr_text
from hecht.residents.intake_form import SECTIONS, form_page, forms_page
from hecht.residents.intake_questions import QUESTIONS, columns
from hecht.residents.intake_texts import LANGUAGES, column_help, texts
from hecht.residents.plain_language import lint
from tests.residents.messy_forms import named

HERE = named()
VOID = {"meta", "input", "path", "br"}


class Tags(HTMLParser):
    """Checks that tags close, and gathers the ids and what labels are for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.text_inputs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label" and found.get("for"):
            self.labels.append(str(found["for"]))
        if tag == "input" and found.get("type") == "text":
            self.text_inputs.append(str(found.get("id")))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass


def words_of(language: str) -> dict[str, Any]:
    folder = files("hecht.residents").joinpath("texts")
    return tomllib.loads(folder.joinpath(f"intake_{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_texts_of_the_form_are_plain(language: str) -> None:
    """No long sentence, hard word, long word or pile of passives."""
    words = texts(language)
    parts = (words.form, words.question, words.choice)
    every = [text for part in parts for text in part.values() if text]
    assert len(every) > 60
    assert [finding for text in every for finding in lint(text, language)] == []
    assert lint("\n\n".join(every), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    """A translation lacks nothing and adds nothing, and no text is left in Dutch."""
    dutch, own = words_of("nl"), words_of(language)
    for part in ("form", "question", "choice"):
        assert list(own[part]) == list(dutch[part]) or set(own[part]) == set(dutch[part])
        if language != "nl":
            same = {k for k, text in own[part].items() if text and text == dutch[part][k]}
            assert same <= {"address", "phone", "no", "form", "website", "web"}, same
    assert {q.name for q in QUESTIONS} == set(dutch["question"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_asks_everything_and_is_sound(language: str) -> None:
    """Every question is there, tags close, ids are unique, every line has its label."""
    page = form_page(HERE, "h001", language)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert set(tags.text_inputs) <= set(tags.labels)
    assert {name for _, names in SECTIONS for name in names} == {q.name for q in QUESTIONS}
    own = texts(language)
    for question in QUESTIONS:
        assert own.question[question.name].replace("'", "&#x27;") in page
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert "@page { size: A4" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_says_that_a_machine_made_it_and_shows_the_dutch(language: str) -> None:
    """Until someone has reviewed it, and the Dutch text counts; the Dutch form says neither."""
    page = form_page(HERE, "h001", language)
    dutch = texts("nl")
    assert dutch.question["near"] in page
    assert ("class=notice" in page) == (language != "nl")
    if language != "nl":
        assert texts(language).form["machine"] in page
        assert texts(language).form["binding"] in page


def test_a_reviewed_translation_says_only_that_dutch_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The note on the machine goes when the file names who reviewed it, and not before."""
    text = intake_texts._file("en").replace('"machine-made"', '"reviewed"')
    texts.cache_clear()
    monkeypatch.setattr(intake_texts, "_file", lambda language: text)
    with pytest.raises(ValueError, match="reviewed_by"):
        texts("en")
    named_text = text.replace('reviewed_by = ""', 'reviewed_by = "A. Reader"')
    monkeypatch.setattr(intake_texts, "_file", lambda language: named_text)
    assert texts("en").is_reviewed
    monkeypatch.undo()
    texts.cache_clear()


def test_a_form_has_its_code_and_qr_square_and_no_name() -> None:
    """The code is that of the household; its own name and its neighbours' are not printed."""
    page = form_page(HERE, "h001", "nl")
    assert form_code(HERE.project.name, "h001") in page
    assert "Putterstraat 2" in page
    assert "<svg role=" in page
    assert not [one.label for one in HERE.households if one.label and one.label in page]


def test_the_qr_square_holds_the_code_only() -> None:
    """What a telephone reads from it is the code and the kind of form."""
    assert qr_text("Buurt", "h001") == f"hecht-intake:1:{form_code('Buurt', 'h001')}"


def test_codes_of_one_project_differ_and_betray_a_typing_error() -> None:
    """Of all ways to mistype one digit of an id, nearly all give a code that does not exist."""
    known: Mapping[str, str] = codes("Buurt", [f"h{n:03}" for n in range(1000)])
    assert len(known) == 1000
    wrong = 0
    for code in list(known)[::37]:
        for place in range(1, 4):
            for digit in "0123456789":
                changed = code[:place] + digit + code[place + 1 :]
                wrong += changed != code and changed in known
    assert wrong <= 5


def test_forms_are_the_same_bytes_and_large_print_is_larger() -> None:
    """Made twice a form does not differ; large print differs in the size of its letters."""
    assert form_page(HERE, "h002", "tr") == form_page(HERE, "h002", "tr")
    large = form_page(HERE, "h002", "tr", large=True)
    assert "<body class=large>" in large
    assert re.search(r"body\.large \{ font-size: 16pt", large)


def test_text_of_the_project_is_escaped() -> None:
    """A name with marks of HTML is shown as it is."""
    here = replace(HERE, project=replace(HERE.project, name="<b>Buurt</b>", contact="a & b"))
    page = form_page(here, "h001", "nl")
    assert "<b>" not in page
    assert "&lt;b&gt;Buurt" in page


def test_every_column_of_the_workbook_is_explained_in_dutch() -> None:
    """Each has a line of help that is plain and fits in a prompt."""
    help_of = column_help("nl")
    assert set(help_of) == set(columns())
    for text in help_of.values():
        assert 0 < len(text) <= 255
        assert lint(text, "nl") == []


def test_a_language_without_a_form_is_refused() -> None:
    """The message names those that there are."""
    with pytest.raises(ValueError, match="nl, en, tr, ar, pl"):
        texts("fr")


def test_forms_below_each_other_are_told_apart() -> None:
    """Each starts on a sheet of its own, with its own code, and every field has its own label."""
    page = forms_page(HERE, ["h001", "h002"], "pl")
    codes = [form_code(HERE.project.name, one) for one in ("h001", "h002")]
    assert page.count("<article>") == 2
    assert all(code in page.split("<article>")[n] for n, code in enumerate(codes, start=1))
    fields = re.findall(r' id="([^"]+)"', page)
    assert len(fields) == len(set(fields))
    assert sorted(re.findall(r' for="([^"]+)"', page)) == sorted(fields)
    assert "break-before" in page
