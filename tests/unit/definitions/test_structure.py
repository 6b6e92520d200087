"""Every rule of the format: what is refused, where, under which code, and in which words."""

from __future__ import annotations

import pytest

from tamis.definitions import Associated, Decay, EventRule, RecordRule

from .written import only_score, read, rules_of, score_of, told

WHEN = "when: {property: a, is: b}"

# (a rule, the column on line 7, the code, a part of the sentence or hint)
WRONG_RULES = [
    # Which keys a rule has
    ("{points: 5}", 9, "missing-key", 'the rule has points and no "when"'),
    (f"{{{WHEN}}}", 9, "missing-points", "the rule says no points"),
    (
        f"{{{WHEN}, points: 1, cases: [{{{WHEN}, points: 1}}]}}",
        49,
        "two-worths",
        '"points" and "cases" stand in one rule',
    ),
    ("{event: a, points: 1, times: [{from: 1, points: 1}]}", 31, "two-worths", '"points" and "times"'),
    (f"{{{WHEN}, pionts: 5, points: 5}}", 38, "unknown-key", "did you mean points?"),
    (f"{{{WHEN}, points: 5, within: {{last: 1 day}}}}", 49, "unknown-key", "only event rules have it"),
    (f"{{{WHEN}, points: 5, decay: none}}", 49, "unknown-key", '"decay" stands in a rule without "event"'),
    ("{event: a, points: 5, of: company}", 31, "unknown-key", '"of" stands in an event rule'),
    (f"{{{WHEN}, points: 5, combine: max}}", 49, "misplaced-key", '"combine" stands in a rule without "of"'),
    (f"{{{WHEN}, points: 5, association: any}}", 49, "misplaced-key", '"association" stands in a rule without "of"'),
    (
        "{event: a, points: 5, combine: max}",
        31,
        "misplaced-key",
        '"combine" stands in an event rule of a contact score',
    ),
    ("{event: a, points: 5, contacts: {association: x}}", 31, "misplaced-key", '"contacts" stands in an event rule'),
    ("plain text", 9, "wrong-shape", 'wants a rule, not the text "plain text"'),
    (f"{{{WHEN}, cases: []}}", 45, "empty-value", "cases is an empty list"),
    (f"{{{WHEN}, points: }}", 38, "empty-value", '"points" has no value'),
    ("{when: , points: 5}", 10, "empty-value", '"when" has no value'),
    ("{cases: [{points: 1}]}", 18, "missing-key", 'the key "when" is missing'),
    ("{event: a, cases: [{points: 1}]}", 28, "missing-key", 'the key "where" is missing'),
    # Values
    (f"{{{WHEN}, points: ten}}", 46, "wrong-type", 'points wants a number, not the text "ten"'),
    (f'{{{WHEN}, points: "10"}}', 46, "wrong-type", "write it without quotes"),
    (f"{{{WHEN}, points: true}}", 46, "wrong-type", "points wants a number, not true"),
    (f"{{{WHEN}, points: .inf}}", 46, "non-finite-number", "points wants a finite number"),
    (f"{{{WHEN}, points: -.inf}}", 46, "non-finite-number", "finite"),
    (f"{{{WHEN}, points: .nan}}", 46, "non-finite-number", "finite"),
    (f"{{{WHEN}, points: 1e999}}", 46, "non-finite-number", "finite"),
    (f"{{{WHEN}, points: 1{'0' * 500}}}", 46, "non-finite-number", "finite"),
    (f"{{{WHEN}, points: 1{'0' * 350}}}", 46, "non-finite-number", "finite"),
    (f"{{{WHEN}, points: 1e10}}", 46, "number-too-large", "is beyond 1000000000"),
    (f"{{{WHEN}, points: 0.0000001}}", 46, "too-many-decimals", "is 0.0000001, with more than 6 decimals"),
    (f"{{{WHEN}, points: 1.00000000000000000001}}", 46, "too-many-decimals", "1.00000000000000000001"),
    (f"{{{WHEN}, points: 1, limit: 0.1234567}}", 56, "too-many-decimals", "limit"),
    (f"{{{WHEN}, points: 1, limit: 1, floor: 2}}", 66, "crossed-bounds", "the floor 2 is above the limit 1"),
    (f'{{{WHEN}, points: 1, enabled: "no"}}', 58, "wrong-type", "enabled wants true or false"),
    (f"{{{WHEN}, points: 1, enabled: no}}", 58, "wrong-type", 'not the text "no"'),
    (f"{{{WHEN}, points: 1, label: 5}}", 56, "wrong-type", 'put it in quotes: "5"'),
    (f'{{{WHEN}, points: 1, label: ""}}', 56, "empty-value", "label is an empty text"),
    (f"{{of: company, {WHEN}, points: 1, combine: median}}", 71, "unknown-word", "takes max, sum, min or average"),
    (f"{{of: company, {WHEN}, points: 1, association: ''}}", 75, "empty-value", "association is an empty text"),
    (
        f"{{of: deal, {WHEN}, points: 1, association: primary}}",
        72,
        "wrong-association",
        "a contact has no primary deal",
    ),
    # Events
    ("{event: [], points: 1}", 17, "empty-value", "event is an empty list"),
    ("{event: '', points: 1}", 17, "empty-value", "event[0] is an empty text"),
    ("{event: [a, 5], points: 1}", 21, "wrong-type", "event[1] wants a text, not the number 5"),
    ("{event: {a: b}, points: 1}", 17, "wrong-shape", "event wants a text or a list, not a mapping"),
    ("{event: a, points: 1, machine: yes}", 40, "unknown-word", "takes include or exclude"),
    ("{event: a, points: 1, machine: includ}", 40, "unknown-word", "did you mean include?"),
    (
        "{event: a, points: 1, where: {in_segment: b}}",
        38,
        "misplaced-condition",
        '"where" takes no condition on "in_segment"',
    ),
    ("{event: a, points: 1, where: {all: [{event: b}]}}", 45, "misplaced-condition", 'no condition on "event"'),
    ("{event: a, points: 1, where: {of: company, property: b, is: c}}", 38, "misplaced-condition", 'condition on "of"'),
    ("{event: a, cases: [{where: {score: b, is: 1}, points: 1}]}", 36, "misplaced-condition", 'condition on "score"'),
    # Counts
    ("{event: a, times: [{to: 3, points: 1}]}", 28, "missing-key", 'the key "from" is missing'),
    ("{event: a, times: [{from: -1, points: 1}]}", 35, "wrong-count", "from wants a whole number from 0"),
    ("{event: a, times: [{from: 1.5, points: 1}]}", 35, "wrong-count", "whole number"),
    ("{event: a, times: [{from: 3, to: 2, points: 1}]}", 42, "empty-range", "from 3 to 2 holds no count"),
    (
        "{event: a, times: [{from: 1, to: 3, points: 1}, {from: 3, points: 2}]}",
        64,
        "overlapping-ranges",
        "overlap at 3",
    ),
    ("{event: a, times: [{from: 9, points: 1}, {from: 2, points: 2}]}", 35, "overlapping-ranges", "overlap at 9"),
    ("{event: a, times: {from: 1, points: 1}}", 27, "wrong-shape", "times wants a list, not a mapping"),
    # Windows
    ("{event: a, points: 1, within: {}}", 39, "wrong-window", "within has none of last, before, after, between"),
    ("{event: a, points: 1, within: 30 days}", 39, "wrong-window", 'not the text "30 days"'),
    ("{event: a, points: 1, within: {lst: 1 day}}", 39, "wrong-window", "did you mean last?"),
    (
        "{event: a, points: 1, within: {last: 1 day, before: 2026-01-01}}",
        53,
        "unknown-key",
        'window has no key "before"',
    ),
    ("{event: a, points: 1, within: {last: 0 days}}", 46, "wrong-period", "longer than nothing"),
    ("{event: a, points: 1, within: {last: 30}}", 46, "wrong-period", "not the number 30"),
    ("{event: a, points: 1, within: {after: 2026}}", 47, "wrong-instant", "not the number 2026"),
    ("{event: a, points: 1, within: {after: 2026-02-30}}", 47, "wrong-instant", 'not the text "2026-02-30"'),
    ("{event: a, points: 1, within: {between: [2026-01-02, 2026-01-02]}}", 49, "empty-window", "lies nothing"),
    ("{event: a, points: 1, within: {between: [2026-01-03, 2026-01-01T23:00]}}", 49, "empty-window", "lies nothing"),
    ("{event: a, points: 1, within: {between: [2026-01-02]}}", 49, "wrong-shape", "between wants two instants"),
    # Decay
    ("{event: a, points: 1, decay: {percent: 0, every: 1 day}}", 48, "wrong-percent", "percent is 0"),
    (
        "{event: a, points: 1, decay: {percent: 101, every: 1 day}}",
        48,
        "wrong-percent",
        "takes more than 0, at most 100",
    ),
    ("{event: a, points: 1, decay: {percent: 5}}", 38, "missing-key", 'the key "every" is missing'),
    ("{event: a, points: 1, decay: {percent: 5, every: 1 day, mode: stp}}", 71, "unknown-word", "did you mean step?"),
    ("{event: a, points: 1, decay: 50}", 38, "wrong-shape", "decay wants a decay, not the number 50"),
    # Conditions
    ("{when: {}, points: 1}", 16, "unknown-condition", "when has no word that begins a condition"),
    ("{when: {propety: a, is: b}, points: 1}", 16, "unknown-condition", "did you mean property?"),
    ("{when: france, points: 1}", 16, "wrong-shape", "when wants a condition"),
    ("{when: {all: []}, points: 1}", 22, "empty-value", "all is an empty list"),
    ("{when: {none: {property: a, is: b}}, points: 1}", 23, "wrong-shape", "none wants a list, not a mapping"),
    ("{when: {any: [{property: a, is: b}, x]}, points: 1}", 45, "wrong-shape", "any[1] wants a condition"),
    ("{when: {score: a, at_least: 1}, points: 1}", 16, "misplaced-condition", 'no condition on "score"'),
    ("{when: {any: [{tier: a, is: b}]}, points: 1}", 23, "misplaced-condition", "put it into a segment"),
    ("{cases: [{when: {score: a, is: 1}, points: 1}]}", 25, "misplaced-condition", 'no condition on "score"'),
    ("{when: {property: a, in_segment: b}, points: 1}", 17, "two-conditions", '"in_segment" and "property"'),
    ("{when: {property: a}, points: 1}", 16, "missing-operator", 'the condition on property "a" has no operator'),
    (
        "{when: {property: a, is: b, is_not: c}, points: 1}",
        37,
        "two-operators",
        '"is" and "is_not" stand in one condition',
    ),
    ("{when: {property: a, equals: b}, points: 1}", 30, "unknown-operator", 'there is no operator "equals"'),
    ("{when: {property: a, greater_then: 5}, points: 1}", 30, "unknown-operator", "did you mean greater_than?"),
    ("{when: {property: 5, is: a}, points: 1}", 27, "wrong-type", "property wants a text, not the number 5"),
    ("{when: {property: a, is_known: true, matches_unknown: true}, points: 1}", 46, "misplaced-key", "beside"),
    ("{when: {property: a, is: b, matches_unknown: 1}, points: 1}", 54, "wrong-type", "wants true or false"),
    ("{when: {property: a, is_known: yes}, points: 1}", 40, "wrong-type", "is_known wants true or false"),
    ("{when: {property: a, is: ''}, points: 1}", 34, "empty-value", "is is an empty text"),
    ("{when: {property: a, is: }, points: 1}", 30, "empty-value", '"is" has no value'),
    ("{when: {property: a, is: [b]}, points: 1}", 34, "wrong-type", "is wants a single value, not a list"),
    ("{when: {property: a, is_not: true}, points: 1}", 38, "wrong-type", "booleans have only the operator is"),
    ("{when: {property: a, is_any_of: b}, points: 1}", 41, "wrong-shape", "is_any_of wants a list"),
    ("{when: {property: a, is_any_of: []}, points: 1}", 41, "empty-value", "is_any_of is an empty list"),
    ("{when: {property: a, is_any_of: [b, 5]}, points: 1}", 41, "wrong-type", "mixes texts and numbers"),
    ("{when: {property: a, contains: 5}, points: 1}", 40, "wrong-type", 'put it in quotes: "5"'),
    ("{when: {property: a, starts_with: 007}, points: 1}", 43, "wrong-type", 'put it in quotes: "007"'),
    ("{when: {property: a, contains_any_of: [5]}, points: 1}", 47, "wrong-type", "wants a text, not the number 5"),
    ("{when: {property: a, at_least: x}, points: 1}", 40, "wrong-type", "at_least wants a number"),
    ("{when: {property: a, at_least: .inf}, points: 1}", 40, "non-finite-number", "finite"),
    ("{when: {property: a, between: [1]}, points: 1}", 39, "wrong-shape", "a list of two values, not a list of 1"),
    ("{when: {property: a, between: [1, 2026-01-01]}, points: 1}", 39, "wrong-instant", "not the number 1"),
    ("{when: {property: a, not_between: [a, b]}, points: 1}", 43, "wrong-type", "wants a number"),
    ("{when: {property: a, before: soon}, points: 1}", 38, "wrong-instant", 'not the text "soon"'),
    ("{when: {property: a, in_the_last: 3}, points: 1}", 43, "wrong-period", "not the number 3"),
    ("{when: {of: company}, points: 1}", 21, "missing-condition", '"of" stands alone'),
    (
        "{when: {association: x, property: a, is: b}, points: 1}",
        17,
        "misplaced-key",
        '"association" stands without "of"',
    ),
    ("{when: {of: 5, property: a, is: b}, points: 1}", 21, "wrong-type", "of wants a text"),
    ("{when: {of: Big Company, property: a, is: b}, points: 1}", 21, "wrong-key", 'of is "Big Company"'),
    ("{when: {in_segment: [a]}, points: 1}", 29, "wrong-type", "in_segment wants a text"),
    ("{when: {of: deal, association: primary, event: a}, points: 1}", 40, "wrong-association", "no primary deal"),
    ("{when: {event: a, times: 3}, points: 1}", 34, "wrong-shape", "times wants a count, not the number 3"),
    ("{when: {event: a, times: {to: 3}}, points: 1}", 34, "missing-key", 'the key "from" is missing'),
]


