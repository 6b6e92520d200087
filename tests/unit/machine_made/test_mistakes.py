"""Mistakes in machine.yaml are told all at once, at their places."""

import time

import pytest

from tamis.errors import DefinitionError
from tamis.machine_made import read_machine_rules

WRONG = """\
rules:
  - key: staff
    email_domian: acme.com
  - key: Office
    ip: [203.0.113.7/24, nowhere]
  - event: [Email Opened]
    user_agent: {matches: "(a+)+$"}
  - key: staff
    any_property: {proxy: [], told: null}
  - key: nothing
  - key: domain
    email_domain: ["@acme.com", 7]
    enabled: yes
colour: red
"""


def told(text: str) -> list[tuple[int, int, str, str]]:
    with pytest.raises(DefinitionError) as raised:
        read_machine_rules(text, "machine.yaml")
    assert {issue.file for issue in raised.value.issues} == {"machine.yaml"}
    return [(issue.line, issue.column, issue.code, f"{issue.message} {issue.hint}") for issue in raised.value.issues]


def test_every_mistake_is_told_where_it_stands():
    found = told(WRONG)
    assert [(line, code) for line, _, code, _ in found] == [
        (3, "unknown-key"),
        (4, "wrong-key"),
        (5, "wrong-address-range"),
        (5, "wrong-address-range"),
        (6, "missing-key"),
        (6, "wrong-event-type"),
        (7, "unknown-key"),
        (8, "repeated-key"),
        (9, "empty-value"),
        (9, "wrong-type"),
        (10, "missing-key"),
        (12, "wrong-domain"),
        (12, "wrong-type"),
        (13, "wrong-type"),
        (14, "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "rules: [{key: a, ip: [203.0.113.7/24]}]",
            'Rule a: ip[0] is "203.0.113.7/24", which begins inside its range.',
        ),
        ("rules: [{key: a, event: Email Opened}]", "write email_opened"),
        ("rules: [{key: a, user_agent: {}}]", "Rule a: user_agent says nothing."),
        ("rules: [{key: a, email_domain: '*.acme.com'}]", "its subdomains are meant too"),
        ("rules: [{event: lead}]", 'Rule 1: the key "key" is missing.'),
        ("rules: {key: a}", "Rules wants a list, not a mapping."),
        ("- key: a", "Wants a list of rules, not a list."),
        ("", "write rules: [] for no rules at all"),
        ("rules: [", "where a value is wanted"),
        ("rules: !!python/object/apply:os.system [id]", "is not taken."),
        ("rule: []", "did you mean rules?"),
    ],
)
def test_a_mistake_says_what_to_do(text, sentence):
    assert any(sentence in words for *_, words in told(text))


def test_no_pattern_can_be_written():
    [(_, _, code, _)] = told('rules: [{key: a, user_agent: {regex: "(a+)+$"}}]')
    assert code == "unknown-key"
    rules = read_machine_rules('rules: [{key: a, user_agent: {contains_any_of: ["(a+)+$"]}}]', "machine.yaml")
    assert rules.rules[0].user_agent.contains_any_of == ("(a+)+$",)


def test_a_bomb_of_aliases_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    before = time.perf_counter()
    assert "too-large" in {code for _, _, code, _ in told("\n".join([*lines, "rules: *a11"]))}
    assert time.perf_counter() - before < 5


def test_no_rules_at_all_can_be_written():
    assert read_machine_rules("rules: []", "machine.yaml").rules == ()
