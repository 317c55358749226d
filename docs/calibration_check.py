"""The synthetic-truth study of the measurement layer: coverage and contraction, written to calibration-check.json.

python docs/calibration_check.py --repeats 100
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nightwalk.base.files import write_whole
from nightwalk.calibration.synthetic import PRIOR_SD, Repeat, repeat

RECORD = Path(__file__).with_name("calibration-check.json")
AUDITS, NONE = "n=540, four items, audits", "n=540, four items, no audits"
FEWER = 5  # times fewer repeats without audits: they show what stays at the prior
TABLE = {
    "mu": 0.16, "d1": 0.17, "d3": 0.23, "gamma_female": 0.34, "gamma_disability": 0.31, "rho_v": 0.19,
    "beta_D0": 0.29, "beta_DL": 0.45, "beta_park_dark": 0.29, "beta_I": 0.23, "omega_T": 0.31, "phi_x": 0.31,
    "J_v": 0.33, "sigma_b": 0.19,
}  # fmt: skip
"""Expected contraction with audits, from the Fisher information of the design (science notes, section 7.2)."""


def summary(found: list[Repeat]) -> dict[str, object]:
    """Return coverage and contraction over the repeats."""
    covered = {name: float(np.mean([each.covered(name) for each in found])) for name in PRIOR_SD}
    contraction = {
        name: round(float(np.mean([each.contraction(name) for each in found])), 3) for name in PRIOR_SD
    }
    pooled = round(float(np.mean(list(covered.values()))), 4)
    night = round(float(np.mean([each.night for each in found])), 3)
    return {
        "repeats": len(found), "covered, pooled": pooled, "covered": covered, "contraction": contraction,
        "contraction of the night penalty at the usual light": night,
    }  # fmt: skip


def repeats(count: int, *, audited: bool) -> Iterator[Repeat]:
    """Yield the repeats, one per seed."""
    for seed in range(1, count + 1):
        yield repeat(seed, audited=audited)
        print(f"{seed} of {count}", flush=True)  # noqa: T201


def main() -> None:
    """Make the study and write its record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--json", type=Path, default=RECORD)
    asked = parser.parse_args()
    record: dict[str, object] = {
        AUDITS: summary(list(repeats(asked.repeats, audited=True))),
        NONE: summary(list(repeats(asked.repeats // FEWER, audited=False))),
    }
    record["expected contraction, audits"] = TABLE
    write_whole(asked.json, json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