@pytest.mark.parametrize(("rule", "column", "code", "words"), WRONG_RULES)
def test_a_wrong_rule_is_told_at_its_place(rule, column, code, words):
    issues = read(score_of(f"- {rule}")).issues
    assert [(issue.line, issue.column, issue.code) for issue in issues] == [(7, column, code)]
    assert words in f"{issues[0].message} {issues[0].hint}"
    assert issues[0].message.startswith("Rule 1 of group sales: ")


# (what is said, by what it replaces in a score; the place and code; a part of the sentence or hint)
WRONG_SCORES = [
    ({"key": "key: Interest"}, "1:6 wrong-key", "small letters"),
    ({"key": "key: id"}, "1:6 wrong-key", 'key is "id"'),
    ({"key": "key: interest_fit"}, "1:6 wrong-key", "may not end in _fit"),
    ({"key": "key: interest_tier"}, "1:6 wrong-key", "may not end in _tier"),
    ({"key": "key: 12"}, "1:6 wrong-type", "key wants a text"),
    ({"key": "label: Interest"}, "1:1 missing-key", 'the key "key" is missing'),
    ({"object": "object: Contact"}, "2:9 wrong-key", 'object is "Contact"'),
    ({"object": "floor: null"}, "1:1 missing-key", 'the key "object" is missing'),
    ({"object": "object: contact\nlimt: 5"}, "3:1 unknown-key", "did you mean limit?"),
    ({"object": "object: contact\nlimit: -5"}, "3:8 crossed-bounds", "the floor 0 is above the limit -5"),
    ({"object": "object: contact\nfloor: 101"}, "3:8 crossed-bounds", "the floor 101 is above the limit 100"),
    ({"object": "object: contact\npopulation: {}"}, "3:13 empty-value", "names no segment"),
    ({"object": "object: contact\npopulation: {include: []}"}, "3:23 empty-value", "include is an empty list"),
    ({"object": "object: contact\npopulation: {include: a}"}, "3:23 wrong-shape", "include wants a list"),
    ({"object": "object: contact\nlabel:"}, "3:1 empty-value", '"label" has no value'),
    ({"groups": "groups: []"}, "3:9 empty-value", "groups is an empty list"),
    ({"groups": "groups: {a: b}"}, "3:9 wrong-shape", "groups wants a list"),
    ({"category": "category: fitness"}, "5:15 unknown-word", "did you mean fit?"),
    ({"category": "limit: null"}, "4:5 missing-key", 'the key "category" is missing'),
    ({"category": "category: fit\n    limit: 1\n    floor: 2"}, "7:12 crossed-bounds", "above the limit"),
    ({"category": "category: fit\n    Rules: []"}, "6:5 unknown-key", "did you mean rules?"),
    ({"rules": "rules: []"}, "6:12 empty-value", "rules is an empty list"),
    ({"rules": "limit: 5"}, "4:5 missing-key", 'the key "rules" is missing'),
    ({"end": "thresholds: {}"}, "8:13 empty-value", "thresholds is an empty mapping"),
    (
        {"end": "thresholds: {engagement: [{tier: A}], fit: [{tier: A}]}"},
        "8:39 misplaced-thresholds",
        "tiers for fit, and the score has no such group",
    ),
    ({"end": "thresholds: {engagement: []}"}, "8:26 empty-value", "engagement is an empty list"),
    ({"end": "thresholds: {engagment: [{tier: A}]}"}, "8:14 unknown-key", "did you mean engagement?"),
    ({"end": "thresholds: {engagement: [{tier: 1}]}"}, "8:34 wrong-type", 'put it in quotes: "1"'),
    ({"end": "thresholds: {engagement: [{tier: A}, {tier: B}]}"}, "8:27 missing-key", "only the last tier has none"),
    ({"end": "thresholds: {engagement: [{tier: A, from: 1}]}"}, "8:43 misplaced-key", 'is the last and has a "from"'),
    (
        {"end": "thresholds:\n  engagement:\n    - {tier: A, from: 1}\n    - {tier: B, from: 1}\n    - {tier: C}"},
        "11:23 rising-thresholds",
        "best tier first",
    ),
    (
        {"end": "thresholds: {engagement: [{tier: A, from: 0.0000001}, {tier: B}]}"},
        "8:43 too-many-decimals",
        "with more than 6 decimals",
    ),
]


