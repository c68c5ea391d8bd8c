"""The parts of a letter: each a heading with what one household must know about one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hecht.neighbourhood import Home, Neighbourhood, Promise, PromiseKind, Tenure
from hecht.neighbourhood.months import Month
from hecht.outcomes.reasons import ReasonKind, read_reason
from hecht.residents.letter import Action, Row, Section
from hecht.residents.letter_texts import LetterTexts
from hecht.residents.letterhead import Letterhead
from hecht.residents.my_plan import Future, Money, MyPlan, Step


@dataclass(frozen=True)
class Sections:
    """Tells one household its own plan, part by part; `code` is what it writes on its answer."""

    words: LetterTexts
    neighbourhood: Neighbourhood
    head: Letterhead
    day: date
    plan: MyPlan
    code: str

    def all(self) -> list[Section]:
        """Return every part, in reading order; those with nothing in them are not to be shown."""
        return [
            self.short(),
            self.route(),
            self.home(),
            self.rent(),
            self.people(),
            self.promises(),
            self.money(),
            self.todo(),
            self.objection(),
            self.call(),
        ]

    def after_no_change(self) -> list[Section]:
        """Return what a letter holds that only tells that nothing changed."""
        return [self.short(), self.call()]

    def first_line(self) -> str:
        """Return what matters most, in one to three short sentences."""
        words, plan = self.words, self.plan
        said = [words(f"first_{plan.future.value}")]
        if plan.future in (Future.LEAVE, Future.MUST_LEAVE) and plan.steps:
            said.append(words("first_leave_when", month=words.month(plan.steps[-1].month)))
        elif len(plan.steps) == 1:
            said.append(words("first_once", month=words.month(plan.steps[0].month)))
        elif plan.steps:
            said.append(words.counted("moves", len(plan.steps)))
            said.append(words("first_more", month=words.month(plan.steps[0].month)))
        return " ".join(said)

    def named(self, home: Home) -> str:
        """Return what a home is called: its address, or its id when it has none."""
        return self.words.apart(home.address or home.id)

    def short(self) -> Section:
        """Return the key facts: the answers to what everybody asks first."""
        words, plan = self.words, self.plan
        stays = plan.future.stays_inside
        inside = words("yes") if stays else words("no")
        rows = [
            Row(
                words("ask_stay"),
                words("unknown") if plan.future is Future.OPEN else inside,
                "return" if stays else "home" if plan.future is Future.OPEN else "leave",
            )
        ]
        if plan.steps:
            when = words.month(plan.steps[0].month)
            if plan.future.stays_inside and plan.steps[-1].month != plan.steps[0].month:
                when = f"{when} → {words.month(plan.steps[-1].month)}"
            if words.direction == "rtl":
                when = when.replace("→", "←")
            rows.append(Row(words("ask_when"), when, "calendar"))
        elif plan.future is not Future.OPEN:
            rows.append(Row(words("ask_when"), words("never"), "calendar"))
        if plan.future is Future.STAY_WORKS and plan.works_start is not None:
            rows.append(Row(words("ask_works"), words.month(plan.works_start), "works"))
        if plan.steps:
            rows.append(Row(words("ask_often"), words.counted("times", len(plan.steps)), "moves"))
        rows.append(Row(words("ask_home"), self._in_the_end(), "home"))
        if plan.final is not None and not self._owned(plan.final):
            rows.append(Row(words("ask_rent"), self._rent_in_short(), "rent"))
        if plan.people.named and stays:
            near = words(
                "people_of",
                near=words.number(plan.people.near_then),
                named=words.number(plan.people.named),
            )
            rows.append(Row(words("ask_people"), near, "people"))
        return Section(words("short"), (), tuple(rows), kind="short")

    def _in_the_end(self) -> str:
        if self.plan.final is not None:
            return self.named(self.plan.final)
        return self.words("unknown" if self.plan.future is Future.OPEN else "elsewhere")

    def _rent_in_short(self) -> str:
        words, rent = self.words, self.plan.rent
        if rent.later is None:
            return words("unknown")
        new = words("a_month", amount=words.euros(rent.later))
        if rent.now is None or rent.now == rent.later:
            return new
        return words("was", new=new, old=words.euros(rent.now))

    def _owned(self, home: Home) -> bool:
        return home.tenure is Tenure.OWNED

    def route(self) -> Section:
        """Return which home the household leaves when, and for which."""
        words, plan = self.words, self.plan
        rows = tuple(Row(words.month(step.month), self._step(step)) for step in plan.steps)
        said: list[str] = []
        if plan.future is Future.STAY:
            wished = plan.household.wish.value == "elsewhere"
            said += [words("route_stay"), *([words("route_stay_wish")] if wished else [])]
        if plan.future is Future.STAY_WORKS:
            said.append(words("route_in_works"))
            said += self._works_time()
        if plan.future is Future.OPEN:
            said.append(words("route_open"))
        if plan.future is Future.MUST_LEAVE:
            said += [*self.reason(), words("route_must"), words("route_must_talk")]
        if plan.future is Future.LEAVE:
            said.append(words("route_leave_help"))
        if plan.months_temporary:
            said.append(words.counted("temporary", plan.months_temporary))
        if plan.future is Future.BACK:
            said += [*self._works_time(), words("route_back")]
        if plan.steps:
            said.append(words("route_day"))
        still = plan.future in (Future.STAY, Future.STAY_WORKS)
        heading = words("route_works") if still else words("route")
        paragraphs = (*_joined(said), *_joined(self._notice()))
        return Section(heading, paragraphs, rows, kind="route")

    def _step(self, step: Step) -> str:
        words = self.words
        origin = self.named(step.origin)
        if step.to is None:
            return words("route_leave", origin=origin)
        to = self.named(step.to)
        if self.plan.final is None or step.to.id != self.plan.final.id:
            to = words("a_temporary", home=to)
        elif step.to.id == self.plan.home.id:
            to = words("own_again", home=to)
        return words("route_step", origin=origin, to=to)

    def _works_time(self) -> list[str]:
        words, plan = self.words, self.plan
        if plan.works_start is None or plan.works_end is None:
            return []
        start, end = words.month(plan.works_start), words.month(plan.works_end)
        return [words("route_works_time", start=start, end=end)]

    def _notice(self) -> list[str]:
        words, notice = self.words, self.plan.notice
        if notice is None:
            return []
        said = [words("told_late") if notice.short else words.counted("told", notice.months)]
        said.append(words("no_end"))
        if notice.by_law is not None:
            said.append(words.counted("by_law", notice.by_law))
        return said

    def reason(self) -> list[str]:
        """Return why a household that wished to stay or return does not."""
        words, found = self.words, read_reason(self.plan.reason)
        if found.kind is ReasonKind.NOT_GIVEN:
            return []
        if found.kind is ReasonKind.OWN:
            return [words("why_own", reason=words.apart(found.text))]
        if found.kind is ReasonKind.IN_TIME:
            return [words("why_time")]
        if found.kind is ReasonKind.TAKEN:
            return [words("why_taken")]
        causes = [words.counted(f"why_{cause}", n) for cause, n in found.causes.items()]
        return [words("why_unsuitable"), *causes]

    def home(self) -> Section:
        """Return what the new home is like; empty for who keeps the home it has."""
        words, home = self.words, self.plan.final
        if home is None or home.id == self.plan.home.id:
            return Section(words("home"), kind="home")
        block = None if home.block is None else self.neighbourhood.block_of[home.block]
        door = "door_stairs"
        if home.step_free:
            door = "door_lift" if home.lift and home.floor else "door_flat"
        facts = [
            ("home_address", self.named(home)),
            ("home_block", "" if block is None else words.apart(block.name or block.id)),
            ("home_type", words.apart(home.type)),
            ("home_rooms", words.number(home.rooms)),
            ("home_area", self._square(home.area)),
            ("home_floor", words("floor_of", n=words.number(home.floor)) if home.floor
             else words("ground")),
            ("home_door", words(door)),
            ("home_adapted", words("yes") if home.accessible else ""),
            ("home_outdoor", words("none") if home.outdoor == 0 else self._square(home.outdoor)),
            ("home_label", words.apart(home.label) if home.label else words("unknown")),
        ]  # fmt: skip
        rows = tuple(Row(words(key), value) for key, value in facts if value)
        return Section(words("home"), (), rows, kind="home")

    def _square(self, metres: float | None) -> str:
        if metres is None:
            return self.words("unknown")
        return self.words("square", n=self.words.number(round(metres)))

    def rent(self) -> Section:
        """Return the rent now and later, step by step, and after housing allowance if known."""
        words, plan, rent = self.words, self.plan, self.plan.rent
        if plan.final is None or self._owned(plan.home) or self._owned(plan.final):
            return Section(words("rent"), kind="rent")
        rows = [Row(words("rent_now"), self._amount(rent.now))]
        if rent.steps:
            rows += [
                Row(words("rent_from", month=words.month(month)), self._amount(amount))
                for month, amount in rent.steps
            ]
        else:
            rows.append(Row(words("rent_later"), self._amount(rent.later)))
        said = [words("rent_steps")] if rent.steps else []
        if rent.allowance is not None and rent.later is not None:
            paid = max(0.0, rent.later - rent.allowance)
            rows.append(Row(words("rent_after"), self._amount(paid)))
            said.append(words("rent_allowance_is", amount=words.euros(rent.allowance)))
        elif plan.steps or rent.now != rent.later:
            rows.append(Row(words("rent_after"), words("unknown")))
            said.append(words("rent_allowance_why"))
        if plan.months_temporary:
            same = self.head.temporary_rent_same
            said.append(words("rent_temporary_same" if same else "rent_temporary_ask"))
        year = self.neighbourhood.project.price_year
        if year is not None:
            said.append(words("rent_year", year=str(year)))
        if plan.steps:
            said.append(words("rent_contract"))
        return Section(words("rent"), _joined(said), tuple(rows), kind="rent")

    def _amount(self, euros: float | None) -> str:
        if euros is None:
            return self.words("unknown")
        return self.words("a_month", amount=self.words.euros(euros))

    def people(self) -> Section:
        """Return how many of those whom the household named are near: counts, never names."""
        words, plan = self.words, self.plan
        if not plan.future.stays_inside:
            return Section(words("people"), kind="people")
        if not plan.people.named:
            return Section(words("people"), (words("people_none"),), kind="people")
        close = words.number(round(self.neighbourhood.policy.near_m))
        said = [
            words.counted("named", plan.people.named),
            words.counted("people_now", plan.people.near_now),
            words.counted("people_then", plan.people.near_then),
            words("people_close", n=close),
            words("people_names"),
        ]
        return Section(words("people"), _joined(said), kind="people")

    def promises(self) -> Section:
        """Return what the household has been promised, offered and told."""
        words, own = self.words, self.plan.promises
        rows = tuple(
            Row(words(f"status_{promise.status.value}"), self.promised(promise)) for promise in own
        )
        firm = any(promise.status.value == "accepted" for promise in own)
        said = words("promises_stand") if firm else words("promises_none")
        return Section(words("promises"), (said,), rows, kind="promises")

    def promised(self, promise: Promise) -> str:
        """Return a promise in words."""
        words, here = self.words, self.neighbourhood
        if promise.kind is PromiseKind.HOME:
            home = here.home_of.get(promise.value)
            named = words.apart(promise.value) if home is None else self.named(home)
            return words("promise_home", home=named)
        if promise.kind is PromiseKind.BLOCK:
            return words("promise_block", block=self.block(promise.value))
        if promise.kind is PromiseKind.BY:
            return words("promise_by", month=words.month(Month.parse(promise.value)))
        return words("promise_return")

    def block(self, name: str) -> str:
        """Return what a block is called."""
        block = self.neighbourhood.block_of.get(name)
        return self.words.apart(name if block is None else block.name or block.id)

    def money(self) -> Section:
        """Return the moving allowance of the law, or whom to ask."""
        words, plan = self.words, self.plan
        contact = words.apart(self.head.contact_person)
        month = words.month(plan.steps[0].month) if plan.steps else ""
        said: tuple[str, ...] = ()
        if plan.money.money is Money.DUE and plan.money.amount is not None:
            amount = words.euros(plan.money.amount)
            said = (words("money_due", amount=amount), words("money_month", month=month))
        elif plan.money.money is Money.NOT_KNOWN:
            why = words("money_unknown_why", month=month, contact=contact)
            said = (words("money_unknown"), why)
        elif plan.steps and not self.neighbourhood.is_affected(plan.household):
            said = (words("money_own", contact=contact),)
        return Section(words("money"), _joined(said), kind="money")

    def todo(self) -> Section:
        """Return what the household must do, what has a last day first."""
        words, plan = self.words, self.plan
        reply = self._within(self.head.reply_days)
        found = [self._action("do_read", reply)]
        if plan.future is Future.MUST_LEAVE:
            found.append(self._action("do_talk", reply))
        if plan.future is Future.STAY_WORKS and plan.works_start is not None:
            found.append(self._action("do_room", _day_before(plan.works_start)))
        if plan.steps and plan.future in (Future.MOVE, Future.DETOUR):
            found.append(self._action("do_contract", _day_before(plan.steps[-1].month)))
        if plan.steps and not plan.future.stays_inside and plan.future is not Future.OPEN:
            found.append(self._action("do_key", _day_before(plan.steps[-1].month)))
        found.append(self._action("do_object", self.objection_day()))
        found.sort(key=lambda action: (action.before is None, action.before or self.day))
        if plan.steps:
            found.append(self._action("do_council"))
        tenant = not self._owned(plan.home)
        if tenant and plan.future.stays_inside and plan.rent.now != plan.rent.later:
            found.append(self._action("do_allowance"))
        nothing = plan.future in (Future.STAY, Future.OPEN)
        said = (words("todo_nothing"),) if nothing else ()
        return Section(words("todo"), said, (), tuple(found), kind="todo")

    def _action(self, key: str, last: date | None = None) -> Action:
        words = self.words
        if last is not None and last < self.day:
            last = None  # a day that is past when the letter is read helps nobody
        when = "" if last is None else words("last_day", date=words.day(last))
        return Action(words(key), last, when)

    def objection_day(self) -> date | None:
        """Return the last day on which the household can object; None when there is none."""
        return self._within(self.head.objection_days)

    def _within(self, days: int | None) -> date | None:
        return None if days is None else self.day + timedelta(days=days)

    def objection(self) -> Section:
        """Return how to object."""
        words, last = self.words, self.objection_day()
        said = [words("object_how", reference=words.apart(self.code))]
        if last is not None:
            said.append(words("object_before", date=words.day(last)))
        place = words.apart(", ".join(self.head.objection_address))
        rows = (Row(words("object_to"), place),)
        return Section(words("object"), _joined(said), rows, kind="object")

    def call(self) -> Section:
        """Return whom to call."""
        words, head = self.words, self.head
        person = head.contact_person
        if head.contact_role:
            person = f"{person} ({head.contact_role})"
        facts = [
            ("call_person", person),
            ("call_phone", head.phone),
            ("call_hours", head.phone_hours),
            ("call_mail", head.email),
        ]
        rows = tuple(Row(words(key), words.apart(value)) for key, value in facts if value)
        return Section(words("call"), (), rows, kind="call")


def _joined(sentences: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (" ".join(sentences),) if sentences else ()


def _day_before(month: Month) -> date:
    return date(month.year, month.number, 1) - timedelta(days=1)
