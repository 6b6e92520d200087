"""Properties that a kept contact did not have, filled from those that were merged into it.

A fill is a change of the property at the instant of the merge, so that the world before is seen as it was. It is what
was known of the other contact as of that instant.
"""

from __future__ import annotations

from tamis.compile.catalog import CHANGE_COLUMNS, VALUE_COLUMNS
from tamis.compile.moment import EARLIEST, LATEST
from tamis.definitions import PropertyType
from tamis.store.warehouse.schema import CONTACT_CHANGES, CONTACTS
from tamis.store.warehouse.warehouse import Warehouse

_VALUES = ", ".join(VALUE_COLUMNS)
_UNKNOWN = "coalesce({0}.text, {0}.number::VARCHAR, {0}.flag::VARCHAR, {0}.instant::VARCHAR) IS NULL"


def fill_unknown(warehouse: Warehouse) -> None:
    """Fills the kept contacts of all groups; `merged_records` and `merged_changes` say what was known before."""
    columns = {
        name: (column, CHANGE_COLUMNS[PropertyType(type)])
        for name, column, type in warehouse.rows(
            "SELECT name, column_name, type FROM warehouse.properties WHERE object = 'contact'"
        )
    }
    if not columns:
        return
    _spread(warehouse, columns)
    if warehouse.one(_FILLS):
        _write(warehouse, columns)
    warehouse.engine.sql("DROP TABLE spans")
    warehouse.engine.sql("DROP TABLE fills")


def _spread(warehouse: Warehouse, columns: dict[str, tuple[str, str]]) -> None:
    """Every property of every contact of a group as intervals that cover all time (`spans`)."""
    told = " UNION ALL ".join(
        f"SELECT n, ?::VARCHAR AS property, {_typed(column, held)} FROM warehouse.merged_records"
        for column, held in columns.values()
    )
    warehouse.engine.sql(
        f"CREATE TEMP TABLE spans AS SELECT n, property, changed_at, until, {_VALUES} FROM warehouse.merged_changes"
        f" UNION ALL SELECT n, property, {EARLIEST}, {LATEST}, {_VALUES}"
        f" FROM ({told}) ANTI JOIN warehouse.merged_changes USING (n, property)",
        list(columns),
    )


def _typed(column: str, held: str) -> str:
    return ", ".join(f"{column if name == held else 'NULL'}::{type} AS {name}" for name, type in VALUE_COLUMNS.items())


# `since`: where the unknown interval of the kept contact begins. Of several that could fill it, the first does.
# `offered` is set aside, or the engine may pair all intervals of a property before it looks who is merged with whom.
_FILLS = f"""
    CREATE TEMP TABLE fills AS
    WITH offered AS MATERIALIZED (
        SELECT m.kept AS n, s.property, m.merged_at, m.place, {", ".join(f"s.{column}" for column in VALUE_COLUMNS)}
        FROM warehouse.merged AS m JOIN spans AS s ON s.n = m.n
        WHERE m.n <> m.kept AND s.changed_at <= m.merged_at AND m.merged_at < s.until AND NOT ({_UNKNOWN.format("s")})
    )
    SELECT own.n, own.property, own.changed_at AS since, o.merged_at AS changed_at, own.until,
        {", ".join(f"o.{column}" for column in VALUE_COLUMNS)}
    FROM spans AS own JOIN offered AS o ON o.n = own.n AND o.property = own.property
    WHERE own.changed_at <= o.merged_at AND o.merged_at < own.until AND {_UNKNOWN.format("own")}
    QUALIFY row_number() OVER (PARTITION BY own.n, own.property, since ORDER BY o.merged_at, o.place) = 1
"""


def _write(warehouse: Warehouse, columns: dict[str, tuple[str, str]]) -> None:
    engine = warehouse.engine
    engine.sql(f"DELETE FROM {CONTACT_CHANGES} WHERE (n, property) IN (SELECT (n, property) FROM fills)")
    engine.sql(
        f"INSERT INTO {CONTACT_CHANGES} SELECT f.n, f.property, s.changed_at, f.changed_at,"
        f" {', '.join(f's.{column}' for column in VALUE_COLUMNS)} FROM spans AS s JOIN fills AS f"
        " ON f.n = s.n AND f.property = s.property AND f.since = s.changed_at WHERE s.changed_at < f.changed_at"
    )
    engine.sql(
        f"INSERT INTO {CONTACT_CHANGES} SELECT n, property, changed_at, until, {_VALUES}"
        " FROM spans AS s SEMI JOIN fills USING (n, property)"
        " WHERE NOT EXISTS (FROM fills AS f WHERE f.n = s.n AND f.property = s.property AND f.since = s.changed_at)"
        f" UNION ALL SELECT n, property, changed_at, until, {_VALUES} FROM fills"
    )
    for name in [name for (name,) in warehouse.rows("SELECT DISTINCT property FROM fills")]:
        column, held = columns[name]
        engine.sql(
            f"UPDATE {CONTACTS} SET {column} = f.{held} FROM fills AS f"
            f" WHERE f.property = ? AND f.until = {LATEST} AND {CONTACTS}.n = f.n",
            [name],
        )
        engine.sql(
            "UPDATE warehouse.properties SET has_history = true WHERE object = 'contact' AND name = ?",
            [name],
        )
