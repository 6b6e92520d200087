"""What records are, as of each row's instant: their own properties and those of their primary company."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import CHANGE_COLUMNS, Catalog, Property
from tamis.compile.expressions import whole
from tamis.compile.features.rows import DAY, ROWS
from tamis.compile.moment import EARLIEST
from tamis.compile.tables import COLUMN_TYPES, Tables

#: The values of a property that is true or false, where values are told as texts.
TRUE, FALSE = "true", "false"

_FLAGGED, _BY_COLUMN = 1, 2


def compile_standing(
    object_type: str, properties: Sequence[str], catalog: Catalog, *, known: Collection[str], email: str | None
) -> ir.Table:
    """One row a row: `row`, `n`, `created_at`, and for the property at each place i `value_i` as of the row's instant
    (of those `known`, whether there was any) and `since_i`, when it last changed (null where it has no history, or did
    not yet). With the name of a property that is an e-mail address, the `domain` of it."""
    seen = _of_records(ROWS, object_type, properties, catalog)
    domain = {"domain": _domain(seen[f"value_{list(properties).index(email)}"])} if email else {}
    return seen.mutate(**domain, **_known(seen, properties, known))


def compile_companies(
    object_type: str, properties: Sequence[str], catalog: Catalog, *, known: Collection[str]
) -> ir.Table | None:
    """The same of the primary company that the row's record had, `n`, for rows that had one; None where the data
    associates no companies with the object."""
    owners = _primary_companies(object_type, catalog)
    if owners is None:
        return None
    seen = _of_records(owners, "company", properties, catalog)
    return seen.mutate(**_known(seen, properties, known))


def compile_updates(object_type: str, properties: Sequence[str], catalog: Catalog) -> ir.Table:
    """How the record's properties changed by the row's instant: `row`, `updated_at` (when last), `updates_30` and
    `updates_90` (how often in so many days), for rows with any change."""
    changes = Tables(catalog).changes(object_type)
    changes = changes.filter(changes.property.isin(list(properties)) & (changes.changed_at > whole(EARLIEST)))
    joined = ROWS.inner_join(changes.select("n", "changed_at"), "n")
    seen = joined.filter(joined.changed_at <= joined.at)
    return seen.group_by("row").aggregate(
        updated_at=seen.changed_at.max(),
        updates_30=(seen.changed_at > seen.at - whole(30 * DAY)).cast("float64").sum(),
        updates_90=(seen.changed_at > seen.at - whole(90 * DAY)).cast("float64").sum(),
    )


def compile_associated(
    object_type: str, other: str, values: Mapping[str, Sequence[str]], catalog: Catalog
) -> ir.Table | None:
    """The records of another object, created by the row's instant, that are associated with the row's: `row`,
    `associated` (how many), `newest` (when the last of them was created), `changed` (when a property that `values`
    names last changed for any of them), and `count_i_j`, of how many the property at place i then had the value at
    place j; for rows with any."""
    tables = Tables(catalog)
    links = tables.links(object_type, other)
    if links is None:
        return None
    pairs = links.select(of_n="from_n", to_n="to_n").distinct()
    owners = ROWS.inner_join(pairs, ROWS.n == pairs.of_n).select("row", "at", n="to_n")
    seen = _of_records(owners, other, list(values), catalog)
    seen = seen.filter(seen.created_at <= seen.at)
    counts = {
        f"count_{i}_{j}": _is(seen[f"value_{i}"], value).cast("float64").sum()
        for i, told in enumerate(values.values())
        for j, value in enumerate(told)
    }
    changes = [seen[f"since_{i}"].max() for i in range(len(values))]
    return seen.group_by("row").aggregate(
        associated=seen.n.count().cast("float64"),
        newest=seen.created_at.max(),
        changed=ibis.greatest(*changes) if changes else ibis.null("int64"),
        **counts,
    )


def compile_scheduled(columns: Sequence[tuple[str, str]], catalog: Catalog) -> ir.Table:
    """When the next thing was due that an event by the row's instant told of: `row`, `due`. `columns`: event types and
    the property of each that says when."""
    tables = Tables(catalog)
    signatures = tables.signatures.rename({f"of_{name}": name for name in tables.signatures.columns})
    events = tables.events.inner_join(signatures, tables.events.signature == signatures.of_signature)
    dues = []
    for type, name in columns:
        kept = catalog.events[type][name]
        dues.append((events.of_type == type, events[kept.column if kept.inline else f"of_{kept.column}"]))
    events = events.mutate(due=ibis.cases(*dues))
    told = events.filter(~events.of_machine & events.due.notnull()).select("occurred_at", "due", n="contact")
    joined = ROWS.inner_join(told, "n")
    seen = joined.filter((joined.occurred_at <= joined.at) & (joined.due > joined.at))
    return seen.group_by("row").aggregate(due=seen.due.min())


def _of_records(owners: ir.Table, object_type: str, properties: Sequence[str], catalog: Catalog) -> ir.Table:
    shape, tables = catalog.objects[object_type], Tables(catalog)
    wanted = [shape.properties[name] for name in properties]
    records = tables.records(object_type)
    # By place: what a customer calls a property never becomes a name of SQL.
    fixed = {f"value_{i}": records[p.column] for i, p in enumerate(wanted)}
    records = records.select(record_n=records.n, created_at=records.created_at, **fixed)
    seen = owners.inner_join(records, owners.n == records.record_n).drop("record_n")
    for i, prop in enumerate(wanted):
        seen = _as_of(seen, i, prop, tables.changes(object_type)) if prop.has_history else _unchanged(seen, i)
    return seen


def _known(seen: ir.Table, properties: Sequence[str], known: Collection[str]) -> dict[str, ir.Value]:
    return {f"value_{i}": seen[f"value_{i}"].notnull() for i, name in enumerate(properties) if name in known}


def _domain(email: ir.Value) -> ir.Value:
    return email.substr(email.find("@") + 1).strip().lower()


def _is(value: ir.Value, wanted: str) -> ir.BooleanValue:
    if isinstance(value, ir.BooleanValue):
        return ibis.coalesce(value == (wanted == TRUE), False)
    return ibis.coalesce(value == wanted, False)


def _unchanged(seen: ir.Table, i: int) -> ir.Table:
    return seen.mutate(**{f"since_{i}": ibis.null("int64")})


def _as_of(seen: ir.Table, i: int, prop: Property, changes: ir.Table) -> ir.Table:
    """data.md, As of an instant: of a record with changes the last one counts, and before the first it is unknown."""
    assert prop.type is not None
    of = changes.filter(changes.property == prop.name)
    # As a list of one: what a join finds in a small table, DuckDB 2.0 gives as a dictionary, mixes up with another one
    # (duckdb#24807 is alike), and with that the whole database is lost until it is opened anew. Lists it leaves alone.
    told = ibis.array([of[CHANGE_COLUMNS[prop.type]]])
    of = of.select(of_n="n", changed_at="changed_at", until="until", changed=told)
    joined = seen.left_join(of, [seen.n == of.of_n, of.changed_at <= seen.at, of.until > seen.at])
    value = ibis.ifelse(joined.of_n.notnull(), joined.changed[0].cast(COLUMN_TYPES[prop.type]), joined[f"value_{i}"])
    since = ibis.cases((joined.changed_at > whole(EARLIEST), joined.changed_at))
    kept = {name: joined[name] for name in seen.columns}
    return joined.select(**kept | {f"value_{i}": value, f"since_{i}": since})


def _primary_companies(object_type: str, catalog: Catalog) -> ir.Table | None:
    """`row`, `at`, `n` of the company that was primary at the row's instant (data.md, Associations): that of
    `company_id`, else the least of those flagged, else the only one."""
    tables = Tables(catalog)
    links = tables.links(object_type, "company")
    if links is None:
        return None
    there = tables.records("company").select(company="n", company_id="id", there_at="created_at")
    links = links.select(of_n="from_n", to_n="to_n", rank="rank")
    joined = ROWS.inner_join(links, ROWS.n == links.of_n).inner_join(there, [("to_n", "company")])
    seen = joined.filter(ibis.coalesce(joined.there_at <= joined.at, True))
    chosen = seen.group_by("row", "at").aggregate(
        named=ibis.cases((seen["rank"] == _BY_COLUMN, seen.company_id)).min(),
        flagged=ibis.cases((seen["rank"] == _FLAGGED, seen.company_id)).min(),
        least=seen.company_id.min(),
        greatest=seen.company_id.max(),
    )
    only = ibis.cases((chosen.least == chosen.greatest, chosen.least))
    chosen = chosen.select("row", "at", id=ibis.coalesce(chosen.named, chosen.flagged, only))
    companies = tables.records("company").select(n="n", company_id="id")
    return chosen.inner_join(companies, chosen.id == companies.company_id).select("row", "n", "at")
