"""Checks on ties, wishes and groups."""

from __future__ import annotations

from collections.abc import Iterator

from hecht.neighbourhood.household import Wish, WishKind
from hecht.neighbourhood.look import Look, nearest
from hecht.neighbourhood.problem import Problem
from hecht.neighbourhood.suits import misfits

GROUP_LEAST, GROUP_MOST = 2, 6
_WHY = {"rooms": "the number of rooms", "rent": "the rent", "access": "stairs or access"}


def unknown_households(look: Look) -> Iterator[Problem]:
    """A tie, wish, group or promise names a household that is not there."""
    here = look.neighbourhood
    members = [member for group in here.groups for member in group.households]
    named = [
        *(("ties", i, "a", tie.a) for i, tie in enumerate(here.ties)),
        *(("ties", i, "b", tie.b) for i, tie in enumerate(here.ties)),
        *(("wishes", i, "household", wish.household) for i, wish in enumerate(here.wishes)),
        *(("groups", i, "household", member) for i, member in enumerate(members)),
        *(("promises", i, "household", one.household) for i, one in enumerate(here.promises)),
    ]
    for table, position, column, name in named:
        if name in look.households or look.known("households", name):
            continue
        yield Problem(
            table,
            "unknown-household",
            f"there is no household {name}",
            nearest(name, look.households, "add it to the households, or delete this row"),
            key=name,
            column=column,
            value=name,
            position=position,
        )


def wrong_ties(look: Look) -> Iterator[Problem]:
    """A tie of a household with itself, or a pair that is named twice."""
    first: dict[frozenset[str], int] = {}
    ties = look.neighbourhood.ties
    for position, tie in enumerate(ties):
        key = f"{tie.a}-{tie.b}"
        if ("ties", position, "a") in look.unread.cells or (
            ("ties", position, "b") in look.unread.cells
        ):
            continue
        if tie.a == tie.b:
            yield Problem(
                "ties",
                "tie-with-itself",
                f"household {tie.a} has a tie with itself",
                "name two households, or delete this row",
                key=key,
                column="b",
                value=tie.b,
                position=position,
            )
            continue
        earlier = first.setdefault(frozenset((tie.a, tie.b)), position)
        if earlier != position:
            reversed_ = ties[earlier].a != tie.a
            yield Problem(
                "ties",
                "duplicate-tie",
                f"the tie of {tie.a} and {tie.b} is there already"
                + (" the other way round" if reversed_ else ""),
                "keep one row, with declared_by both when each named the other",
                key=key,
                column="a",
                value=tie.a,
                position=position,
                other=earlier,
            )


def wrong_wishes(look: Look) -> Iterator[Problem]:
    """A wish that points nowhere, at oneself, or at a home that cannot be had."""
    streets = {home.street for home in look.neighbourhood.homes}
    types = {home.type for home in look.neighbourhood.homes}
    for position, wish in enumerate(look.neighbourhood.wishes):
        if ("wishes", position, "kind") in look.unread.cells:
            continue
        if wish.kind is WishKind.HOME:
            yield from _home_wish(look, position, wish)
        elif wish.kind is WishKind.BLOCK and not look.known("blocks", wish.value):
            yield _nowhere(wish, position, "block", nearest(wish.value, look.blocks, "correct it"))
        elif wish.kind is WishKind.HOUSEHOLD:
            if wish.value == wish.household:
                yield _about_wish(
                    "wish-itself", wish, position,
                    "it wishes to be near itself", "name another household",
                )  # fmt: skip
            elif not look.known("households", wish.value):
                fix = nearest(wish.value, look.households, "correct it")
                yield _nowhere(wish, position, "household", fix)
        elif wish.kind in (WishKind.STREET, WishKind.TYPE) and look.whole("homes"):
            names = streets if wish.kind is WishKind.STREET else types
            if wish.value not in names:
                fix = nearest(wish.value, names - {""}, f"write it as the homes' {wish.kind} does")
                yield _nowhere(wish, position, wish.kind.value, fix, severity="remark")


