"""The A4 for a residents' meeting: right, plain, silent about small groups, and one page."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hecht.design.apply import neighbourhood_of
from hecht.design.comparison import Compared, compared
from hecht.neighbourhood import (
    Block,
    Capacity,
    Course,
    Design,
    Home,
    Household,
    Month,
    Neighbourhood,
    Option,
    Policy,
    Project,
    ReturnWish,
    Scenario,
    Stage,
    Stay,
    StayKind,
    Tie,
    Works,
)
from hecht.neighbourhood.public_space import SpaceKind
from hecht.outcomes.figure import Value
from hecht.planning.plan import Plan
from hecht.report import pictograms
from hecht.report.meeting import MOST, meeting_page, sentences, short, write_meeting_page
from hecht.report.meeting_facts import LEAST, OfTen, for_residents, most_different, works_time
from hecht.report.meeting_rows import Row, of_ten, rows
from hecht.report.meeting_words import PLACE_NAMES, PLANS_TELL, TEXTS, WORKS, Say
from hecht.report.words import Words
from hecht.residents.plain_language import lint
from tests.report.pages import MARKER, PageReader
from tests.report.test_browser import axe, chromium, look  # noqa: F401

START, TEMPORARY, FINAL = StayKind.START, StayKind.TEMPORARY, StayKind.FINAL
LANGUAGES = ("nl", "en")
HORIZON = 24


def street(half: int = 12, **project: object) -> Neighbourhood:
    """Return a street of two blocks of `half` homes each, ten metres apart.

    R is rebuilt in six months, from month 6 at the earliest; its new homes stand where the old
    ones did, and there is a temporary home for everyone. K is kept. Every household has a tie
    with the next one. A new home costs 560 euros a month, an old one 500.
    """

    def home(name: str, stage: Stage, number: int, block: str | None, rent: float) -> Home:
        x = 134_000.0 + 10 * number
        return Home(name, stage, x, 395_000.0, 3, block, f"Kade {name}", "Kade", rent=rent)

    old = [
        home(f"e{n}", Stage.EXISTING, n, "R" if n < half else "K", 500.0) for n in range(2 * half)
    ]
    new = [home(f"n{n}", Stage.NEW, n, "R", 560.0) for n in range(half)]
    units = [home(f"t{n}", Stage.TEMPORARY, n, None, 500.0) for n in range(half)]
    far = Home("far", Stage.EXISTING, 135_500.0, 395_000.0, 3, None, "Eind 1", "Eind", rent=500.0)
    return Neighbourhood(
        project=Project("Kadebuurt", Month(2027, 1), HORIZON, **project),  # type: ignore[arg-type]
        capacity=Capacity(),
        policy=Policy(notice_months=1),
        blocks=(Block("R", Works.REBUILD, 6, "Kade oost"), Block("K", Works.KEEP)),
        homes=(*old, *new, *units, far),
        households=tuple(
            Household(f"h{n}", f"e{n}", 2, label=f"{MARKER} {n}") for n in range(2 * half)
        ),
        ties=tuple(Tie(f"h{n}", f"h{n + 1}") for n in range(2 * half - 1)),
    )


OPTIONS = (
    Option("R", "keep", Works.KEEP),
    Option("R", "renovate", Works.RENOVATE_EMPTY, duration=9),
)


def course(here: Neighbourhood, away: int = 0, start: int = 6) -> Course:
    """Return a course in which everyone of R goes by a unit to the same place in the new block.

    With `away` the one of the first household of R who stays away ends far off instead.
    """
    half = sum(home.block == "R" and home.stage is Stage.EXISTING for home in here.homes)
    works = here.block_of["R"]
    stays: list[Stay] = []
    for n in range(len(here.households)):
        name = f"h{n}"
        if n >= half or not here.is_affected(here.household_of[name]):
            stays.append(Stay(name, f"e{n}", 0, HORIZON, START))
            continue
        stays.append(Stay(name, f"e{n}", 0, start, START))
        if away and n == away:
            stays.append(Stay(name, "far", start, HORIZON, FINAL))
            continue
        back = f"n{n}" if works.works is Works.REBUILD else f"e{n}"
        stays.append(Stay(name, f"t{n}", start, start + works.duration, TEMPORARY))
        stays.append(Stay(name, back, start + works.duration, HORIZON, FINAL))
    starts = {block.id: start for block in here.blocks if block.has_works}
    return Course(HORIZON, starts, tuple(stays))


def planned(here: Neighbourhood, choice: str = "", aways: tuple[int, ...] = (0, 0)) -> Compared:
    """Return a scenario of the street with a plan for each of `aways`, the first the best."""
    design = Design(here, OPTIONS)
    scenario = Scenario(choice or "planned", "", {"R": choice} if choice else {})
    made = neighbourhood_of(design, scenario)
    plans = [
        Plan(made, course(made, away), "hecht", seed, 1000 - seed)
        for seed, away in enumerate(aways, start=1)
    ]
    return compared(design, scenario, plans)


@pytest.fixture(scope="module")
def three() -> list[Compared]:
    """Return the street rebuilt, kept and renovated."""
    here = street()
    return [planned(here), planned(here, "keep"), planned(here, "renovate")]


def cells(row: Row) -> list[tuple[str, ...]]:
    """Return what the cells of a row say."""
    return [(cell.strong, *cell.lines) for cell in row.cells]


def say(language: str = "nl") -> Say:
    """Return the texts in a language, for a project that starts in 2027."""
    return Say(Words(language, Month(2027, 1)))


class Pieces(HTMLParser):
    """The visible text of a page, in pieces: one for each block, cell or line."""

    APART = ("p", "h1", "h2", "th", "td", "li", "span", "strong", "title", "desc", "aside", "div")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces = [""]
        self.silent = False
        self.feed(page)
        self.close()
        self.pieces = [" ".join(piece.split()) for piece in self.pieces if piece.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag == "style"
        if tag in self.APART:
            self.pieces.append("")
        self.pieces.extend(value or "" for name, value in attrs if name == "aria-label")
        self.pieces.append("") if dict(attrs).get("aria-label") else None

    def handle_endtag(self, tag: str) -> None:
        self.silent = False
        if tag in self.APART:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces[-1] += data


def test_the_rows_say_what_was_counted_by_hand(three: list[Compared]) -> None:
    """Rebuilt: 12 of 24 move twice for 6 months and pay 60 more; kept: nothing happens."""
    staying, moving, ties, works, rent, homes, green = rows(three, "ABC", say())
    assert cells(staying) == [("10 van de 10",)] * 3
    assert cells(moving) == [
        ("5 van de 10", "iedereen 2 keer"),
        ("niemand",),
        ("5 van de 10", "iedereen 2 keer"),
    ]
    assert cells(ties) == [("10 van de 10",)] * 3
    assert cells(works) == [
        ("6 maanden", "in 2027"),
        ("er is geen werk",),
        ("9 maanden", "van 2027 tot 2028"),
    ]
    assert cells(rent)[:2] == [("5 van de 10", "gemiddeld € 60"), ("bij niemand",)]
    assert cells(homes) == [
        ("12 nieuw", "evenveel als nu"),
        ("geen", "evenveel als nu"),
        ("geen", "evenveel als nu"),
    ]
    assert cells(green) == [("nog niet bekend",)] * 3


def test_the_sentences_tell_only_what_really_differs(three: list[Compared]) -> None:
    """Kept beside rebuilt: the households that need not move, and the rent that is lower."""
    found = sentences([for_residents(one) for one in three[:2]], say())
    assert found == [
        "12 huishoudens minder moeten verhuizen. Mensen wonen korter op een tijdelijke plek. "
        "De huur is gemiddeld € 30 lager."
    ]
    assert sentences([three[0], three[0]], say()) == ["Er is bijna geen verschil."]
    assert sentences([three[0], three[0]], say("en")) == ["There is almost no difference."]


def test_a_gain_and_a_cost_are_told_together(three: list[Compared]) -> None:
    """The cost follows the gain with a but, however large either is."""
    one = other = three[0]
    other = changed(other, homes_added=30.0, duration_months=7.0, green_per_home=2.0)
    one = changed(one, homes_added=0.0, duration_months=1.0, green_per_home=22.0)
    assert sentences([one, other], say()) == [
        "Er zijn straks 30 woningen meer. Maar er is per woning 20 m² groen minder. "
        "Het werk is 6 maanden later klaar."
    ]
    assert sentences([other, one, one, one], say("en"))[2] == (
        "There is 20 m² more green for each home. But there are 30 fewer homes."
    )


def changed(one: Compared, **figures: float) -> Compared:
    """Return a scenario with other figures, the same with every seed."""
    after = {**one.outcomes.after, **{name: Value(value) for name, value in figures.items()}}
    spread = {**one.spread, **{name: (value, value) for name, value in figures.items()}}
    return replace(one, outcomes=replace(one.outcomes, after=after), spread=spread)


def test_a_difference_by_chance_is_called_alike() -> None:
    """Where one seed of the first does as badly as the other scenario, the rows say alike.

    The rows are that of ties and that of moves: h5 goes away in one move, and loses its ties.
    """
    here = street()
    ties = tuple(Tie("h5", f"h{n}") for n in range(12) if n != 5)  # h5 takes them all along
    here = replace(here, ties=(*here.ties[6:], *ties))
    first, other = planned(here, aways=(0, 5)), planned(here, aways=(5, 5))
    page = meeting_page([first, other])
    assert page.count("bijna gelijk") == 2
    apart = meeting_page([planned(here), other])
    assert "bijna gelijk" not in apart
    assert re.search(r"Plan B:</strong> .*[Bb]uren verliezen 11 banden meer", apart)


@given(st.integers(LEAST, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_ten_of_ten_is_everyone_and_none_is_nobody(counted: tuple[int, int]) -> None:
    """A plain ten or none is exact; any other is the nearest of ten; ten icons are drawn."""
    share = OfTen(*counted)
    told = of_ten(share, say())
    assert (told == "10 van de 10") == (share.part == share.whole)
    assert (told == "0 van de 10") == (share.part == 0)
    assert abs(share.tenths - 10 * share.part / share.whole) <= 0.5
    icons = pictograms.states(share.tenths, share.almost)
    assert len(icons) == 10
    assert icons.count("full") == share.tenths - (share.almost and share.tenths == 10)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_plain(language: str) -> None:
    """The lint finds nothing in any text of the page, whatever its values."""
    told = say(language)
    letters = told.words.listed(["A", "C", "D", "F"])
    values = dict.fromkeys(
        ("n", "euros", "today", "after", "year", "first", "last", "all"), told.words.number(1234)
    )
    values.update(count=told.count(MOST), letter="A", letters=letters, contact="Jo", rest="ja.")
    values["share"] = told("almost none")
    values["places"] = told.places(tuple(PLACE_NAMES))
    texts = [told(key, **values) for key in TEXTS]
    texts += [told.works(works) for works in WORKS]
    texts += [told.months(months) for months in (1, 7, 12, 13, 36)]
    for figure in PLANS_TELL:
        for amount in (-123.0, -5.0, -1.0, 1.0, 5.0, 123.0):
            sentence = told.difference(figure, amount)
            texts += [sentence, told("but", rest=sentence)]
    assert set(WORKS) == set(Works)
    assert set(PLACE_NAMES) == {SpaceKind.PLAYGROUND, SpaceKind.MEETING_PLACE}
    assert [found for text in texts for found in lint(text, language)] == []
    assert lint("\n\n".join(texts), language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_whole_pages_is_plain(language: str, three: list[Compared]) -> None:
    """Nothing that reaches a reader or a screen reader is hard, names of the user's apart."""
    small = [planned(street(2)), planned(street(2), "renovate")]
    fictional = [planned(street(synthetic="Alles."), "keep"), planned(street(synthetic="Alles."))]
    for some in (three, small, fictional, [*three, *three]):
        page = meeting_page(some, language, where="Kade 1", when="1 mei", contact="Jo, 013 1234")
        pieces = Pieces(page).pieces
        assert len(pieces) > 60
        assert [found for piece in pieces for found in lint(piece, language)] == []
        assert lint("\n\n".join(pieces), language) == []


