"""What a plan may be made of: never what watches or punishes (rule 32), and no piece that does nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from nightwalk.base.errors import ScenarioError
from nightwalk.experiments.plan.options import _touched
from nightwalk.experiments.plan.pieces import Dose, doses_of, kinds_to_place, pieces_of, places_of
from nightwalk.scenarios.about import About
from nightwalk.scenarios.intervention import KINDS, Intervention


@pytest.mark.parametrize(
    "kind", ["foot-patrol", "wardens", "cctv", "local-sanctions", "event-crowd-management"]
)
def test_patrol_wardens_cameras_and_sanctions_are_placed_by_people(kind):
    assert kind not in kinds_to_place()
    with pytest.raises(ScenarioError, match="placed by people"):
        doses_of([kind])


@pytest.mark.parametrize("kind", ["street-closure", "new-path", "media-narrative", "victim-support-unit"])
def test_what_does_not_act_on_streets_people_walk_in_is_not_chosen(kind):
    with pytest.raises(ScenarioError, match="cannot be chosen by the optimiser"):
        doses_of([kind])


def test_a_kind_of_ones_own_is_kept_to_the_rule():
    @dataclass(frozen=True, kw_only=True)
    class NightWatchRobot(Intervention):
        """Send a robot that looks at people."""

        about = About(title="Robot", acts_on=("lux", "guardian"))

    try:
        assert "night-watch-robot" not in kinds_to_place()
    finally:
        del KINDS["night-watch-robot"]


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(ScenarioError, match="street-lighting"):
        doses_of(["street-lightning"])


def test_the_usual_kinds_can_be_chosen_and_light_in_several_levels():
    assert {"street-lighting", "beautification", "night-activation"} <= set(kinds_to_place())
    assert [dose.numbers["level"] for dose in doses_of(["street-lighting"])] == [5.0, 10.0, 15.0]


def test_a_place_is_part_of_one_street(today):
    city, place = today.city, places_of(today.city)
    for number in np.unique(place):
        rows = place == number
        assert len(np.unique(city.streets.name[rows])) == 1
        assert (np.ptp(city.midpoints[rows], axis=0) <= 200.0).all()


def test_pieces_are_every_dose_where_it_changes_something_at_its_price(today, screen):
    city, doses = today.city, [Dose("street-lighting", {"level": 10.0}), Dose("beautification")]
    found = pieces_of(city, doses, lambda one: _touched(screen, one))
    dim = np.flatnonzero(city.streets.lux < 10.0)
    for dose, wanted in ((0, dim), (1, np.arange(city.segments))):
        rows = np.concatenate([found.rows[i] for i in np.flatnonzero(found.dose == dose)])
        assert set(wanted) <= set(rows.tolist())
        assert len(np.unique(rows)) == len(rows)
    assert (found.capital > 0).any()
    whole = Dose("beautification").on(city.streets.id).cost(city)
    assert found.capital[found.dose == 1].sum() == pytest.approx(whole.capital.value)


def test_what_is_paid_by_the_site_gets_one_street_for_the_money(today, screen):
    doses = [Dose("night-activation"), Dose("beautification")]
    found = pieces_of(today.city, doses, lambda one: _touched(screen, one))
    streets = [[len(found.rows[i]) for i in np.flatnonzero(found.dose == dose)] for dose in (0, 1)]
    assert set(streets[0]) == {1}
    assert max(streets[1]) > 1
