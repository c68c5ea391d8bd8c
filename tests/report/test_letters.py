"""Letters as files: PDF, page and calendar; the same bytes, the same facts, nothing fetched."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from hecht.exchange.letters_files import LetterFile
from hecht.report.letter import Layout
from hecht.report.letter_pdf import FEW, NoWeasyPrint, Printer, print_all
from hecht.report.letters import Letters, calendar_of, letter_files
from hecht.residents.letter_texts import LANGUAGES
from tests.report.pages import PageReader, street_plan
from tests.report.test_browser import axe, chromium, look
from tests.residents.letters import HEAD, words_of

__all__ = ["axe", "chromium"]

PLAN = street_plan()
DAY = date(2013, 12, 1)


def order(**changes: object) -> Letters:
    """Return an order for the letters of the Kade."""
    bare = Letters(PLAN.neighbourhood, PLAN.course, HEAD, DAY)
    return replace(bare, **changes)  # type: ignore[arg-type]


def files(made: Letters, workers: int = 1) -> dict[str, LetterFile]:
    """Return the files of an order by their name."""
    return {f"{one.folder}/{one.name}": one for one in letter_files(made, workers)}


@pytest.fixture(scope="module")
def printer() -> Printer:
    """Return what makes PDFs; skips where WeasyPrint or its libraries are missing."""
    try:
        return Printer(HEAD.colour)
    except NoWeasyPrint as error:
        pytest.skip(str(error))


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF."""
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext on this machine")
    path = folder / "letter.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_a_household_gets_dutch_and_its_own_language() -> None:
    """Who asked for Polish gets both; a language without letters, or none, gives Dutch alone."""
    made = order(spoken={"A": "pl", "C": "other"}, formats=("html",))
    names = sorted(name.split("/")[1].rsplit("-", 1)[1] for name in files(made))
    assert names == ["nl.html"] * 4 + ["pl.html"]
    dutch = next(one for one in made.written if one.household == "A" and one.language == "nl")
    assert "Pools" in dutch.note
    every = order(spoken={"A": "pl"}, languages=("en", "ar"), formats=("html",))
    assert {one.language for one in every.written} == {"nl", "en", "ar"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_whole_and_fetches_nothing(language: str) -> None:
    """Every element closes, ids are unique, all facts are there, no address of the web."""
    made = order(languages=(language,))
    layout = Layout.of(PLAN.neighbourhood, HEAD)
    letter = next(one for one in made.written if one.language == language)
    page = layout.page(letter)
    read = PageReader(page.replace("<!DOCTYPE html>", ""))
    assert read.open == []
    assert len(read.ids()) == len(set(read.ids()))
    plain = " ".join(re.sub("[\u2066\u2069]", "", read.words).split())
    for line in words_of(letter).splitlines():
        if line and not line.startswith(("move-", "do-")) and line not in _events(letter):
            assert " ".join(re.sub("[\u2066\u2069]", "", line).split()) in plain
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


def _events(letter: object) -> set[str]:
    found: set[str] = set()
    for one in letter.appointments:  # type: ignore[attr-defined]
        found |= {one.text, one.note}
    return found


def test_text_of_people_is_escaped() -> None:
    """A name with marks of HTML is shown as it is."""
    here = PLAN.neighbourhood
    named = tuple(replace(h, label="<b>Aa & Bb</b>") for h in here.households)
    made = order(neighbourhood=replace(here, households=named), formats=("html",))
    page = Layout.of(here, HEAD).page(made.written[0])
    assert "<b>" not in page
    assert "&lt;b&gt;Aa &amp; Bb" in page


def test_a_calendar_has_every_move_and_last_day() -> None:
    """Whole days, as RFC 5545 asks: lines of at most 75 bytes, one event a day to keep."""
    letter = order().written[0]
    text = calendar_of(letter, DAY)
    assert text == calendar_of(letter, DAY)
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == len(letter.appointments)
    starts = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", whole)
    assert starts == sorted(starts)
    assert "20140201" in starts, "the move to the temporary home"
    assert "20140401" in starts, "the move to the new home"
    assert len(set(re.findall(r"UID:(.+?)\r\n", whole))) == len(letter.appointments)
    ends = re.findall(r"DTEND;VALUE=DATE:(\d{8})", whole)
    for start, end in zip(starts, ends, strict=True):
        assert datetime.strptime(start, "%Y%m%d") < datetime.strptime(end, "%Y%m%d")


def test_a_calendar_keeps_its_events_when_a_month_changes() -> None:
    """The same move in another month is the same event, so that a calendar replaces it."""
    later = replace(PLAN.course, stays=tuple(
        replace(s, start=s.start + (s.start == 4), end=s.end + (s.end == 4))
        for s in PLAN.course.stays
    ))  # fmt: skip
    one = calendar_of(order().written[0], DAY)
    other = calendar_of(order(course=later).written[0], DAY)
    assert re.findall("UID:.+", one) == re.findall("UID:.+", other)
    assert one != other


def test_a_pdf_has_the_facts_and_the_same_bytes_twice(printer: Printer, tmp_path: Path) -> None:
    """What the letter says can be read from the PDF; made again it does not differ."""
    letter = order().written[0]
    paper = Layout.of(PLAN.neighbourhood, HEAD).paper(letter)
    made = printer.print(paper)
    assert made == Printer(HEAD.colour).print(paper)
    assert b"/CreationDate" not in made
    said = " ".join(text_of(made, tmp_path).split())
    for fact in ("U verhuist 2 keer", "februari 2014", "Kade n1", "€ 500,00", "Samira de Boer",
                 letter.reference, "Bladzijde 1/2"):  # fmt: skip
        assert fact in said
    assert not [one for one in PLAN.neighbourhood.households[1:] if one.label in said]


def test_an_arabic_pdf_shapes_its_letters(printer: Printer, tmp_path: Path) -> None:
    """A font with Arabic is used, and amounts keep their order."""
    made = order(languages=("ar",), spoken={})
    letter = next(one for one in made.written if one.language == "ar")
    pdf = printer.print(Layout.of(PLAN.neighbourhood, HEAD).paper(letter))
    fonts = fonts_of(pdf) | fonts_of(_inflated(pdf))
    assert any("DejaVu" in font or "Arabic" in font for font in fonts), fonts
    said = text_of(pdf, tmp_path)
    assert "500.00" in said
    assert re.search("[\u0600-\u06ff\ufe70-\ufefc]{3}", said)


def fonts_of(pdf: bytes) -> set[str]:
    """Return the fonts that a PDF uses, without the mark of a subset: {"DejaVu-Sans", …}."""
    return {name.decode() for name in re.findall(rb"/BaseFont ?/(?:[A-Z]{6}\+)?([\w-]+)", pdf)}


def _inflated(pdf: bytes) -> bytes:
    return b"".join(_streams(pdf))


def _streams(pdf: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.+?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            continue


def test_large_print_is_larger(printer: Printer) -> None:
    """18 point takes more pages than the same letter in 10."""
    letter = order().written[0]
    layout = Layout.of(PLAN.neighbourhood, HEAD)
    small, large = (printer.print(layout.paper(letter, large=one)) for one in (False, True))
    assert '<body class="ltr large">' in layout.page(letter, large=True)

    def count(pdf: bytes) -> int:
        return len(re.findall(rb"/Type ?/Page\b", pdf + _inflated(pdf)))

    assert count(large) > count(small) > 0


def test_many_letters_are_the_same_with_more_workers(printer: Printer) -> None:
    """Two processes give what one gives, in the same order."""
    paper = Layout.of(PLAN.neighbourhood, HEAD).paper(order().written[0])
    pages = [(str(n), paper.replace("Beste", f"Beste {n}")) for n in range(FEW + 2)]
    done: list[int] = []
    one = list(print_all(pages, HEAD.colour, 1))
    two = list(print_all(pages, HEAD.colour, 2, lambda: done.append(1)))
    assert one == two
    assert len(done) == len(pages)
    assert len({content for _, content in one}) == len(pages)


def test_a_letter_fetches_nothing(printer: Printer, caplog: pytest.LogCaptureFixture) -> None:
    """An address in a letter is never asked for."""
    made = printer.print('<html><body><img src="https://example.org/x.png">x</body></html>')
    assert made.startswith(b"%PDF")
    assert "fetches nothing" in caplog.text


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "large", "width"),
    [("nl", False, 320), ("ar", True, 320), ("pl", False, 1280), ("ar", False, 1280)],
)
def test_a_letter_is_accessible_and_fits(
    request: pytest.FixtureRequest, tmp_path: Path, language: str, large: bool, width: int
) -> None:
    """axe-core finds no violation on a phone or a screen, also from right to left."""
    browser, script = (request.getfixturevalue(name) for name in ("chromium", "axe"))
    made = order(languages=(language,))
    letter = next(one for one in made.written if one.language == language)
    page = Layout.of(PLAN.neighbourhood, HEAD).page(letter, large=large)
    found = look(browser, script, page, tmp_path, width)
    assert found["violations"] == []
    assert isinstance(found["wide"], int)
    assert found["wide"] <= width
