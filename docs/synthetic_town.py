"""Make the shipped study `synthetic-town`: survey shares and targets that the model itself gives at known parameters.

python docs/synthetic_town.py
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np

from nightwalk.agents.population import Population
from nightwalk.base.files import write_whole
from nightwalk.calibration.dynamic.settings import SmallTown
from nightwalk.calibration.measurement.ground import streets_of
from nightwalk.scenarios.simulate import simulate

TRUTH = {
    "a_D": 1.5, "a_1": 0.85, "share_forgo": 0.45, "detour_weight": 1.2, "kappa_F": 2.05, "sigma_propensity": 1.15,
}  # fmt: skip
SEED, RESIDENTS, ASKED = 901, 20_000, 600
ITEMS = {
    "after_dark": "unsafe_after_dark", "by_day": "unsafe_by_day", "park": "unsafe_in_park_after_dark",
    "busy_place": "unsafe_in_busy_place_after_dark",
}  # fmt: skip
KINDS = ("forgone_per_person_year", "shifted_per_person_year", "ridden_per_person_year")
PACKAGE = Path(str(files("nightwalk.calibration")))
Values = Mapping[tuple[str, str], float]

MAPPING = """\
# Synthetic: shares that the model itself gives, so that the study synthetic-town can be checked against its truth.
# Made by docs/synthetic_town.py.
[mapping]
name = "synthetic town"
source = "synthetic: a run of the model"
terms = "none: nobody was asked"
"""
STUDY = """\
# A calibration in two layers whose truth is known: survey and targets are SYNTHETIC, made by the model itself.
#
#     {truth}
#
# Everything else has its default. Made by docs/synthetic_town.py: one run of {residents:,} residents of the built-in
# city, seed {seed}. The calibration runs {small:,} agents, each of whom stands for ten.
# Indicators that count over the horizon, such as any_fear_episode, must be observed over as many days as are run.

[calibration]
name = "A synthetic town"
survey = {{ mapping = "synthetic_town" }}
fit = ["mu", "d1", "d3", "gamma_female"]

[streets]
lux = {lux}
lux_spread = {spread}

[dynamic]
city = "built-in"
parameters = {parameters}
priors = {{ a_D = [0.5, 3.5], share_forgo = [0.1, 0.6] }}
residents = {residents}
agents = {small}
days = {days}
spin_up = {spin_up:g}
"""


def values_of(town: SmallTown) -> dict[tuple[str, str], float]:
    """Return indicators of the truth by name and group."""
    scenario = SmallTown(
        city=town.city, residents=RESIDENTS, agents=RESIDENTS, days=town.days, spin_up=town.spin_up
    ).as_scenario(Population())
    parameters = scenario.reference.with_values(TRUTH)
    table = simulate(scenario, seed=SEED, parameters=parameters).tables["indicators"].to_pandas()
    kept = table[table["split"].isin(["all", "sex"])]
    return dict(zip(zip(kept["indicator"], kept["group"], strict=True), kept["value"], strict=True))


def cells(found: Values) -> Iterator[str]:
    """Yield the cells of the survey: unsafe by item and sex, very unsafe among the unsafe."""
    for sex in ("men", "women"):
        for item, indicator in ITEMS.items():
            yield _cell(item, sex, ["unsafe_side"], [], found[indicator, sex])
        very = found["very_unsafe_after_dark", sex] / found["unsafe_after_dark", sex]
        yield _cell("after_dark", sex, ["very_unsafe"], ["unsafe_side"], very)


def targets(found: Values) -> Iterator[str]:
    """Yield the targets: outings, what became of them, detours, episodes; two that are only checked."""
    yield _target("walks_after_dark_per_day", "normal", found, se=0.01)
    for sex in ("men", "women"):
        yield _target("stays_in_after_dark", "normal", found, sex, se=0.02)
    counts = np.array([found[kind, "everyone"] for kind in KINDS])
    stated = [round(float(one)) for one in ASKED * counts / counts.sum()]
    yield f'of = {_listed(KINDS)}\nlikelihood = "dirichlet-multinomial"\ncounts = {stated}\nconcentration = 200'
    yield _target("detour_metres_per_walk", "normal", found, se=0.1)
    yield _target("any_fear_episode", "binomial", found, n=ASKED)
    yield _target("fear_episodes_per_person_year", "distance", found, scale=1.0)
    yield _target("metres_after_dark_per_day", "normal", found, se=8.0) + "\ncheck = true"
    yield _target("fear_episodes_per_1000_walks", "normal", found, "women", se=5.0) + "\ncheck = true"


def _cell(item: str, sex: str, answers: list[str], among: list[str], share: float) -> str:
    part = f"among = {_listed(among)}\n" if among else ""
    return (
        f'\n[[cell]]\nitem = "{item}"\nsex = "{sex}"\nanswers = {_listed(answers)}\n{part}'
        f"percent = {100 * share:.1f}\nn = {ASKED // 2}\n"
    )


def _target(name: str, likelihood: str, found: Values, group: str = "everyone", **beside: float) -> str:
    by = "" if group == "everyone" else f'by = {{ sex = "{group}" }}\n'
    ((key, number),) = beside.items()
    value = f"{found[name, group]:.4g}"
    return f'of = "{name}"\n{by}likelihood = "{likelihood}"\nobserved = {value}\n{key} = {number:g}'


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def main() -> None:
    """Write the mapping and the study."""
    town = SmallTown(city="built-in")
    found, streets = values_of(town), streets_of(town.as_scenario(Population()).city)
    write_whole(PACKAGE / "mappings" / "synthetic_town.toml", MAPPING + "".join(cells(found)))
    head = STUDY.format(
        truth=", ".join(f"{name} = {value}" for name, value in TRUTH.items()), residents=RESIDENTS, seed=SEED,
        small=town.agents, days=town.days, spin_up=town.spin_up, lux=round(streets.lux, 2),
        spread=round(streets.lux_spread, 2), parameters=_listed(tuple(TRUTH)),
    )  # fmt: skip
    stated = "".join(f'\n[[targets]]\n{one}\nsource = "synthetic"\n' for one in targets(found))
    write_whole(PACKAGE / "studies" / "synthetic-town.toml", head + stated)


if __name__ == "__main__":
    main()
