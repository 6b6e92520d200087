"""Saves a whole text as a draft, unless somebody has changed it since it was read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tamis.definitions import Score, Segment, read_definitions
from tamis.errors import DefinitionError, UsageError
from tamis.operations.access import Actor, Permission, require
from tamis.operations.editing.drafting import Drafting, definition_in, edit, open_draft
from tamis.operations.editing.mistakes import mistakes_of
from tamis.operations.people.audit import note
from tamis.operations.publish import Texts
from tamis.operations.rescore import micros_of
from tamis.operations.verbs import Publish
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, open_application
from tamis.store.application.versions import Kind


class MarkMissing(UsageError):
    """There is a definition already, and whoever replaces it has to say what they have read of it."""


def put_draft(
    workspace: Workspace,
    kind: Kind,
    key: str,
    text: str,
    *,
    mark: str | None,
    actor: Actor,
    now: Callable[[], datetime],
) -> Drafting:
    """Saves a text as the draft of a key, which may be new. `mark`: that of the draft, as it was read; None where the
    key is meant to be new.

    Raises DefinitionError with every mistake of the text, LostUpdate where the draft says something else by now,
    MarkMissing where there is one and no mark is given.
    """
    require(actor, Permission.EDIT_SCORES)
    _refuse_mistakes(workspace, kind, key, text)
    if mark is None:
        _begin(workspace, kind, key, text, actor, now)
        return open_draft(workspace, key, now=now)
    return edit(workspace, key, lambda _: text, mark=mark, actor=actor, now=now)


def publishing_of(texts: Texts, note: str = "") -> Publish:
    """The verb that publishes drafts as they are now, by the names of their files (`draft_texts`)."""
    drafted = {definition.key: text for name, text in texts.items() for definition in _read(name, text)}
    return Publish(texts, drafted, note)


def supposed(kind: str, key: str, text: str) -> Drafting:
    """A text as if it were a draft, to be checked."""
    return Drafting(key, kind, text, "", False, False, "", None, None, None, True, False)


def _refuse_mistakes(workspace: Workspace, kind: str, key: str, text: str) -> None:
    if definition_in(kind, key, text) is None:
        found = mistakes_of(workspace, supposed(kind, key, text))
        raise DefinitionError(issue for issue in found if issue.severity == "error")


def _begin(workspace: Workspace, kind: Kind, key: str, text: str, actor: Actor, now: Callable[[], datetime]) -> None:
    definition, at = definition_in(kind, key, text), micros_of(now())
    assert definition is not None
    with open_application(workspace.application) as application, application.together():
        standing = {each.key: each for each in application.standing()}
        if key in standing:
            raise MarkMissing(
                f'There is a {standing[key].kind} "{key}" already; read it, and send its ETag as If-Match.'
            )
        application.edits.forget(key)
        application.save_draft(definition, text, at)
        note(application, actor, Deed("start_draft", key), at)


def _read(name: str, text: str) -> list[Score | Segment]:
    read = read_definitions([(name, text)], check_unreached=False)
    return [*read.scores, *read.segments]
