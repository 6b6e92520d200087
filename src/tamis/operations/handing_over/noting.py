"""What verbs do goes into the audit log, wherever they are done and whoever asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from tamis.errors import TamisError
from tamis.operations.access import Actor
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import READING, Review, ReviewDraft, Verb
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Deed, open_application

_LOG = logging.getLogger("tamis.audit")
# A review saves drafts that its author has as files, and is followed by publishing where anything comes of it.
_UNNOTED = READING | {Review.kind, ReviewDraft.kind}
# Texts that name something; others may hold what somebody wrote about a contact, or a whole definition.
_NAMES = frozenset(
    {"key", "object", "id", "kept", "other", "one", "name", "type", "kind", "score", "segment", "called"}
)
# Lists of such, in which no contact is named.
_LISTS = frozenset({"left_out"})
_COUNTS = frozenset({"contacts"})
_SUBJECTS = ("key", "id", "kept", "other", "one", "name", "drafted", "texts", "called", "path", "file")


@contextmanager
def noted(workspace: Workspace, verb: Verb[Any], by: Actor, now: Callable[[], datetime]) -> Iterator[None]:
    """Notes the verb that is done inside, with what is in use before and after it; nothing where it fails."""
    if verb.kind in _UNNOTED or getattr(verb, "dry_run", False):
        yield
        return
    with open_application(workspace.application) as application:
        before = _in_use(application)
    yield
    # What is done stays done, also where it cannot be written down any more.
    try:
        with open_application(workspace.application) as application:
            deed = _deed(verb, before, _in_use(application))
            application.audit.add(deed, micros_of(now()), actor=by.name, person=by.id, token=by.token)
    except TamisError:
        _LOG.exception("What was done could not be written into the audit log: %s.", verb.kind)


def _deed(verb: Verb[Any], before: Mapping[str, str], after: Mapping[str, str]) -> Deed:
    said = {field.name: _said(field.name, getattr(verb, field.name)) for field in fields(verb)}  # type: ignore[arg-type]
    # What a file was called says more than where it lies here.
    said = {name: text for name, text in said.items() if text and not (name == "path" and said.get("called"))}
    subject = next((said.pop(name) for name in _SUBJECTS if name in said), "")
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    was = {key: before.get(key, "not in use") for key in sorted(changed)}
    became = {key: after.get(key, "not in use") for key in sorted(changed)}
    return Deed(verb.kind, subject, was, {**said, **became})


def _said(name: str, value: object) -> str:
    """A verb's argument in a word or two; never a contact's data but for ids."""
    match value:
        case bool():
            return "yes" if value else ""
        case str() if name in _NAMES:
            return value
        case int() if name in _COUNTS:
            return str(value)
        case Path():
            return value.name
        case Mapping():
            return ", ".join(sorted(str(key) for key in value))
        case tuple() if name in _LISTS:
            return ", ".join(value)
    return ""


def _in_use(application: Application) -> dict[str, str]:
    live = {version.key: f"version {version.number}" for version in application.published()}
    # A model may have the key of a score.
    return live | {f"model {key}": f"version {number}" for key, number in application.models.live_numbers().items()}
