"""Views of a list that people saved: which rows, in which order, with which columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tamis.errors import UsageError
from tamis.store.application.connection import Connection


@dataclass(frozen=True)
class SavedView:
    """One view of the list of an object's records, as its owner last saved it."""

    id: int
    owner: str
    """Who saved it first, by a name that does not change."""
    object: str
    name: str
    content: str
    """What it shows; its shape is the list's own affair."""
    is_shared: bool
    """Whether others see it too."""
    saved_at: int
    """Microseconds since the epoch, UTC."""


class SavedViews:
    """The saved views of one application database. Methods may raise UsageError for a faulty database.

    Who may change whose is not decided here.
    """

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._views = models.StoredView.objects.db_manager(connection.alias)

    def seen_by(self, owner: str, object: str) -> list[SavedView]:
        """Somebody's own views of an object's list and those that others share, oldest first."""
        from django.db.models import Q

        with self._connection.reading():
            found = self._views.filter(Q(owner=owner) | Q(is_shared=True), object=object)
            return [_view(stored) for stored in found.order_by("pk")]

    def get(self, id: int) -> SavedView | None:
        """One view, or None if there is none of that id (any more)."""
        with self._connection.reading():
            stored = self._views.filter(pk=id).first()
        return _view(stored) if stored else None

    def say(self, text: str) -> bool:
        """Whether any view, whosever it is, has this text in its content."""
        with self._connection.reading():
            return bool(self._views.filter(content__contains=text).exists())

    def add(self, owner: str, object: str, name: str, content: str, at: int, *, is_shared: bool = False) -> SavedView:
        """Save a new view. Raises UsageError where its owner has one of that name."""
        with self._connection.writing():
            self._refuse_taken(owner, object, name)
            fields = {"content": content, "is_shared": is_shared, "saved_at": at}
            return _view(self._views.create(owner=owner, object=object, name=name, **fields))

    def change(self, id: int, at: int, *, name: str, content: str, is_shared: bool) -> SavedView:
        """Save a view anew. Raises UsageError where it is gone, or its owner has another one of that name."""
        with self._connection.writing():
            stored = self._views.filter(pk=id).first()
            if stored is None:
                raise UsageError("The view is not there any more; save it as a new one.")
            if name != stored.name:
                self._refuse_taken(stored.owner, stored.object, name)
            stored.name, stored.content, stored.is_shared, stored.saved_at = name, content, is_shared, at
            stored.save(using=self._connection.alias)
            return _view(stored)

    def delete(self, id: int) -> None:
        """Delete a view; one that is gone already stays gone."""
        with self._connection.writing():
            self._views.filter(pk=id).delete()

    def forget(self, owner: str) -> int:
        """Delete all views of somebody, also those that were shared; gives how many."""
        with self._connection.writing():
            return int(self._views.filter(owner=owner).delete()[0])

    def _refuse_taken(self, owner: str, object: str, name: str) -> None:
        if self._views.filter(owner=owner, object=object, name=name).exists():
            raise UsageError(f'There is a view "{name}" already; choose another name, or save it anew.')


def _view(stored: Any) -> SavedView:
    return SavedView(
        stored.pk,
        stored.owner,
        stored.object,
        stored.name,
        stored.content,
        stored.is_shared,
        stored.saved_at,
    )
