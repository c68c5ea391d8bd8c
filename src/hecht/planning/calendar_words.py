"""The rules of a calendar, and what gives way, as sentences in English and Dutch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hecht.planning.calendar_problem import CalendarProblem, CalendarTask
from hecht.planning.calendar_rules import Rule, RuleKind, Step

_MANY = 12
"""More blocks than this are counted instead of named."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes rules and relaxations as sentences. Raises ValueError for an unknown language."""

    problem: CalendarProblem
    month_name: Callable[[int], str]
    block_name: Callable[[str], str]
    resource_names: tuple[str, ...]
    language: str

    def __post_init__(self) -> None:
        """Check the language."""
        if self.language not in _TEXTS:
            raise ValueError(
                f"conflicts are explained in {' or '.join(sorted(_TEXTS))}, not {self.language!r}"
            )

    def conflict(self, tasks: Sequence[str], rules: Sequence[Rule]) -> tuple[str, ...]:
        """Return the sentences that together cannot hold, under a heading."""
        texts = [self._say("heading")]
        if len(tasks) > _MANY:
            months = sum(self._task(name).duration for name in tasks)
            texts.append(self._say("many_works", number=len(tasks), months=months))
        elif tasks:
            lengths = [
                self._say(
                    "length",
                    block=self.block_name(name),
                    months=self._months(self._task(name).duration),
                )
                for name in tasks
            ]
            texts.append(self._say("works", list=", ".join(lengths)))
        return (*texts, *(self.rule(rule) + self._asked(tasks, rule) for rule in rules))

    def _asked(self, tasks: Sequence[str], rule: Rule) -> str:
        """Return in brackets how much of a shared resource the works ask for."""
        if rule.kind is RuleKind.CREWS:
            works = [self._task(name) for name in tasks]
            work = sum(task.duration * task.demand[rule.resource] for task in works)
            return self._say("asked_crews", months=work)
        if rule.kind is RuleKind.BUDGET:
            return self._say("asked_budget", euros=sum(self._task(name).spend for name in tasks))
        return ""

    def undecided(self) -> str:
        """Return the sentence for when nothing was found and nothing proven."""
        return self._say("undecided")

    def rule(self, rule: Rule) -> str:
        """Return what a rule says."""
        if rule.kind is RuleKind.CREWS:
            capacity = self.problem.capacity[rule.resource]
            return self._say("crews", number=capacity, what=self._resource(rule.resource))
        if rule.kind is RuleKind.BUDGET:
            return self._say("budget", euros=self.problem.budget_per_year)
        if rule.kind is RuleKind.HORIZON:
            return self._say("horizon", month=self.month_name(self.problem.horizon))
        block, task = self.block_name(rule.task), self._task(rule.task)
        if rule.kind is RuleKind.LINK:
            return self._say("link", block=block, first=self.block_name(rule.first))
        month = task.latest_end if rule.kind is RuleKind.LATEST else task.earliest
        return self._say(rule.kind.value, block=block, month=self.month_name(month))

    def relaxation(self, steps: Sequence[Step]) -> str:
        """Return what gives way, with the old and the new figure."""
        return self._say("and").join(self._step(step) for step in steps)

    def _step(self, step: Step) -> str:
        rule, n = step.rule, step.amount
        if rule.kind is RuleKind.CREWS:
            old = self.problem.capacity[rule.resource]
            what = self._resource(rule.resource)
            return self._say("more_crews", n=n, new=old + n, old=old, what=what)
        if rule.kind is RuleKind.BUDGET:
            budget = self.problem.budget_per_year or 0
            return self._say("more_budget", n=n, new=budget + n, old=budget)
        block = self.block_name(rule.task)
        if rule.kind is RuleKind.LINK:
            return self._say("drop_link", block=block, first=self.block_name(rule.first))
        if rule.kind is RuleKind.HORIZON:
            old, new = self.problem.horizon, self.problem.horizon + n
        elif rule.kind is RuleKind.LATEST:
            old = self._task(rule.task).latest_end
            new = old + n
        else:
            old = self._task(rule.task).earliest
            new = old - n
        return self._say(
            f"move_{rule.kind.value}",
            block=block,
            months=self._months(n),
            new=self.month_name(new),
            old=self.month_name(old),
        )

    def _task(self, name: str) -> CalendarTask:
        return self.problem.tasks[self.problem.index[name]]

    def _months(self, n: int) -> str:
        return self._say("one_month" if n == 1 else "months", n=n)

    def _resource(self, resource: int) -> str:
        if resource < len(self.resource_names):
            return self.resource_names[resource]
        return self._say("crew_word")

    def _say(self, key: str, **values: object) -> str:
        return _TEXTS[self.language][key].format(**values)


