"""Maps: one scale, no value is grey, attribution everywhere, GeoPackage for QGIS."""

import numpy as np
import pyogrio
import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs import figures, panels
from nightwalk.outputs.drawing import figure
from nightwalk.outputs.folder import street_columns
from nightwalk.outputs.maps import attribution_line, map_streets, shared_limits
from nightwalk.outputs.shapes import geopackage_bytes, read_shapes

LINE = "© OpenStreetMap contributors, 2021-05-12 · lit guessed on 38 % of street length"


def test_attribution_names_source_date_and_guesses(made):
    assert attribution_line(made.study["city"]) == LINE
    assert attribution_line({}) == "© OpenStreetMap contributors, date unknown · lit guessed not known where"


def test_every_standard_map_carries_the_attribution(ensemble, tmp_path):
    drawn = figures.write_figures(ensemble, tmp_path)
    maps = {name for name, one in drawn.items() if one.is_map}
    assert maps == {"after_dark", "by_day", "difference_after_dark", "measures"}
    assert all(LINE in drawn[name].svg for name in maps)
    assert all(one.alt and one.caption for one in drawn.values())


def test_before_and_after_share_one_scale(ensemble, tmp_path, monkeypatch):
    limits = []

    def spy(*args, **how):
        limits.append(how["limits"])
        return map_streets(*args, **how)

    monkeypatch.setattr(panels, "map_streets", spy)
    figures.write_figures(ensemble, tmp_path)
    after_dark, by_day = set(limits[:3]), limits[3]
    assert len(after_dark) == 1
    assert by_day not in after_dark


def test_a_difference_scale_is_centred_on_zero():
    low, high = shared_limits(np.array([-1.0, 4.0]), np.array([np.nan]), diverging=True)
    assert low == -high < 0


@pytest.mark.parametrize("values", [[np.nan, np.nan], [0.3, 0.3], [0.0, 0.0]])
def test_scales_of_odd_values_have_some_width(values):
    for diverging in (False, True):
        low, high = shared_limits(np.array(values), diverging=diverging)
        assert low < high


def test_values_and_gaps_are_drawn_apart(made):
    values = np.linspace(0, 1, len(made.shapes.id))
    values[:3] = np.nan
    ax = map_streets(made.shapes, values, label="share", attribution=LINE, highlight=made.shapes.id[:2])
    assert ax.get_xlabel() == LINE
    outline, bed, gaps, lines = ax.collections
    assert [len(part.get_paths()) for part in (outline, bed, gaps, lines)] == [2, 30, 3, 27]
    widths = lines.get_linewidths()
    assert widths[0] < widths[-1]


def test_streets_whose_light_is_guessed_are_broken_and_the_key_says_so(made, ensemble):
    values = np.linspace(0, 1, len(made.shapes.id))
    ax = map_streets(made.shapes, values, label="share", attribution=LINE, guessed=made.shapes.guessed)
    _, _, gaps, lines = ax.collections
    assert len(gaps.get_paths()) == made.shapes.guessed.sum() == 10
    assert gaps.get_zorder() > lines.get_zorder()
    drawn = figures.draw_figures(ensemble)
    shown = {name for name, one in drawn.items() if "light guessed" in one.svg}
    assert shown == {"after_dark", "difference_after_dark", "measures"}


def test_degrees_get_a_scale_bar_in_metres(made):
    from dataclasses import replace

    degrees = replace(made.shapes, xy=made.shapes.xy / 100_000 + [25.0, 60.0], crs="EPSG:4326")
    ax = map_streets(degrees, np.ones(30), label="x", attribution=LINE, ax=figure().add_subplot())
    assert [text.get_text() for text in ax.texts] == ["50 m"]
    assert ax.get_aspect() == pytest.approx(2.0, abs=0.01)


def test_streets_hardly_anybody_passed_show_no_episodes(ensemble):
    mean = ensemble.street_means("Today")
    assert np.isnan(mean["fear_episodes"][-2:]).all()
    assert not np.isnan(mean["fear_episodes"][:-2]).any()
    assert not np.isnan(mean["lux"]).any()


def test_street_means_are_over_seeds(ensemble):
    frame = ensemble.frame("streets").query("scenario == 'Today' and segment == 105")
    assert len(frame) == len(ensemble.seeds)
    assert ensemble.street_means("Today")["unsafe_dark"][5] == pytest.approx(frame["unsafe_dark"].mean())


def test_the_geopackage_opens_and_holds_means_and_changes(ensemble, tmp_path):
    path = tmp_path / "streets.gpkg"
    columns = street_columns(ensemble)
    path.write_bytes(geopackage_bytes(ensemble.shapes, columns))
    frame = pyogrio.read_dataframe(path)
    assert str(frame.crs) == "EPSG:3067"
    assert (frame.geometry.geom_type == "LineString").all()
    before, after, change = (
        frame[f"{name} lux{end}"]
        for name, end in (("today", ""), ("lamps-on-the-harbour", ""), ("lamps-on-the-harbour", " change"))
    )
    assert change.to_numpy() == pytest.approx((after - before).to_numpy())
    assert (change.to_numpy()[:10] > 0).all()
    assert (change.to_numpy()[10:] == 0).all()
    assert not [name for name in frame.columns if "crime" in name]
    back = read_shapes(path)
    assert list(back.name) == list(ensemble.shapes.name)
    assert list(back.cls) == list(ensemble.shapes.cls)
    assert list(back.guessed) == list(ensemble.shapes.guessed)


def test_scenarios_whose_names_look_alike_keep_their_columns(made, ensemble):
    from dataclasses import replace

    frame = ensemble.street_means("Today")
    alike = replace(ensemble, scenarios=("A!", "A?"))
    object.__setattr__(alike, "street_means", lambda name: frame)
    assert {"a 0 lux", "a 1 lux", "a 1 lux change"} <= set(street_columns(alike))


def test_a_file_that_is_no_geopackage_is_refused(tmp_path):
    (tmp_path / "streets.gpkg").write_bytes(b"no")
    with pytest.raises(RunError, match="cannot be read as a GeoPackage"):
        read_shapes(tmp_path / "streets.gpkg")
