"""The one place where the workshop reaches below the public names of the package.

Everything here is a function of the model used as it is; the pages and the room never import it from elsewhere.
"""

from __future__ import annotations

from nightwalk.agents.columns import RESIDENT, People, rows_appended
from nightwalk.agents.crowd import Drawn
from nightwalk.agents.perceive import Cues, company_effects, levels, removable_penalty
from nightwalk.agents.visitors import drawn_crowd
from nightwalk.base.quantity import quantities
from nightwalk.base.streams import Decision, uniforms
from nightwalk.model import spin_up
from nightwalk.model.base_level import expit, solved_level
from nightwalk.model.city import LightSource, Lit, StreetClass
from nightwalk.model.clock import darkness
from nightwalk.model.conditions import base_conditions
from nightwalk.model.cues import cues_of
from nightwalk.model.people import rested_residents
from nightwalk.model.town import Town, town_of
from nightwalk.outputs.answers import Answer, answers
from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.language import LANGUAGES
from nightwalk.outputs.language import _ as report_says
from nightwalk.outputs.language import speaking as reporting
from nightwalk.outputs.risk_maps import sureness
from nightwalk.outputs.wording import change, meaning
from nightwalk.scenarios.about import is_price
from nightwalk.scenarios.catalogue import Entry, Number
from nightwalk.scenarios.intervention import kind_named
from nightwalk.scenarios.toml import read_scenario
from nightwalk.scenarios.values import written_fields

__all__ = [
    "INDICATORS", "LANGUAGES", "RESIDENT", "Answer", "Cues", "Decision", "Drawn", "Entry", "LightSource", "Lit",
    "Number", "People", "StreetClass", "Town", "answers", "base_conditions", "change", "company_effects", "cues_of",
    "darkness", "drawn_crowd", "expit", "is_price", "kind_named", "levels", "meaning", "quantities",
    "read_scenario", "removable_penalty", "report_says", "reporting", "rested_residents", "rows_appended",
    "solved_level", "spin_up", "sureness", "town_of", "uniforms", "written_fields",
]  # fmt: skip
