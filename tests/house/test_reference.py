"""The generated pages and tables are what the code says, and every number has a meaning on paper."""

import ast
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest

from nightwalk.agents.population import Population
from nightwalk.base.quantity import quantities
from nightwalk.base.streams import Decision
from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios import interventions
from nightwalk.scenarios.about import is_price
from nightwalk.scenarios.intervention import Intervention
from nightwalk.validation.facts import facts

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
NAMES = sorted({*Parameters.declared(), *quantities(Population), *quantities(Assumptions)})
PLACED = {"from_day", "until_day", "where", "name"}


def generator():
    spec = importlib.util.spec_from_file_location("nightwalk_docs_reference", DOCS / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULE = generator()


def said(page):
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", list(MODULE.PAGES))
def test_the_committed_page_is_what_the_generator_prints(page):
    assert said(page) == MODULE.PAGES[page](), "run: python docs/reference.py"


@pytest.mark.parametrize("page", MODULE.MARKED)
def test_the_committed_tables_are_what_the_generator_prints(page):
    assert said(page) == MODULE.filled(said(page)), "run: python docs/reference.py"


def test_every_table_stands_on_one_page():
    marks = Counter(
        name for page in MODULE.MARKED for name in re.findall(r"<!-- table: (\w+) -->", said(page))
    )
    assert marks == Counter(list(MODULE.TABLES))
    for page in MODULE.MARKED:
        assert said(page).count("<!-- table: ") == said(page).count("<!-- end -->")


def test_a_stale_table_is_written_anew():
    stale = "# A page\n\n<!-- table: clock -->\n| old |\n<!-- end -->\n\nRest.\n"
    told = MODULE.filled(stale)
    assert told == f"# A page\n\n<!-- table: clock -->\n{MODULE.clock_table()}<!-- end -->\n\nRest.\n"
    assert MODULE.filled(told) == told


def test_writing_gives_the_committed_pages(tmp_path):
    MODULE.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*MODULE.PAGES, *MODULE.MARKED}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (DOCS / path.name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_explained(name):
    """A number without a row in the generated lists, or without a word on what it means, is not declared."""
    explained = [
        part for part in (*MODULE.SUBMODELS, "population", "town") if name in MODULE.meanings()[part]
    ]
    assert len(explained) == 1, f"docs/meanings.toml explains {name} in {explained}"
    assert MODULE.meanings()[explained[0]][name].strip()
    assert f"| `{name}` |" in said("parameters.md")


def test_nothing_is_explained_that_does_not_exist():
    parts = (*MODULE.SUBMODELS, "population", "town")
    assert sorted(name for part in parts for name in MODULE.meanings()[part]) == NAMES
    assert set(MODULE.meanings()["streams"]) == {one.name for one in Decision}
    assert set(MODULE.meanings()["how"]) == set(facts())


def named_numbers(folder):
    """Constants with a name at the top of a file whose value is a number."""
    for path in sorted((ROOT / "nightwalk" / folder).glob("*.py")):
        module = importlib.import_module(f"nightwalk.{folder}.{path.stem}")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            for name in (
                one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)
            ):
                if name.isupper() and isinstance(getattr(module, name), (int, float)):
                    yield f"{path.stem}.{name}"


@pytest.mark.parametrize("folder", ["agents", "model"])
def test_every_constant_is_told_or_is_of_the_program(folder):
    told = {one["at"].removeprefix(f"{folder}.") for one in MODULE.meanings()["constant"]}
    told = {name for name in told if name.count(".") == 1}
    assert {*named_numbers(folder)} == told | set(MODULE.meanings()["programming"][folder])


@pytest.mark.parametrize("fact", list(facts()))
def test_every_fact_is_in_the_evidence(fact):
    page = said("evidence.md")
    assert f"| {fact} | {facts()[fact].statement} |" in page
    for one in facts()[fact].quantities:
        assert f"| {one.name} | {one.unit} |" in page


def test_every_intervention_is_listed():
    page = said("interventions.md")
    for kind in interventions.__all__:
        assert f"\n## {getattr(interventions, kind).kind}\n" in page


@pytest.mark.parametrize("kind", interventions.__all__)
def test_the_description_uses_every_effect_size(kind):
    """What changes conditions stands in section 6; what only costs money stands in the catalogue."""
    section = said("odd.md").partition("## 6. Interventions")[2].partition("## 7.")[0]
    plain = re.sub(r"\W+", " ", section)
    sizes = {name for name, q in quantities(getattr(interventions, kind)).items() if not is_price(q.unit)}
    for name in sizes - set(quantities(Intervention)) - COST_ONLY:
        assert re.search(rf"\b{name}\b", plain), f"docs/odd.md 6 does not use {kind}.{name}"


COST_ONLY = {
    "spacing", "depth", "sites", "sessions_per_year", "unmonitored_share", "group_size", "first_hour", "last_hour",
    "level", "energy_share", "saving", "area",
}  # fmt: skip
