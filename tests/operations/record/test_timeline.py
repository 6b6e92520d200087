"""What happened to a record, and what each event earned."""

import pytest

from tamis.errors import UsageError
from tamis.operations.record.opened import open_record
from tamis.operations.record.timeline import count_events, read_timeline
from tamis.operations.record.trees import read_trees
from tamis.operations.rescore import micros_of
from tests.operations.office import Office


def told(company: Office, object: str = "contact", id: str = "ann", **options: object):
    now = micros_of(company.now())
    with open_record(company.workspace, object, id) as record:
        return read_timeline(record, now, trees=read_trees(record, now), **options)


def test_events_and_changes_stand_newest_first(company: Office):
    found = told(company).happenings
    assert [(each.kind, each.name) for each in found] == [
        ("event", "page_viewed"),
        ("event", "form_submitted"),
        ("property", "job_title"),
        ("property", "job_title"),
    ]
    assert (found[2].before, found[2].after) == ("Intern", "Buyer")
    assert [(each.name, each.value) for each in found[1].properties] == [("form_name", "Demo")]


def test_each_event_tells_what_it_earned_and_what_is_left_of_it(company: Office):
    viewed, asked, *_ = told(company).happenings
    [points] = asked.earned
    assert (points.score, points.rule, points.raw) == ("lead", "Asked for a demo", 20)
    # 9 days and 2 hours of a month that takes half of it.
    assert points.points == pytest.approx(20 * (1 - 0.5 * (9 + 2 / 24) / 30))
    # One of the three that would be worth something together.
    assert viewed.earned == ()


def test_pages_follow_one_another_without_gap_or_repeat(company: Office):
    first = told(company, most=1)
    names, cursor = [first.happenings[0].place], first.next
    while cursor:
        page = told(company, most=1, cursor=cursor)
        names += [each.place for each in page.happenings]
        cursor = page.next
    assert names == [each.place for each in told(company).happenings]
    with pytest.raises(UsageError, match="is not known"):
        told(company, cursor="elsewhere")


def test_one_type_of_event_can_be_chosen(company: Office):
    assert [each.name for each in told(company, event_type="page_viewed").happenings] == ["page_viewed"]
    with open_record(company.workspace, "contact", "ann") as record:
        counted = count_events(record, micros_of(company.now()))
    assert [(each.type, each.events) for each in counted] == [("form_submitted", 1), ("page_viewed", 1)]


def test_what_is_still_to_come_is_not_told(company: Office):
    company.later("2026-03-05T12:00")
    assert told(company).happenings[0].name == "form_submitted"


def test_a_company_has_the_events_of_its_contacts(company: Office):
    found = told(company, "company", "north").happenings
    assert [(each.name, each.contact) for each in found] == [
        ("page_viewed", ("ann", "Ann Archer")),
        ("form_submitted", ("ann", "Ann Archer")),
    ]
