"""Draws are Philox4x32-10, keyed by seed, hour, entity, decision and slot, and by nothing else."""

import numpy as np
import pytest
from scipy import stats

from nightwalk.base.streams import Decision, _philox, gumbel, poisson, standard_normal, uniform, uniforms

# Decision numbers as first published. A number that changes here changes every result ever saved.
FROZEN = {
    "PARAMETER": 1, "SEX_AGE": 2, "DISABILITY": 3, "INCOME": 4, "DISPOSITION": 5, "SENSITIVITY": 6, "TARGET": 7,
    "MEDIA_EXPOSURE": 8, "CONCERN_ANCHOR": 9, "TRUST": 10, "AUTHORITY_TRUST": 11, "PROPENSITY": 12,
    "WALKING_RATE": 13, "AREA_EFFECT": 14, "STATIONARY_MEMORY": 15, "WORKS_INSIDE": 16, "PLACE": 17, "TIE": 18,
    "TIE_TRUST": 19, "VISITOR_KIND": 20, "VISITOR_ENTRY": 21, "OPPORTUNITY": 22, "OFFENDER_ANCHOR": 23,
    "OFFENDER_RATE": 24, "AWARENESS": 25, "EFFICACY": 26, "OUTINGS": 30, "PURPOSE": 31, "DEPARTURE": 32,
    "STAY": 33, "PARTICIPATE": 34, "SUBSTITUTE": 35, "HABIT_RENEWAL": 36, "ROUTE": 37, "VISIT": 38, "EPISODE": 40,
    "INTENSE": 41, "CITIZEN_REPORT": 42, "SEARCH": 50, "FAMILY": 51, "CANDIDATE": 52, "TARGET_STREET": 53,
    "COMMIT": 54, "VICTIM": 55, "WITNESS": 56, "REPORT": 57, "ANSWER": 58, "TELL": 60, "SURVEY_ANSWER": 70,
    "REACHED": 71,
}  # fmt: skip
SEED = np.uint64(20)


# Known answers of Random123 (Salmon et al. 2011), file kat_vectors, philox4x32 10.
@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_published_answers(counter, key, answer):
    seed = np.uint64(key[0] | key[1] << 32)
    assert tuple(int(word) for word in _philox(seed, *counter)) == answer


def test_a_draw_is_the_middle_of_one_of_two_to_the_53_equal_cells():
    words = [int(word) for word in _philox(SEED, 7, 11, 13, 17)]
    expected = ((words[0] >> 5) * 2**26 + (words[1] >> 6) + 0.5) / 2**53
    assert uniform(SEED, 7, 11, 13, 17) == expected


def test_decisions_keep_their_numbers_for_ever():
    now = {decision.name: int(decision) for decision in Decision}
    assert {name: now.get(name) for name in FROZEN} == FROZEN


def test_no_two_decisions_share_a_number():
    assert len({int(decision) for decision in Decision.__members__.values()}) == len(Decision.__members__)


def test_draws_are_uniform():
    for decision in (Decision.PARAMETER, Decision.EPISODE, Decision.REACHED):
        u = uniforms(5, decision, 50_000)
        assert u.min() > 0.0
        assert u.max() < 1.0
        assert stats.kstest(u, "uniform").pvalue > 0.001
        assert stats.kstest((u * 2**20) % 1.0, "uniform").pvalue > 0.001, "low bits"


def test_no_part_of_the_key_is_ignored_and_neighbours_are_unrelated():
    n = 20_000
    base = uniforms(1, Decision.VISIT, n, hour=3, slot=2)
    others = {
        "seed": uniforms(2, Decision.VISIT, n, hour=3, slot=2),
        "high half of the seed": uniforms(1 + 2**32, Decision.VISIT, n, hour=3, slot=2),
        "decision": uniforms(1, Decision.ROUTE, n, hour=3, slot=2),
        "hour": uniforms(1, Decision.VISIT, n, hour=4, slot=2),
        "entity": uniforms(1, Decision.VISIT, n, hour=3, slot=2, first=1),
        "slot": uniforms(1, Decision.VISIT, n, hour=3, slot=3),
    }
    for part, other in others.items():
        assert abs(np.corrcoef(base, other)[0, 1]) < 4 / np.sqrt(n), part
        assert not np.isin(base, other).any() or part == "entity", part


def test_draws_do_not_depend_on_order_or_on_how_many_are_asked_for():
    together = uniforms(9, Decision.STAY, 500, hour=40, slot=1)
    backwards = [uniform(np.uint64(9), 40, i, Decision.STAY, 1) for i in reversed(range(500))]
    blocks = [
        uniforms(9, Decision.STAY, 100, hour=40, slot=1, first=first) for first in (400, 0, 300, 100, 200)
    ]
    assert together.tolist() == backwards[::-1]
    assert np.sort(np.concatenate(blocks)).tolist() == np.sort(together).tolist()
    assert blocks[1].tolist() == together[:100].tolist()


@pytest.mark.parametrize("mean", [0.0, 0.05, 0.4, 1.0, 3.7, 25.0])
def test_counts_are_the_inverse_of_the_poisson_distribution(mean):
    u = np.concatenate([uniforms(3, Decision.OUTINGS, 2000), [1e-12, 0.5, 1 - 1e-9]])
    counts = np.array([poisson(mean, x) for x in u])
    np.testing.assert_array_equal(counts, stats.poisson.ppf(u, mean))


def test_a_higher_mean_never_gives_a_lower_count_for_the_same_luck():
    u = uniforms(3, Decision.OUTINGS, 500)
    counts = np.array([[poisson(mean, x) for mean in (0.1, 0.5, 1.0, 2.0)] for x in u])
    assert (np.diff(counts, axis=1) >= 0).all()


def _race(weights, racer):
    scores = [np.log(w) + gumbel(SEED, 0, racer, Decision.PLACE, c) for c, w in weights.items()]
    return list(weights)[int(np.argmax(scores))]


def test_a_race_is_a_choice_by_weight():
    weights = {4: 1.0, 9: 2.0, 17: 5.0}
    n = 8000
    won = [_race(weights, racer) for racer in range(n)]
    observed = [won.count(c) for c in weights]
    expected = [n * w / sum(weights.values()) for w in weights.values()]
    assert stats.chisquare(observed, expected).pvalue > 0.001


def test_a_candidates_luck_does_not_depend_on_who_else_is_there():
    weights = {c: 1.0 + c for c in range(8)}
    for racer in range(300):
        winner = _race(weights, racer)
        loser = next(c for c in weights if c != winner)
        without = {c: w for c, w in weights.items() if c != loser}
        with_newcomer = {**weights, 50: 0.5}
        assert _race(without, racer) == winner
        assert _race(with_newcomer, racer) in (winner, 50)


def test_standard_normal_is_the_quantile_function():
    u = np.array([1e-9, 0.025, 0.5, 0.975, 1 - 1e-9])
    np.testing.assert_allclose(standard_normal(u), stats.norm.ppf(u), rtol=1e-12, atol=1e-15)
