"""What an author does, and what becomes of the text: the rest of it stays as it was written."""

from __future__ import annotations

import pytest

from tamis.definitions import PropertyType
from tamis.definitions.editing import edited, edits
from tamis.definitions.editing.beginnings import Known
from tamis.definitions.editing.places import place_of, words_of
from tamis.definitions.editing.tree import NoSuchPlace, path_of
from tamis.definitions.reading import read_definitions
from tamis.errors import UsageError

TEXT = """\
# What this is.
key: interest
object: contact
groups:
  # Mail and web.
  - key: marketing   # theirs
    category: engagement
    rules:
      # The best sign of all.
      - event: demo_requested
        points: 20   # was 10
      - {event: email_opened, points: 1}

  - key: profile
    category: fit
    rules:
      - when: {property: country, is: France}   # home
        points: 5
"""
KNOWN = Known("country", "email_opened", "staff", "company", "industry", "subject", "other", "A")
DEMO, OPENED = ("groups", 0, "rules", 0), ("groups", 0, "rules", 1)


def after(*arguments, **options) -> str:
    return edited(TEXT, *arguments, **options)


def test_a_value_is_changed_and_nothing_else():
    assert after(edits.put, (*DEMO, "points"), 25) == TEXT.replace("20   # was", "25   # was")


def test_a_new_key_stands_where_it_is_looked_for():
    found = after(edits.put, (*DEMO, "within"), {"last": "30 days"})
    assert "demo_requested\n        within: {last: 30 days}\n        points: 20   # was 10\n" in found


def test_a_rule_takes_its_comment_with_it_when_it_moves_and_goes():
    chunk = "      # The best sign of all.\n      - event: demo_requested\n        points: 20   # was 10\n"
    opened = "      - {event: email_opened, points: 1}\n"
    assert after(edits.move, DEMO, OPENED) == TEXT.replace(chunk + opened, opened + chunk)
    assert after(edits.remove, DEMO) == TEXT.replace(chunk, "")


def test_a_rule_moves_to_another_group():
    found = after(edits.move, OPENED, ("groups", 1, "rules", 1))
    read = read_definitions([("a.yaml", found)])
    assert [[len(group.rules) for group in score.groups] for score in read.scores] == [[1, 2]]


def test_a_group_moves_with_what_is_above_it():
    found = after(edits.move, ("groups", 0), ("groups", 1))
    assert found.index("key: profile") < found.index("# Mail and web.") < found.index("key: marketing   # theirs")


def test_a_copied_group_has_a_key_of_its_own():
    read = read_definitions([("a.yaml", after(edits.copy, ("groups", 0)))])
    assert read.issues == ()
    assert [group.key for group in read.scores[0].groups] == ["marketing", "marketing_2", "profile"]


def test_a_rule_is_switched_off_and_on():
    off = after(edits.switch, OPENED)
    assert "{enabled: false, event: email_opened, points: 1}" in off
    assert edited(off, edits.switch, OPENED) == TEXT


def test_a_condition_is_wrapped_and_unwrapped():
    path = ("groups", 1, "rules", 0, "when")
    wrapped = after(edits.wrap, path, "any")
    assert "when: {any: [{property: country, is: France}]}   # home" in wrapped
    assert edited(wrapped, edits.unwrap, path) == TEXT


def test_two_conditions_are_not_unwrapped_where_no_list_is():
    path = ("groups", 1, "rules", 0, "when")
    two = after(edits.join_with, path, {"in_segment": "staff"})
    assert "when: {all: [{property: country, is: France}, {in_segment: staff}]}   # home" in two
    with pytest.raises(UsageError, match="Several conditions"):
        edited(two, edits.unwrap, path)


def test_points_become_ranges_and_come_back():
    ranges = after(edits.say_worth, DEMO, "times", KNOWN)
    assert "        times:\n          - {from: 1, points: 20}   # was 10\n" in ranges
    back = edited(ranges, edits.say_worth, DEMO, "points", KNOWN)
    assert "points: 20" in back


