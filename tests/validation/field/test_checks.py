"""All field checks together."""

from nightwalk.validation.field.checks import field_rows


def test_an_empty_folder_gives_rows_that_say_so(tmp_path):
    rows = field_rows(tmp_path)
    assert [row.id for row in rows] == sorted(row.id for row in rows)
    assert {row.verdict for row in rows} == {"not applicable"}
    assert {row.kind for row in rows} == {"field"}
    assert all(row.as_json()["value"] is None for row in rows)
