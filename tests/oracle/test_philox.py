from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightwalk.base import streams
from tests.oracle.philox import Draws, philox, poisson, round_keys

ONES = 0xFFFFFFFF
KNOWN = [  # Salmon et al. 2011, Random123 kat_vectors
    ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES), (ONES,) * 4, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0xA4093822, 0x299F31D0),
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
NUMBER = st.integers(0, ONES)


@pytest.mark.parametrize(("key", "counter", "words"), KNOWN)
def test_known_answers(key, counter, words):
    assert philox(round_keys(*key), *counter) == words


@given(st.integers(0, 2**63 - 1), NUMBER, NUMBER, st.integers(0, 99), NUMBER)
@settings(max_examples=500, deadline=None)
def test_the_same_numbers_as_the_engine(seed, hour, entity, decision, slot):
    draws, key = Draws(seed), np.uint64(seed)
    assert draws.uniform(hour, entity, decision, slot) == streams.uniform(key, hour, entity, decision, slot)
    assert draws.gumbel(hour, entity, decision, slot) == pytest.approx(
        streams.gumbel(key, hour, entity, decision, slot), rel=1e-12
    )


@given(st.floats(0.0, 20.0), st.floats(1e-9, 1 - 1e-9))
@settings(max_examples=500, deadline=None)
def test_the_same_counts_as_the_engine(mean, u):
    assert poisson(mean, u) == streams.poisson(mean, u)
