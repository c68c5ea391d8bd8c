"""The combinations that may be chosen: groups of blocks that get one option together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hecht.design.goals import Choices, GoalsError
from hecht.neighbourhood import Stage, Works
from hecht.neighbourhood.design import AS_PLANNED, Design, Scenario
from hecht.neighbourhood.option import Option

Combination = tuple[int, ...]
"""One option per group, as positions in the groups' options."""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Blocks that get the option of one name together; `options` are the names to choose from."""

    blocks: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True)
class Space:
    """All combinations. `fixed` are the blocks that do not vary, with their option."""

    groups: tuple[ChoiceGroup, ...]
    fixed: Mapping[str, str]
    order: tuple[str, ...]

    @property
    def size(self) -> int:
        """The number of combinations."""
        return math.prod(len(group.options) for group in self.groups)

    def choice(self, combination: Sequence[int]) -> dict[str, str]:
        """Return the option of each block, in the order of the blocks."""
        found = dict(self.fixed)
        for group, place in zip(self.groups, combination, strict=True):
            found.update(dict.fromkeys(group.blocks, group.options[place]))
        return {block: found[block] for block in self.order}

    def nearest(self, choice: Mapping[str, str]) -> Combination:
        """Return the combination most like a choice: in each group the option most blocks have."""
        result = []
        for group in self.groups:
            wanted = Counter(choice.get(block, AS_PLANNED) for block in group.blocks)
            result.append(
                max(range(len(group.options)), key=lambda i: (wanted[group.options[i]], -i))
            )
        return tuple(result)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The names of all options that some group may choose, each once."""
        return tuple(dict.fromkeys(name for group in self.groups for name in group.options))


def space_of(
    design: Design, choices: Choices, refused: Mapping[tuple[str, str], str] | None = None
) -> Space:
    """Return the combinations that may be chosen.

    `refused` are options (block, id) that cannot be made. Raises GoalsError, naming the key, for
    blocks or options that do not exist, and for a group in which no option is left.
    """
    refused = refused or {}
    order = tuple(block.id for block in design.neighbourhood.blocks)
    _examine(design, choices, order)
    varying = order if choices.blocks is None else choices.blocks
    varying = tuple(block for block in order if block in varying and block not in choices.fixed)
    fixed = {b: choices.fixed.get(b, AS_PLANNED) for b in order if b not in varying}
    for block, option in fixed.items():
        if (block, option) in refused:
            raise GoalsError(f"block {block} cannot have {option}: {refused[block, option]}")
    groups = []
    for blocks in _together(design, choices, varying):
        options = _options(design, choices, blocks, refused)
        if len(options) == 1:
            fixed.update(dict.fromkeys(blocks, options[0]))
        else:
            groups.append(ChoiceGroup(blocks, options))
    return Space(tuple(groups), fixed, order)


def scenario_for(choice: Mapping[str, str], id: str = "", horizon: int | None = None) -> Scenario:
    """Return the scenario of a choice."""
    return Scenario(id or "candidate", choice=dict(choice), horizon=horizon)


def origin_of(design: Design, choice: Mapping[str, str]) -> Scenario | None:
    """Return the folder's own scenario that makes the same choice, or None."""
    for scenario in design.scenarios:
        if all(scenario.choice.get(b, AS_PLANNED) == option for b, option in choice.items()):
            return scenario
    return None


def streets_of(design: Design, space: Space) -> list[list[int]]:
    """Return the groups (positions) of each street, by the street of each group's first block.

    A group whose street is not known is one by itself.
    """
    streets = _streets(design)
    found: dict[str, list[int]] = {}
    for g, group in enumerate(space.groups):
        found.setdefault(streets.get(group.blocks[0], f"\0{g}"), []).append(g)
    return list(found.values())


def _examine(design: Design, choices: Choices, order: Sequence[str]) -> None:
    """Raise GoalsError for names that do not exist."""
    named = [("choices.blocks", block) for block in choices.blocks or ()]
    named += [("choices.fixed", block) for block in choices.fixed]
    named += [("choices.together", block) for group in choices.together for block in group]
    for key, block in named:
        if block not in order:
            raise GoalsError(f"{key}: there is no block {block!r}; correct it")
    for block, option in choices.fixed.items():
        if option not in design.options_of[block]:
            has = ", ".join(design.options_of[block])
            raise GoalsError(f"choices.fixed.{block} is {option!r}; block {block} has {has}")
    every = {option for options in design.options_of.values() for option in options}
    for option in choices.options or ():
        if option not in every:
            raise GoalsError(
                f"choices.options: no block has an option {option!r}; the options are "
                f"{', '.join(sorted(every))}"
            )
    listed = [block for group in choices.together for block in group]
    twice = [block for block, times in Counter(listed).items() if times > 1]
    if twice:
        raise GoalsError(f"choices.together: block {twice[0]} stands in two lists; leave one out")


def _together(
    design: Design, choices: Choices, varying: Sequence[str]
) -> Iterable[tuple[str, ...]]:
    """Yield the groups of varying blocks, in the order of their first block."""
    label: dict[str, tuple[int, str]] = {block: (2, block) for block in varying}
    if choices.together_by == "works":
        label = {b: (1, design.neighbourhood.block_of[b].works.value) for b in varying}
    elif choices.together_by == "street":
        streets = _streets(design)
        label = {b: (1, streets[b]) if streets.get(b) else (2, b) for b in varying}
    for number, blocks in enumerate(choices.together):
        label.update({b: (0, str(number)) for b in blocks if b in label})
    groups: dict[tuple[int, str], list[str]] = {}
    for block in varying:
        groups.setdefault(label[block], []).append(block)
    return [tuple(blocks) for blocks in groups.values()]


def _streets(design: Design) -> dict[str, str]:
    """Return for each block the street on which most of its homes stand."""
    found: dict[str, Counter[str]] = {}
    for home in design.neighbourhood.homes:
        if home.block and home.street and home.stage is not Stage.TEMPORARY:
            found.setdefault(home.block, Counter())[home.street] += 1
    return {block: min(c, key=lambda s: (-c[s], s)) for block, c in found.items()}


def _options(
    design: Design,
    choices: Choices,
    blocks: Sequence[str],
    refused: Mapping[tuple[str, str], str],
) -> tuple[str, ...]:
    """Return the options that all blocks of a group have, those that do the same left out."""
    first = design.options_of[blocks[0]]
    kept: dict[tuple[Option, ...], str] = {}
    why = ""
    for name in first:
        if not all(name in design.options_of[block] for block in blocks):
            continue
        if choices.options is not None and name not in choices.options:
            continue
        no = next((refused[b, name] for b in blocks if (b, name) in refused), "")
        if no:
            why = f" ({no})"
            continue
        kept.setdefault(tuple(_bare(design.options_of[b][name]) for b in blocks), name)
    if not kept:
        raise GoalsError(
            f"choices: no option is left for {', '.join(blocks[:5])}{why}; allow one that they "
            "all have"
        )
    return tuple(kept.values())


def _bare(option: Option) -> Option:
    """Return an option without its names; all that keep a block as it is do the same."""
    if option.works is Works.KEEP:
        return Option(option.block, "", Works.KEEP)
    return replace(option, id="", name="")
