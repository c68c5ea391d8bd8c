"""The Python face of areas: their figures and profiles, programmes, effects, and evidence.

Everything here is also reachable as `hecht.<name>`, where it is loaded when it is first used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hecht.area.overview import Overview
    from hecht.area.profile import Profile
    from hecht.area.uprooted import Uprooted
    from hecht.effects.effect import Effect
    from hecht.effects.evidence import Entry
    from hecht.effects.options import Options
    from hecht.neighbourhood import Course, Design, Neighbourhood
    from hecht.outcomes.figure import NotKnown

PLACEBO = 199
"""Placebo draws where none are asked for: so many place 5% and take no time."""


def import_areas(
    file: str | Path,
    panel: str | Path,
    *,
    year: int | None = None,
    dictionary: str | Path | None = None,
) -> list[str]:
    """Put the figures of a file into the folder of a panel; return what happened, a line each.

    The folder is made if need be. `dictionary` says what the columns of a table of one's own
    mean (docs/area.md). Cells that cannot be read are left out, and told with their row. Raises
    ValueError when nothing can be made of the file, or without polars.
    """
    from hecht.exchange.area_import import read_area_file
    from hecht.exchange.area_store import add

    reading = read_area_file(file, year=year, dictionary=dictionary)
    unread = [
        f"{one.file}, row {one.row}, {one.column}: {one.text}"
        for one in reading.problems
        if one.severity == "error"
    ]
    return [*add(panel, reading), *reading.remarks, *unread]


def area_profile(
    panel: str | Path,
    area: str,
    *,
    page: str | Path | None = None,
    year: int | None = None,
    audience: str = "public",
    language: str = "nl",
) -> Profile:
    """Tell how an area of a panel stands, theme by theme, as `hecht area profile` does.

    `area` is a code or a whole name; figures of after `year` are left out, and for `audience`
    ("public", "committee" or "internal") what is too small to show. With `page`, the page is
    written there. Raises ValueError for a folder that is no panel, or an area that is not in it.
    """
    from hecht.area.profile import profile
    from hecht.exchange.area_store import open_panel
    from hecht.outcomes.disclosure import Audience

    opened = open_panel(panel)
    made = profile(opened, area, audience=Audience(audience), year=year)
    if page is not None:
        from hecht.report.area_map import codes_around
        from hecht.report.area_profile import write_profile

        shapes = opened.shapes(codes_around(opened, made.area), year)
        write_profile(made, opened, page, language, shapes=shapes)
    return made


def programme(
    folder: str | Path,
    *,
    neighbourhood: str | Path | None = None,
    plan: str | Path | None = None,
    panel: str | Path | None = None,
    area: str = "",
    page: str | Path | None = None,
    audience: str = "committee",
    language: str = "nl",
) -> Overview:
    """Lay a broad programme beside a plan, figures and evidence, as `hecht area programme` does.

    `neighbourhood` and `plan` are folders, to be given together; so are `panel`, and the code of
    an `area` in it. With `page`, the page for this `audience` is written there. Raises ValueError
    that names what is wrong in the folder, by file and row.
    """
    from hecht.area.overview import overview
    from hecht.area.profile import profile
    from hecht.effects.library import load
    from hecht.exchange.area_store import open_panel
    from hecht.exchange.programme_file import read_programme
    from hecht.outcomes.disclosure import Audience

    if (neighbourhood is None) != (plan is None):
        raise ValueError("give both a neighbourhood and a plan, or neither")
    if panel is not None and not area:
        raise ValueError("give the code of the area in the panel")
    seen_by = Audience(audience)
    here, moved = (None, None)
    if neighbourhood is not None and plan is not None:
        here, moved = uprooted_by(neighbourhood, plan)
    stands = None if panel is None else profile(open_panel(panel), area, audience=seen_by)
    code = area if stands is None else stands.area.code
    read, _ = read_programme(Path(folder), here, code)
    found = overview(read, load(), uprooted=moved, profile=stands)
    if page is not None:
        from hecht.report.programme import write_programme_page

        write_programme_page(found, page, language, seen_by)
    return found


def uprooted_by(neighbourhood: str | Path, plan: str | Path) -> tuple[Neighbourhood, Uprooted]:
    """Return the neighbourhood in a folder, and who is uprooted by the plan in another."""
    from hecht.area.uprooted import uprooted
    from hecht.exchange import read_design
    from hecht.exchange.plan_folder import read_plan

    design = read_design(neighbourhood)
    here = design.neighbourhood
    course = read_plan(here, plan).course
    return here, uprooted(here, course, _lost_meeting(design, course))


def _lost_meeting(design: Design, course: Course) -> Mapping[str, tuple[int, ...]] | NotKnown:
    """Return who is without its meeting place in which months, or why that is not known."""
    from hecht.design.apply import scene_of
    from hecht.neighbourhood import Scenario
    from hecht.neighbourhood.public_space import SpaceKind
    from hecht.outcomes.losses import losses

    scenario = design.scenario_of.get("planned", Scenario("planned"))
    found = losses(scene_of(design, scenario, course), SpaceKind.MEETING_PLACE)
    return {one.household: one.months for one in found} if isinstance(found, tuple) else found


def estimate_effect(
    file: str | Path,
    *,
    unit: str,
    time: str,
    outcome: str,
    first_treated: str,
    method: str = "staggered",
    covariates: Sequence[str] = (),
    cluster: str = "",
    options: Options | None = None,
    page: str | Path | None = None,
    language: str = "nl",
) -> Effect:
    """Estimate what a measure did to areas, from a CSV file, as `hecht effects` does.

    `unit`, `time`, `outcome` and `first_treated` name its columns (docs/effects.md); `options`
    are those in `hecht.effects.options`, where not given with 199 placebo draws. With `page`, the
    page is written there. Raises ValueError with every row that cannot be used, or when nothing
    can be compared.
    """
    from hecht.effects.estimate import estimate
    from hecht.effects.options import Options
    from hecht.exchange.effects_file import Columns, read_effects_file

    columns = Columns(unit, time, outcome, first_treated, tuple(covariates), cluster)
    observations = read_effects_file(Path(file), columns)
    chosen = Options(placebo=PLACEBO) if options is None else options
    effect = estimate(observations, method, chosen)
    if chosen.honest:
        from hecht.effects.drift import with_drift

        effect = with_drift(effect, observations, chosen)
    if page is not None:
        from hecht.report.effects import write_effects_page

        write_effects_page(effect, Path(page), language)
    return effect


def evidence(
    words: str = "",
    *,
    theme: str = "",
    measure: str = "",
    outcome: str = "",
    strength: int = 0,
    failure: bool | None = None,
    own: Sequence[str | Path] = (),
) -> tuple[Entry, ...]:
    """Return what is known of measures, the strongest design first, as `hecht evidence search`.

    All `words` must occur in an entry, in Dutch or English; `strength` is the least, from 0
    (stated) to 5 (randomised). `failure` True gives only what did not work, False only the rest.
    `own` are files (CSV) of one's own. Raises ValueError for a file that cannot be read.
    """
    from hecht.effects.library import search
    from hecht.exchange.evidence_file import with_own

    return search(
        with_own([Path(one) for one in own]),
        words,
        theme=theme,
        measure=measure,
        outcome=outcome,
        strength=strength,
        failure=failure,
    )