def test_one_is_one() -> None:
    """After 1 comes the singular; people and ties are then a few."""
    assert say().difference("homes_added", 1) == "er is straks 1 woning meer."
    assert say().difference("duration_months", -1) == "het werk is 1 maand eerder klaar."
    assert say("en").difference("homes_added", -1) == "there is 1 home fewer."
    assert say("en").difference("duration_months", 1) == "the works end 1 month later."
    assert say().difference("alone", 9) == (
        "een paar huishoudens meer raken hun bekende buren kwijt."
    )
    assert say().difference("alone", -10).startswith("10 huishoudens minder")


def test_small_groups_are_not_told_of() -> None:
    """Of four households nothing is told but the works and the homes; no sentence is of them."""
    some = [planned(street(2)), planned(street(2), "keep")]
    staying, moving, ties, works, rent, homes, _ = rows(some, "AB", say())
    hidden = [("niet getoond", "De groep is te klein.")] * 2
    assert cells(staying) == cells(moving) == cells(ties) == hidden
    assert cells(rent) == [("nog niet bekend",)] * 2
    assert cells(works)[0] == ("6 maanden", "in 2027")
    assert cells(homes)[0] == ("2 nieuw", "evenveel als nu")
    page = meeting_page(some)
    assert "van de 10." in page  # what the pictures mean
    assert not re.search(r"\d van de 10<", page)
    told = sentences([for_residents(one) for one in some], say())
    assert told == ["Er is bijna geen verschil."]


