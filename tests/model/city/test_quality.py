from __future__ import annotations

import numpy as np
import pytest

from nightwalk.model.city import LightSource, data_quality, grid_town, to_survey_first


def test_shares_and_kilometres_add_up(helsinki):
    quality = data_quality(helsinki)
    assert sum(km for _, km in quality.kilometres_by_class) == pytest.approx(quality.kilometres)
    assert sum(share for _, share in quality.share_by_lit) == pytest.approx(1)
    assert sum(share for _, share in quality.share_by_light_source) == pytest.approx(1)
    assert 0 < quality.guessed_light < 1


def test_the_summary_can_be_read(helsinki):
    text = str(data_quality(helsinki))
    for wanted in (
        "Helsinki centre",
        "© OpenStreetMap contributors",
        "lit",
        "residents",
        "clipped",
        "2019-04",
    ):
        assert wanted in text


def test_what_to_survey_first_is_ranked_and_only_what_is_guessed(helsinki):
    listed = to_survey_first(helsinki, most=1000)
    shares = [row.share for row in listed]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    ids = [number for row in listed for number in row.ids]
    guessed = helsinki.streets.id[helsinki.streets.light_source == LightSource.IMPUTED]
    np.testing.assert_array_equal(sorted(ids), guessed)
    assert len(to_survey_first(helsinki, most=3)) == 3
    assert "unknown" in str(listed[0])


def test_where_all_is_known_there_is_nothing_to_survey():
    assert to_survey_first(grid_town(lit="yes")) == ()


def test_more_people_make_a_street_more_urgent(town):
    first = to_survey_first(town)[0]
    assert first.people >= np.mean([row.people for row in to_survey_first(town)]) * 0.5
