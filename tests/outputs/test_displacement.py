"""Displacement: the quotient by hand, when it is told, and how many crimes it takes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightwalk.outputs.decision_words import DISPLACEMENT_WORDS, displaced_to
from nightwalk.outputs.displacement import STATES, displaced, displacement, net_change
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.few_crimes import events_needed, too_few_crimes, treated_crimes
from nightwalk.outputs.tables import Run, make_table
from nightwalk.outputs.verdicts import TOO_FEW_CRIMES
from nightwalk.outputs.zones import zone_values

LAMPS = "Lamps on the harbour"


@pytest.mark.parametrize(
    ("sums", "quotient"),
    [
        ([100, 50, 200, 80, 50, 200], 0.0),  # nothing moves
        ([100, 50, 200, 80, 70, 200], -1.0),  # all of it moves next door
        ([100, 50, 200, 80, 60, 200], -0.5),
        ([100, 50, 200, 80, 40, 200], 0.5),  # half as much again is gained next door
        ([100, 50, 200, 160, 100, 400], 0.0),  # the control doubles, so does the ring
    ],
)
def test_the_quotient_by_hand(sums, quotient):
    assert displaced(np.array(sums, dtype=float)) == pytest.approx(quotient)


@given(
    start=st.tuples(*[st.floats(10.0, 1e4)] * 3),
    change=st.floats(-0.8, -0.05),
    spread=st.floats(-2.0, 2.0),
    trend=st.floats(0.2, 5.0),
)
def test_a_trend_shared_by_all_changes_nothing(start, change, spread, trend):
    a, b, c = start
    after = np.array([a * (1 + change), b + spread * a * change, c])
    assert displaced(np.array([a, b, c, *trend * after])) == pytest.approx(spread, abs=1e-6)
    assert net_change(np.array([a, c, *(trend * after)[[0, 2]]])) == pytest.approx(change)


def test_proportional_change_in_the_ring_gives_the_ratio_of_the_changes(pair):
    rows = displacement(pair).set_index(["measure", "radius"])
    fear = rows.loc[("fear_episodes", 200.0)]
    assert fear.state == "defined"
    assert fear.effect == pytest.approx(-0.3, abs=0.02)
    assert fear.effect_low < -0.3 < fear.effect_high
    before = fear.ring_before / fear.treated_before
    assert fear.wdq == pytest.approx(0.1 * before / 0.3, rel=0.1)
    assert fear.wdq_low < fear.wdq < fear.wdq_high


def test_unsafety_is_weighted_by_length_and_the_wider_ring_holds_the_nearer(pair):
    rows = displacement(pair).set_index(["measure", "radius"])
    near, wide = (rows.loc[("unsafe_dark", radius)] for radius in (200.0, 400.0))
    share = zone_values(pair, "Today", "unsafe_dark", of=LAMPS)
    assert near.treated_before == pytest.approx((share.loc["treated"] * 1000.0).mean())
    assert wide.ring_before == pytest.approx(near.ring_before + (share.loc["ring 400 m"] * 2000.0).mean())
    assert near.control_before == pytest.approx(
        wide.control_before + (share.loc["ring 400 m"] * 2000.0).mean()
    ), "what is beyond the ring is the control"


def test_too_few_crimes_are_not_made_into_a_quotient(pair):
    row = displacement(pair).set_index(["measure", "radius"]).loc[("vandalism", 200.0)]
    assert row.state == "too_few_crimes"
    assert np.isnan(row.wdq)


def altered(made, change, seeds=(1, 2, 3)):
    """A study of two scenarios whose zones are what `change` makes of their rows."""
    runs = []
    for index, name in enumerate(("Today", LAMPS)):
        for seed in seeds:
            zones = change(made.runs[index, seed].tables["zones"].to_pandas(), index)
            table = make_table("zones", {**zones.to_dict("list"), "scenario": name})
            runs.append(Run(name, seed, {**made.runs[index, seed].tables, "zones": table}))
    return Ensemble.of_runs(runs, made.make_study(made.shapes, ("Today", LAMPS), seeds), made.shapes)


def as_before(made):
    """A change that gives every world the zones of the first one."""
    same = {seed: made.runs[0, seed].tables["zones"].to_pandas() for seed in range(1, 7)}
    return lambda zones, index: same[int(zones["seed"].iloc[0])]


def test_where_nothing_changes_nothing_can_move(made):
    found = displacement(altered(made, as_before(made)))
    assert set(found["state"]) == {"no_effect", "too_few_crimes"}
    assert found["wdq"].isna().all()


def test_where_the_treated_streets_get_worse_no_benefit_is_said_to_spread(made):
    def worse(zones, index):
        treated = (zones["zone"] != "control") & (zones["measure"] == "fear_episodes")
        return zones.assign(value=zones["value"].where(~treated, zones["value"] * (1 + index)))

    found = displacement(altered(made, worse)).set_index(["measure", "radius"])
    row = found.loc[("fear_episodes", 200.0)]
    assert row.effect_low > 0
    assert row.state == "increase"
    assert np.isnan(row.wdq)
    assert displaced_to(row).startswith("not defined: there is more")


def test_without_zones_it_is_not_applicable(made):
    found = displacement(altered(made, lambda zones, index: zones[zones["zones_of"] == ""]))
    assert set(found["state"]) == {"not_applicable"}
    near = displacement(altered(made, lambda zones, index: zones[zones["zone"] != "control"])).set_index(
        "radius"
    )
    assert set(near.loc[400.0, "state"]) == {"not_applicable"}, "nothing is beyond"
    assert "defined" in set(near.loc[200.0, "state"])


def test_one_seed_has_no_interval(made):
    found = displacement(altered(made, lambda zones, index: zones, seeds=(2,)))
    assert set(found["state"]) <= {"one_seed", "too_few_crimes"}
    assert "one_seed" in set(found["state"])


def test_every_state_has_words(pair):
    assert {*DISPLACEMENT_WORDS, "defined"} == set(STATES)
    said = [displaced_to(row) for row in displacement(pair).itertuples()]
    assert any("benefits spread" in line for line in said)
    assert any("too few crimes here to tell" in line for line in said)


def test_events_needed_by_hand():
    assert events_needed(float("inf")) == pytest.approx(1388, abs=1)
    assert events_needed(10.0) == pytest.approx(1517, abs=2)
    assert events_needed(1.0) > events_needed(2.0) > events_needed(100.0)
    assert events_needed(5.0, change=-0.3) < events_needed(5.0)


def test_so_many_events_do_show_the_effect_four_times_in_five():
    rng = np.random.default_rng(4)
    before = events_needed(4.0) / 1.86
    t0, t1 = rng.poisson(before, 20_000), rng.poisson(0.86 * before, 20_000)
    c0, c1 = rng.poisson(4 * before, (2, 20_000))
    z = np.log(t1 / t0 / (c1 / c0)) / np.sqrt(1 / t0 + 1 / t1 + 1 / c0 + 1 / c1)
    assert np.mean(z < -1.96) == pytest.approx(0.8, abs=0.02)


def test_contrasts_of_crime_are_not_told_where_crimes_are_few(made, pair):
    from nightwalk.outputs.compare import comparisons

    assert not too_few_crimes(pair, LAMPS, "Today")
    assert TOO_FEW_CRIMES not in set(comparisons(pair)["verdict"])
    few = altered(made, lambda zones, index: zones.assign(value=zones["value"] / 50))
    assert too_few_crimes(few, LAMPS, "Today")
    rows = comparisons(few)
    told = rows[(rows["indicator"] == "street_crimes_per_1000_year") & (rows["split"] == "all")]
    assert list(told["verdict"]) == [TOO_FEW_CRIMES]
    assert TOO_FEW_CRIMES not in set(rows[rows["indicator"] == "unsafe_after_dark"]["verdict"])


def test_without_zones_the_whole_town_is_counted(made):
    nowhere = altered(made, lambda zones, index: zones[zones["zones_of"] == ""])
    treated, control = treated_crimes(nowhere, LAMPS, "Today")
    level = sum(
        nowhere.by_seed("street_crimes_per_1000_year", name).loc[("all", "everyone")].sum()
        for name in nowhere.scenarios
    )
    assert treated == pytest.approx(level * 30 / 365)
    assert control == float("inf")
