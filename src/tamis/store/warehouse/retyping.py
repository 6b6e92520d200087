"""Values that were kept as one type become values of another: each is read as the text it would be written as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tamis.definitions import PropertyType
from tamis.store.warehouse.warehouse import Warehouse

#: For a relation (SQL) with a column `text` and a type: SQL of the value, and of whether the text cannot be read so.
Reread = Callable[[str, PropertyType], tuple[str, str]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANTS = (PropertyType.DATE, PropertyType.DATETIME)


@dataclass(frozen=True)
class Retyping:
    """How texts are read, and where days begin."""

    read: Reread
    time_zone: str


@dataclass(frozen=True)
class Retyped:
    """A property that is of another type now; how many values were read anew, and how many could not be.

    `of`: an object type, an event type, or None for events of all types.
    """

    of: str | None
    is_of_events: bool
    name: str
    before: PropertyType
    now: PropertyType
    values: int
    unreadable: int = 0

    @property
    def sentence(self) -> str:
        """What became of the property, for a person."""
        whose = f"{self.of or 'all'} events" if self.is_of_events else f"a {self.of}"
        said = f"The property {self.name} of {whose} was {self.before} before and is {self.now} now"
        if not self.values and not self.unreadable:
            return f"{said}; nobody had a value."
        return f"{said}; {_values(self.values, 'was', 'were')} converted{self._lost()}."

    @property
    def as_json(self) -> dict[str, str | int | None]:
        """The same for a program."""
        whose = {"event_type": self.of} if self.is_of_events else {"object": self.of}
        counts = {"values": self.values, "unreadable": self.unreadable}
        return {**whose, "property": self.name, "before": self.before, "now": self.now, **counts}

    def _lost(self) -> str:
        if not self.unreadable:
            return ""
        return f", {_values(self.unreadable, 'is', 'are')} no {self.now} and unknown from now on"


def reread_values(
    warehouse: Warehouse, values: str, *, before: PropertyType, now: PropertyType, retyping: Retyping
) -> None:
    """Creates `reread` (`old`, `value`, `is_unreadable`): each different one of the kept `values` (SQL of a relation
    with one column) as it would be read from its text."""
    engine = warehouse.engine
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE kept_texts AS SELECT DISTINCT old, NULL::VARCHAR AS text"
        f" FROM ({values}) AS kept(old) WHERE old IS NOT NULL"
    )
    if before in _INSTANTS:
        _write_instants(warehouse, before, now, retyping.time_zone)
    else:
        engine.sql(f"UPDATE kept_texts SET text = {_TEXTS.get(before, 'old')}")
    value, unreadable = retyping.read("kept_texts", now)
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE reread AS"
        f" SELECT old, {value} AS value, {unreadable} AS is_unreadable FROM kept_texts"
    )
    engine.sql("DROP TABLE kept_texts")


# A set is decoded (`tamis.compile.choices`) and written as a cell of several items.
_ITEMS = "replace(trim(old, chr(31)), chr(31), ';')"
_TEXTS = {
    PropertyType.CHOICES: f"replace(replace({_ITEMS}, chr(30) || 'u', chr(31)), chr(30) || 'e', chr(30))",
    PropertyType.NUMBER: (
        "CASE WHEN old = trunc(old) AND abs(old) < 1e15 THEN old::BIGINT::VARCHAR ELSE old::VARCHAR END"
    ),
    PropertyType.BOOLEAN: "old::VARCHAR",
}


def _write_instants(warehouse: Warehouse, before: PropertyType, now: PropertyType, time_zone: str) -> None:
    zone = ZoneInfo(time_zone)
    found = [old for (old,) in warehouse.rows("SELECT old FROM kept_texts")]
    is_day, wants_days = before == PropertyType.DATE, now == PropertyType.DATE
    texts = [_instant_text(old, zone, as_day=is_day, or_day=wants_days) for old in found]
    warehouse.engine.sql(
        "UPDATE kept_texts SET text = w.text FROM (SELECT unnest(?::BIGINT[]) AS old, unnest(?::VARCHAR[]) AS text)"
        " AS w WHERE w.old = kept_texts.old",
        [found, texts],
    )


def _instant_text(micros: int, zone: ZoneInfo, *, as_day: bool, or_day: bool) -> str:
    """The day, or the time in UTC; where a day is wanted, the time at which one begins is that day."""
    instant = _EPOCH + timedelta(microseconds=micros)
    local = instant.astimezone(zone)
    begins_a_day = local.astimezone(UTC) == local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    if as_day or (or_day and begins_a_day):
        return local.date().isoformat()
    return instant.isoformat().replace("+00:00", "Z")


def _values(number: int, one: str, several: str) -> str:
    return f"1 value {one}" if number == 1 else f"{number:,} values {several}"
