"""The folder of real data beside the checkout."""

from pathlib import Path

import pytest

from nightwalk.validation.rows import Row

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder shared/data with real ratings, crimes and light is not beside the checkout")
    return SHARED


@pytest.fixture
def row():
    """Make a row of a validation by hand."""

    def made(id="SF07", verdict="holds", **more):  # noqa: A002
        given = {
            "id": id, "quantity": "busy - quiet", "town": "Harbour", "unit": "logit", "value": 0.1,
            "interval": (0.0, 0.2), "each": (0.05, 0.15), "accepted": (-0.3, 0.4), "published": "0.00 women",
            "kind": "hard", "role": "predicted", "verdict": verdict, "source": "ONS 2021", "note": "",
            "seconds": 1.5, **more,
        }  # fmt: skip
        return Row(**given)

    return made


@pytest.fixture
def about():
    """Say how a validation was made."""
    return {
        "date": "2026-11-21", "versions": {"nightwalk": "0.1.0"}, "source": "0123abcd", "quick": False,
        "towns": {"Harbour": {"checksum": "0123456789ab", "level": 0.2, "map": "a map"}}, "seeds": [1, 2],
        "residents": 4000, "days": 365, "replication_seeds": 4, "parameters": "defaults", "seconds": 12.3,
    }  # fmt: skip
