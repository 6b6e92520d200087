"""What the server answers, over HTTP."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode

import pytest

EVENT = {"type": "track", "event": "Form Submitted", "userId": 7}
ROUTES = [
    *("/v1/" + name for name in ("identify", "track", "page", "screen", "group", "alias", "batch", "import")),
    *("/v1/" + name for name in "itpsgab"),
]


def refused(answer, status: int, code: str) -> None:
    said = answer.said
    assert (answer.status, said.pop("success"), said.pop("code")) == (status, False, code)
    assert list(said) == ["message"]
    assert said["message"]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", ROUTES)
def test_each_route_stores_and_answers_the_preflight(server, path, slash):
    body = EVENT | {"groupId": 1, "previousId": 2, "messageId": path + slash, "writeKey": server.key}
    if path in ("/v1/batch", "/v1/import", "/v1/b"):
        body = {"batch": [body], "writeKey": server.key}
    answer = server.post(path + slash, body)
    assert (answer.status, answer.body) == (200, b'{"success":true}')
    assert path + slash in server.stored()
    preflight = server.request("OPTIONS", path + slash, Origin="https://example.com")
    allowed = {name.removeprefix("access-control-"): text for name, text in preflight.headers.items()}
    assert preflight.status == 200
    assert (allowed["allow-origin"], allowed["allow-methods"]) == ("*", "POST")
    assert allowed["allow-headers"] == "authorization, content-type, x-retry-count"
    assert int(allowed["max-age"]) >= 3600


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", ""])
def test_the_content_type_is_of_no_account(server, content_type):
    assert server.post("/v1/track", EVENT | {"writeKey": server.key}, Content_Type=content_type).status == 200


@pytest.mark.parametrize("credentials", ["{}:", "{}", "{}:x"])
def test_the_key_may_be_in_the_header(server, credentials):
    header = "Basic " + b64encode(credentials.format(server.key).encode()).decode()
    assert server.post("/v1/track", EVENT, Authorization=header).status == 200


def test_a_body_may_be_compressed(server):
    body = json.dumps(EVENT | {"writeKey": server.key, "messageId": "compressed"}).encode()
    assert server.post("/v1/track", gzip.compress(body), Content_Encoding="gzip").status == 200
    assert "compressed" in server.stored()


def test_what_some_messages_lack_is_told_and_the_others_are_stored(server):
    answer = server.send(EVENT | {"messageId": "good"}, {"type": "track", "event": "e"}, EVENT | {"event": None})
    assert answer.status == 200
    assert answer.said["success"] is True
    told = [(each["index"], each["code"], bool(each["message"])) for each in answer.said["rejected"]]
    assert told == [(1, "no_user_anon_id", True), (2, "missing_event", True)]
    assert "good" in server.stored()


def test_a_repeat_is_answered_as_the_first_time_and_changes_nothing(server):
    for event in ("First", "Second"):
        assert server.send(EVENT | {"messageId": "twice", "event": event}).status == 200
    assert [each.message.event for each in server.pending() if each.message.id == "twice"] == ["first"]


def test_errors_are_json(server):
    refused(server.post("/v1/batch", b"{"), 400, "invalid_json")
    refused(server.post("/v1/batch", {"batch": [EVENT]}), 401, "missing_key")
    refused(server.post("/v1/batch", {"batch": [EVENT], "writeKey": "nobody's"}), 401, "unknown_key")
    refused(server.send(), 400, "empty_batch")
    refused(server.post("/v1/track", {"userId": 7, "writeKey": server.key}), 400, "missing_event")
    refused(server.post("/v1/batch", b"x", Content_Encoding="br"), 400, "unsupported_encoding")
    for path in ("/", "/v1", "/v1/nothing", "/v1/batch/more", "/%00", "/v1/b%61tch/../x"):
        refused(server.post(path, b"{}"), 404, "not_found")
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = server.request(method, "/v1/track")
        refused(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == "POST, OPTIONS"


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) + 5000, 8 << 20])
def test_a_body_that_is_too_large_is_answered_when_all_of_it_is_sent(server, size):
    body = json.dumps({"batch": [EVENT], "writeKey": server.key, "pad": "x" * size}).encode()
    refused(server.post("/v1/batch", body), 400, "too_large")
    refused(server.post("/v1/batch", gzip.compress(body), Content_Encoding="gzip"), 400, "too_large")


def test_no_key_address_or_body_is_in_the_log(server):
    secret = EVENT | {
        "traits": {"email": "ada@example.com"},
        "context": {"ip": "192.0.2.77"},
        "userId": "ada@example.com",
    }
    server.send(secret, secret | {"timestamp": "ada@example.com"})
    server.post("/v1/identify", b'{"writeKey": "%s", "email": "ada@example.com"' % server.key.encode())
    server.post("/v1/identify", secret | {"writeKey": server.key + "x"})
    assert not [each for each in (server.key, "ada", "192.0.2.77") if each in server.log]


def test_a_server_that_is_told_to_stop_has_stored_all_that_it_acknowledged(own_server):
    sent = [f"m{number}" for number in range(20)]
    assert {own_server.send(EVENT | {"messageId": id}).status for id in sent} == {200}
    own_server.stop()
    assert own_server.stored() == sent
