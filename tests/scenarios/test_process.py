"""The table [process]: read, written back, kept in run.json, and refused in one sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nightwalk.base.errors import ScenarioError
from nightwalk.model.city import grid_town
from nightwalk.scenarios.description import description
from nightwalk.scenarios.interventions import FootPatrol, NightActivation, StreetLighting
from nightwalk.scenarios.process import Process, Target
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.toml import read_scenario
from nightwalk.scenarios.where import streets

HEAD = '[scenario]\nname = "Lamps"\ncity = "grid-town"\nstart = 2026-11-02\ndays = 30\n'
TARGET = '[[process.targets]]\nindicator = "unsafe_after_dark"\nby = 2027-11-01\nowner = "Mayor"\n'
STATED = f"""{HEAD}
[process]
problem = "People avoid the harbour."
stakeholders = ["Residents", "Police"]
{TARGET}change = -0.03
{TARGET}level = 0.25
group = {{ sex = "women" }}
"""


@pytest.fixture(scope="module")
def place():
    return grid_town()


@pytest.fixture
def read(place):
    return lambda text: read_scenario(text, Path(), {"grid-town": place})


def test_a_process_is_read_and_goes_both_ways(read):
    one = read(STATED)
    assert one.process == Process(
        problem="People avoid the harbour.",
        stakeholders=("Residents", "Police"),
        targets=(
            Target(indicator="unsafe_after_dark", by=date(2027, 11, 1), owner="Mayor", change=-0.03),
            Target(
                indicator="unsafe_after_dark", by=date(2027, 11, 1), owner="Mayor", level=0.25, split="sex",
                group="women",
            ),
        ),
    )  # fmt: skip
    assert read(one.to_toml()) == one
    assert "process" not in read(HEAD).to_toml()
    assert read(HEAD) != one


def test_run_json_says_it(read):
    (entry,) = description(study_of([read(STATED)], [1]))["scenarios"]
    assert entry["process"]["problem"] == "People avoid the harbour."
    assert entry["process"]["targets"][0] == {
        "indicator": "unsafe_after_dark", "by": "2027-11-01", "owner": "Mayor", "change": -0.03, "level": None,
        "split": "all", "group": "everyone",
    }  # fmt: skip


def test_run_json_says_what_is_left_of_a_measure_without_upkeep(place):
    lamps = StreetLighting(where=streets("Main Street"), ramp_days=20, decay_years=2.0)
    patrol = FootPatrol(where=streets("Main Street"), habituation_weeks=8)
    both = Scenario(place, "Both", interventions=(lamps, patrol))
    lamps_said, patrol_said = description(study_of([both], [1]))["scenarios"][0]["interventions"]
    assert lamps_said["ramp_days"] == 20
    years, left = zip(*lamps_said["left_without_upkeep"], strict=True)
    assert years == (1, 2, 5)
    assert left == pytest.approx([0.6065, 0.3679, 0.0821], abs=1e-3)
    assert patrol_said["left_without_upkeep"][0][1] < left[0]


def test_run_json_says_the_numbers_that_are_used_and_which_vary(place):
    usual = NightActivation(where=streets("Main Street"))
    larger = NightActivation(where=streets("Street 1"), people_per_hour=25.0, tower_cost=9000.0)
    scenarios = (
        Scenario(place, "One", interventions=(usual,)),
        Scenario(place, "Other", interventions=(larger,)),
    )
    rows = description(study_of(scenarios, [1]))["parameters"]
    said = [
        (row["value"], row["varied"]) for row in rows if row["name"] == "night-activation.people_per_hour"
    ]
    assert said == [(15.0, True), (25.0, False)]
    prices = [(row["value"], row["varied"]) for row in rows if row["name"] == "night-activation.tower_cost"]
    assert prices == [(9000.0, False), (10000.0, False)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[process]\nproblme = "x"', "Unknown key 'problme' in \\[process\\]. Nearest: 'problem'"),
        ("[process]\nproblem = 3", "Process.problem is 3; expected a text in quotes"),
        ('[process]\ntargets = "less fear"', "write each one under \\[\\[process.targets\\]\\]"),
        ("process = 3", "\\[process\\] is 3; it must be a table"),
        (TARGET, "needs either change or level, and not both"),
        (f"{TARGET}change = -0.1\nlevel = 0.2", "needs either change or level, and not both"),
        (f"{TARGET}change = 0.1", "change of unsafe_after_dark is 0.1; it must be below 0"),
        (f"{TARGET}change = -3", "is a share; write 25 % as 0.25"),
        (f"{TARGET}level = '25 %'", "Target.level is '25 %'; expected a number"),
        (f"{TARGET}change = -0.1\nwho = 'me'", "Unknown key 'who'"),
        (f"{TARGET}change = -0.1\ngroup = 'women'", r'write it as \{ sex = "women" \}'),
        (
            f"{TARGET}change = -0.1\ngroup = {{ sex = 'girls' }}",
            "no group 'girls' by sex; groups: men, women",
        ),
        (f"{TARGET}change = -0.1\ngroup = {{ gender = 'women' }}", "no split 'gender'"),
        (f"{TARGET}change = -0.1\ngroup = {{ area = 'Nowhere' }}", "no area 'Nowhere' in Grid town"),
        (
            TARGET.replace("unsafe_after", "unsave_after") + "change = -0.1",
            "no indicator 'unsave_after_dark'",
        ),
        (TARGET.replace("2027", "2025") + "change = -0.1", "ends on 2025-11-01, before the scenario starts"),
        (TARGET.replace("2027-11-01", "'soon'") + "change = -0.1", "by is 'soon'; write a date"),
        (TARGET.replace("Mayor", " ") + "change = -0.1", "has no owner"),
        (TARGET.replace("owner", "boss") + "change = -0.1", "Unknown key 'boss'"),
        ("[[process.targets]]\nindicator = 'trust'\nowner = 'Me'\nlevel = 1", "needs by"),
        (
            TARGET.replace("unsafe_after_dark", "walks_per_day") + "level = 3.0",
            "Neither direction of walks_per_day is better",
        ),
    ],
)
def test_a_mistake_is_one_sentence(read, text, said):
    with pytest.raises(ScenarioError, match=said) as raised:
        read(f"{text}\n{HEAD}" if text.startswith("process") else f"{HEAD}{text}")
    assert "\n" not in str(raised.value)
