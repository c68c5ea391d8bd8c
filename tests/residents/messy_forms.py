"""Sixty forms as they come in: deliberately messy, each with what must be reported about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from hecht.exchange import read
from hecht.neighbourhood import Neighbourhood, ReturnWish
from hecht.residents.intake_code import form_code
from hecht.residents.intake_findings import Mess
from hecht.residents.intake_reading import Row

EXAMPLE = Path(__file__).parents[2] / "examples" / "vogeltjesbuurt"
LABELS = (
    "fam. De Wit", "mevr. Yıldız", "dhr. Kowalski", "fam. El Amrani", "fam. Van der Heijden",
    "mevr. Jansen", "dhr. Jansen", "fam. Öztürk", "mevr. Bouchiba", "dhr. Wiśniewski",
)  # fmt: skip


@dataclass(frozen=True)
class Messy:
    """The cells of a form, and each mess in it with the question it is about."""

    household: int
    cells: dict[str, str]
    expected: tuple[tuple[Mess, str], ...] = ()
    frame: dict[str, str] = field(default_factory=dict)


def named() -> Neighbourhood:
    """Return the example with names, every household of two that wishes to return, no groups."""
    here = read(EXAMPLE)
    households = tuple(
        replace(
            one, label=LABELS[place] if place < len(LABELS) else "", size=2, children=None,
            wish=ReturnWish.RETURN, rent_max=None, rooms_min=None, leaves=None,
        )
        for place, one in enumerate(here.households)
    )  # fmt: skip
    return replace(here, households=households, groups=(), promises=())


def clean(**more: str) -> dict[str, str]:
    """Return the answers of a form without any mess."""
    return {"size": "2", "wish": "return", **more}


def forms() -> list[Messy]:
    """Return sixty forms; the number is the place of the household in the table."""
    unclear, unknown = Mess.UNCLEAR_PERSON, Mess.UNKNOWN_PERSON
    return [
        Messy(10, clean()),
        Messy(11, clean(near_1="Putterstraat 2", near_1_kind="zorg")),
        Messy(12, clean(near_1="de buren van 12"), ((unclear, "near"),)),
        Messy(13, clean(near_1="fam de wit")),
        Messy(14, clean(near_1="Familie de Witt"), ((unclear, "near"),)),
        Messy(15, clean(near_1="fam. d. With"), ((unclear, "near"),)),
        Messy(16, clean(near_1="De Wit-"), ((unclear, "near"),)),
        Messy(17, clean(near_1="Yildis"), ((unclear, "near"),)),
        Messy(18, clean(near_1="mijn zus"), ((unknown, "near"),)),
        Messy(19, clean(near_1="Jansen"), ((unclear, "near"),)),
        Messy(20, clean(near_1="Piet Puk"), ((unknown, "near"),)),
        Messy(21, {"wish": "return"}, ((Mess.HALF_FILLED, "size"),)),
        Messy(22, {"rent_max": "€ 650,-"}, ((Mess.HALF_FILLED, "size, wish"),)),
        Messy(23, clean(near_1_kind="family"), ((Mess.HALF_FILLED, "near"),)),
        Messy(24, clean(wish="return, elsewhere"),
              ((Mess.TWO_BOXES, "wish"), (Mess.HALF_FILLED, "wish"))),
        Messy(25, clean(step_free="ja / nee"), ((Mess.TWO_BOXES, "step_free"),)),
        Messy(26, clean(wish="misschien"), ((Mess.UNREADABLE, "wish"), (Mess.HALF_FILLED, "wish"))),
        Messy(27, clean(wish="geen mening"), ((Mess.NO_OPINION, "wish"), (Mess.CHANGED, "wish"))),
        Messy(28, clean(wish_street="n.v.t."), ((Mess.NO_OPINION, "wish_street"),)),
        Messy(29, clean(size="3-4"), ((Mess.UNREADABLE, "size"), (Mess.HALF_FILLED, "size"))),
        Messy(30, clean(size="drie", children="1"), ((Mess.CHANGED, "size"),)),
        Messy(31, clean(rent_max="7800"), ((Mess.UNREADABLE, "rent_max"),)),
        Messy(32, clean(rent_max="weinig"), ((Mess.UNREADABLE, "rent_max"),)),
        Messy(33, clean(children="2"),
              ((Mess.CONTRADICTORY, "size, children"), (Mess.HALF_FILLED, "size"))),
        Messy(34, clean(step_free="no", accessible="yes"),
              ((Mess.CONTRADICTORY, "step_free, accessible"),)),
        Messy(35, clean(wish="elsewhere", wish_street="Putterstraat"),
              ((Mess.CONTRADICTORY, "wish"), (Mess.CHANGED, "wish"))),
        Messy(36, clean(wish_street="Puterstraat"), ((Mess.UNCLEAR_WORD, "wish_street"),)),
        Messy(37, clean(wish_type="villa met zwembad"), ((Mess.UNCLEAR_WORD, "wish_type"),)),
        Messy(38, clean(near_1="zus met dementie"), ((Mess.DIAGNOSIS, "near"),)),
        Messy(39, clean(remark="ik heb reuma"), ((Mess.DIAGNOSIS, "remark"),)),
        Messy(40, clean(remark="niet op de vierde"), ((Mess.REMARK, "remark"),)),
        Messy(41, clean(others_here="ja"), ((Mess.OTHERS_HERE, "others_here"),)),
        Messy(42, clean(filled_by="dochter"), ((Mess.FILLED_BY_OTHER, "filled_by"),)),
        Messy(43, clean(near_1="SELF"), ((Mess.OWN_NAME, "near"),)),
        Messy(44, clean(near_1="Putterstraat 2", near_2="putterstraat  2"),
              ((Mess.NAMED_TWICE, "near"),)),
        Messy(45, {}, ((Mess.NOT_REACHED, ""),), {"result": "niet thuis"}),
        Messy(46, {}, ((Mess.REFUSED, ""),), {"result": "wil niet"}),
        Messy(47, {}, ((Mess.EMPTY, ""),), {"result": "ingevuld"}),
        Messy(48, clean(), ((Mess.CONTRADICTORY, "result"),), {"result": "niet thuis"}),
        Messy(49, clean(), ((Mess.NO_SOURCE, ""),), {"entered_by": ""}),
        Messy(50, clean(), ((Mess.NO_SOURCE, ""),), {"date": ""}),
        Messy(51, clean(), ((Mess.UNREADABLE, "date"), (Mess.NO_SOURCE, "")),
              {"date": "vorige week"}),
        Messy(52, clean(), ((Mess.UNREADABLE, "date"), (Mess.NO_SOURCE, "")),
              {"date": "2031-01-01"}),
        Messy(53, clean(), ((Mess.UNKNOWN_FORM, "code"),), {"code": "h0xx-99"}),
        Messy(54, clean(), ((Mess.UNKNOWN_FORM, "code"),), {"code": "", "address": "ADDRESS"}),
        Messy(55, clean(), (), {"date": "3-9-2026"}),
        Messy(55, clean(), ((Mess.TWICE, ""),), {"date": "4-9-2026", "source": "web"}),
        Messy(56, clean(rent_max="600")),
        Messy(56, clean(rent_max="700"), ((Mess.TWICE, ""), (Mess.CHANGED, "rent_max")),
              {"date": "2026-09-20", "source": "telefoon"}),
        Messy(57, clean(rent_max="600")),
        Messy(57, clean(rent_max="700"), ((Mess.TWICE, ""), (Mess.CONTRADICTORY, "rent_max")),
              {"source": "web"}),
        Messy(58, clean(size="5"), ((Mess.CHANGED, "size"),)),
        Messy(59, clean(near_1="Putterstraat 4")),
        Messy(1, clean(near_1="CODE59", size="2")),
        Messy(60, clean(group_with="CODE61")),
        Messy(61, clean(group_with="CODE60")),
        Messy(62, clean(group_with="CODE63")),
        Messy(64, clean(group_with="CODE65; CODE66")),
        Messy(65, clean(group_with="CODE64")),
        Messy(67, clean(telefoon="0612345678"), ((Mess.UNKNOWN_COLUMN, "telefoon"),)),
    ]  # fmt: skip


def rows(here: Neighbourhood) -> list[tuple[Row, Messy]]:
    """Return the forms as rows of a workbook, from line 2 on."""
    made = []
    for number, form in enumerate(forms(), start=2):
        own = here.households[form.household]
        address = here.home_of[own.home].address
        frame = {
            "code": form_code(here.project.name, own.id), "source": "form",
            "date": "2026-09-10", "entered_by": "jb", **form.frame,
        }  # fmt: skip
        cells = {name: _filled(text, here, address) for name, text in form.cells.items()}
        frame = {name: address if text == "ADDRESS" else text for name, text in frame.items()}
        made.append((Row(number, {**frame, **cells}), form))
    return made


def _filled(text: str, here: Neighbourhood, own: str) -> str:
    if text == "SELF":
        return own
    parts = []
    for part in text.split("; "):
        if part.startswith("CODE"):
            household = here.households[int(part[4:])]
            part = form_code(here.project.name, household.id)
        parts.append(part)
    return "; ".join(parts)
