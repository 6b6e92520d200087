"""The official clients, unmodified."""

from __future__ import annotations

import pytest

from tests.server.clients import given_up, ids, start_client

VERSIONS = ("2.2", "2.3")


@pytest.mark.parametrize("encoding", ["plain", "gzip"])
@pytest.mark.parametrize("version", VERSIONS)
def test_all_that_a_client_sends_is_stored_once(server, version, encoding):
    name = f"{version}-{encoding}"
    assert given_up(start_client(server, version, encoding, 60, name)) == {}
    stored = [each.message for each in server.pending() if each.message.id.startswith(name)]
    assert sorted(message.id for message in stored) == sorted(ids(name, 60))
    by_kind = {message.kind: message for message in stored}
    assert by_kind["identify"].traits == {"email": None, "plan": "pro"}
    assert by_kind["track"].event == "form_submitted"
    assert by_kind["page"].properties == {"name": "Pricing", "category": "Shop", "url": "https://example.com/"}
    assert (by_kind["screen"].user_id, by_kind["screen"].anonymous_id) == (None, "a")
    assert (by_kind["group"].user_id, by_kind["group"].group_id) == ("7", "42")
    assert by_kind["alias"].previous_id == "a"
    assert all(message.context["library"]["name"] == "analytics-python" for message in stored)
    # Its clock is ours, and nothing takes a minute here.
    assert all(0 <= message.received_at - message.occurred_at < 60_000_000 for message in stored)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_client_with_a_bad_key_is_told_so_and_does_not_try_again(server, version):
    name = f"bad-{version}"
    refused = given_up(start_client(server, version, "plain", 12, name, key="nobody's"))
    assert refused == dict.fromkeys(ids(name, 12), "unknown_key")
    assert not [id for id in server.stored() if id.startswith(name)]
