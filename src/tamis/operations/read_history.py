"""What became of the values of one record: every change that was kept, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.errors import UsageError, is_unicode
from tamis.operations.workspace import Workspace
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.merges import kept_id
from tamis.store.warehouse.values import HistoryRow, history_of, values_of


@dataclass(frozen=True)
class RecordHistory:
    """The changes of one record, oldest first. Several objects may have a record of one id.

    `now`: by score, the value in use (whole millionths), which time may have moved by less than a point since the last
    change.
    """

    object: str
    id: str
    changes: tuple[HistoryRow, ...]
    now: Mapping[str, int]


def read_history(workspace: Workspace, id: str, *, score: str | None) -> tuple[RecordHistory, ...]:
    """The history of the records of that id, of all scores or of one. Raises UsageError where there is no such record.

    The id of a merged contact stands for the one that it was merged into. Scores that are no longer published are told
    too: what was, was.
    """
    with workspace.opened() as warehouse:
        _refuse_unknown_score(warehouse, score)
        found = _records_of(warehouse, id)
        if not found:
            raise UsageError(f'There is no record "{id}".' if is_unicode(id) else "There is no record of that id.")
        histories = [
            RecordHistory(
                object, kept, tuple(history_of(warehouse, object, kept, score)), values_of(warehouse, object, kept)
            )
            for object, kept in found
        ]
    told = tuple(history for history in histories if history.changes)
    return told or (histories[0],)


def _records_of(warehouse: Warehouse, id: str) -> list[tuple[str, str]]:
    """Object and id of every record that the id stands for."""
    if not is_unicode(id):
        return []
    tables: Mapping[str, str] = {name: shape.table for name, shape in warehouse.catalog().objects.items()}
    ids = {name: kept_id(warehouse, name, id) for name in tables}
    return [
        (name, ids[name])
        for name, table in tables.items()
        if warehouse.rows(f"SELECT 1 FROM {table} WHERE id = ?", [ids[name]])
    ]


def _refuse_unknown_score(warehouse: Warehouse, score: str | None) -> None:
    if score is None:
        return
    known = sorted(key for (key,) in warehouse.rows("SELECT DISTINCT score FROM score_history"))
    if score not in known:
        hint = f"\n  hint: there is one of {', '.join(known)}" if known else ""
        raise UsageError(f'There is no history of a score "{score}".{hint}')
