"""Who is associated with whom, and who is a member of what: what is new is added, a company named anew replaces the
old one."""

from __future__ import annotations

from collections.abc import Mapping

from tamis.store.warehouse.records import TakenRecords
from tamis.store.warehouse.warehouse import Warehouse

# Pairs whose first object names the second in a column of its own (data.md, "Associations").
_BY_COLUMN = frozenset({("contact", "company"), ("deal", "contact"), ("deal", "company")})
_COLUMNS = (("contact", "company_id", "company"), ("deal", "contact_id", "contact"), ("deal", "company_id", "company"))
#: Of an association that a column of the record itself says.
BY_COLUMN_RANK = 2


def take_links(warehouse: Warehouse, staged: Mapping[tuple[str, str], str], records: Mapping[str, TakenRecords]) -> int:
    """Adds the associations of every pair of objects; tells how many are new, each counted once."""
    new = sum(_take_pair(warehouse, a, b, table, records) for (a, b), table in staged.items())
    return new + sum(_take_named(warehouse, *place, records) for place in _COLUMNS)


def take_members(warehouse: Warehouse, segments: Mapping[str, str], records: Mapping[str, TakenRecords]) -> int:
    """Adds the members of static segments; tells how many are new."""
    new = 0
    for segment, object in segments.items():
        warehouse.engine.sql(
            "INSERT INTO warehouse.static_segments SELECT ?, ? WHERE ? NOT IN"
            " (SELECT segment FROM warehouse.static_segments)",
            [segment, object, segment],
        )
        new += warehouse.one(
            f"INSERT INTO warehouse.members SELECT DISTINCT m.segment, p.n FROM members AS m"
            f" JOIN {records[object].places} AS p ON p.s = m.n WHERE m.segment = ?"
            " AND NOT EXISTS (FROM warehouse.members AS w WHERE w.segment = m.segment AND w.n = p.n)",
            [segment],
        )
    return new


def _take_pair(warehouse: Warehouse, a: str, b: str, staged: str, records: Mapping[str, TakenRecords]) -> int:
    links = links_table(warehouse, a, b)
    warehouse.engine.sql(
        f"CREATE TEMP TABLE told AS SELECT f.n AS from_n, t.n AS to_n, label, rank FROM {staged} AS s"
        f" JOIN {records[a].places} AS f ON f.s = s.from_n JOIN {records[b].places} AS t ON t.s = s.to_n"
    )
    owner = "from_n" if (a, b) in _BY_COLUMN else "to_n" if (b, a) in _BY_COLUMN else ""
    same = "t.from_n = l.from_n AND t.to_n = l.to_n AND t.label IS NOT DISTINCT FROM l.label"
    is_column = f"rank = {BY_COLUMN_RANK}"
    if owner:
        warehouse.engine.sql(
            f"DELETE FROM {links} AS l WHERE {is_column} AND {owner} IN (SELECT {owner} FROM told WHERE {is_column})"
            f" AND NOT EXISTS (FROM told AS t WHERE t.{is_column} AND t.from_n = l.from_n AND t.to_n = l.to_n)"
        )
    # Told again as primary. A row that says nothing of it takes nothing back.
    ranked = "SELECT from_n, to_n, label, max(rank) AS rank FROM told WHERE rank < 2 GROUP BY ALL"
    new = warehouse.one(f"UPDATE {links} AS l SET rank = t.rank FROM ({ranked}) AS t WHERE {same} AND l.rank < t.rank")
    new += warehouse.one(
        f"INSERT INTO {links} SELECT DISTINCT * FROM told AS t WHERE NOT EXISTS"
        f" (FROM {links} AS l WHERE {same} AND (l.{is_column}) = (t.{is_column}))"
    )
    warehouse.engine.sql("DROP TABLE told")
    # Each is kept in both directions.
    return int(new) if a <= b else 0


def _take_named(warehouse: Warehouse, a: str, column: str, b: str, records: Mapping[str, TakenRecords]) -> int:
    """Associates records with those that their column named before these were there."""
    naming, named = records.get(a), records.get(b)
    found = warehouse.rows("SELECT column_name FROM warehouse.properties WHERE object = ? AND name = ?", [a, column])
    if naming is None or named is None or not named.new or not found:
        return 0
    there, back = links_table(warehouse, a, b), links_table(warehouse, b, a)
    warehouse.engine.sql(
        f"CREATE TEMP TABLE late AS SELECT x.n AS a_n, y.n AS b_n FROM {naming.table} AS x"
        f" JOIN {named.table} AS y ON y.id = x.{found[0][0]}"
        f" WHERE NOT EXISTS (FROM {there} AS l WHERE l.from_n = x.n AND l.rank = {BY_COLUMN_RANK})"
    )
    new = warehouse.one(f"INSERT INTO {there} SELECT a_n, b_n, NULL, {BY_COLUMN_RANK} FROM late")
    warehouse.engine.sql(f"INSERT INTO {back} SELECT b_n, a_n, NULL, {BY_COLUMN_RANK} FROM late")
    warehouse.engine.sql("DROP TABLE late")
    return int(new)


def links_table(warehouse: Warehouse, a: str, b: str) -> str:
    """The table of associations from records of one object to those of another, made if it is not there."""
    found = warehouse.rows("SELECT table_name FROM warehouse.pairs WHERE from_object = ? AND to_object = ?", [a, b])
    if found:
        return f"warehouse.{found[0][0]}"
    table = f"links_{warehouse.one('SELECT count(*) FROM warehouse.pairs')}"
    warehouse.engine.sql(f"CREATE TABLE warehouse.{table} (from_n INTEGER, to_n INTEGER, label VARCHAR, rank INTEGER)")
    warehouse.engine.sql("INSERT INTO warehouse.pairs VALUES (?, ?, ?)", [a, b, table])
    return f"warehouse.{table}"
