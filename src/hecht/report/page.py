"""The report: one page that holds everything, for the landlord's team, and one for others.

Neither names a person, fetches anything or needs scripts. The team's tells of single households:
as homes and ties on the map, month by month, and by id where the plan owes them a reason. That for
a residents' committee or the public has none of this, and no figure of few households (C7).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hecht.exchange.beside import write_beside
from hecht.neighbourhood import MoveKind, ReturnWish, Stage, Works
from hecht.outcomes.disclosure import Audience, protect_counts
from hecht.outcomes.places import places
from hecht.outcomes.ties import tie_fates
from hecht.report import look, svg
from hecht.report.breakdown import return_by_size
from hecht.report.care import care_words
from hecht.report.figures import Teller, headlines
from hecht.report.map import after_map, backdrop, frame, now_map
from hecht.report.outcome_cards import cards
from hecht.report.reasons import reason_words
from hecht.report.through_time import ThroughTime, months_until_done, through_time
from hecht.report.timeline import Axis, Layer, WorksRow, gantt, stacked, works_rows
from hecht.report.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

    from hecht.planning.plan import Plan


FILES = {
    Audience.INTERNAL: "report.html",
    Audience.COMMITTEE: "committee.html",
    Audience.PUBLIC: "committee.html",
}
"""What the report for each audience is called."""


def write_report(
    plan: Plan,
    folder: str | Path,
    practice: Plan | None = None,
    language: str = "nl",
    audience: Audience = Audience.INTERNAL,
) -> Path:
    """Write report.html into a folder, or committee.html for others, and return its path.

    `practice` is a plan of the same neighbourhood to lay beside this one; `language` is "nl" or
    "en". The file is written beside its target and renamed. Raises ValueError for an unknown
    language or a practice plan of another neighbourhood.
    """
    page = report(plan, practice, language, audience)
    return write_beside(Path(folder) / FILES[audience], page.encode())


def report(
    plan: Plan,
    practice: Plan | None = None,
    language: str = "nl",
    audience: Audience = Audience.INTERNAL,
) -> str:
    """Return the report as one HTML page. See `write_report`."""
    neighbourhood = plan.neighbourhood
    if practice is not None and practice.neighbourhood != neighbourhood:
        raise ValueError("the practice plan is of another neighbourhood; make it from this one")
    words = Words(language, neighbourhood.project.start)
    staff = audience is Audience.INTERNAL
    tell = Teller(plan, practice, words, audience)
    return (
        environment(words)
        .get_template("report.html.j2")
        .render(
            plan=plan,
            staff=staff,
            project=neighbourhood.project,
            policy=neighbourhood.policy,
            practice=practice,
            headlines=headlines(tell),
            cards=cards(tell, plan),
            care=care_words(plan, words, tell.hidden),
            threshold=words.number(Audience.COMMITTEE.threshold),
            bounds_known=bool(plan.bounds),
            look=look,
            made=made(plan, words),
            homes_now=words.number(
                sum(home.stage is Stage.EXISTING for home in neighbourhood.homes)
            ),
            **(_maps(plan, practice, words) if staff else _map_of_works(plan, words)),
            **_works(plan, words),
            **(_through_time(plan, words) if staff else {}),
            **_staying(plan, words, audience),
        )
    )


def environment(words: Words) -> Environment:
    """Return the templates, set to speak the language of `words`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    result: Any = Environment(
        loader=PackageLoader("hecht.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        keep_trailing_newline=True,
    )
    result.policies["ext.i18n.trimmed"] = True
    result.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)
    result.filters["svg"] = Markup
    result.globals.update(words=words, pattern=look.pattern)
    return result  # type: ignore[no-any-return]


def made(plan: Plan, words: Words) -> str:
    """Tell how the plan was made, so that it can be made again."""
    _ = words.gettext
    why = {
        "iterations": _("all rounds were done"),
        "time": _("time was up"),
        "interrupted": _("somebody stopped it"),
        "finished": _("it was finished"),
    }
    return _(
        "Method “%(method)s” with seed %(seed)s; the search ended after %(rounds)s rounds because "
        "%(why)s. Software: hecht %(version)s.",
        method=plan.method,
        seed=str(plan.seed),
        rounds=words.number(plan.iterations),
        why=why.get(plan.stopped, plan.stopped),
        version=metadata.version("hecht"),
    )


