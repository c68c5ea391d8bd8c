"""Scenarios: options per block, public space, mixing, density, and the choice between them."""

from hecht.design.apply import neighbourhood_of, scene_of

__all__ = ["neighbourhood_of", "scene_of"]