_TEXTS = {
    "en": {
        "heading": "These cannot all hold at once:",
        "works": "the works take their time: {list}",
        "many_works": "the works of {number} blocks take {months} months, all added up",
        "asked_crews": " (these works ask for {months} crew-months)",
        "asked_budget": " (these works cost {euros} euros)",
        "length": "block {block} {months}",
        "undecided": (
            "No calendar was found, and it was not proven that there is none; "
            "look longer, or take one of the ways out below."
        ),
        "crews": "there are {number} {what} at work at most",
        "budget": "at most {euros} euros are spent in a calendar year",
        "horizon": "everything is finished by {month}",
        "latest": "block {block} is finished by {month}",
        "earliest": "block {block} does not start before {month}",
        "link": "block {block} waits until block {first} is finished",
        "and": ", and ",
        "more_crews": "{n} more {what} ({new} instead of {old})",
        "more_budget": "{n} euros a year more budget ({new} instead of {old})",
        "drop_link": "block {block} need not wait for block {first}",
        "move_horizon": "everything may finish {months} later ({new} instead of {old})",
        "move_latest": "block {block} may finish {months} later ({new} instead of {old})",
        "move_earliest": "block {block} may start {months} earlier ({new} instead of {old})",
        "one_month": "{n} month",
        "months": "{n} months",
        "crew_word": "crews",
    },
    "nl": {
        "heading": "Dit kan niet allemaal tegelijk:",
        "works": "de werkzaamheden duren zo lang: {list}",
        "many_works": "de werkzaamheden aan {number} blokken duren opgeteld {months} maanden",
        "asked_crews": " (deze werkzaamheden vragen {months} ploegmaanden)",
        "asked_budget": " (deze werkzaamheden kosten {euros} euro)",
        "length": "blok {block} {months}",
        "undecided": (
            "Er is geen fasering gevonden, en ook niet bewezen dat die er niet is; "
            "zoek langer, of neem een van de uitwegen hieronder."
        ),
        "crews": "er zijn hoogstens {number} {what} tegelijk aan het werk",
        "budget": "er wordt hoogstens {euros} euro per kalenderjaar uitgegeven",
        "horizon": "alles is klaar in {month}",
        "latest": "blok {block} is klaar in {month}",
        "earliest": "blok {block} begint niet voor {month}",
        "link": "blok {block} wacht tot blok {first} klaar is",
        "and": ", en ",
        "more_crews": "{n} meer {what} ({new} in plaats van {old})",
        "more_budget": "{n} euro per jaar meer budget ({new} in plaats van {old})",
        "drop_link": "blok {block} hoeft niet te wachten op blok {first}",
        "move_horizon": "alles mag {months} later klaar zijn ({new} in plaats van {old})",
        "move_latest": "blok {block} mag {months} later klaar zijn ({new} in plaats van {old})",
        "move_earliest": "blok {block} mag {months} eerder beginnen ({new} in plaats van {old})",
        "one_month": "{n} maand",
        "months": "{n} maanden",
        "crew_word": "ploegen",
    },
}
