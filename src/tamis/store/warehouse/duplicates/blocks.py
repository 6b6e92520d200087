"""Which pairs of faces are compared at all: those that share a mailbox, a telephone, or company and part of a name.

Comparing everyone with everyone would be 500 billion pairs of a million contacts. A value that very many share is no
sign of one person, and its pairs would be as many as its square: those are left out, and told.
"""

from __future__ import annotations

from dataclasses import dataclass

from tamis.store.warehouse.warehouse import Warehouse

#: The most faces that are compared with one another for one value that they share.
MOST = 60
# The letters at the beginning of a word that two spellings of a name have in common, mostly.
_LETTERS = 4

_KINDS = {
    "email": "SELECT f, mailbox FROM temp.faces WHERE mailbox IS NOT NULL",
    "phone": "SELECT f, phone FROM temp.faces WHERE phone IS NOT NULL",
    "name": "SELECT f, domain || ' ' || name FROM temp.faces WHERE domain IS NOT NULL AND name IS NOT NULL",
    "part": (
        f"SELECT DISTINCT f, domain || ' ' || left(unnest(words), {_LETTERS}) FROM temp.faces"
        " WHERE domain IS NOT NULL AND name IS NOT NULL"
    ),
}


@dataclass(frozen=True)
class Uncompared:
    """Values of a kind (`email`, `phone`, or `name` or `part` of a name at one company) that more than MOST contacts
    share each, which were not compared for it; and how many contacts share the most common one."""

    kind: str
    values: int
    most_shared: int


def make_candidates(warehouse: Warehouse) -> tuple[Uncompared, ...]:
    """Makes the temporary table `candidates` of pairs of faces (`a` < `b`) of different records, each once; tells what
    was left out."""
    parts = [
        f"SELECT {place} AS kind, hash(shared) AS key, f FROM ({sql}) AS t(f, shared)"
        for place, sql in enumerate(_KINDS.values())
    ]
    warehouse.engine.sql(f"CREATE TEMP TABLE entries AS {' UNION ALL '.join(parts)}")
    warehouse.engine.sql(
        "CREATE TEMP TABLE blocks AS SELECT kind, key, count(*) AS size FROM temp.entries GROUP BY ALL HAVING size > 1"
    )
    warehouse.engine.sql(
        "CREATE TEMP TABLE candidates AS SELECT DISTINCT x.f AS a, y.f AS b"
        f" FROM (SELECT kind, key FROM temp.blocks WHERE size <= {MOST}) JOIN temp.entries AS x USING (kind, key)"
        " JOIN temp.entries AS y USING (kind, key) WHERE x.f < y.f"
    )
    left_out = warehouse.rows(
        f"SELECT kind, count(*), max(size) FROM temp.blocks WHERE size > {MOST} GROUP BY kind ORDER BY kind"
    )
    warehouse.engine.sql("DROP TABLE temp.entries")
    warehouse.engine.sql("DROP TABLE temp.blocks")
    kinds = list(_KINDS)
    return tuple(Uncompared(kinds[kind], values, most) for kind, values, most in left_out)
