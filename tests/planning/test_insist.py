"""Where hardly anything fits, the search goes on before it says that there is no plan."""

from __future__ import annotations

from typing import Any

import pytest

from hecht.planning import make_plan
from hecht.planning.check import check
from tests.neighbourhoods import random_neighbourhood, simple_course


@pytest.mark.parametrize(
    ("seed", "shape"),
    [
        (52, {"homes": (1, 4), "temporary": (2, 6)}),
        (433, {"blocks": (3, 8), "homes": (1, 4), "temporary": (1, 8)}),
        (21220, {}),
    ],
)
def test_a_plan_that_there_is_is_found_though_few_rounds_were_asked(
    seed: int, shape: dict[str, Any]
) -> None:
    """Neighbourhoods that a plain planner can plan are not refused after one round."""
    here = random_neighbourhood(seed, **shape)
    assert check(here, simple_course(here)) == []
    plans = [
        make_plan(here, iterations=1, seed=seed, workers=workers, bounds=False)
        for workers in (1, 2)
    ]
    assert check(here, plans[0].course) == []
    assert plans[0].course == plans[1].course
