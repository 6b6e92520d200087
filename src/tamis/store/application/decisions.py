"""What people decided about leads: accepted or rejected, why, and what was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tamis.errors import UsageError
from tamis.store.application.connection import Connection

Verdict = Literal["accepted", "rejected"]


@dataclass(frozen=True)
class Decision:
    """One decision about a record; instants are microseconds since the epoch, UTC."""

    id: int
    object: str
    record: str
    """Its id, as it was then."""
    verdict: Verdict
    reason: str
    by: str
    """The name of who decided, as it was then."""
    person: int | None
    at: int
    undone_at: int | None
    undone_by: str

    @property
    def holds(self) -> bool:
        """Whether it was not taken back."""
        return self.undone_at is None


class Decisions:
    """The decisions in one application database. Methods may raise UsageError for a faulty database.

    Who may decide is not decided here.
    """

    def __init__(self, connection: Connection) -> None:
        # Django's models can be made only when Django is set up, which the connection does.
        from tamis.store.application import models

        self._connection = connection
        self._decisions = models.StoredDecision.objects.db_manager(connection.alias)

    def add(
        self,
        object: str,
        records: Sequence[str],
        verdict: Verdict,
        reason: str,
        at: int,
        *,
        by: str,
        person: int | None,
    ) -> list[Decision]:
        """Keeps a decision about each record; the last one of a record is the one in force."""
        fields: dict[str, Any] = {"verdict": verdict, "reason": reason, "by": by, "person": person, "at": at}
        made = [self._decisions.model(object=object, record=record, **fields) for record in records]
        with self._connection.writing():
            return [_decision(each) for each in self._decisions.bulk_create(made)]

    def of(self, object: str, records: Sequence[str]) -> list[Decision]:
        """All about the records of these ids, newest first, taken back ones too."""
        with self._connection.reading():
            found = self._decisions.filter(object=object, record__in=list(records)).order_by("-at", "-pk")
            return [_decision(stored) for stored in found]

    def verdicts(self, object: str) -> list[tuple[str, Verdict]]:
        """The id and the verdict of all decisions about an object's records that hold, newest first."""
        with self._connection.reading():
            found = self._decisions.filter(object=object, undone_at=None).order_by("-at", "-pk")
            return list(found.values_list("record", "verdict"))

    def undo(self, ids: Sequence[int], at: int, *, by: str) -> list[Decision]:
        """Takes decisions back, those that hold of them. Raises UsageError where none is there, or none holds."""
        with self._connection.writing():
            stored = list(self._decisions.filter(pk__in=list(ids)).order_by("pk"))
            if not stored:
                raise UsageError("There is no such decision.")
            holding = [each for each in stored if each.undone_at is None]
            if not holding:
                raise UsageError("This decision was taken back already.")
            # In one statement, since there may be thousands.
            self._decisions.filter(pk__in=[each.pk for each in holding]).update(undone_at=at, undone_by=by)
            for each in holding:
                each.undone_at, each.undone_by = at, by
            return [_decision(each) for each in holding]

    def forget(self, object: str, records: Sequence[str]) -> int:
        """Deletes all that was decided about the records of these ids; gives how many decisions that were."""
        with self._connection.writing():
            deleted, _ = self._decisions.filter(object=object, record__in=list(records)).delete()
            return int(deleted)


def _decision(stored: Any) -> Decision:
    return Decision(
        id=stored.pk,
        object=stored.object,
        record=stored.record,
        verdict=stored.verdict,
        reason=stored.reason,
        by=stored.by,
        person=stored.person,
        at=stored.at,
        undone_at=stored.undone_at,
        undone_by=stored.undone_by,
    )