def test_the_condition_of_a_rule_becomes_its_first_case():
    path = ("groups", 1, "rules", 0)
    cases = after(edits.say_worth, path, "cases", KNOWN)
    assert "- {when: {property: country, is: France}, points: 5}" in cases
    assert "when: {property: country, is: France}" in edited(cases, edits.say_worth, path, "points", KNOWN)


@pytest.mark.parametrize(
    ("operator", "kind", "expected"),
    [
        ("is_any_of", PropertyType.TEXT, "is_any_of: [France]"),
        ("is_known", PropertyType.TEXT, "is_known: true"),
        ("at_least", PropertyType.NUMBER, "at_least: 0"),
        ("between", PropertyType.NUMBER, "between: [0, 100]"),
        ("between", PropertyType.DATE, "between: [2025-06-01, 2026-06-01]"),
        ("in_the_last", PropertyType.DATETIME, "in_the_last: 30 days"),
        ("before", PropertyType.DATE, "before: 2026-06-01"),
    ],
)
def test_an_operator_has_a_value_of_its_shape(operator, kind, expected):
    found = after(edits.say_operator, ("groups", 1, "rules", 0, "when"), operator, kind, today="2026-06-01")
    assert f"when: {{property: country, {expected}}}   # home" in found
    assert read_definitions([("a.yaml", found)]).issues == ()


def test_a_property_of_another_type_is_asked_what_every_type_can_be_asked():
    path = ("groups", 1, "rules", 0, "when")
    found = after(
        edits.say_subject, path, "property", "employees", PropertyType.NUMBER, ("is_known", "is"), today="2026-06-01"
    )
    assert "when: {property: employees, is_known: true}" in found


@pytest.mark.parametrize("kind", ["event", "of", "record"])
@pytest.mark.parametrize("path", [DEMO, ("groups", 1, "rules", 0)])
def test_a_rule_of_another_kind_keeps_its_points_and_can_be_read(kind, path):
    found = after(edits.say_kind, path, kind, KNOWN)
    read = read_definitions([("a.yaml", found)])
    assert read.issues == ()
    assert [rule.points for place, rule in read.scores[0].rules() if place == path] == [20 if path == DEMO else 5]


@pytest.mark.parametrize("path", ["groups[7]", "groups[0].rules[0].nothing", "groups[0].key[0]"])
def test_a_place_that_is_not_there_is_told_and_nothing_changes(path):
    with pytest.raises(NoSuchPlace, match="There is no groups"):
        after(edits.remove, path_of(path))


def test_text_that_is_no_yaml_is_not_edited():
    with pytest.raises(UsageError, match="mend the YAML"):
        edited("key: [", edits.put, ("key",), "a")


def test_an_alias_is_written_out_where_one_of_two_changes():
    text = "key: a\nobject: contact\ngroups:\n"
    text += "  - {key: x, category: fit, rules: &r [{when: {in_segment: s}, points: 1}]}\n"
    text += "  - {key: z, category: fit, rules: *r}\n"
    found = edited(text, edits.put, ("groups", 1, "rules", 0, "points"), 9)
    points = [rule.points for _, rule in read_definitions([("a.yaml", found)]).scores[0].rules()]
    assert points == [1, 9]


def test_a_score_asks_of_no_score_and_a_segment_may():
    assert "score" not in words_of(place_of(("groups", 0, "rules", 0, "when")))
    assert "score" in words_of(place_of(("when", "all", 1), is_segment=True))
    assert words_of(place_of(("groups", 0, "rules", 0, "where", "any", 0))) == ("property", "all", "any", "none")
    assert "event" not in words_of(place_of(("groups", 0, "rules", 0, "contacts", "where")))


def test_lines_end_as_they_did():
    assert edited("key: a\r\nlimit: 5\r\n", edits.put, ("limit",), 6) == "key: a\r\nlimit: 6\r\n"
