"""The generated pages are what the code says, and every number has a meaning on paper."""

import importlib.util
import re
from pathlib import Path

import pytest

from nightwalk.agents.population import Population
from nightwalk.base.quantity import quantities
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios import interventions

DOCS = Path(__file__).parents[2] / "docs"
NAMES = sorted({*Parameters.declared(), *quantities(Population)})


def generator():
    spec = importlib.util.spec_from_file_location("nightwalk_docs_reference", DOCS / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["parameters.md", "interventions.md"])
def test_the_committed_page_is_what_the_generator_prints(page):
    told = generator().PAGES[page]()
    assert (DOCS / page).read_text(encoding="utf-8") == told, "run: python docs/reference.py"


def test_writing_gives_the_committed_pages(tmp_path):
    module = generator()
    module.write(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(module.PAGES)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (DOCS / path.name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_explained(name):
    """A number without a row in the generated list, or without a word on what it means, is not declared."""
    said = (DOCS / "model.md").read_text(encoding="utf-8")
    listed = (DOCS / "parameters.md").read_text(encoding="utf-8")
    assert f"| `{name}` |" in listed
    assert re.search(rf"`{re.escape(name)}`", said), f"docs/model.md does not say what {name} is"


def test_every_intervention_is_listed():
    said = (DOCS / "interventions.md").read_text(encoding="utf-8")
    for kind in interventions.__all__:
        assert f"\n## {getattr(interventions, kind).kind}\n" in said