def score_with(parts: dict[str, str]) -> str:
    lines = {
        "key": "key: interest",
        "object": "object: contact",
        "groups": "groups:",
        "group": "  - key: sales",
        "category": "category: engagement",
        "rules": "rules:\n      - {event: a, points: 1}",
        "end": "",
    } | parts
    if lines["groups"] != "groups:":
        return "\n".join((lines["key"], lines["object"], lines["groups"]))
    inner = (f"    {lines['category']}", f"    {lines['rules']}")
    return "\n".join((lines["key"], lines["object"], lines["groups"], lines["group"], *inner, lines["end"]))


@pytest.mark.parametrize(("parts", "place", "words"), WRONG_SCORES)
def test_a_wrong_score_is_told_at_its_place(parts, place, words):
    issues = read(score_with(parts)).issues
    assert [f"{issue.line}:{issue.column} {issue.code}" for issue in issues] == [place]
    assert words in f"{issues[0].message} {issues[0].hint}"


def test_a_fit_and_an_engagement_group_want_tiers_for_both():
    text = """
key: interest
object: contact
groups:
  - {key: who, category: fit, rules: [{when: {property: a, is: b}, points: 1}]}
  - {key: what, category: engagement, rules: [{event: a, points: 1}]}
thresholds:
  fit: [{tier: A, from: 5}, {tier: B}]
"""
    (issue,) = read(text).issues
    assert (issue.line, issue.code, issue.message) == (
        *(8, "missing-thresholds"),
        'Score interest: "thresholds" has no tiers for engagement.',
    )


