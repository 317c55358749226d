"""The register as a whole: what it holds, on disk and back, bound to its streets; audits; real files."""

from __future__ import annotations

import json

import numpy as np
import pytest

from nightwalk.base.errors import CityError, ScenarioError
from nightwalk.model.city import LightSource, grid_town
from nightwalk.model.register.make import register
from nightwalk.model.register.register import FAMILIES, RiskRegister
from nightwalk.model.register.rows import FileFormat
from nightwalk.model.register.terms import Terms


@pytest.fixture
def seen(write, points):
    """Write an audit of three segments."""
    where = points([7, 7, 12])
    rows = [
        (*map(str, where[0]), "3.5", "0.6", ""),
        (*map(str, where[1]), "4.5", "", "0.8"),
        (*map(str, where[2]), "", "0.3", ""),
    ]
    return write(rows, ("lon", "lat", "lux", "incivility", "social"), name="audit.csv")


def test_streets_with_more_reports_have_a_higher_risk(made, spread):
    mean, low, high = made.estimate("recorded")
    assert mean[3] == mean.max()
    assert np.all((low < mean) & (mean < high))
    assert made.counts["recorded"][3] == np.bincount(spread)[3]
    assert np.isnan(made.counts["recorded"][spread[np.bincount(spread)[spread] == 1][0]])
    assert set(made.families) == set(FAMILIES)


def test_a_register_comes_back_from_its_file_the_same(made, tmp_path):
    again = RiskRegister.load(made.save(tmp_path / "town.register.gpkg"))
    assert again.digest == made.digest
    assert again.outlook.verdict == made.outlook.verdict
    assert again.relative_risks().equals(made.relative_risks())
    assert again.span == made.span
    other = RiskRegister.load(made.save(tmp_path / "again.register.gpkg"))
    assert other.digest == made.digest


def test_the_file_is_a_layer_that_gis_programs_read(made, city, tmp_path):
    import pyogrio

    path = made.save(tmp_path / "town.register.gpkg")
    info = pyogrio.read_info(path, layer="streets")
    assert info["features"] == city.segments
    assert info["geometry_type"] == "LineString"
    assert {"recorded", "recorded_low", "recorded_high", "modelled", "outlook"} <= set(info["fields"])


def test_nothing_of_a_row_is_in_the_file(city, write, points, tmp_path):
    where = points([3] * 9).tolist()
    rows = [("Robbery", "2024-03-05", *map(str, xy), "Jane Doe", f"secret-{i}") for i, xy in enumerate(where)]
    rows.append(("Jane was robbed", "2024-03-05", *map(str, where[0]), "Jane Doe", "secret-10"))
    path = write(rows, ("type", "date", "lon", "lat", "victim", "crime id"))
    kept = register(city, incidents=path).save(tmp_path / "town.register.gpkg").read_bytes()
    assert b"Jane" not in kept
    assert b"secret" not in kept
    assert b"2024-03-05" not in kept


def test_a_register_of_another_city_is_one_sentence(made):
    with pytest.raises(
        ScenarioError, match=r"made for the streets of .*make it again with: nightwalk register"
    ):
        made.check_city(grid_town(6, 6))


def test_a_city_with_other_light_and_people_keeps_its_register(made, city):
    made.check_city(city.with_residents(12345.0))


def test_audits_set_light_and_incivility_of_the_streets_they_saw(city, seen):
    found = register(city, audit=seen)
    after = found.audited(city)
    assert after.streets.lux[7] == pytest.approx(4.0)
    assert after.streets.light_source[7] == LightSource.MEASURED
    assert after.streets.incivility[[7, 12]].tolist() == [0.6, 0.3]
    same = np.delete(np.arange(city.segments), [7, 12])
    assert np.array_equal(after.streets.lux[same], city.streets.lux[same])
    assert found.social[7] == 0.8
    assert found.audited(after).checksum == after.checksum
    assert found.measures == ()
    with pytest.raises(ScenarioError, match="it has an audit only"):
        found.estimate("recorded")


def test_an_audit_alone_comes_back_from_its_file(city, seen, tmp_path):
    found = register(city, audit=seen)
    assert RiskRegister.load(found.save(tmp_path / "a.gpkg")).digest == found.digest


def test_audit_values_out_of_range_are_counted(city, write, points):
    where = points([7, 8, 9]).tolist()
    rows = [(*map(str, xy), value) for xy, value in zip(where, ["0.5", "7", ""], strict=True)]
    found = register(city, audit=write(rows, ("lon", "lat", "incivility")))
    assert found.accounts[0]["reasons"] == {
        "with incivility outside 0 to 1": {"rows": 1},
        "without a value": {"rows": 1},
    }
    with pytest.raises(CityError, match="has none of the columns lux, incivility, social"):
        register(city, audit=write([(*map(str, where[0]), "x")], ("lon", "lat", "mood")))


def test_disorder_that_citizens_report_becomes_social_incivility(city, incidents, write, points):
    rows = [("noise", "2024-06-05", *map(str, xy)) for xy in points([30] * 40 + [31] * 6).tolist()]
    with_noise = register(city, reports=write(rows, name="reports.csv"))
    without = register(city, incidents=incidents([3] * 20))
    assert with_noise.social[30] > with_noise.social[31] > with_noise.social[0] > 0.0
    assert with_noise.social.max() < 1.0
    assert without.social.max() == 0.0
    assert with_noise.street_crime().yearly is None


