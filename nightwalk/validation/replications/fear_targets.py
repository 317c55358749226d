"""The published numbers of the fear kernel, by quantity (D1-D5)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "CRIME", "CRIME_LEVELS", "CUTS", "DEFAULT_GROUPS", "DEFAULT_SHARES", "KERNELS", "LIMIT",
    "LIMIT_TOLERANCE", "MIXED", "MIXED_TOLERANCE", "NOTEBOOK", "REIMPLEMENTED", "SHARES_INSIDE", "SMALL_TOWNS",
    "SPREAD",
]  # fmt: skip

NOTEBOOK: Mapping[str, tuple[float, str]] = MappingProxyType(
    {
        "mean fear, network": (0.4767, "0.4831 (0.0050)"),
        "mean fear, random pairs": (0.6900, "0.6928 (0.0028)"),
        "mean fear, one neighbour": (0.5165, "0.5181 (0.0035)"),
        "fear of C from week 100, network": (0.8613, "0.8596 (0.0017)"),
        "sd of the fear of C from week 100, random pairs": (0.1315, "0.1320 (0.0015)"),
        "Hausdorff A-B": (0.2200, "0.2123 (0.017)"),
        "Hausdorff A-C": (0.4277, "0.4036 (0.013)"),
        "Hausdorff B-C": (0.2703, "0.2567 (0.010)"),
        "Hellinger A-B": (0.8313, "0.8148 (0.0067)"),
        "Hellinger A-C": (0.99977, "0.9996"),
        "Hellinger B-C": (0.9873, "0.9848 (0.0022)"),
    }
)
"""D1: the notebook's number and what a re-implementation found, mean (sd over seeds)."""

REIMPLEMENTED: Mapping[str, float] = MappingProxyType(
    {
        "fear of A, network": 0.155, "fear of B, network": 0.500, "fear of C, network": 0.860,
        "fear of A, one neighbour": 0.253, "fear of B, one neighbour": 0.533, "fear of C, one neighbour": 0.823,
        "fear of A, random pairs": 0.652, "fear of B, random pairs": 0.669, "fear of C, random pairs": 0.768,
    }
)  # fmt: skip
"""D1: means of the groups in weeks 150 to 300; only re-implemented."""

LIMIT: Mapping[str, float] = MappingProxyType(
    {
        "mean, 0.005 a week": 0.2004, "variance, 0.005 a week": 0.0722, "mean, 0.05 a week": 0.7194,
        "variance, 0.05 a week": 0.0467, "mean, no crime": 0.0, "mean of the D1 groups": 0.285,
    }
)  # fmt: skip
"""D2: p / (1 - psi (1-p)), the second moment p / (1 - psi^2 (1-p)) less its square, p = 1 - exp(-rate)."""

LIMIT_TOLERANCE = 0.005

CRIME_LEVELS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
CRIME: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "network": (0.211, 0.317, 0.402, 0.450, 0.483, 0.524, 0.552),
        "random pairs": (0.422, 0.534, 0.615, 0.660, 0.693, 0.733, 0.760),
    }
)
"""D3: mean fear by talk at the multiples of crime in `CRIME_LEVELS`."""
CUTS: Mapping[str, float] = MappingProxyType({"network": 16.6, "random pairs": 11.3})
"""D3: per cent of mean fear that half the crime takes away."""

SHARES_INSIDE = (1.0, 0.99, 0.95, 0.90, 0.80, 0.60, 0.333)
MIXED: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "all": (0.431, 0.489, 0.593, 0.643, 0.688, 0.720, 0.733),
        "immune": (0.000, 0.171, 0.437, 0.547, 0.636, 0.694, 0.719),
        "low": (0.503, 0.501, 0.555, 0.601, 0.655, 0.701, 0.722),
        "high": (0.874, 0.858, 0.821, 0.803, 0.785, 0.772, 0.762),
    }
)
"""D4: mean fear by group at the shares of edges inside a group in `SHARES_INSIDE`."""
MIXED_TOLERANCE = 0.03
SMALL_TOWNS: Mapping[float, tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]] = MappingProxyType(
    {
        0.953: ((34, 37, 29), ((93, 6, 1), (0, 85, 6), (0, 0, 84))),
        0.815: ((45, 30, 25), ((106, 21, 28), (0, 75, 6), (0, 0, 61))),
        0.610: ((23, 47, 30), ((54, 78, 27), (0, 105, 44), (0, 0, 74))),
    }
)
"""D4: people and edges by group of the three 100-node graphs, by share of edges inside a group."""

SPREAD: Mapping[float, tuple[float, float | None]] = MappingProxyType(
    {
        1.0: (0.582, None), 0.5: (0.576, 0.550), 0.25: (0.566, 0.541), 0.10: (0.540, 0.520), 0.05: (0.506, 0.490),
        0.02: (0.436, 0.427), 0.01: (0.373, 0.367), 0.005: (0.309, 0.305), 0.002: (0.232, 0.231),
        0.001: (0.181, 0.181),
    }
)  # fmt: skip
"""D5: mean fear of all and of non-victims, by share of people who bear all crime."""
DEFAULT_SHARES = (0.7, 0.2, 0.1)
DEFAULT_GROUPS: Mapping[str, float] = MappingProxyType(
    {
        "mean fear, all, groups 0.7/0.2/0.1": 0.554, "mean fear, A, groups 0.7/0.2/0.1": 0.532,
        "mean fear, B, groups 0.7/0.2/0.1": 0.556, "mean fear, C, groups 0.7/0.2/0.1": 0.707,
    }
)  # fmt: skip
"""D5: mean fear with these shares of the people in the groups."""
KERNELS: Mapping[str, tuple[float, float, float, float, float]] = MappingProxyType(
    {
        "psi 0.8": (0.8, 0.14, 0.8, 0.137, 0.121), "psi 0.9": (0.9, 0.14, 0.8, 0.225, 0.255),
        "psi 0.95": (0.95, 0.14, 0.8, 0.331, 0.445), "psi 0.98": (0.98, 0.14, 0.8, 0.492, 0.693),
        "psi 0.99": (0.99, 0.14, 0.8, 0.623, 0.825), "psi 0.995": (0.995, 0.14, 0.8, 0.746, 0.906),
        "symmetric talk": (0.98, 0.5, 0.5, 0.313, 0.414), "calming talk": (0.98, 0.8, 0.14, 0.120, 0.102),
    }
)  # fmt: skip
"""D5: psi, mu, nu, then mean fear by network and by random pairs."""