def test_group_keys_are_unique_in_a_score():
    text = """
key: interest
object: contact
groups:
  - {key: who, category: fit, rules: [{when: {property: a, is: b}, points: 1}]}
  - {key: who, category: fit, rules: [{when: {property: a, is: b}, points: 1}]}
"""
    assert told(text) == ["6:11 repeated-key"]


def test_score_and_segment_keys_are_unique_over_all_files():
    score, segment = score_of("- {event: a, points: 1}"), "key: interest"
    issues = read(score, score, segment, segment).issues
    assert [(issue.file, issue.line, issue.message) for issue in issues] == [
        ("b.yaml", 1, 'Score key "interest" is also that of a.yaml, line 1.'),
        ("d.yaml", 1, 'Segment key "interest" is also that of c.yaml, line 1.'),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("label: Staff\nwhen: {property: a, is: b}", "1:1 missing-key"),
        ("key: staff\ncondition: {property: a, is: b}", "2:1 unknown-key"),
        ("key: staff\nwhen: {property: a}", "2:7 missing-operator"),
        ("key: staff\nwhen:", "2:1 empty-value"),
        ("key: ''", "1:6 empty-value"),
        (
            "key: staff\nobject: deal\nwhen: {of: company, association: primary, property: a, is: b}",
            "3:34 wrong-association",
        ),
        ("key: staff\nwhen: {tier: a, contains: b}", "2:17 unknown-operator"),
        ("key: staff\nwhen: {tier: a, is: 1}", "2:21 wrong-type"),
        ("key: staff\nwhen: {score: a, is: high}", "2:22 wrong-type"),
        ("key: staff\ngroup: [a]", "1:1 missing-key"),
    ],
)
def test_a_wrong_segment_is_told_at_its_place(text, place):
    assert place in told(text)


