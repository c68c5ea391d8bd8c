"""Files and standards in and out. Names are loaded when first used, so that importing is cheap."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hecht.exchange.design_files import examine_all, examine_design, read_design, write_design
    from hecht.exchange.folder import FolderError, describe, examine, read, write
    from hecht.exchange.tables import Dialect

__all__ = [
    "Dialect",
    "FolderError",
    "describe",
    "examine",
    "examine_all",
    "examine_design",
    "read",
    "read_design",
    "write",
    "write_design",
]

_DESIGN = ("examine_all", "examine_design", "read_design", "write_design")
_HOMES = dict.fromkeys(__all__, "folder") | {"Dialect": "tables"}
_HOMES |= dict.fromkeys(_DESIGN, "design_files")


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