def _map_of_works(plan: Plan, words: Words) -> dict[str, Any]:
    """Draw the blocks by their works, with the homes as they stand and nothing of who lives there.

    Empty text when there is nothing to draw.
    """
    neighbourhood = plan.neighbourhood
    shown = [works for works in Works if any(b.works is works for b in neighbourhood.blocks)]
    if not neighbourhood.homes:
        return {"map_works": "", "works_shown": shown}
    at = frame(neighbourhood)
    inside = backdrop(neighbourhood, at, words)
    title = words.gettext("Map of the works")
    about = words.gettext("The blocks by what is done to them, with the homes of today.")
    drawn = svg.picture("map-works", at.width, at.height, title, about, inside, "map")
    return {"map_works": drawn, "works_shown": shown}


def _maps(plan: Plan, practice: Plan | None, words: Words) -> dict[str, Any]:
    """Draw the maps; there is one more when a practice plan is laid beside this one."""
    neighbourhood = plan.neighbourhood
    if not neighbourhood.homes:
        return {
            "map_now": "",
            "map_after": "",
            "map_practice": "",
            "works_shown": [],
            "units_shown": False,
            "wide": True,
        }
    where = places(neighbourhood, plan.course)
    fates = tie_fates(neighbourhood, where)
    at = frame(neighbourhood)
    beside, lines = "", []
    if practice is not None:
        lines = _tie_lines(plan, practice, words)
        theirs = places(neighbourhood, practice.course)
        beside = after_map(
            neighbourhood,
            tie_fates(neighbourhood, theirs),
            theirs,
            at,
            words,
            name="map-practice",
            title=words.gettext("Map of the neighbourhood after the works, in the usual way"),
        )
    return {
        "map_now": now_map(neighbourhood, fates, at, words),
        "map_after": after_map(neighbourhood, fates, where, at, words),
        "map_practice": beside,
        "tie_lines": lines,
        "works_shown": [w for w in Works if any(b.works is w for b in neighbourhood.blocks)],
        "units_shown": any(home.stage is Stage.TEMPORARY for home in neighbourhood.homes),
        "wide": at.width >= 0.95 * at.height,
    }


def _tie_lines(plan: Plan, practice: Plan, words: Words) -> list[tuple[str, str, str]]:
    """Count the lines of the maps: (what, in this plan, in the usual way)."""
    _ = words.gettext
    own, usual = plan.outcomes().ties, practice.outcomes().ties
    counts = [
        (_("kept"), own.kept, usual.kept),
        (
            _("lost, though both still live here"),
            own.lost - own.lost_by_leaving,
            usual.lost - usual.lost_by_leaving,
        ),
        (_("lost because somebody leaves"), own.lost_by_leaving, usual.lost_by_leaving),
        (_("gained"), own.gained, usual.gained),
    ]
    return [(name, words.number(a), words.number(b)) for name, a, b in counts]


@dataclass(frozen=True)
class MonthLine:
    """One month of the tables under the pictures."""

    month: str
    moves: tuple[int, ...]
    lives: tuple[int, ...]
    temporary: tuple[int, ...]


def _works(plan: Plan, words: Words) -> dict[str, Any]:
    """Draw the works on each block along the calendar, with the same as a table."""
    rows = works_rows(plan.neighbourhood, plan.course.starts)
    return {
        "gantt": gantt(rows, _axis(plan, words)) if rows else "",
        "works_rows": [_works_line(row, words) for row in rows],
        "works_names": works_names(words),
    }


def _axis(plan: Plan, words: Words) -> Axis:
    return Axis(months_until_done(plan.neighbourhood, plan.course), words)


def _through_time(plan: Plan, words: Words) -> dict[str, Any]:
    """Draw what happens month by month, with the same figures as tables."""
    neighbourhood, course = plan.neighbourhood, plan.course
    where = places(neighbourhood, course)
    time = through_time(neighbourhood, course, where)
    axis = _axis(plan, words)
    return {
        "move_names": _move_names(words),
        "live_names": _live_names(words),
        "moves_picture": _moves_picture(time, axis),
        "lives_picture": _lives_picture(time, axis),
        "temporary_picture": _temporary_picture(time, axis),
        "temporary_used": any(time.in_use),
        "temporary_most": words.number(max(time.in_use)),
        "months": [
            MonthLine(
                words.month(month),
                tuple(time.moves[kind][month] for kind in MoveKind),
                tuple(time.lives[kind][month] for kind in _live_names(words)),
                (time.bought_in[month], time.standing[month], time.available[month]),
            )
            for month in range(time.months)
        ],
    }


