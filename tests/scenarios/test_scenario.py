"""Scenario files go both ways, and what is wrong in one is said in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightwalk.agents.population import Population
from nightwalk.base.errors import NightwalkError, QuantityError, ScenarioError
from nightwalk.model.city import grid_town
from nightwalk.scenarios.intervention import KINDS, Intervention, kind_named
from nightwalk.scenarios.interventions import (
    CCTV,
    AwarenessCampaign,
    BusinessTraining,
    FootPatrol,
    LocalCouncil,
    MediaNarrative,
    NeighbourhoodProgramme,
    ReportingPlatform,
    StreetLighting,
    VictimSupportUnit,
    Wardens,
)
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.toml import library, load_scenarios, read_scenario
from nightwalk.scenarios.where import Where, streets

HEAD = '[scenario]\nname = "Lamps"\ncity = "grid-town"\nstart = 2026-11-02\ndays = 30\n'
LAMPS = HEAD + '[[intervention]]\nkind = "street-lighting"\n'
MAIN = 'where = { street = "Main Street" }\n'


@pytest.fixture(scope="module")
def place():
    return grid_town()


@pytest.fixture
def read(place):
    return lambda text: read_scenario(text, Path(), {"grid-town": place})


def test_a_file_is_read(read):
    one = read(
        LAMPS
        + 'where = { street = ["Main Street"], lit = "yes", worst = 3 }\nlevel = "12 lux"\nfrom = 2026-11-05\n'
    )
    lamps = one.interventions[0]
    assert lamps == StreetLighting(
        where=Where(street="Main Street", lit="yes", worst=3), level=12.0, from_day=3
    )
    assert (one.name, one.start, one.days) == ("Lamps", date(2026, 11, 2), 30)


def test_units_and_population_and_parameters(read):
    text = HEAD + 'level = 0.3\n[population]\nwomen = "60 %"\nresidents = 500\n[parameters]\nmu = -3\n'
    one = read(text)
    assert one.population == Population(women=0.6, residents=500)
    assert one.parameters == {"mu": -3.0}
    assert one.reference.values().mu == -3.0
    assert one.level == 0.3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[scenario\n", r"this is not TOML: .*line 1, column"),
        ("", "no table \\[scenario\\]"),
        ("scenario = 3", "must be a table"),
        (HEAD + "[scenarios]\n", "Unknown key 'scenarios' in the scenario file. Nearest: 'scenario'"),
        (HEAD + "dayz = 3\n", "Unknown key 'dayz' in \\[scenario\\]. Nearest: 'days'"),
        (HEAD.replace('"Lamps"', "7"), "needs name as a text"),
        (HEAD.replace('city = "grid-town"\n', ""), "needs city as a text"),
        (HEAD.replace("2026-11-02", '"soon"'), "write a date without quotes"),
        (HEAD.replace("2026-11-02", "2026-11-02T10:00:00"), "write a date without quotes"),
        (HEAD.replace("30", "0"), "days is 0; expected a whole number from 1 to 1830"),
        (HEAD.replace("30", "4000"), "days is 4000"),
        (HEAD.replace("30", '"30"'), "days is '30'"),
        (HEAD + "level = 1.5\n", "level is 1.5"),
        (HEAD + 'level = "many"\n', "level is 'many'"),
        (HEAD.replace('"Lamps"', '" "'), "has no name"),
        (HEAD.replace("grid-town", "none.gpkg"), "The city file none.gpkg does not exist; make it with"),
        (HEAD + "[population]\nresidents = 0\n", "0 residents"),
        (HEAD + "[population]\nwomenn = 0.5\n", "Nearest: 'women'"),
        (HEAD + "[population]\nresidents = 0.5\n", "expected a whole number"),
        (HEAD + "[parameters]\nmuu = -3\n", "no parameter 'muu'"),
        (HEAD + "[parameters]\nmu = true\n", "not a number"),
        (HEAD + '[parameters]\nmu = "3 kg"\n', "its unit is logit"),
        (HEAD + "[intervention]\n", "under \\[\\[intervention\\]\\]"),
        (HEAD + "[[intervention]]\n", "needs its kind"),
        (HEAD + '[[intervention]]\nkind = "street-lightning"\n', "Nearest: 'street-lighting'"),
        (LAMPS, "does not say where"),
        (LAMPS + "where = 3\n", "where in"),
        (LAMPS + "where = {}\n", "says nothing"),
        (LAMPS + 'where = { steet = "Main Street" }\n', "Unknown key 'steet' in where .* Nearest: 'street'"),
        (LAMPS + 'where = { street_class = "park" }\n', "Nearest: 'class'"),
        (LAMPS + "where = { street = 3 }\n", "expected a text in quotes"),
        (LAMPS + 'where = { segment = "x" }\n', "expected a whole number"),
        (LAMPS + "where = { worst = true }\n", "expected a whole number"),
        (LAMPS + "where = { commercial = 1 }\n", "expected true or false"),
        (LAMPS + 'where = { near_edge = "300 m" }\n', "expected a number"),
        (LAMPS + "where = { worst_areas = -2 }\n", "worst_areas is -2; give the number of areas"),
        (HEAD + '[[intervention]]\nkind = "data-sharing"\n' + MAIN, "acts on the whole town"),
        (
            HEAD + '[[intervention]]\nkind = "victim-support-unit"\nlawyers = 0.5\n',
            "VictimSupportUnit.lawyers is 0.5; expected a whole number",
        ),
        (LAMPS + 'where = { lit = "dim" }\n', "it can be 'yes', 'no', 'unknown'"),
        (
            LAMPS + MAIN + "levle = 3\n",
            "Unknown key 'levle' in \\[\\[intervention\\]\\] 'street-lighting'. Nearest: 'level'",
        ),
        (LAMPS + MAIN + "level = 500\n", "StreetLighting.level is 500 lx; expected 2 to 50 lx"),
        (LAMPS + MAIN + 'level = "10 ft"\n', "'10 ft', but its unit is lx"),
        (LAMPS + MAIN + 'level = "bright"\n', "not a number with a unit"),
        (LAMPS + MAIN + "level = true\n", "expected a number"),
        (LAMPS + MAIN + "from = 2026-10-01\n", "before the scenario starts"),
        (LAMPS + MAIN + "from = 2026-12-24\n", "starts on day 52, but 'Lamps' ends after 30"),
        (LAMPS + MAIN + "until = 2027-01-01\n", "ends on day 60, but 'Lamps' has 30 days"),
        (LAMPS + MAIN + "from_day = 31\n", "starts on day 31"),
        (LAMPS + MAIN + "from_day = 1.5\n", "expected a whole number"),
        (LAMPS + MAIN + "from_day = 1\nfrom = 2026-11-05\n", "not both"),
        (LAMPS + MAIN + 'from = "2026-11-05"\n', "write a date without quotes"),
        (
            HEAD + '[[intervention]]\nkind = "foot-patrol"\n' + MAIN + 'allocation = "best"\n',
            "it can be 'fixed', 'recorded'",
        ),
        (
            HEAD + '[[intervention]]\nkind = "space-activation"\n' + MAIN + "stewarded = 1\n",
            "expected true or false",
        ),
        (HEAD + '[[intervention]]\nkind = "space-activation"\n' + MAIN + "weekdays = [7]\n", "weekdays"),
        (HEAD + '[[intervention]]\nkind = "cctv"\n' + MAIN + "monitored = 1\n", "expected true or false"),
        (HEAD + '[[intervention]]\nkind = "cctv"\n' + MAIN + 'radius = "1 km"\n', "but its unit is m"),
        (HEAD + '[[intervention]]\nkind = "awareness-campaign"\n', "does not say where"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(read, text, sentence):
    with pytest.raises(NightwalkError, match=sentence) as refused:
        read(text)
    assert "\n" not in str(refused.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("[scenario\n")
    with pytest.raises(ScenarioError, match=r"bad.toml: this is not TOML"):
        Scenario.load(bad)
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(ScenarioError, match="not a text file in UTF-8"):
        Scenario.load(bad)
    with pytest.raises(ScenarioError, match=r"missing.toml does not exist"):
        Scenario.load(tmp_path / "missing.toml")
    with pytest.raises(
        ScenarioError, match=r"neither a file nor a library scenario 'todai'. Nearest: 'today'"
    ):
        Scenario.load("todai")


wheres = st.builds(
    Where,
    street=st.sampled_from([(), ("Main Street",), ("Street 1", "Street 2")]),
    street_class=st.sampled_from([(), ("park",), ("main", "residential")]),
    lit=st.sampled_from(["", "yes", "no", "unknown"]),
    worst=st.integers(0, 50),
    worst_areas=st.integers(0, 5),
    near_edge=st.floats(0, 5000),
    commercial=st.booleans(),
    segment=st.lists(st.integers(0, 9), max_size=3, unique=True).map(tuple),
    everywhere=st.just(True),
)
days = {"from_day": st.integers(0, 9), "until_day": st.none() | st.integers(10, 30)}
title = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
kinds = st.one_of(
    st.builds(StreetLighting, where=wheres, level=st.floats(2, 50), name=title, ramp_days=st.floats(0, 30), **days),
    st.builds(NeighbourhoodProgramme, where=wheres, reach=st.floats(0, 1), upkeep=st.floats(0, 1), **days),
    st.builds(MediaNarrative, reduction=st.floats(0, 0.25), **days),
    st.builds(
        FootPatrol, where=wheres, first_hour=st.integers(0, 23), allocation=st.sampled_from(["fixed", "recorded"]),
        weekdays=st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple), **days,
    ),
    st.builds(CCTV, where=wheres, monitored=st.booleans(), combined=st.booleans(), radius=st.floats(10, 200), **days),
    st.builds(AwarenessCampaign, where=wheres, reach=st.floats(0, 1), concern_shift=st.floats(-0.6, 0.6), **days),
    st.builds(BusinessTraining, where=wheres, trained=st.floats(0, 1), first_hour=st.integers(0, 23), **days),
    st.builds(ReportingPlatform, where=wheres, adoption=st.floats(0, 1), public_map=st.booleans(), **days),
    st.builds(VictimSupportUnit, social_workers=st.integers(0, 200), take_up=st.floats(0, 1), **days),
    st.builds(Wardens, where=wheres, worth=st.floats(0, 1), **days),
    st.builds(LocalCouncil, gain=st.floats(0, 1), **days),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(kinds, max_size=4), title.filter(str.strip), st.integers(30, 1830),
    st.fixed_dictionaries({}, optional={"mu": st.floats(-9, 1), "psi": st.floats(1.5, 4)}),
    st.none() | st.floats(0.01, 0.99),
)  # fmt: skip
def test_round_trip(place, several, name, length, numbers, level):
    one = Scenario(
        place, name, date(2027, 3, 1), length, tuple(several), Population(women=0.5), numbers, level, "grid-town"
    )  # fmt: skip
    again = read_scenario(one.to_toml(), Path(), {"grid-town": place})
    assert again == one
    assert again.to_toml() == one.to_toml()


def test_saving_keeps_paths_right(place, tmp_path):
    town = tmp_path / "towns" / "grid.city.gpkg"
    place.save(town)
    where = Where(within="zone.geojson", folder=tmp_path / "zones")
    lamps = StreetLighting(where=where)
    one = Scenario(place, "Lamps", interventions=(lamps,), city_file="towns/grid.city.gpkg", folder=tmp_path)
    saved = one.save(tmp_path / "files" / "lamps.toml").read_text()
    assert 'city = "../towns/grid.city.gpkg"' in saved
    assert 'within = "../zones/zone.geojson"' in saved
    again = Scenario.load(tmp_path / "files" / "lamps.toml")
    assert (again.folder / again.city_file).samefile(town)
    assert again.city.checksum == place.checksum


def test_a_city_in_no_file_cannot_be_written(place):
    assert 'city = "grid-town"' in Scenario(place, "Today").to_toml()
    with pytest.raises(ScenarioError, match="is in no file; save it with"):
        Scenario(place.with_residents(77), "Today").to_toml()


def test_a_city_read_for_several_scenarios_is_read_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(HEAD.replace("Lamps", name))
    one, other = load_scenarios([tmp_path / "a.toml", tmp_path / "b.toml"])
    assert one.city is other.city


def test_nobody_living_there_is_refused(place):
    empty = replace(place, homes=replace(place.homes, residents=place.homes.residents * 0))
    with pytest.raises(ScenarioError, match="Nobody lives in Grid town"):
        Scenario(empty, "Today")


def test_dates_of_the_wrong_kind_are_refused(place):
    with pytest.raises(ScenarioError, match="give a date"):
        Scenario(place, "Today", start=datetime(2026, 11, 2))  # noqa: DTZ001
    with pytest.raises(QuantityError, match="no parameter 'nu'"):
        Scenario(place, "Today", parameters={"nu": 1.0})


def test_plus_adds_and_names(place):
    today = Scenario(place, "Today")
    lamps = today.plus(StreetLighting(where=streets("Main Street")))
    assert lamps.name == "Today + Street lighting"
    assert today.interventions == ()
    assert today.plus(MediaNarrative(), name="News").name == "News"
    assert lamps != today


def test_measures_fold_governance_first_then_by_day_then_in_the_order_of_the_file(place):
    late, early = (StreetLighting(where=streets("Main Street"), from_day=day) for day in (5, 2))
    also = NeighbourhoodProgramme(where=streets("Street 1"), from_day=5)
    one = Scenario(place, "All", interventions=(late, early, also, LocalCouncil(from_day=9)))
    assert [part.kind for part in one.placed()] == [
        "local-council",
        *["street-lighting"] * 2,
        "neighbourhood-programme",
    ]
    assert [part.from_day for part in one.placed()] == [9, 2, 5, 5]
    assert one.placed()[-1].selection.group == len(place.areas.name)


def test_a_measure_that_reaches_nobody_still_has_a_group_of_its_own(place):
    """Else what is meant for those reached would fall on all who live there."""
    nobody = NeighbourhoodProgramme(where=streets("Street 1"), reach=0.0)
    (placed,) = Scenario(place, "Nobody", interventions=(nobody,)).placed()
    assert placed.selection.group == len(place.areas.name)


def test_an_unknown_street_names_the_scenario(place):
    lost = Scenario(place, "Lost", interventions=(StreetLighting(where=streets("Maine Street")),))
    with pytest.raises(
        ScenarioError, match="Street lighting in 'Lost': There is no street named 'Maine Street'"
    ):
        lost.measures()


def test_a_kind_of_ones_own_is_filed_and_read(read):
    @dataclass(frozen=True, kw_only=True)
    class CCTVMast(Intervention):
        def effect(self, now):
            return now.at_least("cameras", self.where, 1.0)

    try:
        one = read(HEAD + '[[intervention]]\nkind = "cctv-mast"\n' + MAIN)
        assert isinstance(one.interventions[0], CCTVMast)
        with pytest.raises(ScenarioError, match="There are two interventions 'cctv-mast'"):
            type("CCTVMast", (Intervention,), {"__module__": "elsewhere"})
    finally:
        KINDS.pop("cctv-mast")
    with pytest.raises(ScenarioError, match="no intervention 'cctv-mast'"):
        kind_named("cctv-mast")


@pytest.mark.parametrize("name", sorted(library()))
def test_library_scenarios_load_and_choose_streets(name):
    one = Scenario.load(name)
    for measure in one.placed():
        assert len(measure.selection.segments)
        assert np.all(np.diff(measure.selection.segments) > 0)
