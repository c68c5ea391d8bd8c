"""hecht: plans the restructuring of a neighbourhood so that people can return together.

    import hecht

    neighbourhood = hecht.read(hecht.demo_folder())
    plan = hecht.plan(neighbourhood, seconds=20, seed=1)
    print(plan.outcomes()["ties_kept"])
    plan.write("my-plan")

Names are loaded when they are first used, so that `import hecht` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from hecht.api import (
        FolderError,
        NoPlan,
        Plan,
        PlanFolderError,
        Progress,
        Violation,
        area_profile,
        check,
        delays,
        demo_folder,
        estimate_effect,
        evidence,
        import_areas,
        letters,
        plan,
        programme,
        read,
        read_plan,
        replan,
    )

__all__ = [
    "FolderError",
    "NoPlan",
    "Plan",
    "PlanFolderError",
    "Progress",
    "Violation",
    "__version__",
    "area_profile",
    "check",
    "delays",
    "demo_folder",
    "estimate_effect",
    "evidence",
    "import_areas",
    "letters",
    "plan",
    "programme",
    "read",
    "read_plan",
    "replan",
]


def __getattr__(name: str) -> Any:
    """Load a public name from `hecht.api` the first time it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'hecht' has no attribute {name!r}")
    value = getattr(import_module("hecht.api"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
