"""Who did what, when, and what it was before and after: added to, read, and never changed; only the entry of a session
tells what became of it as long as it lasts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tamis.store.application.connection import Connection

_AT_ONCE = 500
State = Mapping[str, str]
"""How something was or became: texts by name."""


@dataclass(frozen=True)
class Deed:
    """Something that was done; never a contact's data but for ids, and never a secret."""

    kind: str
    """What was done, such as `publish` or `invite_person`."""
    subject: str = ""
    """To what, such as the key of a score or the id of a record."""
    before: State = field(default_factory=dict)
    after: State = field(default_factory=dict)


@dataclass(frozen=True)
class AuditEntry:
    """A deed, who did it, and when: microseconds since the epoch, UTC."""

    id: int
    at: int
    actor: str
    """The name of who did it, as it was then."""
    person: int | None
    """Their id; None for who is none, such as the command line."""
    token: str
    """The name of the API token by which it was done, if any."""
    deed: Deed


@dataclass(frozen=True)
class AuditFilter:
    """Which entries are asked for; what is left out lets all through. Instants: `since` <= at < `until`."""

    actor: str = ""
    kind: str = ""
    subject: str = ""
    since: int | None = None
    until: int | None = None


class Audit:
    """The audit log of one application database. Methods may raise UsageError for a faulty database."""

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._entries = models.StoredAuditEntry.objects.db_manager(connection.alias)

    def add(self, deed: Deed, at: int, *, actor: str, person: int | None = None, token: str = "") -> None:
        """Notes a deed."""
        self.add_all([deed], at, actor=actor, person=person, token=token)

    def add_all(
        self, deeds: Sequence[Deed], at: int, *, actor: str, person: int | None = None, token: str = ""
    ) -> None:
        """Notes several deeds, in their order."""
        who = {"at": at, "actor": actor, "person": person, "token": token}
        entries = [self._entries.model(**who, **_what(deed)) for deed in deeds]
        with self._connection.writing(exclusive=False):
            self._entries.bulk_create(entries)

    def grow(self, id: int, after: State) -> None:
        """What has become of it by now, in the entry of a session that goes on."""
        with self._connection.writing(exclusive=False):
            self._entries.filter(pk=id).update(after=_text(after))

    def page(self, asked: AuditFilter | None = None, *, before: int | None = None, most: int = 50) -> list[AuditEntry]:
        """The newest entries, newest first; `before`: only those older than the entry of that id."""
        chosen = self._chosen(asked or AuditFilter())
        chosen = chosen if before is None else chosen.filter(pk__lt=before)
        with self._connection.reading():
            return [_entry(stored) for stored in chosen.order_by("-pk")[:most]]

    def all(self, asked: AuditFilter | None = None) -> Iterator[AuditEntry]:
        """All of them, newest first, read some at a time."""
        last: int | None = None
        while some := self.page(asked, before=last, most=_AT_ONCE):
            yield from some
            last = some[-1].id

    def actors(self) -> Sequence[str]:
        """Everybody who did something, by name."""
        return self._different("actor")

    def kinds(self) -> Sequence[str]:
        """Every kind of deed that was done, by name."""
        return self._different("kind")

    def _different(self, column: str) -> Sequence[str]:
        with self._connection.reading():
            return list(self._entries.order_by(column).values_list(column, flat=True).distinct())

    def _chosen(self, asked: AuditFilter) -> Any:
        wanted = {
            "actor": asked.actor or None,
            "kind": asked.kind or None,
            "subject": asked.subject or None,
            "at__gte": asked.since,
            "at__lt": asked.until,
        }
        return self._entries.filter(**{name: value for name, value in wanted.items() if value is not None})


def _what(deed: Deed) -> dict[str, str]:
    return {"kind": deed.kind, "subject": deed.subject, "before": _text(deed.before), "after": _text(deed.after)}


def _text(state: State) -> str:
    return json.dumps(dict(state), ensure_ascii=False)


def _entry(stored: Any) -> AuditEntry:
    deed = Deed(stored.kind, stored.subject, json.loads(stored.before), json.loads(stored.after))
    return AuditEntry(stored.pk, stored.at, stored.actor, stored.person, stored.token, deed)
