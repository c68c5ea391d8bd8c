"""Programmes and entries of evidence for tests."""

from __future__ import annotations

from dataclasses import replace

from hecht.area.indicator import Theme
from hecht.area.programme import Goal, Measure, Nature, Programme, Status
from hecht.effects.evidence import Entry, Strength
from hecht.neighbourhood import Month


def measure(name: str, **changes: object) -> Measure:
    """Return a social measure on cohesion that runs through 2014, with these changes."""
    plain = Measure(
        name,
        f"Maatregel {name}",
        Theme.LONELINESS_COHESION,
        Nature.SOCIAL,
        first=Month(2014, 1),
        last=Month(2014, 12),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def programme(*measures: Measure, goals: tuple[Goal, ...] = (), **changes: object) -> Programme:
    """Return a programme of these measures."""
    return replace(Programme("Proef", measures, goals), **changes)  # type: ignore[arg-type]


def full() -> Measure:
    """Return a measure that lacks nothing, with goal g, indicator lonely and evidence e."""
    return measure(
        "full", goal="g", indicator="lonely", owner="Wijkteam", cost=1200.0, price_year=2014,
        money="gemeente", evidence=("e",), status=Status.RUNNING,
    )  # fmt: skip


def goal(name: str = "g", **changes: object) -> Goal:
    """Return a goal with target, year and indicator."""
    plain = Goal(name, f"Doel {name}", Theme.LONELINESS_COHESION, "lonely", 40.0, 2030, "afspraak")
    return replace(plain, **changes)  # type: ignore[arg-type]


def entry(key: str = "e", **changes: object) -> Entry:
    """Return an entry of evidence on guidance, compared with others."""
    plain = Entry(
        key=key,
        title=f"Title {key}",
        title_nl=f"Titel {key}",
        measure="guidance",
        themes=("loneliness_cohesion",),
        what="Visits",
        to_whom="Tenants",
        where="Elsewhere",
        when="2001",
        design="compared",
        strength=Strength.COMPARED,
        outcome="contact",
        unit="points",
        effect=None,
        low=None,
        high=None,
        level=None,
        finding=f"Finding of {key}.",
        finding_nl=f"Bevinding van {key}.",
        not_shown="What happens here.",
        source=f"Source of {key}",
        address="https://example.org",
        verified=True,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]
