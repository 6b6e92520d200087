"""The members of static segments, changed one list at a time; whose scores that touches is noted with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from tamis.engine.text import normalised_email
from tamis.store.warehouse.emails import known_emails
from tamis.store.warehouse.merged_tables import taken_apart
from tamis.store.warehouse.merges import known_ids
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse

How = Literal["add", "remove"]

#: The cause that the history tells of whose list changed.
MEMBERSHIP = "membership"
_MOST_IDS = 10_000


@dataclass(frozen=True)
class ChangedList:
    """`changed`: how many records are members now that were none, or the other way round; `ids`: of the first ten
    thousand of them. `unknown`: the names that no record goes by, in the order in which they were given."""

    changed: int
    ids: tuple[str, ...]
    unknown: tuple[str, ...]


def list_objects(warehouse: Warehouse) -> dict[str, str]:
    """The object of each list of members, by its segment."""
    return dict(warehouse.rows("SELECT segment, object FROM warehouse.static_segments"))


def make_list(warehouse: Warehouse, segment: str, object: str) -> None:
    """An empty list, if there is none of that segment."""
    warehouse.engine.sql(
        "INSERT INTO warehouse.static_segments SELECT $1, $2 WHERE $1 NOT IN"
        " (SELECT segment FROM warehouse.static_segments)",
        [segment, object],
    )


def change_list(warehouse: Warehouse, segment: str, names: Sequence[str], *, how: How) -> ChangedList:
    """Adds those records to the list of a segment, or takes them out, inside a transaction. A name is an id or, of a
    contact, an e-mail address: then whoever has it. A merged contact is all of its parts."""
    object = list_objects(warehouse)[segment]
    _name_records(warehouse, object, names)
    unknown = [name for (name,) in warehouse.rows("SELECT name FROM temp.named WHERE id IS NULL ORDER BY place")]
    changed = _adding(warehouse, segment) if how == "add" else _removing(warehouse, segment)
    ids = _changing_ids(warehouse, object)
    if changed:
        warehouse.engine.sql(
            f"INSERT INTO warehouse.dirty SELECT ?, n, '{MEMBERSHIP}', ? FROM temp.changing", [object, segment]
        )
        with _apart(warehouse, object):
            warehouse.engine.sql(_ADD if how == "add" else _REMOVE, [segment])
    for table in ("named", "chosen", "changing"):
        warehouse.engine.sql(f"DROP TABLE temp.{table}")
    return ChangedList(changed, ids, tuple(dict.fromkeys(unknown)))


def _name_records(warehouse: Warehouse, object: str, names: Sequence[str]) -> None:
    """Makes the temporary tables `named` (`place` and `name` as given, `id` or NULL; a row for each record of that
    name) and `chosen` (`n` of each record itself, `whole` of the one that it is part of)."""
    known, numbers = known_ids(warehouse)[object], warehouse.objects()
    warehouse.engine.sql(
        "CREATE OR REPLACE TEMP TABLE named AS SELECT t.place, t.name, k.id FROM"
        " (SELECT unnest($1::VARCHAR[]) AS name, generate_subscripts($1::VARCHAR[], 1) AS place) AS t"
        f" LEFT JOIN (SELECT id FROM {known}) AS k ON k.id = t.name",
        [list(names)],
    )
    if object == "contact":
        _name_by_email(warehouse)
    whole = (
        _WHOLE_CONTACT if object == "contact" else f"SELECT id, n, n AS whole FROM warehouse.records_{numbers[object]}"
    )
    warehouse.engine.sql(
        "CREATE OR REPLACE TEMP TABLE chosen AS SELECT DISTINCT w.n, w.whole"
        f" FROM temp.named AS t JOIN ({whole}) AS w ON w.id = t.id"
    )


def _name_by_email(warehouse: Warehouse) -> None:
    """Of names that are no ids, whoever has that address."""
    warehouse.engine.sql(
        "INSERT INTO temp.named SELECT t.place, t.name, k.id FROM temp.named AS t"
        f" JOIN {known_emails(warehouse)} AS k ON {normalised_email('k.email')} = {normalised_email('t.name')}"
        " WHERE t.id IS NULL"
    )
    warehouse.engine.sql(
        "DELETE FROM temp.named WHERE id IS NULL AND place IN (SELECT place FROM temp.named WHERE id IS NOT NULL)"
    )


def _adding(warehouse: Warehouse, segment: str) -> int:
    """Makes `changing`: who becomes a member (`n`); gives how many."""
    return int(warehouse.one(f"{_CHANGING} ANTI JOIN ({_MEMBERS}) AS m ON m.n = c.whole", [segment]))


def _removing(warehouse: Warehouse, segment: str) -> int:
    """Makes `changing`: who is a member no more. With a merged contact, all of its parts are."""
    warehouse.engine.sql(
        "INSERT INTO temp.chosen SELECT m.n, m.kept FROM warehouse.merged AS m"
        " WHERE m.kept IN (SELECT whole FROM temp.chosen) AND ? IN"
        " (SELECT segment FROM warehouse.static_segments WHERE object = 'contact')",
        [segment],
    )
    return int(warehouse.one(f"{_CHANGING} SEMI JOIN ({_MEMBERS}) AS m ON m.n = c.whole", [segment]))


def _changing_ids(warehouse: Warehouse, object: str) -> tuple[str, ...]:
    table = f"warehouse.records_{warehouse.objects()[object]}"
    rows = warehouse.rows(
        f"SELECT id FROM {table} WHERE n IN (SELECT n FROM temp.changing) ORDER BY n LIMIT {_MOST_IDS}"
    )
    return tuple(id for (id,) in rows)


@contextmanager
def _apart(warehouse: Warehouse, object: str) -> Iterator[None]:
    """Members are noted of each part of a merged contact."""
    if object == "contact":
        with taken_apart(warehouse):
            yield
    else:
        yield


_MEMBERS = "SELECT n FROM warehouse.members WHERE segment = $1"
_CHANGING = "CREATE OR REPLACE TEMP TABLE changing AS SELECT DISTINCT c.whole AS n FROM temp.chosen AS c"
# An id by which a merged contact came, too.
_WHOLE_CONTACT = f"""
    SELECT id, n, n AS whole FROM {CONTACTS} WHERE n NOT IN (SELECT n FROM warehouse.merged)
    UNION ALL SELECT r.id, r.n, m.kept FROM warehouse.merged_records AS r JOIN warehouse.merged AS m USING (n)
"""
_ADD = f"""
    INSERT INTO warehouse.members SELECT DISTINCT $1, n FROM temp.chosen
    WHERE whole IN (SELECT n FROM temp.changing) AND n NOT IN ({_MEMBERS})
"""
_REMOVE = """
    DELETE FROM warehouse.members WHERE segment = $1 AND n IN
    (SELECT n FROM temp.chosen WHERE whole IN (SELECT n FROM temp.changing))
"""
