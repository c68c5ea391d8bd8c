"""From a scenario to a neighbourhood that can be planned, and a scene that can be measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hecht.design.layout import places_for
from hecht.neighbourhood import Block, Course, Home, Neighbourhood, Stage, Works
from hecht.neighbourhood.design import AS_PLANNED, Design, Scenario
from hecht.neighbourhood.option import Access, HomeType, Land, Option
from hecht.neighbourhood.public_space import PublicSpace
from hecht.outcomes.scene import Scene


class ScenarioError(ValueError):
    """A scenario that cannot be made; the message says which block and what to do."""


def neighbourhood_of(design: Design, scenario: Scenario) -> Neighbourhood:
    """Return the neighbourhood as it is planned in a scenario.

    Blocks get the works, duration, crews and cost of their option; the new homes of a block are
    those of the option's programme, laid out on the block's outline, or without a programme
    those that the folder names. Promises and wishes stay; ones that name a home that is no
    longer built are left out (a promise that was accepted is an error).

    Raises ScenarioError for options that do not exist, builds without homes, and accepted
    promises of homes that the scenario does not build.
    """
    here = design.neighbourhood
    chosen = chosen_options(design, scenario)
    blocks = tuple(_block(block, chosen[block.id]) for block in here.blocks)
    homes = tuple(_homes(here, chosen))
    known = {home.id for home in homes}
    for promise in here.promises:
        if (
            promise.kind.value == "home"
            and promise.value not in known
            and (promise.status.value == "accepted")
        ):
            raise ScenarioError(
                f"scenario {scenario.id}: home {promise.value} was promised to household "
                f"{promise.household}, and this scenario does not build it; choose an option for "
                "its block that does"
            )
    return replace(
        here,
        project=replace(here.project, horizon=scenario.horizon or here.project.horizon),
        blocks=blocks,
        homes=homes,
        promises=tuple(p for p in here.promises if p.kind.value != "home" or p.value in known),
        wishes=tuple(w for w in here.wishes if w.kind.value != "home" or w.value in known),
    )


def scene_of(design: Design, scenario: Scenario, course: Course | None = None) -> Scene:
    """Return a scenario with the course of its plan, ready to be measured."""
    today = {}
    for block, options in design.options_of.items():
        kept = [option.land for option in options.values() if option.works is Works.KEEP]
        # a block that is kept as planned may have no row of its own that tells what lies there
        today[block] = next((land for land in kept if land != Land()), Land())
    chosen = chosen_options(design, scenario)
    return Scene(
        neighbourhood=neighbourhood_of(design, scenario),
        options=chosen,
        today=today,
        spaces=tuple(_spaces(design, scenario, chosen)),
        course=course,
        norms=design.neighbourhood.norms,
        units=design.units,
    )


def _spaces(
    design: Design, scenario: Scenario, chosen: Mapping[str, Option]
) -> Iterator[PublicSpace]:
    """Yield the public space of a scenario: what its options make, and what comes back."""
    for space in design.spaces:
        if space.scenarios and scenario.id not in space.scenarios:
            continue
        if not space.options or space.block is None:
            yield space
            continue
        made = chosen[space.block].id in space.options
        if space.existing:
            yield replace(space, stays=made)
        elif made:
            yield space


def chosen_options(design: Design, scenario: Scenario) -> dict[str, Option]:
    """Return the option of each block; raises ScenarioError for one that does not exist."""
    blocks = {block.id for block in design.neighbourhood.blocks}
    for block in scenario.choice:
        if block not in blocks:
            raise ScenarioError(
                f"scenario {scenario.id} names block {block}, which does not exist; correct it"
            )
    try:
        return {b.id: design.option(scenario, b.id) for b in design.neighbourhood.blocks}
    except KeyError as error:
        raise ScenarioError(f"{error.args[0]}; choose one of these") from None


def _block(block: Block, option: Option) -> Block:
    if option.id == AS_PLANNED and option.works is block.works:
        return block
    return replace(
        block,
        works=option.works,
        duration=0 if option.works is Works.KEEP else option.duration,
        crews=option.crews,
        cost=None if option.works is Works.KEEP else option.cost,
        earliest=option.earliest,
        latest=option.latest,
    )


def _homes(here: Neighbourhood, chosen: dict[str, Option]) -> Iterator[Home]:
    """Yield the homes of the scenario: those that stand, in order, then each block's new ones."""
    planned: dict[str, list[Home]] = {}
    for home in here.homes:
        if home.stage is Stage.NEW and home.block is not None:
            planned.setdefault(home.block, []).append(home)
            option = chosen[home.block]
            if option.works in (Works.REBUILD, Works.BUILD) and not option.programme:
                yield _with_energy(home, option)
        else:
            yield _staying(home, chosen)
    for block, option in chosen.items():
        if option.works not in (Works.REBUILD, Works.BUILD):
            continue
        if option.programme:
            yield from _built(here, option)
        elif block not in planned and option.id != AS_PLANNED:
            raise ScenarioError(
                f"option {option.id} of block {block} builds, but names no homes; add them to "
                "option_homes.csv"
            )


def _staying(home: Home, chosen: dict[str, Option]) -> Home:
    """Return an existing home with the rent it has after the works of the option."""
    option = None if home.block is None else chosen[home.block]
    if option is None or (option.id == AS_PLANNED and option.rent_step is None):
        return home
    renovates = option.works in (Works.RENOVATE_OCCUPIED, Works.RENOVATE_EMPTY)
    after = home.rent + option.rent_step if renovates and home.rent and option.rent_step else None
    return home if home.rent_after == after else replace(home, rent_after=after)


def _with_energy(home: Home, option: Option) -> Home:
    return replace(
        home,
        label=home.label or option.label,
        gas=option.gas if home.gas is None else home.gas,
    )


def _built(here: Neighbourhood, option: Option) -> Iterator[Home]:
    """Yield the homes of an option's programme, each at its front door on the block's outline."""
    types = [kind for kind in option.programme for _ in range(kind.count)]
    stacks = _stacks(option.programme)
    doors = places_for(here, option.block, len(stacks))
    street = next((h.street for h in here.homes if h.block == option.block and h.street), "")
    position = {
        number: (door, floor)
        for door, stack in zip(doors, stacks, strict=True)
        for floor, number in enumerate(stack)
    }
    for number, kind in enumerate(types):
        (x, y), floor = position[number]
        yield Home(
            id=f"{option.block}:{option.id}:{number + 1:03d}",
            stage=Stage.NEW,
            x=x,
            y=y,
            rooms=kind.rooms,
            block=option.block,
            street=street,
            type=kind.type,
            area=kind.area,
            rent=kind.rent,
            floor=floor,
            lift=kind.access is Access.LIFT,
            accessible=kind.accessible,
            tenure=kind.tenure,
            label=option.label,
            gas=option.gas,
            outdoor=kind.outdoor,
        )


def _stacks(programme: tuple[HomeType, ...]) -> list[list[int]]:
    """Return the numbers of the homes above each other at each front door, ground floor first.

    Homes with their own front door each have a place; others are stacked, one on each storey.
    """
    stacks: list[list[int]] = []
    number = 0
    for kind in programme:
        height = 1 if kind.access is Access.GROUND else max(1, kind.storeys)
        for first in range(number, number + kind.count, height):
            stacks.append(list(range(first, min(first + height, number + kind.count))))
        number += kind.count
    return stacks
