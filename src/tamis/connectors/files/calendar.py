"""When days begin in a time zone (scoring.md, "Instants")."""

from __future__ import annotations

from tamis.connectors.files.columns import Column, Kind
from tamis.connectors.files.reading import date_of
from tamis.definitions import PropertyType, read_instant
from tamis.engine import DuckDBEngine


class Calendar:
    """Local midnights as SQL. In UTC they are computed; elsewhere each day found in the data is looked up in a table.

    DuckDB's own time zones were no help: where a clock shows midnight twice it takes the second, we the first.
    """

    def __init__(self, engine: DuckDBEngine, time_zone: str, *, table: str = "midnights") -> None:
        self._engine, self._time_zone, self._table = engine, time_zone, table
        engine.sql(f"CREATE TEMP TABLE {table} (day DATE, instant BIGINT)")

    def midnight(self, day: str) -> str:
        """SQL of the instant (microseconds UTC) at which a DATE begins; its days must have been learnt."""
        if self._time_zone == "UTC":
            return f"epoch_us(({day})::TIMESTAMP)"
        return f"(SELECT instant FROM {self._table} WHERE day = ({day}))"

    def learn(self, relation: str, column: Column, type: PropertyType) -> None:
        """Learns every day that the column names where it is read as that type.

        A file's own time, read as an instant, needs none: looking for days in 5 million of them took 0.7 s.
        """
        is_instant = type == PropertyType.DATETIME and column.kind == Kind.TIME
        if self._time_zone != "UTC" and not is_instant:
            found = self._engine.sql(
                f"SELECT DISTINCT {date_of(column)} AS day FROM {relation} WHERE day IS NOT NULL"
                f" EXCEPT SELECT day FROM {self._table}"
            ).fetchall()
            days = [day.isoformat() for (day,) in found]
            self._engine.sql(
                f"INSERT INTO {self._table} SELECT unnest(?::DATE[]), unnest(?::BIGINT[])",
                (days, [read_instant(day, self._time_zone) for day in days]),
            )
