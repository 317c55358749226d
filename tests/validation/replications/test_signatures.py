"""D8: mechanisms of crime and their signatures."""

import numpy as np
import pytest

from nightwalk.validation.replications import signatures
from nightwalk.validation.replications.rule import HOLDS, Z
from nightwalk.validation.replications.signatures import MECHANISMS, Played, beyond_chance, d8


@pytest.fixture(scope="module")
def rows():
    return {row.quantity: row for row in d8(2, quick=True)}


@pytest.mark.slow
def test_d8_all_signatures_appear_when_all_mechanisms_are_on(rows):
    """Birks, Townsley & Stewart 2012: concentration, repeat victims, journeys that decay."""
    on = [row for what, row in rows.items() if what.endswith("all mechanisms on")]
    assert [row.verdict for row in on] == [HOLDS] * 4


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_d8_a_signature_vanishes_with_its_mechanism_and_the_others_stay(rows, mechanism):
    """Birks, Townsley & Stewart 2012."""
    off = [row for what, row in rows.items() if what.endswith(f"{mechanism} off")]
    assert [row.verdict for row in off] == [HOLDS] * 2


def test_chance_has_no_signature():
    luck = np.random.default_rng(5)
    nodes, size = signatures._nodes(), signatures._town().city.segments
    found = Played(
        luck.integers(0, size, 800), luck.choice(nodes, 800), luck.integers(0, signatures.PEOPLE, 800)
    )
    assert (np.abs(beyond_chance(found, 1)) < Z).all()


def test_one_street_one_victim_and_the_street_at_the_anchor_have_all_three():
    luck = np.random.default_rng(5)
    streets, few = signatures._town().city.streets, luck.integers(0, 30, 800)
    found = Played(few, streets.edge_u[streets.edge[few]], luck.integers(0, 30, 800))
    assert (np.array(beyond_chance(found, 1)) > Z).all()
