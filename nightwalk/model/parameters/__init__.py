"""Declared numbers of the model, by submodel."""

from nightwalk.model.parameters.experience import Experience
from nightwalk.model.parameters.mobility import Mobility
from nightwalk.model.parameters.offending import Offending
from nightwalk.model.parameters.parameters import Parameters
from nightwalk.model.parameters.perception import Perception

__all__ = ["Experience", "Mobility", "Offending", "Parameters", "Perception"]
