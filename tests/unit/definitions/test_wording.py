"""A definition in plain English, as reasons and explanations tell it."""

from __future__ import annotations

import pytest

from tamis.definitions import RecordRule
from tamis.definitions.wording import describe_condition, describe_decay, describe_range, label_of

from .written import only_score, rules_of, score_of


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{property: industry, is: hospitality}", "industry is hospitality"),
        ("{property: job_title, is_any_of: [CEO, CTO, Head of IT]}", "job title is CEO, CTO or Head of IT"),
        ("{property: annual_revenue, at_least: 1000000}", "annual revenue is at least 1,000,000"),
        ("{property: a, between: [0.5, 3]}", "a is between 0.5 and 3"),
        ("{property: a, contains_all_of: [x, y]}", "a contains all of x and y"),
        ("{property: a, is_known: false}", "a is unknown"),
        ("{property: a, is: true}", "a is true"),
        ("{property: a, is_not: b, matches_unknown: false}", "a is not b, and is known"),
        ("{property: created_at, in_the_last: 1 month}", "created at is in the last month"),
        ("{property: created_at, more_than_ago: 1 year}", "created at is more than 1 year ago"),
        ("{in_segment: beta_testers}", "in segment beta_testers"),
        ("{of: company, property: industry, is: hotels}", "company: industry is hotels"),
        (
            "{all: [{property: a, is: b}, {any: [{property: c, is: d}, {property: e, is: f}]}]}",
            "a is b and (c is d or e is f)",
        ),
        ("{none: [{property: a, is: b}, {in_segment: c}]}", "not (a is b or in segment c)"),
        (
            "{event: [email_opened, email_clicked], times: {from: 4}, within: {last: 90 days}}",
            "email opened or email clicked at least 4 times in the last 90 days",
        ),
        ("{event: page_viewed, times: {from: 0, to: 0}, within: {last: 1 week}}", "no page viewed in the last week"),
        (
            "{event: form_submitted, where: {property: form_name, is: Demo}, within: {after: 2026-01-31}}",
            "form submitted (form name is Demo) on or after 2026-01-31",
        ),
    ],
)
def test_conditions_read_as_english(condition, words):
    (rule,) = rules_of(f"- {{when: {condition}, points: 1}}")
    assert isinstance(rule, RecordRule)
    assert describe_condition(rule.when) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{label: Asked for a demo, event: demo_requested, points: 1}", "Asked for a demo"),
        ("{event: demo_requested, within: {last: 30 days}, points: 1}", "Demo requested in the last 30 days"),
        ("{event: a, points: 1, when: {property: b, is: c}}", "A, if b is c"),
        # Points for who did not do it, which the event alone would say the opposite of.
        ("{event: a, within: {last: 7 days}, times: [{from: 0, to: 0, points: -1}]}", "No a in the last 7 days"),
        (
            "{event: a, times: [{from: 0, to: 0, points: -1}, {from: 4, points: 1}]}",
            "A, by how often, zero times included",
        ),
        ("{event: a, times: [{from: 0, to: 2, points: -1}]}", "A, by how often, zero times included"),
        ("{event: a, times: [{from: 1, points: -1}]}", "A"),
        ("{of: company, when: {property: employees, at_least: 50}, points: 1}", "Company: employees is at least 50"),
        ("{cases: [{label: North, when: {property: a, is: n}, points: 1}]}", "North"),
    ],
)
def test_a_rule_without_a_label_is_called_by_what_it_asks(rule, words):
    assert label_of(rules_of(f"- {rule}")[0]) == words


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ("from: 0, to: 0", "never"),
        ("from: 1, to: 1", "exactly once"),
        ("from: 1, to: 3", "1 to 3 times"),
        ("from: 4", "at least 4 times"),
        ("from: 0, to: 2", "never, or at most 2 times"),
        ("from: 0", "never, or any number of times"),
    ],
)
def test_a_range_says_how_often(counted, words):
    (rule,) = rules_of(f"- {{event: a, times: [{{{counted}, points: 1}}]}}")
    assert describe_range(rule.times[0]) == words


@pytest.mark.parametrize(
    ("mode", "words"), [("linear", "50% lost every month"), ("step", "50% lost at the end of every month")]
)
def test_a_decay_says_what_is_lost(mode, words):
    text = score_of("- {event: a, points: 1}", group=f"decay: {{percent: 50, every: 1 month, mode: {mode}}}")
    assert describe_decay(only_score(text).groups[0].decay) == words
