"""Contacts that are one person: merged on command, and unmerged again.

`merges` is the log; what scoring reads is made from it (`merged_tables`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tamis.errors import UsageError, is_unicode
from tamis.store.warehouse.merged_tables import taken_apart
from tamis.store.warehouse.newest_events import note_anew_of, note_merges
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
        join_contacts(warehouse, [(kept_n, other_n)], at)
        _touch(warehouse, {kept_n: other, other_n: other}, "merge")
    return kept_id


def merge_together(warehouse: Warehouse, pairs: Sequence[tuple[int, int]], at: int, *, together: int) -> None:
    """Makes of each pair of records the other one part of the kept one, all of them or none; `together` is the instant
    by which `unmerge_together` knows them (both microseconds since the epoch, UTC). Each is another one once at most,
    and is no kept one then."""
    with warehouse.transaction(), taken_apart(warehouse):
        join_contacts(warehouse, pairs, at, together=together)
        ids = _ids(warehouse, [other for _, other in pairs])
        _touch(warehouse, {n: ids[other] for kept, other in pairs for n in (kept, other)}, "merge")


def join_contacts(
    warehouse: Warehouse, pairs: Sequence[tuple[int, int]], at: int, *, together: int | None = None
) -> None:
    """Makes of each pair of records, kept and other, one, inside a transaction and with merged contacts taken apart: no
    number is that of a contact that is merged into a third."""
    engine = warehouse.engine
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE joined AS SELECT unnest(?::INTEGER[]) AS kept, unnest(?::INTEGER[]) AS other",
        [[kept for kept, _ in pairs], [other for _, other in pairs]],
    )
    engine.sql(
        "INSERT INTO warehouse.merges SELECT (SELECT count(*) FROM warehouse.merges)"
        " + row_number() OVER (ORDER BY rowid), kept, other, ?, NULL, ? FROM temp.joined",
        [at, together],
    )
    _give_events(warehouse)
    _set_values_aside(warehouse, at)
    engine.sql("DROP TABLE temp.joined")


def unmerge_contact(warehouse: Warehouse, other: str, at: int, *, asked_at: int | None = None) -> str:
    """Makes a merged contact a record of its own again, with those that were merged into it; gives the id of the one
    that it was merged into. `asked_at`: the instant under which it is noted, `at` if not given; asked again with the
    same one, nothing changes (both microseconds since the epoch, UTC).

    Raises UsageError for a contact that is not there or is not merged.
    """
    _number(warehouse, other)
    if asked_at is not None and (done := _unmerged_at(warehouse, other, asked_at)):
        return done
    found = warehouse.rows(f"{_HOLDING} WHERE r.id = ?", [other])
    if not found:
        raise UsageError(f'"{other}" is not merged into another contact.')
    _undo(warehouse, "r.id = ?", other, at, at if asked_at is None else asked_at)
    return str(found[0][0])


def unmerge_together(warehouse: Warehouse, together: int, at: int) -> int:
    """Takes back those of the merges that were made together that still hold, all of them or none; gives how many there
    were. Done already, it changes nothing. Raises UsageError where nothing was merged so."""
    if not made_together(warehouse, together):
        raise UsageError("No contacts were merged together at that instant.")
    [(holding,)] = warehouse.rows(f"SELECT count(*) FROM ({_HOLDING} WHERE m.together = ?)", [together])
    if holding:
        _undo(warehouse, "m.together = ?", together, at, at)
    return int(holding)


def made_together(warehouse: Warehouse, together: int) -> bool:
    """Whether contacts were merged together under that instant, whatever has become of it."""
    return bool(warehouse.one("SELECT EXISTS (FROM warehouse.merges WHERE together = ?)", [together]))


def all_together(warehouse: Warehouse) -> list[tuple[int, int, int]]:
    """What was merged together, the newest first: the instant, how many contacts became part of others, and of how many
    that still holds."""
    return warehouse.rows(
        "SELECT together, count(*), count(*) FILTER (undone_at IS NULL)"
        " FROM warehouse.merges WHERE together IS NOT NULL GROUP BY together ORDER BY together DESC"
    )


_HOLDING = (
    "SELECT k.id, m.merge, m.other, g.kept AS whole, r.id AS other_id FROM warehouse.merged_records AS r"
    " JOIN warehouse.merges AS m ON m.other = r.n AND m.undone_at IS NULL"
    " JOIN warehouse.merged_records AS k ON k.n = m.kept JOIN warehouse.merged AS g ON g.n = r.n"
)


def _undo(warehouse: Warehouse, which: str, asked: object, at: int, noted_at: int) -> None:
    """Takes those merges back that SQL chooses of `_HOLDING`."""
    engine = warehouse.engine
    with warehouse.transaction():
        engine.sql(f"CREATE OR REPLACE TEMP TABLE parted AS {_HOLDING} WHERE {which}", [asked])
        with taken_apart(warehouse):
            engine.sql(
                "UPDATE warehouse.merges SET undone_at = ? WHERE merge IN (SELECT merge FROM temp.parted)", [noted_at]
            )
        _take_events_back(warehouse)
        _bring_values_back(warehouse, at)
        parted = warehouse.rows("SELECT whole, other, other_id FROM temp.parted")
        _touch(warehouse, {n: id for whole, other, id in parted for n in (whole, other)}, "unmerge")
        engine.sql("DROP TABLE temp.parted")


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


def _ids(warehouse: Warehouse, numbers: Sequence[int]) -> dict[int, str]:
    """The ids of records by their numbers."""
    return dict(
        warehouse.rows(f"SELECT n, id FROM {CONTACTS} WHERE n IN (SELECT unnest(?::INTEGER[]))", [list(numbers)])
    )


def _touch(warehouse: Warehouse, contacts: Mapping[int, str], cause: str) -> None:
    """Their scores are to be computed anew, and so are those that look at them; of each, which other one was merged."""
    warehouse.engine.sql(
        "INSERT INTO warehouse.dirty SELECT 'contact', unnest(?::INTEGER[]), ?, unnest(?::VARCHAR[])",
        [list(contacts), cause, list(contacts.values())],
    )


def _give_events(warehouse: Warehouse) -> None:
    """The events of those that are joined (`joined`) are the kept ones'; what came under their own ids is noted."""
    engine = warehouse.engine
    engine.sql(
        "INSERT INTO warehouse.merged_events SELECT contact, key FROM warehouse.events"
        " ANTI JOIN warehouse.merged_events AS noted USING (key) WHERE contact IN (SELECT other FROM temp.joined)"
    )
    engine.sql("UPDATE warehouse.events SET contact = j.kept FROM temp.joined AS j WHERE j.other = events.contact")
    note_merges(warehouse)


