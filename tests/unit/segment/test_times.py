"""When a message happened."""

from __future__ import annotations

import pytest
from tests.unit.segment.sending import RECEIVED, SECOND, batch, code, taken, track

NOON = "2026-03-01T12:00:00Z"


def test_a_wrong_clock_of_the_sender_cancels_out():
    message = taken(timestamp="2031-07-01T00:00:00Z", sentAt="2031-07-01T00:01:00Z")
    assert message.occurred_at == RECEIVED - 60 * SECOND
    assert message.sent_at - message.timestamp == 60 * SECOND
    assert (message.received_at, message.clamped) == (RECEIVED, False)


def test_without_a_timestamp_it_happened_when_it_was_received():
    message = taken(sentAt="2020-01-01T00:00:00Z")
    assert (message.occurred_at, message.timestamp, message.clamped) == (RECEIVED, None, False)


def test_without_sent_at_the_timestamp_counts():
    message = taken(timestamp="2026-03-01T11:00:00Z")
    assert (message.occurred_at, message.sent_at) == (RECEIVED - 3600 * SECOND, None)


@pytest.mark.parametrize(
    "times",
    [{"timestamp": "2026-03-01T12:00:01Z"}, {"timestamp": "2026-03-01T10:00:01Z", "sentAt": "2026-03-01T10:00:00Z"}],
)
def test_nothing_happens_later_than_it_is_received(times):
    message = taken(**times)
    assert (message.occurred_at, message.clamped) == (RECEIVED, True)
    assert message.timestamp is not None


def test_the_original_timestamp_counts_where_there_is_no_other():
    assert taken(originalTimestamp="2026-03-01T11:59:59Z").occurred_at == RECEIVED - SECOND
    assert taken(originalTimestamp="2026-03-01T11:59:59Z", timestamp=NOON).occurred_at == RECEIVED


def test_sent_at_of_the_envelope_counts_for_messages_without_their_own():
    hour_before = track(timestamp="2026-03-01T09:00:00Z")
    read = batch(hour_before, hour_before | {"sentAt": "2026-03-01T09:00:01Z"}, sentAt="2026-03-01T10:00:00Z")
    assert [message.occurred_at for message in read.messages] == [RECEIVED - 3600 * SECOND, RECEIVED - SECOND]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T12:00:00Z",
        "2026-03-01t12:00:00z",
        "2026-03-01T12:00:00",
        "2026-03-01 12:00:00+00:00",
        "2026-03-01T13:00:00.000+01:00",
        "2026-03-01T13:00:00+0100",
        "2026-03-01T12:00:00.000000999Z",
        "2026-03-01T12:00Z",
        "20260301T120000Z",
        " 2026-03-01T12:00:00,000Z ",
    ],
)
def test_the_spellings_of_iso_8601_are_one_instant(text):
    assert taken(timestamp=text).timestamp == RECEIVED


def test_a_date_is_its_midnight_in_utc():
    assert taken(timestamp="2026-03-01").timestamp == RECEIVED - 12 * 3600 * SECOND


def test_sent_at_that_cannot_be_read_is_as_if_it_were_not_there():
    for sent_at in ("soon", 5, True, {}, "9999-99-99T00:00:00Z"):
        assert taken(timestamp="2026-03-01T11:59:59Z", sentAt=sent_at).occurred_at == RECEIVED - SECOND


@pytest.mark.parametrize(
    "times",
    [
        {"timestamp": "0000-01-01T00:00:00Z"},
        {"timestamp": "0001-01-01T00:00:00+05:00"},
        {"timestamp": "9999-12-31T23:59:59-05:00"},
        {"timestamp": "0001-01-01T00:00:00Z", "sentAt": "9999-01-01T00:00:00Z"},
        {"timestamp": "2026-02-30T00:00:00Z"},
    ],
)
def test_a_time_that_no_calendar_has_is_rejected(times):
    assert code(track(**times)) == "bad_timestamp"
