"""In a real browser: axe finds nothing, and nothing is wider than a phone.

Needs Chromium and the Python package axe-playwright-python, of which only the script it holds is
used; skipped where one is missing.
"""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hecht.design.marginal import marginal_prices
from hecht.effects.estimate import estimate
from hecht.effects.options import Options
from hecht.outcomes.disclosure import Audience
from hecht.report.comparison import comparison_page
from hecht.report.effects import effects_page
from hecht.report.household import household_pages
from hecht.report.page import report
from hecht.report.programme import programme_page
from hecht.report.round_screen import screen
from hecht.rounds import Kind
from tests.design.test_comparison import small_comparison
from tests.effects.panels import random_panel
from tests.report.pages import planned, random_plan
from tests.report.test_programme import example
from tests.rounds.test_evening import do, opened, three

pytestmark = pytest.mark.browser

LOOK = """
<script>%s</script>
<script>
const wide = document.documentElement.scrollWidth;
axe.run(document, {resultTypes: ["violations"]}).then(found => {
  const told = document.createElement("pre");
  told.id = "told";
  told.textContent = JSON.stringify({wide: wide, violations: found.violations.map(
    v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 200))])});
  document.body.appendChild(told);
});
</script>
</body>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """Return the browser's command."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("there is no Chromium on this machine")


@pytest.fixture(scope="module")
def axe() -> str:
    """Return the axe script."""
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None or not package.submodule_search_locations:
        pytest.skip("axe-playwright-python is not installed")
    return (Path(package.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")


def look(chromium: str, axe: str, page: str, folder: Path, width: int) -> dict[str, object]:
    """Open a page in a frame of this width and return what axe and the layout say."""
    inner = folder / "inner.html"
    inner.write_text(page.replace("</body>", LOOK % axe.replace("</script", "<\\/script")), "utf-8")
    outer = folder / "outer.html"
    outer.write_text(
        f'<!DOCTYPE html><body style="margin:0"><iframe id="f" src="inner.html" '
        f'style="width:{width}px;height:900px;border:0"></iframe><pre id="out"></pre><script>'
        "const wait = setInterval(() => { const told = document.getElementById('f')"
        ".contentDocument.getElementById('told'); if (told) { clearInterval(wait); "
        "document.getElementById('out').textContent = told.textContent; } }, 50);</script>",
        "utf-8",
    )
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    command += ["--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}"]
    command += ["--virtual-time-budget=60000", "--dump-dom", outer.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True).stdout
    told = re.search(r'<pre id="out">(.+?)</pre>', dom, re.DOTALL)
    assert told is not None, "the browser told nothing"
    found: dict[str, object] = json.loads(html.unescape(told[1]))
    return found


@pytest.mark.parametrize("width", [320, 1280])
def test_the_big_screen_of_a_round_is_accessible_and_fits(
    chromium: str, axe: str, tmp_path: Path, width: int
) -> None:
    """axe-core finds no violation, before and after a choice."""
    evening = opened(three())
    for _ in range(2):
        told = look(chromium, axe, screen(evening), tmp_path, width)
        assert told["violations"] == []
        assert int(str(told["wide"])) <= width
        turn = evening.turn()
        assert turn is not None
        name = turn.households[0]
        do(evening, Kind.CHOOSE, household=name, home=evening.menu(name)[0])


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "kind", ["report", "committee", "household", "comparison", "programme", "staff"]
)
def test_a_page_is_accessible_and_fits(
    chromium: str, axe: str, tmp_path: Path, kind: str, width: int
) -> None:
    """axe-core finds no violation, on a phone or a screen, and the page is not wider than it."""
    plan = random_plan(8)
    if kind == "comparison":
        prices = [marginal_prices(one.plan, rounds=1, seeds=(1,)) for one in small_comparison()]
        page = comparison_page(small_comparison(), "nl", remarks=["Dit gaat niet."], prices=prices)
    elif kind in ("programme", "staff"):
        audience = Audience.INTERNAL if kind == "staff" else Audience.COMMITTEE
        page = programme_page(example(), "nl", audience)
    elif kind in ("report", "committee"):
        audience = Audience.INTERNAL if kind == "report" else Audience.COMMITTEE
        page = report(plan, planned(plan.neighbourhood, plan.course), "nl", audience)
    else:
        page = next(iter(household_pages(plan, "nl").values()))
    found = look(chromium, axe, page, tmp_path, width)
    assert found["violations"] == []
    assert isinstance(found["wide"], int)
    assert found["wide"] <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_of_an_effect_is_accessible_and_fits(
    chromium: str, axe: str, tmp_path: Path, width: int
) -> None:
    """The same of the page of an effect, with its pictures and tables."""
    panel = random_panel(1, units=120, starts=(0, 0, 0, 4, 5))
    effect = estimate(panel, "staggered", Options(placebo=60))
    # the page allows no script, so that of axe comes in without that line
    page = re.sub(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", effects_page(effect))
    found = look(chromium, axe, page, tmp_path, width)
    assert found["violations"] == []
    assert int(str(found["wide"])) <= width


def test_axe_would_find_something(chromium: str, axe: str, tmp_path: Path) -> None:
    """The same look at a bad page does find violations and too wide a picture."""
    bad = '<!DOCTYPE html><html><body><svg width="900" role="img"></svg><input></body></html>'
    found = look(chromium, axe, bad, tmp_path, 320)
    assert found["violations"]
    assert isinstance(found["wide"], int)
    assert found["wide"] > 320