def test_null_takes_a_bound_away():
    score = only_score(
        score_of("- {event: a, points: 1, limit: null}", head="limit: null\nfloor: null", group="limit: null")
    )
    assert (score.limit, score.floor, score.groups[0].limit) == (None, None, None)


def test_a_score_is_bounded_by_0_and_100_unless_it_says_otherwise():
    score = only_score(score_of("- {event: a, points: 1}"))
    assert (score.limit, score.floor, score.groups[0].limit, score.groups[0].floor) == (100, 0, None, None)


@pytest.mark.parametrize(
    ("own", "percent"),
    [("", 50), ("decay: none", None), ("decay: null", None), ("decay: {percent: 10, every: 1 day}", 10)],
)
def test_the_decay_of_a_rule_overrides_that_of_its_group(own, percent):
    rule = f"{{event: a, points: 1{own and ', ' + own}}}"
    score = only_score(score_of(f"- {rule}", group="decay: {percent: 50, every: 1 month}"))
    (event_rule,) = score.groups[0].rules
    assert isinstance(event_rule, EventRule)
    decay = event_rule.decay_in(score.groups[0])
    assert (decay.percent if isinstance(decay, Decay) else None) == percent


def test_what_is_left_out_has_its_default():
    record, event = rules_of("""
        - {of: company, when: {property: a, at_least: 1}, points: 1}
        - {event: a, times: [{from: 2, points: 1}]}
    """)
    assert isinstance(record, RecordRule)
    assert isinstance(event, EventRule)
    assert (record.combine, record.association, record.enabled) == ("max", None, True)
    assert (event.event, event.machine, event.combine, event.times[0].to) == (("a",), False, None, None)


