"""Texts that hardly two records share lie in the file as they are.

The engine packs texts by a dictionary, which it reads whole to find one of them. Of names and countries that is a
gain; of a million addresses it finds fifty in 18 ms, and in 4 where they are not packed, for twice the room.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tamis.definitions import PropertyType
from tamis.store.warehouse.schema import VARIOUS
from tamis.store.warehouse.sql import literal

if TYPE_CHECKING:
    from tamis.store.warehouse.warehouse import Warehouse

# Of fewer records nothing takes long, and what they say does not tell how it is among many.
_ENOUGH = 10_000
# Where one text is shared by fewer records than this on average.
_SHARED_BY = 20


def unpack_various(warehouse: Warehouse, object: str, read: str, columns: Mapping[str, str]) -> None:
    """Unpacks those text properties of an object that are various in a table of at least as many records as are kept.

    `read`: the table to judge by. `columns`: its column of each property, by name.
    """
    table = f"records_{warehouse.objects()[object]}"
    [(judged, kept)] = warehouse.rows(f"SELECT (SELECT count(*) FROM {read}), (SELECT count(*) FROM warehouse.{table})")
    if judged < max(_ENOUGH, kept):
        return
    done = _unpacked(warehouse, table)
    packed = {columns[name]: own for name, own in _texts(warehouse, object).items() if name in columns}
    packed = {column: own for column, own in packed.items() if own not in done}
    for column in _various(warehouse, read, list(packed)):
        _unpack(warehouse, table, packed[column])


def unpack_kept(warehouse: Warehouse) -> None:
    """Unpacks whatever is various among the records that there are."""
    for object, number in warehouse.objects().items():
        unpack_various(warehouse, object, f"warehouse.records_{number}", _texts(warehouse, object))


def _texts(warehouse: Warehouse, object: str) -> dict[str, str]:
    return dict(
        warehouse.rows(
            "SELECT name, column_name FROM warehouse.properties WHERE object = ? AND type = ?",
            [object, str(PropertyType.TEXT)],
        )
    )


def _unpacked(warehouse: Warehouse, table: str) -> list[str]:
    """The columns that are declared so. Nothing but the table's own statement tells it."""
    return [
        column
        for (column,) in warehouse.rows(
            "SELECT unnest(regexp_extract_all(sql, '(p\\d+) VARCHAR USING COMPRESSION', 1)) FROM duckdb_tables()"
            f" WHERE database_name = 'warehouse' AND table_name = {literal(table)}"
        )
    ]


def _various(warehouse: Warehouse, read: str, columns: list[str]) -> list[str]:
    if not columns:
        return []
    each = ", ".join(f"approx_count_distinct({column}) * {_SHARED_BY:d} > count({column})" for column in columns)
    [answers] = warehouse.rows(f"SELECT {each} FROM {read}")
    return [column for column, is_various in zip(columns, answers, strict=True) if is_various]


def _unpack(warehouse: Warehouse, table: str, column: str) -> None:
    engine = warehouse.engine
    engine.sql(f"ALTER TABLE warehouse.{table} ADD COLUMN unpacked {VARIOUS}")
    engine.sql(f"UPDATE warehouse.{table} SET unpacked = {column}")
    engine.sql(f"ALTER TABLE warehouse.{table} DROP COLUMN {column}")
    engine.sql(f"ALTER TABLE warehouse.{table} RENAME COLUMN unpacked TO {column}")
