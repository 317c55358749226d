"""The mutation check: what is turned, that nothing hides it, and who notices."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nightwalk.model.parameters import Parameters
from nightwalk.model.simulation import spin_up
from nightwalk.validation.lived import Found
from nightwalk.validation.measure import Measure
from nightwalk.validation.mutation import (
    LEVELS,
    MOVED,
    USUAL,
    Check,
    Turned,
    mutations,
    noticed,
    signed,
    small_town,
    turned,
)
from nightwalk.validation.worlds import base_scenario

DECLARED = Parameters.declared()
DOCS = Path(__file__).parents[2] / "docs"


def test_effects_are_turned_and_levels_thresholds_and_spreads_are_not():
    names = set(signed())
    families = ("beta_", "gamma_", "alpha_", "phi_", "J_")
    assert {name for name in DECLARED if name.startswith(families)} <= names
    assert names >= {
        "omega_T", "omega_U", "omega_G", "rho_v", "rho_T", "a_1", "a_D", "k_GI", "k_GF", "eta_A",
        "detour_weight", "main_street", "young_target", "old_target", "women_robbery", "women_assault",
    }  # fmt: skip
    assert not names & {
        "mu",
        "d1",
        "d3",
        "kappa_F",
        "kappa_I",
        "a_0",
        "E_half",
        "H_M",
        "omega_O",
        "tau_B",
        "d_0",
    }
    assert not [name for name in names if name.startswith("sigma_")]


@pytest.mark.parametrize("name", signed())
def test_one_number_is_turned_whatever_its_range_and_the_levels_stay(name):
    usual, other = Parameters().values(), Turned(name=name).values()
    for each in DECLARED:
        if each == name:
            assert other[each] == turned(name, usual[each])
            assert turned(name, other[each]) == pytest.approx(usual[each], rel=1e-12)
        elif each in LEVELS:
            assert other[each] != usual[each], "else it counts as unset and is solved again"
            assert other[each] == pytest.approx(usual[each], rel=1e-14)
        else:
            assert other[each] == usual[each]


def test_with_nothing_turned_the_numbers_are_the_same():
    assert Turned().values() == Parameters().values()


def test_neither_level_is_solved_again():
    base = base_scenario(small_town(), 100, 14)
    start = spin_up(base, Turned(name="omega_T", **short()), 1)
    assert start.values.omega_T == -DECLARED["omega_T"].default
    for level in LEVELS:
        assert start.values[level] == pytest.approx(DECLARED[level].default, rel=1e-14)


def short():
    """Groups of parameters with the shortest spin-up."""
    numbers = Parameters().with_values({"spin_up": 14.0})
    return {name: getattr(numbers, name) for name in ("perception", "experience", "mobility", "offending")}


def test_the_small_town_has_areas_enough_and_people_in_each():
    city = small_town()
    lived_in = np.unique(city.nodes.area[city.homes.node])
    assert len(lived_in) == len(city.areas.name) == 16
    assert set(city.streets.area.tolist()) <= set(range(16))


ROW = Measure("SF28", "unsafe after dark, residents of the area treated", lambda year: 0.0)  # accepts -8 to 1


def found(**values):
    """What each seed found as usual and with something turned."""
    each = {"": values.pop("usual"), **values}
    return [
        Found(name, seed, {ROW.key: [v]}, {}) for name, of in each.items() for seed, v in enumerate(of, 1)
    ]


def test_a_row_notices_what_moves_it_far_and_fails_if_it_leaves_its_range():
    seen = noticed(
        found(
            usual=(-1.0, -1.2, -1.1),
            out=(3.0, 2.9, 2.85),
            on=(-2.0, -2.3, -2.05),
            sure=(-1.1, -1.3, -1.2),
            none=(-1.0, -1.2, -1.1),
        ),
        [ROW],
    )
    assert [one.verdict for one in seen["out"]] == [True]
    assert [one.verdict for one in seen["on"]] == [False]
    assert seen["on"][0].usual == pytest.approx(-1.1)
    assert seen["on"][0].part == pytest.approx(1.02 / 9, abs=0.01), "of the width of the accepted range"
    assert seen["sure"] == seen["none"] == (), "a move too small to matter, however sure"


def test_luck_is_no_notice():
    seen = noticed(found(usual=(-1.0, -1.2, -1.1), lucky=(5.0, -9.0, 2.0)), [ROW])
    assert seen["lucky"] == ()


def test_seeds_alike_by_luck_are_held_against_the_usual_error():
    alike = {"alike": (-2.0, -2.2, -2.1001)}
    far = {"one": (2.0, -4.0, -1.0), "two": (-4.5, 1.9, 0.0)}
    assert noticed(found(usual=(-1.0, -1.2, -1.1), **alike), [ROW])["alike"][0].errors > MOVED
    assert noticed(found(usual=(-1.0, -1.2, -1.1), **alike, **far), [ROW])["alike"] == ()


def test_what_cannot_be_measured_is_no_notice():
    assert noticed(found(usual=(np.nan,) * 3, other=(1.0, 2.0, 3.0)), [ROW])["other"] == ()


@pytest.mark.slow
def test_the_sign_of_darkness_is_noticed_and_kept_parts_are_used_again(tmp_path):
    size = Check(seeds=2, residents=300, days=14)
    given = {
        "names": ("beta_D0", "beta_C"), "size": size, "folder": tmp_path, "only": ("SF04", "SF05"),
        "parameters": replace(Parameters(), **short()),
    }  # fmt: skip
    (one,) = mutations(**given)
    assert one.parameter == "beta_D0", "nothing to turn in beta_C"
    assert "SF05: dark - day, own area" in [notice.row for notice in one.notices if notice.verdict]
    assert not one.untested
    parts = sorted(part.name for part in tmp_path.iterdir())
    assert parts == ["beta_D0-1.json", "beta_D0-2.json", f"{USUAL or 'usual'}-1.json", "usual-2.json"]
    told = []
    assert mutations(**given, progress=lambda what, done: told.append(done)) == (one,)
    assert not told


def test_the_page_is_what_the_numbers_say():
    spec = importlib.util.spec_from_file_location("mutations_page", DOCS / "mutations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not module.NUMBERS.is_file():
        pytest.skip("the full check has not been run: python docs/mutations.py")
    said = json.loads(module.NUMBERS.read_text(encoding="utf-8"))
    assert module.PAGE.read_text(encoding="utf-8") == module.page(said)
    listed = {one["parameter"] for one in said["mutations"]} | set(said["nothing_to_turn"])
    assert listed == set(signed()), "run docs/mutations.py again"
