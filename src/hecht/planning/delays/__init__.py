"""What happens to a plan when works take longer than planned, and plans that bear it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hecht.planning.delays.study import Delays, delays

__all__ = ["Delays", "delays"]


def __getattr__(name: str) -> Any:
    """Load the study, with the compiler it needs, when it is first asked for."""
    if name in __all__:
        from hecht.planning.delays import study

        return getattr(study, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
