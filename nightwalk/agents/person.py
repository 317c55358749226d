"""One person as a Mesa agent: a view of a row; reading and writing an attribute reads and writes the column."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from nightwalk.agents.columns import KINDS, People

__all__ = ["Person", "views"]


class Person(mesa.Agent):
    """A resident or a visitor; every column of `People` is an attribute, `row` says which row.

    `person.unsafe` is eta in logits at home after dark, refreshed every midnight.
    """

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = int(row)

    @property
    def kind_name(self) -> str:
        """Resident, worker, guest or tourist."""
        return KINDS[int(self.model.state.people.kind[self.row])]

    def step(self) -> None:
        """Refuse: the population steps as columns."""
        raise NotImplementedError("People step together, as columns; call simulation.step().")


def _column(name: str) -> property:
    def read(self: Person) -> Any:
        return getattr(self.model.state.people, name)[self.row]

    def write(self: Person, value: Any) -> None:
        getattr(self.model.state.people, name)[self.row] = value

    return property(read, write, doc=f"Row of the column `{name}`.")


for _name in People._fields:
    setattr(Person, _name, _column(_name))
del _name


def views(model: Any, count: int) -> None:
    """Make the row views of a model, rows 0..count-1."""
    Person.create_agents(model, count, np.arange(count))
