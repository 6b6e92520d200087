"""Which records are offered to try a score on."""

from __future__ import annotations

from tamis.operations.preview import examples_of

CONTACTS = """id,name,country,created_at
ann,Ann Arbor,France,2026-01-01
bob,,Spain,2026-01-02
cem,,,2026-01-01
dee,,,2026-01-01
eve,,France,2026-01-01
"""
EVENTS = """id,contact_id,type,occurred_at
e1,ann,demo_requested,2026-03-01T10:00:00Z
e2,bob,complained,2026-03-02T10:00:00Z
e3,dee,complained,2026-03-04T10:00:00Z
e4,dee,opened,2026-03-03T10:00:00Z
"""
INTEREST = """key: interest
object: contact
floor: null
population: {exclude: [strangers]}
groups:
  - key: deeds
    category: engagement
    rules:
      - {label: Asked for a demo, event: demo_requested, points: 20}
      - {label: Complained, event: complained, points: -5}
      - {label: In France, when: {property: country, is: France}, points: 10}
"""
STRANGERS = "key: strangers\nwhen: {none: [{property: country, is_known: true}]}\n"


def told(office, key, object="contact"):
    return [(each.why, each.id, each.points) for each in examples_of(office.workspace, key, object)]


def test_the_highest_one_in_the_middle_the_lowest_and_one_that_is_not_scored(empty):
    empty.take(contacts=CONTACTS, events=EVENTS)
    empty.publish(strangers=STRANGERS, interest=INTEREST)
    assert told(empty, "interest") == [
        ("highest", "ann", 30),
        ("middle", "eve", 10),
        ("lowest", "bob", -5),
        ("outside", "cem", None),
        ("active", "dee", None),
    ]
    assert examples_of(empty.workspace, "interest", "contact")[0].name == "Ann Arbor"


def test_of_a_score_without_values_the_newest_and_who_was_active_last(empty):
    empty.take(contacts=CONTACTS, events=EVENTS)
    assert told(empty, "interest") == [("newest", "bob", None), ("newest", "eve", None), ("newest", "dee", None)]


def test_of_an_object_that_is_not_there_nobody(office):
    assert told(office, "interest", "deal") == []