def test_a_rise_of_few_rents_has_no_amount() -> None:
    """Where fewer than ten rents rise the average rise is not told."""
    (rent,) = [row for row in rows([planned(street(9))], "A", say()) if "huur" in row.question]
    assert cells(rent) == [("5 van de 10",)]


def test_who_stays_is_counted_where_no_figure_says_it(three: list[Compared]) -> None:
    """Without the figure the same value and the same spread are found, from who returns."""
    for one in (planned(street(), aways=(0, 4)), three[1]):
        figures = {k: v for k, v in one.outcomes.after.items() if k != "live_here_wishing"}
        spread = {k: v for k, v in one.spread.items() if k != "live_here_wishing"}
        bare = replace(one, outcomes=replace(one.outcomes, after=figures), spread=spread)
        found = for_residents(bare)
        assert found.value("live_here_wishing") == one.value("live_here_wishing")
        assert found.spread["live_here_wishing"] == one.spread["live_here_wishing"]


def test_who_moves_more_often_is_told_apart() -> None:
    """One of twelve moves once, the others twice: most of them."""
    moving = rows([planned(street(), aways=(3,))], "A", say())[1]
    assert cells(moving) == [("5 van de 10", "de meesten 2 keer")]
    assert moving.cells[0].picture.count("icon-dark") == 5
    assert moving.cells[0].picture.count("icon-empty") == 5


