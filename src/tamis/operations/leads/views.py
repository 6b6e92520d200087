"""Saved views of the list: personal ones, and those that are shared with everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tamis.errors import UsageError
from tamis.operations.access import Actor, Permission, may, require
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import SavedView, open_application

_MOST_NAME = 60
_MOST_VIEWS = 50


@dataclass(frozen=True)
class LeadView:
    """A saved view as somebody sees it: what it asks, and whether they may change it."""

    id: int
    name: str
    asked: Asked
    is_shared: bool
    is_own: bool
    may_change: bool


def list_views(workspace: Workspace, actor: Actor, object: str = "contact") -> tuple[LeadView, ...]:
    """The actor's own views and those that are shared, oldest first."""
    with open_application(workspace.application) as application:
        return tuple(_seen(view, actor) for view in application.views.seen_by(_owner(actor), object))


def read_view(workspace: Workspace, actor: Actor, id: int) -> LeadView:
    """One view. Raises UsageError where there is none of that id, or it is somebody else's alone."""
    with open_application(workspace.application) as application:
        return _seen(_visible(application.views.get(id), actor), actor)


def save_view(
    workspace: Workspace,
    actor: Actor,
    name: str,
    asked: Asked,
    *,
    is_shared: bool = False,
    now: Callable[[], datetime],
) -> LeadView:
    """Saves a new view. Raises UsageError for a name that the actor has given already, and Forbidden where one who may
    not share would."""
    name = _checked(name)
    if is_shared:
        require(actor, Permission.SHARE_VIEWS)
    with open_application(workspace.application) as application:
        if len(application.views.seen_by(_owner(actor), asked.object)) >= _MOST_VIEWS:
            raise UsageError(f"There are {_MOST_VIEWS} views already; delete one first.")
        content = asked.as_json()
        view = application.views.add(_owner(actor), asked.object, name, content, micros_of(now()), is_shared=is_shared)
        return _seen(view, actor)


def change_view(
    workspace: Workspace,
    actor: Actor,
    id: int,
    *,
    name: str | None = None,
    asked: Asked | None = None,
    is_shared: bool | None = None,
    now: Callable[[], datetime],
) -> LeadView:
    """Saves a view anew, as far as something is given. Raises UsageError where it is gone, Forbidden where they may
    not change it."""
    with open_application(workspace.application) as application:
        view = _changeable(application.views.get(id), actor)
        shared = view.is_shared if is_shared is None else is_shared
        if shared:
            require(actor, Permission.SHARE_VIEWS)
        content = view.content if asked is None else asked.as_json()
        named = view.name if name is None else _checked(name)
        changed = application.views.change(id, micros_of(now()), name=named, content=content, is_shared=shared)
        return _seen(changed, actor)


def delete_view(workspace: Workspace, actor: Actor, id: int) -> LeadView:
    """Deletes a view; gives it, so that it can be saved again. Raises as `change_view` does."""
    with open_application(workspace.application) as application:
        view = _changeable(application.views.get(id), actor)
        application.views.delete(id)
        return _seen(view, actor)


def _owner(actor: Actor) -> str:
    return actor.name if actor.id is None else str(actor.id)


def _visible(view: SavedView | None, actor: Actor) -> SavedView:
    # Of what is somebody else's alone, nobody is told that it is there.
    if view is None or not (view.is_shared or view.owner == _owner(actor)):
        raise UsageError("There is no such view (any more).")
    return view


def _changeable(view: SavedView | None, actor: Actor) -> SavedView:
    view = _visible(view, actor)
    if view.is_shared or view.owner != _owner(actor):
        require(actor, Permission.SHARE_VIEWS)
    return view


def _seen(view: SavedView, actor: Actor) -> LeadView:
    is_own = view.owner == _owner(actor)
    may_change = may(actor, Permission.SHARE_VIEWS) or (is_own and not view.is_shared)
    return LeadView(view.id, view.name, read_asked(view.content), view.is_shared, is_own, may_change)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise UsageError("Give the view a name.")
    if len(name) > _MOST_NAME:
        raise UsageError(f"A name of a view has {_MOST_NAME} letters at most.")
    return name
