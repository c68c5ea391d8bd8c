"""The page of a broad programme: one line of time, who is uprooted, what is covered, what to do.

For a committee it names no household and no person and hides small groups (C7); for staff it lists
the households in temporary homes by their code. Nothing is fetched.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

from hecht.area.overview import Overview
from hecht.area.programme import Nature
from hecht.area.uprooted import NOT_ASKED, SOME_HOMES
from hecht.area.uprooted_counts import month_counts, season_counts
from hecht.exchange.beside import write_beside
from hecht.neighbourhood import Month, Works
from hecht.outcomes.disclosure import Audience
from hecht.report import look
from hecht.report.page import environment, works_names
from hecht.report.programme_advice import cards, silences
from hecht.report.programme_people import (
    gap_places_table,
    household_table,
    month_table,
    place_table,
    season_table,
    sides_hidden,
    winter_answers,
)
from hecht.report.programme_picture import (
    HIDDEN_FILL,
    HIDDEN_HATCH,
    NATURE_FILL,
    NATURE_HATCH,
    TIE_FILL,
    TIE_HATCH,
    WINTER,
    time_picture,
)
from hecht.report.programme_tables import (
    coverage_sentences,
    goals_table,
    lack_matrix,
    measures_table,
    money_sentences,
    money_table,
    theme_matrix,
    works_table,
)
from hecht.report.programme_words import NATURES, Say
from hecht.report.timeline import works_rows
from hecht.report.why_words import told
from hecht.report.words import Words

_NO_MONTH = Month(2000, 1)
"""Stands for the first month where neither plan nor measures name one; it is never shown."""


def write_programme_page(
    overview: Overview,
    path: str | Path,
    language: str = "nl",
    audience: Audience = Audience.COMMITTEE,
) -> Path:
    """Write the page to a file and return its path.

    Only for Audience.INTERNAL (staff) are households listed and small groups told. The file is
    written beside its target and renamed. Raises ValueError for an unknown language.
    """
    return write_beside(Path(path), programme_page(overview, language, audience).encode())


def programme_page(
    overview: Overview, language: str = "nl", audience: Audience = Audience.COMMITTEE
) -> str:
    """Return the page as HTML. See `write_programme_page`."""
    staff = audience is Audience.INTERNAL
    months = overview.programme.months
    start = months[0] if months else _NO_MONTH
    if overview.uprooted is not None:
        start = overview.uprooted.neighbourhood.project.start
    words = Words(language, start)
    say = Say(words, 0 if staff else audience.threshold)
    programme = overview.programme
    return (
        environment(words)
        .get_template("programme.html.j2")
        .render(
            say=say,
            staff=staff,
            programme=programme,
            over=_over(overview),
            lead=_lead(overview, say),
            synthetic=_synthetic(overview),
            measures=measures_table(programme, staff, say),
            matrix=theme_matrix(overview, say),
            lacks=lack_matrix(overview, say),
            sentences=coverage_sentences(overview, say),
            goals=goals_table(overview, say) if programme.goals else None,
            money=money_table(overview.costs, say),
            money_notes=money_sentences(programme, overview.costs, say),
            cards=cards(overview, staff, say),
            silences=silences(overview, staff, say),
            version=metadata.version("hecht"),
            look=look,
            no_panel=overview.profile is None,
            natures=[
                (nature, NATURE_FILL[nature], NATURE_HATCH[nature], say.side(NATURES[nature]))
                for nature in Nature
            ],
            winter=WINTER,
            **_people(overview, audience, say),
        )
    )


def _over(overview: Overview) -> str:
    parts = [overview.programme.organisation]
    if overview.profile is not None:
        parts.append(f"{overview.profile.area.name} ({overview.profile.area.code})")
    elif overview.programme.area:
        parts.append(overview.programme.area)
    if overview.uprooted is not None:
        parts.append(overview.uprooted.neighbourhood.project.name)
    return ", ".join(part for part in parts if part)


def _lead(overview: Overview, say: Say) -> str:
    measures = overview.programme.measures
    social = sum(one.nature is Nature.SOCIAL for one in measures)
    return say(
        "lead",
        measures=say.count("measure", len(measures)),
        physical=say.words.number(len(measures) - social),
        social=say.words.number(social),
        themes=say.count("theme", len({one.theme for one in measures})),
    )


def _synthetic(overview: Overview) -> list[str]:
    here = None if overview.uprooted is None else overview.uprooted.neighbourhood
    told = [overview.programme.synthetic, "" if here is None else here.project.synthetic]
    return list(dict.fromkeys(text for text in told if text))


def _people(overview: Overview, audience: Audience, say: Say) -> dict[str, Any]:
    """Return what the page tells of people, as far as this audience may see it."""
    uprooted, support = overview.uprooted, overview.support
    staff = audience is Audience.INTERNAL
    nothing: dict[str, Any] = dict.fromkeys(
        ("seasons", "places", "months", "works", "households", "near"), None
    )
    nothing |= {"gap_places": None, "sides_hidden": ""}
    nothing |= {"winters": [], "gap_words": "", "no_meeting": "", "anyone": False, "layers": []}
    if uprooted is None or support is None:
        return {**nothing, "picture": time_picture(overview, None, staff, say)}
    counts = month_counts(uprooted, audience)
    seasons = season_counts(uprooted, support, audience)
    return {
        **nothing,
        "picture": time_picture(overview, counts, staff, say),
        "layers": _layers(overview, staff, say),
        "anyone": bool(seasons),
        "near": say.words.number(uprooted.neighbourhood.policy.near_m),
        "winters": winter_answers(seasons, say),
        "seasons": season_table(seasons, say) if seasons else None,
        "sides_hidden": sides_hidden(seasons, say),
        "places": place_table(seasons, say),
        "months": month_table(uprooted, counts, say) if seasons else None,
        "works": works_table(uprooted, say),
        "households": (
            household_table(uprooted, support, overview.programme, say) if staff else None
        ),
        "no_meeting": _no_meeting(
            uprooted.no_meeting if staff else uprooted.no_meeting_public, say
        ),
        "gap_words": _gap_words(overview, staff, say),
        "gap_places": gap_places_table(uprooted, support, say) if staff else None,
    }


def _no_meeting(why: str, say: Say) -> str:
    """Tell why nothing is known of meeting places, in the reader's language; "" when it is."""
    if not why:
        return ""
    if why in (NOT_ASKED, SOME_HOMES):
        return say("no meeting given" if why == NOT_ASKED else "no meeting some")
    return say("no meeting", why=told(why, say.words))


