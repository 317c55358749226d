"""The tables of a study that state a dynamic layer."""

from __future__ import annotations

import pytest

from nightwalk.agents.population import Population
from nightwalk.calibration.dynamic.settings import PARAMETERS, Effort, SmallTown
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.study import read_study

HEAD = '[calibration]\nsurvey = { mapping = "greece", n = 100 }\n'
TARGET = '[[targets]]\nof = "any_fear_episode"\nlikelihood = "binomial"\nobserved = 0.3\nn = 200\n'


@pytest.fixture
def dynamic(tmp_path):
    def read(body="", targets=TARGET):
        path = tmp_path / "study.toml"
        path.write_text(f"{HEAD}{body}\n{targets}", encoding="utf-8")
        return read_study(path).dynamic

    return read


def test_targets_alone_take_the_defaults(dynamic):
    found = dynamic()
    assert found.parameters == PARAMETERS
    assert found.town == SmallTown()
    assert found.effort == Effort()
    assert found.scale.names == PARAMETERS


def test_sizes_and_priors_are_read(dynamic):
    found = dynamic(
        '[dynamic]\nparameters = ["a_D"]\nagents = 500\nwaves = 1\npriors = { a_D = [1.0, 2.0] }\n'
    )
    assert (found.town.agents, found.effort.waves) == (500, 1)
    assert found.scale.quantities["a_D"].draw(0.5) == pytest.approx(1.5)


def test_the_small_town_is_a_scenario_of_the_stated_size():
    scenario = SmallTown(city="grid-town", residents=300, days=5, spin_up=20.0).as_scenario(
        Population(women=0.6)
    )
    assert (scenario.population.residents, scenario.population.women, scenario.days) == (300, 0.6, 5)
    assert scenario.given["spin_up"] == 20.0


def test_paths_begin_at_the_study(dynamic, tmp_path):
    (tmp_path / "mine.toml").write_text("", encoding="utf-8")
    assert dynamic('[dynamic]\nscenario = "mine.toml"\n').town.scenario == str(tmp_path / "mine.toml")
    assert dynamic('[dynamic]\ncity = "built-in"\n').town.city == "built-in"


def test_most_runs_count_every_step():
    effort = Effort(points=10, replicates=2, waves=3, particles=20, generations=4, checks=20)
    assert effort.most_runs == 60 + 20 * 6 + 20


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[dynamic]\nresident = 500\n", "Unknown key 'resident' in [dynamic]. Nearest: 'residents'"),
        ("[dynamic]\nagents = 3\n", "SmallTown.agents is 3 agents; expected 100 to"),
        ("[dynamic]\nagents = 500.5\n", "expected a whole number"),
        ("[dynamic]\nreplicates = 1\n", "Effort.replicates is 1 runs; expected 2 to 100"),
        ('[dynamic]\nparameters = ["a_E"]\n', "The model has no parameter 'a_E'. Nearest: "),
        ("[dynamic]\nparameters = []\n", "parameters are []; give one or more"),
        ('[dynamic]\nparameters = ["a_D", "a_D"]\n', "each once"),
        ("[dynamic]\npriors = { a_D = [2.0, 1.0] }\n", "priors.a_D is [2.0, 1.0]; give the two ends"),
        ("[dynamic]\npriors = { a_D = 2.0 }\n", "priors.a_D is 2.0"),
        ("[dynamic]\npriors = { J_B = [0.5, 1.0] }\n", "J_B is not among the parameters fitted"),
    ],
)
def test_a_bad_table_gets_one_sentence(dynamic, body, said):
    with pytest.raises(CalibrationError, match=r"^study\.toml: ") as error:
        dynamic(body)
    assert said in str(error.value)


def test_a_dynamic_table_needs_targets(dynamic):
    with pytest.raises(CalibrationError, match=r"There are no \[\[targets\]\]"):
        dynamic("[dynamic]\nwaves = 1\n", targets="")
