"""Equity: gaps, who gets the benefit, who is left behind."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from nightwalk.outputs.decision_words import behind_line
from nightwalk.outputs.equity import equity, left_behind

LAMPS = "Lamps on the harbour"
PEOPLE = {
    ("all", "everyone"): 1000.0, ("sex", "women"): 500.0, ("sex", "men"): 500.0,
    ("safety", "least safe fifth"): 200.0, ("safety", "others"): 800.0,
}  # fmt: skip


def study(gains, noise=0.001):
    """A study in which each group gains so much, with a little luck."""
    rng, seeds = np.random.default_rng(1), range(1, 9)
    index = pd.MultiIndex.from_tuples(list(PEOPLE), names=["split", "group"])
    before = pd.DataFrame(0.3 + 0.01 * rng.normal(size=(len(PEOPLE), 8)), index=index, columns=list(seeds))
    gain = np.array([gains.get(group, gains["everyone"]) for _, group in PEOPLE])
    after = before - gain[:, None] - noise * rng.normal(size=before.shape)
    people = pd.DataFrame({seed: list(PEOPLE.values()) for seed in seeds}, index=index)
    worlds = {"Today": before, LAMPS: after}
    return SimpleNamespace(
        scenarios=("Today", LAMPS),
        by_seed=lambda of, scenario, column="value": people if column == "people" else worlds[scenario],
    )


def test_gaps_are_paired_differences_of_shares(pair):
    row = equity(pair).set_index("measure").loc["women_men"]
    shares = [pair.by_seed("unsafe_after_dark", name).loc["sex"] for name in pair.scenarios]
    before, after = (share.loc["women"] - share.loc["men"] for share in shares)
    assert (row.before, row.after) == (pytest.approx(before.mean()), pytest.approx(after.mean()))
    assert row.change == pytest.approx((after - before).mean())
    assert row.low < row.change < row.high
    assert set(equity(pair)["measure"]) == {
        "women_men", "disabled_others", "low_income_others", "least_safe_share",
    }  # fmt: skip


@pytest.mark.parametrize(("women", "state"), [(0.03, "hardly"), (0.13, "narrower"), (-0.07, "wider")])
def test_a_gap_narrows_or_widens(women, state):
    made = study({"everyone": 0.03, "women": women, "men": 0.03}, noise=0.003)
    shifted = {name: made.by_seed("", name) for name in made.scenarios}
    people = made.by_seed("", "Today", "people")
    for world in shifted.values():
        world.loc[("sex", "women")] += 0.2
    made.by_seed = lambda of, scenario, column="value": people if column == "people" else shifted[scenario]
    assert equity(made).set_index("measure").loc["women_men", "state"] == state


@pytest.mark.parametrize(("least_safe", "share"), [(0.03, 0.2), (0.09, 0.6), (0.0, 0.0)])
def test_share_of_the_benefit_that_goes_to_the_least_safe(least_safe, share):
    made = study({"everyone": 0.03, "least safe fifth": least_safe})
    row = equity(made).set_index("measure").loc["least_safe_share"]
    assert row.before == 0.2
    assert row.after == pytest.approx(share, abs=0.02)
    assert row.low <= row.after - 0.2 <= row.high
    assert row.state == "defined"


def test_without_a_clear_benefit_there_is_nothing_to_share():
    row = equity(study({"everyone": 0.0}, noise=0.01)).set_index("measure").loc["least_safe_share"]
    assert row.state == "no_ratio"
    assert np.isnan(row.after)


def test_a_group_that_clearly_gains_less_than_half_is_left_behind():
    found = left_behind(study({"everyone": 0.03, "men": 0.05, "women": 0.008}))
    assert list(found["group"]) == ["women"]
    row = next(found.itertuples())
    assert row.high < 0
    assert (row.gain, row.everyone) == (pytest.approx(0.008, abs=0.002), pytest.approx(0.03, abs=0.002))
    assert behind_line(row).startswith(
        f"{LAMPS} leaves behind: Women, gain 0.8\N{NO-BREAK SPACE}points; everyone"
    )


def test_nobody_is_left_behind_where_all_gain_alike_or_nobody_gains():
    assert left_behind(study({"everyone": 0.03})).empty
    assert left_behind(study({"everyone": 0.0, "women": -0.05}, noise=0.01)).empty


def test_the_old_are_left_behind_by_the_made_lamps(pair):
    assert set(left_behind(pair)["group"]) == {"75+"}
