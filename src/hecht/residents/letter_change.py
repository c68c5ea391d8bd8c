"""The parts of a letter about a changed plan: what changed and why, what stays, what is broken."""

from __future__ import annotations

from dataclasses import dataclass

from hecht.neighbourhood import Home, Month
from hecht.neighbourhood.household import Promise, PromiseKind, PromiseStatus
from hecht.planning.replan.differences import Change
from hecht.planning.replan.promises import WayOut
from hecht.residents.letter import Row, Section
from hecht.residents.letter_sections import Sections
from hecht.residents.letter_texts import LetterTexts
from hecht.residents.my_plan import MyPlan
from hecht.residents.plan_change import PlanChange


@dataclass(frozen=True)
class ChangeSections:
    """Tells one household what its new plan changes."""

    words: LetterTexts
    sections: Sections
    plan: MyPlan
    change: PlanChange

    def all(self) -> list[Section]:
        """Return the parts that stand before the new plan."""
        return [self.broken(), self.changes(), self.same()]

    def first_line(self) -> str:
        """Return what changed, by how much, and why."""
        words, change = self.words, self.change
        said = [words(f"change_{self._what()}")]
        if change.change is Change.NONE:
            return said[0]
        if change.months:
            key = "later" if change.months > 0 else "sooner"
            said.append(words.counted(key, abs(change.months)))
        block = words.apart(change.block)
        said.append(words(f"cause_{change.root.value}", block=block))
        return " ".join(said)

    def _what(self) -> str:
        """Return the kind of change; a temporary home may also come or go."""
        change = self.change
        if change.change is Change.TEMPORARY:
            if not change.before.months_temporary:
                return "temporary_new"
            if not self.plan.months_temporary:
                return "temporary_none"
        return change.change.value

    def broken(self) -> Section:
        """Return the promises that cannot be kept, and what is offered instead."""
        words = self.words
        rows: list[Row] = []
        said: list[str] = []
        for way in self.change.broken:
            if way.kind == "temporary_months":
                said.append(words.counted("broken_longer", int(way.instead)))
                continue
            rows.append(Row(words("broken_promise"), self._said(way)))
            rows.append(Row(words("broken_instead"), self._instead(way)))
        if rows or said:
            said.insert(0, words("broken_sorry"))
        return Section(words("broken"), tuple(said), tuple(rows), kind="broken")

    def _said(self, way: WayOut) -> str:
        was = self.change.before.final
        if way.kind == "home" and was is not None and was.id == way.said:
            return self.words("promise_home", home=self.sections.named(was))  # it may be no more
        promise = Promise(way.household, PromiseKind(way.kind), PromiseStatus.ACCEPTED, way.said)
        return self.sections.promised(promise)

    def _instead(self, way: WayOut) -> str:
        words = self.words
        if not way.instead:
            return words("broken_nothing")
        if way.kind == "by":
            return words("broken_by", month=words.month(Month.parse(way.instead)))
        home = self.sections.neighbourhood.home_of.get(way.instead)
        if home is None:
            return words("promise_block", block=self.sections.block(way.instead))
        return words("promise_home", home=self.sections.named(home))

    def changes(self) -> Section:
        """Return what was told before beside what is so now; only what differs."""
        words, change = self.words, self.change
        if change.change is Change.NONE:
            return Section(words("changes"), kind="changes")
        rows = []
        for key, was, now in self._compared():
            if was != now:
                told = words("changes_value", before=was, now=now)
                rows.append(Row(words(f"changes_{key}"), told))
        said = (words(f"link_{change.link}"),) if change.link else ()
        return Section(words("changes"), said, tuple(rows), kind="changes")

    def _compared(self) -> list[tuple[str, str, str]]:
        """Return (text, before, now) for the last home, the months and the temporary homes."""
        before, now = self.change.before, self.plan
        rows = [
            ("home", self._end(before), self._end(now)),
            ("first", self._month(before, 0), self._month(now, 0)),
        ]
        if len(before.steps) > 1 or len(now.steps) > 1:
            last = "last" if now.final is not None else "leave"
            alike = (before.final is None) == (now.final is None)
            was = self._month(before, -1) if alike else self.words("never")
            rows.append((last, was, self._month(now, -1)))
            rows.append(("temporary", self._between(before), self._between(now)))
        return rows

    def _end(self, plan: MyPlan) -> str:
        if plan.final is None:
            return self.words("elsewhere" if plan.steps else "unknown")
        return self.sections.named(plan.final)

    def _month(self, plan: MyPlan, at: int) -> str:
        return self.words.month(plan.steps[at].month) if plan.steps else self.words("never")

    def _between(self, plan: MyPlan) -> str:
        homes = [self.sections.named(home) for home in _temporary(plan)]
        return ", ".join(homes) if homes else self.words("none")

    def same(self) -> Section:
        """Return what stays as the household was told."""
        words, before, now = self.words, self.change.before, self.plan
        if self.change.change is Change.NONE:
            return Section(words("same"), (words("same_all"),), kind="same")
        said = []
        if now.final is not None and before.final == now.final:
            said.append(words("same_home", home=self.sections.named(now.final)))
        if now.steps and before.steps and before.steps[0].month == now.steps[0].month:
            said.append(words("same_first", month=words.month(now.steps[0].month)))
        between = self._between(now)
        if _temporary(now) and between == self._between(before):
            said.append(words("same_temporary", home=between))
        firm = any(one.status is PromiseStatus.ACCEPTED for one in now.promises)
        if firm and not self.change.broken:
            said.append(words("same_promises"))
        parts = ((" ".join(said),) if said else ()) + (words("new_plan"),)
        return Section(words("same") if said else words("new"), parts, kind="same")


def _temporary(plan: MyPlan) -> list[Home]:
    last = None if plan.final is None else plan.final.id
    return [step.to for step in plan.steps if step.to is not None and step.to.id != last]
