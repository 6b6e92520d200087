"""When each contact last did something: the instant of its newest event that no machine made.

Kept beside the events, in the transaction that writes them: to find it among 50 M events takes most of a second, and a
list of contacts sorts by it.
"""

from __future__ import annotations

from collections.abc import Iterable

from tamis.store.warehouse.warehouse import Warehouse


def note_arrived(warehouse: Warehouse) -> None:
    """What arrived (`arrived_events`) may be newer than what is noted of its contacts; visitors are not noted."""
    warehouse.engine.sql(
        "CREATE OR REPLACE TEMP TABLE arrived_newest AS SELECT contact, max(occurred_at) AS occurred_at"
        " FROM arrived_events WHERE contact >= 0 AND NOT machine GROUP BY contact"
    )
    warehouse.engine.sql(
        "UPDATE warehouse.newest_events AS e SET occurred_at = a.occurred_at FROM arrived_newest AS a"
        " WHERE a.contact = e.contact AND a.occurred_at > e.occurred_at"
    )
    warehouse.engine.sql(
        "INSERT INTO warehouse.newest_events SELECT contact, occurred_at FROM arrived_newest AS a"
        " ANTI JOIN warehouse.newest_events AS e USING (contact)"
    )


def note_merges(warehouse: Warehouse) -> None:
    """The events of some contacts are others' now (`joined`: `kept` and `other`)."""
    engine = warehouse.engine
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE joined_newest AS SELECT j.kept AS contact, max(e.occurred_at) AS occurred_at"
        " FROM (FROM temp.joined UNION SELECT kept, kept FROM temp.joined) AS j"
        " JOIN warehouse.newest_events AS e ON e.contact = j.other GROUP BY j.kept"
    )
    engine.sql(
        "DELETE FROM warehouse.newest_events WHERE contact IN"
        " (SELECT kept FROM temp.joined UNION SELECT other FROM temp.joined)"
    )
    engine.sql("INSERT INTO warehouse.newest_events FROM temp.joined_newest")
    engine.sql("DROP TABLE temp.joined_newest")


def note_anew(warehouse: Warehouse, contacts: Iterable[int]) -> None:
    """Looks among all events for those of these contacts."""
    numbers = list(contacts)
    note_anew_of(warehouse, "SELECT unnest(?::INTEGER[]) AS contact", numbers)


def note_anew_of(warehouse: Warehouse, contacts: str, *params: object) -> None:
    """The same for the contacts that SQL gives, as `contact`."""
    engine = warehouse.engine
    engine.sql(f"CREATE OR REPLACE TEMP TABLE noted_contacts AS SELECT DISTINCT contact FROM ({contacts})", params)
    engine.sql("DELETE FROM warehouse.newest_events WHERE contact IN (SELECT contact FROM noted_contacts)")
    engine.sql(
        "INSERT INTO warehouse.newest_events SELECT e.contact, max(e.occurred_at) FROM warehouse.events AS e"
        " JOIN warehouse.signatures AS s USING (signature)"
        " WHERE NOT s.machine AND e.contact >= 0 AND e.contact IN (SELECT contact FROM noted_contacts)"
        " GROUP BY e.contact"
    )
