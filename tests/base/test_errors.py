"""One root of errors, and the names that come nearest to a misspelt one."""

import pytest

from nightwalk.base import errors
from nightwalk.base.errors import CityError, NightwalkError, QuantityError, RunError, ScenarioError, nearest


@pytest.mark.parametrize("kind", [CityError, QuantityError, RunError, ScenarioError])
def test_every_refusal_is_ours_and_a_value_error(kind):
    assert issubclass(kind, NightwalkError)
    assert issubclass(kind, ValueError)


def test_the_tree_at_the_top_of_the_file_is_the_tree():
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, NightwalkError)
    ]
    assert {kind.__name__ for kind in kinds} <= set(errors.__all__)
    assert all(kind.__name__ in errors.__doc__ for kind in kinds)


def test_the_nearest_names_are_said_as_they_are_written():
    assert nearest("leval", ["level", "fidelity", "Level 2"]) == " Nearest: 'level', 'Level 2'."
    assert nearest("ERMOU", ["Ermou", "Athinas"]) == " Nearest: 'Ermou'."


def test_nothing_near_is_nothing_said():
    assert nearest("zzzz", ["level", "fidelity"]) == ""
    assert nearest("level", []) == ""


def test_at_most_so_many_names_are_said():
    known = [f"street {k}" for k in range(9)]
    assert nearest("street", known).count("'") == 6
    assert nearest("street", known, most=1).count("'") == 2
