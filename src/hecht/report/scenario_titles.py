"""What scenarios are called for people: the folder's own names, or what they do in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hecht.design.comparison import Compared
from hecht.neighbourhood import AS_PLANNED, Neighbourhood, Stage, Works
from hecht.report.words import Words

RENOVATED = (Works.RENOVATE_OCCUPIED, Works.RENOVATE_EMPTY)


def titled(compared: Sequence[Compared], words: Words) -> list[Compared]:
    """Return scenarios that each have a title of their own in the reader's language.

    A name that the folder gives stays. Of those without a name that do the same to as many homes,
    the title says how many new homes there are or in which street they differ, or it is numbered.
    """
    titles = [one.scenario.name or title(one, words) for one in compared]
    for text in [text for text, count in Counter(titles).items() if count > 1]:
        alike = [number for number, found in enumerate(titles) if found == text]
        endings = _apart([compared[number] for number in alike], words)
        for number, ending in zip(alike, endings, strict=True):
            titles[number] = f"{text} ({ending})"
    return [replace(one, title=text) for one, text in zip(compared, titles, strict=True)]


def title(one: Compared, words: Words) -> str:
    """Return in plain words what a scenario does to how many homes."""
    _ = words.gettext
    if all(option == AS_PLANNED for option in one.scenario.choice.values()):
        return _("As planned")
    here = one.plan.neighbourhood
    done = _works(here)
    old, new = sum(done.values()), _new(here)
    gone, renovated = done[Works.REBUILD], sum(done[works] for works in RENOVATED)
    if not (gone or renovated or new):
        return _("Everything stays as it is")
    if renovated == old and not new:
        return _("Renovate everything")
    if gone == old:
        return _("Replace everything: %(n)s new homes", n=words.number(new))
    parts = [
        (
            renovated,
            words.ngettext("renovate %(n)s home", "renovate %(n)s homes", renovated),
            words.ngettext("renovate %(n)s", "renovate %(n)s", renovated),
        ),
        (
            gone,
            words.ngettext("demolish %(n)s home", "demolish %(n)s homes", gone),
            words.ngettext("demolish %(n)s", "demolish %(n)s", gone),
        ),
    ]
    told = sorted((part for part in parts if part[0]), key=lambda part: -part[0])
    if not told:
        return words.ngettext("%(n)s new home", "%(n)s new homes", new)
    text = ", ".join([told[0][1], *(short for _n, _whole, short in told[1:])])
    return text[:1].upper() + text[1:]


def _new(here: Neighbourhood) -> int:
    return sum(home.stage is Stage.NEW for home in here.homes)


def _works(here: Neighbourhood) -> Counter[Works]:
    """Count the homes of today that lie in blocks by what is done to them."""
    return Counter(
        here.block_of[home.block].works
        for home in here.homes
        if home.stage is Stage.EXISTING and home.block is not None
    )


def _apart(alike: Sequence[Compared], words: Words) -> list[str]:
    """Return what tells scenarios of one title apart: new homes, a street's works or a number."""
    built = [_new(one.plan.neighbourhood) for one in alike]
    if len(set(built)) == len(built):
        return [words.ngettext("%(n)s new", "%(n)s new", count) for count in built]
    streets = [_streets(one.plan.neighbourhood) for one in alike]
    for street in sorted({street for found in streets for street in found}):
        endings = [f"{street}: {_told(found.get(street), words)}" for found in streets]
        if len(set(endings)) == len(endings):
            return endings
    return [words.number(number) for number in range(1, len(alike) + 1)]


def _streets(here: Neighbourhood) -> dict[str, Works]:
    """Return what is done to most homes of each street."""
    counts: dict[str, Counter[Works]] = {}
    for home in here.homes:
        if home.stage is Stage.EXISTING and home.block is not None and home.street:
            works = here.block_of[home.block].works
            counts.setdefault(home.street, Counter())[works] += 1
    return {street: max(Works, key=lambda works: found[works]) for street, found in counts.items()}


def _told(works: Works | None, words: Words) -> str:
    _ = words.gettext
    if works in RENOVATED:
        return _("renovate")
    return _("demolish") if works is Works.REBUILD else _("stays")
