"""ETags of drafts: nobody overwrites what they have not read."""

from __future__ import annotations

from django.http import HttpRequest

from tamis.operations.editing.drafting import Drafting
from tamis.server.api.problems import Refused
from tamis.store.application import LostUpdate


def etag_of(drafting: Drafting) -> str:
    """That of what a draft says."""
    return f'"{drafting.mark}"'


def mark_sent(request: HttpRequest) -> str | None:
    """Of what the request has read; None where it names nothing.

    Raises Refused for what no ETag of ours is.
    """
    sent = request.headers.get("If-Match")
    if sent is None:
        return None
    sent = sent.strip()
    if not (sent.startswith('"') and sent.endswith('"') and len(sent) > 1) or sent.count('"') != 2:
        raise Refused(400, "wrong-etag", 'If-Match is one ETag as it was given, in quotation marks: "3.0a1b2c3d".')
    return sent[1:-1]


def refuse_other(request: HttpRequest, drafting: Drafting) -> None:
    """Raises Refused with 428 without If-Match, LostUpdate where the draft says something else by now."""
    mark = mark_sent(request)
    if mark is None:
        sentence = f'Read "{drafting.key}" first, and send its ETag as If-Match.'
        raise Refused(428, "precondition-required", sentence)
    if mark != drafting.mark:
        raise LostUpdate(drafting.key, drafting.by)
