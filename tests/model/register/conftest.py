"""A town of named streets, and files of reports on it."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from nightwalk.model.city import grid_town
from nightwalk.model.register.make import register

TYPES = ("Robbery", "Theft from the person", "Assault", "Criminal damage and arson", "Vehicle crime")


@pytest.fixture(scope="session")
def city():
    """A grid town of some 200 segments."""
    return grid_town(8, 8)


@pytest.fixture(scope="session")
def points(city):
    """Longitude and latitude of the middles of some segments, with a few metres of error."""

    def made(rows, seed=1):
        shift = np.random.default_rng(seed).normal(0.0, 3.0, (len(rows), 2))
        return city.to_wgs84(city.midpoints[np.asarray(rows)] + shift)

    return made


@pytest.fixture
def write(tmp_path):
    """Write rows as CSV."""

    def written(rows, header=("type", "date", "lon", "lat"), name="police.csv", mark=","):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=mark).writerows([header, *rows])
        return path

    return written


@pytest.fixture
def incidents(write, points):
    """Write incidents on some segments: types in turn, days spread evenly over the months given."""

    def written(rows, months=12, name="police.csv", first="2024-01-01"):
        days = np.datetime64(first) + np.linspace(0, 30 * months - 1, len(rows)).astype(int)
        where = points(rows)
        lines = [
            (TYPES[i % 5], str(day), f"{lon:.7f}", f"{lat:.7f}")
            for i, (day, (lon, lat)) in enumerate(zip(days, where.tolist(), strict=True))
        ]
        return write(lines, name=name)

    return written


@pytest.fixture(scope="session")
def spread(city):
    """Segments of incidents: twenty on two streets, a few on others, none on most."""
    rng = np.random.default_rng(5)
    return rng.permutation([*[3] * 20, *[40] * 12, *rng.integers(0, city.segments, 60)])


@pytest.fixture
def made(city, incidents, spread):
    """A register of these incidents."""
    return register(city, incidents=incidents(spread))
