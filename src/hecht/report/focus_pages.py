"""The pages of the 20 focus areas: an index, one page each, and profiles of their areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from hecht.area.focus import (
    Fact,
    FocusArea,
    Members,
    Settled,
    facts,
    find,
    focus_areas,
    members,
)
from hecht.area.key import key_codes
from hecht.area.panel import Area, Panel
from hecht.area.peers import Choice
from hecht.area.profile import Profile, profile
from hecht.area.standing import Side, stands_out
from hecht.exchange.beside import folder_beside
from hecht.neighbourhood import Month
from hecht.outcomes.disclosure import Audience
from hecht.report.area_profile import Row, Rows, profile_page
from hecht.report.page import environment
from hecht.report.words import Words


@dataclass(frozen=True)
class Part:
    """An area that belongs to a focus area: where its profile is, and what stands out."""

    code: str
    name: str
    href: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class IndexRow:
    """One focus area in the index."""

    name: str
    href: str
    municipality: str
    residents: str
    state: str


def write_focus_pages(
    panel: Panel,
    folder: str | Path,
    language: str = "nl",
    *,
    audience: Audience = Audience.PUBLIC,
    choice: Choice | None = None,
    own: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Write index.html, a page for each focus area and a profile of each area in one.

    `own` maps keys of focus areas to the codes that the user knows to belong to them. The folder
    takes the place of what stood there when all is written. Returns the index.
    """
    target = Path(folder)
    pages = focus_pages(panel, language, audience=audience, choice=choice, own=own)
    with folder_beside(target) as part:
        for name, page in pages.items():
            (part / name).write_bytes(page.encode())
    return target / "index.html"


def focus_pages(
    panel: Panel,
    language: str = "nl",
    *,
    audience: Audience = Audience.PUBLIC,
    choice: Choice | None = None,
    own: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    """Return the pages by their file name. See `write_focus_pages`.

    Raises NoFocusArea for a key in `own` that is none.
    """
    for key in own or {}:
        find(key)
    words = Words(language, Month(2000, 1))
    pages: dict[str, str] = {}
    rows = []
    for focus in focus_areas():
        found = members(panel, focus, own)
        parts = []
        for area in found.areas:
            made = profile(panel, area.code, audience=audience, choice=choice)
            pages[f"{area.code}.html"] = profile_page(made, panel, language)
            parts.append(_part(area, made, words))
        pages[f"{focus.key}.html"] = _page(focus, found, parts, words)
        rows.append(_index_row(focus, found, words))
    index = (
        environment(words)
        .get_template("focus_index.html.j2")
        .render(
            rows=rows,
            facts=[one for one in facts() if one.focus == "*"],
            version=metadata.version("hecht"),
        )
    )
    return {"index.html": index, **pages}


def _page(focus: FocusArea, found: Members, parts: Sequence[Part], words: Words) -> str:
    return (
        environment(words)
        .get_template("focus.html.j2")
        .render(
            focus=focus,
            facts=_facts(focus),
            settled=settled_words(found, words),
            missing=found.missing,
            parts=parts,
            version=metadata.version("hecht"),
        )
    )


def settled_words(found: Members, words: Words) -> str:
    """Tell how sure it is which areas belong to a focus area."""
    _ = words.gettext
    return {
        Settled.OWN: _("These areas belong to it by your own table."),
        Settled.PARTS: _(
            "A proposal: areas of this panel with the names of those parts. No source gives codes; "
            "check it, and settle it in a table of your own (focus,code)."
        ),
        Settled.NAME: _(
            "A proposal: the areas of this panel with its name. No source that was read says which "
            "areas it consists of; check it, and settle it in a table of your own (focus,code)."
        ),
        Settled.NOTHING: _(
            "This panel has no area that can be told to belong to it, so there are no figures "
            "here. Add the figures of its municipality to the panel, or name its areas in a table "
            "of your own (focus,code)."
        ),
    }[found.settled]


def _facts(focus: FocusArea) -> list[Fact]:
    return [one for one in facts() if one.focus == focus.key]


def _part(area: Area, made: Profile, words: Words) -> Part:
    rows = Rows(made, words)
    lines = [line for side in Side for line in stands_out(made, side, of=key_codes())]
    return Part(
        area.code, area.name, f"{area.code}.html",
        tuple(rows.row(line, f"p-{area.code}") for line in lines),
    )  # fmt: skip


def _index_row(focus: FocusArea, found: Members, words: Words) -> IndexRow:
    _ = words.gettext
    names = words.listed([one.name for one in found.areas])
    people = next((one.value for one in _facts(focus) if not one.unit), None)
    state = {
        Settled.OWN: names,
        Settled.PARTS: _("proposal: %(names)s", names=names),
        Settled.NAME: _("proposal: %(names)s", names=names),
        Settled.NOTHING: _("no figures"),
    }[found.settled]
    return IndexRow(
        focus.name,
        f"{focus.key}.html",
        focus.municipality,
        "–" if people is None else words.number(people),
        state,
    )