def test_disorder_in_a_police_file_counts_as_reported(city, write, points):
    rows = [("Anti-social behaviour", "2024-06", *map(str, xy)) for xy in points([30] * 9).tolist()]
    rows += [("Robbery", "2024-06", *map(str, xy)) for xy in points([31] * 9).tolist()]
    rows += [(kind, "2024-06", *row) for kind in ("noise", "Robbery") for row in points(range(6)).tolist()]
    found = register(city, incidents=write(rows))
    assert found.measures == ("recorded", "reported", "modelled")
    assert found.counts["recorded"][31] == found.counts["reported"][30] == 9.0
    assert found.outlook.errors == ()


def test_each_file_may_be_written_in_its_own_way(city, incidents, write, points):
    rows = [("05/06/2024", *map(str, xy)) for xy in points([30] * 9).tolist()]
    reports = write(rows, ("date", "lon", "lat"), name="reports.csv", mark=";")
    found = register(
        city,
        incidents=incidents([3] * 20),
        reports=reports,
        form={"reports": FileFormat(date_format="%d/%m/%Y")},
    )
    assert [one["placed"] for one in found.accounts] == [20, 9]


def test_what_was_recorded_lately_is_known_by_area_and_keeps_its_total(city, incidents):
    found = register(city, incidents=incidents([3, 3, 3, 9, 12] * 60))
    assert found.latest.sum() == pytest.approx(300 * 28 / 360, rel=0.3)
    assert found.latest[3] == found.latest.max()


def test_risk_may_be_relative_to_who_passes(city, incidents, spread):
    path = incidents(spread)
    presence = np.ones(city.segments)
    presence[3] = 20.0
    plain, relative = register(city, incidents=path), register(city, incidents=path, presence=presence)
    assert relative.estimate("recorded")[0][3] < 0.3 * plain.estimate("recorded")[0][3]
    with pytest.raises(CityError, match="one number for each of the"):
        register(city, incidents=path, presence=np.ones(3))


def test_levels_follow_totals_residents_and_recorded_shares(made):
    shares = {f"pi_{name}": 0.5 for name in FAMILIES}
    levels = made.levels(1000.0, shares)
    street = sum(made.families[name] for name in FAMILIES[:3])
    assert levels["street_crime"] == pytest.approx(2.0 * street)
    assert levels["share_robbery"] == pytest.approx(made.families["robbery"] / street)
    assert levels["vandalism"] == pytest.approx(2.0 * made.families["vandalism"])


def test_a_family_below_k_takes_another_with_it_so_that_the_sum_tells_nothing(city, write, points):
    kinds = ["Robbery"] * 9 + ["Theft from the person"] * 7 + ["Assault"] * 3
    where = points([4] * len(kinds)).tolist()
    rows = [(kind, "2024-03-05", *map(str, at)) for kind, at in zip(kinds, where, strict=True)]
    told = {
        name for name, count in register(city, incidents=write(rows)).families.items() if count is not None
    }
    assert told == {"robbery"}


def test_nothing_to_register_is_one_sentence(city):
    with pytest.raises(CityError, match="There is nothing to register"):
        register(city)


@pytest.mark.parametrize(
    ("name", "said"), [("town.txt", "does not end in .gpkg"), ("no.gpkg", "does not exist")]
)
def test_files_that_cannot_be_used_are_one_sentence(made, tmp_path, name, said):
    with pytest.raises(CityError, match=said):
        made.save(tmp_path / name) if name.endswith("txt") else RiskRegister.load(tmp_path / name)


def test_a_city_is_no_register(city, tmp_path):
    with pytest.raises(CityError, match="is no risk register"):
        RiskRegister.load(city.save(tmp_path / "town.city.gpkg"))


def test_a_register_draws_its_maps(made):
    ax = made.map("recorded")
    assert "OpenStreetMap" in ax.get_xlabel() or "generated" in ax.get_xlabel().lower()
    assert len(ax.collections[-1].get_alpha()) == len(made.streets.id)
    with pytest.raises(ScenarioError, match=r"has no 'recorder'; .* Nearest: 'recorded'"):
        made.map("recorder")


def test_the_account_is_kept_without_examples(city, write, points):
    rows = [("Robbery", "2024-03-05", *map(str, xy)) for xy in points([3] * 9).tolist()]
    rows += [("Robbery", "5 March", *rows[0][2:]), *[("Odd", *rows[0][1:])] * 2]
    kept = register(city, incidents=write(rows)).accounts[0]
    assert kept["rejected"] == 3
    assert kept["unknown_types"] == {}
    assert "5 March" not in json.dumps(kept)


def test_declared_numbers_stand_on_the_page_of_the_register():
    from pathlib import Path

    from nightwalk.base.quantity import quantities

    page = (Path(__file__).parents[3] / "docs" / "register.md").read_text("utf-8")
    for name, declared in quantities(Terms).items():
        assert f"| `{name}` | {declared.default:g}" in page
