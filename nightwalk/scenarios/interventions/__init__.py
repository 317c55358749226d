"""The interventions that ship with Nightwalk, one file each; importing this files them all."""

from nightwalk.scenarios.interventions.alley_gating import AlleyGating
from nightwalk.scenarios.interventions.awareness_campaign import AwarenessCampaign
from nightwalk.scenarios.interventions.beautification import Beautification
from nightwalk.scenarios.interventions.cctv import CCTV
from nightwalk.scenarios.interventions.event_crowd_management import EventCrowdManagement
from nightwalk.scenarios.interventions.foot_patrol import FootPatrol
from nightwalk.scenarios.interventions.media_narrative import MediaNarrative
from nightwalk.scenarios.interventions.neighbourhood_programme import NeighbourhoodProgramme
from nightwalk.scenarios.interventions.new_path import NewPath
from nightwalk.scenarios.interventions.night_activation import NightActivation
from nightwalk.scenarios.interventions.play_areas import PlayAreas
from nightwalk.scenarios.interventions.smart_lighting import SmartLighting
from nightwalk.scenarios.interventions.space_activation import SpaceActivation
from nightwalk.scenarios.interventions.street_closure import StreetClosure
from nightwalk.scenarios.interventions.street_lighting import StreetLighting

__all__ = [
    "CCTV",
    "AlleyGating",
    "AwarenessCampaign",
    "Beautification",
    "EventCrowdManagement",
    "FootPatrol",
    "MediaNarrative",
    "NeighbourhoodProgramme",
    "NewPath",
    "NightActivation",
    "PlayAreas",
    "SmartLighting",
    "SpaceActivation",
    "StreetClosure",
    "StreetLighting",
]
