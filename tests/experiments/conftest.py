"""A small town, today and with lamps."""

from __future__ import annotations

import pytest

from nightwalk.agents.population import Population
from nightwalk.model.city import grid_town
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.where import streets


@pytest.fixture(scope="session")
def two():
    today = Scenario(
        grid_town(), "Today", days=40, city_file="grid-town", population=Population(residents=100)
    )
    return [
        today,
        today.plus(StreetLighting(where=streets("Street 1"), level=40.0, until_day=40), name="Lamps"),
    ]
