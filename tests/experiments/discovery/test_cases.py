"""Cases come from trials of scenarios, or from a table somebody else made."""

from __future__ import annotations

import pandas as pd
import pytest

from nightwalk.agents.population import Population
from nightwalk.base.errors import RunError
from nightwalk.experiments.discovery.cases import dark_guesses, read_cases, trial_cases
from nightwalk.model.city import City, grid_town
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.where import streets


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "futures.csv"
    pd.DataFrame({"trust": [0.1, 0.9], "gain": [0.0, 0.05], "town": ["a", "b"]}).to_csv(path, index=False)
    return path


def test_a_table_is_read_with_its_numbers(table):
    found = read_cases(table, "gain", below=0.02)
    assert list(found.inputs) == ["trust"]
    assert found.failed.tolist() == [True, False]
    assert found.failing == "gain is below 0.02"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"outcome": "gian", "above": 1.0}, "no column 'gian'. Nearest: 'gain'"),
        ({"outcome": "gain"}, "either --above or --below"),
        ({"outcome": "gain", "above": 1.0, "below": 0.0}, "either --above or --below"),
        ({"outcome": "gain", "above": 1.0, "inputs": ["x"]}, "no column 'x'"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(table, asked, said):
    with pytest.raises(RunError, match=said):
        read_cases(table, asked.pop("outcome"), **asked)


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(RunError, match="cannot be read as a table"):
        read_cases(tmp_path / "none.csv", "gain", above=0.0)


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=100)}
    today = Scenario(grid_town(), "Today", days=2, city_file="grid-town", **quick)
    lamps = today.plus(StreetLighting(where=streets("Street 1"), level=40.0), name="Lamps")
    return trial_cases(today, [lamps], trials=4, folder=tmp_path_factory.mktemp("trials"))


def test_trials_vary_model_measures_and_context(trials):
    assert {"beta_DL", "street-lighting.fidelity", "today's trust"} <= set(trials.inputs)
    assert not any(name.endswith("_cost") for name in trials.inputs), "prices decide nothing about safety"
    assert len(trials.inputs) == len(trials.failed) == len(trials.outcomes) == 4
    assert trials.lost == 0


def test_a_trial_fails_where_the_gain_is_not_worthwhile(trials):
    gain = trials.outcomes["Today"] - trials.outcomes["Lamps"]
    assert trials.failed.tolist() == (gain < 0.02).tolist()
    assert trials.subject == "Lamps"


def test_an_outcome_without_a_wanted_direction_cannot_fail():
    today = Scenario(grid_town(), "Today", days=2)
    with pytest.raises(RunError, match="No direction of walks_per_day"):
        trial_cases(today, [today.plus(name="Same")], of="walks_per_day", trials=2)


def test_the_guessed_light_differs_by_seed_and_is_a_share():
    city = City.built_in()
    shares = [dark_guesses(city, seed) for seed in (1, 2, 3)]
    assert len(set(shares)) == 3
    assert all(0.0 <= share <= 1.0 for share in shares)
