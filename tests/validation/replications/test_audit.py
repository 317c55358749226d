"""D11: properties that audits of other models found broken."""

import pytest

from nightwalk.validation.replications.audit import PROPERTIES, d11
from nightwalk.validation.replications.rule import HOLDS


def test_d11_has_nine_rows():
    rows = d11(1, quick=True)
    assert [row.quantity for row in rows] == list(PROPERTIES)
    assert all(row.verdict == HOLDS for row in rows)


@pytest.mark.parametrize("what", PROPERTIES)
def test_d11_every_check_of_a_property_holds(what):
    """Audits of peer models (replication.md, D11)."""
    assert PROPERTIES[what](2) == 1.0
