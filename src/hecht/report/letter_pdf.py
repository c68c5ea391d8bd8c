"""Letters as PDF, with WeasyPrint; many at once in processes of their own.

The stylesheet and the fonts are read once in each process. The same letter gives the same bytes:
a PDF holds no date and no random number (the fonts on the machine do count).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

from hecht.report.letter import style

AT_ONCE = 8
"""How many letters a process is given at a time."""

FEW = 6
"""Up to so many letters no process is started: starting one takes longer."""

_printer: Printer | None = None
"""The printer of a process that makes letters."""


class NoWeasyPrint(ValueError):
    """WeasyPrint, or a library that it needs, is not there."""


@dataclass
class Printer:
    """Makes PDFs in one process; `colour` is that of the letterhead.

    Raises NoWeasyPrint when it cannot be used, saying what to install.
    """

    colour: str
    _html: Any = field(init=False, repr=False)
    _fonts: Any = field(init=False, repr=False)
    _css: Any = field(init=False, repr=False)
    _refuse: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        try:
            from weasyprint import CSS, HTML
            from weasyprint.text.fonts import FontConfiguration
        except ImportError as error:
            raise NoWeasyPrint(
                "letters on paper need WeasyPrint; pip install 'hecht[letters]', or leave pdf out "
                "of --format"
            ) from error
        except OSError as error:
            raise NoWeasyPrint(
                f"WeasyPrint misses a library of the system ({error}); on Debian: apt install "
                "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core, or leave "
                "pdf out of --format"
            ) from error
        self._html, self._fonts, self._refuse = HTML, FontConfiguration(), _fetcher()
        css = style("letter_paper.css").replace("BRAND", self.colour)
        self._css = CSS(string=css, font_config=self._fonts, url_fetcher=self._refuse)

    def print(self, page: str) -> bytes:
        """Return a letter's HTML (`Layout.paper`) as the bytes of a PDF."""
        document = self._html(string=page, url_fetcher=self._refuse, base_url=None)
        made = document.write_pdf(
            stylesheets=[self._css], font_config=self._fonts, pdf_tags=True, pdf_variant="pdf/ua-1"
        )
        assert isinstance(made, bytes)
        return made


def print_all(
    pages: Iterable[tuple[str, str]],
    colour: str,
    workers: int,
    told: Callable[[], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield (name, PDF) for each (name, HTML), in the same order whatever the number of workers.

    `told` is called after each letter. Raises NoWeasyPrint before anything is made.
    """
    every = list(pages)
    own = Printer(colour)
    if workers <= 1 or len(every) <= FEW:
        for name, page in every:
            yield name, own.print(page)
            if told is not None:
                told()
        return
    # a fresh interpreter, since Pango in a forked process of a program with threads may hang
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (colour,)) as pool:
        texts = (page for _, page in every)
        for (name, _), made in zip(every, pool.map(_print, texts, chunksize=AT_ONCE), strict=True):
            yield name, made
            if told is not None:
                told()


def _begin(colour: str) -> None:
    global _printer
    _printer = Printer(colour)
    gc.freeze()  # what is there now stays until the end; looking through it again costs time


def _print(page: str) -> bytes:
    assert _printer is not None
    return _printer.print(page)


def _fetch_nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a letter fetches nothing, and {url!r} was asked for")


def _fetcher() -> Any:
    """Return what answers every request for an address with a refusal."""
    from weasyprint import urls

    if not hasattr(urls, "URLFetcher"):
        return _fetch_nothing  # before WeasyPrint 68 a function was asked for
    refusing = urls.URLFetcher()
    refusing.fetch = _fetch_nothing
    return refusing
