"""Zones of measures and areas: what is summed, and that no street can be told from it."""

import numpy as np
import pytest

from nightwalk.agents.offend import STREET_FAMILIES, VANDALISM
from nightwalk.model.city import grid_town
from nightwalk.model.simulation import Simulation
from nightwalk.model.zones import FEWEST_STREETS, area_zones, measure_zones
from nightwalk.outputs.tables import FEWEST_PEOPLE
from nightwalk.outputs.zones import AREAS, RINGS, ZONES


@pytest.fixture(scope="module")
def large():
    return grid_town(14, 14, residents=300)


def test_zones_divide_the_town_by_distance_from_what_is_treated(large):
    treated = np.arange(20)
    zoning = measure_zones(large, "Lamps", treated)
    apart = large.midpoints[:, None, :] - large.midpoints[None, treated, :]
    distance = np.hypot(*np.moveaxis(apart, -1, 0)).min(axis=1)
    expected = np.digitize(distance, list(RINGS), right=True) + 1
    expected[treated] = 0
    assert zoning.names == ZONES
    np.testing.assert_array_equal(zoning.row, expected)
    assert set(zoning.row.tolist()) == {0, 1, 2, 3}


def test_every_street_is_in_its_area(large):
    zoning = area_zones(large)
    assert zoning.of == AREAS
    named = [zoning.names[k] if k >= 0 else None for k in zoning.row]
    assert named == [str(large.areas.name[a]) if a >= 0 else None for a in large.streets.area]


@pytest.fixture(scope="module")
def lived(city, start, setup_of):
    """A week of the grid town, and its zones around fifteen and around three streets."""
    simulation = Simulation(setup_of(city), start_from=start)
    simulation.run()
    treated = {
        "Many": np.arange(15), "Few": np.arange(3), "All": np.arange(city.segments), "None": np.arange(0),
    }  # fmt: skip
    tables = simulation.tables("x", treated)
    frame = tables["zones"].to_pandas().set_index(["zones_of", "zone", "measure"])["value"]
    yield simulation, tables, frame
    simulation.close()


def test_what_treats_all_streets_or_none_has_no_zones(lived):
    assert set(lived[2].index.get_level_values("zones_of")) == {AREAS, "Many", "Few"}


def test_zones_add_up_to_the_town(lived):
    simulation, tables, frame = lived
    streets = tables["streets"].to_pandas()
    sums = frame.unstack("measure").groupby("zones_of").sum(min_count=1)
    for of in (AREAS, "Many", "Few"):
        assert sums.loc[of, "streets"] == len(streets)
        assert sums.loc[of, "metres"] == pytest.approx(simulation.town.city.streets.length.sum())
        assert sums.loc[of, "passers"] == pytest.approx(
            7 * streets[["passers_day", "passers_dark"]].sum().sum()
        )
    assert simulation.observations.places[0].sum() == simulation.observations.crimes[0].sum()


def test_shares_are_means_by_length(lived):
    simulation, tables, frame = lived
    streets, length = tables["streets"].to_pandas(), simulation.town.city.streets.length
    mean = np.average(streets["unsafe_dark"][:15], weights=length[:15])
    assert frame["Many", "treated", "unsafe_dark"] == pytest.approx(mean)


def test_crimes_of_few_streets_are_not_told(lived):
    frame = lived[2].unstack("measure")
    few = frame["streets"] < FEWEST_STREETS
    assert few.any()
    for name in ("street_crimes", "recorded_street_crimes", "vandalism", "vehicle_crime", "harm"):
        assert (frame[name].isna() == few).all()
    assert (frame["fear_episodes"].isna() == (frame["passers"] < FEWEST_PEOPLE)).all()


def test_crimes_are_counted_where_they_happen(lived):
    simulation, _, frame = lived
    places = simulation.observations.places[0, :, :15]
    assert frame["Many", "treated", "street_crimes"] == places[:STREET_FAMILIES].sum()
    assert frame["Many", "treated", "vandalism"] == places[VANDALISM].sum()
    assert 0 <= frame["Many", "treated", "harm"] <= frame["Many", "treated", "street_crimes"]
