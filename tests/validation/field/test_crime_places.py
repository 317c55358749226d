"""F2: real records counted by segment, and what is said where dates or files are missing."""

import json

import numpy as np
import pytest

from nightwalk.validation.field import crime_places
from nightwalk.validation.field.crime_places import chicago, concentration_rows, geodanet
from nightwalk.validation.rows import NOT_APPLICABLE


def layer(path, shapes):
    features = [{"type": "Feature", "properties": {"id": i}, "geometry": one} for i, one in enumerate(shapes)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_segments_are_counted_from_one(tmp_path):
    crimes, segments = tmp_path / "crimes.csv", tmp_path / "segments.csv"
    crimes.write_text("x_ft,y_ft,segment,type\n0,0,1,theft\n0,0,3,theft\n0,0,3,theft\n")
    segments.write_text("segment,v_from,v_to\n1,1,2\n2,2,3\n3,3,4\n4,4,5\n")
    assert chicago(crimes, segments)[0].tolist() == [1, 0, 2, 0]


def test_a_crime_is_laid_on_its_nearest_street(tmp_path):
    streets = layer(
        tmp_path / "streets.geojson",
        [
            {"type": "LineString", "coordinates": [[-111.8, lat], [-111.79, lat]]}
            for lat in (33.40, 33.41, 33.42)
        ],
    )
    at = [(-111.795, 33.4001), (-111.795, 33.4099), (-111.795, 33.4101), (-111.795, 33.45)]
    crimes = layer(tmp_path / "crimes.geojson", [{"type": "Point", "coordinates": one} for one in at])
    counts, said = geodanet(crimes, streets)
    assert counts.tolist() == [1, 2, 0]
    assert "1 are beyond 100 m" in said


def test_rows_have_the_ranges_of_the_stylised_fact():
    rng = np.random.default_rng(2)
    rows = concentration_rows("Somewhere", rng.poisson(rng.lognormal(-1.5, 1.5, 800)))
    assert [row.accepted for row in rows[:3]] == [(0.02, 0.07), (0.004, 0.025), (0.35, 0.55)]
    for row in rows:
        assert row.interval[0] <= row.value <= row.interval[1]
    assert rows[3].value < 0.8
    assert rows[4].verdict == "holds", "more uneven than a random world"


def test_missing_networks_are_said_and_near_repeat_is_never_faked(tmp_path):
    rows = crime_places.rows(tmp_path)
    assert {row.verdict for row in rows} == {NOT_APPLICABLE}
    assert sum("data not given" in row.note for row in rows) == 2
    assert [row.town for row in rows if "Knox" in row.quantity] == list(crime_places.NO_DATES)


def test_the_two_networks_give_what_their_readme_says(shared):
    rows = {
        (row.town, row.quantity): row for row in crime_places.rows(shared) if row.verdict != NOT_APPLICABLE
    }
    half = "segments with half of the crime"
    assert rows[crime_places.CHICAGO, half].value == pytest.approx(0.07, abs=0.005)
    assert rows[crime_places.GEODANET, half].value == pytest.approx(0.055, abs=0.005)
    assert all(row.role == "replication" for row in rows.values()), "nothing here is the model's"
