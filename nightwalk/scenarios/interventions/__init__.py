"""The interventions that ship with Nightwalk, one file each; importing this files them all."""

from nightwalk.scenarios.interventions.awareness_campaign import AwarenessCampaign
from nightwalk.scenarios.interventions.beautification import Beautification
from nightwalk.scenarios.interventions.cctv import CCTV
from nightwalk.scenarios.interventions.foot_patrol import FootPatrol
from nightwalk.scenarios.interventions.media_narrative import MediaNarrative
from nightwalk.scenarios.interventions.neighbourhood_programme import NeighbourhoodProgramme
from nightwalk.scenarios.interventions.space_activation import SpaceActivation
from nightwalk.scenarios.interventions.street_lighting import StreetLighting

__all__ = [
    "CCTV",
    "AwarenessCampaign",
    "Beautification",
    "FootPatrol",
    "MediaNarrative",
    "NeighbourhoodProgramme",
    "SpaceActivation",
    "StreetLighting",
]
