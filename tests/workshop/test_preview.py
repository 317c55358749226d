"""A first guess: honest about what it does not know, and about nothing where nothing is done."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk import NightwalkError, Parameters
from nightwalk.workshop.engine import town_of
from nightwalk.workshop.room.proposal import Measure, Proposal
from nightwalk.workshop.views.measures import (
    TownRules,
    intervention_of,
    is_town_wide,
    measures_of_toml,
    offered,
    scenario_of,
)
from nightwalk.workshop.views.panel import DRAWS, GROUPS, view_of
from nightwalk.workshop.views.preview import Guesser
from nightwalk.workshop.views.worlds import Moment

ELSEWHERE = """
[scenario]
name = "x"
city = "/etc/passwd"
[[intervention]]
kind = "street-lighting"
where = { within = "/etc/shadow" }
"""
EVENING, NOON = Moment(20, 1.0), Moment(12, 0.0)


@pytest.fixture(scope="module")
def guesser(town):
    made = town_of(town, Parameters().values())
    views = [view_of(made, seed) for seed in range(1, DRAWS + 1)]
    return Guesser(made, views, np.full((24, town.segments), 4.0))


def proposed(town, *measures):
    return scenario_of(town, Proposal("a", "A", measures))


def unlit(town, count=5):
    return tuple(town.streets.id[np.argsort(town.streets.lux)[:count]].tolist())


def test_nothing_changes_where_nothing_is_done(town, guesser):
    for guess in guesser.guesses(proposed(town), EVENING).values():
        assert np.array_equal(guess.before, guess.after)
        assert not guess.sure.any()
        assert guess.change == (0.0, 0.0, 0.0)


def test_more_light_never_makes_a_street_feel_less_safe_and_does_nothing_by_day(town, guesser):
    lamps = proposed(town, Measure("street-lighting", unlit(town), {"level": 30.0}))
    dark, day = guesser.guess(lamps, EVENING, "women"), guesser.guess(lamps, NOON, "women")
    assert (dark.high <= 1e-12).all()
    assert dark.change[0] < 0
    assert len(day.touched) == 0
    outside = np.setdiff1d(np.arange(town.segments), np.searchsorted(town.streets.id, unlit(town)))
    assert np.array_equal(dark.before[outside], dark.after[outside])


def test_light_that_may_do_nothing_is_not_coloured(town, guesser):
    """The prior of the effect of light holds nothing at all: its range includes no change."""
    assert any(view.values.beta_DL == 0 for view in guesser.views)
    lamps = proposed(town, Measure("street-lighting", unlit(town), {"level": 30.0}))
    assert not guesser.guess(lamps, EVENING, "everyone").sure.any()


def test_a_range_that_leaves_no_change_out_is_coloured(town, guesser):
    care = proposed(town, Measure("beautification", unlit(town), {"reduction": 0.3}))
    guess = guesser.guess(care, NOON, "everyone")
    assert guess.sure[np.searchsorted(town.streets.id, unlit(town))].any()
    assert (guess.high[guess.sure] < 0).all()


def test_a_programme_works_in_its_hours_only(town, guesser):
    market = proposed(town, Measure("space-activation", unlit(town), {"first_hour": 17.0, "last_hour": 22.0}))
    here = np.searchsorted(town.streets.id, unlit(town))
    during, after = (
        guesser.guess(market, Moment(20, 1.0), "everyone"),
        guesser.guess(market, Moment(23, 1.0), "everyone"),
    )
    assert np.abs(during.after - during.before)[here].min() > np.abs(after.after - after.before)[here].max()


def test_what_reaches_people_is_felt_by_those_who_live_there(town, guesser):
    programme = proposed(
        town, Measure("neighbourhood-programme", (), {"reach": 0.9, "trust": 0.3, "shared_upkeep": 0.0})
    )
    guesses = guesser.guesses(programme, EVENING)
    assert guesses["everyone"].after.mean() < guesses["everyone"].before.mean()
    same = guesses["visitors"]
    assert (
        np.abs(same.after - same.before).max()
        < np.abs(guesses["everyone"].after - guesses["everyone"].before).max()
    )


def test_darkness_and_sex_show_as_surveys_say(guesser):
    """Dark streets feel less safe than by day, and women feel less safe than men (SF01, SF03)."""
    assert (guesser.today(EVENING, "everyone") >= guesser.today(NOON, "everyone")).mean() > 0.9
    assert guesser.today(EVENING, "women").mean() > guesser.today(EVENING, "men").mean()
    for group in GROUPS:
        share = guesser.today(EVENING, group)
        assert ((share >= 0) & (share <= 1)).all()


def test_measures_survive_the_way_through_a_scenario_file(town):
    measures = (
        Measure("street-lighting", unlit(town), {"level": 20.0}),
        Measure("space-activation", unlit(town, 2), {"stewarded": False, "first_hour": 18}),
        Measure("media-narrative"),
    )
    text = scenario_of(town, Proposal("a", "Lamps and a market", measures), city_file="grid-town").to_toml()
    name, back = measures_of_toml(text, town)
    assert name == "Lamps and a market"
    assert [(one.kind, set(one.segments), one.settings) for one in back] == [
        (one.kind, set(one.segments), one.settings) for one in measures
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml", "not TOML"),
        (ELSEWHERE, "zone file cannot be sent"),
        ('[scenario]\nname = "x"\ncity = "y"\nregister = "/etc/passwd"', "register cannot be sent"),
    ],
)
def test_a_file_from_a_client_opens_no_file(town, text, said):
    with pytest.raises(NightwalkError, match=said):
        measures_of_toml(text, town)


def test_every_measure_the_room_is_offered_can_be_guessed_and_paid(town, guesser):
    for entry in offered():
        ids = () if is_town_wide(entry.kind) else tuple(town.streets.id.tolist())  # some need a shop
        measure = Measure(entry.kind, ids)
        TownRules(town).check(measure)
        assert TownRules(town).cost((measure,)) >= 0
        guess = guesser.guess(proposed(town, measure), EVENING, "everyone")
        assert np.isfinite(guess.after).all(), entry.kind
        assert ((guess.after >= 0) & (guess.after <= 1)).all()
    assert "new-path" not in {entry.kind for entry in offered()}  # the room chooses streets, it draws none


def test_a_closed_street_is_not_coloured(town, guesser):
    shut = proposed(town, Measure("street-closure", unlit(town)))
    assert len(guesser.guess(shut, EVENING, "everyone").touched) == 0


def test_dimmed_lamps_feel_no_safer_than_full_ones(town, guesser):
    full, dim = (
        guesser.guess(proposed(town, Measure(kind, unlit(town), {"level": 20.0})), EVENING, "everyone").after
        for kind in ("street-lighting", "smart-lighting")
    )
    assert (dim >= full - 1e-12).all()
    assert (dim > full).any()


@pytest.mark.parametrize(
    "measure",
    [
        Measure("cannon", (1,)),
        Measure("street-lighting", (10**6,)),
        Measure("street-lighting", (1,), {"level": 900.0}),
        Measure("street-lighting", (1,), {"capital_cost": 0.0}),
        Measure("street-lighting", (1,), {"name": 1.0}),
        Measure("space-activation", (1,), {"first_hour": 17.0, "last_hour": 40.0}),
    ],
)
def test_what_cannot_be_made_is_refused(town, measure):
    with pytest.raises(NightwalkError):
        TownRules(town).check(measure)


def test_costs_are_those_of_the_catalogue(town):
    measure = Measure("street-lighting", unlit(town), {"level": 30.0})
    cost = intervention_of(measure).cost(town)
    assert TownRules(town).cost((measure,)) == pytest.approx(cost.capital.value + cost.yearly.value, abs=1.0)
    assert TownRules(town).cost(()) == 0
