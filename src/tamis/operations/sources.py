"""The sources of a workspace: who may send, by which write key. They lie in the inbox, which a server may have open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from tamis.definitions.periods import Period
from tamis.errors import UsageError, closest, is_unicode
from tamis.operations.access import COMMAND_LINE, Actor
from tamis.operations.people.audit import note
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed, open_application
from tamis.store.inbox import InboxFailed, Source, open_inbox
from tamis.store.inbox.sources import Sources


def add_source(workspace: Workspace, name: str, *, now: Callable[[], datetime], by: Actor = COMMAND_LINE) -> str:
    """A new source; gives its write key, which is kept nowhere. Raises UsageError if the name is taken or none."""
    if not is_unicode(name) or not name.isprintable():
        raise UsageError("The name of a source is made of letters, digits, signs and spaces.")
    with _sources(workspace) as sources:
        key = sources.add(name.strip(), micros_of(now()))
    _note(workspace, by, Deed("add_source", name.strip()), now)
    return key


def rotate_source(
    workspace: Workspace, name: str, *, grace: str | None, now: Callable[[], datetime], by: Actor = COMMAND_LINE
) -> str:
    """A new write key for a source, revoked or not; the ones before end now, or after a period such as `1 day`.

    Raises UsageError for a source that is not there, and for what is no period.
    """
    kept = _micros(grace)
    with _sources(workspace) as sources:
        key = sources.rotate(_known(sources, name), micros_of(now()), keep_old_for=kept)
    _note(workspace, by, Deed("rotate_source", name.strip()), now)
    return key


def revoke_source(workspace: Workspace, name: str, *, now: Callable[[], datetime], by: Actor = COMMAND_LINE) -> None:
    """Ends every key of a source; what it sent stays. Raises UsageError for a source that is not there."""
    with _sources(workspace) as sources:
        sources.revoke(_known(sources, name), micros_of(now()))
    _note(workspace, by, Deed("revoke_source", name.strip()), now)


def list_sources(workspace: Workspace) -> tuple[Source, ...]:
    """Every source, by name."""
    with _sources(workspace) as sources:
        return tuple(sources.all())


def _note(workspace: Workspace, by: Actor, deed: Deed, now: Callable[[], datetime]) -> None:
    with open_application(workspace.application) as application:
        note(application, by, deed, micros_of(now()))


@contextmanager
def _sources(workspace: Workspace) -> Iterator[Sources]:
    try:
        with open_inbox(workspace.inbox) as inbox:
            yield inbox.sources
    except InboxFailed as error:
        raise UsageError(str(error)) from error


def _known(sources: Sources, name: str) -> str:
    known = [source.name for source in sources.all()]
    if name.strip() in known:
        return name.strip()
    hint = closest(name, known) or (f"there is {', '.join(known)}" if known else "add one with: tamis sources add NAME")
    told = f'There is no source "{name}".' if is_unicode(name) else "There is no source of that name."
    raise UsageError(f"{told}\n  hint: {hint}")


def _micros(grace: str | None) -> int:
    try:
        return Period.read(grace).micros if grace is not None else 0
    except ValueError as error:
        raise UsageError(f"--grace {error}.") from None
