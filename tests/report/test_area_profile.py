"""The page of an area: what it says, what it hides, and in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shapely.geometry import box

from hecht.area.indicator import Kind, Theme
from hecht.area.line import Target
from hecht.area.panel import Absent, Figure
from hecht.area.peers import Choice, Criterion
from hecht.area.profile import profile
from hecht.outcomes.disclosure import Audience
from hecht.report.area_profile import profile_page, write_profile
from hecht.report.words import LANGUAGES
from tests.area.panels import MemoryPanel, figures, indicator, panel, town
from tests.report.pages import PageReader
from tests.report.test_browser import axe, chromium, look  # noqa: F401  (fixtures)

CODES = town(41)
HERE = CODES[40]
SHAPES = {code: box(k % 7 * 100, k // 7 * 100, k % 7 * 100 + 100, k // 7 * 100 + 100)
          for k, code in enumerate(CODES)}  # fmt: skip


def store() -> MemoryPanel:
    """Return a panel with every kind of line: ranked, counted, asked, small, absent, of a wijk."""
    rising = {code: float(k) for k, code in enumerate(CODES)}
    falling = {code: 100.0 - k for k, code in enumerate(CODES)}
    made = panel(
        [
            indicator("residents", Theme.PEOPLE, Kind.COUNT),
            indicator("homes_corporation", Theme.HOMES),
            indicator("police_total_per_1000", Theme.SAFETY, Kind.MEAN, better="less"),
            indicator("feels_unsafe", Theme.SAFETY, better="less", weight="answers", least=10,
                      asked=True),
            indicator("answers", Theme.SAFETY, Kind.COUNT),
            indicator("lbm2_total", Theme.OVERALL, Kind.SCORE, better="more", decimals=3,
                      warning="Not a causal model"),
            indicator("welfare_per_100", Theme.POVERTY_DEBT, better="less"),
        ],
        figures("residents", 2024, dict.fromkeys(CODES, 1000.0)),
        figures("homes_corporation", 2024, rising),
        *(figures("police_total_per_1000", year, {c: v + year - 2020 for c, v in rising.items()})
          for year in (2020, 2021, 2022, 2024)),
        figures("feels_unsafe", 2024, falling),
        figures("answers", 2024, {code: 4.0 if code == HERE else 60.0 for code in CODES}),
        figures("lbm2_total", 2016, {f"WK0344{k:02d}": k / 100 - 0.3 for k in range(30)}),
        [Figure(HERE, 2024, "welfare_per_100", None, Absent.NOT_YET, "kwb")],
    )  # fmt: skip
    names = {"WK034403": "Overvecht & <Noord>", HERE: 'Kop "Zuid"'}
    return MemoryPanel(made.known, made.figures, names, made.origins,
                       {HERE: ["Borders moved in 2020"]})  # fmt: skip


def page(language: str = "nl", **more: object) -> str:
    """Return the page of the last area."""
    choice = Choice((Criterion("homes_corporation"),), 8, least=1)
    goals = (Target("homes_corporation", 30.0, 2030, "Wijkplan"),)
    made = profile(store(), HERE, choice=choice, targets=goals)
    return profile_page(made, store(), language, shapes=SHAPES, **more)  # type: ignore[arg-type]


def words(text: str) -> str:
    """Return the text of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.split("</style>")[1]))


def test_it_fetches_nothing_and_runs_nothing() -> None:
    """No script, no file, no picture from elsewhere; links are for people."""
    reader = PageReader(page())
    assert reader.open == []
    for tag, given in reader.elements:
        assert tag not in ("script", "link", "img", "iframe", "form")
        assert "src" not in given
        if tag != "a":
            assert "href" not in given
    assert "url(http" not in page()
    assert "@import" not in page()


