"""A grid town, lived once, with its screen."""

from __future__ import annotations

import pytest

from nightwalk.agents.population import Population
from nightwalk.experiments.plan.ground import EVERYONE, ground_of
from nightwalk.experiments.plan.screen import Screen
from nightwalk.model.city import grid_town
from nightwalk.scenarios.scenario import Scenario


@pytest.fixture(scope="session")
def today():
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=150)}
    return Scenario(grid_town(), "Today", days=3, city_file="grid-town", **quick)


@pytest.fixture(scope="session")
def ground(today):
    return ground_of(today)


@pytest.fixture(scope="session")
def screen(today, ground):
    return Screen(today, ground, ground.groups[EVERYONE], draws=4)
