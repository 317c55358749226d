"""Declared numbers: priors, truncation, checks and what they say."""

from dataclasses import dataclass, fields
from math import inf, log, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nightwalk.base.errors import NightwalkError, QuantityError
from nightwalk.base.quantity import (
    Fixed,
    HalfNormal,
    LogNormal,
    Normal,
    Quantity,
    SpikeSlab,
    Uniform,
    check_quantities,
    quantities,
    quantity,
)

PRIORS = {
    "normal": Normal(1.0, 0.7),
    "normal far below": Normal(-9.0, 0.7),
    "log-normal": LogNormal(0.5, 4.0),
    "uniform": Uniform(-1.0, 5.0),
    "half-normal": HalfNormal(1.3),
    "spike and slab": SpikeSlab(0.35, HalfNormal(1.0)),
}
U = np.linspace(0.001, 0.999, 41)


@dataclass(frozen=True)
class Lamp:
    level: float = quantity(
        10.0, unit="lx", low=2.0, high=50.0, prior=Uniform(5.0, 20.0), source="EN 13201-2"
    )
    share: float = quantity(0.5, low=0.0, high=1.0, source="assumed")
    name: str = ""

    def __post_init__(self):
        check_quantities(self)


@pytest.mark.parametrize("prior", PRIORS.values(), ids=PRIORS)
@given(u=st.floats(0.0, 1.0), v=st.floats(0.0, 1.0), low=st.floats(0.0, 1.5), width=st.floats(0.1, 5.0))
def test_draws_stay_in_range_and_rise_with_the_quantile(prior, u, v, low, width):
    a, b = sorted((prior.draw(u, low, low + width), prior.draw(v, low, low + width)))
    at_zero = isinstance(prior, SpikeSlab) and a == 0.0
    high, rounding = low + width, 1e-12 * (1.0 + low + width)
    assert at_zero or low - rounding <= a <= b <= high + rounding
    if not isinstance(prior, SpikeSlab):
        assert (prior.draw(min(u, v), low, low + width), prior.draw(max(u, v), low, low + width)) == (a, b)


def test_the_ends_of_a_log_normal_pass_their_own_check():
    row = Quantity(0.5, "", 0.09375, 1.09375, LogNormal(0.5, 4.0), "x")
    for u in (0.0, 1.0):
        row.check("drawn", row.draw(u))


@pytest.mark.parametrize("u", U[::8])
def test_a_truncated_normal_has_the_quantiles_of_scipy(u):
    low, high = 0.2, 1.9
    expected = stats.truncnorm.ppf(u, (low - 1.0) / 0.7, (high - 1.0) / 0.7, loc=1.0, scale=0.7)
    assert Normal(1.0, 0.7).draw(u, low, high) == pytest.approx(expected, abs=1e-9)


def test_a_log_normal_has_its_central_95_percent_where_it_says():
    prior = LogNormal(45.0, 270.0)
    assert prior.draw(0.025, 1e-9, 1e9) == pytest.approx(45.0)
    assert prior.draw(0.975, 1e-9, 1e9) == pytest.approx(270.0)
    sd = (log(270) - log(45)) / (2 * stats.norm.ppf(0.975))
    expected = stats.lognorm.ppf(U, sd, scale=np.sqrt(45 * 270))
    np.testing.assert_allclose([prior.draw(u, 0.0, 1e9) for u in U], expected, rtol=1e-6)


def test_a_truncated_log_normal_has_the_quantiles_of_scipy():
    a, b, mean, sd = (
        log(20),
        log(500),
        (log(45) + log(270)) / 2,
        (log(270) - log(45)) / (2 * stats.norm.ppf(0.975)),
    )
    expected = np.exp(stats.truncnorm.ppf(U, (a - mean) / sd, (b - mean) / sd, loc=mean, scale=sd))
    np.testing.assert_allclose([LogNormal(45.0, 270.0).draw(u, 20.0, 500.0) for u in U], expected, rtol=1e-8)


def test_a_half_normal_has_the_quantiles_of_scipy():
    np.testing.assert_allclose(
        [HalfNormal(1.3).draw(u, 0.0, 1e3) for u in U], stats.halfnorm.ppf(U, scale=1.3), atol=1e-9
    )
    assert HalfNormal(1.3).draw(0.0, -5.0, 5.0) >= 0.0


def test_a_uniform_is_cut_to_the_range():
    assert [Uniform(0.0, 10.0).draw(u, 2.0, 4.0) for u in (0.0, 0.5, 1.0)] == [2.0, 3.0, 4.0]


def test_a_spike_is_exactly_zero_with_its_share_and_the_slab_is_whole():
    prior = SpikeSlab(0.35, HalfNormal(1.0))
    u = (np.arange(10_000) + 0.5) / 10_000
    drawn = np.array([prior.draw(x, 0.0, 50.0) for x in u])
    assert (drawn == 0.0).mean() == pytest.approx(0.35, abs=1e-4)
    slab = np.sort(drawn[drawn > 0])
    assert stats.kstest(slab, stats.halfnorm.cdf).statistic < 1e-3


def test_fixed_never_varies():
    assert {Fixed(3.0).draw(u, 0.0, 1.0) for u in U} == {3.0}
    assert Quantity(2.0, "", 0.0, 9.0, Fixed(), "x").draw(0.9) == 2.0
    with pytest.raises(QuantityError, match="use its default"):
        Fixed().draw(0.5, 0.0, 1.0)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (500, "Lamp.level is 500 lx; expected 2 to 50 lx."),
        (1.5, "Lamp.level is 1.5 lx; expected 2 to 50 lx."),
        (nan, "Lamp.level is nan lx; expected 2 to 50 lx."),
        (inf, "Lamp.level is inf lx; expected 2 to 50 lx."),
        ("10", "Lamp.level is '10', not a number; expected 2 to 50 lx."),
        (True, "Lamp.level is True, not a number; expected 2 to 50 lx."),
        (None, "Lamp.level is None, not a number; expected 2 to 50 lx."),
    ],
)
def test_a_wrong_number_is_refused_in_one_sentence(value, said):
    with pytest.raises(QuantityError) as refused:
        Lamp(level=value)
    assert str(refused.value) == said
    assert isinstance(refused.value, (NightwalkError, ValueError))


def test_without_a_unit_the_sentence_has_none():
    with pytest.raises(QuantityError) as refused:
        Lamp(share=2)
    assert str(refused.value) == "Lamp.share is 2; expected 0 to 1."


@given(value=st.floats(2.0, 50.0))
def test_every_value_in_range_is_taken(value):
    assert Lamp(level=value).level == value


def test_the_declaration_can_be_read_from_the_class_and_from_an_instance():
    for owner in (Lamp, Lamp(level=20)):
        declared = quantities(owner)
        assert list(declared) == ["level", "share"]
        assert (declared["level"].unit, declared["level"].low, declared["level"].high) == ("lx", 2.0, 50.0)
        assert declared["level"].source == "EN 13201-2"
        assert isinstance(declared["share"].prior, Fixed)
    assert fields(Lamp)[0].default == 10.0
