"""Public names, layers, declared numbers, the wheel: what holds for the whole package."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
import tomllib
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import nightwalk
from nightwalk.base.quantity import Fixed, quantities

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "nightwalk"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MODULES = sorted(
    info.name
    for info in pkgutil.walk_packages(nightwalk.__path__, "nightwalk.")
    if not info.name.startswith("nightwalk.workshop")
)


def declaring():
    """Every dataclass of ours that declares numbers."""
    for name in MODULES:
        for owner in vars(importlib.import_module(name)).values():
            if (
                inspect.isclass(owner)
                and owner.__module__ == name
                and is_dataclass(owner)
                and quantities(owner)
            ):
                yield owner


def test_every_public_name_loads_and_is_documented():
    for name in nightwalk.__all__:
        assert getattr(nightwalk, name).__doc__
    assert set(nightwalk.__all__) == {*nightwalk._HOME, "__version__"}
    assert dir(nightwalk) == sorted(nightwalk.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Scenaro'"):
        nightwalk.Scenaro  # noqa: B018


def test_the_type_checker_sees_the_same_names():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == nightwalk._HOME


def test_the_version_is_the_projects():
    assert nightwalk.__version__ == PROJECT["project"]["version"]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_exports_what_it_says(name):
    module = importlib.import_module(name)
    assert module.__doc__
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public)


def test_imports_go_down_never_up():
    code = "from importlinter.cli import lint_imports_command; lint_imports_command([])"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['nightwalk', '--help']\nfrom nightwalk.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'mesa', 'osmnx', 'numba', 'numpy', 'scipy', 'pandas', 'pyarrow', 'matplotlib', 'SALib'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip().endswith("[]")


@pytest.mark.parametrize("owner", list(declaring()), ids=lambda owner: owner.__name__)
def test_every_declared_number_has_a_source_and_a_default_in_its_range(owner):
    for name, declared in quantities(owner).items():
        assert declared.source.strip(), name
        assert declared.low <= declared.default <= declared.high, name
        if not isinstance(declared.prior, Fixed):
            drawn = [declared.draw(u) for u in (0.001, 0.2, 0.5, 0.8, 0.999)]
            assert drawn == sorted(drawn), name
            assert declared.low <= drawn[0] <= drawn[-1] <= declared.high, name


def test_the_wheel_holds_what_the_source_tree_does():
    from setuptools import find_packages

    where = PROJECT["tool"]["setuptools"]["packages"]["find"]
    packages = set(find_packages(str(ROOT), include=where["include"]))
    data = PROJECT["tool"]["setuptools"]["package-data"]["nightwalk"]
    shipped = {path for pattern in data for path in PACKAGE.glob(pattern)}
    for path in PACKAGE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            package = ".".join(path.parent.relative_to(ROOT).parts)
            assert path in shipped or (path.suffix == ".py" and package in packages), (
                f"{path} is not in the wheel"
            )


def test_docstring_examples_run():
    import doctest

    for name in MODULES:
        found = doctest.testmod(importlib.import_module(name))
        assert found.failed == 0, name
