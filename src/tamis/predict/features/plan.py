"""What is looked at of the data: decided once when a model is trained, and kept with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tamis.compile.catalog import CHANGE_COLUMNS, Catalog, ObjectShape, Property
from tamis.definitions import PropertyType
from tamis.engine import DuckDBEngine
from tamis.predict.features.associated import associated_values
from tamis.predict.features.roles import DISTINCT, NAMING, PASSING, plain, roles_of

#: The event types that are counted each by itself: the commonest; of the others only how many there are of all.
MOST_TYPES = 60
#: Of a property of events, so many of its commonest values are counted apart, if it has no more than so many.
MOST_VALUES, MOST_DIFFERENT = 12, 100
#: The properties of an event type whose values are counted apart: those of the fewest values.
MOST_PROPERTIES = 2
#: A text of more different values tells only whether it is known.
FEW_TEXTS = 50

_COMPARED = (PropertyType.TEXT, PropertyType.CHOICE)
_NAMED = (*_COMPARED, PropertyType.NUMBER)


@dataclass(frozen=True)
class Plan:
    """What is looked at of the records of one object.

    `types` are event types, `values` by type and property the values counted apart. `properties` and `company` name
    properties of the record and of its primary company with their types; of `known_only` just whether they are known.
    `distinct`: of what is counted once (in the order of `roles.DISTINCT`), by event type the property that tells it.
    `associated`: by other object and property, the values of which associated records are counted apart.
    """

    object: str
    types: tuple[str, ...]
    values: Mapping[str, Mapping[str, tuple[str, ...]]]
    properties: Mapping[str, PropertyType]
    company: Mapping[str, PropertyType]
    known_only: Mapping[str, tuple[str, ...]]
    distinct: tuple[Mapping[str, str], ...] = ()
    associated: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """In the words of JSON; `from_json` reads it."""
        return {
            "object": self.object,
            "types": list(self.types),
            "values": _lists(self.values),
            "properties": {name: str(kind) for name, kind in self.properties.items()},
            "company": {name: str(kind) for name, kind in self.company.items()},
            "known_only": {name: list(names) for name, names in self.known_only.items()},
            "distinct": [dict(told) for told in self.distinct],
            "associated": _lists(self.associated),
        }

    @classmethod
    def from_json(cls, read: Mapping[str, Any]) -> Plan:
        """What `to_json` wrote. Raises KeyError, TypeError, ValueError or AttributeError for anything else."""
        return cls(
            object=str(read["object"]),
            types=tuple(read["types"]),
            values=_tuples(read["values"]),
            properties={name: PropertyType(kind) for name, kind in read["properties"].items()},
            company={name: PropertyType(kind) for name, kind in read["company"].items()},
            known_only={name: tuple(names) for name, names in read["known_only"].items()},
            distinct=tuple(dict(told.items()) for told in read["distinct"]),
            # Models of earlier versions only count associated records.
            associated=_tuples(read.get("associated", {})),
        )


def _lists(values: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, dict[str, list[str]]]:
    return {key: {name: list(told) for name, told in of.items()} for key, of in values.items()}


def _tuples(read: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {key: {name: tuple(told) for name, told in of.items()} for key, of in read.items()}


def plan_features(engine: DuckDBEngine, catalog: Catalog, object_type: str, leave_out: Collection[str] = ()) -> Plan:
    """What the data has that can be looked at, without the properties to be left out (of the record or of its
    company)."""
    types = [type for type, _ in _count_types(engine)][:MOST_TYPES]
    own = _usable(catalog.objects[object_type], leave_out)
    is_tied = object_type != "company" and (object_type, "company") in catalog.links
    company = _usable(catalog.objects["company"], leave_out) if is_tied else []
    known_only = {object_type: _known_only(engine, catalog.objects[object_type], own)}
    if company:
        known_only["company"] = _known_only(engine, catalog.objects["company"], company)
    return Plan(
        object=object_type,
        types=tuple(sorted(types)),
        values={type: values for type in sorted(types) if (values := _values_of(engine, catalog, type, leave_out))},
        properties={each.name: each.type for each in own if each.type},
        company={each.name: each.type for each in company if each.type},
        known_only=known_only,
        distinct=tuple(_distinct(catalog, types, leave_out)),
        associated=associated_values(engine, catalog, object_type, leave_out),
    )


def _count_types(engine: DuckDBEngine) -> list[tuple[str, int]]:
    """The event types, the commonest first; leaves behind how often each signature occurs (`feature_counts`)."""
    engine.sql(
        "CREATE OR REPLACE TEMP TABLE feature_counts AS SELECT s.*, e.times FROM signatures AS s"
        " JOIN (SELECT signature, count(*) AS times FROM events GROUP BY 1) AS e USING (signature) WHERE NOT s.machine"
    )
    found = engine.sql("SELECT type, sum(times) FROM feature_counts GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
    return [(type, int(times)) for type, times in found]


def _usable(shape: ObjectShape, leave_out: Collection[str]) -> list[Property]:
    """The properties that may be looked at; ids of others and instants of creation are looked at otherwise."""
    never = {"company_id", "contact_id", "created_at", *leave_out}
    return [shape.properties[name] for name in sorted(shape.properties) if name not in never and _has(shape, name)]


def _has(shape: ObjectShape, name: str) -> bool:
    return shape.properties[name].type is not None


def _known_only(engine: DuckDBEngine, shape: ObjectShape, properties: Iterable[Property]) -> tuple[str, ...]:
    """The texts of very many values, and what names people."""
    # A telephone number may look like a number, too.
    named = {each.name for each in properties if plain(each.name) in NAMING and each.type in _NAMED}
    texts = [each for each in properties if each.type in _COMPARED and each.name not in named]
    many = {each.name for each in texts if _different(engine, shape, each) > FEW_TEXTS}
    # Of a choice the commonest are kept, whatever their number.
    return tuple(sorted(named | {n for n in many if shape.properties[n].type is PropertyType.TEXT}))


def _different(engine: DuckDBEngine, shape: ObjectShape, text: Property) -> int:
    assert text.type is not None
    query, params = f"SELECT count(DISTINCT {text.column}) FROM {shape.table}", list[object]()
    if text.has_history:
        query = f"SELECT count(DISTINCT {CHANGE_COLUMNS[text.type]}) FROM {shape.changes} WHERE property = ?"
        params = [text.name]
    [(count,)] = engine.sql(query, params).fetchall()
    return int(count)


def _distinct(catalog: Catalog, types: Collection[str], leave_out: Collection[str]) -> Iterator[dict[str, str]]:
    roles = roles_of(types)
    for _, _, _, role, names in DISTINCT:
        told = {}
        for type in roles.get(role, ()):
            known = {name for name, each in catalog.events.get(type, {}).items() if each.type is not None}
            best = next((name for name in names if name in known and name not in leave_out), None)
            if best is not None:
                told[type] = best
        yield told


def _values_of(
    engine: DuckDBEngine, catalog: Catalog, type: str, leave_out: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """By property of the event type, the values that are counted apart."""
    counted: dict[str, list[str]] = {}
    for name, kept in catalog.events.get(type, {}).items():
        if kept.type in _COMPARED and not kept.inline and name not in leave_out and plain(name) not in PASSING:
            found = engine.sql(
                f"SELECT {kept.column}, sum(times) FROM feature_counts WHERE type = ? AND {kept.column} IS NOT NULL"
                " GROUP BY 1 ORDER BY 2 DESC, 1",
                [type],
            ).fetchall()
            counted[name] = [value for value, _ in found]
    fitting = {name: values for name, values in counted.items() if 2 <= len(values) <= MOST_DIFFERENT}
    fewest = sorted(fitting, key=lambda name: (len(fitting[name]), name))[:MOST_PROPERTIES]
    return {name: tuple(fitting[name][:MOST_VALUES]) for name in sorted(fewest)}


def marks_by_signature(
    engine: DuckDBEngine, catalog: Catalog, plan: Plan
) -> Mapping[tuple[str, tuple[tuple[str, str], ...]], list[int]]:
    """The signatures of each mark: an event type, and those values of it that are counted apart, by property."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[int]] = defaultdict(list)
    for type in sorted({*plan.types, *catalog.events}):
        values = plan.values.get(type, {})
        names = [n for n in sorted(values) if (kept := catalog.events.get(type, {}).get(n)) and not kept.inline]
        columns = "".join(f", {catalog.events[type][name].column}" for name in names)
        told = engine.sql(f"SELECT signature{columns} FROM signatures WHERE type = ? AND NOT machine", [type])
        for signature, *cells in told.fetchall():
            shown = tuple((n, v) for n, v in zip(names, cells, strict=True) if v in values[n])
            found[type, shown].append(signature)
    return found
