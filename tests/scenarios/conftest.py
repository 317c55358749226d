"""A grid town, read once, and scenario texts on it."""

from __future__ import annotations

import pytest

from nightwalk.model.city import grid_town
from nightwalk.model.conditions import base_conditions
from nightwalk.scenarios.scenario import Scenario


@pytest.fixture(scope="session")
def town():
    return grid_town(residents=200)


@pytest.fixture
def now(town):
    """The town as it is, with room for two reached groups."""
    return base_conditions(town, groups=2)


@pytest.fixture
def today(town):
    return Scenario(town, "Today", days=30, city_file="grid-town")
