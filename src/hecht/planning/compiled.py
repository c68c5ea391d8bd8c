"""How the kernels are compiled: kept on disk after the first run, free of the global lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def _make(
    function: Function, *, force: bool = False, outside: bool = True, counts: bool = True
) -> Function:
    # divisors are never zero in these kernels, so no test for it is made
    options: dict[str, Any] = {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "forceinline": force,
        "no_cpython_wrapper": not outside,
    }
    if not counts:
        # counting who uses an array takes longer than using it; no array is made in there
        options["_nrt"] = False
    return cast(Function, cast(Any, njit)(**options)(function))


def compiled(function: Function) -> Function:
    """Compile a kernel; one whose name begins with "_" can be called by other kernels only."""
    return _make(function, outside=not function.__name__.startswith("_"))


def lean(function: Function) -> Function:
    """Compile a kernel in which no array is made or sliced, several times faster for it."""
    return _make(function, outside=not function.__name__.startswith("_"), counts=False)


def inlined(function: Function) -> Function:
    """Compile a lean kernel into each kernel that calls it; also to be called from outside."""
    return _make(function, force=True, counts=False)


def inner(function: Function) -> Function:
    """Compile a lean kernel into each kernel that calls it; not to be called from outside."""
    return _make(function, force=True, outside=False, counts=False)
