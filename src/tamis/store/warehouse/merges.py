"""Contacts that are one person: merged on command, and unmerged again.

`merges` is the log; what scoring reads is made from it (`merged_tables`).
"""

from __future__ import annotations

from collections.abc import Sequence

from tamis.errors import UsageError, is_unicode
from tamis.store.warehouse.merged_tables import taken_apart
from tamis.store.warehouse.newest_events import note_anew, note_merge
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def merge_contacts(warehouse: Warehouse, kept: str, other: str, at: int) -> str:
    """Makes the other contact part of the kept one from `at` on (microseconds since the epoch, UTC); gives the id that
    both are known by now: where the kept one is itself merged into a third, the id of that.

    Raises UsageError for a contact that is not there, is merged already, or is the kept one itself.
    """
    kept_n, kept_id = _number(warehouse, kept)
    other_n, whole = _number(warehouse, other)
    if kept == other:
        raise UsageError("A contact cannot be merged with itself.")
    if kept_n == other_n:
        raise UsageError(f'"{kept}" and "{other}" are merged already: both are "{kept_id}".')
    if whole != other:
        raise UsageError(f'"{other}" is merged into "{whole}" already.\n  hint: merge "{whole}", or unmerge it first')
    with warehouse.transaction(), taken_apart(warehouse):
        join_contacts(warehouse, kept_n, other_n, at)
        _touch(warehouse, [kept_n, other_n], "merge", other)
    return kept_id


def join_contacts(warehouse: Warehouse, kept: int, other: int, at: int) -> None:
    """Makes one record part of another, inside a transaction and with merged contacts taken apart: of neither is the
    number of a contact that is merged into a third."""
    warehouse.engine.sql(
        "INSERT INTO warehouse.merges SELECT count(*) + 1, ?, ?, ?, NULL FROM warehouse.merges", [kept, other, at]
    )
    _give_events(warehouse, kept, other)
    kept_id = warehouse.one(f"SELECT id FROM {CONTACTS} WHERE n = ?", [kept])
    _set_values_aside(warehouse, other, at, kept_id)


def unmerge_contact(warehouse: Warehouse, other: str, at: int, *, asked_at: int | None = None) -> str:
    """Makes a merged contact a record of its own again, with those that were merged into it; gives the id of the one
    that it was merged into. `asked_at`: the instant under which it is noted, `at` if not given; asked again with the
    same one, nothing changes (both microseconds since the epoch, UTC).

    Raises UsageError for a contact that is not there or is not merged.
    """
    _number(warehouse, other)
    if asked_at is not None and (done := _unmerged_at(warehouse, other, asked_at)):
        return done
    found = warehouse.rows(
        "SELECT m.merge, m.other, k.id, g.kept FROM warehouse.merged_records AS r"
        " JOIN warehouse.merges AS m ON m.other = r.n AND m.undone_at IS NULL"
        " JOIN warehouse.merged_records AS k ON k.n = m.kept JOIN warehouse.merged AS g ON g.n = r.n WHERE r.id = ?",
        [other],
    )
    if not found:
        raise UsageError(f'"{other}" is not merged into another contact.')
    [(merge, n, kept_id, whole)] = found
    with warehouse.transaction():
        with taken_apart(warehouse):
            warehouse.engine.sql(_UNDO, [at if asked_at is None else asked_at, merge])
        _take_events_back(warehouse, n, whole)
        _bring_values_back(warehouse, n, at, kept_id)
        _touch(warehouse, [whole, n], "unmerge", other)
    return str(kept_id)


_UNDO = "UPDATE warehouse.merges SET undone_at = ? WHERE merge = ?"


def _unmerged_at(warehouse: Warehouse, other: str, asked_at: int) -> str | None:
    """The id of the contact that another one was taken back from as of this very instant."""
    ids = f"(SELECT n, id FROM {CONTACTS} UNION SELECT n, id FROM warehouse.merged_records)"
    found = warehouse.rows(
        f"SELECT k.id FROM warehouse.merges AS m JOIN {ids} AS o ON o.n = m.other JOIN {ids} AS k ON k.n = m.kept"
        " WHERE o.id = ? AND m.undone_at = ?",
        [other, asked_at],
    )
    return str(found[0][0]) if found else None


def kept_id(warehouse: Warehouse, object: str, id: str) -> str:
    """The id of the record that an id stands for: that of the contact it was merged into, else the id as it is."""
    if object != "contact" or not is_unicode(id):
        return id
    found = warehouse.rows(_KEPT, [id])
    return str(found[0][1]) if found else id


def whole_ids(warehouse: Warehouse, object: str, ids: Sequence[str]) -> dict[str, str]:
    """By each of these ids that stands for a record, the id of the record: of a merged contact, of the one that it is
    part of."""
    asked = [id for id in ids if is_unicode(id)]
    table = f"warehouse.records_{warehouse.objects()[object]}"
    found = {id: id for (id,) in warehouse.rows(f"SELECT id FROM {table} WHERE {_ASKED.format('id')}", [asked])}
    return found | (
        dict(warehouse.rows(f"{_WHOLE} WHERE {_ASKED.format('r.id')}", [asked])) if object == "contact" else {}
    )


def earlier_ids(warehouse: Warehouse, object: str, ids: Sequence[str]) -> dict[str, str]:
    """By each id of a contact that is merged into one of these, the id of that one."""
    # Most often nobody is merged, which takes a tenth of the time to see.
    if object != "contact" or not warehouse.rows("SELECT 1 FROM warehouse.merged LIMIT 1"):
        return {}
    return dict(warehouse.rows(f"{_WHOLE} WHERE {_ASKED.format('k.id')} AND r.id <> k.id", [list(ids)]))


