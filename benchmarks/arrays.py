"""The arrays a simulation holds, and the bytes an hour touches."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.worlds import Lived
    from nightwalk.model.simulation import Simulation

__all__ = ["bytes_held", "bytes_of_an_hour"]

SEGMENT_BYTES = 4  # a segment in the trail


def arrays(thing: Any, seen: set[int]) -> Iterator[np.ndarray]:
    """Give every array that can be reached from a thing, once."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        yield thing
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from arrays(getattr(thing, field.name), seen)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from arrays(part, seen)
    elif isinstance(thing, dict):
        for part in thing.values():
            yield from arrays(part, seen)


def bytes_held(sim: Simulation) -> int:
    """Return the bytes of all arrays of a simulation; views of one buffer count once."""
    seen: set[int] = set()
    buffers: dict[int, int] = {}
    for part in (*vars(sim).values(), vars(sim.agenda)):
        for array in arrays(part, seen):
            root = array
            while isinstance(root.base, np.ndarray):
                root = root.base
            buffers[id(root)] = root.nbytes
    return sum(buffers.values())


def bytes_of_an_hour(sim: Simulation, lived: Lived) -> dict[str, int]:
    """Return the bytes a step could have to touch once, by what they are.

    All columns of the people; of every array by segment one row, such as the presence expected in that
    hour; the legs of the hour and the segments they pass.
    """
    segments, hours = sim.town.city.segments, 24 * lived.days
    by_street = {
        id(a): a for a in arrays([sim.state, sim.scratch], set()) if a.ndim and a.shape[-1] == segments
    }
    return {
        "people": sum(column.nbytes for column in sim.state.people),
        "streets": sum(segments * a.itemsize for a in by_street.values()),
        "legs": lived.walks * sum(column.itemsize for column in sim.today.legs) // hours,
        "segments of legs": lived.visits * SEGMENT_BYTES // hours,
    }
