"""The interventions that ship with Nightwalk, one file each; importing this files them all."""

from nightwalk.scenarios.interventions.alley_gating import AlleyGating
from nightwalk.scenarios.interventions.arts_and_youth import ArtsAndYouth
from nightwalk.scenarios.interventions.awareness_campaign import AwarenessCampaign
from nightwalk.scenarios.interventions.beautification import Beautification
from nightwalk.scenarios.interventions.business_training import BusinessTraining
from nightwalk.scenarios.interventions.cctv import CCTV
from nightwalk.scenarios.interventions.data_sharing import DataSharing
from nightwalk.scenarios.interventions.event_crowd_management import EventCrowdManagement
from nightwalk.scenarios.interventions.foot_patrol import FootPatrol
from nightwalk.scenarios.interventions.local_council import LocalCouncil
from nightwalk.scenarios.interventions.local_sanctions import LocalSanctions
from nightwalk.scenarios.interventions.media_narrative import MediaNarrative
from nightwalk.scenarios.interventions.neighbourhood_programme import NeighbourhoodProgramme
from nightwalk.scenarios.interventions.neighbourhood_watch import NeighbourhoodWatch
from nightwalk.scenarios.interventions.new_path import NewPath
from nightwalk.scenarios.interventions.night_activation import NightActivation
from nightwalk.scenarios.interventions.play_areas import PlayAreas
from nightwalk.scenarios.interventions.reporting_platform import ReportingPlatform
from nightwalk.scenarios.interventions.smart_lighting import SmartLighting
from nightwalk.scenarios.interventions.space_activation import SpaceActivation
from nightwalk.scenarios.interventions.street_closure import StreetClosure
from nightwalk.scenarios.interventions.street_lighting import StreetLighting
from nightwalk.scenarios.interventions.student_campaign import StudentCampaign
from nightwalk.scenarios.interventions.victim_support_unit import VictimSupportUnit
from nightwalk.scenarios.interventions.wardens import Wardens
from nightwalk.scenarios.interventions.youth_early_intervention import YouthEarlyIntervention

__all__ = [
    "CCTV",
    "AlleyGating",
    "ArtsAndYouth",
    "AwarenessCampaign",
    "Beautification",
    "BusinessTraining",
    "DataSharing",
    "EventCrowdManagement",
    "FootPatrol",
    "LocalCouncil",
    "LocalSanctions",
    "MediaNarrative",
    "NeighbourhoodProgramme",
    "NeighbourhoodWatch",
    "NewPath",
    "NightActivation",
    "PlayAreas",
    "ReportingPlatform",
    "SmartLighting",
    "SpaceActivation",
    "StreetClosure",
    "StreetLighting",
    "StudentCampaign",
    "VictimSupportUnit",
    "Wardens",
    "YouthEarlyIntervention",
]
