"""What we answer (ingest.md, "Answers"): always JSON, with `code` and `message` at the top of every error."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tamis.connectors.segment.faults import Rejected

ALLOWED = "POST, OPTIONS"
PREFLIGHT = (
    ("Access-Control-Allow-Methods", "POST"),
    ("Access-Control-Allow-Headers", "authorization, content-type, x-retry-count"),
    ("Access-Control-Max-Age", "86400"),
)
"""Headers of the answer to OPTIONS; a day is the longest that a browser remembers them."""


def acceptance(rejected: Sequence[Rejected] = ()) -> bytes:
    """The body of 200: all that is not rejected is stored.

    >>> acceptance([Rejected(3, "no_user_anon_id", "…")]).decode()
    '{"success":true,"rejected":[{"index":3,"code":"no_user_anon_id","message":"…"}]}'
    """
    return msgspec.json.encode({"success": True, "rejected": rejected}) if rejected else b'{"success":true}'


def refusal(code: str, message: str) -> bytes:
    """The body of any error.

    >>> refusal("empty_batch", "The batch has no messages.")
    b'{"success":false,"code":"empty_batch","message":"The batch has no messages."}'
    """
    return msgspec.json.encode({"success": False, "code": code, "message": message})
