"""The scores that come with the demo company."""

from __future__ import annotations

from tamis.definitions import EventRule, read_definitions
from tamis.definitions.goal import read_goal
from tamis.demo import FIFTY_RULES, demo_goals, demo_scores, demo_segments


def read():
    return read_definitions(
        [(file.name, file.read_text(encoding="utf-8")) for file in (*demo_scores(), *demo_segments())]
    )


def test_they_are_five_scores_of_contacts_without_a_mistake():
    definitions = read()
    assert definitions.issues == ()
    assert [score.object for score in definitions.scores] == ["contact"] * 5


def test_the_score_of_the_benchmarks_has_thirty_event_rules_and_twenty_property_rules_in_five_groups():
    score = next(score for score in read().scores if score.key == FIFTY_RULES)
    rules = [rule for group in score.groups for rule in group.rules]
    assert (len(rules), sum(isinstance(rule, EventRule) for rule in rules), len(score.groups)) == (50, 30, 5)


def test_the_data_folder_gets_them(company):
    assert sorted(f.name for f in (company / "scores").iterdir()) == [f.name for f in demo_scores()]
    assert sorted(f.name for f in (company / "segments").iterdir()) == [f.name for f in demo_segments()]
    assert [f.name for f in (company / "goals").iterdir()] == [f.name for f in demo_goals()]


def test_the_goal_is_the_standard_one():
    [file] = demo_goals()
    goal = read_goal((file.name, file.read_text(encoding="utf-8"))).goal
    assert goal is not None
    assert goal.columns == ("likelihood_to_close", "contact_priority")
    assert goal.horizon.micros == 90 * 86_400_000_000
