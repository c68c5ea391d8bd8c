"""Rules 1 to 5: who lives where, in homes that exist and suit, long enough and with notice."""

from __future__ import annotations

from collections.abc import Iterator

from hecht.neighbourhood import Household, ReturnWish, Stage, Stay, StayKind
from hecht.planning.check.facts import Facts, Span
from hecht.planning.check.fitting import unfit_as_final, unfit_as_temporary
from hecht.planning.check.violation import Violation


def broken_stays(facts: Facts) -> Iterator[Violation]:
    """Yield each breach of rules 1 to 5."""
    for household in facts.neighbourhood.households:
        yield from _gaps(facts, household)
        for stay in facts.stays[household.id]:
            yield from _existence(facts, stay)
            yield from _suitability(facts, household, stay)
        yield from _temporary_months(facts, household)
        yield from _notice(facts, household)
    yield from _shared_homes(facts)


def _gaps(facts: Facts, household: Household) -> Iterator[Violation]:
    """Rule 1: one home in every month until the end, or until it leaves."""
    stays = facts.stays[household.id]
    if not stays:
        text = f"household {household.id} has no home in any month"
        yield Violation(1, text, household.id, household.home, month=0)
        return
    until = 0
    for stay in stays:
        if stay.start > until:
            text = (
                f"household {household.id} has no home from {facts.when(until)} "
                f"up to {facts.when(stay.start)}"
            )
            yield Violation(1, text, household.id, stay.home, month=until)
        elif stay.start < until and stay is not stays[0]:
            text = (
                f"household {household.id} has two homes in {facts.when(stay.start)}, "
                f"one of them {stay.home}"
            )
            yield Violation(1, text, household.id, stay.home, month=stay.start)
        until = max(until, stay.end)


def _shared_homes(facts: Facts) -> Iterator[Violation]:
    """Rule 1: one household in a home."""
    for home in facts.neighbourhood.homes:
        holder: Stay | None = None
        for stay in facts.stays_in.get(home.id, ()):
            if holder is not None and stay.start < holder.end:
                if stay.household != holder.household:
                    text = (
                        f"households {holder.household} and {stay.household} both live in home "
                        f"{home.id} in {facts.when(stay.start)}"
                    )
                    yield Violation(1, text, stay.household, home.id, month=stay.start)
                if stay.end <= holder.end:
                    continue
            holder = stay


def _first_outside(stay: Stay, spans: tuple[Span, ...]) -> int | None:
    """Return the first month of a stay that lies in none of the spans; None: all lie inside."""
    month = stay.start
    for begin, end in spans:
        if begin <= month < end:
            month = end
    return month if month < stay.end else None


def _existence(facts: Facts, stay: Stay) -> Iterator[Violation]:
    """Rule 2: the home exists, may be used like this, and can be lived in all months."""
    home = facts.homes[stay.home]
    spans = facts.usable(home)
    if stay.kind is StayKind.TEMPORARY and home.stage is Stage.NEW:
        text = f"new home {home.id} is used as a temporary home by household {stay.household}"
        yield Violation(2, text, stay.household, home.id, home.block or "", stay.start)
    if stay.kind is StayKind.FINAL:
        lasting = facts.lasting(home)
        if lasting is None:
            text = f"home {home.id} cannot be the final home of household {stay.household}"
            yield Violation(2, text, stay.household, home.id, home.block or "", stay.start)
            return
        spans = (lasting,)
    # Months outside the plan are told by rule 0; here only those inside it count.
    inside = Stay(
        stay.household, stay.home, max(0, stay.start), min(facts.horizon, stay.end), stay.kind
    )
    month = _first_outside(inside, spans)
    if month is not None:
        text = (
            f"home {home.id} cannot be lived in by household {stay.household} "
            f"in {facts.when(month)}"
        )
        yield Violation(2, text, stay.household, home.id, home.block or "", month)


def _suitability(facts: Facts, household: Household, stay: Stay) -> Iterator[Violation]:
    """Rule 3: final homes suit strictly, temporary homes more loosely."""
    if stay.kind is StayKind.START:
        return
    home = facts.homes[stay.home]
    if stay.kind is StayKind.FINAL:
        reasons = unfit_as_final(household, home)
    else:
        reasons = unfit_as_temporary(household, home, facts.policy)
    if reasons:
        text = (
            f"{stay.kind.value} home {home.id} does not suit household {household.id}: "
            + ", ".join(reasons)
        )
        yield Violation(3, text, household.id, home.id, month=stay.start)


def _temporary_months(facts: Facts, household: Household) -> Iterator[Violation]:
    """Rule 4: all temporary stays together last no longer than the policy's maximum."""
    stays = [stay for stay in facts.stays[household.id] if stay.kind is StayKind.TEMPORARY]
    months = sum(stay.end - stay.start for stay in stays)
    most = facts.policy.temporary_months_max
    if months > most:
        text = (
            f"household {household.id} lives {months} months in temporary homes, "
            f"more than the {most} allowed"
        )
        yield Violation(4, text, household.id, stays[0].home, month=stays[0].start)


def _notice(facts: Facts, household: Household) -> Iterator[Violation]:
    """Rule 5: nobody has to move before the months of notice have passed."""
    stays = facts.stays[household.id]
    if household.wish is ReturnWish.ELSEWHERE or not stays:
        return
    moves = [(stay.start, stay.home) for stay in stays[1:]]
    if stays[-1].end < facts.horizon:
        moves.append((stays[-1].end, stays[-1].home))
    for month, home in moves:
        if month < facts.first_move:
            text = (
                f"household {household.id} moves in {facts.when(month)}; "
                f"notice runs until {facts.when(facts.first_move)}"
            )
            yield Violation(5, text, household.id, home, month=month)
