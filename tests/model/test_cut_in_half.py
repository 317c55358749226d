"""The length of a segment is a matter of drawing: cutting all in half changes little (rule 26)."""

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.model.city import grid_town
from nightwalk.model.city.columns import column_arrays
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation

ENDS = ("xy", "xy_start", "edge_u", "edge_v")


def halved(city):
    """Return the same town with every segment cut in its middle; both halves are like the whole."""
    streets, nodes, middle = city.streets, city.nodes, city.midpoints
    count, first = city.segments, len(city.nodes.x)
    cut = np.arange(first, first + count)
    columns = {
        name: np.repeat(a, 2, axis=0) for name, a in column_arrays(streets).items() if name not in ENDS
    }
    columns["id"] = np.repeat(streets.id * 2, 2) + np.tile([0, 1], count)
    columns["u"] = np.stack([streets.u, cut], axis=1).ravel().astype(np.int32)
    columns["v"] = np.stack([cut, streets.v], axis=1).ravel().astype(np.int32)
    columns["length"] = np.repeat(streets.length / 2, 2)
    head, tail = streets.xy[streets.xy_start[:-1]], streets.xy[streets.xy_start[1:] - 1]
    columns["xy"] = np.stack([head, middle, middle, tail], axis=1).reshape(-1, 2)
    columns["xy_start"] = np.arange(0, 4 * count + 1, 2)
    none = np.zeros(count)
    more = {name: np.append(getattr(nodes, name), none) for name in ("transit", "parking", "edge")}
    junction = np.append(nodes.junction, np.zeros(count, dtype=bool))
    xy = {"x": np.append(nodes.x, middle[:, 0]), "y": np.append(nodes.y, middle[:, 1])}
    area = np.append(nodes.area, streets.area).astype(np.int32)
    return replace(
        city,
        streets=replace(streets, **columns),
        nodes=replace(nodes, junction=junction, area=area, **xy, **more),
        uses=replace(city.uses, segment=(2 * city.uses.segment).astype(np.int32)),
    )


@pytest.fixture(scope="module")
def episodes(setup_of):
    """Fear episodes and walks with whole and with halved segments, almost without crime, pooled over seeds."""
    reference = Parameters().with_values(
        {"spin_up": 28.0, "street_crime": 1.0, "vandalism": 0.0, "vehicle_crime": 0.0}
    )
    town, found = grid_town(), []
    for city in (town, halved(town)):
        total = np.zeros(3)
        for seed in (1, 2, 3, 4):
            setup = setup_of(city, days=28, population=Population(residents=3000), reference=reference)
            simulation = Simulation(setup, seed=seed)
            simulation.run()
            people = simulation.state.people
            total += people.episodes.sum(), people.walks.sum(), people.unsafe[:3000].mean()
            simulation.close()
        found.append(total)
    return found


@pytest.mark.slow
def test_walks_and_answers_are_the_same(episodes):
    (_, walks, unsafe), (_, walks_cut, unsafe_cut) = episodes
    assert walks_cut == pytest.approx(walks, rel=0.005)
    assert unsafe_cut == pytest.approx(unsafe, rel=0.01)


@pytest.mark.slow
def test_the_rate_of_fear_episodes_changes_by_less_than_two_percent(episodes):
    (scared, walks, _), (scared_cut, walks_cut, _) = episodes
    assert scared_cut / walks_cut == pytest.approx(scared / walks, rel=0.02)
