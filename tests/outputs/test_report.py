"""The report: one page, nothing loaded, names escaped, right words for every kind of study."""

import re
from html.parser import HTMLParser

import pytest

from nightwalk.outputs import wording
from nightwalk.outputs.answers import answers
from nightwalk.outputs.compare import comparisons
from nightwalk.outputs.ensemble import Ensemble
from nightwalk.outputs.figures import write_figures
from nightwalk.outputs.panels import _chosen
from nightwalk.outputs.report import report
from nightwalk.outputs.tables import Run, make_table

EVIL = '<script>alert("x")</script> & $a$ "><img src=x onerror=y>'


class Page(HTMLParser):
    """Collect tags, loads and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def page_of(ensemble, tmp_path):
    return report(ensemble, write_figures(ensemble, tmp_path))


def words(text):
    return " ".join(" ".join(Page(text).text).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="module")
def pages(single, pair, ensemble, tmp_path_factory):
    made = {"single": single, "pair": pair, "three": ensemble}
    return {name: page_of(one, tmp_path_factory.mktemp(name)) for name, one in made.items()}


@pytest.mark.parametrize("kind", ["single", "pair", "three"])
def test_nothing_is_loaded_from_elsewhere(pages, kind):
    loads = [
        value
        for _, attrs in Page(pages[kind]).tags
        for key, value in attrs.items()
        if key.split(":")[-1] in {"src", "href", "srcset", "data", "action"}
    ]
    assert loads
    assert all(value.startswith(("data:", "#")) for value in loads)
    assert not re.findall(r"url\((?!#|data:)", pages[kind])
    assert "@import" not in pages[kind]
    assert "<script" not in pages[kind]


@pytest.mark.parametrize("kind", ["single", "pair", "three"])
def test_the_page_is_accessible(pages, kind):
    tags = Page(pages[kind]).tags
    assert all(attrs.get("alt") for tag, attrs in tags if tag == "img")
    assert all(attrs.get("aria-label") for _, attrs in tags if attrs.get("role") == "img")
    assert all("scope" in attrs for tag, attrs in tags if tag == "th")
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)
    assert ("html", {"lang": "en"}) in tags


@pytest.mark.parametrize("kind", ["single", "pair", "three"])
def test_the_sections_come_in_the_order_of_the_standards(pages, kind):
    found = re.findall(r"<h2>(\d)\. (\w+)", pages[kind])
    assert [int(number) for number, _ in found] == list(range(1, 10))
    assert [word for _, word in found[:4]] == ["Where", "What", "Who", "How"]
    assert found[4] == ("5", "Monitoring")


def test_the_first_page_says_verdict_change_cost_and_who_loses(pages):
    said = words(pages["pair"]).replace("\N{MINUS SIGN}", "-")
    assert "Lamps on the harbour: clearly better" in said
    pattern = (
        r"The share of residents who feel unsafe after dark goes from 28\.\d % to 25\.\d %, "
        r"a change of -[23]\.\d points \(95 % interval -\d\.\d to -\d\.\d\)\."
    )
    assert re.search(pattern, said)
    assert "give up, move to daylight or ride goes from" in said
    assert "Age: 75+: Feel unsafe after dark, +3." in said
    assert re.search(r"Cost: EUR 16,100 \([\d,]+ to [\d,]+\) a year, purchases spread over their life", said)
    assert re.search(r"That is EUR [\d,]+ \([\d,]+ to [\d,]+\) a year for each person moved", said)
    assert "Who pays: city." in said


def test_the_first_page_holds_one_map_one_chart_and_the_sdg(pages):
    first = pages["pair"].partition("<h2>")[0]
    assert len(re.findall("<figure>", first)) == 2
    assert re.search(r"SDG 16\.1\.4.*Today</th>.*71\.\d", first, re.DOTALL)


def test_what_a_council_needs_is_there(pages):
    said = words(pages["three"])
    for part in (
        "lit guessed on 38 % of street length", "A (randomised trial or pooled controlled studies)",
        "crime by street is not shown", "w_U", "fewer than 10 people", "Bonferroni", "16.1.4", "120 days without",
        "not detectable by a survey", "the map has no buildings", "from 7 November 2026 on", "Who pays",
        "Hatched: rests in part on expert judgement",
    ):  # fmt: skip
        assert part in said
    assert "2026-11-21T10" not in said


def test_no_order_is_told_where_scenarios_overlap(pages):
    assert "best first: 1. Lamps and a programme; 2. Lamps on the harbour; 3. Today." in words(pages["three"])
    assert "best first" not in words(pages["pair"]), "there is nothing to order"


def test_statistics_of_a_decision_stand_where_they_belong(pages):
    said = words(pages["three"])
    where = [said.index(part) for part in (
        "1. Where", "which street has them is not known", "2. What", "Ledger of constrained behaviour",
        "What darkness adds", "Perception and harm by area", "of the others we cannot tell", "3. Who",
        "Groups left behind", "Gaps between groups", "4. How", "Every measure is delivered as planned",
        "Cost on top of", "5. Monitoring", "7. Every", "Where crime and fear move to", "benefits spread to the ring",
        "Ledger of constrained behaviour: what people give up, or go out of their way for, compared",
        "How likely it is that a scenario is worth its cost", "Crime, what happens and what is recorded",
    )]  # fmt: skip
    assert where == sorted(where)
    assert "doubt about the difference comes from" not in said, "the study was not split"


def test_imported_crime_is_said(made, tmp_path):
    study = made.make_study(made.shapes, ("Today",), (1,))
    study |= {"street_crime_imported": True, "register": {"months": ["2024-01", "2025-12"]}}
    said = words(page_of(Ensemble.of_runs([made.runs[0, 1]], study, made.shapes), tmp_path))
    assert "from the risk register of the town, 2024-01 to 2025-12" in said
    assert "Without imported crime" not in said


def test_what_acts_on_the_whole_town_is_outlined_nowhere(made):
    study = made.make_study(made.shapes, ("Today", "Lamps on the harbour"), (1,))
    (measure,) = study["scenarios"][1]["interventions"]
    assert len(_chosen({"interventions": [measure]}))
    assert not len(_chosen({"interventions": [{**measure, "where": "everywhere"}]}))


def test_only_what_rests_on_judgement_is_hatched(pages):
    assert "Hatched" in words(pages["three"])
    assert "Hatched" not in words(pages["pair"])
    assert "Hollow" not in words(pages["pair"])


def test_a_single_scenario_compares_nothing(pages):
    said = words(pages["single"])
    assert "nothing is compared in this study" in said
    assert "Feel unsafe after dark: 28." in said
    assert "worse off" not in said
    assert "points" in said  # the declared smallest worthwhile changes stay


def test_two_equal_worlds_make_no_difference(made, tmp_path):
    runs = []
    for seed in (1, 2):
        today = made.runs[0, seed]
        same = {
            key: make_table(key, {**table.to_pydict(), "scenario": "Nothing done"})
            for key, table in today.tables.items()
        }
        runs += [today, Run("Nothing done", seed, same)]
    study = made.make_study(made.shapes, ("Today", "Nothing done"), (1, 2))
    said = words(page_of(Ensemble.of_runs(runs, study, made.shapes), tmp_path))
    assert "Nothing done: makes hardly any difference" in said
    assert "no change to detect" in said


def test_optional_parts_of_the_study_may_be_missing(made, single, tmp_path):
    bare = {"scenarios": [{"name": "Today"}], "seeds": [1]}
    small = Ensemble.of_runs([made.runs[0, 1]], bare, made.shapes)
    said = words(page_of(small, tmp_path))
    assert "Today: nothing is compared" in said
    assert "None" not in said


def test_names_are_escaped_everywhere(made, tmp_path):
    runs = []
    for (index, seed), run in made.runs.items():
        if index < 2 and seed < 3:
            runs.append(
                Run(
                    name_of(index),
                    seed,
                    {key: renamed(key, table, index) for key, table in run.tables.items()},
                )
            )
    study = made.make_study(made.shapes, (name_of(0), name_of(1)), (1, 2))
    study["name"] = study["city"]["name"] = study["city"]["source"] = EVIL
    study["city"]["notes"] = study["versions"] = [EVIL]
    study["versions"] = {EVIL: EVIL}
    study["parameters"][0]["name"] = study["scenarios"][1]["interventions"][0]["where"] = EVIL
    text = page_of(Ensemble.of_runs(runs, study, made.shapes), tmp_path)
    tags = Page(text).tags
    assert not [tag for tag, _ in tags if tag == "script"]
    assert not [attrs for _, attrs in tags if "onerror" in attrs]
    assert "$a$" in words(text)


def name_of(index):
    return f"{EVIL} {index}"


def renamed(key, table, index):
    columns = {**table.to_pydict(), "scenario": name_of(index)}
    if "group" in columns:
        columns["group"] = [EVIL if group == "women" else group for group in columns["group"]]
    return make_table(key, columns)


def test_names_in_any_script_can_be_drawn(made, tmp_path):
    study = made.make_study(made.shapes, ("今日の街",), (1, 2))
    runs = [
        Run("今日の街", seed, {key: make_table(key, {**table.to_pydict(), "scenario": "今日の街"})
                              for key, table in made.runs[0, seed].tables.items()})
        for seed in (1, 2)
    ]  # fmt: skip
    assert "今日の街" in page_of(Ensemble.of_runs(runs, study, made.shapes), tmp_path)


@pytest.mark.parametrize(
    ("verdict", "change", "interval", "said"),
    [
        ("better", -0.03, (-0.035, -0.025), "Clearly better. In the model it is also worth having"),
        ("better", -0.015, (-0.02, -0.01), "Clearly better. But it is small"),
        ("worse", 0.03, (0.025, 0.035), "Clearly worse. The chance of an average improvement"),
        ("hardly", 0.0, (0.0, 0.0), "Makes hardly any difference. Nothing changes"),
        ("hardly", 0.001, (-0.001, 0.002), "Makes hardly any difference. Whatever"),
        ("unclear", -0.01, (-0.04, 0.02), "We cannot tell yet. The interval, \N{MINUS SIGN}4.0 to +2.0"),
        ("unclear", -0.01, (float("nan"),) * 2, "We cannot tell yet. In a single run"),
    ],
)
def test_every_verdict_has_its_words(pair, verdict, change, interval, said):
    row = comparisons(pair).iloc[:1].assign(
        verdict=verdict, difference=change, low=interval[0], high=interval[1],
        seeds_needed=40.0, probability_worthwhile=1.0 if change <= -0.02 else 0.2,
    )  # fmt: skip
    (answer,) = answers(row)
    assert said in wording.meaning(answer)
    assert wording.change(answer).startswith("The share of residents")


def test_a_direction_that_is_neither_good_nor_bad_is_not_judged(pair):
    rows = comparisons(pair)
    row = rows[rows["indicator"] == "walks_per_day"].iloc[:1].assign(verdict="higher", difference=1.0)
    (answer,) = answers(row)
    assert answer.verdict == "higher"
    assert wording.meaning(answer) == "Clearly higher. That is neither good nor bad in itself."


def test_a_contrast_of_too_few_crimes_is_not_told(pair):
    rows = comparisons(pair)
    row = rows[rows["indicator"] == "street_crimes_per_1000_year"].iloc[:1].assign(verdict="too_few_crimes")
    (answer,) = answers(row)
    assert wording.difference(answer) == "\N{EN DASH}"
    assert wording.change(answer).endswith("per 1,000 residents and year: too few crimes here to tell.")
    assert wording.meaning(answer).endswith("Look at unsafety and exposure instead.")


def test_too_few_seeds_say_how_many_are_needed(pair):
    row = comparisons(pair).iloc[:1].assign(verdict="unclear", seeds_needed=40.0, low=-0.06, high=0.04)
    (answer,) = answers(row)
    assert "about 40 runs instead of 6 would probably tell" in wording.meaning(answer)


def test_interviews_follow_the_formula_for_shares():
    assert wording.interviews(0.3, 0.3) == "no change to detect"
    assert "more than 5,000" in wording.interviews(0.30, 0.299)
    assert wording.interviews(0.30, 0.20) == "about 621 interviews per area and wave"
    assert "more interviews than there are residents" in wording.interviews(0.30, 0.20, residents=600)