def test_names_are_text_and_ids_are_unique() -> None:
    """Marks in names do no harm, and no two elements have one id."""
    text = page()
    assert "Overvecht &amp; &lt;Noord&gt;" in text
    assert "<Noord>" not in text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for one in re.findall(r'href="#([^"]+)"', text):
        assert one in ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_year_and_where_to_look_it_up(language: str) -> None:
    """Beside each value stand the year, file, column, edition, licence and definition."""
    text = words(page(language))
    assert ("Naam" if language == "nl" else "Label") + " police_total_per_1000" in text
    for part in ("kwb.csv", "CC BY 4.0", "2024", "1.000" if language == "nl" else "1,000"):
        assert part in text
    assert ("Omschrijving van" if language == "nl" else "Definition of") in text
    assert 'Kop "Zuid"' in text.replace("&#34;", '"')


def test_words_beside_numbers_do_not_judge_what_is_neutral() -> None:
    """The share of rented homes is high; only the crimes are less favourable."""
    text = words(page())
    assert "hoger dan in alle 8 vergelijkbare gebieden" in text
    assert "minder gunstig dan alle 8 vergelijkbare gebieden" in text
    rented = page().split("Naam homes_corporation")[1]
    assert "gunstig" not in words("</style>" + rented.split("Naam ")[0])


def test_too_few_answers_are_hidden_with_the_reason() -> None:
    """The share of four answers is nowhere on the page; why, is."""
    text = words(page())
    assert "Naam feels_unsafe (2024): niet getoond: het rust op te weinig" in text
    assert "60%" not in text
    inside = profile(store(), HERE, audience=Audience.INTERNAL)
    assert next(x for x in inside.lines if x.indicator.code == "feels_unsafe").value is None


def test_what_the_wijk_has_is_named_as_the_wijks_with_its_warning() -> None:
    """The score is that of the district around, and its makers' warning stands by it."""
    text = words(page())
    assert "cijfer van de wijk Overvecht &amp; &lt;Noord&gt;" in text
    assert "† Not a causal model" in text


def test_absent_themes_and_goals_are_told() -> None:
    """Not measured says where it would come from; the goal is not reached; borders moved."""
    text = words(page())
    assert text.count("Niet gemeten. Deze gegevens hebben") == 7
    assert "Gezondheidsmonitor" in text
    assert "doel: 30% in 2030" in text
    assert "Borders moved in 2020" in text
    assert "in deze uitgave nog niet gepubliceerd" in text


def test_the_trend_is_told_with_its_interval_and_drawn() -> None:
    """Four years are a trend; a rise of one a year is found."""
    text = page()
    assert "stijgt: +1,0 per jaar" in words(text)
    assert text.count('class="sparkline"') == 1


def test_the_map_has_a_twin_and_hides_small_figures() -> None:
    """Every area of the map is in the list; small figures are hatched and named as no figure."""
    text = page(map_of="feels_unsafe")
    part = text[text.index('id="around"') : text.index('id="h-read"')]
    assert part.count("<path d=") >= len(CODES)
    assert part.count("<tr") == len(CODES) + 1
    assert "url(#area-missing)" in part
    assert "geen cijfer" in part
    assert 'class="area-here"' in part
    with pytest.raises(ValueError, match="no indicator 'nothing'"):
        page(map_of="nothing")


def test_without_outlines_there_is_a_list() -> None:
    """No outline of the area: the areas of its municipality as a list, and it says so."""
    made = profile(store(), HERE)
    text = profile_page(made, store(), "en")
    assert "there is a list and no map" in text
    assert "<table" in text[text.index('id="around"') :]


def test_the_same_panel_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock and no chance; the file holds what the page is."""
    made = profile(store(), HERE)
    path = write_profile(made, store(), tmp_path / "p.html", "nl")
    assert path.read_bytes() == profile_page(made, store(), "nl").encode()
    assert page() == page()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_a_phone_is_wide_enough(
    chromium: str,  # noqa: F811
    axe: str,  # noqa: F811
    language: str,
    width: int,
    tmp_path: Path,
) -> None:
    """With everything unfolded, on a phone and a screen."""
    text = page(language, map_of="feels_unsafe").replace("<details", "<details open")
    found = look(chromium, axe, text, tmp_path, width)
    assert found["violations"] == []
    assert isinstance(found["wide"], int)
    assert found["wide"] <= width
