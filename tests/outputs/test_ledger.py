"""The ledger of constrained behaviour."""

from nightwalk.outputs.compare import comparisons, levels
from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.ledger import LEDGER, ledger


def test_one_row_per_indicator_scenario_and_group_in_its_order(ensemble, single):
    rows = ledger(comparisons(ensemble))
    assert list(dict.fromkeys(rows["indicator"])) == list(LEDGER)
    assert len(rows) == 2 * len(LEDGER)
    assert len(ledger(comparisons(ensemble), split="sex")) == 4 * len(LEDGER)
    assert list(ledger(levels(single))["indicator"]) == list(LEDGER)


def test_it_is_made_of_indicators():
    assert set(LEDGER) <= set(INDICATORS)
