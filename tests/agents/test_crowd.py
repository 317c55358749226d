"""People a programme draws come to their street, stay while it is on, and go."""

from collections import Counter

import numpy as np

from nightwalk.agents.crowd import Drawn, crowd_of_street, plan_crowd
from nightwalk.agents.legs import Plan


def test_a_crowd_stands_in_its_street_in_the_hours_of_the_programme(town, willing):
    state, out = town.state, Plan(*(np.zeros(5000, dtype=np.int32) for _ in Plan._fields))
    first = state.residents
    n = state.visitors
    segment = np.full(n, 7, dtype=np.int32)
    home = np.full(len(state.people.kind), -1, dtype=np.int32)

    def plan(draw, stay=2, leaving=0):
        return plan_crowd(
            state.people,
            first,
            first + n,
            segment,
            draw,
            18,
            23,
            stay,
            leaving,
            town.today.day,
            home,
            np.uint64(5),
            out,
        )

    at = plan(1.0)
    open_air = out.way[:at] == -1 - 7
    assert open_air.sum() > 20
    assert out.hour[:at][open_air].min() == 18
    assert out.hour[:at][open_air].max() <= 22
    walks = Counter(out.person[:at][~open_air].tolist())
    assert set(walks.values()) == {2}, "they come and they go"
    assert set(out.person[:at][open_air]) == set(walks)
    assert (out.tried[:at] < 0).all()
    assert plan(0.0) == 0
    assert 0 < plan(0.5) < at
    assert plan(1.0, stay=5, leaving=1) == n * 7, "everybody, in at 18, five hours there, out at 23"
    at = plan(1.0, stay=5, leaving=3)
    back = {
        int(i): int(h) for i, h in zip(out.person[:at], out.hour[:at], strict=True)
    }  # the last hour of each
    shares = np.bincount(list(back.values()))[23:] / n
    assert len(shares) == 3
    np.testing.assert_allclose(shares, 1 / 3, atol=0.12)


def test_a_crowd_is_as_large_as_it_takes_to_have_so_many_people_in_the_street(but, p):
    """Sixty people an hour for four hours, two hours each, every second of them on any day."""
    numbers = but(p, stay_leisure=2.9, visitor_presence=0.5)
    where = np.array([7])
    four, one = Drawn(where, 60.0, 18, 22), Drawn(where, 60.0, 18, 19)
    assert crowd_of_street(four, 1.0, numbers) == 60 * 4 / (2 * 0.5)
    assert crowd_of_street(four, 3.0, numbers) == 80, "agents of three people each"
    assert crowd_of_street(one, 1.0, numbers) == 120, "nobody stays longer than the programme"
    assert crowd_of_street(four._replace(people_per_hour=0.01), 1.0, numbers) == 1
    assert crowd_of_street(four._replace(leaving=2), 1.0, numbers) == 60, "all come to an event and stay"
