"""What a study states of the dynamic layer: parameters, targets, the small town it runs, and how much to run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from nightwalk.base.errors import NightwalkError, nearest
from nightwalk.base.quantity import Fixed, Range95, Uniform, check_quantities, quantity
from nightwalk.calibration.dynamic.targets import targets_of
from nightwalk.calibration.errors import CalibrationError
from nightwalk.calibration.measurement.scale import Scale
from nightwalk.calibration.survey.mapping import known_keys, list_of
from nightwalk.model.parameters import Parameters
from nightwalk.scenarios.named import TODAY, named_scenarios
from nightwalk.scenarios.size import Size
from nightwalk.scenarios.to_toml import BUILT_IN, GRID_TOWN
from nightwalk.scenarios.values import read_fields, stated_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nightwalk.agents.population import Population
    from nightwalk.base.quantity import Prior, Quantity
    from nightwalk.calibration.dynamic.targets import Target
    from nightwalk.scenarios.scenario import Scenario

__all__ = ["PARAMETERS", "Dynamics", "Effort", "SmallTown", "dynamics_of"]

PARAMETERS = ("a_D", "a_1", "share_forgo", "detour_weight", "kappa_F", "sigma_propensity")
"""What indicators of a small town can tell: evening outings kept, how that depends on feeling, outings given up,
detours, the threshold of fear episodes, how much people differ in having them."""
Document = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class SmallTown:
    """The town every run lives in, reduced so that a thousand runs fit into half an hour.

    Attributes:
        scenario: A scenario file or the name of one that ships with Nightwalk.
        city: Another town for it: a city file, ``built-in`` or ``grid-town``.
        residents: Residents; 0 for those of the scenario or the city.
        agents: Agents at most; each stands for more people, so that streets are as busy.
        days: Days that are compared with what was observed.
        spin_up: Days lived before them.
    """

    scenario: str = TODAY
    city: str = ""
    residents: int = quantity(0, unit="people", low=0, high=10_000_000, source="of the scenario")
    agents: int = quantity(2000, unit="agents", low=100, high=1_000_000, source="chosen for speed")
    days: int = quantity(30, unit="days", low=1, high=1830, source="chosen for speed")
    spin_up: float = quantity(30.0, unit="days", low=14.0, high=730.0, source="chosen for speed")

    def __post_init__(self) -> None:
        check_quantities(self)

    def as_scenario(self, population: Population) -> Scenario:
        """Return what every run simulates.

        Raises:
            NightwalkError: if the scenario or the city cannot be read.
        """
        (found, *_) = named_scenarios([Path(self.scenario)], city=self.city, days=self.days)
        people = replace(population, residents=self.residents or found.population.residents)
        return Size(self.agents, None, self.spin_up).of(replace(found, population=people))


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How much is run.

    Attributes:
        points: Points of each wave of history matching.
        replicates: Runs at each of these points.
        waves: Waves at most.
        particles: Draws kept by each generation of the sampler.
        generations: Generations at most.
        checks: Runs at draws of the posterior, to see what it expects.
    """

    points: int = quantity(60, unit="points", low=10, high=10_000, source="ten for each of six parameters")
    replicates: int = quantity(2, unit="runs", low=2, high=100, source="fewest that show luck")
    waves: int = quantity(3, unit="waves", low=1, high=20, source="assumed")
    particles: int = quantity(100, unit="draws", low=20, high=100_000, source="assumed")
    generations: int = quantity(6, unit="generations", low=1, high=100, source="assumed")
    checks: int = quantity(40, unit="runs", low=20, high=10_000, source="fewest that show a 90 % interval")

    def __post_init__(self) -> None:
        check_quantities(self)

    @property
    def most_runs(self) -> int:
        """Runs if nothing ends early."""
        matching = self.points * self.replicates * self.waves
        return matching + self.particles * (self.generations + 2) + self.checks


@dataclass(frozen=True)
class Dynamics:
    """The dynamic layer as a study states it.

    Attributes:
        targets: What was observed.
        parameters: What is fitted to it.
        priors: Priors used in place of the declared ones.
        town: Where it runs.
        effort: How much is run.
    """

    targets: tuple[Target, ...]
    parameters: tuple[str, ...] = PARAMETERS
    priors: Mapping[str, Prior] = field(default_factory=dict)
    town: SmallTown = field(default_factory=SmallTown)
    effort: Effort = field(default_factory=Effort)

    def __post_init__(self) -> None:
        if not self.parameters or len(set(self.parameters)) < len(self.parameters):
            raise CalibrationError(f"parameters are {list(self.parameters)}; give one or more, each once.")
        known = Parameters.declared()
        for name in (*self.parameters, *self.priors):
            if name not in known:
                raise CalibrationError(f"The model has no parameter {name!r}.{nearest(name, known)}")
        idle = [name for name in self.priors if name not in self.parameters]
        if idle:
            raise CalibrationError(
                f"priors.{idle[0]} is stated, but {idle[0]} is not among the parameters fitted."
            )

    @property
    def scale(self) -> Scale:
        """The fitted parameters with their priors; flat over the range where none is declared."""
        known = Parameters.declared()
        return Scale(
            {name: replace(known[name], prior=self._prior(name, known[name])) for name in self.parameters},
            Parameters(),
        )

    def _prior(self, name: str, declared: Quantity) -> Prior:
        without = (
            Uniform(declared.low, declared.high) if isinstance(declared.prior, Fixed) else declared.prior
        )
        return self.priors.get(name, without)


def dynamics_of(table: Document, targets: Sequence[Document], folder: Path) -> Dynamics:
    """Return the dynamic layer of the tables [dynamic] and [[targets]] of a study.

    Args:
        table: [dynamic].
        targets: [[targets]].
        folder: where relative paths begin.

    Raises:
        CalibrationError: with what is wrong, in one sentence.
    """
    known_keys(
        table, ("parameters", "priors", *stated_fields(SmallTown), *stated_fields(Effort)), "[dynamic]"
    )
    placed: Document = {key: _place(table[key], folder) for key in ("scenario", "city") if key in table}
    stated = {**table, **placed}
    priors = {name: _stated_prior(name, ends) for name, ends in table.get("priors", {}).items()}
    parameters = list_of(table["parameters"]) if "parameters" in table else PARAMETERS
    return Dynamics(targets_of(targets), parameters, priors, _read(SmallTown, stated), _read(Effort, stated))


def _read(owner: type[T], table: Document) -> T:
    """Return the part of a table a dataclass states."""
    try:
        mine = {key: value for key, value in table.items() if key in stated_fields(owner)}
        return owner(**read_fields(owner, mine, "[dynamic]"))
    except NightwalkError as error:
        raise CalibrationError(f"[dynamic]: {error}") from error


def _place(stated: object, folder: Path) -> object:
    """Return a path as seen from here, where the study's folder holds such a file; a name as it is."""
    if isinstance(stated, str) and stated not in (BUILT_IN, GRID_TOWN) and (folder / stated).is_file():
        return str(folder / stated)
    return stated


def _stated_prior(name: str, stated: object) -> Prior:
    """Return the prior whose central 95 % are the two numbers stated."""
    good = (
        isinstance(stated, list) and len(stated) == 2 and all(isinstance(one, (int, float)) for one in stated)
    )
    if not good or not stated[0] < stated[1]:  # type: ignore[index]
        raise CalibrationError(
            f"priors.{name} is {stated!r}; give the two ends of its central 95 % range, such as [1.0, 3.0]."
        )
    return Range95(float(stated[0]), float(stated[1]))  # type: ignore[index]
