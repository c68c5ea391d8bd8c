"""What all tests share: where the public test data lies, and how property tests run."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("hecht", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("hecht")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of public test data; skip the test where it is absent."""
    beside = Path(os.environ.get("HECHT_SHARED", Path(__file__).parents[2] / "shared"))
    data = beside / "data"
    if not data.is_dir():
        pytest.skip(f"the public test data is not in {data}; HECHT_SHARED names its folder")
    return data
