"""Resets the engagement of one record, or takes that back; then computes whom it touches anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from tamis.definitions import read_instant
from tamis.errors import Issue, UsageError, is_unicode
from tamis.operations.call import EPOCH
from tamis.operations.published import Published, read_published
from tamis.operations.rescore import micros_of
from tamis.operations.rescore_once import rescore_once
from tamis.operations.rescore_touched import rescore_touched
from tamis.operations.workspace import Workspace
from tamis.progress import Progress
from tamis.store.application import open_application
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live.dirty import Happened
from tamis.store.warehouse.merges import kept_id
from tamis.store.warehouse.resets import add_reset, last_reset, undo_reset

_Values = Mapping[str, tuple[int | None, str | None]]


@dataclass(frozen=True)
class MovedValue:
    """A value of the record before and after: whole millionths of a point, and the tier; None where there is none."""

    score: str
    before: int | None
    after: int | None
    tier_before: str | None
    tier_after: str | None


@dataclass(frozen=True)
class Resetting:
    """What resetting a record, or taking that back, came to. Instants are microseconds since the epoch, UTC.

    `id`: of the record itself, where a contact is part of another. `at`: the reset that was asked for or taken back,
    and `reset_at` up to when events do not count now (None: all do). `is_new`: False where it was reset as of that
    instant already, or as of a later one: then nothing changed. `values`: those of the record that changed, as of
    `as_of`. `unscored`: why the published scores could not be computed from the data as it is, if so.
    """

    object: str
    id: str
    at: int
    reset_at: int | None
    is_new: bool
    as_of: int
    values: tuple[MovedValue, ...] = ()
    unscored: tuple[Issue, ...] = ()


def reset(
    workspace: Workspace,
    id: str,
    *,
    object: str = "contact",
    at: str | None = None,
    asked_at: int | None = None,
    now: Callable[[], datetime],
    progress: Progress,
    is_again: bool = False,
) -> Resetting:
    """Makes the engagement groups of a record's scores ignore events up to an instant: `at`, in the past, or else when
    it was asked for (`asked_at`, now if not given). Where a reset as of that instant or a later one holds, it changes
    nothing. `is_again`: an attempt at the same (of the same `asked_at`) was broken off, and may have done it.

    Raises UsageError for a record that is not there and for an instant that is unreadable or still to come.
    """
    as_of = micros_of(now())
    asked_at = as_of if asked_at is None else asked_at
    instant = asked_at if at is None else _past(at, as_of, workspace.time_zone)

    def act(record: _Record) -> tuple[int, bool]:
        is_new = add_reset(record.warehouse, object, record.n, instant, asked_at, now=as_of, is_again=is_again)
        if is_new:
            record.note("reset", instant)
        return instant, is_new

    return _resetting(workspace, object, id, act, as_of=as_of, progress=progress)


def unreset(
    workspace: Workspace,
    id: str,
    *,
    object: str = "contact",
    asked_at: int | None = None,
    now: Callable[[], datetime],
    progress: Progress,
    is_again: bool = False,
) -> Resetting:
    """Takes the last reset of a record back; one before it holds again.

    `is_again`: an attempt at the same (of the same `asked_at`) was broken off, and may have done it. Raises UsageError
    for a record that is not there or of which no reset holds.
    """
    as_of = micros_of(now())
    undone_at = as_of if asked_at is None else asked_at

    def act(record: _Record) -> tuple[int, bool]:
        instant = undo_reset(record.warehouse, object, record.n, undone_at, is_again=is_again)
        if instant is None:
            raise UsageError(f'The {object} "{record.id}" is not reset.')
        record.note("unreset", instant)
        return instant, True

    return _resetting(workspace, object, id, act, as_of=as_of, progress=progress)


@dataclass(frozen=True)
class _Record:
    """A record by its number and id, and what is published."""

    warehouse: Warehouse
    published: Published
    object: str
    n: int
    id: str

    def note(self, cause: str, instant: int) -> None:
        """Its scores are to be computed anew; the history tells the instant of the reset."""
        happened = Happened()
        happened.add(self.object, self.n, cause, (EPOCH + timedelta(microseconds=instant)).isoformat())
        happened.write(self.warehouse)

    def values(self) -> _Values:
        """The kept points and tier by score."""
        rows = self.warehouse.rows(
            "SELECT score, points, tier FROM warehouse.score_values WHERE object = ? AND n = ? ORDER BY score",
            [self.object, self.n],
        )
        return {score: (points, tier) for score, points, tier in rows}


def _resetting(
    workspace: Workspace,
    object: str,
    id: str,
    act: Callable[[_Record], tuple[int, bool]],
    *,
    as_of: int,
    progress: Progress,
) -> Resetting:
    """Does it to the record, so that it is in its values afterwards, and in those of whoever looks at it."""
    with _record(workspace, object, id) as record:
        before = record.values()
        with record.warehouse.transaction():
            at, is_new = act(record)
        reset_at = last_reset(record.warehouse, object, record.n)
        progress.step("Scoring whom that touches")
        _, unscored = rescore_once(rescore_touched, record.warehouse, record.published, as_of=as_of)
        values = tuple(_moved(before, record.values()))
    return Resetting(object, record.id, at, reset_at, is_new, as_of, values, unscored)


@contextmanager
def _record(workspace: Workspace, object: str, id: str) -> Iterator[_Record]:
    with open_application(workspace.application) as application:
        published = read_published(application)
    with workspace.opened() as warehouse:
        numbers = warehouse.objects()
        if object not in numbers:
            raise UsageError(f'There is no object "{object}"; there are {", ".join(numbers)}.')
        if not is_unicode(id):
            raise UsageError(f"There is no {object} of that id.")
        whole = kept_id(warehouse, object, id)
        rows = warehouse.rows(f"SELECT n FROM warehouse.records_{numbers[object]} WHERE id = ?", [whole])
        if not rows:
            raise UsageError(f'There is no {object} "{id}".')
        yield _Record(warehouse, published, object, int(rows[0][0]), whole)


def _moved(before: _Values, after: _Values) -> Iterator[MovedValue]:
    for score in {**before, **after}:
        old, new = before.get(score, (None, None)), after.get(score, (None, None))
        if old != new:
            yield MovedValue(score, old[0], new[0], old[1], new[1])


def _past(text: str, now: int, time_zone: str) -> int:
    try:
        instant = read_instant(text, time_zone)
        # An offset can lead out of the calendar.
        EPOCH + timedelta(microseconds=instant)
    except (ValueError, OverflowError):
        hint = "write a date such as 2026-03-01 or a time such as 2026-03-01T09:30+01:00"
        raise UsageError(f'--at "{text}" is no instant; {hint}.') from None
    if instant > now:
        raise UsageError(f'--at "{text}" is still to come; a reset is about what was.')
    return instant
