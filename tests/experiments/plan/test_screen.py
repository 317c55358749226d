"""The screen is the model's own equation: nothing changes nothing, light never hurts, slopes are slopes."""

from __future__ import annotations

import numpy as np
import pytest

from nightwalk.base.errors import RunError
from nightwalk.experiments.plan.choose import Purse
from nightwalk.experiments.plan.ground import EVERYONE, group_key
from nightwalk.experiments.plan.options import Option, option, unbeaten
from nightwalk.experiments.plan.pieces import Dose
from nightwalk.experiments.plan.references import BUSIEST, DARKEST, references
from nightwalk.experiments.plan.screen import Score
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.simulate import simulate
from nightwalk.scenarios.where import TOWN


def test_no_plan_changes_nothing_and_people_feel_as_in_the_run(screen, ground):
    assert np.array_equal(screen.change(()), np.zeros_like(screen.today))
    score = screen.score(())
    assert np.ptp(score.unsafe) == 0.0
    assert score.unsafe[0] == pytest.approx((1 / (1 + np.exp(-ground.eta))).mean())


def test_more_light_never_raises_unsafety_or_exposure(screen):
    dim, bright = (screen.score([StreetLighting(where=TOWN, level=level)]) for level in (10.0, 40.0))
    none = screen.score(())
    for one in ("unsafe", "worst_off", "exposure"):
        assert (getattr(bright, one) <= getattr(dim, one) + 1e-12).all()
        assert (getattr(dim, one) <= getattr(none, one) + 1e-12).all()
    assert bright.unsafe.mean() < none.unsafe.mean()


def test_the_slope_is_the_change_of_small_changes(screen, ground):
    small = 1e-4 * np.random.default_rng(1).random(screen.today[0].shape)
    before, after = (screen._unsafe(step).mean() for step in (np.zeros_like(small), small))
    slope = screen.home_slope(ground.groups[EVERYONE])
    assert after - before == pytest.approx((slope * small).sum(), rel=1e-3)
    walked = screen._exposure(small) - screen._exposure(np.zeros_like(small))
    assert walked == pytest.approx((screen.walk_slope() * small).sum(), rel=1e-3)


def test_the_screen_goes_the_way_of_a_full_run(screen, today):
    lamps = StreetLighting(where=TOWN, level=40.0)
    runs = [simulate(one, 1).tables["indicators"].to_pandas() for one in (today, today.plus(lamps))]
    shares = [
        rows[(rows["indicator"] == "unsafe_after_dark") & (rows["split"] == "all")]["value"].iloc[0]
        for rows in runs
    ]
    gain = (screen.score(()).unsafe - screen.score([lamps]).unsafe).mean()
    assert shares[0] - shares[1] > 0.0
    assert 0.2 < gain / (shares[0] - shares[1]) < 5.0


def test_groups_are_those_of_the_indicators(ground):
    (key, women) = ground.members("women")
    assert key == ("sex", "women")
    assert 0.4 < women.mean() < 0.65
    assert ground.worst_off()[0] in ("sex", "age", "disability", "income")
    with pytest.raises(RunError, match=r"no group 'wimen'.*women"):
        group_key("wimen")


def test_rivals_light_the_busiest_and_the_darkest_for_the_money(ground):
    purse = Purse(20_000.0)
    found = references(ground, purse)
    assert set(found) == {BUSIEST, DARKEST}
    for lamps in found.values():
        bill = lamps.cost(ground.city)
        assert 10_000 < bill.capital.value + bill.yearly.value <= 20_000
    rows = {name: lamps.placed(ground.city).where.segments for name, lamps in found.items()}
    assert ground.passers[rows[BUSIEST]].mean() > ground.passers[rows[DARKEST]].mean()
    assert ground.city.streets.lux[rows[DARKEST]].mean() <= ground.city.streets.lux[rows[BUSIEST]].mean()
    assert references(ground, Purse(1.0)) == {}


def test_a_plan_is_beaten_by_one_no_worse_in_anything_and_better_in_something():
    def made(*criteria):
        annual, unsafe, exposure, worst = criteria
        one = np.ones(1)
        return Option("", 1.0, (), 0.0, 0.0, annual, Score(unsafe * one, one, worst * one, exposure * one))

    found = [
        made(1.0, 0.3, 5.0, 0.4),
        made(1.0, 0.3, 4.0, 0.4),
        made(2.0, 0.2, 4.0, 0.4),
        made(3.0, 0.2, 4.0, 0.4),
    ]
    assert unbeaten(found).tolist() == [False, True, True, False]


def test_an_option_knows_its_costs(screen):
    found = option("lamps", 1.0, [Dose("beautification").on([1, 2])], screen)
    assert found.annual > found.yearly > 0
    assert found.criteria[0] == found.annual
