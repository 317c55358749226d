"""The ledger of constrained behaviour, the answers and the groups of a run."""

import numpy as np
import pytest

from nightwalk.model.observe import least_safe_fifth
from nightwalk.model.simulation import Simulation


@pytest.fixture(scope="module")
def lived(city, start, setup_of):
    simulation = Simulation(setup_of(city), start_from=start)
    simulation.run()
    frame = simulation.tables("x")["indicators"].to_pandas()
    yield simulation, frame.set_index(["indicator", "split", "group"])["value"]
    simulation.close()


def everyone(lived, name):
    return lived[1][name, "all", "everyone"]


def test_what_is_given_up_moved_or_ridden_adds_up(lived):
    people = lived[0].state.people
    home = slice(0, lived[0].state.residents)
    parts = [everyone(lived, f"{name}_per_person_year") for name in ("forgone", "shifted", "ridden")]
    avoided = people.forgone_dark[home] + people.shifted_dark[home] + people.rode_dark[home]
    assert sum(parts) == pytest.approx(avoided.mean() * 365 / 7)
    assert 0 < everyone(lived, "lost_visits_per_person_year") < parts[0]


def test_metres_are_those_of_the_walks(lived):
    people = lived[0].state.people
    assert everyone(lived, "metres_after_dark_per_day") > 0
    assert (people.metres_dark[people.walks_dark == 0] == 0).all()
    assert np.mean(people.metres_dark[people.walks_dark > 0] > 0) > 0.9, "a shop downstairs is no way at all"
    per_walk = everyone(lived, "detour_metres_per_walk") * everyone(lived, "walks_per_day")
    assert everyone(lived, "detour_metres_per_day") == pytest.approx(per_walk)


def test_the_mean_answer_lies_between_its_categories(lived):
    assert 1.0 < everyone(lived, "answer_after_dark") < 4.0
    difference = everyone(lived, "unsafe_after_dark") - everyone(lived, "unsafe_by_day")
    assert everyone(lived, "day_dark_difference") == pytest.approx(difference)


def test_the_least_safe_fifth_are_the_same_people_whatever_happens(lived, start):
    simulation, values = lived
    chosen = simulation.observations.least_safe
    unsafe = start.state.people.unsafe[: start.state.residents]
    assert chosen.sum() == start.state.residents // 5
    assert unsafe[chosen[: start.state.residents]].min() >= unsafe[~chosen[: start.state.residents]].max()
    worst, others = (values["unsafe_after_dark", "safety", group] for group in ("least safe fifth", "others"))
    assert worst > others


def test_ties_go_to_the_lowest_row_and_visitors_never_count():
    chosen = least_safe_fifth(np.zeros(12), 10)
    assert chosen.tolist() == [True, True] + [False] * 10
