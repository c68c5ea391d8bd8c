"""Compiling before the clock starts: everything is compiled, once."""

import subprocess
import sys
from pathlib import Path

from hecht.planning.check import check
from hecht.planning.make import make_plan
from hecht.planning.warm import tiny_neighbourhood, warm_up


def test_the_tiny_neighbourhood_has_a_plan_that_uses_temporary_homes() -> None:
    """It exercises the whole engine: two blocks, ties, a group, temporary stays."""
    tiny = tiny_neighbourhood()
    plan = make_plan(tiny, iterations=1, workers=1)
    assert check(tiny, plan.course) == []
    assert plan.outcomes().as_dict()["months_temporary"] > 0


def test_a_second_warm_up_does_nothing() -> None:
    """In one process it runs once."""
    warm_up()
    before = warm_up.cache_info().hits
    warm_up()
    assert warm_up.cache_info().hits == before + 1


def test_after_warming_up_nothing_is_left_to_compile() -> None:
    """A plan for another neighbourhood adds no compiled signature to any kernel."""
    code = """
import gc
from numba.core.dispatcher import Dispatcher
from hecht.planning.make import make_plan
from hecht.planning.warm import warm_up
from tests.neighbourhoods import random_neighbourhood

def compiled():
    kernels = [one for one in gc.get_objects() if isinstance(one, Dispatcher)]
    return {(k.py_func.__module__, k.py_func.__name__): len(k.signatures) for k in kernels
            if k.py_func.__module__.startswith("hecht.")}

warm_up()
before = compiled()
assert sum(before.values()) > 5, before
make_plan(random_neighbourhood(2), iterations=2)
after = compiled()
fresh = {name: n for name, n in after.items() if n > before.get(name, 0)}
assert not fresh, fresh
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.returncode == 0, done.stderr
