from __future__ import annotations

import gzip
import json
from dataclasses import replace

import numpy as np
import pytest

from nightwalk.base.errors import CityError
from nightwalk.model.city import Assumptions, City, LightSource, Lit, grid_town


def write_points(path, city: City, xy: np.ndarray, **columns: list[float]):
    degrees = city.to_wgs84(xy)
    header = ",".join(["lon", "lat", *columns])
    rows = [
        ",".join([f"{lon:.7f}", f"{lat:.7f}", *(str(column[i]) for column in columns.values())])
        for i, (lon, lat) in enumerate(degrees)
    ]
    path.write_text("\n".join([header, *rows]), "utf-8")
    return path


def unknown_rows(city: City) -> np.ndarray:
    return np.flatnonzero(city.streets.light_source == LightSource.IMPUTED)


def test_lamps_light_the_unknown_streets_beside_them(town, tmp_path):
    row = unknown_rows(town)[0]
    file = write_points(tmp_path / "lamps.csv", town, town.midpoints[[row]])
    after = town.with_lamps(file)
    assert after.streets.light_source[row] == LightSource.LAMPS
    assert after.streets.lux[row] > town.streets.lux[row]
    assert len(after.lamps) == len(town.lamps) + 1
    tagged = town.streets.lit != Lit.UNKNOWN
    np.testing.assert_array_equal(after.streets.lux[tagged], town.streets.lux[tagged])


def test_an_inventory_that_shows_no_lamp_means_unlit_only_where_it_reaches(town, tmp_path):
    rows = unknown_rows(town)
    file = write_points(tmp_path / "lamps.csv", town, town.midpoints[[rows[0]]])
    near = town.with_lamps(file, assumed=Assumptions(inventory_reach=1000.0))
    far = town.with_lamps(file, assumed=Assumptions(inventory_reach=50.0))
    assert (near.streets.light_source == LightSource.LAMPS).sum() > (
        far.streets.light_source == LightSource.LAMPS
    ).sum()
    assert near.streets.lux[rows].min() == Assumptions().lux_unlit


def test_lux_replaces_what_was_guessed_or_tagged(town, tmp_path):
    xy = town.midpoints[[3, 3, 3]] + [[0, 1], [2, 0], [0, -1]]
    file = write_points(tmp_path / "lux.csv", town, xy, lux=[6.0, 8.0, 10.0])
    after = town.with_lux(file)
    assert after.streets.lux[3] == pytest.approx(8.0)
    assert after.streets.light_source[3] == LightSource.MEASURED
    assert (after.streets.light_source == LightSource.MEASURED).sum() == 1
    assert "3 of 3 readings" in after.notes[-1]


def test_uneven_light_gives_a_penalty_and_even_light_none(town, tmp_path):
    xy = np.repeat(town.midpoints[[3]], 6, axis=0)
    even = town.with_lux(write_points(tmp_path / "a.csv", town, xy, lux=[9.0] * 6))
    uneven = town.with_lux(write_points(tmp_path / "b.csv", town, xy, lux=[0.1] * 3 + [20.0] * 3))
    assert even.streets.uniformity[3] == 0
    assert 0.5 < uneven.streets.uniformity[3] <= 1


def test_geojson_and_gzip_are_read_too(town, tmp_path):
    lon, lat = town.to_wgs84(town.midpoints[[3]])[0].tolist()
    point = {"type": "Point", "coordinates": [lon, lat]}
    feature = {"type": "Feature", "properties": {"lux": 7.5}, "geometry": point}
    file = tmp_path / "lux.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert town.with_lux(file).streets.lux[3] == pytest.approx(7.5)
    packed = tmp_path / "lux.csv.gz"
    packed.write_bytes(gzip.compress(f"lon,lat,lux\n{lon},{lat},4.5\n".encode()))
    assert town.with_lux(packed).streets.lux[3] == pytest.approx(4.5)


def test_a_table_from_a_european_spreadsheet_is_read(town, tmp_path):
    lon, lat = town.to_wgs84(town.midpoints[[3]])[0].tolist()
    file = tmp_path / "lux.csv"
    file.write_text(f"Lon;Lat;Lux\n{lon};{lat};4,5\n".replace(".", ","), "utf-8-sig")
    assert town.with_lux(file).streets.lux[3] == pytest.approx(4.5)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", "needs columns lon and lat"),
        ("lon,lat,lux\n", "holds no row"),
        ("lon,lat,lux\n9,50,bright\n", "not a number"),
        ("lon,lat,lux\nhere,50,4\n", "not a number"),
        ("lon,lat\n9,50\n", "no lux column"),
        ("lon,lat,lux\n-70,10,4\n", "lies near a street"),
        ("lon,lat,lux\n9,50,-4\n", "lies near a street"),
    ],
)
def test_a_lux_file_that_cannot_be_used_is_refused(town, tmp_path, content, message):
    file = tmp_path / "lux.csv"
    file.write_text(content)
    with pytest.raises(CityError, match=message):
        town.with_lux(file)


def test_missing_and_foreign_files_are_refused(town, tmp_path):
    with pytest.raises(CityError, match="does not exist"):
        town.with_lamps(tmp_path / "none.csv")
    odd = tmp_path / "lamps.geojson"
    odd.write_text("not json")
    with pytest.raises(CityError, match="cannot be read as a map layer"):
        town.with_lamps(odd)
    far = tmp_path / "far.csv"
    far.write_text("lon,lat\n100,10\n")
    with pytest.raises(CityError, match="lies near a street"):
        town.with_lamps(far)


def test_real_readings_keep_the_slope_of_light_with_distance(shared, tmp_path):
    """Cambridge, Massachusetts: readings nearer to a lamp are brighter (README of the data)."""
    folder = shared / "lighting" / "cambridge_ma_lux"
    town = grid_town()
    table = np.genfromtxt(folder / "lux_measurements.csv", delimiter=",", names=True)
    lon, lat = town.to_wgs84(town.midpoints[[3]])[0].tolist()
    moved = tmp_path / "moved.csv"  # the readings, carried to one street of the town
    rows = [f"{lon},{lat},{value}" for value in table["lux"][:2000]]
    moved.write_text("\n".join(["lon,lat,lux", *rows]))
    assert town.with_lux(moved).streets.lux[3] == pytest.approx(table["lux"][:2000].mean(), rel=1e-6)


def test_a_real_inventory_of_thirty_thousand_lamps_is_read(shared):
    from nightwalk.model.city.layers import points_of

    xy, table = points_of(shared / "lighting" / "montpellier" / "street_lamps.csv.gz", "EPSG:32631")
    assert len(xy) == 29_969
    assert "type_lanterne" in table


def test_measured_values_are_not_overwritten_by_lamps(town, tmp_path):
    row = unknown_rows(town)[0]
    source = town.streets.light_source.copy()
    source[row] = LightSource.MEASURED
    measured = replace(town, streets=replace(town.streets, light_source=source))
    after = measured.with_lamps(write_points(tmp_path / "lamps.csv", town, town.midpoints[[row]]))
    assert after.streets.lux[row] == town.streets.lux[row]
