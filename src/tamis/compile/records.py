"""Records as they were at an instant: who was there, what their properties were, who was associated with whom."""

from collections.abc import Collection

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog, Property
from tamis.compile.expressions import whole
from tamis.compile.moment import Moment
from tamis.compile.tables import CHANGE_COLUMNS, COLUMN_TYPES, Tables

PRIMARY = "primary"
ANY = "any"

_FLAGGED, _BY_COLUMN = 1, 2


class Records:
    """The records and associations of a catalog, seen at one moment."""

    def __init__(self, catalog: Catalog, tables: Tables, moment: Moment) -> None:
        self._catalog = catalog
        self._tables = tables
        self._moment = moment

    def seen(self, object_type: str, properties: Collection[str], *, with_id: bool = False) -> ir.Table:
        """`n`, `visible` (created by now) and the named properties' columns, as they were at the moment.

        data.md, As of an instant: a property with changes has the value of the last one, unknown before the first.
        """
        records = self._tables.records(object_type)
        wanted = [self._catalog.objects[object_type].properties[name] for name in sorted(properties)]
        visible = (records.created_at <= whole(self._moment.as_of)).fill_null(True)
        fixed = {p.column: records[p.column] for p in wanted}
        identity = {"id": records.id} if with_id else {}
        seen = records.select(n=records.n, **identity, visible=visible, **fixed)
        changing = [p for p in wanted if p.has_history]
        return self._with_history(seen, object_type, changing) if changing else seen

    def pairs(self, from_object: str, to_object: str, association: str | None) -> ir.Table | None:
        """`from_n`, `to_n`: each record and each record associated with it, once; None if there are none at all."""
        links = self._tables.links(from_object, to_object)
        if links is None:
            return None
        if association is None:
            association = PRIMARY if (from_object, to_object) == ("contact", "company") else ANY
        there = self._tables.records(to_object)
        there = there.filter((there.created_at <= whole(self._moment.as_of)).fill_null(True)).select(there_n="n")
        links = links.inner_join(there, links.to_n == there.there_n)
        if association == PRIMARY:
            return _primary(links)
        if association != ANY:
            links = links.filter(links.label == association)
        return links.select("from_n", "to_n").distinct()

    def _with_history(self, seen: ir.Table, object_type: str, changing: list[Property]) -> ir.Table:
        changes = self._tables.changes(object_type)
        changes = changes.filter(changes.property.isin([p.name for p in changing]))
        past = changes.filter(changes.changed_at <= whole(self._moment.as_of))
        newest = past.group_by("n", "property").aggregate(newest=past.changed_at.max())
        newest = newest.rename(newest_n="n", newest_property="property")
        last = past.inner_join(newest, _same_change(past, newest))
        columns = {f"last_{p.column}": _value_of(last, p) for p in changing}
        values = last.group_by("n").aggregate(**columns)
        ever = changes.group_by("n").aggregate(
            **{f"ever_{p.column}": (changes.property == p.name).cast("int32").max() for p in changing}
        )
        ever, values = ever.rename(ever_n="n"), values.rename(last_n="n")
        wide = seen.left_join(ever, seen.n == ever.ever_n)
        wide = wide.left_join(values, wide.n == values.last_n)
        now = {p.column: _as_of(wide, p) for p in changing}
        return wide.select(**{c: wide[c] for c in seen.columns} | now)


def _same_change(past: ir.Table, newest: ir.Table) -> list[ir.BooleanValue]:
    return [
        past.n == newest.newest_n,
        past.property == newest.newest_property,
        past.changed_at == newest.newest,
    ]


def _value_of(last: ir.Table, prop: Property) -> ir.Value:
    assert prop.type is not None
    typed = last[CHANGE_COLUMNS[prop.type]]
    if COLUMN_TYPES[prop.type] == "boolean":
        # Not every engine can take the greatest of booleans.
        typed = typed.cast("int32")
    return ibis.cases((last.property == prop.name, typed)).max()


def _as_of(wide: ir.Table, prop: Property) -> ir.Value:
    assert prop.type is not None
    value = wide[f"last_{prop.column}"].cast(COLUMN_TYPES[prop.type])
    return ibis.ifelse(wide[f"ever_{prop.column}"].fill_null(0) == 1, value, wide[prop.column])


def _primary(links: ir.Table) -> ir.Table:
    """data.md, Associations: the company of `company_id`, else the least of those flagged, else the only one.

    Records are numbered in the order of their ids, so the least number is the least id.
    """
    chosen = links.group_by("from_n").aggregate(
        named=ibis.cases((links["rank"] == _BY_COLUMN, links.to_n)).min(),
        flagged=ibis.cases((links["rank"] == _FLAGGED, links.to_n)).min(),
        least=links.to_n.min(),
        greatest=links.to_n.max(),
    )
    only = ibis.cases((chosen.least == chosen.greatest, chosen.least))
    chosen = chosen.select("from_n", to_n=ibis.coalesce(chosen.named, chosen.flagged, only))
    return chosen.filter(chosen.to_n.notnull())
