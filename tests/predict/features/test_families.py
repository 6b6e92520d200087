"""Each family of features, by events and records written by hand."""

from collections.abc import Mapping
from math import isnan
from typing import Any

import numpy as np
import pytest
from tests.predict.folders import loaded, micros, numbers_of, write

from tamis.predict.features import Gathering, Plan, Rows, plan_features

AT = micros("2026-06-01")

FILES = {
    "schema.yaml": "objects:\n  contact: {tags: {type: choices}, renewal: date}\n",
    "contacts.csv": """
        id,created_at,email,phone,mobile,company_id,tags,renewal,plan,lifecycle_stage,spend
        edge,2026-01-01,edge@one.example,,,,,,,,
        visitor,2026-01-01,v@gmail.com,,,,,,,,
        mailed,2026-01-01,,,,,,,,,
        clicker,2026-01-01,,,,,,,,,
        busy,2026-05-22,b@two.example,1,2,o1,red;blue,2026-06-11,basic,customer,12.5
        colleague,2026-01-01,,,,o1,,,,,
        newcomer,2026-06-02,,,,o1,,,,,
    """,
    "companies.csv": """
        id,created_at,employees,annual_revenue,industry,technologies
        o1,2026-03-03,50,1e6,hotels,crm;shop
        o2,2026-03-03,7,,,
    """,
    "deals.csv": """
        id,created_at,contact_id,stage,is_closed,size
        d0,2026-04-01,busy,lost,true,small
        d1,2026-05-30,busy,won,true,large
        d2,2026-06-01T00:00:00.000001,busy,open,false,large
    """,
    "property_changes.csv": """
        object,id,property,value,changed_at
        contact,busy,lifecycle_stage,lead,2026-05-22
        contact,busy,lifecycle_stage,mql,2026-05-28
        contact,busy,lifecycle_stage,customer,2026-06-01T00:00:01
        deal,d0,stage,open,2026-04-01
        deal,d0,stage,lost,2026-05-01
        deal,d0,is_closed,false,2026-04-01
        deal,d0,is_closed,true,2026-05-01
        deal,d1,stage,open,2026-05-30
        deal,d1,stage,won,2026-06-02
        deal,d1,is_closed,false,2026-05-30
        deal,d1,is_closed,true,2026-06-02
    """,
    "events.csv": """
        contact_id,type,occurred_at,machine,url,campaign,channel,form_name,starts_at
        edge,cta_clicked,2026-06-01,,,,,,
        edge,cta_clicked,2026-06-01T00:00:00.000001,,,,,,
        edge,cta_clicked,2026-05-25,,,,,,
        edge,cta_clicked,2026-05-25T00:00:00.000001,,,,,,
        visitor,page_viewed,2026-03-01,,/a,,,,
        visitor,page_viewed,2026-05-31T10:00,,/a,,,,
        visitor,page_viewed,2026-05-31T10:20,,/b,,,,
        visitor,page_viewed,2026-05-31T10:50,,/b,,,,
        visitor,page_viewed,2026-05-31T11:20:01,,/a,,,,
        visitor,page_viewed,2026-05-31T11:21,true,/c,,,,
        visitor,page_viewed,2026-06-03,,/d,,,,
        mailed,email_sent,2026-05-01,,,one,,,
        mailed,email_sent,2026-05-10,,,two,,,
        mailed,email_sent,2026-05-20,,,two,,,
        mailed,email_delivered,2026-05-01,,,one,,,
        mailed,email_bounced,2026-05-10,,,two,,,
        mailed,email_opened,2026-05-02,,,one,,,
        mailed,email_opened,2026-05-21,true,,two,,,
        mailed,email_replied,2026-06-02,,,two,,,
        mailed,unsubscribed,2026-05-30,,,two,,,
        clicker,social_clicked,2026-05-03,,,,linkedin,,
        clicker,social_clicked,2026-05-20,,,,linkedin,,
        clicker,social_clicked,2026-05-31,,,,youtube,,
        clicker,social_clicked,2026-03-31,,,,youtube,,
        clicker,email_clicked,2026-04-01,,,,,,
        clicker,email_clicked,2026-04-02,,,,,,
        busy,form_submitted,2026-05-30,,,,,Demo,
        busy,form_submitted,2026-05-31,,,,,Demo,
        busy,form_submitted,2026-05-31T12:00,,,,,News,
        busy,meeting_booked,2026-05-29,,,,,,2026-06-04T00:00
        busy,meeting_booked,2026-05-28,,,,,,2026-05-30T00:00
        busy,call_started,2026-05-30,,,,,,
        busy,note_added,2026-05-31,,,,,,
        colleague,cta_clicked,2026-05-31,,,,,,
        colleague,cta_clicked,2026-03-20,,,,,,
        newcomer,cta_clicked,2026-05-31,,,,,,
    """,
}

