"""The dynamic layer as a page and a posterior hold it: sentences and tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nightwalk.calibration.identify import stayed
from nightwalk.calibration.page import Page, Table

if TYPE_CHECKING:
    from nightwalk.calibration.dynamic.calibrate import DynamicCalibration
    from nightwalk.calibration.dynamic.matching import Wave
    from nightwalk.calibration.posterior import Posterior

__all__ = ["dynamic_page", "two_layers"]

DIGITS = 4
POOR = 0.5  # share of the variance between points below which an emulator is named
FEW = 30.0  # effective draws below which an interval is rough


def two_layers(measured: Posterior, found: DynamicCalibration) -> Posterior:
    """Return the posterior of both layers: each draw with the draw of the measurement layer its run used."""
    page = dynamic_page(found)
    layers = {**measured.description.get("layers", {}), "dynamic": _stated(found)}
    priors = {name: repr(one.prior) for name, one in found.dynamics.scale.quantities.items()}
    return measured.of_seeds(found.seeds).joined(
        found.dynamics.scale.names, found.draws, layers=layers,
        priors={**measured.description.get("priors", {}), **priors}, dynamic_page=asdict(page),
    )  # fmt: skip


def dynamic_page(found: DynamicCalibration) -> Page:
    """Return the page of a dynamic layer: what was ruled out, learnt and expected."""
    wanted = found.sample.wanted
    return Page(
        "What the simulation adds",
        [*_run(found), *_learnt(found), *_checked(found)],
        [
            Table("Parameters", [_rounded(asdict(one)) for one in found.learnt]),
            Table("Targets", [_rounded({**asdict(one), "inside": one.inside}) for one in found.expected]),
            Table("Waves", [_wave(k, one) for k, one in enumerate(found.region.waves, start=1)]),
            Table("Emulators", [row for wave in found.region.waves[-1:] for row in _emulators(wave)]),
            Table(
                "Generations",
                [_rounded({**one._asdict(), "wanted": wanted}) for one in found.sample.generations],
            ),
        ],
    )


def _run(found: DynamicCalibration) -> list[str]:
    town, sample = found.dynamics.town, found.sample
    where = f" of {town.city}" if town.city else ""
    size = f"{town.agents:,} agents{where}, {town.days} days after {town.spin_up:g} days of spin-up"
    said = [
        f"{found.runs} runs of {size}: a small town has more luck than a large one, which makes the posterior wider.",
        f"{found.region.left:.2%} of the prior is not ruled out after {len(found.region.waves)} waves.",
    ]
    poor = [one.name for one in found.region.waves[-1].emulators if one.explained < POOR]
    if poor:
        said.append(
            f"Emulators that know less than half of the variance, and rule out little: {', '.join(poor)}."
        )
    if not sample.reached:
        said.append(
            f"The sampler stopped at a misfit of {sample.tolerance:.1f} where the declared errors ask for "
            f"{sample.wanted:.1f}: the rest is a regression of the points on their runs. More generations rest on it "
            "less; targets that disagree are never reached."
        )
    if sample.particles.effective < FEW:
        said.append(
            f"The draws are worth {sample.particles.effective:.0f} independent ones: intervals are rough."
        )
    failed = found.region.waves[-1].failed
    return [*said, *([f"{failed} runs of history matching failed and were left out."] if failed else [])]


def _learnt(found: DynamicCalibration) -> list[str]:
    kept = stayed(found.learnt)
    edge = [one.name for one in found.learnt if one.at_edge]
    said = [f"Stayed at the prior although fitted: {', '.join(kept)}."] if kept else []
    return [*said, *([f"At the end of the declared range: {', '.join(edge)}."] if edge else [])]


def _checked(found: DynamicCalibration) -> list[str]:
    said = []
    for fitted, what in ((True, "fitted"), (False, "never fitted")):
        rows = [one for one in found.expected if one.fitted == fitted]
        if rows:
            missed = [one.name for one in rows if not one.inside]
            named = f"; outside: {', '.join(missed)}" if missed else ""
            said.append(
                f"{len(rows) - len(missed)} of {len(rows)} numbers {what} lie in the 90 % interval of runs at the "
                f"posterior{named}."
            )
    return said


def _wave(k: int, wave: Wave) -> dict[str, Any]:
    return {"wave": k, "runs": wave.runs, "failed": wave.failed, "prior_left": float(f"{wave.left:.3g}")}


def _emulators(wave: Wave) -> list[dict[str, Any]]:
    kept = ("name", "luck", "explained", "within", "widening")
    return [_rounded({key: getattr(one, key) for key in kept}) for one in wave.emulators]


def _stated(found: DynamicCalibration) -> dict[str, Any]:
    dynamics = found.dynamics
    targets = [
        {"of": one.label, "source": one.source, "fitted": not one.check, "likelihood": repr(one.likelihood)}
        for one in dynamics.targets
    ]
    return {
        "parameters": list(dynamics.parameters), "town": asdict(dynamics.town), "effort": asdict(dynamics.effort),
        "targets": targets,
    }  # fmt: skip


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, DIGITS) if isinstance(value, float) else value for name, value in row.items()}
