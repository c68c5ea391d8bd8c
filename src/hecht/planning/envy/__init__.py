"""Envy: who would rather have whose home, and could they."""

from hecht.planning.envy.report import Envious, Envy, envy_of

__all__ = ["Envious", "Envy", "envy_of"]
