"""The Python face: read a neighbourhood, plan it, check the plan, measure it, write it.

Everything here is also reachable as `hecht.<name>`, where it is loaded when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Self

from hecht.api_areas import area_profile, estimate_effect, evidence, import_areas, programme
from hecht.exchange import FolderError, read
from hecht.exchange import plan_folder as _plan_folder
from hecht.exchange.plan_folder import PlanFolderError
from hecht.neighbourhood import Course, Month, Neighbourhood
from hecht.planning import NoPlan, Progress, make_plan
from hecht.planning.check import Violation
from hecht.planning.check import check as _check
from hecht.planning.explain import Explanation
from hecht.planning.explain import explain as _explain
from hecht.planning.plan import Plan as _BarePlan
from hecht.planning.replan.events import Event
from hecht.planning.replan.make import Replan

if TYPE_CHECKING:
    from hecht.design.marginal import MarginalPrices
    from hecht.planning.delays import Delays
    from hecht.planning.explain.alternatives import Alternatives
    from hecht.planning.explain.near import Near
    from hecht.planning.prices import Prices
    from hecht.residents.letterhead import Letterhead

__all__ = [
    "FolderError",
    "NoPlan",
    "Plan",
    "PlanFolderError",
    "Progress",
    "Violation",
    "area_profile",
    "check",
    "delays",
    "demo_folder",
    "estimate_effect",
    "evidence",
    "import_areas",
    "letters",
    "plan",
    "programme",
    "read",
    "read_plan",
    "replan",
]

DEMO = "vogeltjesbuurt"


@dataclass(frozen=True)
class Plan(_BarePlan):
    """A plan, with what a user does with it: measure, explain, write, report.

    The engine's plan knows no files; this one adds them (docs/decisions/0001). See
    `hecht.planning.plan.Plan` for the fields.
    """

    @classmethod
    def of(cls, plan: _BarePlan) -> Self:
        """Return the same plan with the methods of this class."""
        return cls(**{field.name: getattr(plan, field.name) for field in fields(_BarePlan)})

    def explain(self, household: str) -> Explanation:
        """Tell where the household of this id goes, and why.

        Raises ValueError when there is no such household.
        """
        return _explain(self, household)

    def alternatives(
        self, household: str, *, rounds: int = 6, seed: int = 1, most: int | None = None
    ) -> Alternatives:
        """Tell what each other home that suits a household would cost, and whom.

        The plan is solved again for each. See `hecht.planning.explain.alternatives` for the rest.
        """
        from hecht.planning.explain.alternatives import alternatives

        return alternatives(self, household, rounds=rounds, seed=seed, most=most)

    def near(self, household: str, other: str, *, rounds: int = 6, seed: int = 1) -> Near:
        """Tell what living near another household would cost, or what would have to change.

        See `hecht.planning.explain.near`.
        """
        from hecht.planning.explain.near import near

        return near(self, household, other, rounds=rounds, seed=seed)

    def prices(self, *, rounds: int = 8, seeds: Sequence[int] = (1, 2, 3)) -> Prices:
        """Tell what each rule costs, by changing it and solving again.

        See `hecht.planning.prices`.
        """
        from hecht.planning.prices import price_rules

        return price_rules(self, rounds=rounds, seeds=seeds)

    def marginal_prices(
        self, *, rounds: int = 8, seeds: Sequence[int] = (1, 2, 3)
    ) -> MarginalPrices:
        """Tell what the last returner, one more kept tie and one move fewer cost, in euros.

        The plan is solved again for each. See `hecht.design.marginal`.
        """
        from hecht.design.marginal import marginal_prices

        return marginal_prices(self, rounds=rounds, seeds=seeds)

    def write(self, folder: str | Path) -> Path:
        """Write the plan folder (tables, map and plan.json; docs/format.md) and return it.

        A plan that stands there is replaced; raises PlanFolderError when something else does.
        """
        return _plan_folder.write_plan(self, folder)

    def report(
        self,
        folder: str | Path,
        practice: _BarePlan | None = None,
        language: str = "nl",
        audience: str = "internal",
    ) -> Path:
        """Write the report page into a folder and return its path.

        `practice` is a plan to lay beside this one; `language` is "nl" or "en". `audience` is
        "internal" for report.html, or "committee" or "public" for committee.html, which has
        nothing of single households (C7). Raises ValueError for another audience.
        """
        from hecht.outcomes.disclosure import Audience
        from hecht.report import write_report

        return write_report(self, folder, practice, language, Audience(audience))


def plan(
    neighbourhood: Neighbourhood,
    *,
    seconds: float | None = 60.0,
    iterations: int | None = None,
    seed: int = 1,
    workers: int = 2,
    method: str = "hecht",
    progress: Callable[[Progress], None] | None = None,
    fairness: bool = True,
    bounds: bool = True,
) -> Plan:
    """Plan a neighbourhood and return the best plan found.

    Stops after `seconds`; with `iterations` it does exactly that many search rounds and looks at
    no clock, and the same neighbourhood, `seed` and `iterations` give the same plan. `workers`
    changes the speed, never the result of a number of rounds. `method` is "hecht" or "practice".
    With `fairness` the households served least are served better within the policy's margin.
    With `bounds` what is provably possible is worked out too, in a fifth of the time.
    `progress` is called now and then with how far the search is. Ctrl-C ends the search and
    returns the best plan so far.

    Raises NoPlan, with what conflicts and what would help, when no plan exists, and ValueError for
    options that make no sense or a neighbourhood with errors.
    """
    made = make_plan(
        neighbourhood,
        seconds=seconds,
        iterations=iterations,
        seed=seed,
        workers=workers,
        method=method,
        progress=progress,
        fairness=fairness,
        bounds=bounds,
    )
    return Plan.of(made)


def replan(
    plan: _BarePlan,
    on: str,
    events: str | Path | Sequence[Event] = (),
    *,
    seconds: float | None = 20.0,
    iterations: int | None = None,
    seed: int = 1,
    workers: int = 2,
    fairness: bool = True,
    bounds: bool = True,
) -> Replan:
    """Make a plan anew from a month on ("2027-05"), after what happened.

    `events` is a table of events (docs/format.md) or a list of those in
    `hecht.planning.replan.events`. The result has the new `plan`, the `differences` for each
    household with their causes, and `ways_out`: promises that cannot be kept, with what comes
    instead. `fairness` and `bounds` are as for `plan`.

    Raises ValueError for events that cannot be or a month outside the plan, and NoPlan when there
    is no plan even so.
    """
    from hecht.exchange.events_file import read_events
    from hecht.planning.replan import replan as anew

    here = plan.neighbourhood
    happened = read_events(events, here) if isinstance(events, str | Path) else list(events)
    date = Month.parse(on).since(here.project.start)
    return anew(
        plan, date, happened, seconds=seconds, iterations=iterations, seed=seed, workers=workers,
        fairness=fairness, bounds=bounds,
    )  # fmt: skip


def read_plan(neighbourhood: Neighbourhood, folder: str | Path) -> Plan:
    """Read a plan folder that was made for this neighbourhood.

    Raises PlanFolderError, naming the file and row, when it is damaged or of another one.
    """
    return Plan.of(_plan_folder.read_plan(neighbourhood, folder))


def check(neighbourhood: Neighbourhood, plan: _BarePlan | Course) -> list[Violation]:
    """Return every hard rule that a plan breaks, with household and month; empty when none is."""
    if isinstance(plan, Course):
        return _check(neighbourhood, plan)
    return _check(neighbourhood, plan.course, plan.before)


def delays(
    plan: _BarePlan,
    *,
    futures: int = 1000,
    seed: int = 1,
    policy: str = "wait",
    buffers: bool = True,
) -> Delays:
    """Play a plan in drawn futures in which works take longer than planned, as `hecht delays` does.

    The result tells the chance that each household is home by the month it was told
    (`households`), the spread of every figure (`figures`), which blocks' delay hurts people most
    (`blocks`), and what buffers buy (`buffers`; empty when `buffers` is False, which is quicker).
    `policy` is "wait" or "spare": when a household's next home is late its block waits, or it
    waits in a spare temporary home. The same plan, futures and seed give the same result.

    Raises ValueError for a policy that is not known, or no futures.
    """
    from hecht.planning.delays import delays as played

    if buffers:
        return played(plan, futures, seed, policy=policy)
    return played(plan, futures, seed, policy=policy, buffer_months=(), spare_homes=())


def letters(
    plan: _BarePlan | Replan,
    folder: str | Path,
    *,
    head: str | Path | Letterhead,
    day: date,
    languages: Sequence[str] | None = None,
    spoken: Mapping[str, str] | None = None,
    households: Sequence[str] | None = None,
    formats: Sequence[str] = ("pdf", "html", "ics"),
    large: bool = False,
    before: _BarePlan | None = None,
    workers: int = 2,
) -> Path:
    """Write to each household what a plan means to it, as `hecht letters` does.

    `head` says who sends the letters: a file letters.toml, or a `Letterhead`. `spoken` holds the
    language of households, by id; `languages` are those for everybody instead. For a plan made
    anew (the result of `replan`), and with the plan that stood `before`, the letters tell what
    changed, to those for whom something did. `folder` is replaced when it holds letters.

    Raises ValueError, saying what to do, for a letterhead that lacks something, a household or
    language that is not there, a folder with something else in it, or without WeasyPrint.
    """
    from hecht.exchange.letterhead_file import read_letterhead
    from hecht.exchange.letters_files import refuse_unless_letters, write_letters
    from hecht.exchange.plan_changes import changed_between, changed_by
    from hecht.report.letters import Letters, letter_files

    refuse_unless_letters(folder, some_only=households is not None)
    made = plan.plan if isinstance(plan, Replan) else plan
    changed = changed_by(plan) if isinstance(plan, Replan) else None
    if before is not None:
        changed = changed_between(before, made)
    order = Letters(
        neighbourhood=made.neighbourhood,
        course=made.course,
        head=read_letterhead(head) if isinstance(head, str | Path) else head,
        day=day,
        spoken=dict(spoken or {}),
        languages=None if languages is None else tuple(languages),
        households=None if households is None else tuple(households),
        formats=tuple(formats),
        large=large,
        changed=changed,
    )
    return write_letters(letter_files(order, workers), folder)


def demo_folder() -> Path:
    """Return the folder of the example neighbourhood that comes with hecht.

    Raises FileNotFoundError when the installation lacks it.
    """
    packaged = Path(str(files("hecht"))) / "examples" / DEMO
    checkout = Path(__file__).parents[2] / "examples" / DEMO
    for folder in (packaged, checkout):
        if (folder / "project.toml").is_file():
            return folder
    raise FileNotFoundError(2, "the example is missing; install hecht again", str(packaged))
