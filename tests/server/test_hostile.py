"""Whatever comes, the server answers, in JSON, and stays small."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.test_answers import EVENT

ANSWERS = {200, 400, 401}
LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["2026-01-01", "\ud800", "\0"])
)
VALUE = st.recursive(LEAF, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
IDS = ("userId", "anonymousId", "groupId", "previousId", "messageId")
TIMES = ("timestamp", "originalTimestamp", "sentAt")
PARTS = ("properties", "traits", "context", "integrations", "batch")
FIELDS = st.sampled_from([*IDS, *TIMES, *PARTS, "type", "event", "name", "category", "writeKey"])
TYPES = st.sampled_from(["identify", "group", "track", "page", "screen", "alias"])
MESSAGE = st.dictionaries(FIELDS, VALUE, max_size=8)
LIKELY = st.builds(lambda kind, fields: EVENT | {"type": kind, "groupId": 1, "previousId": 2} | fields, TYPES, MESSAGE)
BATCH = st.builds(
    lambda batch, fields: {**fields, "batch": batch}, st.lists(LIKELY | MESSAGE | VALUE, max_size=5), MESSAGE
)


def answered(answer) -> None:
    assert answer.status in ANSWERS
    assert (answer.said.get("success") is True) == (answer.status == 200)
    if answer.status != 200:
        assert isinstance(answer.said["code"], str)
        assert isinstance(answer.said["message"], str)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(["batch", "t", "identify", "alias", "group", "p/"]), body=BATCH | LIKELY | VALUE, known=...)
def test_any_json_is_answered(server, path: str, body: object, known: bool):
    if known and isinstance(body, dict):
        body = body | {"writeKey": server.key}
    answered(server.post(f"/v1/{path}", json.dumps(body).encode()))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.binary(max_size=300),
    inside=st.booleans(),
    encoding=st.sampled_from(["", "gzip", "identity", "br"]),
    authorization=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
)
def test_any_bytes_are_answered(server, body, inside, encoding, authorization):
    if inside:
        body = b'{"writeKey": "%s", "batch": [{"type": "track", "userId": "%s"}]}' % (server.key.encode(), body)
    headers = {"Content-Encoding": encoding, "Authorization": "Basic " + authorization}
    answered(server.post("/v1/b", body, **headers))


def bomb(levels: int, size: int) -> bytes:
    body = b" " * size
    for _ in range(levels):
        body = gzip.compress(body)
    return body


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


# Made when they are needed: together they take a second and a hundred megabytes.
HARMFUL = {
    "a bomb": lambda: bomb(1, 128 << 20),
    "a bomb in a bomb": lambda: bomb(2, 128 << 20),
    "many empty streams": lambda: gzip.compress(b"") * 40_000,
    "not gzip": lambda: zlib.compress(b"{}"),
    "deep objects": lambda: nested(100_000),
    "nearly too deep objects": lambda: nested(900),
    "deep lists": lambda: b"[" * (1 << 20),
    "many messages": lambda: b'{"batch":[' + b",".join([b"{}"] * 300_000) + b"]}",
    "a long number": lambda: b'{"batch":[' + b"9" * 1_000_000 + b"]}",
    "a large number": lambda: b'{"batch":[1e' + b"9" * 100_000 + b"]}",
    "half characters": lambda: b'{"a":"' + rb"\ud83d" * 150_000 + b'"}',
    "backslashes": lambda: b'{"a":"' + b"\\" * 1_000_001 + b'"}',
    "many keys": lambda: b"{" + b",".join(b'"%d":%d' % (each, each) for each in range(70_000)) + b"}",
}
COMPRESSED = ("a bomb", "a bomb in a bomb", "many empty streams", "not gzip")


@pytest.mark.parametrize("harm", HARMFUL)
def test_a_body_made_to_harm_is_refused_and_costs_little(server, harm):
    body, encoding, before = HARMFUL[harm](), "gzip" if harm in COMPRESSED else "", peak(server)
    for key in (b"", server.key.encode()):
        sent = body.replace(b'{"batch"', b'{"writeKey":"%s","batch"' % key)
        answer = server.post("/v1/batch", sent, Content_Encoding=encoding)
        assert answer.status in (400, 401) or "rejected" in answer.said
    # What a few threads need for a mebibyte each, and far less than what a bomb holds.
    assert peak(server) - before < 64 << 20


@pytest.mark.parametrize("depth", [30, 64, 70, 450, 900, 5_000])
def test_a_nest_in_a_message_is_kept_or_rejected(server, depth):
    body = b'{"writeKey":"%s","batch":[{"type":"track","event":"e","userId":1,"properties":{"a":%s}}]}'
    answered(server.post("/v1/batch", body % (server.key.encode(), nested(depth))))
    server.pending()


def peak(server) -> int:
    """The most memory that the worker has ever had, in bytes."""
    status = Path(f"/proc/{server.worker}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def test_after_all_this_the_server_is_the_same_and_has_no_error_to_tell(server):
    assert server.send(EVENT | {"messageId": "well"}).status == 200
    assert "well" in server.stored()
    assert "failed" not in server.log
    assert server.log.count("Started worker") == 1