def test_of_turns_the_condition_beside_it_to_associated_records():
    (rule,) = rules_of("- {when: {of: company, association: Employer, all: [{property: a, is: b}]}, points: 1}")
    assert isinstance(rule.when, Associated)
    assert (rule.when.of, rule.when.association, len(rule.when.condition.conditions)) == ("company", "Employer", 1)


def test_conditions_may_be_nested_deeply():
    nested = "{property: a, is: b}"
    for _ in range(40):
        nested = f"{{any: [{nested}]}}"
    assert told(score_of(f"- {{when: {nested}, points: 1}}")) == []


def test_what_is_allowed_is_not_refused():
    assert (
        told(
            score_of(
                """
            - {event: a, points: 0.1, combine: average, contacts: {where: {in_segment: b}}}
            - {event: [a, b], points: -1.500000000, machine: exclude, within: {between: [2026-01-02, 2026-01-01T23:30]}}
            - {event: a, times: [{from: 4, points: 5}, {from: 0, to: 0, points: -10}, {from: 1, to: 3, points: 2}]}
            - {when: {property: a, is_known: false}, points: 1e2}
            - {when: {property: a, is: true, matches_unknown: true}, points: 0x10}
            - {when: {property: a, between: [5, 1]}, points: 1}
            - {when: {of: contact, association: Boss, event: a, times: {from: 0, to: 0}}, points: 1, limit: 1, floor: 1}
            """,
                object_name="company",
            )
        )
        == []
    )
