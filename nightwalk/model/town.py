"""The town as the engine needs it: graph, places, entries, surroundings, opening hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nightwalk.agents.columns import FRIEND, LEISURE, SHOP, WORK, Places
from nightwalk.model.city.columns import StreetClass, UseKind
from nightwalk.model.cues import park_of, unbuilt
from nightwalk.model.hierarchy import Hierarchy, Links, hierarchy, links_of
from nightwalk.model.paths import Graph, street_graph
from nightwalk.model.surroundings import close_pairs
from nightwalk.model.tracing import Streets

if TYPE_CHECKING:
    from nightwalk.model.city import City

__all__ = ["Town", "town_of"]

MOST_PLACES = 1000  # rule 20: stops, exits and homes of friends included
MOST_ENDS, MOST_FRIENDS = 200, 150
NEIGHBOURHOOD = 500.0  # metres, "your area" of the survey item, model section 3.2
PURPOSE_OF = {
    UseKind.WORK: (WORK,),
    UseKind.SCHOOL: (WORK,),
    UseKind.SHOP: (WORK, SHOP),
    UseKind.LEISURE: (WORK, LEISURE),
    UseKind.NIGHTLIFE: (WORK, LEISURE),
}
NO_PASSAGE = 1e9  # metres a metre of a path that is only planned counts for: more than there are
VISITING_HOURS = sum(1 << h for h in range(9, 23))  # friends are called on from 9 to 23
ALL_HOURS = (1 << 24) - 1


@dataclass(frozen=True)
class Town:
    """What the engine reads of a city; made once, shared by every run on it."""

    city: City
    graph: Graph
    tall: Hierarchy  # the same graph, made ready for least costs
    links: Links
    edge_start: np.ndarray  # int64 (E+1,) first segment of each edge
    places: Places
    terminal: np.ndarray  # float64 (D,) weight of each place as a stop or exit
    transit: np.ndarray  # float64 (V,) junctions only
    parking: np.ndarray  # float64 (V,)
    exits: np.ndarray  # float64 (V,)
    park: np.ndarray  # float64 (S,) 1 on park and path
    busy: np.ndarray  # float64 (S,) 1 on main streets
    night: np.ndarray  # float64 (7, 24) share of night life open, highest 1
    near_start: np.ndarray  # int64 (S+1,) segments within the near-repeat radius
    near_other: np.ndarray  # int32
    radius: float  # metres, of the extract

    @property
    def streets(self) -> Streets:
        """What tracing routes reads of the town as it is; a path that is only planned is no way at all."""
        length, built = self.city.streets.length, self.length > 0
        return Streets(self.tall, self.links, self.edge_start, length, np.where(built, 1.0, NO_PASSAGE))

    def streets_under(self, closed: np.ndarray, p: Any) -> Streets:
        """Return what tracing reads where streets are `closed`, float64 (S,) 0-1.

        A closed metre counts for `closed_weight` metres, so that people pass where there is no other way
        and nobody is locked out or in.
        """
        passage = 1.0 + (p.closed_weight - 1.0) * closed
        passage[unbuilt(closed, self.city)] = NO_PASSAGE
        return self.streets._replace(passage=passage)

    @property
    def length(self) -> np.ndarray:
        """What means over the town weigh streets by, float64 (S,): metres, 0 where a path is only planned."""
        built = np.arange(self.city.segments) < self.city.built
        return np.where(built, self.city.streets.length, 0.0)

    @property
    def area(self) -> np.ndarray:
        """Area of each segment, int32 (S,)."""
        return self.city.streets.area


def town_of(city: City, p: Any) -> Town:
    """Prepare a city for the engine.

    Args:
        city: the town.
        p: parameter values (the near-repeat radius is read).
    """
    streets, nodes = city.streets, city.nodes
    edges = len(streets.edge_u)
    transit, parking, exits = (
        np.where(nodes.junction, w, 0.0) for w in (nodes.transit, nodes.parking, nodes.edge)
    )
    places = places_of(city, transit + exits)
    start, other = close_pairs(city, p.boost_radius)
    tall = hierarchy(streets.edge_u, streets.edge_v, len(nodes.x))
    return Town(
        city=city,
        graph=street_graph(streets.edge_u, streets.edge_v, len(nodes.x)),
        tall=tall,
        links=links_of(tall, streets.edge_u, streets.edge_v),
        edge_start=np.searchsorted(streets.edge, np.arange(edges + 1)).astype(np.int64),
        places=places,
        terminal=(transit + exits)[places.node],
        transit=transit,
        parking=parking,
        exits=exits,
        park=park_of(city),
        busy=np.asarray(streets.cls == StreetClass.MAIN, dtype=np.float64),
        night=night_profile(city),
        near_start=start,
        near_other=other,
        radius=float(np.hypot(*(np.ptp(streets.xy, axis=0) / 2)) / np.sqrt(2)),
    )


def places_of(city: City, terminal: np.ndarray) -> Places:
    """Return the junctions with most activity, and all stops and exits, as places to go."""
    uses = city.uses
    weight = np.zeros((len(city.nodes.x), 4))
    opens = np.zeros((len(city.nodes.x), 4, 7), dtype=np.int64)
    for kind, purposes in PURPOSE_OF.items():
        mine = uses.kind == kind
        for purpose in purposes:
            np.add.at(weight[:, purpose], uses.node[mine], uses.weight[mine])
            np.bitwise_or.at(opens[:, purpose], uses.node[mine], uses.opens[mine])
    ends = most(terminal, MOST_ENDS)
    homes = spread_homes(city)
    uses_first = most(weight.sum(axis=1), MOST_PLACES - len(ends) - len(homes))
    node = np.union1d(np.union1d(uses_first, ends), homes).astype(np.int32)
    weight, opens = weight[node], opens[node]
    weight[:, FRIEND] = homes_nearby(city, node)
    opens[:, FRIEND] = VISITING_HOURS
    opens[terminal[node] > 0, WORK] = ALL_HOURS
    return Places(node, weight, opens)


def most(weight: np.ndarray, count: int) -> np.ndarray:
    """Return the rows with the highest weight above zero, at most `count`, ties to the lowest row."""
    rank = np.lexsort((np.arange(len(weight)), -weight))[:count]
    return rank[weight[rank] > 0]


def spread_homes(city: City) -> np.ndarray:
    """Return some home junctions evenly along the list, so that friends live in every quarter."""
    at = np.linspace(0, len(city.homes.node) - 1, min(MOST_FRIENDS, len(city.homes.node))).astype(int)
    return np.asarray(city.homes.node[np.unique(at)])


def homes_nearby(city: City, node: np.ndarray) -> np.ndarray:
    """Return the residents whose nearest place each node is, float64 (D,)."""
    from scipy.spatial import cKDTree

    xy = np.stack([city.nodes.x, city.nodes.y], axis=1)
    _, nearest = cKDTree(xy[node]).query(xy[city.homes.node])
    return np.bincount(nearest, weights=city.homes.residents, minlength=len(node))


def night_profile(city: City) -> np.ndarray:
    """Return when night life is on: share of its weight open by weekday and hour, 18-05 h, highest 1."""
    uses = city.uses
    mine = uses.kind == UseKind.NIGHTLIFE
    hours = np.arange(24)
    on = (uses.opens[mine][:, :, None] >> hours) & 1
    profile = np.einsum("u,udh->dh", uses.weight[mine], on.astype(float))
    profile[:, 5:18] = 0.0
    return np.asarray(profile / profile.max()) if profile.max() > 0 else np.zeros((7, 24))
