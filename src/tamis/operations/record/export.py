"""Everything that is known of one contact, as a person may ask to be told of themselves (GDPR, article 15)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tamis.compile.moment import LATEST
from tamis.definitions import PropertyType
from tamis.operations.access import Actor, Permission
from tamis.operations.call import EPOCH
from tamis.operations.people.audit import changing
from tamis.operations.record.associated import read_associated
from tamis.operations.record.cells import Shown, read_kept
from tamis.operations.record.deciding import decisions_of
from tamis.operations.record.memberships import read_memberships
from tamis.operations.record.opened import OpenRecord, open_record
from tamis.operations.record.portrait import Portrait, read_portrait
from tamis.operations.record.series import read_series
from tamis.operations.record.timeline_rows import Cursor, change_rows, event_rows
from tamis.operations.rescore import micros_of
from tamis.operations.workspace import Workspace
from tamis.store.application import Deed
from tamis.store.warehouse.likelihoods import likelihood_history_of, read_likelihoods

_ALL = 2**31


def export_contact(workspace: Workspace, actor: Actor, id: str, *, now: Callable[[], datetime]) -> str:
    """All that the workspace knows of a contact, as JSON; instants are written in UTC. That it was asked for is noted.

    Raises UsageError for a contact that is not there, Forbidden where the actor may not.
    """
    with changing(workspace, actor, Permission.PRIVACY, now) as change:
        with open_record(workspace, "contact", id) as record:
            told = _told(record, read_portrait(record), micros_of(now()))
        change.note(Deed("export_contact", f"contact {record.id}"))
    return json.dumps(told, ensure_ascii=False, indent=2)


def _told(record: OpenRecord, portrait: Portrait, as_of: int) -> dict[str, Any]:
    ids = [portrait.id, *(each.id for each in portrait.earlier_ids)]
    return {
        "exported_at": _instant(as_of),
        "id": portrait.id,
        "created_at": _instant(portrait.created_at),
        "properties": {each.name: _cell(each.value, each.type) for each in portrait.properties},
        "earlier_ids": [
            {"id": each.id, "merged_at": _instant(each.merged_at), "properties": _own(record, each.id)}
            for each in portrait.earlier_ids
        ],
        "anonymous_ids": _names(record, "visitors", "anonymous_id"),
        "aliases": _names(record, "aliases", "name"),
        "associated": [
            {"object": each.object, "id": each.id, "labels": each.labels}
            for group in read_associated(record, most=_ALL)
            for each in group.records
        ],
        "segments": [each.key for each in read_memberships(record, as_of)],
        "scores": [
            {
                "score": each.score,
                "points": each.points and each.points / 1e6,
                "tier": each.tier,
                "at": _instant(each.at),
            }
            for each in portrait.values
        ],
        "likelihoods": [
            {
                "model": each.model,
                "version": each.version,
                "likelihood": each.likelihood,
                "low": each.low,
                "high": each.high,
                "priority": each.priority,
                "at": _instant(each.at),
                "reasons": None if each.reasons is None else json.loads(each.reasons),
            }
            for each in read_likelihoods(record.warehouse, "contact", record.n).values()
        ],
        "engagement_reset_at": _instant(portrait.reset_at),
        "property_changes": _changes(record),
        "events": _events(record),
        "score_history": _history(record),
        "likelihood_history": [
            {
                "model": each.model,
                "at": _instant(each.at),
                "likelihood": each.after,
                "priority": each.priority_after,
                "cause": each.cause,
            }
            for each in likelihood_history_of(record.warehouse, "contact", record.n)
        ],
        "decisions": [
            {
                "verdict": each.verdict,
                "reason": each.reason,
                "at": _instant(each.at),
                "undone_at": _instant(each.undone_at),
            }
            for each in decisions_of(record.workspace, "contact", ids)
        ],
    }


def _changes(record: OpenRecord) -> list[dict[str, Any]]:
    return [
        {"property": row.property, "at": _instant(row.at), "value": _cell(row.after, row.type)}
        for row in change_rows(record, Cursor.newest(LATEST), _ALL)
    ]


def _events(record: OpenRecord) -> list[dict[str, Any]]:
    return [
        {
            "type": row.type,
            "at": _instant(row.at),
            "made_by_a_machine": row.is_machine,
            "properties": {name: _cell(value, type) for name, type, value in row.cells},
        }
        for row in event_rows(record, Cursor.newest(LATEST), None, _ALL)
    ]


def _history(record: OpenRecord) -> list[dict[str, Any]]:
    return [
        {
            "score": series.score,
            "at": _instant(step.at),
            "points": step.points and step.points / 1e6,
            "tier": step.tier,
            "cause": step.cause,
            "detail": step.detail,
        }
        for series in read_series(record, most=_ALL)
        for step in series.steps
    ]


def _own(record: OpenRecord, id: str) -> dict[str, Any]:
    """What was told of a merged contact under an earlier id."""
    cursor = record.warehouse.engine.sql("SELECT * FROM warehouse.merged_records WHERE id = ?", [id])
    names = [column[0] for column in cursor.description or ()]
    held = dict(zip(names, cursor.fetchone() or (), strict=False))
    properties = [each for each in record.shape.properties.values() if held.get(each.column) is not None]
    zone = record.catalog.time_zone
    return {each.name: _cell(read_kept(held[each.column], each.type, zone), each.type) for each in properties}


def _names(record: OpenRecord, table: str, column: str) -> list[str]:
    group = f"SELECT n FROM warehouse.merged WHERE kept = {record.n:d} UNION SELECT {record.n:d}"
    rows = record.warehouse.rows(f"SELECT {column} FROM warehouse.{table} WHERE n IN ({group}) ORDER BY 1")
    return [str(name) for (name,) in rows]


def _cell(value: Shown, type: PropertyType | None) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return _instant(value) if type is PropertyType.DATETIME and isinstance(value, int) else value


def _instant(micros: int | None) -> str | None:
    return None if micros is None else (EPOCH + timedelta(microseconds=micros)).isoformat()
