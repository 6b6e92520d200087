"""What requests do themselves to drafts and definitions, noted in the audit log; what verbs do is noted there."""

from __future__ import annotations

from tamis.operations.people.audit import note
from tamis.operations.rescore import micros_of
from tamis.server.context import Context
from tamis.store.application import Deed, open_application


def noted(context: Context, kind: str, key: str, **told: str) -> None:
    """Notes what whoever asks has done to a score."""
    with open_application(context.place.application) as application:
        note(application, context.actor, Deed(kind, key, after=told), micros_of(context.now()))
