"""A whole search on a small town: a scenario file, a record, a page; honest where it cannot tell."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nightwalk.base.errors import RunError
from nightwalk.experiments.plan.choose import Purse
from nightwalk.experiments.plan.contest import Effect
from nightwalk.experiments.plan.optimise import PlanRequest, optimise, plan_folder
from nightwalk.experiments.plan.page import record, write_plan
from nightwalk.experiments.plan.words import answer, notes
from nightwalk.scenarios.named import named_scenarios
from nightwalk.scenarios.study import study_of

REQUEST = PlanRequest(purse=Purse(60_000.0), kinds=("street-lighting", "beautification"), seeds=2, fresh=2)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("plan")


@pytest.fixture(scope="module")
def plan(today, kept):
    return optimise(today, REQUEST, folder=kept)


def test_the_plan_keeps_to_the_money_and_the_kinds(plan):
    assert REQUEST.purse.allows(plan.chosen.capital, plan.chosen.yearly)
    assert plan.chosen.capital > 30_000
    assert {one.kind for one in plan.scenario.interventions} <= set(REQUEST.kinds)


def test_the_screen_finds_it_better_than_lamps_without_thinking(plan):
    rivals = [one for one in plan.options if one.name in {rival.name for rival in plan.rivals}]
    assert len(rivals) == 2
    assert all(plan.options[0].score.unsafe.mean() < one.score.unsafe.mean() for one in rivals)
    assert plan.front.any()


def test_a_plan_is_compared_with_fresh_seeds(plan):
    assert [one.against for one in plan.effects] == ["Today", *(one.name for one in plan.rivals)]
    assert all(one.seeds == REQUEST.fresh for one in plan.effects)
    assert 0.0 <= plan.lead <= 1.0


def test_the_plan_is_a_scenario_file_that_compares(plan, kept):
    page = write_plan(plan, kept)
    found = named_scenarios([kept / "today", kept / "plan.toml", kept / "rival-1.toml"][1:])
    assert found[0] == plan.scenario
    study_of([replace(found[0], name="Today", interventions=()), *found], [1])
    said = json.loads((kept / "plan.json").read_text(encoding="utf-8"))
    assert said["capital"] == pytest.approx(sum(one["capital"] for one in said["measures"]))
    text = page.read_text(encoding="utf-8")
    assert "OpenStreetMap" in text or plan.scenario.city.attribution in text or "<img src=" in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org", "")


def test_the_same_call_goes_on_where_it_stopped_and_says_the_same(plan, today, kept):
    said = []
    again = optimise(today, REQUEST, folder=kept, progress=lambda what, done: said.append((what, done)))
    assert record(again) == record(plan)
    assert all(what != "simulating" for what, _ in said), "every run was kept"


def test_it_says_plainly_where_it_cannot_tell(plan):
    def with_interval(low, high):
        effects = [replace(one, difference=(low + high) / 2, low=low, high=high) for one in plan.effects]
        return replace(plan, effects=tuple(effects))

    assert answer(with_interval(-0.03, 0.01)).startswith(
        "We cannot say that this plan does better for everyone"
    )
    assert "clearly better" in answer(with_interval(-0.03, -0.01))
    assert any("smaller than" in said for said in notes(with_interval(-0.002, 0.0)))
    worse = Effect("Today", 0.3, 0.35, 0.05, 0.03, 0.07, 2)
    assert any(
        "women (sex) worse off" in said for said in notes(replace(plan, worse=(("sex", "women", worse),)))
    )
    assert any("depends on what is not known" in said for said in notes(replace(plan, lead=0.5)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"of": "trust"}, "cannot be looked for by trust"),
        ({"seeds": 1}, "at least 2 seeds"),
        ({"of": "x"}, "no indicator"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(change, said):
    with pytest.raises(RunError, match=said):
        replace(REQUEST, **change)


def test_money_that_pays_for_nothing_is_refused(today):
    with pytest.raises(RunError, match="pays for nothing that helps"):
        optimise(today, replace(REQUEST, purse=Purse(1.0)))


def test_a_plan_for_another_request_goes_elsewhere(today, tmp_path):
    places = {plan_folder(tmp_path, today, one) for one in (REQUEST, replace(REQUEST, seeds=3), REQUEST)}
    assert len(places) == 2
