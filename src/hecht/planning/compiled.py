"""How the kernels are compiled: kept on disk after the first run, free of the global lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a kernel; divisors are never zero there, so no test for it is made."""
    make = njit(cache=True, nogil=True, error_model="numpy")
    return cast(Function, make(function))


def inlined(function: Function) -> Function:
    """Compile a small kernel into each kernel that calls it."""
    make = njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
    return cast(Function, make(function))
