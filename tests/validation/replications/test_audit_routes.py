"""The audit of routes can fail."""

import numpy as np

from nightwalk.validation.replications import audit_routes


def test_more_light_that_costs_is_found(monkeypatch):
    real = audit_routes.class_costs

    def dearer(state, town, by_day, after_dark, p):
        return real(state, town, by_day, after_dark, p) * (2.0 - after_dark.dark[0])

    monkeypatch.setattr(audit_routes, "class_costs", dearer)
    assert audit_routes.light_only_helps(1) < 1.0


def test_a_way_over_fewer_edges_is_as_long_or_longer():
    town = audit_routes._town()
    edges = len(town.city.streets.edge_u)
    origin, target = np.array([0, 3], np.int32), np.array([9, 3], np.int32)
    whole = audit_routes._shortest(town, origin, target, np.ones(edges, bool))
    none = audit_routes._shortest(town, origin, target, np.arange(edges) < 1)
    assert np.isfinite(whole).all()
    assert whole[0] > 0
    assert np.isinf(none[0])
