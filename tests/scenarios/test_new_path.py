"""Scenarios with a new path run on one ground with those without; events lived through on a small town."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from nightwalk.agents.offend import PICKPOCKET
from nightwalk.agents.population import Population
from nightwalk.base.errors import CityError
from nightwalk.model import Simulation, spin_up
from nightwalk.model.city import City, grid_town
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.tables import parquet_bytes
from nightwalk.scenarios.interventions import (
    AlleyGating,
    EventCrowdManagement,
    NewPath,
    NightActivation,
    PlayAreas,
    SmartLighting,
    StreetClosure,
    StreetLighting,
)
from nightwalk.scenarios.rerun import differing, rerun
from nightwalk.scenarios.scenario import Scenario, on_one_ground
from nightwalk.scenarios.simulate import run_study, simulate
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.where import Where, streets

PATH = NewPath(from_point=(8.99999, 50.0), to_point=(9.00698, 50.0027), from_day=1)
OTHER = NewPath(from_point=(9.00279, 50.0027), to_point=(9.00558, 50.0045))
QUICK = {"parameters": {"spin_up": 14.0}, "population": Population(residents=300)}


@pytest.fixture(scope="module")
def today():
    return Scenario(grid_town(), "Today", days=4, city_file="grid-town", **QUICK)


@pytest.fixture(scope="module")
def worlds(today):
    return [
        today,
        today.plus(PATH, name="Path"),
        today.plus(replace(PATH, fidelity=0.0), name="On paper"),
        today.plus(OTHER, StreetLighting(where=Where(everywhere=True), level=20.0), name="Other"),
    ]


@pytest.fixture(scope="module")
def finished(worlds, tmp_path_factory):
    study = study_of(worlds, [1, 2], mode="default", name="Short cuts")
    folder = study.folder(tmp_path_factory.mktemp("out"))
    run_study(study, folder)
    return folder


def test_every_scenario_of_a_study_stands_on_the_ground_of_all(worlds, today):
    study = study_of(worlds, [1])
    assert len(study.city.planned) == 2
    assert {one.city.checksum for one in study.scenarios} == {study.city.checksum}
    assert study.city.checksum != today.city.checksum
    assert study_of([today], [1]).city is today.city
    own = [placed[0].selection.segments for placed in study.placed if placed and placed[0].kind == "new-path"]
    assert not set(own[0]) & set(own[2])
    assert study.placed[3][1].selection.segments.max() < study.city.built


def test_the_path_is_walked_where_it_is_open_and_nowhere_else(finished, worlds):
    frame = Ensemble.open(finished).frame("streets")
    built = worlds[0].city.segments
    for name, opened in (("Today", 0), ("Path", 1), ("On paper", 0), ("Other", 1)):
        table = frame[(frame["scenario"] == name) & (frame["seed"] == 1)]
        walked = (table["passers_day"] + table["passers_dark"]).to_numpy()[built:]
        known = ~np.isnan(table["unsafe_dark"].to_numpy())[built:]
        assert (walked.sum() > 0) == bool(opened), name
        assert (walked[~known] == 0).all()
        assert known.any() == bool(opened)
        assert not known.all(), "the other path is closed"


def test_a_path_on_paper_changes_no_byte(finished):
    ensemble = Ensemble.open(finished)
    for name in ("indicators", "series", "streets", "crimes"):
        table = ensemble.frame(name)
        base, same = (
            table[table["scenario"] == s].drop(columns="scenario").reset_index(drop=True)
            for s in ("Today", "On paper")
        )
        assert base.equals(same)


def test_maps_know_the_path_and_run_json_the_streets(finished, worlds):
    said = json.loads((finished / "run.json").read_text())
    ends = said["scenarios"][1]["interventions"][0]
    assert min(ends["segments"]) > worlds[0].city.streets.id[-1]
    assert ends["where"].startswith("segment = ")
    assert ends["street_km"] == pytest.approx(0.58, abs=0.02)
    assert said["city"]["segments"] == worlds[0].city.segments
    assert set(ends["segments"]) < set(Ensemble.open(finished).shapes.id.tolist())
    assert (finished / "report.html").is_file()


def test_a_rerun_lays_the_paths_again(finished, tmp_path):
    rerun(finished / "run.json", tmp_path)
    (again,) = (path for path in tmp_path.iterdir() if path.is_dir())
    assert again.name == finished.name
    assert differing(finished, again) == []


def test_one_scenario_alone_is_simulated_on_its_own_ground(worlds):
    run = simulate(worlds[1], seed=1)
    rows = run.tables["streets"].to_pandas()
    assert rows["passers_day"].to_numpy()[worlds[0].city.segments :].sum() > 0


def test_a_path_without_ground_is_one_sentence(worlds):
    with pytest.raises(CityError, match="is not planned in Grid town; simulate"):
        Simulation(worlds[1])
    (grounded,) = on_one_ground([worlds[1]])
    assert len(grounded.measures()) == 1
    far = replace(PATH, to_point=(9.5, 50.5))
    with pytest.raises(CityError, match="from the nearest crossing"):
        study_of([worlds[0].plus(far, name="Far")], [1])


def test_placebos_of_the_spatial_kinds_change_no_byte_of_a_run(today):
    main = streets("Main Street")
    measures = (
        SmartLighting(where=main, level=2.0, uniformity=1, dimmed_to=1, outages=0),
        StreetClosure(where=main, fidelity=0),
        NightActivation(where=main, people_per_hour=0, manager=0, noise=0, efficacy=0, stewarded=False, from_day=1),
        PlayAreas(where=main, people_per_hour=0, manager=0, reduction=0),
        AlleyGating(where=main, fidelity=0, until_day=2),
        EventCrowdManagement(where=main, visitors=0, stewards=0, noise=0, capacity=1, days=(0, 2)),
    )  # fmt: skip
    one, other = (simulate(world, 2) for world in (today, replace(today, interventions=measures)))
    same = {n for n in one.tables if parquet_bytes(one.tables[n]) == parquet_bytes(other.tables[n])}
    assert set(one.tables) - same == {"zones"}, "only which streets are treated is another"


EVENT = {
    "where": streets("Main Street", street_class="main"),
    "every": 1,
    "visitors": 9000.0,
    "last_hour": 23,
}
OFTEN = {"spin_up": 14.0, "offender_share": 0.015, "searches_per_day": 5.0}


@pytest.fixture(scope="module")
def evenings():
    """Give a week of evenings: without an event, with a full one nobody manages, with the same managed."""
    often = Scenario(
        grid_town(residents=4500.0), "Evenings", days=7, parameters=OFTEN, population=Population(people_per_agent=3.0)
    )  # fmt: skip
    unmanaged = EventCrowdManagement(**EVENT, stewards=0.0, capacity=1.0, leaving_hours=1)
    managed = EventCrowdManagement(
        **EVENT, stewards=2.0, capacity=3.0, leaving_hours=2, level=20.0, cameras=1.0
    )
    start = spin_up(often, often.reference, 1)
    start.state.base_rate[:] = 0.2
    start.state.offenders = start.state.offenders._replace(rate=20.0 * start.state.offenders.rate)
    return [lived(often.plus(*acts), start) for acts in ((), (unmanaged,), (managed,))]


class Lived(NamedTuple):
    """What a week of evenings left: the streets of the event, and the residents, who are the same in every world."""

    felt: float  # Z of a woman there at ten
    thefts: int  # pickpocketings there
    frights: float  # fear episodes there by person who passes
    alarms: int  # fear episodes of residents
    there: np.ndarray  # people who stay there, by hour


def lived(scenario: Scenario, start):
    """Let the town live; return what the week left."""
    world = Simulation(scenario, start_from=start)
    rows = EVENT["where"].placed(world.town.city).segments
    felt, thefts, there = [], 0, np.zeros(24)
    for _ in range(24 * scenario.days):
        slot = world.clock.slot
        world.step()
        street = world.scratch.street
        if slot in range(19, 24):
            crimes = [crime for crime in world.state.week if crime[4] == world.clock.hour - 1]
            thefts += sum(family == PICKPOCKET and segment in rows for family, segment, *_ in crimes)
        there[slot] += (world.today.legs.way[slice(*world.today.begins[slot : slot + 2])] < 0).sum()
        if slot == 22:
            felt.append(street.cue[1, rows].mean())
    frights = street.episodes[rows].sum() / street.passers[:, rows].sum()
    alarms = world.state.people.episodes[: world.state.residents].sum()
    world.close()
    return Lived(np.mean(felt), thefts, frights, alarms, there)


def test_a_full_event_nobody_manages_feels_less_safe_and_draws_pickpockets(evenings):
    """Rule 24, lived: a full unstewarded event can raise unsafety; stewards, room and light take that back."""
    none, bare, well = evenings
    assert well.felt < none.felt < bare.felt
    assert none.thefts < bare.thefts
    assert well.thefts < bare.thefts


def test_a_full_event_nobody_manages_frightens_and_a_managed_one_less(evenings):
    """Rule 24, lived: more fear episodes, by who passes there and of residents; with stewards, room and light fewer."""
    none, bare, well = evenings
    assert none.frights < well.frights < bare.frights
    assert none.alarms < bare.alarms
    assert well.alarms < bare.alarms


def test_visitors_of_an_event_stay_to_its_end_and_leave_over_the_hours_given(evenings):
    _, bare, well = (one.there for one in evenings)
    assert set(np.flatnonzero(bare)) == {19, 20, 21, 22}
    assert bare[19:23].min() == bare[19:23].max()
    assert set(np.flatnonzero(well)) == {19, 20, 21, 22, 23}
    assert well[23] == pytest.approx(0.5 * well[22], rel=0.1)


def test_the_built_in_city_takes_a_path():
    city = City.built_in()
    xy = np.column_stack([city.nodes.x, city.nodes.y])[city.nodes.junction]
    first = xy[0]
    far = xy[np.argmin(np.abs(np.hypot(*(xy - first).T) - 250.0))]
    ends = [tuple(point) for point in city.to_wgs84(np.stack([first, far])).tolist()]
    ground = city.with_paths(NewPath(from_point=ends[0], to_point=ends[1]).paths())
    assert ground.segments - city.segments == 2