def _gap_words(overview: Overview, staff: bool, say: Say) -> str:
    """Tell how many household-months nobody stands by; of few households only that they are few."""
    assert overview.support is not None
    assert overview.uprooted is not None
    support = overview.support
    hurt = sum(bool(support.gaps(household)) for household in support.standing)
    if not hurt:
        return say("gaps none")
    covered = sum(bool(one.temporary) for one in overview.uprooted.households) - hurt
    if not staff and (hurt < say.least or 0 < covered < say.least):
        return say("gaps few") if hurt < say.least else say("gaps most")
    return say(
        "gaps some",
        whole=say.words.number(overview.uprooted.household_months),
        open=say.words.number(support.open_months),
    )


def _layers(overview: Overview, staff: bool, say: Say) -> list[tuple[str, str, str, str]]:
    """Return (name, colour, hatching, words) of what the picture tells of works and people."""
    assert overview.uprooted is not None
    here, starts = overview.uprooted.neighbourhood, overview.uprooted.course.starts
    names = works_names(say.words)
    result = []
    if works_rows(here, starts):
        used = {block.works for block in here.blocks if block.id in starts}
        result = [
            (work.value, look.WORKS_FILL[work], look.WORKS_HATCH[work], names[work])
            for work in Works
            if work in used and work is not Works.KEEP
        ]
    if staff:
        return result + [
            (f"tie-{name}", fill, TIE_HATCH[name], f"{say('in temporary')}: {say(key)}")
            for (name, fill), key in zip(
                TIE_FILL.items(), ("without tie", "with tie", "tie unknown"), strict=True
            )
        ]
    most = say.words.number(say.least - 1)
    return [*result, ("few", HIDDEN_FILL, HIDDEN_HATCH, say("fewer shown", most=most))]
