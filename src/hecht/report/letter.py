"""A letter laid out: as a page for the browser, and as the page that becomes a PDF for paper.

Both come from one template. The page holds its own style and fetches nothing; the page for paper
leaves the style out, since one stylesheet is read once for many letters (`letter_pdf`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from hecht.neighbourhood import Neighbourhood
from hecht.report.letter_pictures import LetterMap, icon
from hecht.residents.letter import Letter
from hecht.residents.letterhead import Letterhead

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True)
class Layout:
    """Lays out the letters of one neighbourhood; `head` gives the letterhead its colour."""

    head: Letterhead
    map: LetterMap | None

    @classmethod
    def of(cls, neighbourhood: Neighbourhood, head: Letterhead) -> Layout:
        """Return the layout for a neighbourhood; there is no map where there are no homes."""
        return cls(head, LetterMap(neighbourhood, head.colour) if neighbourhood.homes else None)

    def page(self, letter: Letter, *, large: bool = False) -> str:
        """Return a letter as a page of HTML that needs nothing else."""
        return self._render(letter, large, style("letter.css"))

    def paper(self, letter: Letter, *, large: bool = False) -> str:
        """Return a letter as HTML without its style, to be made into a PDF."""
        return self._render(letter, large, "")

    def _render(self, letter: Letter, large: bool, css: str) -> str:
        picture, keys = "", []
        if self.map is not None and letter.spots:
            picture = self.map.draw(letter.spots, letter.map_title, letter.map_about)
            keys = [
                self.map.legend(spot.kind, number, spot.word)
                for number, spot in enumerate(letter.spots, start=1)
            ]
        return _template().render(
            letter=letter,
            head=self.head,
            large=large,
            css=Markup(css),
            map=Markup(picture),
            keys=[Markup(key) for key in keys],
            place=_places([section.kind for section in letter.sections]),
            icon=lambda name: Markup(icon(name)),
            value=_value,
        )


HALVES = ("home", "rent", "people", "promises", "object", "call")
"""The parts of a letter that stand two beside each other, where there are two in a row."""


def _places(kinds: list[str]) -> dict[str, str]:
    """Return for each part whether it stands at the start or end of a row, or takes it all."""
    found: dict[str, str] = {}
    for at, kind in enumerate(kinds):
        before = kinds[at - 1] if at else ""
        after = kinds[at + 1] if at + 1 < len(kinds) else ""
        if kind in HALVES and found.get(before) == "half start":
            found[kind] = "half end"
        elif kind in HALVES and after in HALVES:
            found[kind] = "half start"
        else:
            found[kind] = "wide"
    return found


def _value(text: str) -> Markup:
    """Return a value; one that is read from left to right as a whole stays so on every line."""
    whole = text.startswith("\u2066") and text.find("\u2069") == len(text) - 1
    return Markup('<span class="apart">{}</span>').format(text[1:-1]) if whole else escape(text)


@cache
def style(name: str) -> str:
    """Return a stylesheet of the letters by its file's name."""
    return files("hecht.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made: Any = Environment(
        loader=PackageLoader("hecht.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return made.get_template("letter.html.j2")  # type: ignore[no-any-return]
