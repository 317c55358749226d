"""Nightwalk: an agent-based simulation of fear of crime on real street networks.

Public names load on first use, so that the command line answers quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from nightwalk.base.version import __version__

if TYPE_CHECKING:
    from nightwalk.agents.population import Population
    from nightwalk.base.errors import CityError, NightwalkError, QuantityError, RunError, ScenarioError
    from nightwalk.base.quantity import quantity
    from nightwalk.calibration.calibrate import Calibration, calibrate
    from nightwalk.calibration.dynamic.calibrate import calibrate_dynamics
    from nightwalk.calibration.errors import CalibrationError
    from nightwalk.calibration.posterior import Posterior
    from nightwalk.calibration.study import Study, read_study
    from nightwalk.calibration.survey.survey import Survey, read_survey
    from nightwalk.calibration.virtual import townspeople, virtual_survey
    from nightwalk.experiments.discovery.cases import trial_cases
    from nightwalk.experiments.discovery.discover import Discovery, discover
    from nightwalk.experiments.plan.choose import Purse
    from nightwalk.experiments.plan.optimise import BestPlan, PlanRequest, optimise
    from nightwalk.experiments.sensitivity import SensitivityPlan, sensitivity
    from nightwalk.model import Simulation
    from nightwalk.model.city import City, grid_town
    from nightwalk.model.conditions import Conditions
    from nightwalk.model.parameters import Parameters
    from nightwalk.model.register.make import register
    from nightwalk.model.register.register import RiskRegister
    from nightwalk.model.register.rows import FileFormat
    from nightwalk.outputs.compare import compare
    from nightwalk.outputs.ensemble import Ensemble
    from nightwalk.outputs.tables import Run
    from nightwalk.scenarios.about import About
    from nightwalk.scenarios.budget import Budget, budget
    from nightwalk.scenarios.catalogue import catalogue
    from nightwalk.scenarios.governance import Governance
    from nightwalk.scenarios.intervention import Intervention
    from nightwalk.scenarios.interventions import (
        CCTV,
        AlleyGating,
        ArtsAndYouth,
        AwarenessCampaign,
        Beautification,
        BusinessTraining,
        DataSharing,
        EventCrowdManagement,
        FootPatrol,
        LocalCouncil,
        LocalSanctions,
        MediaNarrative,
        NeighbourhoodProgramme,
        NeighbourhoodWatch,
        NewPath,
        NightActivation,
        PlayAreas,
        ReportingPlatform,
        SmartLighting,
        SpaceActivation,
        StreetClosure,
        StreetLighting,
        StudentCampaign,
        VictimSupportUnit,
        Wardens,
        YouthEarlyIntervention,
    )
    from nightwalk.scenarios.rerun import rerun
    from nightwalk.scenarios.scenario import Scenario
    from nightwalk.scenarios.simulate import simulate, simulate_many
    from nightwalk.scenarios.trials import Trial, run_trials
    from nightwalk.scenarios.uncertainty import uncertainty
    from nightwalk.scenarios.where import Where, streets
    from nightwalk.validation.result import Validation
    from nightwalk.validation.validate import validate

_PLACES = {
    "nightwalk.agents.population": ("Population",),
    "nightwalk.base.errors": ("CityError", "NightwalkError", "QuantityError", "RunError", "ScenarioError"),
    "nightwalk.base.quantity": ("quantity",),
    "nightwalk.calibration.calibrate": ("Calibration", "calibrate"),
    "nightwalk.calibration.dynamic.calibrate": ("calibrate_dynamics",),
    "nightwalk.calibration.errors": ("CalibrationError",),
    "nightwalk.calibration.posterior": ("Posterior",),
    "nightwalk.calibration.study": ("Study", "read_study"),
    "nightwalk.calibration.survey.survey": ("Survey", "read_survey"),
    "nightwalk.calibration.virtual": ("townspeople", "virtual_survey"),
    "nightwalk.experiments.discovery.cases": ("trial_cases",),
    "nightwalk.experiments.discovery.discover": ("Discovery", "discover"),
    "nightwalk.experiments.plan.choose": ("Purse",),
    "nightwalk.experiments.plan.optimise": ("BestPlan", "PlanRequest", "optimise"),
    "nightwalk.experiments.sensitivity": ("SensitivityPlan", "sensitivity"),
    "nightwalk.model": ("Simulation",),
    "nightwalk.model.city": ("City", "grid_town"),
    "nightwalk.model.conditions": ("Conditions",),
    "nightwalk.model.parameters": ("Parameters",),
    "nightwalk.model.register.make": ("register",),
    "nightwalk.model.register.register": ("RiskRegister",),
    "nightwalk.model.register.rows": ("FileFormat",),
    "nightwalk.outputs.compare": ("compare",),
    "nightwalk.outputs.ensemble": ("Ensemble",),
    "nightwalk.outputs.tables": ("Run",),
    "nightwalk.scenarios.about": ("About",),
    "nightwalk.scenarios.budget": ("Budget", "budget"),
    "nightwalk.scenarios.catalogue": ("catalogue",),
    "nightwalk.scenarios.governance": ("Governance",),
    "nightwalk.scenarios.intervention": ("Intervention",),
    "nightwalk.scenarios.interventions": (
        "ArtsAndYouth", "AwarenessCampaign", "Beautification", "BusinessTraining", "CCTV", "DataSharing",
        "FootPatrol", "LocalCouncil", "LocalSanctions", "MediaNarrative", "NeighbourhoodProgramme",
        "NeighbourhoodWatch", "ReportingPlatform", "SpaceActivation", "StreetLighting", "StudentCampaign",
        "VictimSupportUnit", "Wardens", "YouthEarlyIntervention",
        "AlleyGating",
        "AwarenessCampaign",
        "Beautification",
        "CCTV",
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
    ),
    "nightwalk.scenarios.rerun": ("rerun",),
    "nightwalk.scenarios.scenario": ("Scenario",),
    "nightwalk.scenarios.simulate": ("simulate", "simulate_many"),
    "nightwalk.scenarios.trials": ("Trial", "run_trials"),
    "nightwalk.scenarios.uncertainty": ("uncertainty",),
    "nightwalk.scenarios.where": ("Where", "streets"),
    "nightwalk.validation.result": ("Validation",),
    "nightwalk.validation.validate": ("validate",),
}  # fmt: skip
_HOME = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "CCTV",
    "About",
    "AlleyGating",
    "ArtsAndYouth",
    "AwarenessCampaign",
    "Beautification",
    "BestPlan",
    "Budget",
    "BusinessTraining",
    "Calibration",
    "CalibrationError",
    "City",
    "CityError",
    "Conditions",
    "DataSharing",
    "Discovery",
    "Ensemble",
    "EventCrowdManagement",
    "FileFormat",
    "FootPatrol",
    "Governance",
    "Intervention",
    "LocalCouncil",
    "LocalSanctions",
    "MediaNarrative",
    "NeighbourhoodProgramme",
    "NeighbourhoodWatch",
    "NewPath",
    "NightActivation",
    "NightwalkError",
    "Parameters",
    "PlanRequest",
    "PlayAreas",
    "Population",
    "Posterior",
    "Purse",
    "QuantityError",
    "ReportingPlatform",
    "RiskRegister",
    "Run",
    "RunError",
    "Scenario",
    "ScenarioError",
    "SensitivityPlan",
    "Simulation",
    "SmartLighting",
    "SpaceActivation",
    "StreetClosure",
    "StreetLighting",
    "StudentCampaign",
    "Study",
    "Survey",
    "Trial",
    "Validation",
    "VictimSupportUnit",
    "Wardens",
    "Where",
    "YouthEarlyIntervention",
    "__version__",
    "budget",
    "calibrate",
    "calibrate_dynamics",
    "catalogue",
    "compare",
    "discover",
    "grid_town",
    "optimise",
    "quantity",
    "read_study",
    "read_survey",
    "register",
    "rerun",
    "run_trials",
    "sensitivity",
    "simulate",
    "simulate_many",
    "streets",
    "townspeople",
    "trial_cases",
    "uncertainty",
    "validate",
    "virtual_survey",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