def known_ids(warehouse: Warehouse) -> dict[str, str]:
    """By object, SQL of a relation with the `id` of every record that data may be about: of merged contacts too."""
    known = {object: f"warehouse.records_{number}" for object, number in warehouse.objects().items()}
    merged = "SELECT r.id FROM warehouse.merged_records AS r JOIN warehouse.merged AS m USING (n) WHERE m.n <> m.kept"
    return known | {"contact": f"(SELECT id FROM {CONTACTS} UNION ALL {merged})"}


_MERGED = f"warehouse.merged_records AS r JOIN warehouse.merged AS m ON m.n = r.n JOIN {CONTACTS} AS k ON k.n = m.kept"
_KEPT = f"SELECT k.n, k.id FROM {_MERGED} WHERE r.id = ?"
_WHOLE = f"SELECT r.id, k.id FROM {_MERGED}"
_ASKED = "{} IN (SELECT unnest(?::VARCHAR[]))"


def _number(warehouse: Warehouse, id: str) -> tuple[int, str]:
    """The number and id of the contact that an id stands for. Raises UsageError where there is none."""
    if not is_unicode(id):
        raise UsageError("There is no contact of that id.")
    found = warehouse.rows(_KEPT, [id]) or warehouse.rows(f"SELECT n, id FROM {CONTACTS} WHERE id = ?", [id])
    if not found:
        raise UsageError(f'There is no contact "{id}".')
    return int(found[0][0]), str(found[0][1])


def _touch(warehouse: Warehouse, contacts: list[int], cause: str, other: str) -> None:
    """Their scores are to be computed anew, and so are those that look at them."""
    warehouse.engine.sql(
        "INSERT INTO warehouse.dirty SELECT 'contact', unnest(?::INTEGER[]), ?, ?", [contacts, cause, other]
    )


def _give_events(warehouse: Warehouse, kept: int, other: int) -> None:
    """The other one's events are the kept one's; those that came under its own id are noted."""
    engine = warehouse.engine
    engine.sql(
        "INSERT INTO warehouse.merged_events SELECT contact, key FROM warehouse.events"
        " ANTI JOIN warehouse.merged_events AS noted USING (key) WHERE contact = ?",
        [other],
    )
    engine.sql("UPDATE warehouse.events SET contact = ? WHERE contact = ?", [kept, other])
    note_merge(warehouse, kept, other)


def _take_events_back(warehouse: Warehouse, other: int, whole: int) -> None:
    """The events that came under the ids of the other one's group, which is no longer part of the whole."""
    engine = warehouse.engine
    # A contact that nobody is merged into any more is in no group.
    group = f"(SELECT n FROM warehouse.merged WHERE kept = {other} UNION SELECT {other})"
    engine.sql(
        f"UPDATE warehouse.events SET contact = ? WHERE contact = ? AND key IN"
        f" (SELECT key FROM warehouse.merged_events WHERE contact IN {group})",
        [other, whole],
    )
    engine.sql("DELETE FROM warehouse.merged_events WHERE contact = ?", [other])
    note_anew(warehouse, [other, whole])


def _set_values_aside(warehouse: Warehouse, other: int, at: int, kept_id: str) -> None:
    """A contact that is no record of its own has no values; the history says why they ended."""
    engine = warehouse.engine
    theirs = "object = 'contact' AND n = ?"
    engine.sql(
        f"INSERT INTO warehouse.score_history SELECT score, object, n, ?, version, noted, NULL, tier, NULL, 'merge', ?"
        f" FROM warehouse.score_values WHERE {theirs} AND (points IS NOT NULL OR tier IS NOT NULL)",
        [at, kept_id, other],
    )
    engine.sql(f"INSERT INTO warehouse.merged_values SELECT * FROM warehouse.score_values WHERE {theirs}", [other])
    engine.sql(f"DELETE FROM warehouse.score_values WHERE {theirs}", [other])
    # What models say of both together, or of each again, the next prediction tells.
    engine.sql(
        "INSERT INTO warehouse.likelihood_history"
        " SELECT model, object, n, ?, version, noted, NULL, priority, NULL, 'merge' FROM warehouse.likelihoods"
        f" WHERE {theirs} AND (likelihood IS NOT NULL OR priority IS NOT NULL)",
        [at, other],
    )
    engine.sql(f"DELETE FROM warehouse.likelihoods WHERE {theirs}", [other])


def _bring_values_back(warehouse: Warehouse, other: int, at: int, kept_id: str) -> None:
    """The values that the contact had before the merge, of scores that still have values of contacts."""
    engine = warehouse.engine
    engine.sql(
        "CREATE TEMP TABLE brought AS FROM warehouse.merged_values WHERE n = ? AND score IN"
        " (SELECT DISTINCT score FROM warehouse.score_values WHERE object = 'contact')",
        [other],
    )
    engine.sql("INSERT INTO warehouse.score_values SELECT * REPLACE (points AS noted) FROM brought")
    engine.sql(
        "INSERT INTO warehouse.score_history"
        " SELECT score, object, n, ?, version, NULL, points, NULL, tier, 'unmerge', ?"
        " FROM brought WHERE points IS NOT NULL OR tier IS NOT NULL",
        [at, kept_id],
    )
    engine.sql("DELETE FROM warehouse.merged_values WHERE n = ?", [other])
    engine.sql("DROP TABLE brought")
