"""Drafts as they are being edited: every text since the beginning, where one stands among them, and who was last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tamis.errors import UsageError
from tamis.store.application.connection import Connection
from tamis.store.application.versions import Kind

MOST = 200
"""So many edits can be undone; earlier ones are forgotten."""


class LostUpdate(UsageError):
    """Somebody else changed it in the meantime; what they did is not overwritten."""

    def __init__(self, key: str, by: str) -> None:
        self.key, self.by = key, by
        who = by or "Somebody"
        super().__init__(f'{who} changed "{key}" in the meantime; you see what it says now, so make your change again.')


@dataclass(frozen=True)
class Editing:
    """A draft that is being edited."""

    key: str
    kind: Kind
    text: str
    """Not necessarily one of a valid definition."""
    revision: int
    """Grows with everything that is done to it, undoing included."""
    number: int
    """Of the text among the edits: 0 is what it began with."""
    can_undo: bool
    can_redo: bool
    saved: str | None
    """The text that was last saved as the draft; None where there is none of it."""
    by: str
    """Who was last."""
    at: int
    """When; microseconds since the epoch, UTC."""


class Edits:
    """The edits of one application database. Methods may raise UsageError for a faulty database."""

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._editings = models.StoredEditing.objects.db_manager(connection.alias)
        self._edits = models.StoredEdit.objects.db_manager(connection.alias)

    def get(self, key: str) -> Editing | None:
        """How far a draft is edited; None for one that nobody edits."""
        with self._connection.reading():
            stored = self._editings.filter(key=key).first()
            return self._editing(stored) if stored is not None else None

    def all(self) -> list[Editing]:
        """Every draft that is edited, by key."""
        with self._connection.reading():
            return [self._editing(stored) for stored in self._editings.order_by("key")]

    def begin(self, key: str, kind: Kind, text: str, by: str, at: int, *, saved: str | None) -> Editing:
        """Begin with a text; earlier edits of the key are forgotten, and its revision goes on."""
        with self._connection.writing():
            old = self._editings.filter(key=key).first()
            revision = old.revision + 1 if old is not None else 0
            if old is not None:
                old.delete()
            fields = {"kind": kind, "revision": revision, "number": 0, "saved": saved, "by": by, "at": at}
            stored = self._editings.create(key=key, **fields)
            self._edits.create(editing=stored, number=0, text=text)
            return self._editing(stored)

    def add(self, key: str, text: str, by: str, at: int, *, revision: int) -> Editing:
        """The next text; what was undone cannot be redone any more. Raises LostUpdate for another revision."""
        with self._connection.writing():
            stored = self._unchanged(key, revision)
            self._edits.filter(editing=stored, number__gt=stored.number).delete()
            number = stored.number + 1
            self._edits.create(editing=stored, number=number, text=text)
            self._edits.filter(editing=stored, number__lte=number - MOST).delete()
            return self._stepped(stored, number, by, at)

    def step(self, key: str, steps: int, by: str, at: int, *, revision: int) -> Editing:
        """Undo (-1) or redo (1). Raises LostUpdate for another revision, UsageError where there is nothing to."""
        with self._connection.writing():
            stored = self._unchanged(key, revision)
            number = stored.number + steps
            if not self._edits.filter(editing=stored, number=number).exists():
                raise UsageError(f"There is nothing to {'undo' if steps < 0 else 'redo'}.")
            return self._stepped(stored, number, by, at)

    def note_saved(self, key: str, saved: str | None) -> None:
        """Which text is now the draft."""
        with self._connection.writing():
            self._editings.filter(key=key).update(saved=saved)

    def forget(self, key: str) -> None:
        """Forget every edit of a key."""
        with self._connection.writing():
            self._editings.filter(key=key).delete()

    def _unchanged(self, key: str, revision: int) -> Any:
        stored = self._editings.filter(key=key).first()
        if stored is None or stored.revision != revision:
            raise LostUpdate(key, stored.by if stored is not None else "")
        return stored

    def _stepped(self, stored: Any, number: int, by: str, at: int) -> Editing:
        stored.revision, stored.number, stored.by, stored.at = stored.revision + 1, number, by, at
        stored.save(using=self._connection.alias)
        return self._editing(stored)

    def _editing(self, stored: Any) -> Editing:
        around = self._edits.filter(editing=stored, number__range=(stored.number - 1, stored.number + 1))
        texts = dict(around.values_list("number", "text"))
        return Editing(
            key=stored.key,
            kind=stored.kind,
            text=texts[stored.number],
            revision=stored.revision,
            number=stored.number,
            can_undo=stored.number - 1 in texts,
            can_redo=stored.number + 1 in texts,
            saved=stored.saved,
            by=stored.by,
            at=stored.at,
        )
