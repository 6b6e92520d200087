"""The definitions of a workspace: saved as drafts, published as versions, in use or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from tamis.errors import UsageError, closest
from tamis.store.application.answers import Answers
from tamis.store.application.audit import Audit
from tamis.store.application.connection import Connection
from tamis.store.application.decisions import Decisions
from tamis.store.application.edits import Edits
from tamis.store.application.jobs import Jobs
from tamis.store.application.links import Links
from tamis.store.application.people import People
from tamis.store.application.saved_views import SavedViews
from tamis.store.application.tokens import Tokens
from tamis.store.application.trained import Models
from tamis.store.application.versions import Draft, Standing, Version

if TYPE_CHECKING:
    from tamis.definitions import Score, Segment


class Application:
    """One open application database. As a context, it closes; every method may raise UsageError for a faulty file.

    Scores and segments share their keys. Instants are microseconds since the epoch, UTC.
    """

    def __init__(self, connection: Connection, *, is_kept_open: bool = False) -> None:
        """`is_kept_open`: somebody else closes the connection."""
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection, self._is_kept_open = connection, is_kept_open
        self.answers = Answers(connection)
        self.audit = Audit(connection)
        self.decisions = Decisions(connection)
        self.jobs = Jobs(connection)
        self.links = Links(connection)
        self.models = Models(connection)
        self.people = People(connection)
        self.tokens = Tokens(connection)
        self.views = SavedViews(connection)
        self.edits = Edits(connection)
        self._definitions = models.StoredDefinition.objects.db_manager(connection.alias)
        self._drafts = models.StoredDraft.objects.db_manager(connection.alias).select_related("definition")
        self._versions = models.StoredVersion.objects.db_manager(connection.alias).select_related("definition")

    def save_draft(self, definition: Score | Segment, text: str, at: int) -> None:
        """Save a definition and its text as the draft of its key, in place of an earlier one.

        Raises UsageError where the key is that of a definition of the other kind.
        """
        with self._connection.writing():
            stored, _ = self._definitions.get_or_create(key=definition.key)
            self._refuse_other_kind(stored, definition.noun)
            fields = {"kind": definition.noun, "text": text, "saved_at": at}
            self._drafts.update_or_create(definition=stored, defaults=fields)

    def drafts(self) -> list[Draft]:
        """Everything that is saved and not published, by key."""
        with self._connection.reading():
            return sorted(map(_draft, self._drafts.all()), key=lambda draft: draft.key)

    def draft(self, key: str) -> Draft | None:
        """What is saved and not published of one key."""
        with self._connection.reading():
            stored = self._drafts.filter(definition__key=key).first()
        return _draft(stored) if stored else None

    def discard_draft(self, key: str) -> None:
        """Reset a definition to what is published; what never was is gone. Raises UsageError without a draft."""
        with self._connection.writing():
            stored = self._draft_of(key)
            definition = stored.definition
            stored.delete()
            if self._newest(definition) is None:
                definition.delete()

    def publish(self, key: str, at: int, note: str = "", *, by: str = "", reviewed: str | None = None) -> Version:
        """Make the draft the next version, which is in use from now on, also where it was deactivated or deleted.

        A draft with the text of the newest version gives that version back: nothing is published twice.
        Raises UsageError without a draft, and if the draft is no longer the text that was `reviewed`.
        """
        with self._connection.writing():
            draft = self._draft_of(key)
            if reviewed is not None and draft.text != reviewed:
                raise UsageError(f'The draft of "{key}" was changed in the meantime; review it again.')
            definition, newest = draft.definition, self._newest(draft.definition)
            if newest is None or newest.text != draft.text:
                number = newest.number + 1 if newest else 1
                fields = {"kind": draft.kind, "text": draft.text, "published_at": at, "note": note}
                newest = self._versions.create(definition=definition, number=number, published_by=by, **fields)
            draft.delete()
            self._mark(definition, is_active=True)
            return _version(newest)

    def versions(self, key: str) -> list[Version]:
        """Everything that was ever published under a key, newest last; also of what is deleted."""
        with self._connection.reading():
            return [_version(stored) for stored in self._versions.filter(definition__key=key).order_by("number")]

    def published(self) -> list[Version]:
        """The newest version of each definition in use, by key."""
        with self._connection.reading():
            newest = self._newest_of_each().filter(definition__is_active=True)
            return sorted(map(_version, newest), key=lambda version: version.key)

    def is_active(self, key: str) -> bool:
        """Whether the key is published and in use."""
        with self._connection.reading():
            return bool(self._definitions.filter(key=key, is_active=True).exists())

    def standing(self) -> list[Standing]:
        """Every definition that is not deleted, by key; and what is deleted and drafted again."""
        drafts = {draft.key: draft for draft in self.drafts()}
        with self._connection.reading():
            versions = {version.key: version for version in map(_version, self._newest_of_each())}
            firsts = dict(self._versions.filter(number=1).values_list("definition__key", "published_at"))
            found = self._definitions.order_by("key").values_list("key", "is_active", "is_deleted", "deactivated_at")
            standing = [
                Standing(
                    key, None if is_deleted else versions.get(key), drafts.get(key), is_active, at, firsts.get(key)
                )
                for key, is_active, is_deleted, at in found
            ]
        return [each for each in standing if each.version or each.draft]

    def deactivate(self, key: str, at: int) -> None:
        """Take a published definition out of use from `at` on; publishing or `activate` brings it back.

        Raises UsageError for what is not published, or is out of use already.
        """
        with self._connection.writing():
            definition = self._published_definition(key)
            if not definition.is_active:
                raise UsageError(f'"{key}" is deactivated already.')
            self._mark(definition, is_active=False, deactivated_at=at)

    def activate(self, key: str) -> None:
        """Put a published definition into use again. Raises UsageError for what is not published."""
        with self._connection.writing():
            self._mark(self._published_definition(key), is_active=True)

    def delete(self, key: str) -> None:
        """Delete a definition and its draft. Its versions stay for the history, and a later one goes on counting.

        Raises UsageError for a key that is not there.
        """
        with self._connection.writing():
            definition = self._definition(key)
            self._drafts.filter(definition=definition).delete()
            if self._newest(definition) is None:
                definition.delete()
            else:
                self._mark(definition, is_active=False, is_deleted=True)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is done inside is done at once or, after an error or a crash, not at all; others wait to write."""
        with self._connection.writing():
            yield

    def close(self) -> None:
        """Close the file, unless somebody else will."""
        if not self._is_kept_open:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _refuse_other_kind(self, definition: Any, kind: str) -> None:
        there = self._drafts.filter(definition=definition).first()
        if there is None and not definition.is_deleted:
            there = self._newest(definition)
        if there is not None and there.kind != kind:
            message = f'"{definition.key}" is the key of a {there.kind} already'
            raise UsageError(f"{message}, and a score and a segment cannot share one; choose another key.")

    def _draft_of(self, key: str) -> Any:
        draft = self._drafts.filter(definition__key=key).first()
        if draft is None:
            raise UsageError(f'There is no draft of "{key}"{self._hint(key)}.')
        return draft

    def _published_definition(self, key: str) -> Any:
        definition = self._definitions.filter(key=key, is_deleted=False, versions__number=1).first()
        if definition is None:
            raise UsageError(f'"{key}" is not published{self._hint(key)}.')
        return definition

    def _definition(self, key: str) -> Any:
        definition = self._definitions.filter(key=key).first()
        if definition is None or definition.is_deleted and not self._drafts.filter(definition=definition).exists():
            raise UsageError(f'There is no score or segment "{key}"{self._hint(key)}.')
        return definition

    def _hint(self, key: str) -> str:
        hint = closest(key, self._definitions.filter(is_deleted=False).values_list("key", flat=True))
        return f"; {hint.removesuffix('?')}" if hint else ""

    def _newest_of_each(self) -> Any:
        from django.db.models import OuterRef, Subquery

        newer = self._versions.filter(definition=OuterRef("definition")).order_by("-number")
        return self._versions.filter(number=Subquery(newer.values("number")[:1]))

    def _newest(self, definition: Any) -> Any:
        return self._versions.filter(definition=definition).order_by("-number").first()

    def _mark(
        self, definition: Any, *, is_active: bool, is_deleted: bool = False, deactivated_at: int | None = None
    ) -> None:
        marks = {"is_active": is_active, "is_deleted": is_deleted, "deactivated_at": deactivated_at}
        self._definitions.filter(pk=definition.pk).update(**marks)


def _draft(stored: Any) -> Draft:
    return Draft(stored.kind, stored.definition.key, stored.text, stored.saved_at)


def _version(stored: Any) -> Version:
    key, at = stored.definition.key, stored.published_at
    return Version(stored.kind, key, stored.number, stored.text, at, stored.note, stored.published_by or None)
