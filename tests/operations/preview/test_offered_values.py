"""What an editor offers: values and names that the data has."""

import pytest

from tamis.errors import UsageError
from tamis.operations.known_names import known_names
from tamis.operations.offered_values import OfferedValue, Spread, offered_values
from tamis.store.warehouse.frequent import Column, spread
from tests.operations.office import INTEREST

CONTACTS = """\
id,country,regions,age
ann,France,North;East,10
bob,Spain,North,20
cem,france,,30
dan,France,South,40
eve,,,
"""
SCHEMA = "objects:\n  contact:\n    regions: {type: choices, options: [North, South, East, West]}\n"
EVENTS = (
    "id,contact_id,type,occurred_at,page,seconds\n"
    "1,ann,page_viewed,2026-03-01,prices,3\n"
    "2,ann,page_viewed,2026-03-02,prices,5\n"
    "3,bob,page_viewed,2026-03-02,docs,9\n"
    "4,bob,chat_started,2026-03-02,,\n"
)


@pytest.fixture
def stocked(empty):
    empty.write("schema.yaml", SCHEMA)
    empty.take(contacts=CONTACTS, events=EVENTS)
    return empty.workspace


def values(offered):
    return [(each.value, each.count) for each in offered.values]


def test_the_most_frequent_values_come_first(stocked):
    assert values(offered_values(stocked, "contact", "country")) == [("France", 2), ("Spain", 1), ("france", 1)]


def test_values_begin_with_what_was_typed_in_whatever_case(stocked):
    assert values(offered_values(stocked, "contact", "country", starting="fr")) == [("France", 2), ("france", 1)]
    assert values(offered_values(stocked, "contact", "country", most=1)) == [("France", 2)]


def test_each_item_of_a_set_counts_and_unused_options_are_offered(stocked):
    offered = offered_values(stocked, "contact", "regions")
    assert values(offered) == [("North", 2), ("East", 1), ("South", 1), ("West", 0)]
    assert offered_values(stocked, "contact", "regions", starting="w").values == (OfferedValue("West", 0),)


def test_numbers_are_told_by_their_spread(stocked):
    offered = offered_values(stocked, "contact", "age")
    assert (offered.known, offered.spread) == (4, Spread(10, 10, 20, 30, 40))


def test_values_of_events_are_counted_by_event(stocked):
    offered = offered_values(stocked, "page_viewed", "page", is_event=True)
    assert values(offered) == [("prices", 2), ("docs", 1)]
    assert offered_values(stocked, "page_viewed", "seconds", is_event=True).known == 3


def test_a_name_that_is_not_there_is_told_with_what_may_be_meant(stocked):
    with pytest.raises(UsageError, match="did you mean country"):
        offered_values(stocked, "contact", "contry")
    with pytest.raises(UsageError, match="did you mean page_viewed"):
        offered_values(stocked, "page_view", "page", is_event=True)


def test_a_part_of_the_events_stands_for_all(stocked):
    with_part = Column("SELECT unnest([1, 2]) AS value, 1 AS weight", share=0.5)
    from tamis.store.warehouse import open_warehouse
    from tamis.store.warehouse.frequent import how_many

    with open_warehouse(stocked.warehouse) as warehouse:
        assert how_many(warehouse, with_part) == 4
        assert spread(warehouse, Column("SELECT 1 AS value, 1 AS weight WHERE false")) is None


def test_all_names_that_a_definition_may_use_are_known(office):
    office.publish(interest=INTEREST)
    office.review(french="key: french\nlabel: French\nwhen: {property: country, is: France}\n")
    names = known_names(office.workspace)
    assert [(p.name, p.type) for p in names.object("contact").properties] == [
        ("created_at", "datetime"),
        ("country", "text"),
    ]
    assert names.object("contact").properties[1].filled == pytest.approx(2 / 3)
    assert [(event.type, event.count) for event in names.events] == [("demo_requested", 2)]
    with office.workspace.opened() as warehouse:
        assert names.events[0].last_at == warehouse.one("SELECT max(occurred_at) FROM warehouse.events")
    assert [(s.key, s.label, s.is_draft) for s in names.segments] == [("french", "French", True)]
    assert [(s.key, s.tiers) for s in names.scores] == [("interest", ("High", "Low"))]
