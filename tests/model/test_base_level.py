"""The base level is kept when other numbers are drawn (rule 31); crime targets."""

import numpy as np
import pytest
from scipy.special import expit

from nightwalk.agents.population import Population
from nightwalk.model.base_level import crime_targets, search_shares, solved_level
from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import Simulation, spin_up


def unsafe(simulation):
    return expit(simulation.state.people.unsafe[: simulation.state.residents]).mean()


def test_nothing_is_solved_where_nothing_differs(town, p):
    assert solved_level(town, Population(), p, Parameters().values(), 1) == p


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mu_and_the_deterrent_are_solved_for_drawn_numbers(town, p, seed):
    from nightwalk.model.base_level import _residents_at_rest

    drawn = Parameters().draw(seed).values()
    solved = solved_level(town, Population(), drawn, p, seed)
    for name in p.dtype.names:
        if name not in ("mu", "a_D"):
            assert solved[name] == drawn[name], name
    old, new = (_residents_at_rest(town, Population(), q, seed) for q in (p, solved))
    share = [expit(q.mu + at_home).mean() for q, (at_home, _) in zip((p, solved), (old, new), strict=True)]
    assert share[0] == pytest.approx(share[1], abs=1e-6)
    stay = [
        expit(q.a_0 + q.a_D + q.a_1 * out).mean() for q, (_, out) in zip((p, solved), (old, new), strict=True)
    ]
    assert stay[0] == pytest.approx(stay[1], abs=1e-6)


@pytest.mark.parametrize("level", [0.15, 0.45])
def test_a_level_from_a_survey_is_reproduced_at_rest(town, p, level):
    from nightwalk.model.base_level import _residents_at_rest

    solved = solved_level(town, Population(), p, p, 1, unsafe_share=level)
    at_home, _ = _residents_at_rest(town, Population(), solved, 1)
    assert expit(solved.mu + at_home).mean() == pytest.approx(level, abs=1e-6)


def test_a_run_starts_from_the_level_of_the_survey(city, setup_of):
    """Rule 31 asks for the level of the town as it is lived in, within a percentage point."""
    setup = setup_of(city, days=1, level=0.40)
    for seed in (1, 2):
        simulation = Simulation(setup, start_from=spin_up(setup, setup.reference, seed))
        simulation.run()
        assert unsafe(simulation) == pytest.approx(0.40, abs=0.01)


def test_drawn_numbers_keep_the_level_of_the_run(city, setup_of):
    setup = setup_of(city, days=1)
    for seed in (3, 6):
        shares = []
        for numbers in (setup.reference, setup.reference.draw(seed)):
            simulation = Simulation(setup, start_from=spin_up(setup, numbers, seed))
            simulation.run()
            shares.append(unsafe(simulation))
        assert shares[1] == pytest.approx(shares[0], abs=0.015)


def test_crime_targets_are_those_of_rule_22(p):
    targets = 1000 * crime_targets(p)
    np.testing.assert_allclose(targets, [39 * 0.25, 39 * 0.40, 39 * 0.35, 20, 8])
    shares = search_shares(p)
    assert shares[-1] == pytest.approx(1.0)
    np.testing.assert_allclose(np.diff(shares, prepend=0), targets / targets.sum())
