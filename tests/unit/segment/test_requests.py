"""Routes, keys, bodies and limits of a request."""

from __future__ import annotations

import gzip
import json
import zlib
from base64 import b64encode

import pytest
from tests.unit.segment.sending import batch, send, track

from tamis.connectors.segment import Refusal, Request, read_request, route_of

BATCH = {"batch": [track()]}


def request(body: object, **headers: str) -> Request:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_request(route_of("/v1/batch"), text, **headers)


def basic(credentials: str) -> str:
    return "Basic " + b64encode(credentials.encode()).decode()


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        *(("/v1/" + kind, kind) for kind in ("identify", "track", "page", "screen", "group", "alias")),
        *(("/v1/" + kind[0], kind) for kind in ("identify", "track", "page", "screen", "group", "alias")),
        *((path, None) for path in ("/v1/batch", "/v1/import", "/v1/b")),
    ],
)
def test_each_route_takes_its_kind_with_and_without_a_slash(path, kind, slash):
    assert route_of(path + slash).kind == kind


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/", "/v1/x", "/v2/batch", "/v1/batch//", "/v1/batch/1", "v1/b"])
def test_other_paths_take_nothing(path):
    assert route_of(path) is None


@pytest.mark.parametrize(
    ("in_body", "header"),
    [
        ("key", ""),
        (" key ", ""),
        (None, basic("key:")),
        (None, basic("key")),
        ("  ", basic("key:")),
        (None, basic("key:password")),
        ("key", basic("another:")),
        ("key", "Bearer token"),
        (None, basic("key:").replace("Basic", "basic ")),
    ],
)
def test_the_key_is_in_the_body_or_the_header_and_the_body_comes_first(in_body, header):
    assert request(BATCH | {"writeKey": in_body}, authorization=header).key == "key"


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Basic /w==", "Bearer a2V5", basic(":password"), "key"])
def test_a_request_without_a_readable_key_is_nobodys(header):
    with pytest.raises(Refusal) as refused:
        request(BATCH, authorization=header)
    assert (refused.value.status, refused.value.code) == (401, "missing_key")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid_json"),
        (b"{", "invalid_json"),
        (b"{} {}", "invalid_json"),
        (b'{"batch": [{"type": "track",]}', "invalid_json"),
        (b"\xff\xfe", "invalid_json"),
        (b'{"batch": ' + b"[" * 100_000, "invalid_json"),
        (b'{"batch": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}", "invalid_json"),
        (b"[]", "invalid_body"),
        (b"null", "invalid_body"),
        (b'{"writeKey": "key", "batch": {}}', "invalid_body"),
        (b'{"writeKey": "key", "batch": [{}], "context": []}', "invalid_body"),
        (b'{"writeKey": "key", "batch": []}', "empty_batch"),
        (b'{"writeKey": "key", "batch": null}', "empty_batch"),
        (b'{"writeKey": "key"}', "empty_batch"),
        (b'{"writeKey": "key", "batch": [{}], "context": {"a":' + b"[" * 99 + b"]" * 99 + b"}}", "too_deep"),
    ],
)
def test_what_is_no_batch_is_refused_whole(body, code):
    with pytest.raises(Refusal) as refused:
        request(body)
    assert (refused.value.status, refused.value.code) == (400, code)


def test_a_byte_order_mark_is_no_part_of_the_body():
    assert request(b"\xef\xbb\xbf" + json.dumps(BATCH | {"writeKey": "key"}).encode()).key == "key"


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", " x-gzip "])
def test_a_body_may_be_compressed(encoding):
    body = gzip.compress(json.dumps(BATCH | {"writeKey": "key"}).encode())
    assert len(request(body, encoding=encoding).items) == 1


def test_what_is_not_one_whole_gzip_stream_is_refused():
    whole = gzip.compress(json.dumps(BATCH | {"writeKey": "key"}).encode())
    for body in (b"", b"{}", whole[:-1], whole[:20], whole + b"more", whole + whole, whole[:12] + b"\0" + whole[13:]):
        with pytest.raises(Refusal) as refused:
            request(body, encoding="gzip")
        assert refused.value.code in ("invalid_gzip", "invalid_json"), body


@pytest.mark.parametrize("encoding", ["deflate", "br", "gzip, gzip", "zstd"])
def test_no_other_compression_is_understood(encoding):
    with pytest.raises(Refusal, match="gzip") as refused:
        request(zlib.compress(b"{}"), encoding=encoding)
    assert refused.value.code == "unsupported_encoding"


def test_a_request_has_at_most_a_mebibyte_inflated():
    def padded(size: int) -> bytes:
        body = json.dumps({"writeKey": "key", "batch": [{}], "pad": ""}).encode()
        return body[:-2] + b" " * (size - len(body)) + body[-2:]

    assert request(padded(1 << 20)).key == "key"
    assert request(gzip.compress(padded(1 << 20)), encoding="gzip").key == "key"
    for body, encoding in ((padded((1 << 20) + 1), ""), (gzip.compress(padded((1 << 20) + 1)), "gzip")):
        with pytest.raises(Refusal) as refused:
            request(body, encoding=encoding)
        assert (refused.value.status, refused.value.code) == (400, "too_large")


def test_a_batch_has_at_most_2500_messages():
    assert len(request({"writeKey": "key", "batch": [{}] * 2500}).items) == 2500
    with pytest.raises(Refusal) as refused:
        request({"writeKey": "key", "batch": [{}] * 2501})
    assert refused.value.code == "too_large"


def test_a_large_context_cannot_be_multiplied_by_many_messages():
    with pytest.raises(Refusal) as refused:
        request({"writeKey": "key", "batch": [{}] * 2500, "context": {"page": "p" * 10_000}})
    assert refused.value.code == "too_large"


def test_no_request_shows_its_key():
    assert "secret" not in repr(request(BATCH | {"writeKey": "secret"}))


def test_an_item_of_another_source_is_rejected():
    read = batch(track(messageId="a", writeKey="key"), track(messageId="b", writeKey="another"), track(writeKey=None))
    assert [(each.index, each.code) for each in read.rejected] == [(1, "other_key")]


def test_half_an_emoji_spoils_nothing():
    body = b'{"writeKey": "key", "batch": [%s]}'
    event = rb'{"type": "track", "userId": "1", "event": "\\ud83d \ud83d\ude00 \ud83d", "properties": {"a": "\ude00"}}'
    message = send("/v1/batch", body % event).messages[0]
    assert (message.event_name, message.properties) == ("\\ud83d 😀 \ufffd", {"a": "\ufffd"})