def _take_events_back(warehouse: Warehouse) -> None:
    """The events that came under the ids of those that are parted (`parted`), or of who is still merged into them, are
    theirs again."""
    engine = warehouse.engine
    # A contact that nobody is merged into any more is in no group.
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE regained AS SELECT e.key, p.other, p.whole FROM temp.parted AS p"
        " JOIN (SELECT n, kept FROM warehouse.merged UNION SELECT other, other FROM temp.parted) AS g"
        " ON g.kept = p.other"
        " JOIN warehouse.merged_events AS e ON e.contact = g.n"
    )
    engine.sql(
        "UPDATE warehouse.events SET contact = r.other FROM temp.regained AS r"
        " WHERE r.key = events.key AND r.whole = events.contact"
    )
    engine.sql("DROP TABLE temp.regained")
    engine.sql("DELETE FROM warehouse.merged_events WHERE contact IN (SELECT other FROM temp.parted)")
    note_anew_of(warehouse, "SELECT unnest([other, whole]) AS contact FROM temp.parted")


def _set_values_aside(warehouse: Warehouse, at: int) -> None:
    """Contacts that are no records of their own have no values; the history says why they ended."""
    engine = warehouse.engine
    theirs = "object = 'contact' AND n IN (SELECT other FROM temp.joined)"
    engine.sql(
        "INSERT INTO warehouse.score_history"
        " SELECT score, object, v.n, ?, version, noted, NULL, tier, NULL, 'merge', k.id"
        f" FROM warehouse.score_values AS v JOIN temp.joined AS j ON j.other = v.n JOIN {CONTACTS} AS k ON k.n = j.kept"
        " WHERE v.object = 'contact' AND (points IS NOT NULL OR tier IS NOT NULL)",
        [at],
    )
    engine.sql(f"INSERT INTO warehouse.merged_values SELECT * FROM warehouse.score_values WHERE {theirs}")
    engine.sql(f"DELETE FROM warehouse.score_values WHERE {theirs}")
    # What models say of both together, or of each again, the next prediction tells.
    engine.sql(
        "INSERT INTO warehouse.likelihood_history"
        " SELECT model, object, n, ?, version, noted, NULL, priority, NULL, 'merge' FROM warehouse.likelihoods"
        f" WHERE {theirs} AND (likelihood IS NOT NULL OR priority IS NOT NULL)",
        [at],
    )
    engine.sql(f"DELETE FROM warehouse.likelihoods WHERE {theirs}")


def _bring_values_back(warehouse: Warehouse, at: int) -> None:
    """The values that those who are parted had before the merge, of scores that still have values of contacts."""
    engine = warehouse.engine
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE brought AS FROM warehouse.merged_values"
        " WHERE n IN (SELECT other FROM temp.parted) AND score IN"
        " (SELECT DISTINCT score FROM warehouse.score_values WHERE object = 'contact')"
    )
    engine.sql("INSERT INTO warehouse.score_values SELECT * REPLACE (points AS noted) FROM temp.brought")
    engine.sql(
        "INSERT INTO warehouse.score_history"
        " SELECT score, object, n, ?, version, NULL, points, NULL, tier, 'unmerge', p.id"
        " FROM temp.brought JOIN temp.parted AS p ON p.other = n WHERE points IS NOT NULL OR tier IS NOT NULL",
        [at],
    )
    engine.sql("DELETE FROM warehouse.merged_values WHERE n IN (SELECT other FROM temp.parted)")
    engine.sql("DROP TABLE temp.brought")
