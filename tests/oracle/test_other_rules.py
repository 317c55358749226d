"""A twin that keeps another rule has to be told apart: so the comparison does see the rule."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from nightwalk.agents.columns import SUPPORTED
from nightwalk.model.city import grid_town
from tests.oracle import atlas, crimes, midnight, person, plans, streets, twin, weeks
from tests.oracle.lockstep import kernel_days, twin_days, where_they_differ
from tests.oracle.streets import logistic, place_cues
from tests.oracle.worlds import World, all_night, busy_start, every_rule, watchful


@pytest.fixture(scope="module")
def late():
    """Give a grid town whose people are out long and late, ride and shift much: world, start, kernel days."""
    city = grid_town()
    more = {
        "evening_shift": 3.0, "stay_leisure": 5.0, "stay_friend": 6.0, "visitor_stay": 6.0, "stay_spread": 0.9,
        "legs_per_day": 4.0, "share_shift": 0.5, "share_forgo": 0.2, "a_0": -1.0, "a_1": 1.2,
        "beta_N_women": 0.9, "beta_N_men": 0.9,
    }  # fmt: skip
    acts = [*every_rule(city), *watchful(city, 14.0, patrolled=True), all_night(city)]
    world = World(city, days=9, spin_up=28.0, acts=acts, more=more)
    start = busy_start(world)
    return world, start, kernel_days(world, start)


def test_people_are_out_after_midnight_in_the_open_and_on_their_way(late):
    _, start, days = late
    crowd = start.state.residents + start.state.visitors
    presence, left = np.array([day.columns["presence"] for day in days]), days[-1].columns
    assert presence[1:, :5].max() > 50
    assert left["walks"][crowd:].sum() > 0
    assert (left["outings"] == 0)[crowd:].sum() > 0
    assert left["shifted_dark"].sum() > 20
    assert left["rode_dark"].sum() > 20


def test_kernel_and_twin_agree_where_people_are_out_late(late):
    world, start, days = late
    assert where_they_differ(days, twin_days(world, start)) == ""


def nobody_is_abroad(patch):
    free = plans.free
    home = type("Home", (), {"home_at": -1})
    patch.setattr(plans, "free", lambda _, made, leave, back: free(home, made, leave, back))


def rides_take_time(patch):
    free, tried = plans.free, {}

    def asked(who, made, leave, back):
        if leave < 0 or leave <= who.home_at:
            return False
        key = who, who.model.clock.hour
        if not free(who, tried.setdefault(key, []), leave, back):
            return False
        tried[key].append((leave, back))
        return True

    patch.setattr(plans, "free", asked)


def outings_may_meet(patch):
    patch.setattr(plans, "free", lambda who, _, leave, __: leave > who.home_at)


def a_shifted_stay_is_an_hour(patch):
    light = plans.earlier_light

    def earlier(day, place, purpose, before, hours):
        del hours
        return light(day, place, purpose, before, 1)

    patch.setattr(plans, "earlier_light", earlier)


def only_the_way_out_is_light(patch):
    def earlier(day, place, purpose, before, hours):
        for h in reversed(range(min(before, 24))):
            if h + hours <= plans.LAST and day.dark[h] < plans.LIGHT and day.is_open(place, purpose, h):
                return h, h + hours
        return -1, -1

    patch.setattr(plans, "earlier_light", earlier)


def the_night_belongs_to_the_day_before(patch):
    def cue(self, h, sex):
        about = self.model.expected[self.weekend][h % 24]
        return place_cues(self.streets[h], self.dark[h], self.night[h], about, self.model.values)[sex]

    patch.setattr(plans.TwinDay, "cue", cue)


def who_walks_and_stays_is_two(patch):
    fill = twin.TwinModel.fill_streets

    def filled(self, legs):
        fill(self, [leg for leg in legs if leg[1] >= 0])
        self.present.update(-1 - way for _, way in legs if way < 0)

    patch.setattr(twin.TwinModel, "fill_streets", filled)


def nobody_knows_the_streets_near_home(patch):
    def cost(who, way, level, cue):
        length, weight = who.model.length, who.model.values.detour_weight
        return sum(
            length[s] * (1.0 + weight * logistic(level + who.v * cue[s]))
            for s in who.model.atlas.segments[way]
        )

    patch.setattr(midnight, "own_cost", cost)


def only_social_trust_moves(patch):
    def trust_more(self, change):
        self.trust += change

    patch.setattr(person.TwinPerson, "trust_more", trust_more)


def stories_cost_trust_by_the_tie(patch):
    hear = person.TwinPerson.hear

    def heard(self, crime, tie_trust):
        before = self.trust
        hear(self, crime, tie_trust)
        if self.trust != before:
            self.trust_more((1.0 - tie_trust) * self.model.values.J_T)

    patch.setattr(person.TwinPerson, "hear", heard)


def everybody_drawn_by_the_same_number(patch):
    def reached(model):
        keys = [measure.key for measure in model.agenda.measures]
        for k, measure in enumerate(model.agenda.measures):
            object.__setattr__(measure, "key", k)
        try:
            return drawn(model)
        finally:
            for key, measure in zip(keys, model.agenda.measures, strict=True):
                object.__setattr__(measure, "key", key)

    drawn = midnight.reached
    patch.setattr(twin, "reached", reached)


def records_are_never_late(patch):
    records = weeks.records
    patch.setattr(weeks, "records", lambda model, _: records(model, 0.0))


def streets_are_looked_at_every_week(patch):
    records = weeks.records

    def known(model, delay):
        model.atlas.refold(model, "incivility", model.incivility)
        return records(model, delay)

    patch.setattr(weeks, "records", known)


def routes_stay_as_they_are(patch):
    renew = atlas.Atlas.renew

    def seldom(self, model, cues):
        if self.blank:
            renew(self, model, cues)

    patch.setattr(atlas.Atlas, "renew", seldom)


def the_unit_is_never_full(patch):
    def asked(model, victim):
        model.cases += model.weight
        victim.support = SUPPORTED

    patch.setattr(crimes, "ask_for_support", asked)


def fines_deter_nobody(patch):
    against = atlas.guarded
    patch.setattr(
        atlas, "guarded", lambda now, *rest: against(replace(now, sanction=0.0 * now.sanction), *rest)
    )


def offenders_are_as_active_as_ever(patch):
    chance = crimes.TwinOffender.chance

    def unmoved(self, model):
        now = replace(model.now, offending=1.0)
        return chance(self, SimpleNamespace(values=model.values, clock=model.clock, now=now))

    patch.setattr(crimes.TwinOffender, "chance", unmoved)


def everybody_complains_alike(patch):
    fear = person.TwinPerson.fear

    def feared(self, felt, where, lit):
        own, self.insecurity_reports = self.insecurity_reports, 1.0
        fear(self, felt, where, lit)
        self.insecurity_reports = own

    patch.setattr(person.TwinPerson, "fear", feared)


def women_are_reached_as_often_as_men(patch):
    drawn = twin.reached

    def alike(model):
        sexes = [one.sex for one in model.people]
        model.atlas.state.people.sex[:] = 0
        found = drawn(model)
        model.atlas.state.people.sex[:] = sexes
        return found

    patch.setattr(twin, "reached", alike)


def an_event_ends_for_all_at_once(patch):
    drawn = plans.plan_drawn
    patch.setattr(
        midnight,
        "plan_drawn",
        lambda who, day, s, dose, one: drawn(who, day, s, dose, one._replace(leaving=one.leaving and 1)),
    )


def there_is_room_for_a_crowd_or_not(patch):
    patch.setattr(
        twin.Company,
        "__missing__",
        lambda self, about: streets.company(about[0] * self.weight - 1.0, 1.0, self.p),
    )


def vandals_meet_somebody_under_full_lamps(patch):
    guarded = streets.guarded
    patch.setattr(atlas, "guarded", lambda *given: (g := guarded(*given))._replace(alone=g.felt))


def locks_keep_nobody_off(patch):
    guarded = streets.guarded

    def unlocked(now, *given):
        return guarded(replace(now, hardening=now.hardening * 0.0), *given)

    patch.setattr(atlas, "guarded", unlocked)


def closed_streets_are_open(patch):
    renew = atlas.Atlas.renew

    def opened(self, model, cues):
        self.conditions = [replace(now, closed=now.closed * 0.0) for now in self.conditions]
        renew(self, model, cues)

    patch.setattr(atlas.Atlas, "renew", opened)


OTHERS = [
    an_event_ends_for_all_at_once, there_is_room_for_a_crowd_or_not, vandals_meet_somebody_under_full_lamps,
    locks_keep_nobody_off, closed_streets_are_open,
    nobody_is_abroad, rides_take_time, outings_may_meet, a_shifted_stay_is_an_hour, only_the_way_out_is_light,
    the_night_belongs_to_the_day_before, who_walks_and_stays_is_two, nobody_knows_the_streets_near_home,
    only_social_trust_moves, stories_cost_trust_by_the_tie, everybody_drawn_by_the_same_number,
    records_are_never_late, streets_are_looked_at_every_week, routes_stay_as_they_are, the_unit_is_never_full,
    fines_deter_nobody, offenders_are_as_active_as_ever, everybody_complains_alike,
    women_are_reached_as_often_as_men,
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("other", OTHERS, ids=lambda other: other.__name__)
def test_the_comparison_fails_when_the_twin_keeps_another_rule(late, monkeypatch, other):
    world, start, days = late
    other(monkeypatch)
    assert where_they_differ(days, twin_days(world, start))
