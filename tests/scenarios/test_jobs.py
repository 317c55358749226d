"""What a worker is told and what it keeps: little, and the town is a map of the driver's files."""

from __future__ import annotations

import mmap
import pickle
from dataclasses import fields, is_dataclass

import numpy as np

from nightwalk.model.city import City
from nightwalk.scenarios.interventions import StreetLighting
from nightwalk.scenarios.jobs import Job, plan_of
from nightwalk.scenarios.where import streets

MADE_ANEW = ("areas.wkb",)  # polygons are objects, which cannot be mapped


def is_mapped(column):
    """Whether the bytes of an array lie in a file."""
    while isinstance(column, np.ndarray):
        column = column.base
    return isinstance(column, mmap.mmap)


def columns_in_memory(folder):
    """The columns of a town, opened as a worker does, that are not in a file."""
    city = City.open_columns(folder)
    tables = [f.name for f in fields(city) if is_dataclass(getattr(city, f.name))]
    named = {
        f"{table}.{f.name}": getattr(getattr(city, table), f.name)
        for table in tables
        for f in fields(getattr(city, table))
    }
    named["lamps"] = city.lamps
    arrays = {name: column for name, column in named.items() if isinstance(column, np.ndarray)}
    assert len(arrays) > 20
    return tuple(name for name, column in arrays.items() if column.size and not is_mapped(column))


def test_the_columns_of_a_town_are_mapped_not_read(town):
    assert columns_in_memory(town.columns_folder()) == MADE_ANEW


def test_a_worker_is_not_sent_the_town(today, tmp_path):
    lamps = today.plus(StreetLighting(where=streets("Street 1"), level=30.0))
    job = Job(today.city.columns_folder(), tmp_path, 1, "prior", (plan_of(lamps, lamps.placed()),), {})
    assert len(pickle.dumps(job)) < 10_000
