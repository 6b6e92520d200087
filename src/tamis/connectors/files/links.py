"""Who is associated with whom, and who is a member of what (data.md, "Associations")."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tamis.connectors.files.records import Records, places
from tamis.connectors.files.source import Source
from tamis.connectors.files.sql import any_of, literal, literals
from tamis.connectors.files.tables import ASSOCIATIONS, MEMBERS, Loading, of_rows, table_kind
from tamis.definitions import PropertyType, Segment

# The columns that associate a record: (object, column, the object that it names).
_LINK_COLUMNS = (
    ("contact", "company_id", "company"),
    ("deal", "contact_id", "contact"),
    ("deal", "company_id", "company"),
)
_BY_COLUMN, _FLAGGED, _OTHER = 2, 1, 0


def load_links(loading: Loading, records: Mapping[str, Records]) -> dict[tuple[str, str], str]:
    """Creates a table for each ordered pair of objects that are associated, in both directions."""
    engine = loading.engine
    engine.sql(
        "CREATE TEMP TABLE all_links (a VARCHAR, b VARCHAR, a_n INTEGER, b_n INTEGER, label VARCHAR, rank INTEGER)"
    )
    for object, column, other in _LINK_COLUMNS:
        _link_by_column(loading, records[object], column, records[other])
    if source := loading.sources.get(ASSOCIATIONS):
        _link_by_rows(loading, source, records)
    pairs = engine.sql("SELECT DISTINCT a, b FROM all_links UNION SELECT DISTINCT b, a FROM all_links ORDER BY ALL")
    followed = [pair for pair in pairs.fetchall() if loading.needs is None or pair in loading.needs.links]
    (linked,) = loading.one("SELECT count(*) FROM all_links")
    tables = {pair: f"links_{i}" for i, pair in enumerate(followed)}
    for (a, b), table in tables.items():
        engine.sql(
            f"CREATE {table_kind(linked, 4)} {table} AS SELECT DISTINCT * FROM ("
            f"SELECT a_n AS from_n, b_n AS to_n, label, rank FROM all_links WHERE a = {literal(a)} AND b = {literal(b)}"
            " UNION ALL "
            f"SELECT b_n, a_n, label, rank FROM all_links WHERE b = {literal(a)} AND a = {literal(b)})"
        )
    engine.sql("DROP TABLE all_links")
    return tables


def load_members(loading: Loading, records: Mapping[str, Records], segments: Sequence[Segment]) -> dict[str, str]:
    """Creates the table of static members; gives the object of each segment that has rows."""
    loading.engine.sql("CREATE TABLE members (segment VARCHAR, n INTEGER)")
    source = loading.sources.get(MEMBERS)
    if source is None:
        return {}
    key, id = source.column("segment").text, source.column("id").text
    found = loading.engine.sql(f"SELECT DISTINCT {key} FROM {source.plain}").fetchall()
    dynamic = {segment.key for segment in segments if segment.when is not None}
    objects = {segment.key: segment.object for segment in segments}
    keys = {key: objects.get(key, "contact") for (key,) in found if key is not None and key not in dynamic}
    people = places(records, set(keys.values()))
    object = _case(key, keys)
    reason = (
        f"CASE WHEN {key} IS NULL THEN 'segment is blank'"
        f" WHEN {_among(key, dynamic)} THEN 'the segment is dynamic: it has no member rows'"
        f" WHEN {id} IS NULL THEN 'id is blank' ELSE 'no such record' END"
    )
    column = f"CASE WHEN {_among(key, dynamic)} OR {key} IS NULL THEN 'segment' ELSE 'id' END"
    rows = f"SELECT *, {object} AS object FROM {source.placed}"
    loading.log.reject_rows(
        source.number,
        f'SELECT f, line, {column} AS "column", {reason} AS reason FROM ({rows}) AS r'
        f" ANTI JOIN {people} AS p ON p.object = r.object AND p.id = {id}",
    )
    kept = f"SELECT *, {object} AS object FROM {loading.kept(source)}"
    loading.engine.sql(
        f"INSERT INTO members SELECT DISTINCT {key}, n FROM ({kept}) AS r"
        f" JOIN {people} AS p ON p.object = r.object AND p.id = {id}"
    )
    return keys


def _is_followed(loading: Loading, a: str, b: str) -> bool:
    """Whether a definition goes from one of the objects to the other; associations of others are only checked."""
    return loading.needs is None or not {(a, b), (b, a)}.isdisjoint(loading.needs.links)


def _link_by_column(loading: Loading, records: Records, column: str, others: Records) -> None:
    source = records.source
    if source is None or column not in source.columns:
        return
    a, b = records.shape.name, others.shape.name
    id, other = source.column("id").text, source.column(column).text
    rows = f"(SELECT {id} AS from_id, {other} AS to_id FROM {loading.kept(source)} WHERE {other} IS NOT NULL)"
    if _is_followed(loading, a, b):
        (linked,) = loading.one(
            f"INSERT INTO all_links SELECT {literal(a)}, {literal(b)}, f.n, t.n, NULL, {_BY_COLUMN} FROM {rows} AS r"
            f" JOIN {records.shape.table} AS f ON f.id = r.from_id JOIN {others.shape.table} AS t ON t.id = r.to_id"
        )
    else:
        (linked,) = loading.one(
            f"SELECT count(*) FROM {rows} AS r SEMI JOIN {others.shape.table} AS t ON t.id = r.to_id"
        )
    (named,) = loading.one(f"SELECT count(*) FROM {rows}")
    if named > linked:
        loading.messages.append(f"{source.told_as}: {of_rows(named - linked)} a {column} that names no {b}.")


def _link_by_rows(loading: Loading, source: Source, records: Mapping[str, Records]) -> None:
    from_object, from_id, to_object, to_id = (
        source.column(name).text for name in ("from_object", "from_id", "to_object", "to_id")
    )
    people = places(records, _named(loading, source, "from_object", "to_object"))
    primary = loading.reader.read(source.column("primary"), PropertyType.BOOLEAN, digits=True)
    ends = (
        f"LEFT JOIN {people} AS a ON a.object = {from_object} AND a.id = {from_id}"
        f" LEFT JOIN {people} AS b ON b.object = {to_object} AND b.id = {to_id}"
    )
    rank = f"CASE WHEN {primary.value} THEN {_FLAGGED} ELSE {_OTHER} END"
    loading.engine.sql(
        f"CREATE TEMP TABLE linked AS SELECT f, line, a.object AS a, b.object AS b, a.n AS a_n, b.n AS b_n,"
        f" {source.column('label').text} AS label, {rank} AS rank FROM {source.placed} {ends}"
    )
    loading.log.reject_rows(
        source.number,
        "SELECT f, line, CASE WHEN a_n IS NULL THEN 'from_id' ELSE 'to_id' END AS \"column\","
        " 'no such record' AS reason FROM linked WHERE a_n IS NULL OR b_n IS NULL",
    )
    loading.list_unreadable(source, {"primary": [(primary, "")]})
    followed = any_of(
        f"a = {literal(a)} AND b = {literal(b)}" for a in records for b in records if _is_followed(loading, a, b)
    )
    known = f"WHERE a_n IS NOT NULL AND b_n IS NOT NULL AND ({followed})"
    loading.engine.sql(f"INSERT INTO all_links SELECT a, b, a_n, b_n, label, rank FROM linked {known}")
    loading.engine.sql("DROP TABLE linked")


def _named(loading: Loading, source: Source, *columns: str) -> set[str]:
    """The objects that the columns name: to look for others among the records would cost time for nothing."""
    names = " UNION ".join(f"SELECT {source.column(column).text} AS object FROM {source.plain}" for column in columns)
    return {object for (object,) in loading.engine.sql(names).fetchall() if object is not None}


def _case(key: str, objects: Mapping[str, str]) -> str:
    by_object: dict[str, list[str]] = {}
    for segment, object in objects.items():
        by_object.setdefault(object, []).append(segment)
    whens = "".join(f" WHEN {_among(key, keys)} THEN {literal(object)}" for object, keys in by_object.items())
    return f"CASE{whens} END" if whens else "NULL::VARCHAR"


def _among(key: str, keys: Collection[str]) -> str:
    return f"coalesce({key} IN {literals(keys)}, false)" if keys else "false"
