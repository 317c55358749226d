import sys
from pathlib import Path

import pytest

from nightwalk.model.city import grid_town

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.append(ROOT)  # for the simulated phones of the benchmark


@pytest.fixture(scope="session")
def town():
    return grid_town(8, 8, residents=600)


@pytest.fixture
def stage(town, tmp_path):
    pytest.importorskip("nicegui", reason="the workshop extra is not installed")
    from nightwalk.workshop.stage import Stage

    made = Stage(town, tmp_path, "grid-town")
    made.prepare()
    yield made
    made.close()
