"""A draft as an editor sees it, and what is done to it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from tamis.definitions import Score, Segment, read_definitions
from tamis.definitions.differences import differences
from tamis.errors import UsageError, closest
from tamis.operations.access import Actor
from tamis.operations.editing.sessions import note_edit
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Application, Draft, Editing, LostUpdate, Version, open_application
from tamis.store.application.versions import Kind

FOLDERS = {"score": "scores", "segment": "segments"}
MOST_CHARACTERS = 500_000


@dataclass(frozen=True)
class Drafting:
    """What an editor shows of one definition."""

    key: str
    kind: str
    text: str
    """Not necessarily valid."""
    mark: str
    """Of what it says now; a change has to name it, or else is refused as one of something older."""
    can_undo: bool
    can_redo: bool
    by: str
    """Who changed it last; empty where nobody did since it was published."""
    at: int | None
    """When; microseconds since the epoch, UTC."""
    version: int | None
    """The newest that is published."""
    published: str | None
    """Its text."""
    is_changed: bool
    """Whether it says anything else than that version."""
    is_saved: bool
    """Whether it is the draft that would be published; not while it has mistakes."""

    @property
    def changes(self) -> int | None:
        """How many things differ from the newest version; None where nothing is published, and while either has
        mistakes."""
        return _changes(self.kind, self.key, self.published, self.text) if self.published is not None else None


def open_draft(workspace: Workspace, key: str, *, now: Callable[[], datetime]) -> Drafting:
    """The draft of a key, or else what is published. Raises UsageError for a key that is not there."""
    with open_application(workspace.application) as application:
        return _drafting(application, key, micros_of(now()))


def edit(
    workspace: Workspace,
    key: str,
    change: Callable[[str], str],
    *,
    mark: str,
    actor: Actor,
    now: Callable[[], datetime],
) -> Drafting:
    """Changes the text; one that is valid is the draft from then on. Nothing happens where the text stays the same.

    Raises LostUpdate where it no longer says what `mark` was of, UsageError for a text that no definition is as long
    as, and what the change raises.
    """
    at = micros_of(now())
    with open_application(workspace.application) as application, application.together():
        before, editing = _begun(application, key, mark, actor, at)
        text = change(editing.text)
        if len(text) > MOST_CHARACTERS:
            raise UsageError(f"The text is longer than {MOST_CHARACTERS:,} characters, and no definition is.")
        if text == editing.text:
            return _drafting(application, key, at)
        edited = application.edits.add(key, text, actor.name, at, revision=editing.revision)
        after = _save(application, edited, at)
        note_edit(application, actor, before, after, at)
        return after


def undo(workspace: Workspace, key: str, *, mark: str, actor: Actor, now: Callable[[], datetime]) -> Drafting:
    """Takes the last change back. Raises LostUpdate as `edit`, UsageError where there is none."""
    return _step(workspace, key, -1, mark, actor, now)


def redo(workspace: Workspace, key: str, *, mark: str, actor: Actor, now: Callable[[], datetime]) -> Drafting:
    """Makes the change again that was taken back. Raises LostUpdate as `edit`, UsageError where there is none."""
    return _step(workspace, key, 1, mark, actor, now)


def definition_in(kind: str, key: str, text: str) -> Score | Segment | None:
    """The definition that a text is, without any mistake of its own; None for any other text, or of another key."""
    read = read_definitions([(f"{FOLDERS[kind]}/{key}.yaml", text)], check_unreached=False)
    found: list[Score | Segment] = [*read.scores, *read.segments]
    is_right = not read.issues and len(found) == 1 and found[0].key == key and found[0].noun == kind
    return found[0] if is_right else None


def _step(workspace: Workspace, key: str, steps: int, mark: str, actor: Actor, now: Callable[[], datetime]) -> Drafting:
    at = micros_of(now())
    with open_application(workspace.application) as application, application.together():
        before, editing = _begun(application, key, mark, actor, at)
        stepped = application.edits.step(key, steps, actor.name, at, revision=editing.revision)
        after = _save(application, stepped, at)
        note_edit(application, actor, before, after, at)
        return after


def _begun(application: Application, key: str, mark: str, actor: Actor, at: int) -> tuple[Drafting, Editing]:
    """What it says, which is what the mark is of; and the edits of the key, which begin now if nobody edits it."""
    shown = _drafting(application, key, at)
    if shown.mark != mark:
        raise LostUpdate(key, shown.by)
    editing = application.edits.get(key)
    if editing is not None:
        return shown, editing
    draft = application.draft(key)
    saved = draft.text if draft is not None else None
    kind: Kind = "score" if shown.kind == "score" else "segment"
    return shown, application.edits.begin(key, kind, shown.text, actor.name, at, saved=saved)


def _drafting(application: Application, key: str, at: int) -> Drafting:
    written, version, draft = _written(application, key)
    editing = _followed(application, key, draft, at)
    if editing is not None:
        return _as_edited(editing, version, draft)
    return Drafting(
        key=key,
        kind=written.kind,
        text=written.text,
        mark=_mark(0, written.text),
        can_undo=False,
        can_redo=False,
        by="",
        at=draft.saved_at if draft is not None else None,
        version=version.number if version is not None else None,
        published=version.text if version is not None else None,
        is_changed=version is None or written.text != version.text,
        is_saved=draft is not None,
    )


def _as_edited(editing: Editing, version: Version | None, draft: Draft | None) -> Drafting:
    return Drafting(
        key=editing.key,
        kind=editing.kind,
        text=editing.text,
        mark=_mark(editing.revision, editing.text),
        can_undo=editing.can_undo,
        can_redo=editing.can_redo,
        by=editing.by,
        at=editing.at,
        version=version.number if version is not None else None,
        published=version.text if version is not None else None,
        is_changed=version is None or editing.text != version.text,
        is_saved=draft is not None and draft.text == editing.text,
    )


@lru_cache(maxsize=64)
def _changes(kind: str, key: str, old: str, new: str) -> int | None:
    before, after = definition_in(kind, key, old), definition_in(kind, key, new)
    return len(differences(before, after)) if before is not None and after is not None else None


def _mark(revision: int, text: str) -> str:
    return f"{revision}.{zlib.crc32(text.encode()):08x}"


def _followed(application: Application, key: str, draft: Draft | None, at: int) -> Editing | None:
    """The edits of the key, with what was done to its draft elsewhere: a command, publishing, discarding it."""
    editing = application.edits.get(key)
    if editing is None or editing.saved == (draft.text if draft is not None else None):
        return editing
    with application.together():
        if draft is None or draft.kind != editing.kind:
            application.edits.forget(key)
            return None
        application.edits.note_saved(key, draft.text)
        if draft.text != editing.text:
            return application.edits.add(key, draft.text, "", at, revision=editing.revision)
        return application.edits.get(key)


def _written(application: Application, key: str) -> tuple[Draft | Version, Version | None, Draft | None]:
    standing = {each.key: each for each in application.standing()}
    if key not in standing:
        hint = closest(key, standing)
        raise UsageError(f'There is no score or segment "{key}".' + (f"\n  hint: {hint}" if hint else ""))
    found = standing[key]
    written = found.draft or found.version
    assert written is not None
    return written, found.version, found.draft


def _save(application: Application, editing: Editing, at: int) -> Drafting:
    """The text as the draft, if it is valid; one that is published needs none."""
    key = editing.key
    newest, draft = application.versions(key)[-1:], application.draft(key)
    version = newest[0] if newest else None
    if version is not None and version.text == editing.text and application.is_active(key):
        if draft is not None:
            application.discard_draft(key)
        application.edits.note_saved(key, None)
        return _as_edited(editing, version, None)
    definition = definition_in(editing.kind, key, editing.text)
    if definition is not None:
        application.save_draft(definition, editing.text, at)
        application.edits.note_saved(key, editing.text)
    return _as_edited(editing, version, application.draft(key))
