"""Pairs of contacts of which a person said that they are two: they are not proposed again."""

from __future__ import annotations

from tamis.errors import UsageError, is_unicode
from tamis.store.warehouse.duplicates.groups import Pair, pair
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse


def dismiss(warehouse: Warehouse, one: str, other: str, at: int) -> None:
    """Notes from `at` on (microseconds since the epoch, UTC) that two contacts are two people; again, it is no change.

    Raises UsageError for a contact that is not there, for one with itself, and for two that are merged.
    """
    pair_of_numbers = _pair(warehouse, one, other)
    with warehouse.transaction():
        _delete(warehouse, pair_of_numbers)
        warehouse.engine.sql("INSERT INTO warehouse.dismissals VALUES (?, ?, ?)", [*pair_of_numbers, at])


def undismiss(warehouse: Warehouse, one: str, other: str) -> None:
    """Takes it back: they may be proposed again, if they are likely enough. Of two of which nobody said so, it is no
    change. Raises UsageError as above."""
    pair_of_numbers = _pair(warehouse, one, other)
    with warehouse.transaction():
        _delete(warehouse, pair_of_numbers)


def dismissed(warehouse: Warehouse) -> set[Pair]:
    """The pairs, as the records that they are part of by now."""
    return {
        pair(one, other)
        for one, other in warehouse.rows(
            "SELECT coalesce(x.kept, d.one), coalesce(y.kept, d.other) FROM warehouse.dismissals AS d"
            " LEFT JOIN warehouse.merged AS x ON x.n = d.one LEFT JOIN warehouse.merged AS y ON y.n = d.other"
        )
    }


def _pair(warehouse: Warehouse, one: str, other: str) -> Pair:
    """The numbers of the two contacts' own."""
    (one_n, one_whole), (other_n, other_whole) = _contact(warehouse, one), _contact(warehouse, other)
    if one_n == other_n:
        raise UsageError("A contact is no duplicate of itself; name two.")
    if one_whole == other_whole:
        raise UsageError(f'"{one}" and "{other}" are merged.\n  hint: take them apart first, with tamis unmerge')
    return pair(one_n, other_n)


def _contact(warehouse: Warehouse, id: str) -> Pair:
    """A contact's own number, and that of the record that it is part of. Raises UsageError where there is none."""
    found = is_unicode(id) and warehouse.rows(
        "SELECT r.n, m.kept FROM warehouse.merged_records AS r JOIN warehouse.merged AS m USING (n) WHERE r.id = $1"
        f" UNION SELECT n, n FROM {CONTACTS} WHERE id = $1 AND n NOT IN (SELECT n FROM warehouse.merged)",
        [id],
    )
    if not found:
        raise UsageError(f'There is no contact "{id}".' if is_unicode(id) else "There is no contact of that id.")
    [(n, whole)] = found
    return int(n), int(whole)


def _delete(warehouse: Warehouse, numbers: Pair) -> None:
    warehouse.engine.sql("DELETE FROM warehouse.dismissals WHERE one = ? AND other = ?", list(numbers))
