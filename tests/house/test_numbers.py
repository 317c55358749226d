"""No bare number in a rule: what people do is declared once, with unit and source (style)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

AGENTS = Path(__file__).parents[2] / "nightwalk" / "agents"
COUNTS = range(10)  # rows, slots and powers
UNITS = (
    0.5,
    24,
    100,
    365,
    1000,
    3600,
)  # halves, hours, per cent, days, metres in a kilometre, seconds in an hour
PLAIN = frozenset({*COUNTS, *UNITS})
TINY = 1e-6  # keeps a logarithm or a division from failing
ALLOWED: dict[str, frozenset[float]] = {}
"""Numbers a file may use besides, each one argued for in that file."""


def bare_numbers(path):
    """Numbers inside functions, with their lines; constants with a name at the top of a file have one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found = {}
    for function in functions:
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                found[node.lineno, node.col_offset] = node.value
    plain = PLAIN | ALLOWED.get(path.name, frozenset())
    return [
        (line, value)
        for (line, _), value in sorted(found.items())
        if value not in plain and abs(value) > TINY
    ]


@pytest.mark.parametrize("path", sorted(AGENTS.glob("*.py")), ids=lambda path: path.name)
def test_no_bare_numbers_in_rules(path):
    assert bare_numbers(path) == []
