"""The page of a discovery loads nothing, the record is JSON."""

import json

import numpy as np
import pandas as pd

from nightwalk.experiments.discovery.cases import Cases
from nightwalk.experiments.discovery.discover import discover
from nightwalk.experiments.discovery.page import write_discovery
from nightwalk.experiments.discovery.robustness import robustness


def test_page_record_and_cases_are_written(tmp_path):
    rng = np.random.default_rng(2)
    inputs = pd.DataFrame(rng.random((80, 3)), columns=["trust", "<b>", "level"])
    failed = (inputs["trust"] < 0.5).to_numpy()
    outcomes = pd.DataFrame({"Today": rng.random(80), "Lamps": rng.random(80)})
    cases = Cases("Lamps", "the gain is small", inputs, failed, outcomes)
    robust = robustness(outcomes, lower_is_better=True, target=0.5)
    page = write_discovery(discover(inputs, failed, draws=3), cases, robust, tmp_path)
    said = json.loads((tmp_path / "discovery.json").read_text(encoding="utf-8"))
    text = page.read_text(encoding="utf-8")
    assert said["sentence"] in text.replace("&#39;", "'")
    assert said["coverage"] > 0.9
    assert said["density"] > 0.9
    assert said["limits"][0]["low"] is None, "no end is null"
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org", "")
    assert "<b>" not in text
    assert len(pd.read_csv(tmp_path / "cases.csv")) == 80
