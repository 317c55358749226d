"""A made-up study: 30 streets, 3 scenarios, 6 seeds, effects that are known."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.indicators import INDICATORS
from nightwalk.outputs.shapes import StreetShapes
from nightwalk.outputs.tables import Run, make_table

SCENARIOS = ("Today", "Lamps on the harbour", "Lamps and a programme")
SEEDS = tuple(range(1, 7))
DAYS = 30
EFFECT = {0: 0.0, 1: -0.030, 2: -0.045}
GROUPS = {
    "all": {"everyone": 1000},
    "sex": {"men": 480, "women": 520},
    "age": {"16-34": 300, "35-49": 260, "50-64": 220, "65-74": 140, "75+": 80},
    "disability": {"none": 820, "disability": 180},
    "income": {"low income": 200, "other": 800},
    "safety": {"least safe fifth": 200, "others": 800},
    "kind": {"resident": 1000, "visitor": 150, "worker": 7},
    "area": {f"Area {i}": 400 - 30 * i for i in range(12)},
}
BASE = {
    "answer_after_dark": 2.1,
    "unsafe_after_dark": 0.286,
    "stays_in_after_dark": 0.12,
    "unsafe_by_day": 0.06,
}


def shapes(side=5, length=100.0):
    """A grid of streets, about `2 * side * side` of them."""
    lines, names = [], []
    for i in range(side):
        for j in range(side + 1):
            lines += [[(i, j), (i + 0.5, j + 0.1), (i + 1, j)], [(j, i), (j, i + 1)]]
            names += [f"Lane {j}", ""]
    lines = lines[:30]
    count = [len(line) for line in lines]
    return StreetShapes(
        id=np.arange(100, 100 + len(lines)),
        name=np.array(names[: len(lines)], dtype=object),
        cls=np.array(["residential", "main"] * (len(lines) // 2), dtype=object),
        xy_start=np.concatenate(([0], np.cumsum(count))),
        xy=np.array([point for line in lines for point in line], dtype=float) * length,
        crs="EPSG:3067",
        guessed=np.arange(len(lines)) % 3 == 0,
    )


def luck(seed, *key):
    return np.random.default_rng([seed, *[sum(map(ord, str(part))) for part in key]]).normal()


def value(index, seed, indicator, split, group):
    """Level with luck shared by all scenarios, plus the effect with a little luck of its own."""
    what = INDICATORS[indicator]
    level = BASE.get(indicator, 0.2 if what.is_share else 5.0) + 0.004 * luck(seed, indicator, split, group)
    if indicator == "unsafe_by_day":
        return level
    strength = 1.3 if group == "women" else -1.2 if group == "75+" else 1.0
    own = 0.003 * luck(seed, indicator, split, group, index) * (index > 0)
    return level + (EFFECT[index] * strength if indicator in BASE else 0.0) + own


def indicators_table(index, seed):
    keys = [(n, s, g, p) for n in INDICATORS for s, groups in GROUPS.items() for g, p in groups.items()]
    return make_table("indicators", {
        "scenario": SCENARIOS[index], "seed": seed,
        "indicator": [k[0] for k in keys], "split": [k[1] for k in keys], "group": [k[2] for k in keys],
        "people": [float(k[3]) for k in keys], "value": [value(index, seed, *k[:3]) for k in keys],
    })  # fmt: skip


def series_table(index, seed):
    days = np.arange(DAYS)
    course = 0.286 + 0.004 * luck(seed, "course") + EFFECT[index] * np.clip((days - 5) / 10, 0, 1)
    noise = np.random.default_rng([seed, 77]).normal(0, 0.003, DAYS)
    return make_table("series", {
        "scenario": SCENARIOS[index], "seed": seed, "day": days,
        "date": [f"2026-11-{day + 1:02d}" for day in days], "measure": "unsafe_after_dark",
        "value": course + noise,
    })  # fmt: skip


def streets_table(index, seed, place):
    rng = np.random.default_rng([seed, 5])
    count = len(place.id)
    dark = np.clip(np.random.default_rng(9).beta(2, 4, count) + rng.normal(0, 0.03, count), 0, 1)
    chosen = np.isin(place.id, place.id[: count // 3]) & (index > 0)
    passers = rng.gamma(2, 30, count)
    passers[-2:] = [0.0, 0.01]
    dark[-2] = np.nan
    zero = np.zeros(count)
    return make_table("streets", {
        "scenario": SCENARIOS[index], "seed": seed, "segment": place.id,
        "lux": np.where(chosen, 10.0, np.random.default_rng(3).uniform(0.5, 6, count)),
        "incivility": zero + 0.25, "place_cue_day": zero, "place_cue_dark": zero + 0.5,
        "passers_day": 4 * passers, "passers_dark": passers, "unsafe_day": dark / 3,
        "unsafe_dark": dark * np.where(chosen, 0.7, 1.0), "fear_episodes": passers / 100,
    })  # fmt: skip


def crimes_table(index, seed):
    rng = np.random.default_rng([seed, 8])
    cells = list(product(("assault", "robbery"), ("main", "residential"), ("dark", "day")))
    true = rng.poisson(6, len(cells)) - (index > 0) * rng.integers(0, 2, len(cells))
    return make_table("crimes", {
        "scenario": SCENARIOS[index], "seed": seed, "family": [c[0] for c in cells],
        "street_class": [c[1] for c in cells], "light": [c[2] for c in cells],
        "true": true.astype(float), "recorded": 0.4 * true,
    })  # fmt: skip


ZONED = {"treated": 10, "ring 200 m": 15, "ring 400 m": 20, "control": 80}


def zones_table(index, seed):
    """Areas, and zones around the lamps: with them treated streets have a third less, the ring a tenth less."""
    rng = np.random.default_rng([seed, 11])
    rows = []
    for i, area in enumerate(GROUPS["area"]):
        per_area = {
            "streets": 20.0,
            "metres": 2000.0,
            "walked_km": 1000.0 + 100 * i,
            "harm": 2.0 * rng.poisson(3 + i),
        }
        rows += [("", area, measure, value) for measure, value in per_area.items()]
    less = {"treated": 1 - 0.3 * (index > 0), "ring 200 m": 1 - 0.1 * (index > 0)}
    luck = 1 + 0.03 * rng.normal(size=len(ZONED))
    for of in SCENARIOS[1:]:
        for (zone, streets), shared in zip(ZONED.items(), luck, strict=True):
            own = 1 + 0.005 * np.random.default_rng([seed, index, len(zone)]).normal()
            level = streets * shared * less.get(zone, 1.0) * own
            values = {
                "streets": streets, "metres": 100.0 * streets, "street_crimes": np.round(40 * level),
                "vandalism": np.round(2 * level), "fear_episodes": 30 * level, "unsafe_dark": 0.3 * level / streets,
            }  # fmt: skip
            rows += [(of, zone, measure, float(value)) for measure, value in values.items()]
    columns = dict(
        zip(("zones_of", "zone", "measure", "value"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return make_table("zones", {"scenario": SCENARIOS[index], "seed": seed, **columns})


def run(index, seed, place):
    tables = {
        "indicators": indicators_table(index, seed), "series": series_table(index, seed),
        "streets": streets_table(index, seed, place), "crimes": crimes_table(index, seed),
        "zones": zones_table(index, seed),
    }  # fmt: skip
    return Run(SCENARIOS[index], seed, tables)


def measures(place):
    lamps = {
        "kind": "street-lighting", "title": "Street lighting", "module": "spatial", "where": "street = Lane 0",
        "segments": place.id[: len(place.id) // 3].tolist(), "street_km": 1.0,
        "capital": 120000.0, "yearly": 8000.0, "currency": "EUR", "capital_range": [90000.0, 180000.0],
        "yearly_range": [5000.0, 12000.0], "payer": "city", "life_years": 20.0,
        "from_day": 5, "until_day": None, "ramp_days": 3.0,
        "left_without_upkeep": [[1, 0.6], [2, 0.4]], "dose": {"level": {"value": 10.0, "unit": "lx"}},
        "grade": "A", "source": "Welsh et al. 2022", "note": "Fear: little evidence.",
    }  # fmt: skip
    programme = {
        **lamps, "kind": "neighbourhood-programme", "title": "Neighbourhood programme", "module": "social",
        "dose": {"meetings": {"value": 2.0, "unit": "per month"}}, "grade": "D", "source": "assumed",
        "capital": 5000.0, "yearly": 20000.0, "capital_range": [5000.0, 5000.0],
        "yearly_range": [20000.0, 20000.0], "payer": "region", "life_years": 0.0,
    }  # fmt: skip
    return [], [lamps], [lamps, programme]


def city(place):
    return {
        "name": "Harbour Town", "checksum": "ab12cd34", "path": "harbour.city.gpkg",
        "source": "extract.osm.pbf", "crs": place.crs, "attribution": "© OpenStreetMap contributors",
        "data_date": "2021-05-12", "segments": len(place.id), "street_km": 3.0, "residents": 1000,
        "guessed_lit_share": 0.38, "time_zone": "Europe/Helsinki",
        "notes": ["Residents were placed by street length: the map has no buildings."],
    }  # fmt: skip


def parameter(name, source, *, varied):
    return {
        "name": name, "value": 0.15, "unit": "logit", "low": 0.0, "high": 0.3, "source": source,
        "varied": varied,
    }  # fmt: skip


def study(place, scenarios=SCENARIOS, seeds=SEEDS):
    does = zip(scenarios, measures(place), strict=False)
    return {
        "name": "Light for the harbour streets",
        "created_by": "nightwalk 0.1.0",
        "city": city(place),
        "scenarios": [
            {"name": name, "toml": "", "start": "2026-11-02", "days": DAYS, "interventions": listed}
            for name, listed in does
        ],
        "parameters": [
            parameter("w_U", "assumed", varied=True),
            parameter("beta_D0", "fit to ESS", varied=False),
        ],
        "parameter_mode": "prior",
        "seeds": list(seeds),
        "spin_up_days": 120,
        "versions": {"numpy": "2.4.6", "python": "3.11.7"},
        "when": {"finished": "2026-11-21T10:00:00"},
    }


@pytest.fixture(scope="session")
def made():
    """What the tests build a study from."""
    place = shapes()
    runs = {(i, seed): run(i, seed, place) for i in range(3) for seed in SEEDS}
    return SimpleNamespace(shapes=place, runs=runs, study=study(place), run=run, make_study=study)


@pytest.fixture(scope="session")
def ensemble(made):
    return Ensemble.of_runs(made.runs.values(), made.study, made.shapes)


@pytest.fixture(scope="session")
def pair(made):
    """Two scenarios only."""
    runs = [one for (i, _), one in made.runs.items() if i < 2]
    return Ensemble.of_runs(runs, made.make_study(made.shapes, SCENARIOS[:2]), made.shapes)


@pytest.fixture(scope="session")
def single(made):
    """One scenario only: nothing to compare."""
    runs = [one for (i, _), one in made.runs.items() if i == 0]
    return Ensemble.of_runs(runs, made.make_study(made.shapes, SCENARIOS[:1]), made.shapes)
