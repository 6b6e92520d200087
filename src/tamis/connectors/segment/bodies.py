"""The body of a request, inflated if need be, never beyond its limit."""

from __future__ import annotations

import zlib

from tamis.connectors.segment.faults import Refusal

MOST_BYTES = 1 << 20
# What cannot be compressed grows by 5 bytes in 16 KiB and its header, which may carry a file name.
MOST_SENT = MOST_BYTES + (4 << 10)
"""Bytes of a body on the wire; of more than this, nothing needs to be read."""
# zlib's number for "a gzip header, and nothing else".
_GZIP = 16 + zlib.MAX_WBITS
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def plain_body(body: bytes, encoding: str) -> bytes:
    """What was sent, inflated if its `Content-Encoding` is gzip. Raises Refusal."""
    if len(body) > MOST_SENT:
        raise _too_large()
    encoding = encoding.strip().lower()
    if encoding in ("gzip", "x-gzip"):
        body = _inflated(body)
    elif encoding not in ("", "identity"):
        raise Refusal(400, "unsupported_encoding", "Send the body plain, or with Content-Encoding: gzip.")
    if len(body) > MOST_BYTES:
        raise _too_large()
    return body.removeprefix(_BYTE_ORDER_MARK)


def _inflated(body: bytes) -> bytes:
    inflating = zlib.decompressobj(_GZIP)
    try:
        # One byte more than is allowed tells enough: a body of a few bytes may stand for gigabytes.
        plain = inflating.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise _bad_gzip() from error
    if len(plain) > MOST_BYTES:
        raise _too_large()
    # Several members one after the other are gzip too, but no client sends them, and 50,000 empty ones are an attack.
    if not inflating.eof or inflating.unused_data:
        raise _bad_gzip()
    return plain


def _bad_gzip() -> Refusal:
    return Refusal(400, "invalid_gzip", "The body is not one whole gzip stream.")


def _too_large() -> Refusal:
    return Refusal(400, "too_large", f"A request has at most {MOST_BYTES:,} bytes, inflated.")