def test_those_who_wish_to_go_are_not_counted() -> None:
    """A household that wishes to live elsewhere neither must move nor fails to stay."""
    here = street()
    gone = replace(here.households[0], wish=ReturnWish.ELSEWHERE)
    here = replace(here, households=(gone, *here.households[1:]))
    staying, moving, *_ = rows([planned(here)], "A", say())
    assert cells(staying) == [("10 van de 10",)]
    assert cells(moving) == [("5 van de 10", "iedereen 2 keer")]  # 11 of 23


def test_the_page_names_nobody_and_fetches_nothing(three: list[Compared]) -> None:
    """No name and no household's id is on the page; it has no script and no address."""
    page = meeting_page(three)
    assert MARKER not in page
    assert not re.search(r"\bh\d+\b", " ".join(Pieces(page).pieces))
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=", page)
    assert PageReader(page).open == []
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_what_is_made_up_is_said() -> None:
    """A fictional project says so on the page, and another does not."""
    real, made_up = street(), street(synthetic="Alle gezinnen zijn bedacht.")
    warning = "Let op: dit is een verzonnen voorbeeld."
    page = meeting_page([planned(made_up), planned(made_up, "keep")])
    assert warning in page
    assert "Alle gezinnen zijn bedacht." in page
    assert warning not in meeting_page([planned(real), planned(real, "keep")])


def test_whom_to_ask_is_the_projects_contact_unless_told(three: list[Compared]) -> None:
    """The contact that is given goes first, then the project's; else the meeting itself."""
    here = street(contact="Bel Kade")
    own = [planned(here), planned(here, "keep")]
    assert "Vraag het aan: Bel Kade" in meeting_page(own)
    assert "Vraag het aan: Jo" in meeting_page(own, contact="Jo")
    assert "Stel hem op de bijeenkomst." in meeting_page(three)


def test_of_many_the_most_different_are_shown_under_their_own_letters(
    three: list[Compared],
) -> None:
    """The first stays; of those alike one is shown; the page says which are shown."""
    base = three[1]
    figures = [(0, 0), (0, 1), (50, 0), (0, 40), (49, 1), (50, 40)]
    many = [
        changed(base, homes_added=float(homes), duration_months=float(months))
        for homes, months in figures
    ]
    assert most_different(many, list(PLANS_TELL), MOST) == [0, 2, 3, 5]
    assert most_different(many[:3], list(PLANS_TELL), MOST) == [0, 1, 2]
    page = meeting_page(many)
    assert "Er zijn 6 plannen. Hier staan A, C, D en F. Die verschillen het meest." in page
    assert re.findall(r'class="letter"[^>]*>(\w)<', page) == ["A", "C", "D", "F"]
    assert "Er zijn 3 plannen." not in meeting_page(three)


