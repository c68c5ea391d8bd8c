"""The form of one household as a page: to print on A4, or to tick on a screen and then print."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from html import escape

from hecht.neighbourhood import Neighbourhood, Stage
from hecht.residents.intake_code import form_code, qr_text
from hecht.residents.intake_questions import PEOPLE, QUESTION_OF, SOURCES, TIES, Kind
from hecht.residents.intake_texts import BINDING, LANGUAGES, Texts, texts

SECTIONS = (
    ("people", ("size", "children", "others_here")),
    ("needs", ("step_free", "accessible", "floor_max", "rooms_min", "rent_max")),
    ("wishes", ("wish", "wish_street", "wish_type", "wish_first")),
    ("company", ("near", "group_with")),
    ("you", ("language", "helper", "filled_by", "remark")),
)
"""The headings of the form with the questions under each."""

STYLE = """
@page { size: A4; margin: 12mm 15mm; }
p { margin: .45em 0; break-inside: avoid; }
* { box-sizing: border-box; }
body { font: 11pt/1.35 "Noto Sans", "Noto Sans Arabic", "DejaVu Sans", Arial, sans-serif;
  color: #111; background: #fff; max-width: 180mm; margin: 0 auto; padding: 1rem; }
body.large { font-size: 16pt; }
h1 { font-size: 1.6em; margin: .2em 0; }
h2 { font-size: 1.15em; margin: 1em 0 .3em; border-block-end: 2px solid #17645c;
  break-after: avoid; break-inside: avoid; }
p.ask { break-after: avoid; }
header { display: flex; flex-wrap: wrap; gap: 1em; justify-content: space-between; }
header > div { flex: 1 1 14em; }
.code { font: bold 1.3em "DejaVu Sans Mono", monospace; unicode-bidi: isolate; direction: ltr; }
.qr { flex: 0 0 auto; text-align: center; }
.qr svg { width: 27mm; height: 27mm; display: block; }
fieldset { border: 0; margin: 0 0 .7em; padding: 0; break-inside: avoid; min-width: 0; }
legend, .ask { font-weight: bold; padding: 0; display: block; }
.nl { display: block; font-weight: normal; color: #4a4a4a; font-size: .85em; direction: ltr;
  text-align: start; }
[dir=rtl] .nl { text-align: end; }
.choices { display: flex; flex-wrap: wrap; gap: .2em 1.2em; margin-block-start: .2em; }
.choices label { display: inline-flex; align-items: center; gap: .45em; min-height: 24px; }
input:is([type=checkbox], [type=radio]) { appearance: none; width: 1.35em; height: 1.35em;
  min-width: 24px; min-height: 24px; border: 2px solid #111; background: #fff; margin: 0; }
input:is([type=checkbox], [type=radio]):checked { background:
  linear-gradient(45deg, transparent 44%, #111 44% 56%, transparent 56%),
  linear-gradient(-45deg, transparent 44%, #111 44% 56%, transparent 56%); }
input[type=text] { font: inherit; width: 100%; border: 0; border-block-end: 1.5px solid #111;
  min-height: 2em; background: #fff; color: #111; }
input:focus-visible { outline: 3px solid #17645c; outline-offset: 2px; }
.short { display: flex; flex-wrap: wrap; gap: 0 .8em; align-items: end; margin: .5em 0; }
.short .ask { flex: 0 1 auto; }
.short input[type=text] { width: 9em; max-width: 100%; }
.notice { border: 2px solid #111; padding: .4em .7em; margin: .6em 0; }
.line { display: flex; flex-wrap: wrap; gap: 0 .8em; align-items: end; margin: .1em 0; }
.line input[type=text] { flex: 1 1 14em; width: auto; }
.office h2 { border: 0; margin: 0; font-size: 1em; }
.closing { break-inside: avoid; }
.person { border-inline-start: 4px solid #d9dcd8; padding-inline-start: .7em; }
.person .choices { column-gap: .9em; }
.office { border: 1px solid #111; padding: .3em .7em; margin: .8em 1px 0;
  break-inside: avoid; }
.made-up { font-size: .85em; color: #4a4a4a; }
footer { font-size: .9em; margin-block-start: 1em; }
.field { display: flex; flex: 0 1 auto; align-items: end; gap: .4em; }
article + article { border-block-start: 3px solid #17645c; padding-block-start: 1em; }
@media print { article + article { break-before: recto; border: 0; padding: 0; } }
@media print { body { padding: 0; max-width: none; } }
"""
"""The look of forms on paper and on a screen."""


def form_page(here: Neighbourhood, household: str, language: str, *, large: bool = False) -> str:
    """Return the form of a household as HTML: its code, address and questions, never a name.

    `language` is one of the forms' languages; under text in another than Dutch stands the Dutch,
    which is binding. `large` prints in 16 point. Raises ValueError when segno is not installed.
    """
    return forms_page(here, [household], language, large=large)


def forms_page(
    here: Neighbourhood, households: Sequence[str], language: str, *, large: bool = False
) -> str:
    """Return the forms of households below each other, each on sheets of its own when printed."""
    words = texts(language)
    what = (
        form_code(here.project.name, households[0]) if len(households) == 1 else here.project.name
    )
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{words.language}" dir="{words.direction}">',
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">',
        f"<title>{escape(words.form['title'])} {escape(what)}</title>",
        f"<style>{STYLE}</style></head>",
        f"<body{' class=large' if large else ''}><main>",
        *(_form(here, one, words, place) for place, one in enumerate(households, start=1)),
        "</main></body></html>\n",
    ]
    return "\n".join(parts)


def _form(here: Neighbourhood, household: str, words: Texts, place: int) -> str:
    """Return one form; `place` tells its fields from those of other forms on the page."""
    own = here.household_of[household]
    code = form_code(here.project.name, household)
    page = _Page(words, texts(BINDING), place)
    lasting = (home for home in here.homes if home.stage is not Stage.TEMPORARY)
    types = sorted({home.type for home in lasting if home.type})
    over = " · ".join(one for one in (here.project.organisation, here.project.name) if one)
    parts = [
        "<article><header><div>",
        f"<p>{escape(over)}</p>",
        f"<h1>{page.both('form', 'title')}</h1>",
        f"<p>{escape(words.form['address'])}: <strong>"
        f"{escape(here.home_of[own.home].address or own.home)}</strong></p>",
        f"<p>{escape(words.form['code'])}: <span class=code>{escape(code)}</span></p>",
        f"</div><div class=qr>{_qr(qr_text(here.project.name, household), words.form['qr'])}</div>",
        "</header>",
        f'<p class=made-up lang="nl" dir="ltr">{escape(here.project.synthetic)}</p>'
        if here.project.synthetic
        else "",
        page.notice(),
        f"<p>{page.both('form', 'intro')}</p><p>{page.both('form', 'how')}</p>",
    ]
    for title, names in SECTIONS:
        parts.append(f"<section><h2>{page.both('form', title)}</h2>")
        parts += [page.question(name, types) for name in names]
        parts.append("</section>")
    parts += [
        f"<section class=closing><h2>{page.both('form', 'privacy_title')}</h2>",
        f"<p>{page.both('form', 'privacy')}</p></section>",
        page.office(),
        f"<footer><p>{page.both('form', 'contact')} {escape(here.project.contact or '…')}</p>",
        "</footer></article>",
    ]
    return "\n".join(part for part in parts if part)


class _Page:
    """The pieces of a form in one language, with the Dutch below."""

    def __init__(self, words: Texts, dutch: Texts, place: int) -> None:
        self.words, self.dutch, self.place = words, dutch, place

    def both(self, part: str, key: str) -> str:
        """Return a text, with the binding Dutch under it when it is a translation."""
        own = escape(getattr(self.words, part)[key])
        if self.words.language == BINDING:
            return own
        return f'{own} <span class="nl" lang="nl" dir="ltr">{escape(self._nl(part, key))}</span>'

    def _nl(self, part: str, key: str) -> str:
        return str(getattr(self.dutch, part)[key])

    def notice(self) -> str:
        """Return what is said of a translation."""
        if self.words.language == BINDING:
            return ""
        said = [] if self.words.is_reviewed else [self.words.form["machine"]]
        return f"<p class=notice>{escape(' '.join([*said, self.words.form['binding']]))}</p>"

    def question(self, name: str, types: Iterable[str]) -> str:
        """Return one question with its boxes or lines."""
        asked = QUESTION_OF[name]
        if name == "near":
            return self._near()
        if name == "wish_type" and types:
            return self._boxes(name, [(one, escape(one), "nl") for one in types])
        if name == "language":
            named = [(one, escape(texts(one).name), one) for one in LANGUAGES]
            other = (("other", self._choice("other_language"), ""),)
            return self._boxes(name, [*named, *other])
        if asked.kind is Kind.CHOICE:
            return self._boxes(name, [(one, self._choice(self._key(name, one)), "")
                                      for one in asked.choices])  # fmt: skip
        short = " class=short" if asked.kind in (Kind.NUMBER, Kind.AMOUNT) else ""
        return (
            f'<p{short}><label class=ask for="{name}-{self.place}">{self.both("question", name)}'
            f"</label><span class=field>{'€ ' if asked.kind is Kind.AMOUNT else ''}"
            f"{self._field(name)}</span></p>"
        )

    def _key(self, name: str, value: str) -> str:
        return f"first_{value}" if name == "wish_first" else value

    def _choice(self, key: str) -> str:
        part = "form" if key in ("yes", "no") else "choice"
        return self.both(part, key)

    def _boxes(self, name: str, choices: Iterable[tuple[str, str, str]]) -> str:
        return (
            f"<fieldset><legend>{self.both('question', name)}</legend><div class=choices>"
            f"{''.join(self._box(*one) for one in choices)}</div></fieldset>"
        )

    def _box(self, value: str, shown: str, language: str) -> str:
        spoken = f' lang="{language}"' if language else ""
        return f'<label><input type="checkbox"> <span{spoken}>{shown}</span></label>'

    def _near(self) -> str:
        parts = [f"<p class=ask>{self.both('question', 'near')}</p>"]
        kinds = [(kind, self._choice(kind), "") for kind in TIES]
        for number in range(1, PEOPLE + 1):
            parts.append(
                f"<fieldset class=person><legend>{escape(self.words.form['person'])} {number}"
                f'</legend><p class=line><label for="near_{number}-{self.place}">'
                f"{self.both('form', 'who')}</label>{self._field(f'near_{number}')}</p>"
                f"<div class=choices><span>{self.both('form', 'what')}</span>"
                f"{''.join(self._box(*one) for one in kinds)}</div></fieldset>"
            )
        return "".join(parts)

    def office(self) -> str:
        """Return the corner that the one who takes in the form fills in, in Dutch and theirs."""
        lines = "".join(self._line(key) for key in ("office_date", "office_by"))
        boxes = "".join(self._box(one, self._choice(one), "") for one in SOURCES)
        return (
            f"<section class=office><h2>{self.both('form', 'office')}</h2><fieldset>"
            f"<legend>{self.both('form', 'office_source')}</legend>"
            f"<div class=choices>{boxes}</div></fieldset><div class=choices>{lines}</div></section>"
        )

    def _line(self, key: str) -> str:
        return (
            f'<p class=short><label class=ask for="{key}-{self.place}">{self.both("form", key)}'
            f"</label>{self._field(key)}</p>"
        )

    def _field(self, name: str) -> str:
        return f'<input type="text" id="{name}-{self.place}" autocomplete="off">'


def _qr(text: str, label: str) -> str:
    """Return a QR square as a picture for a page."""
    try:
        import segno
    except ImportError as error:
        raise ValueError("forms need segno; pip install 'hecht[intake]'") from error
    stream = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        stream, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, nl=False
    )
    picture = stream.getvalue().decode("utf-8")
    return picture.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
