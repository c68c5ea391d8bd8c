"""The Spacematrix as a picture: places, names, what is not known, both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    Home,
    Month,
    Neighbourhood,
    Option,
    Policy,
    Project,
    Stage,
    Works,
)
from hecht.neighbourhood.option import Land
from hecht.outcomes.scene import Scene
from hecht.report.spacematrix import spacematrix
from hecht.report.spacematrix_labels import Labels
from hecht.report.words import Words

SVG = "{http://www.w3.org/2000/svg}"
EN, NL = Words("en", Month(2026, 1)), Words("nl", Month(2026, 1))


def scene(count: int, course: bool = True) -> Scene:
    """Return blocks of 1,000 m2: b0 is rebuilt from 200 to 400 m2 built, the others kept."""
    ids = [f"b{n}" for n in range(count)]
    blocks = tuple(Block(i, Works.REBUILD if i == "b0" else Works.KEEP, 3) for i in ids)
    ring = ((0.0, 0.0), (50.0, 0.0), (50.0, 20.0), (0.0, 20.0), (0.0, 0.0))
    today = {i: Land(footprint=200.0 + 20 * n, storeys=2) for n, i in enumerate(ids)}
    after = Option("b0", "new", Works.REBUILD, duration=3, land=Land(400.0, 1200.0))
    here = Neighbourhood(
        project=Project("Dense", Month(2026, 1), 12),
        capacity=Capacity(),
        policy=Policy(),
        blocks=blocks,
        homes=tuple(Home(f"h{i}", Stage.EXISTING, 0, 0, 3, i) for i in ids),
        households=(),
        shapes=dict.fromkeys(ids, ((ring,),)),
    )
    options = {i: Option(i, "keep", Works.KEEP) for i in ids} | {"b0": after}
    return Scene(here, options, today, (), Course(12, {"b0": 1}, ()) if course else None)


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_it_is_a_picture_with_every_block_named() -> None:
    """It is well-formed, tells itself to a screen reader, and names blocks and their sum."""
    drawn = spacematrix(scene(4), EN, name="dense")
    root = ElementTree.fromstring(drawn)
    assert root.get("aria-labelledby") == "dense-t dense-d"
    assert {"b0", "b1", "b2", "b3", "All blocks"} <= set(texts(drawn))
    told = root.findtext(f"{SVG}desc")
    assert told is not None
    assert "b0: today GSI 0.20, FSI 0.40; afterwards GSI 0.40, FSI 1.20" in told


def test_points_lie_where_the_axes_say() -> None:
    """b0 goes from (0.2, 0.4) to (0.4, 1.2): its points lie as the numbers on the axes do."""
    drawn = ElementTree.fromstring(spacematrix(scene(1), EN))
    numbers = [
        (e.text, float(e.get("x", "0")), float(e.get("y", "0"))) for e in drawn.iter(f"{SVG}text")
    ]
    across = {t: x for t, x, y in numbers if t in ("0.2", "0.4") and y > 450}
    up = {t: y - 4 for t, x, y in numbers if t in ("0.4", "1.2") and x < 60}
    points = [
        (float(c.get("cx", "0")), float(c.get("cy", "0"))) for c in drawn.iter(f"{SVG}circle")
    ]
    for place in ((across["0.2"], up["0.4"]), (across["0.4"], up["1.2"])):
        assert any(abs(x - place[0]) <= 0.11 and abs(y - place[1]) <= 0.11 for x, y in points), (
            place
        )


def test_blocks_that_are_alike_share_a_point() -> None:
    """Blocks with the same figures are one point with the first names and how many more."""
    seen = scene(6)
    seen = replace(seen, today=dict.fromkeys(seen.today, Land(300.0, 600.0)))
    assert "b1, b2 +3" in texts(spacematrix(seen, EN))


def test_what_is_not_known_is_named_below() -> None:
    """A block without a footprint is not drawn at zero: it is named as not known."""
    seen = scene(3)
    drawn = spacematrix(replace(seen, today={**seen.today, "b2": Land()}), EN)
    assert "Not known: b2" in texts(drawn)
    assert "b2" not in texts(drawn)
    assert "All blocks" not in texts(drawn)


def test_nothing_known_is_still_a_picture() -> None:
    """Without any land given only the axes are drawn, and all blocks are named as not known."""
    drawn = spacematrix(replace(scene(12, course=False), today={}), EN)
    assert any(t.startswith("Not known: b0") and t.endswith("4 more") for t in texts(drawn))
    # the one of the legend
    assert drawn.count("<circle") == 1


def test_without_a_plan_it_shows_today() -> None:
    """A scene without a course has no afterwards, in the points and in the legend."""
    drawn = spacematrix(scene(2, course=False), EN)
    assert "afterwards" not in texts(drawn)
    assert "today" in texts(drawn)


def test_dutch_has_no_english() -> None:
    """The Dutch picture says everything in Dutch, with decimal commas."""
    drawn = spacematrix(scene(3), NL)
    assert {"Alle blokken", "nu", "straks", "gesloopt en nieuw gebouwd"} <= set(texts(drawn))
    assert "0,1" in texts(drawn)
    for word in ("layer", "today", "blocks", "ground"):
        assert not re.search(rf"\b{word}\b", drawn), word


def test_the_same_scene_gives_the_same_picture() -> None:
    """Drawn twice it is the same to the byte."""
    assert spacematrix(scene(9), NL) == spacematrix(scene(9), NL)


@pytest.mark.parametrize("count", [1, 5, 40])
def test_names_do_not_overlap(count: int) -> None:
    """However many points there are, names lie on no other name and within the frame."""
    labels = Labels((0.0, 0.0, 400.0, 300.0))
    for n in range(count):
        labels.keep_free(20.0 + 9 * n, 150.0 + (n % 3), 5.0)
    points = len(labels.taken)
    written = [labels.beside(20.0 + 9 * n, 150.0, f"block {n}", size=11) for n in range(count)]
    names = labels.taken[points:]
    assert len(names) == sum(bool(one) for one in written) >= 1
    for i, one in enumerate(names):
        assert one[0] >= 0
        assert one[2] <= 400
        for other in names[i + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0]
            assert apart or one[3] <= other[1] or other[3] <= one[1]


def test_the_picture_of_the_docs_is_up_to_date(tmp_path: Path) -> None:
    """The picture in docs/outcomes/density.md is what its example gives."""
    root = Path(__file__).parents[2]
    script = root / "scripts" / "spacematrix_picture.py"
    subprocess.run([sys.executable, script, tmp_path / "now.svg"], check=True, cwd=root)
    kept = root / "docs" / "images" / "spacematrix.svg"
    now = (tmp_path / "now.svg").read_bytes()
    assert kept.read_bytes() == now, "run python scripts/spacematrix_picture.py"
