"""The audit of cues can fail."""

from dataclasses import replace

import numpy as np
import pytest

from nightwalk.model.city import grid_town
from nightwalk.validation.replications import audit_cues
from nightwalk.validation.replications.audit_cues import share_of


def test_the_share_of_checks():
    assert share_of([np.array([True, False]), True, np.array([True])]) == 0.75


def test_names_read_are_many_and_no_calls():
    names = audit_cues._names_read()
    assert {"beta_DL", "alpha_W", "E_half"} <= set(names)
    assert "copy" not in names


def test_a_parameter_without_a_value_is_found(monkeypatch):
    monkeypatch.setattr(audit_cues, "_names_read", lambda: ("beta_DL", "beta_Q"))
    assert audit_cues.names_exist(1) < 1.0


def test_a_light_charged_by_day_is_found(monkeypatch):
    real = audit_cues.street_cues
    monkeypatch.setattr(
        audit_cues, "street_cues", lambda **s: (c := real(**s))._replace(always=c.always - 0.01 * s["lux"])
    )
    assert audit_cues.darkness_once(1) < 1.0


def test_unknown_taken_for_unlit_is_found(monkeypatch):
    def dark(*size):
        town = grid_town(*size)
        return replace(town, streets=replace(town.streets, lux=np.zeros(town.segments)))

    monkeypatch.setattr(audit_cues, "grid_town", dark)
    assert audit_cues.unknown_is_not_unlit(1) < 1.0


@pytest.mark.parametrize("seed", [1, 5, 9])
def test_a_grid_town_has_streets_of_unknown_light(seed):
    assert audit_cues.unknown_is_not_unlit(seed) == 1.0
