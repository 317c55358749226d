"""The set of pieces: within both budgets, no clash, and nearly as good as trying every set."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from nightwalk.base.errors import RunError
from nightwalk.experiments.plan.choose import Purse, best_rows, measures
from nightwalk.experiments.plan.pieces import Dose, Pieces

LAMPS = (
    Dose("street-lighting", {"level": 5.0}),
    Dose("street-lighting", {"level": 15.0}),
    Dose("beautification"),
)


def pieces(count=12, seed=1):
    rng = np.random.default_rng(seed)
    dose, place = rng.integers(0, 3, count), rng.integers(0, 5, count)
    rows = tuple(np.array([i]) for i in range(count))
    areas = tuple(np.array([0]) for _ in range(count))
    return Pieces(
        LAMPS, dose, place, rows, areas, rng.integers(1, 50, count) * 10.0, rng.integers(0, 20, count) * 1.0
    )


def allowed(found, rows, purse):
    lit = [found.place[row] for row in rows if found.dose[row] < 2]
    clean = [found.place[row] for row in rows if found.dose[row] == 2]
    free = len(set(lit)) == len(lit) and len(set(clean)) == len(clean)
    return free and purse.allows(found.capital[rows].sum(), found.yearly[rows].sum())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("purse", [Purse(600.0), Purse(600.0, 40.0), Purse(900.0, 10.0)])
def test_the_set_is_allowed_and_nearly_the_best(seed, purse):
    found, gain = pieces(seed=seed), np.random.default_rng(seed + 50).random(12)
    chosen = best_rows(found, gain, purse)
    assert allowed(found, chosen, purse)
    sets = (np.flatnonzero(one) for one in product((0, 1), repeat=12))
    best = max(gain[rows].sum() for rows in sets if allowed(found, rows, purse))
    assert gain[chosen].sum() >= 0.9 * best


def test_what_gains_nothing_is_not_bought():
    assert len(best_rows(pieces(), -np.ones(12), Purse(1e6))) == 0


def test_money_counts_against_the_right_budget():
    assert Purse(100.0).allows(60.0, 40.0)
    assert not Purse(100.0).allows(61.0, 40.0)
    assert Purse(100.0, 5.0).allows(100.0, 5.0)
    assert not Purse(100.0, 5.0).allows(1.0, 6.0)
    assert str(Purse(100.0, 5.0)) == "EUR 100 once and EUR 5 a year"
    assert Purse(100.0, 5.0).part(0.5) == Purse(50.0, 2.5)


@pytest.mark.parametrize("given", [(0.0, None), (0.0, 0.0), (-1.0, None), (1.0, -1.0), (float("nan"), None)])
def test_a_purse_without_money_is_refused(given):
    with pytest.raises(RunError, match=r"budget|money"):
        Purse(*given)


def test_pieces_of_one_dose_become_one_measure_unless_that_changes_the_price(today):
    city = today.city
    rows = tuple(np.array([i]) for i in range(4))
    doses = (Dose("beautification"), Dose("night-activation"))
    bills = [doses[i].on(city.streets.id[rows[k]]).cost(city) for i, k in ((0, 0), (0, 1), (1, 2), (1, 3))]
    made = Pieces(
        doses, np.array([0, 0, 1, 1]), np.arange(4), rows, rows,
        np.array([bill.capital.value for bill in bills]), np.array([bill.yearly.value for bill in bills]),
    )  # fmt: skip
    kinds = [one.kind for one in measures(made, np.arange(4), city)]
    assert kinds == ["beautification", "night-activation", "night-activation"]


def test_an_area_gets_one_programme_that_acts_on_it_as_a_whole():
    doses, rows = (Dose("arts-and-youth"),), tuple(np.array([i]) for i in range(4))
    areas = (np.array([0]), np.array([0, 1]), np.array([1]), np.array([2]))
    made = Pieces(doses, np.zeros(4, dtype=int), np.arange(4), rows, areas, np.ones(4), np.ones(4))
    assert best_rows(made, np.array([3.0, 4.0, 2.0, 1.0]), Purse(100.0)).tolist() == [0, 2, 3]
