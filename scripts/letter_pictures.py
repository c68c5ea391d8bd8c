"""Make the pictures of docs/letters.md: the first pages of letters in five languages.

    python scripts/letter_pictures.py docs/images

Needs WeasyPrint and pdftoppm (poppler-utils). The people are made up.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hecht.api import demo_folder, read
from hecht.neighbourhood import Course, Neighbourhood, Stage, Stay, StayKind, Works
from hecht.report.letter import Layout
from hecht.report.letter_pdf import Printer
from hecht.residents.letter_texts import LANGUAGES
from hecht.residents.letterhead import Letterhead
from hecht.residents.my_plan import my_plans
from hecht.residents.write_letter import Writer

HEAD = Letterhead(
    organisation="Voorbeeldcorporatie",
    address=("Marktplein 1", "5000 AB Tilburg"),
    contact_person="Samira de Boer",
    contact_role="wijkconsulent",
    phone="013 - 123 45 67",
    phone_hours="maandag tot en met vrijdag, 9.00 - 17.00 uur",
    email="wijkteam@example.org",
    website="www.example.org",
    objection_address=("Voorbeeldcorporatie, Bezwaren", "Postbus 10", "5000 AA Tilburg"),
    place="Tilburg",
    town="5021 XX Tilburg",
    reply_days=28,
    objection_days=42,
    temporary_rent_same=True,
)
DAY = date(2013, 1, 14)
SHOWN = "h001"


def course(here: Neighbourhood) -> Course:
    """Return a course by hand for one household: a temporary home, then a new one."""
    home = here.home_of[here.household_of[SHOWN].home]
    unit = next(one for one in here.homes if one.stage is Stage.TEMPORARY)
    new = next(one for one in here.homes if one.stage is Stage.NEW and one.accessible)
    starts = {one.id: 14 for one in here.blocks if one.works is not Works.KEEP}
    horizon = here.project.horizon
    others = (
        Stay(one.id, one.home, 0, horizon, StayKind.START)
        for one in here.households
        if one.id != SHOWN
    )
    own = (
        Stay(SHOWN, home.id, 0, 14, StayKind.START),
        Stay(SHOWN, unit.id, 14, 19, StayKind.TEMPORARY),
        Stay(SHOWN, new.id, 19, horizon, StayKind.FINAL),
    )
    return Course(horizon, starts, (*own, *others))


def main(folder: Path) -> None:
    """Write letters-LANGUAGE.png and letters-large.png into a folder."""
    here = read(demo_folder())
    people = tuple(
        replace(one, label="Fam. De Vries") if one.id == SHOWN else one for one in here.households
    )
    policy = replace(here.policy, habituation_years=3.0)
    here = replace(here, households=people, policy=policy)
    plan = my_plans(here, course(here), DAY)[SHOWN]
    writer, layout, printer = Writer(here, HEAD, DAY), Layout.of(here, HEAD), Printer(HEAD.colour)
    for language in LANGUAGES:
        paper = layout.paper(writer.write(plan, language))
        draw(printer.print(paper), folder / f"letters-{language}.png", 2)
    large = layout.paper(writer.write(plan, "nl"), large=True)
    draw(printer.print(large), folder / "letters-large.png", 2)


def draw(pdf: bytes, target: Path, pages: int) -> None:
    """Draw the first pages of a PDF beside each other."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "letter.pdf"
        path.write_bytes(pdf)
        command = ["pdftoppm", "-r", "72", "-l", str(pages), "-png", str(path), f"{place}/page"]
        subprocess.run(command, check=True)
        found = [Image.open(one) for one in sorted(Path(place).glob("page-*.png"))]
        gap = 8
        wide = sum(one.width for one in found) + gap * (len(found) + 1)
        sheet = Image.new("RGB", (wide, found[0].height + 2 * gap), "#b9c0bc")
        x = gap
        for one in found:
            sheet.paste(one, (x, gap))
            x += one.width + gap
        sheet.quantize(256).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
