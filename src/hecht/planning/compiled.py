"""How the kernels are compiled: kept on disk after the first run, free of the global lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def _make(function: Function, *, force: bool = False, outside: bool = True) -> Function:
    # divisors are never zero in these kernels, so no test for it is made
    make = cast(Any, njit)(
        cache=True,
        nogil=True,
        error_model="numpy",
        forceinline=force,
        no_cpython_wrapper=not outside,
    )
    return cast(Function, make(function))


def compiled(function: Function) -> Function:
    """Compile a kernel; one whose name begins with "_" can be called by other kernels only."""
    return _make(function, outside=not function.__name__.startswith("_"))


def inlined(function: Function) -> Function:
    """Compile a small kernel into each kernel that calls it; also to be called from outside."""
    return _make(function, force=True)


def inner(function: Function) -> Function:
    """Compile a small kernel into each kernel that calls it; not to be called from outside."""
    return _make(function, force=True, outside=False)