Told = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The value of every feature, by contact."""
    with loaded(write(tmp_path_factory.mktemp("families"), FILES)) as (engine, catalog):
        plan = plan_features(engine, catalog, "contact")
        numbers = numbers_of(engine, catalog)
        record = np.array(list(numbers.values()), dtype=np.int64)
        gathered = Gathering(engine, catalog, plan).gather(Rows(record, np.full(len(record), AT)))
        names = [feature.name for feature in gathered.features]
        assert len(set(names)) == len(names)
        return {
            id: dict(zip(names, gathered.numbers[:, place].tolist(), strict=True))
            | {name: cells[place] for name, cells in gathered.texts.items()}
            for place, id in enumerate(numbers)
        }


def test_a_window_ends_with_the_landmark_and_is_open_at_its_far_end(told):
    clicks = told["edge"]
    assert [clicks[f"event:cta_clicked {window}"] for window in ("ever", "7d", "30d")] == [3, 2, 3]
    assert clicks["event:cta_clicked since"] == 0


def test_views_half_an_hour_apart_are_one_visit_and_longer_two(told):
    views = told["visitor"]
    assert [views[f"event:page_viewed {w}"] for w in ("ever", "7d", "90d", "365d")] == [5, 4, 4, 5]
    assert [views[f"visits {window}"] for window in ("ever", "30d")] == [3, 2]
    assert views["views a visit"] == pytest.approx(5 / 3)
    assert views["event:page_viewed since"] == pytest.approx((12 * 3600 + 39 * 60 + 59) / 86400)


def test_a_page_counts_once_in_a_window_however_often_it_was_seen(told):
    assert [told["visitor"][f"distinct:pages {window}"] for window in ("ever", "30d", "90d")] == [2, 2, 2]


def test_emails_by_what_became_of_them(told):
    mails = told["mailed"]
    endings = ("sent", "delivered", "bounced", "opened", "replied")
    assert [mails[f"event:email_{ending} ever"] for ending in endings] == [3, 1, 1, 1, 0]
    assert mails["event:unsubscribed 7d"] == 1
    assert mails["event:email_opened since"] == 30
    assert isnan(mails["event:email_replied since"])
    assert mails["distinct:campaigns ever"] == 2


def test_emails_since_the_last_answer_forget_it_when_there_is_one(told):
    # Sent on 1, 10 and 20 May; opened on 2 May by a person, on 21 May by a machine, answered after the landmark.
    assert told["mailed"]["unanswered ever"] == 2


def test_clicks_of_all_kinds_and_by_network(told):
    clicks = told["clicker"]
    assert clicks["role:clicks ever"] == 6
    assert clicks["event:social_clicked ever"] == 4
    assert clicks["event:social_clicked:channel:linkedin ever"] == 2
    assert clicks["event:social_clicked:channel:youtube 90d"] == 2
    # Three in the last 30 days, and three in the 90 days before.
    assert clicks["role:clicks trend"] == 2


def test_conversions_and_different_ones(told):
    forms = told["busy"]
    assert [forms["event:form_submitted ever"], forms["distinct:forms ever"]] == [3, 2]
    assert forms["event:form_submitted:form_name:Demo ever"] == 2
    assert forms["event:form_submitted since"] == 0.5


def test_meetings_notes_calls_and_what_is_planned(told):
    busy = told["busy"]
    assert [busy["event:meeting_booked ever"], busy["event:meeting_booked since"], busy["planned"]] == [2, 3, 3]
    assert [busy["event:note_added ever"], busy["role:contacted since"]] == [1, 1]


def test_notes_and_what_was_sent_are_nothing_that_the_contact_did(told):
    assert told["busy"]["activity ever"] == 6
    assert told["mailed"]["activity ever"] == 2


def test_the_record_as_it_was(told):
    busy = told["busy"]
    assert [busy["age"], busy["property:phone"], busy["property:mobile"], busy["property:email"]] == [10, 1, 1, 1]
    assert told["visitor"]["property:phone"] == 0
    assert [busy["updated"], busy["updates 30d"]] == [4, 2]
    assert [busy["property:lifecycle_stage"], busy["property:lifecycle_stage changed"]] == ["mql", 4]


def test_an_address_that_anybody_can_have(told):
    assert [told["visitor"]["free e-mail domain"], told["busy"]["free e-mail domain"]] == [1, 0]
    assert isnan(told["mailed"]["free e-mail domain"])


def test_properties_by_type(told):
    busy = told["busy"]
    assert [busy["property:renewal"], busy["property:spend"], busy["property:plan"]] == [-10, 12.5, "basic"]
    assert told["edge"]["property:plan"] is None
    assert busy["property:tags"].strip("\x1f").split("\x1f") == ["blue", "red"]


def test_the_primary_company(told):
    busy = told["busy"]
    assert [busy["company:employees"], busy["company:annual_revenue"], busy["company age"]] == [50, 1e6, 90]
    assert [busy["company:industry"], told["edge"]["company:industry"]] == ["hotels", None]


def test_colleagues_are_those_who_were_there_and_not_oneself(told):
    busy = told["busy"]
    assert busy["colleagues"] == 1
    assert [busy["colleagues ever"], busy["colleagues 30d"]] == [2, 1]
    assert told["colleague"]["colleagues ever"] == 6
    assert told["edge"]["colleagues"] == 0


def test_associated_records_count_from_their_creation(told):
    assert [told["busy"]["associated:deal"], told["busy"]["associated:deal since"]] == [2, 2]
    assert told["edge"]["associated:deal"] == 0


def test_associated_records_are_told_apart_by_what_they_were_then(told):
    busy = {name: value for name, value in told["busy"].items() if name.startswith("associated:deal ")}
    del busy["associated:deal since"]
    assert busy == {
        "associated:deal changed": 2,
        "associated:deal is_closed=true": 1,
        "associated:deal is_closed=false": 1,
        "associated:deal stage=open": 1,
        "associated:deal stage=lost": 1,
        "associated:deal stage=won": 0,
    }
    assert told["edge"]["associated:deal stage=open"] == 0
    # What has no history may be what the deal was called when it was over.
    assert not any("size" in name for name in told["busy"])


def test_what_associated_records_are_told_apart_by_is_kept_with_the_model(tmp_path):
    with loaded(write(tmp_path / "company", FILES)) as (engine, catalog):
        plan = plan_features(engine, catalog, "contact", leave_out={"is_closed"})
    assert plan.associated == {"deal": {"stage": ("open", "lost", "won")}}
    assert Plan.from_json(plan.to_json()) == plan
    earlier = {name: told for name, told in plan.to_json().items() if name != "associated"}
    assert Plan.from_json(earlier).associated == {}


def test_what_is_left_out_is_looked_at_nowhere(tmp_path):
    with loaded(write(tmp_path / "company", FILES)) as (engine, catalog):
        plan = plan_features(engine, catalog, "contact", leave_out={"plan", "employees", "channel", "url"})
    assert "plan" not in plan.properties
    assert "employees" not in plan.company
    assert "social_clicked" not in plan.values
    # Pages are told apart by another property, if there is one.
    assert "url" not in {name for told in plan.distinct for name in told.values()}
