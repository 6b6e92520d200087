"""Events: new ones are added, known ones (of a key that is there) are left as they are.

What rules look at lies in `signatures`, once for each distinct combination of type, machine flag and properties;
properties with very many values lie in `events` themselves (`inline`).
"""

from __future__ import annotations

from dataclasses import dataclass

from tamis.store.warehouse.event_properties import EventColumn, Shapes, event_columns
from tamis.store.warehouse.newest_events import note_anew_of
from tamis.store.warehouse.records import TakenRecords
from tamis.store.warehouse.retyping import Retyped, Retyping
from tamis.store.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class TakenEvents:
    """How many events were new and how many were there already, and the properties that are of another type now."""

    new: int
    known: int
    retyped: tuple[Retyped, ...]


def take_events(
    warehouse: Warehouse, staged: Shapes, contacts: TakenRecords, *, retyping: Retyping | None = None
) -> TakenEvents:
    """Adds the events that are new. Raises DataError where the kept values of a property stand against its type."""
    _note_types(warehouse, staged)
    columns, retyped = event_columns(warehouse, staged, retyping)
    [(read,)] = warehouse.rows("SELECT count(*) FROM events")
    new = _add(warehouse, columns, contacts) if read else 0
    return TakenEvents(new, int(read) - new, tuple(retyped))


def _add(warehouse: Warehouse, columns: list[EventColumn], contacts: TakenRecords) -> int:
    _take_signatures(warehouse, columns)
    inline = [column for column in columns if column.is_inline]
    values = "".join(f", {'e' if column.is_staged_inline else 's'}.{column.staged}" for column in inline)
    names = "".join(f", {column.own}" for column in inline)
    unknown = (
        "(FROM events ANTI JOIN warehouse.events AS known USING (key)) AS e"
        f" JOIN {contacts.places} AS p ON p.s = e.contact"
    )
    _note_merged(warehouse, unknown)
    new = warehouse.one(
        f"INSERT INTO warehouse.events (contact, occurred_at, signature, key{names})"
        f" SELECT coalesce(m.kept, p.n), e.occurred_at, o.own, e.key{values}"
        f" FROM {unknown} LEFT JOIN warehouse.merged AS m ON m.n = p.n"
        " JOIN signatures AS s ON s.signature = e.signature JOIN own_signatures AS o ON o.staged = e.signature"
    )
    warehouse.engine.sql("DROP TABLE own_signatures")
    if new:
        note_anew_of(
            warehouse,
            f"SELECT coalesce(m.kept, p.n) AS contact FROM events AS e JOIN {contacts.places} AS p ON p.s = e.contact"
            " LEFT JOIN warehouse.merged AS m ON m.n = p.n",
        )
    return int(new)


def _note_merged(warehouse: Warehouse, unknown: str) -> None:
    """Events of a merged contact are the kept one's; under whose id they came is noted, so that it can be undone."""
    if warehouse.one("SELECT EXISTS (FROM warehouse.merged)"):
        warehouse.engine.sql(
            f"INSERT INTO warehouse.merged_events SELECT p.n, e.key FROM {unknown}"
            " JOIN warehouse.merged AS m ON m.n = p.n WHERE m.n <> m.kept"
        )


def _note_types(warehouse: Warehouse, staged: Shapes) -> None:
    warehouse.engine.sql(
        "INSERT INTO warehouse.event_types SELECT unnest(?::VARCHAR[]) AS type"
        " EXCEPT SELECT type FROM warehouse.event_types",
        [list(staged)],
    )


def _take_signatures(warehouse: Warehouse, columns: list[EventColumn]) -> None:
    """Adds the combinations that are new, and maps those that were read to the warehouse's own (`own_signatures`)."""
    engine = warehouse.engine
    folded = [column for column in columns if not column.is_inline]
    # What was read is a column of the signatures or of the events; the warehouse's say where it is to be.
    read = {column.own: f"s.{column.staged}" for column in folded if not column.is_staged_inline}
    own = [column for column in warehouse.columns("signatures") if column not in ("signature", "type", "machine")]
    told = ", ".join(f"{read.get(column, 'NULL')} AS {column}" for column in own)
    engine.sql(
        f"CREATE TEMP TABLE told AS SELECT s.signature AS staged, s.type, s.machine{', ' + told if told else ''}"
        " FROM signatures AS s"
    )
    names = ", ".join(["type", "machine", *own])
    same = " AND ".join(f"t.{name} IS NOT DISTINCT FROM w.{name}" for name in ["type", "machine", *own])
    engine.sql(
        f"INSERT INTO warehouse.signatures (signature, {names})"
        " SELECT (SELECT coalesce(max(signature) + 1, 0) FROM warehouse.signatures)"
        f" + row_number() OVER (ORDER BY {names}) - 1, {names}"
        f" FROM (SELECT DISTINCT {names} FROM told AS t WHERE NOT EXISTS (FROM warehouse.signatures AS w WHERE {same}))"
    )
    # Signatures that a moved property once told apart may be alike now; any of them will do.
    engine.sql(
        "CREATE TEMP TABLE own_signatures AS SELECT t.staged, min(w.signature) AS own"
        f" FROM told AS t JOIN warehouse.signatures AS w ON {same} GROUP BY t.staged"
    )
    engine.sql("DROP TABLE told")
