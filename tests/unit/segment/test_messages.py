"""What one message means."""

from __future__ import annotations

import json

import pytest
from tests.unit.segment.sending import batch, code, send, taken, track

from tamis.connectors.segment import Refusal
from tamis.messages import read_message, write_message


def test_a_tracked_event_is_of_the_type_that_its_name_says():
    message = taken(event="Form Submitted", properties={"form_name": "Demo", "amount": None})
    assert (message.kind, message.event, message.event_name) == ("track", "form_submitted", "Form Submitted")
    assert message.properties == {"form_name": "Demo", "amount": None}


@pytest.mark.parametrize(("kind", "event"), [("page", "page_viewed"), ("screen", "screen_viewed")])
def test_a_view_is_an_event_whose_name_and_category_are_properties(kind, event):
    message = send(f"/v1/{kind}", {"writeKey": "key", "userId": "7", "name": "Pricing", "category": None}).messages[0]
    assert (message.event, message.properties) == (event, {"name": "Pricing"})
    own = {"name": "Own", "url": "/pricing"}
    body = {"writeKey": "key", "userId": "7", "name": "Pricing", "category": "Shop", "properties": own}
    assert send(f"/v1/{kind}", body).messages[0].properties == {"category": "Shop", **own}


def test_an_identification_tells_traits_and_a_null_clears():
    body = {"writeKey": "key", "anonymousId": "a", "traits": {"email": None, "createdAt": "2026-01-01", "plan": "pro"}}
    message = send("/v1/identify", body).messages[0]
    assert (message.kind, message.user_id, message.anonymous_id, message.event) == ("identify", None, "a", None)
    assert message.traits == {"email": None, "plan": "pro", "created_at": "2026-01-01"}


@pytest.mark.parametrize(
    ("traits", "created"),
    [
        ({"createdAt": 1}, 1),
        ({"created_at": 1}, 1),
        ({"createdAt": 1, "created_at": 2}, 2),
        ({"createdAt": 1, "created_at": None}, 1),
        ({"createdAt": None}, None),
    ],
)
def test_the_two_names_of_the_creation_are_one_trait(traits, created):
    message = batch({"type": "identify", "userId": "1", "traits": traits}).messages[0]
    assert message.traits == {"created_at": created}


def test_a_group_names_a_company_and_an_alias_a_former_id():
    group = batch({"type": "group", "userId": 1, "groupId": 42, "traits": {"name": "Acme"}}).messages[0]
    assert (group.user_id, group.group_id, group.traits) == ("1", "42", {"name": "Acme"})
    alias = batch({"type": "alias", "userId": "new", "previousId": "old"}).messages[0]
    assert (alias.user_id, alias.previous_id) == ("new", "old")


def test_the_path_decides_the_type_of_a_single_message():
    assert send("/v1/track", track(writeKey="key", type="page")).messages[0].kind == "track"
    assert send("/v1/p/", {"writeKey": "key", "userId": 1}).messages[0].kind == "page"


@pytest.mark.parametrize(
    ("written", "text"),
    [(42, "42"), (42.0, "42"), (4.5, "4.5"), (0, "0"), (" 7 ", "7"), (10**20, "1" + "0" * 20), ("é", "é")],
)
def test_an_id_becomes_text(written, text):
    assert taken(userId=written).user_id == text


@pytest.mark.parametrize("absent", [None, "", "  "])
def test_null_and_blank_are_absent(absent):
    message = taken(userId=absent, anonymousId="a", messageId=absent, timestamp=absent, context=None, properties=None)
    assert (message.user_id, message.anonymous_id, message.id) == (None, "a", "fresh-0")
    assert (message.timestamp, message.context, message.properties) == (None, {}, {})


def test_a_message_without_an_id_gets_one_of_its_own():
    read = batch(track(messageId=None), track(messageId="mine"), track(messageId=None))
    assert [message.id for message in read.messages] == ["fresh-0", "mine", "fresh-2"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (track(userId=None), "no_user_anon_id"),
        (track(userId=" ", anonymousId=""), "no_user_anon_id"),
        (track(event=None), "missing_event"),
        (track(event="  "), "missing_event"),
        (track(type=None), "unknown_type"),
        (track(type="Track"), "unknown_type"),
        (track(messageId="m" * 101), "long_message_id"),
        (track(userId="a\0b"), "invalid_id"),
        (track(userId=True), "invalid_message"),
        (track(userId=[1]), "invalid_message"),
        (track(properties=[]), "invalid_message"),
        (track(context="c"), "invalid_message"),
        (track(timestamp="yesterday"), "bad_timestamp"),
        (track(timestamp=1_700_000_000), "bad_timestamp"),
        (track(properties={"a": "x" * 32_768}), "too_large"),
        (track(properties={"a": json.loads("[" * 70 + "]" * 70)}), "too_deep"),
        ({"type": "group", "userId": "1"}, "no_group_id"),
        ({"type": "alias", "userId": "1"}, "no_previous_id"),
        (None, "invalid_message"),
        ([], "invalid_message"),
        ("text", "invalid_message"),
    ],
)
def test_one_bad_message_is_rejected_alone(item, reason):
    assert code(item) == reason
    read = batch(track(messageId="before"), item, track(messageId="after"))
    assert [message.id for message in read.messages] == ["before", "after"]
    assert [(each.index, each.code) for each in read.rejected] == [(1, reason)]


def test_a_single_message_that_is_bad_is_refused():
    with pytest.raises(Refusal) as refused:
        send("/v1/track", {"writeKey": "key", "userId": "7"})
    assert (refused.value.status, refused.value.code) == (400, "missing_event")


def test_the_limits_of_a_message_are_within_what_is_taken():
    item = track(messageId="m" * 100)
    room = 32_768 - len(json.dumps(item | {"properties": {"a": ""}}).encode())
    assert len(batch(item | {"properties": {"a": "x" * room}}).messages) == 1
    assert code(item | {"properties": {"a": "x" * (room + 1)}}) == "too_large"
    assert len(batch(track(properties=json.loads('{"a":' * 62 + "1" + "}" * 62))).messages) == 1


def test_the_context_of_the_envelope_lies_under_that_of_each_message():
    shared = {"ip": "192.0.2.1", "campaign": {"source": "news", "medium": "mail"}}
    own = {"campaign": {"source": "ads"}, "ip": None, "locale": None}
    read = batch(track(context=own), track(messageId="b"), context=shared, integrations={"All": True})
    first, second = read.messages
    # An object is replaced whole: the source of one campaign and the medium of another would be a third one.
    assert first.context == {"ip": "192.0.2.1", "campaign": {"source": "ads"}, "locale": None}
    assert (second.context, second.integrations) == (shared, {"All": True})


def test_a_message_can_be_written_down_and_read_again():
    message = taken(
        properties={"n": 1.5, "big": 10**40, "text": "\u0000é", "list": [None, {}]}, context={"a": {"b": 1}}
    )
    assert read_message(write_message(message)) == message