def _home_wish(look: Look, position: int, wish: Wish) -> Iterator[Problem]:
    home, household = look.homes.get(wish.value), look.households.get(wish.household)
    if home is None:
        if not look.known("homes", wish.value):
            yield _nowhere(wish, position, "home", nearest(wish.value, look.homes, "correct it"))
        return
    if not look.sound("homes", home.id, "stage", "block"):
        return
    if home.block and not look.sound("blocks", home.block, "works"):
        return
    if not look.lasts(home):
        what = "demolished" if home.stage.value == "existing" else "a temporary home"
        yield _about_wish(
            "wish-impossible", wish, position,
            f"home {home.id} is {what}, so this wish cannot be met",
            "wish for its block or street instead", severity="remark",
        )  # fmt: skip
        return
    if household is None or not look.whole("policy", "households", "homes"):
        return
    reasons = misfits(household, home, look.neighbourhood.policy)
    if reasons:
        why = " and ".join(_WHY[reason] for reason in reasons)
        yield _about_wish(
            "wish-unsuitable", wish, position,
            f"home {home.id} does not suit household {household.id} because of {why}",
            "correct the household's needs or the home, or choose another home",
            severity="remark",
        )  # fmt: skip


def _nowhere(wish: Wish, position: int, what: str, fix: str, severity: str = "error") -> Problem:
    text = f"there is no {what} {wish.value}"
    if what in ("street", "type"):
        text = f"no home has the {what} {wish.value}"
    return _about_wish("wish-nowhere", wish, position, text, fix, severity=severity)


def _about_wish(
    rule: str, wish: Wish, position: int, text: str, fix: str, severity: str = "error"
) -> Problem:
    return Problem(
        "wishes", rule, text, fix, key=wish.household, column="value", value=wish.value,
        position=position, severity=severity,
    )  # fmt: skip


def duplicate_ranks(look: Look) -> Iterator[Problem]:
    """A household has two wishes of the same rank."""
    first: dict[tuple[str, int], int] = {}
    for position, wish in enumerate(look.neighbourhood.wishes):
        if ("wishes", position, "rank") in look.unread.cells or not wish.household:
            continue
        earlier = first.setdefault((wish.household, wish.rank), position)
        if earlier != position:
            yield Problem(
                "wishes",
                "duplicate-rank",
                f"household {wish.household} has another wish of rank {wish.rank}",
                "number its wishes 1, 2, 3",
                key=wish.household,
                column="rank",
                value=str(wish.rank),
                position=position,
                other=earlier,
            )


def wrong_groups(look: Look) -> Iterator[Problem]:
    """A group that is too small or large, or a household that is in two."""
    seen: dict[str, tuple[str, int]] = {}
    position = -1
    for group in look.neighbourhood.groups:
        size = len(group.households)
        if not GROUP_LEAST <= size <= GROUP_MOST and "groups" not in look.unread.tables:
            yield Problem(
                "groups",
                "group-size",
                f"group {group.id} has {size} household{'' if size == 1 else 's'}; "
                f"it must have {GROUP_LEAST} to {GROUP_MOST}",
                "add members, or split the group" if size else "give it members, or drop it",
                key=group.id,
                column="group",
                value=group.id,
                position=position + size if size else None,
            )
        for member in group.households:
            position += 1
            if ("groups", position, "household") in look.unread.cells:
                continue
            other, earlier = seen.setdefault(member, (group.id, position))
            if earlier != position:
                yield Problem(
                    "groups",
                    "two-groups",
                    f"household {member} is in group {other} "
                    + ("twice" if other == group.id else "too"),
                    "let it be in one group, once",
                    key=member,
                    column="household",
                    value=member,
                    position=position,
                    other=earlier,
                )


CHECKS = (unknown_households, wrong_ties, wrong_wishes, duplicate_ranks, wrong_groups)
