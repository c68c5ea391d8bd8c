"""A design to choose from: the neighbourhood with options per block, public space, scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from hecht.neighbourhood.neighbourhood import Neighbourhood
from hecht.neighbourhood.option import Option
from hecht.neighbourhood.public_space import PublicSpace

AS_PLANNED = "planned"
"""The id of the option that does what the folder's blocks already say."""


@dataclass(frozen=True)
class Scenario:
    """One design: an option for each block (variant).

    `choice` maps blocks to option ids; a block that is not named gets AS_PLANNED. `horizon` is
    the number of months planned, where that differs from the project's.
    """

    id: str
    name: str = ""
    choice: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    horizon: int | None = None


@dataclass(frozen=True)
class Design:
    """Everything from which scenarios are made.

    `options` keep the order of their file. Every block also has the option AS_PLANNED, which
    does what `neighbourhood` says; a file may hold a row for it, to tell what lies there
    afterwards. `units` are homes in the form of the sector's standard (VERA, "eenheid"): as they
    are under the home's id, as an option renovates them under the id, a colon and the option's.
    """

    neighbourhood: Neighbourhood
    options: tuple[Option, ...] = ()
    spaces: tuple[PublicSpace, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def options_of(self) -> dict[str, dict[str, Option]]:
        """Options by block and id, AS_PLANNED first where the file does not list it."""
        result: dict[str, dict[str, Option]] = {b.id: {} for b in self.neighbourhood.blocks}
        for option in self.options:
            result.setdefault(option.block, {})[option.id] = option
        for block in self.neighbourhood.blocks:
            if AS_PLANNED not in result[block.id]:
                planned = Option(
                    block.id,
                    AS_PLANNED,
                    block.works,
                    block.name,
                    block.duration,
                    block.crews,
                    block.cost,
                    block.earliest,
                    block.latest,
                )
                result[block.id] = {AS_PLANNED: planned, **result[block.id]}
        return result

    @cached_property
    def scenario_of(self) -> dict[str, Scenario]:
        """Scenarios by id."""
        return {scenario.id: scenario for scenario in self.scenarios}

    def option(self, scenario: Scenario, block: str) -> Option:
        """Return what a scenario does to a block.

        Raises KeyError, naming the block and its options, when there is no such option.
        """
        wanted = scenario.choice.get(block, AS_PLANNED)
        options = self.options_of[block]
        if wanted not in options:
            raise KeyError(
                f"scenario {scenario.id} wants option {wanted!r} for block {block}, which has "
                f"{', '.join(options)}"
            )
        return options[wanted]
