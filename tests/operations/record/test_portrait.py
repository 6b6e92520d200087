"""Who a record is, as its page tells it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tamis.errors import UsageError
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.read_leads import read_leads
from tamis.operations.merge import merge
from tamis.operations.record.associated import read_associated
from tamis.operations.record.finding import find_records
from tamis.operations.record.memberships import read_memberships
from tamis.operations.record.opened import open_record
from tamis.operations.record.portrait import read_portrait
from tamis.operations.record.series import read_series
from tamis.operations.record.trees import read_trees
from tamis.operations.rescore import micros_of
from tamis.operations.reset import reset
from tamis.progress import NullProgress
from tests.operations.office import Office

MARCH_1, MARCH_9 = 1_772_359_200_000_000, 1_773_050_400_000_000


def test_properties_values_and_when_they_changed(company: Office):
    with open_record(company.workspace, "contact", "ann") as record:
        portrait = read_portrait(record)
    assert (portrait.title, portrait.email) == ("Ann Archer", "ann@north.example")
    title = next(each for each in portrait.properties if each.name == "job_title")
    assert (title.value, title.changed_at) == ("Buyer", 1_770_249_600_000_000)
    assert portrait.property("country") == "France"
    [value] = portrait.values
    assert (value.fit, value.tier) == (25_000_000, "B2")


def test_segments_are_those_whose_condition_holds_and_those_that_list_it(company: Office):
    company.take(segment_members="segment,id\nfair_2026,ann\n")
    company.publish(buyers="key: buyers\nlabel: Buyers\nobject: contact\nwhen: {property: job_title, is: buyer}\n")
    with open_record(company.workspace, "contact", "ann") as record:
        found = read_memberships(record, micros_of(company.now()))
    assert [(each.key, each.label, each.is_dynamic) for each in found] == [
        ("buyers", "Buyers", True),
        ("fair_2026", "fair_2026", False),
    ]


def test_associated_records_come_with_the_value_that_stands_for_them(company: Office):
    with open_record(company.workspace, "company", "north") as record:
        [contacts] = read_associated(record)
    assert (contacts.object, contacts.count, contacts.score) == ("contact", 2, "Lead")
    assert [(each.id, each.tier) for each in contacts.records] == [("ann", "B2"), ("cleo", "A3")]
    with open_record(company.workspace, "contact", "ann") as record:
        [companies] = read_associated(record)
    [north] = companies.records
    assert (north.title, north.is_primary, north.points) == ("North Ltd", True, None)


def test_associated_deals_tell_where_they_stand_and_what_they_are_worth(company: Office):
    company.take(
        deals="id,dealname,dealstage,amount,closedate,contact_id,company_id\n"
        "d1,Big one,Proposal,5000.5,2026-04-30,ann,north\nd2,Small one,,,,ann,south\n"
    )
    with open_record(company.workspace, "contact", "ann") as record:
        deals = next(each for each in read_associated(record) if each.object == "deal")
    # One that nobody knows the end of is still open.
    [small, big] = deals.records
    close = datetime(2026, 4, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert (big.title, big.stage, big.amount, big.closes) == ("Big one", "Proposal", 5000.5, micros_of(close))
    assert (small.title, small.stage, small.amount, small.closes) == ("Small one", None, None, None)
    # A day is the same everywhere: the instant at which it begins in Paris is of the day before further west.
    assert (big.closes_on, small.closes_on) == (date(2026, 4, 30), None)
    with open_record(company.workspace, "deal", "d1") as record:
        assert read_portrait(record).property("closedate") == date(2026, 4, 30)
    assert big.is_told
    assert not small.is_told
    assert [each.name for each in find_records(company.workspace, "big", "deal")] == ["Big one"]


def test_a_record_is_called_as_it_is_in_lists(empty: Office):
    empty.take(
        contacts="id,Prénom,Nom,Courriel\nzoe,Zoé,Martin,zoe@west.example\nyan,,,yan@west.example\n",
        companies="id,name,website\nwest,,west.example\neast,  ,east.example\n",
    )
    named = {"contact": {"zoe": "Zoé Martin", "yan": "yan@west.example"}}
    named["company"] = {"west": "west.example", "east": "east.example"}
    for object, titles in named.items():
        leads = read_leads(empty.workspace, Asked(object=object, ids=tuple(titles)), now=empty.now).leads
        assert {lead.id: lead.name for lead in leads} == titles
        for id, title in titles.items():
            with open_record(empty.workspace, object, id) as record:
                assert read_portrait(record).title == title
            assert [each.id for each in find_records(empty.workspace, title, object)] == [id]


def test_the_tree_adds_up_to_the_value_that_is_kept(company: Office):
    company.later("2026-04-02T12:00")
    with open_record(company.workspace, "contact", "ann") as record:
        [tree] = read_trees(record, micros_of(company.now()))
        [value] = read_portrait(record).values
    assert tree.at == value.at
    assert tree.tree.points == value.points / 1e6
    assert [category.points for category in tree.tree.categories] == [value.fit / 1e6, value.engagement / 1e6]


def test_the_series_has_a_step_for_each_change_with_its_cause(company: Office):
    reset(company.workspace, "ann", now=company.now, progress=NullProgress())
    with open_record(company.workspace, "contact", "ann") as record:
        [series] = read_series(record)
        [cut] = read_series(record, most=1)
    assert [(step.cause, step.tier) for step in series.steps] == [("publish", "B2"), ("reset", "B3")]
    assert series.points_now == series.steps[-1].points == 25_000_000
    assert (len(cut.steps), cut.is_cut, series.is_cut) == (1, True, False)


def test_a_merged_contact_is_told_under_the_kept_one_with_its_earlier_id(company: Office):
    merge(company.workspace, "ann", "bob", now=company.now, progress=NullProgress())
    with open_record(company.workspace, "contact", "bob") as record:
        portrait = read_portrait(record)
    assert portrait.id == "ann"
    assert [(each.id, each.merged_at) for each in portrait.earlier_ids] == [("bob", micros_of(company.now()))]


def test_a_record_that_is_not_there_is_told(company: Office):
    with pytest.raises(UsageError, match='There is no contact "zed"'), open_record(company.workspace, "contact", "zed"):
        pass
    with pytest.raises(UsageError, match='no object "planet"'), open_record(company.workspace, "planet", "ann"):
        pass
