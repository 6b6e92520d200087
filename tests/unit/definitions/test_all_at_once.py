"""All mistakes of all files are told at once, and what is left of a file is still a definition."""

from __future__ import annotations

import pytest

from tamis.definitions import EventRule, Score, read_definitions, walk_conditions

from .written import read, score_of, told

MISSING = "missing-thresholds"
FIVE_MISTAKES = """
- {when: {all: [{property: a, iss: b}, {property: employes, at_least: 3}]}, points: 5}
- {event: a, within: {last: 30 dayz}, points: 1}
- {pints: 3}
- {event: b, points: 0.0000001}
- {event: c, points: 1, floor: 2, limit: 1}
- {event: d, points: 7}
"""


def test_mistakes_are_told_together_and_in_the_order_of_the_file():
    assert told(score_of(FIVE_MISTAKES, head="lable: Sales", tail="thresholds: {engagement: [{tier: 3}]}")) == [
        "2:1 unknown-key",
        "8:37 unknown-operator",
        "9:35 wrong-period",
        "10:9 missing-points",
        "10:10 unknown-key",
        "11:28 too-many-decimals",
        "12:38 crossed-bounds",
        "14:34 wrong-type",
    ]


def test_what_is_wrong_is_taken_out_and_the_rest_stays():
    (score,) = read(score_of(FIVE_MISTAKES)).scores
    rules = [rule for _, rule in score.rules()]
    assert [rule.event for rule in rules if isinstance(rule, EventRule)] == [("a",), ("b",), ("c",), ("d",)]
    assert [site.condition.property for site in walk_conditions(score) if hasattr(site.condition, "property")] == [
        "employes"
    ]


def test_a_path_in_what_is_left_leads_to_its_place_in_the_file():
    definitions = read(score_of(FIVE_MISTAKES))
    (score,) = definitions.scores
    site = next(site for site in walk_conditions(score) if getattr(site.condition, "property", "") == "employes")
    path = (*site.path, "property")
    issue = definitions.source_of(score).issue(path, "unknown-property", "x")
    assert (issue.line, issue.column, issue.path) == (7, 57, "groups[0].rules[0].when.all[1].property")
    last = ("groups", 0, "rules", 4, "event")
    issue = definitions.source_of(score).issue(last, "unknown-event", "x")
    assert (issue.line, issue.path) == (12, "groups[0].rules[5].event")
    assert definitions.source_of(score).name_of(last) == "Rule 6 of group sales"


def test_a_mistake_beside_another_in_one_rule_is_told_too():
    rule = "- {label: Big, event: [a], points: ten, where: {property: b}, within: {after: soon}, limits: 3, decay: 5}"
    assert [place.split()[1] for place in told(score_of(rule))] == [
        *("wrong-type", "missing-operator", "wrong-instant", "unknown-key", "wrong-shape"),
    ]


def test_mistakes_between_the_parts_show_beside_mistakes_inside_them():
    text = """
key: interest
object: deal
limit: -1
groups:
  - {key: a, category: fit, rules: [{when: {property: b, is: ""}, points: 1}]}
  - {key: a, category: fit, rules: [{of: company, association: primary, when: {property: b, is: c}, points: 1}]}
"""
    assert told(text) == ["4:8 crossed-bounds", "6:62 empty-value", "7:11 repeated-key", "7:64 wrong-association"]


def test_what_was_taken_out_is_not_missed():
    text = """
key: interest
object: contact
groups:
  - {key: a, category: fit, rules: [{points: 1}]}
  - just a text
thresholds:
  engagement: [{tier: A}]
"""
    assert told(text) == ["5:37 missing-key", "6:5 wrong-shape"]


TWO_CATEGORIES = """
key: interest
object: contact
groups:
  - {key: a, category: fit, rules: [{when: {property: b, is: c}, points: 1}]}
  - {key: b, category: engagement, rules: [{event: a, points: 1}]}
thresholds:
"""


@pytest.mark.parametrize(
    ("wrong", "right", "tiers", "found"),
    [
        ("event: a, points", "event: a, pointz", "fit: [{tier: A}]", ["missing-points", "unknown-key", MISSING]),
        ("key: interest", "key: Interest", "fit: [{tier: A}]", ["wrong-key", MISSING]),
        ("engagement", "engagment", "fit: [{tier: A}]", ["unknown-word", MISSING]),
        ("engagement", "joy", "fit: [{tier: A}]", ["unknown-word"]),
        ("", "", "fit: [{tier: A, from: x}, {tier: B}]", [MISSING, "wrong-type"]),
        ("", "", "fit: [{tier: A, from: 1}, {tier: B, from: x}]", [MISSING, "wrong-type"]),
        ("", "", "fit: [{tier: A, from: 1}, B]", [MISSING, "wrong-shape"]),
        ("", "", "fit: [{from: 1}, {tier: B, from: 0}]", [MISSING, "missing-key", "misplaced-key"]),
        ("", "", "fit: []", [MISSING, "empty-value"]),
        ("", "", "{fit: [{tier: A}], engagemnt: [{tier: B}]}", ["unknown-key"]),
        ("", "", "{fit: [{tier: A}], joy: [{tier: B}]}", ["unknown-key"]),
        ("", "", "{fit: [{tier: A}], engagement: [{tier: B, form: 2}, {tier: C}]}", ["unknown-key"]),
    ],
)
def test_a_category_without_tiers_is_told_beside_other_mistakes(wrong, right, tiers, found):
    text = TWO_CATEGORIES.replace(wrong, right, 1) if wrong else TWO_CATEGORIES
    assert [place.split()[1] for place in told(f"{text}  {tiers}")] == found


def test_files_are_told_in_the_order_of_their_names():
    issues = read("key: [a", "key: a\nlabell: b", "when: {any: []}").issues
    assert [(issue.file, issue.code) for issue in issues] == [
        ("a.yaml", "wrong-yaml"),
        ("b.yaml", "unknown-key"),
        ("c.yaml", "missing-key"),
        ("c.yaml", "empty-value"),
    ]


def test_a_second_definition_of_a_key_is_still_checked():
    definitions = read(score_of("- {event: a, points: 1}"), score_of("- {event: b, points: 1}"))
    assert len({score.key for score in definitions.scores}) == 2
    assert all(isinstance(score, Score) for score in definitions.scores)


def test_a_rule_is_named_by_its_label():
    (issue,) = read(score_of("- {label: Large company, when: {property: a}, points: 1}")).issues
    assert issue.message == 'Rule "Large company": the condition on property "a" has no operator.'
    assert issue.path == "groups[0].rules[0].when"


def test_thousands_of_mistakes_are_told_quickly():
    rules = "\n".join(f"- {{event: e{n}, points: x, where: {{property: a}}}}" for n in range(1_000))
    assert len(read(score_of(rules)).issues) == 2_000


def test_one_text_in_two_files_is_told_of_each_by_its_name():
    """What was read before is not read again, and still belongs to its own file."""
    text = "key: twice\nobject: contact\nwhen: {property: country, iz: France}\n"
    for name in ("segments/one.yaml", "segments/other.yaml", "segments/one.yaml"):
        assert [issue.file for issue in read_definitions([(name, text)]).issues] == [name]
