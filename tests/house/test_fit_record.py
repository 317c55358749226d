"""The defaults that are fitted are those of the record."""

import json
from pathlib import Path

import pytest

from nightwalk.model.parameters import Parameters

RECORD = json.loads((Path(__file__).parents[2] / "docs" / "fit.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(RECORD["fitted"]))
def test_a_fitted_default_is_the_one_in_the_record(name):
    assert Parameters.declared()[name].default == RECORD["fitted"][name]
