"""Statistics of a decision as the report shows them."""

import pandas as pd

from nightwalk.model.city.columns import StreetClass
from nightwalk.outputs.costs import costs
from nightwalk.outputs.decision_tables import (
    GAPS_SAID,
    KINDS_SAID,
    MOVED_SAID,
    STATES_SAID,
    areas,
    darkness,
    fairness,
    payers,
    rings,
    sources_of_doubt,
)
from nightwalk.outputs.decision_words import payers_line
from nightwalk.outputs.displacement import MEASURES
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.equity import GAPS
from nightwalk.outputs.sections import Table, parted
from nightwalk.outputs.tables import UNCERTAINTY, make_table
from nightwalk.outputs.wording import ranged, written

BOTH = "Lamps and a programme"


def column(table, name):
    place = [head.replace("\N{NO-BREAK SPACE}", " ") for head, _ in table.heads].index(name)
    return [row[place] for row in table.rows]


def test_every_row_has_as_many_cells_as_headings(ensemble, single):
    for study in (ensemble, single):
        for table in (payers(study), darkness(study), fairness(study), rings(study), sources_of_doubt(study)):
            assert {len(row) for row in table.rows} <= {len(table.heads)}


def test_who_pays_stands_apart_only_where_several_do(ensemble):
    table = payers(ensemble)
    assert column(table, "Who pays") == ["city", "all", "city", "region"]
    assert [bool(text) for text in column(table, "A year for each of them")] == [True, True, False, False]
    bills = costs(ensemble)
    assert payers_line(bills[bills["scenario"] == BOTH]).startswith("Who pays a year: city EUR")
    assert payers_line(bills[bills["scenario"] != BOTH]) == "Who pays: city."


def test_words_there_are_for_every_key():
    assert set(MOVED_SAID) == set(MEASURES)
    assert set(GAPS_SAID) == {*GAPS, "least_safe_share"}
    assert {"narrower", "wider", "hardly", "unclear", "defined", "no_ratio"} == set(STATES_SAID)


def test_where_things_move_to_is_said_for_every_ring(pair):
    table = rings(pair)
    assert [head for head, _ in table.heads][3:] == ["Ring of 200 m", "Ring of 400 m"]
    said = dict(zip(column(table, "What"), column(table, "Ring of 200 m"), strict=True))
    assert said["Fear episodes"].endswith("benefits spread to the ring")
    assert said["Vandalism"].startswith("too few crimes here to tell")
    treated = dict(
        zip(column(table, "What"), column(table, "On the treated streets, against the rest"), strict=True)
    )
    assert treated["Vandalism"] == "\N{EN DASH}", "no contrast of too few crimes"
    assert treated["Fear episodes"].startswith("\N{MINUS SIGN}3")


def test_areas_are_said_in_the_words_of_rule_29():
    gaps = pd.DataFrame(
        {"area": ["Quay"], "unsafe": [0.4], "gap": ["less_safe_than_harm"], "less_safe_than_harm": [0.9]}
    )
    assert areas(gaps).rows == [
        ["Quay", "40.0", "feels less safe than recorded harm suggests", "90\N{NO-BREAK SPACE}%"]
    ]


def test_darkness_is_told_by_kind_of_street(single):
    table = darkness(single)
    assert column(table, "Streets") == ["All streets", "Main streets", "Residential streets"]
    assert all(text.startswith("+") for text in column(table, "Difference, points (95 % interval)"))


def test_every_street_class_has_a_name():
    assert {"all", *(one.name.lower() for one in StreetClass)} == set(KINDS_SAID)


def test_a_table_of_several_scenarios_comes_in_parts():
    table = Table([("Scenario", False), ("Value", True)], [["B", "1"], ["A", "2"], ["B", "3"]], quiet=[1, 2])
    found = parted(table)
    assert list(found) == ["B", "A"], "in the order of the study"
    assert found["B"] == Table([("Value", True)], [["1"], ["3"]], [1])
    assert found["A"].quiet == [0]


def test_sources_of_doubt_are_shown_where_the_folder_holds_them(pair):
    assert sources_of_doubt(pair).rows == []
    rows = {
        "scenario": pair.scenarios[1], "indicator": "unsafe_after_dark", "source": ["luck", "parameters"],
        "variance": 1.0, "share": [0.25, 0.75], "low": [0.2, 0.7], "high": [0.3, 0.8], "seeds": 12,
        "separable": [True, False],
    }  # fmt: skip
    told = Ensemble(
        pair.scenarios, pair.seeds, {**pair.tables, UNCERTAINTY: make_table(UNCERTAINTY, rows)}, pair.study, pair.shapes
    )  # fmt: skip
    table = sources_of_doubt(told)
    assert column(table, "How sure") == ["told apart", "not separable with 12 runs"]
    assert (
        column(table, "Share (95 % interval)")[0].replace("\N{NO-BREAK SPACE}", " ") == "25 % (20 % to 30 %)"
    )


def test_a_missing_number_is_a_dash_and_zero_has_no_sign():
    missing = float("nan")
    assert ranged(missing, missing, missing, written(".1f")) == "\N{EN DASH}"
    assert ranged(-0.001, -0.2, 0.2, written(".2f")) == "0.00 (\N{MINUS SIGN}0.20 to 0.20)"
