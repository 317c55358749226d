"""The place: streets, nodes, uses, areas and homes, read from a map and kept in one file."""

from nightwalk.model.city.assumptions import Assumptions
from nightwalk.model.city.city import City
from nightwalk.model.city.columns import (
    Areas,
    Homes,
    LightSource,
    Lit,
    Nodes,
    StreetClass,
    Streets,
    UseKind,
    Uses,
)
from nightwalk.model.city.grid_town import grid_town
from nightwalk.model.city.quality import DataQuality, data_quality, to_survey_first

__all__ = [
    "Areas",
    "Assumptions",
    "City",
    "DataQuality",
    "Homes",
    "LightSource",
    "Lit",
    "Nodes",
    "StreetClass",
    "Streets",
    "UseKind",
    "Uses",
    "data_quality",
    "grid_town",
    "to_survey_first",
]