def _works_line(row: WorksRow, words: Words) -> tuple[str, Works, str, str]:
    return words.listed(row.blocks), row.works, words.month(row.start), words.month(row.finish)


def _moves_picture(time: ThroughTime, axis: Axis) -> str:
    names = _move_names(axis.words)
    layers = [
        Layer(
            kind.value, names[kind], time.moves[kind], look.MOVE_FILL[kind], look.MOVE_HATCH[kind]
        )
        for kind in MoveKind
        if any(time.moves[kind])
    ]
    _ = axis.words.gettext
    return stacked("moves", _("Moves per month"), layers, axis, gap=0.25, unit=_("moves"))


def _lives_picture(time: ThroughTime, axis: Axis) -> str:
    layers = [
        Layer(name, label, time.lives[name], look.LIVES_FILL[name], look.LIVES_HATCH[name])
        for name, label in _live_names(axis.words).items()
    ]
    _ = axis.words.gettext
    return stacked(
        "lives", _("Where households live, per month"), layers, axis, gap=0, unit=_("households")
    )


def _temporary_picture(time: ThroughTime, axis: Axis) -> str:
    _ = axis.words.gettext
    fill = look.LIVES_FILL["temporary"]
    layers = [
        Layer("unit", _("units brought in"), time.bought_in, fill),
        Layer("standing", _("still standing"), time.standing, "#f0dcae", "M0 4H8"),
    ]
    return stacked(
        "temporary",
        _("Temporary homes in use and available, per month"),
        layers,
        axis,
        gap=0,
        unit=_("homes"),
        limit=time.available,
    )


def works_names(words: Words) -> dict[Works, str]:
    """Return what each kind of works is called."""
    _ = words.gettext
    return {
        Works.KEEP: _("kept as it is"),
        Works.RENOVATE_OCCUPIED: _("renovated while people live there"),
        Works.RENOVATE_EMPTY: _("emptied and renovated"),
        Works.REBUILD: _("demolished and rebuilt"),
        Works.BUILD: _("built on empty land"),
    }


def _move_names(words: Words) -> dict[MoveKind, str]:
    _ = words.gettext
    return {
        MoveKind.DIRECT: _("straight to a permanent home"),
        MoveKind.TO_TEMPORARY: _("to a temporary home"),
        MoveKind.RETURN: _("from a temporary to a permanent home"),
        MoveKind.LEAVE: _("out of the neighbourhood"),
    }


def _live_names(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "start": _("in the home they had"),
        "temporary": _("in a temporary home"),
        "final": _("in their new permanent home"),
        "left": _("left the neighbourhood"),
    }


def _staying(plan: Plan, words: Words, audience: Audience) -> dict[str, Any]:
    """Tell who does not return, and why: for the team by id, for others how many for each reason.

    Others read reasons with their numbers only where no number is of few households.
    """
    neighbourhood, course = plan.neighbourhood, plan.course
    where = places(neighbourhood, course)
    gone = [h for h in neighbourhood.households if not where.ends_inside(h)]
    told = [
        (h.id, reason_words(course.reasons.get(h.id, ""), words, own=False))
        for h in gone
        if h.wish is ReturnWish.RETURN
    ]
    return {
        "not_returning": told,
        "reasons": _reasons([why for _, why in told], words, audience),
        "left_as_wished": sum(h.wish is ReturnWish.ELSEWHERE for h in gone),
        "left_undecided": sum(h.wish is ReturnWish.UNDECIDED for h in gone),
        "breakdown": return_by_size(neighbourhood, where, words, Audience.COMMITTEE),
    }


def _reasons(told: list[str], words: Words, audience: Audience) -> list[tuple[str, str]]:
    """Return (reason, of how many or why that is hidden); nothing when all together are few."""
    shown = protect_counts(Counter(told), audience.threshold)
    hidden = words.gettext("not shown: small group")
    if shown.total is None:
        return []
    return [(why, hidden if n is None else words.number(n)) for why, n in shown.cells.items()]
