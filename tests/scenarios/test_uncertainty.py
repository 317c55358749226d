"""Three studies of the same seeds: luck, guessed light and parameters apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from nightwalk.agents.population import Population
from nightwalk.base.errors import RunError
from nightwalk.model.city.columns import LightSource
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.variance import SOURCES
from nightwalk.scenarios.intervention import KINDS, Intervention
from nightwalk.scenarios.interventions import MediaNarrative, StreetLighting
from nightwalk.scenarios.jobs import plan_of
from nightwalk.scenarios.scenario import Scenario
from nightwalk.scenarios.simulate import simulate_many
from nightwalk.scenarios.study import study_of
from nightwalk.scenarios.uncertainty import uncertainty
from nightwalk.scenarios.where import Where, streets

LAMPS = StreetLighting(where=streets("Street 1"), level=40.0)


@pytest.fixture(scope="module")
def two(town):
    quick = {"parameters": {"spin_up": 14.0}, "population": Population(residents=100)}
    today = Scenario(town, "Today", days=2, city_file="grid-town", **quick)
    return [today, today.plus(LAMPS, name="Lamps")]


def test_every_source_has_its_share(two):
    said = []
    rows = uncertainty(two, [1, 2, 3], progress=lambda what, done: said.append(done))
    assert list(rows["source"]) == list(SOURCES)
    assert rows["share"].sum() == pytest.approx(1.0)
    assert not rows["separable"].any(), "three seeds separate nothing"
    assert said == sorted(said)


@pytest.mark.slow
def test_a_kept_study_holds_the_shares_and_its_report_shows_them(two, tmp_path):
    rows = uncertainty(two, [1, 2], folder=tmp_path)
    folder = study_of(two, [1, 2], mode="prior").folder(tmp_path)
    assert list(Ensemble.open(folder).frame("uncertainty")["source"]) == list(rows["source"])
    assert "Where the doubt about the difference comes from" in (folder / "report.html").read_text(
        encoding="utf-8"
    )


def test_an_unknown_indicator_is_refused_before_anything_runs(two):
    with pytest.raises(RunError, match="no indicator"):
        uncertainty(two, [1], of="unsafe")


def test_drawn_light_is_the_same_in_every_scenario_and_for_any_number_of_workers(two, town):
    one, other = (simulate_many(two, [1, 2], parameters="light", workers=n) for n in (1, 2))
    for name in one.tables:
        assert one.tables[name].equals(other.tables[name]) or one.frame(name).equals(other.frame(name))
    lux = one.frame("streets").pivot(index=["seed", "segment"], columns="scenario", values="lux")
    chosen = town.streets.id[two[1].placed()[0].selection.segments]
    elsewhere = ~lux.index.get_level_values("segment").isin(chosen)
    assert (lux["Today"] == lux["Lamps"])[elsewhere].all()
    guessed = (town.streets.light_source == LightSource.IMPUTED).any()
    assert (lux.loc[1, "Today"] != lux.loc[2, "Today"]).any() == guessed


def test_zones_are_those_of_street_measures_and_every_run_tells_of_all(two):
    frame = simulate_many(two, [1], parameters="default").frame("zones")
    for name in ("Today", "Lamps"):
        assert set(frame[frame["scenario"] == name]["zones_of"]) == {"", "Lamps"}


def test_what_acts_on_the_town_or_on_all_streets_treats_no_zone(two):
    told = two[0].plus(MediaNarrative(), name="Told")
    assert len(plan_of(told, told.placed()).treated) == 0
    rows = two[1].placed()[0].selection.segments
    np.testing.assert_array_equal(plan_of(two[1], two[1].placed()).treated, rows)

    @dataclass(frozen=True, kw_only=True)
    class SaysNothing(Intervention):
        """A kind that does not say what it acts on."""

    own = two[0].plus(SaysNothing(where=streets("Street 1")), name="Own")
    np.testing.assert_array_equal(plan_of(own, own.placed()).treated, rows)
    KINDS.pop("says-nothing")
    everywhere = two[0].plus(StreetLighting(where=Where(everywhere=True)), name="All")
    assert len(plan_of(everywhere, everywhere.placed()).treated) == two[0].city.segments