def test_the_page_is_written_whole_and_always_the_same(
    three: list[Compared], tmp_path: Path
) -> None:
    """The same scenarios give the same bytes; nothing else is left in the folder."""
    path = write_meeting_page(three, tmp_path / "new" / "a4.html", "en", where="Town Hall")
    first = path.read_bytes()
    assert b"Town Hall" in first
    assert write_meeting_page(three, path, "en", where="Town Hall").read_bytes() == first
    assert [entry.name for entry in path.parent.iterdir()] == ["a4.html"]


def test_what_cannot_be_shown_is_refused(three: list[Compared]) -> None:
    """One scenario is no choice, and a language without texts is named."""
    with pytest.raises(ValueError, match="2 to 26 scenarios"):
        meeting_page(three[:1])
    with pytest.raises(ValueError, match="no report in 'fr'"):
        meeting_page(three, "fr")


@given(st.text(), st.integers(8, 60))
def test_long_texts_of_the_user_are_cut(text: str, most: int) -> None:
    """A text that fits is whole, apart from its white space; a longer one ends in dots."""
    found = short(text, most)
    assert len(found) <= most + 1
    if len(" ".join(text.split())) <= most:
        assert found == " ".join(text.split())
    else:
        assert found.endswith("…")


def test_works_without_a_date_take_no_time() -> None:
    """A plan without works has no time of works."""
    assert works_time(planned(street(), "keep").plan) is None


def test_the_letters_can_be_read_at_arms_length() -> None:
    """No text is smaller than 11 points, but for what the project says is made up."""
    css = files("hecht.report").joinpath("templates", "meeting.css").read_text("utf-8")
    small = [
        rule
        for rule in re.findall(r"([^{}]+\{[^{}]*\})", css)
        for size in re.findall(r"([\d.]+)pt", rule)
        if float(size) < 11
    ]
    assert [rule.split("{")[0].strip() for rule in small] == [".remark"]
    assert not re.search(r"font[^;]*\d(?:px|rem|em|mm)", css)


def fullest(language: str, count: int) -> str:
    """Return a page as full as it can be: long names, every kind of works, rows alike."""
    words = "Woningen verbeteren en vernieuwen voor iedereen die er nu woont en later komt "
    here = street(synthetic=words * 9, contact=words * 3)
    kinds = tuple(
        Block(f"X{number}", works, 3 if works is not Works.KEEP else 0)
        for number, works in enumerate(Works)
    )
    low, high = (134_000.0, 395_000.0), (135_500.0, 396_500.0)
    square = (low, (high[0], low[1]), high, (low[0], high[1]), low)
    here = replace(
        here,
        project=replace(here.project, name=words),
        blocks=(*here.blocks, *kinds),
        shapes={"R": ((square,),)},
    )
    some = []
    for number in range(count):
        one = planned(here, aways=(3, 5) if number % 2 else (5, 3))
        figures = {"homes_added": -1.0 * number, "green_per_home": 9.0 * number}
        one = changed(one, **figures, playground_within_200=0.9, meeting_place_within_200=0.9)
        today = {
            "green_per_home": Value(40.0),
            "playground_within_200": Value(0.1),
            "meeting_place_within_200": Value(0.1),
        }
        some.append(
            replace(
                one,
                scenario=replace(one.scenario, name=words[number:]),
                outcomes=replace(one.outcomes, today=today),
            )
        )
    return meeting_page(some, language, where=words, when=words)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_it_prints_on_one_a4(chromium: str, tmp_path: Path, language: str, count: int) -> None:  # noqa: F811
    """However full, the page prints on one sheet of A4, upright, with room to write."""
    pages, box = printed(chromium, fullest(language, count), tmp_path)
    assert pages == 1
    assert box == pytest.approx((595.3, 841.9), abs=1.5)


def printed(browser: str, page: str, folder: Path) -> tuple[int, tuple[float, float]]:
    """Print a page to PDF; return its number of sheets and their size in points."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, "utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    command += [f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer"]
    command += [f"--print-to-pdf={target}", source.as_uri()]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    data = target.read_bytes()
    sheets = re.findall(rb"/Type\s*/Page\b", data)
    box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", data)
    assert box is not None
    return len(sheets), (float(box[1]), float(box[2]))


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1000])
def test_axe_finds_nothing(
    chromium: str,  # noqa: F811
    axe: str,  # noqa: F811
    tmp_path: Path,
    width: int,
    three: list[Compared],
) -> None:
    """The page has no accessibility problem that axe can find, and fits a phone."""
    found = look(chromium, axe, meeting_page(three), tmp_path, width)
    assert found["violations"] == []
    assert int(str(found["wide"])) <= width
