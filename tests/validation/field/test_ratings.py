"""F1 on made-up ratings of the generated town, and on the real ones."""

import numpy as np
import pytest

from nightwalk.model.city import grid_town
from nightwalk.validation.field import ratings
from nightwalk.validation.field.daytime import CUES, Daytime, daytime
from nightwalk.validation.field.places import REACH, Ratings, nearest_segment, ratings_of
from nightwalk.validation.rows import HOLDS, NOT_APPLICABLE

HEADER = "lon,lat,safety_avg,safety_stddev,rating_count,male_ratings,female_ratings,male_safety_avg,female_safety_avg"


@pytest.fixture(scope="module")
def model():
    """A hundred streets: incivility and presence vary, entrapment and park do not."""
    rng = np.random.default_rng(7)
    cues = np.zeros((100, len(CUES)))
    cues[:, 0], cues[:, 3] = rng.random(100), rng.normal(size=100)
    z = np.stack([cues[:, 0] - weight * cues[:, 3] for weight in (0.1, 0.2)])
    return Daytime(np.stack([z, z + 1e-3 * rng.normal(size=z.shape)]), cues)


def rated(safety, metres=5.0):
    count = len(safety)
    return Ratings(
        mean=np.stack([safety] * 3), raters=np.full((3, count), 8), sd=np.full(count, 0.5),
        segment=np.arange(count), metres=np.full(count, metres),
    )  # fmt: skip


def by_name(rows):
    return {row.quantity: row for row in rows}


def test_ratings_that_follow_the_cue_agree_with_it(model):
    rows = by_name(ratings.rows_of_places(rated(4.0 - model.z.mean(axis=(0, 1))), model))
    for raters in ("all", "men", "women"):
        row = rows[ratings.agreement_of(raters)]
        assert row.verdict == HOLDS
        assert row.value > 0.95
        assert row.interval[0] > 0.9
        assert len(row.each) == 2
        assert "no evidence about night" in row.note
    assert rows["gain of incivility by day"].value > ratings.GAIN
    assert "would be kept" in rows["gain of incivility by day"].note
    assert rows["gain of entrapment by day"].verdict == NOT_APPLICABLE


def test_ratings_the_other_way_round_fail(model):
    rows = by_name(ratings.rows_of_places(rated(4.0 + model.z.mean(axis=(0, 1))), model))
    assert rows[ratings.agreement_of("all")].verdict == "fails"


def test_a_handful_of_streets_cannot_tell(model):
    few = rated(4.0 - model.z.mean(axis=(0, 1)) + np.random.default_rng(1).normal(size=100)).where(
        np.arange(100) < 6
    )
    row = by_name(ratings.rows_of_places(few, model))[ratings.agreement_of("all")]
    assert row.verdict == NOT_APPLICABLE
    assert np.isfinite(row.value)
    assert "too few streets" in row.note


def test_places_off_the_map_are_dropped_and_counted(model):
    far = rated(np.linspace(2, 4, 100), metres=REACH + 1)
    assert all(row.verdict == NOT_APPLICABLE for row in ratings.rows_of_places(far, model)[:3])
    assert ratings._matched(far, 0.0).value == 0.0


def test_a_place_finds_its_street(tmp_path):
    town = grid_town()
    lon, lat = town.to_wgs84(town.midpoints[[12]])[0]
    file = tmp_path / "rated.csv"
    file.write_text(f"{HEADER}\n{lon},{lat},3.5,0.8,6,2,4,,3.1\n")
    read = ratings_of(file, town)
    assert read.segment.tolist() == [12]
    assert read.metres[0] < 0.1
    assert np.isnan(read.mean[1, 0])
    assert read.mean[[0, 2], 0].tolist() == [3.5, 3.1]
    assert read.raters[:, 0].tolist() == [6, 2, 4]
    segment, metres = nearest_segment(town, town.midpoints + 1e-6)
    assert (segment == np.arange(town.segments)).all()
    assert metres.max() < 1e-3


@pytest.mark.slow
def test_the_cue_by_day_is_the_models_own():
    from nightwalk.model.parameters import Parameters

    town = grid_town()
    found = daytime(town, (1,))
    assert found.z.shape == (1, 2, town.segments)
    p = Parameters().values()
    men = (
        p.beta_I * (found.cues[:, 0] - p.incivility_ref) / p.incivility_sd
        + p.beta_X * (found.cues[:, 1] - p.entrapment_ref) / p.entrapment_sd
        + p.beta_park_day * found.cues[:, 2]
        - p.beta_N_men * found.cues[:, 3]
    )
    assert found.z[0, 0] == pytest.approx(men), "nothing else is in Z by day where nobody crowds"


def test_missing_data_are_said(tmp_path):
    (row,) = ratings.rows(tmp_path)
    assert row.verdict == NOT_APPLICABLE
    assert "data not given: surveys/frankfurt_streetception_dev.csv" in row.note


@pytest.mark.slow
def test_the_real_ratings_are_matched_and_reported(shared):
    rows = by_name(ratings.rows(shared, seeds=(1,)))
    assert {row.kind for row in rows.values()} == {"field"}
    assert 0.0 < rows["share of rated places on the map"].value < 1.0
    assert -1.0 <= rows[ratings.agreement_of("all")].value <= 1.0
    assert 0.0 < rows["noise ceiling of the ratings, all raters"].value < 1.0
