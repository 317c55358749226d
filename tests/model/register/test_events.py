"""Files of incidents and reports: every row is placed or named with its reason."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from nightwalk.base.errors import CityError
from nightwalk.model.city.ground import projector
from nightwalk.model.register import rows as reading
from nightwalk.model.register.dates import Dates, likely_format
from nightwalk.model.register.events import Period, read_events
from nightwalk.model.register.rows import FileFormat
from nightwalk.model.register.words import KINDS, plain, read_words

HEADER = ("type", "date", "lon", "lat")


@pytest.fixture
def read(city):
    """Read a file of incidents."""

    def events(path, what="incidents", period=None, types=None, reach=50.0, **form):
        return read_events(
            path,
            city,
            what=what,
            words=read_words(types),
            form=FileFormat(**form),
            reach=reach,
            period=period or Period(),
        )

    return events


def rows_at(points, segments, kind="Robbery", day="2024-03-05"):
    return [(kind, day, f"{lon:.7f}", f"{lat:.7f}") for lon, lat in points(segments).tolist()]


def test_points_go_to_their_nearest_segment(read, write, points):
    events, account = read(write(rows_at(points, [4, 9, 9])))
    assert sorted(events.segment.tolist()) == [4, 9, 9]
    assert (account.rows, account.placed, account.rejected) == (3, 3, [])
    assert KINDS[events.kind[0]] == "robbery"


@pytest.mark.parametrize("ending", ["csv.gz", "geojson"])
def test_other_files_say_the_same(read, write, points, tmp_path, ending):
    rows = rows_at(points, [4, 9, 9])
    path = tmp_path / f"police.{ending}"
    if ending == "csv.gz":
        path.write_bytes(gzip.compress(write(rows).read_bytes()))
    else:
        features = [
            {
                "type": "Feature", "properties": {"type": kind, "date": day},
                "geometry": {"type": "Point", "coordinates": [float(lon), float(lat)]},
            }
            for kind, day, lon, lat in rows
        ]  # fmt: skip
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    events, account = read(path)
    assert sorted(events.segment.tolist()) == [4, 9, 9]
    assert account.placed == 3


def test_missing_ids_of_a_layer_are_no_id(read, points, tmp_path):
    path = tmp_path / "police.geojson"
    features = [
        {
            "type": "Feature", "properties": {"type": kind, "date": day, "id": number},
            "geometry": {"type": "Point", "coordinates": [float(lon), float(lat)]},
        }
        for (kind, day, lon, lat), number in zip(rows_at(points, [4, 9, 9]), (7, None, None), strict=True)
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    _, account = read(path)
    assert (account.placed, account.rejected) == (3, [])


def test_one_per_cent_of_garbage_leaves_the_good_rows(read, write, points):
    rows = rows_at(points, [7] * 990)
    garbage = [("",) * 4, ("x",), ("Robbery", "???", "1", "2"), ("Robbery", "2024-03-05", "north", "south"),
               ("\x00\x01", "2024-03-05", "9", "9"), *[("Robbery", "2024-03-05", "", "")] * 5]  # fmt: skip
    events, account = read(write([*rows[:500], *garbage, *rows[500:]]))
    assert len(events.day) == account.placed == 990
    assert account.rows == 1000
    assert len(account.rejected) == 10
    assert {row for row, _, _ in account.rejected} == set(range(502, 512))
    assert sum(count for count, _, _ in account.reasons.values()) == 10


def test_rows_outside_the_city_are_counted_with_how_far(read, write, points, city):
    west, south, _, _ = city.bounds
    beside, far = city.to_wgs84(np.array([[west - 90.0, south], [west - 30_000.0, south]])).tolist()
    rows = [*rows_at(points, [4]), *[("Robbery", "2024-03-05", *map(str, where)) for where in (beside, far)]]
    _, account = read(write(rows))
    assert account.placed == 1
    assert account.reasons["outside the city"] == (1, 4, "30 km from its nearest street")
    assert account.reasons["farther than 50 m from a street"][:2] == (1, 3)


def test_swapped_coordinates_are_recognised(read, write, points):
    rows = [(kind, day, lat, lon) for kind, day, lon, lat in rows_at(points, [4] * 5)]
    with pytest.raises(CityError, match="longitude and latitude seem to be swapped"):
        read(write(rows))


def test_the_system_of_the_coordinates_is_recognised_and_can_be_stated(read, write, points):
    xy = projector("EPSG:4326", "EPSG:3857")(points([4] * 5))
    path = write(
        [("Robbery", "2024-03-05", *map(str, point)) for point in xy.tolist()], ("type", "date", "x", "y")
    )
    with pytest.raises(CityError, match="they fit EPSG:3857: give --epsg 3857"):
        read(path)
    assert read(path, epsg=3857)[1].placed == 5


def test_a_town_far_away_is_one_sentence(read, write):
    with pytest.raises(
        CityError, match=r"No point lies within 1 km of .* when read as EPSG:4326; check the town"
    ):
        read(write([("Robbery", "2024-03-05", "-150.0", "-60.0")] * 3))


def test_dates_that_do_not_parse_are_named_with_the_likely_format(read, write, points):
    path = write(rows_at(points, [4, 5], day="31/12/2024"))
    with pytest.raises(
        CityError, match=r"reads as ISO .*; row 2 says '31/12/2024'; give --date-format '%d/%m/%Y'"
    ):
        read(path)
    events, _ = read(path, date_format="%d/%m/%Y")
    assert len(events.day) == 2


def test_some_dates_that_do_not_parse_are_counted(read, write, points):
    _, account = read(write([*rows_at(points, [4] * 3), *rows_at(points, [4], day="5 March")]))
    assert account.reasons["with a date that does not read as ISO (2026-03-31)"] == (1, 5, "'5 March'")


@pytest.mark.parametrize(
    ("text", "form", "good"),
    [("2024-03-05T10:00:00Z", "", True), ("2024-03", "", True), ("2024-13-01", "", False), ("2024-03-05x", "", False),
     ("05.03.2024", "%d.%m.%Y", True), ("2024-03-05", "%d.%m.%Y", False), ("", "", False)],
)  # fmt: skip
def test_dates(text, form, good):
    assert bool(Dates(form).day(text)) == good


def test_months_alone_are_known_as_such():
    months, days = Dates(), Dates()
    assert months.day("2024-03") == days.day("2024-03-01")
    assert months.months_only
    assert not days.months_only
    assert likely_format("03/25/2024") == "%m/%d/%Y"


def test_unknown_types_are_counted_and_named(read, write, points, tmp_path):
    rows = [*rows_at(points, [4] * 3), *rows_at(points, [4] * 2, kind="Jaywalking")]
    path = write(rows)
    _, account = read(path)
    assert account.types == {"Jaywalking": 2}
    assert any("'Jaywalking' (2)" in line for line in account.lines())
    (tmp_path / "more.toml").write_text('[types]\nassault = ["jaywalking"]\n', "utf-8")
    assert read(path, types=tmp_path / "more.toml")[1].placed == 5


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Anti-social behaviour", "disorder"), ("Bicycle theft", "pickpocket"), ("Burglary", "outside"),
     ("Criminal damage and arson", "vandalism"), ("Drugs", "outside"), ("Other crime", "outside"),
     ("Other theft", "pickpocket"), ("Possession of weapons", "outside"), ("Public order", "disorder"),
     ("Robbery", "robbery"), ("Shoplifting", "outside"), ("Theft from the person", "pickpocket"),
     ("Vehicle crime", "vehicle"), ("Violence and sexual offences", "assault"), ("battery", "assault"),
     ("cartheft", "vehicle"), ("damage", "vandalism"), ("trespass", "outside"), ("Criminal damage", "vandalism"),
     ("Theft", "pickpocket"), ("SCIPPO", "robbery"), ("Furto con destrezza", "pickpocket"), ("ΛΗΣΤΕΊΑ", "robbery"),
     ("Κλοπές οχημάτων", "vehicle"), ("βανδαλισμος", "vandalism")],
)  # fmt: skip
def test_words_of_police_files_are_known(word, kind):
    assert KINDS[read_words().kind[plain(word)]] == kind


def test_no_word_means_two_things():
    import tomllib

    from nightwalk.model.register.words import SHIPPED

    words = [
        plain(word)
        for listed in tomllib.loads(SHIPPED.read_text("utf-8"))["types"].values()
        for word in listed
    ]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "said"),
    [('[types]\nrobery = ["x"]\n', "no kind of incident 'robery'. Nearest: 'robbery'"), ("types = 3", "'types'"),
     ("[words]\n", "'words'"), ("not toml", "is not TOML")],
)  # fmt: skip
def test_a_file_of_types_that_cannot_be_used_is_one_sentence(tmp_path, text, said):
    (tmp_path / "types.toml").write_text(text, "utf-8")
    with pytest.raises(CityError, match=said):
        read_words(tmp_path / "types.toml")


def test_ids_that_come_twice_count_once(read, write, points):
    rows = [(*row, name) for row, name in zip(rows_at(points, [4] * 5), ["a", "b", "a", "", ""], strict=True)]
    events, account = read(write(rows, (*HEADER, "Crime ID")))
    assert len(events.day) == 4
    assert account.reasons["with the id of an earlier row"] == (1, 4, "row 2")


def test_rows_without_a_point_go_by_the_name_of_the_street(read, write, city):
    name = str(city.streets.name[0])
    rows = [("Robbery", "2024-03-05", f"{name.upper()} 14"), ("Robbery", "2024-03-05", "Nowhere Lane")]
    events, account = read(write(rows, ("type", "date", "address")))
    mine = city.streets.name == name
    assert sorted(set(events.segment.tolist())) == np.flatnonzero(mine).tolist()
    assert events.weight.sum() == pytest.approx(1.0)
    share = city.streets.length[events.segment] / city.streets.length[mine].sum()
    np.testing.assert_allclose(events.weight, share)
    assert (account.placed, account.shared) == (1, 1)
    assert account.reasons["without coordinates or a street of the city"][1] == 3


@pytest.mark.parametrize(
    ("street", "address"),
    [("Οδός Αγίου Ανδρέου", "αγιου ανδρεου 12"),
     ("ΛΕΩΦ. ΑΛΕΞΆΝΔΡΑΣ", "Λεωφόρος Αλεξάνδρας"), ("Street 8", "14 street 8"),
     ("Rue de l'Église", "RUE DE L EGLISE 3bis"), ("Main St.", "main street"),
     ("Via 25 Aprile", "v. 25 aprile, 7"),
     ("On or near High Road", "high rd"), ("Straße", "strasse")],
)  # fmt: skip
def test_street_names_are_compared_without_case_accents_and_house_numbers(street, address):
    words = read_words()
    assert words.street_name(street) in words.street_names(address)


def test_a_number_that_is_part_of_a_name_stays():
    words = read_words()
    assert words.street_name("Street 8") not in words.street_names("Street 7")
    assert words.street_names("Street 8")[0] == "street 8"


def test_columns_are_named_when_they_are_not_the_usual_ones(read, write, points):
    path = write(rows_at(points, [4]), ("Was", "Wann", "Laenge", "Breite"))
    with pytest.raises(CityError, match=r"has neither coordinates .+ nor street names; it has Was, Wann"):
        read(path)
    with pytest.raises(CityError, match="has no column for the date"):
        read(path, columns={"lon": "Laenge", "lat": "Breite", "type": "Was"})
    with pytest.raises(CityError, match=r"has no column 'Wan'.* Nearest: 'Wann'"):
        read(path, columns={"date": "Wan"})
    named = {"lon": "Laenge", "lat": "Breite", "type": "Was", "date": "Wann"}
    assert read(path, columns=named)[1].placed == 1


def test_columns_of_persons_are_not_read(read, write, points):
    rows = [(*row, "Jane Doe", "12345") for row in rows_at(points, [4])]
    _, account = read(write(rows, (*HEADER, "Victim", "Passport")))
    assert account.unread == ("Victim", "Passport")
    assert not any("Jane" in line or "12345" in line for line in account.lines())


@pytest.mark.parametrize("text", ["", "type,date,lon,lat\n"])
def test_an_empty_file_is_one_sentence(read, tmp_path, text):
    path = tmp_path / "empty.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CityError, match=r"holds no row|has neither coordinates"):
        read(path)


def test_a_file_that_is_not_there_or_no_map_is_one_sentence(read, tmp_path):
    with pytest.raises(CityError, match="does not exist"):
        read(tmp_path / "no.csv")
    (tmp_path / "bad.geojson").write_text("{", "utf-8")
    with pytest.raises(CityError, match="cannot be read as a map layer"):
        read(tmp_path / "bad.geojson")


def test_another_encoding_is_recognised_row_by_row_and_can_be_stated(read, city, points, tmp_path):
    rows = [f"Ληστεία,2024-03-05,{lon:.6f},{lat:.6f}" for lon, lat in points([4, 5]).tolist()]
    path = tmp_path / "police.csv"
    good = f"Robbery,2024-03-05,{points([4])[0][0]:.6f},{points([4])[0][1]:.6f}"
    path.write_bytes("\n".join(["type,date,lon,lat", *rows, good]).encode("cp1253"))
    _, account = read(path)
    assert account.reasons["not text in the encoding of the file (--encoding)"][:2] == (2, 2)
    assert account.placed == 1
    assert read(path, encoding="cp1253")[1].placed == 3


def test_a_large_file_is_read_in_chunks_that_change_nothing(read, write, points, monkeypatch):
    rows = rows_at(points, list(range(40)) * 3)
    rows[50] = ("x",)
    path = write(rows)
    whole, one = read(path)
    monkeypatch.setattr(reading, "CHUNK", 7)
    parts, other = read(path)
    assert whole.segment.tolist() == parts.segment.tolist()
    assert one.as_json() == other.as_json()
    assert one.rejected == [(52, "not 4 columns", "")]


def test_rows_outside_the_period_do_not_count(read, write, points):
    from datetime import date

    rows = [*rows_at(points, [4] * 2), *rows_at(points, [4], day="2020-01-01")]
    _, account = read(write(rows), period=Period(since=date(2024, 1, 1)))
    assert account.placed == 2
    assert account.reasons["outside the period"] == (1, 4, "2020-01-01")


def test_a_citizens_report_needs_no_type(read, write, points):
    rows = [(day, lon, lat) for _, day, lon, lat in rows_at(points, [4] * 2)]
    events, _ = read(write(rows, ("date", "lon", "lat")), what="reports")
    assert {KINDS[kind] for kind in events.kind} == {"insecurity"}


def test_rejected_rows_are_written_with_row_and_reason_only(read, write, points, tmp_path):
    _, account = read(write([*rows_at(points, [4]), ("Robbery", "soon", "1", "2")]))
    text = account.write_rejected(tmp_path / "rejected.csv").read_text("utf-8")
    assert text.splitlines()[0] == "row,reason,detail"
    assert text.splitlines()[1].startswith("3,with a date that does not read as ISO")
