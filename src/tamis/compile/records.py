"""Records as they were at an instant: who was there, what their properties were, who was associated with whom."""

from collections.abc import Collection

import ibis
import ibis.expr.types as ir

from tamis.compile.as_of import AS_OF
from tamis.compile.catalog import CHANGE_COLUMNS, Catalog, Property
from tamis.compile.tables import COLUMN_TYPES, Tables

PRIMARY = "primary"
ANY = "any"

_FLAGGED = 1
#: The rank of the association that a contact's `company_id` makes.
BY_COLUMN = 2


def is_single(from_object: str, to_object: str, association: str | None) -> bool:
    """Whether the association leads to one record at most: the primary company, the default of a contact's."""
    return association == PRIMARY or (association is None and (from_object, to_object) == ("contact", "company"))


class Records:
    """The records and associations of a catalog, seen at the instant of the computation."""

    def __init__(self, catalog: Catalog, tables: Tables) -> None:
        self._catalog = catalog
        self._tables = tables

    def seen(self, object_type: str, properties: Collection[str], *, with_id: bool = False) -> ir.Table:
        """`n`, `visible` (created by now) and the named properties' columns, as they were at the moment.

        data.md, As of an instant: a property with changes has the value of the last one, unknown before the first.
        """
        records = self._tables.records(object_type)
        wanted = [self._catalog.objects[object_type].properties[name] for name in sorted(properties)]
        visible = (records.created_at <= AS_OF).fill_null(True)
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
        there = self._tables.records(to_object)
        there = there.filter((there.created_at <= AS_OF).fill_null(True)).select(there_n="n", to_id="id")
        if is_single(from_object, to_object, association):
            return _primary(links, there)
        if association not in (None, ANY):
            links = links.filter(links.label == association)
        return _leading(links, there).select("from_n", "to_n").distinct()

    def resets(self, object_type: str) -> ir.Table | None:
        """`n`, `reset_at`: the last engagement reset of each record that was reset by now; None if none ever was."""
        resets = self._tables.resets(object_type)
        if resets is None:
            return None
        seen = resets.filter((resets.object == object_type) & (resets.reset_at <= AS_OF))
        return seen.group_by("n").aggregate(reset_at=seen.reset_at.max())

    def _with_history(self, seen: ir.Table, object_type: str, changing: list[Property]) -> ir.Table:
        """A property's changes are kept as intervals that cover all time, so exactly one of them is now."""
        changes = self._tables.changes(object_type)
        current = changes.filter((changes.changed_at <= AS_OF) & (changes.until > AS_OF))
        for prop in changing:
            assert prop.type is not None
            of_property = current.filter(current.property == prop.name)
            value = of_property.select(of_n="n", value=CHANGE_COLUMNS[prop.type])
            wide = seen.left_join(value, seen.n == value.of_n)
            changed = ibis.ifelse(wide.of_n.notnull(), wide.value.cast(COLUMN_TYPES[prop.type]), wide[prop.column])
            seen = wide.select(**{name: wide[name] for name in seen.columns} | {prop.column: changed})
        return seen


def _leading(links: ir.Table, there: ir.Table) -> ir.Table:
    """The links to records that were there: `from_n`, `to_n`, `to_id`, `rank`."""
    return links.inner_join(there, links.to_n == there.there_n).select("from_n", "to_n", "to_id", "rank")


def _primary(links: ir.Table, there: ir.Table) -> ir.Table:
    """data.md, Associations: the company of `company_id`, else the least of those flagged, else the only one.

    Most contacts have a `company_id`; only the others are grouped. Each kind of link is joined by itself: an engine
    that joined all at once would write them down, with ids that only the others need, and read them three times
    (at 950,000 links 141 ms of one processor instead of 55; of a list by the company's industry, 113 instead of 99).
    """
    named = _leading(links.filter(links["rank"] == BY_COLUMN), there).select("from_n", "to_n")
    others = _leading(links.filter(links["rank"] < BY_COLUMN), there).anti_join(named, "from_n")
    chosen = others.group_by("from_n").aggregate(
        flagged=ibis.cases((others["rank"] == _FLAGGED, others.to_id)).min(),
        least=others.to_id.min(),
        greatest=others.to_id.max(),
    )
    only = ibis.cases((chosen.least == chosen.greatest, chosen.least))
    chosen = chosen.select(chosen_n="from_n", chosen_id=ibis.coalesce(chosen.flagged, only))
    found = others.inner_join(chosen, [others.from_n == chosen.chosen_n, others.to_id == chosen.chosen_id])
    # Two rows may tell of one company.
    return named.union(found.select("from_n", "to_n").distinct(), distinct=False)
