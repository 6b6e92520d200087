"""Finds the contacts that are probably one person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from tamis.store.warehouse.duplicates.blocks import Uncompared, make_candidates
from tamis.store.warehouse.duplicates.dismissals import dismissed
from tamis.store.warehouse.duplicates.evidence import COMPARISONS, weighed, words
from tamis.store.warehouse.duplicates.faces import company_domains, known_columns, make_faces
from tamis.store.warehouse.duplicates.groups import Pair, pair, stars
from tamis.store.warehouse.schema import CONTACTS
from tamis.store.warehouse.warehouse import Warehouse

#: From this probability on, a pair is proposed; from the second on, it is as good as certain.
LIKELY, SURE = 0.5, 0.95
# The most pairs that are grouped at once, the surest first: what is merged is not there the next time.
_MOST_PAIRS = 500_000
# So many of the least sure proposals are told of: who agrees to them agrees to all.
_LEAST_SURE = 5
# Named as temporary wherever they are dropped: a table of the warehouse of such a name must never be meant.
_TEMPORARY = ("told", "plain", "faces", "entries", "blocks", "candidates", "likely", "paired")


@dataclass(frozen=True)
class Known:
    """A contact as a person judges it. `created_at` in microseconds since the epoch, UTC."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    company: str | None
    events: int
    created_at: int | None


@dataclass(frozen=True)
class Duplicate:
    """A contact that is probably the kept one: how probably (0–1), what speaks for it and what against it, in words."""

    contact: Known
    probability: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]


class _Likeness(NamedTuple):
    probability: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A contact to keep, the one of the others with the most events or else the oldest, and those to merge into it."""

    kept: Known
    others: tuple[Duplicate, ...]


@dataclass(frozen=True)
class Duplicates:
    """The surest proposals; how many there are (`found`), how many contacts all of them would make part of others
    (`contacts`), the least sure of them, and what was too common to be compared."""

    proposals: tuple[Proposal, ...]
    found: int
    contacts: int
    least_sure: tuple[Proposal, ...]
    uncompared: tuple[Uncompared, ...]


def find_duplicates(warehouse: Warehouse, *, at_least: float, most: int) -> Duplicates:
    """The proposals with a probability of at least so much, the surest `most` of them."""
    with _cleared(warehouse):
        uncompared = _make_pairs(warehouse, at_least)
        found = _surest_first(warehouse)
        surest, least = list(found)[:most], list(found)[-_LEAST_SURE:][::-1]
        shown = {kept: found[kept] for kept in (*surest, *least)}
        known = _known(warehouse, {n for kept, others in shown.items() for n in (kept, *others)})
        likenesses = _likenesses(warehouse, [pair(kept, other) for kept, others in shown.items() for other in others])
        told = {kept: _proposal(kept, others, known, likenesses) for kept, others in shown.items()}
    proposals, least_sure = (tuple(told[kept] for kept in each) for each in (surest, least))
    return Duplicates(proposals, len(found), sum(map(len, found.values())), least_sure, uncompared)


def pairs_to_merge(warehouse: Warehouse, *, at_least: float, most: int) -> list[Pair]:
    """The contact to keep and the other one of every pair of such proposals, by their numbers, the surest proposals
    first, and no more than `most` pairs."""
    with _cleared(warehouse):
        _make_pairs(warehouse, at_least)
        found = _surest_first(warehouse)
    return [(kept, other) for kept, others in found.items() for other in others][:most]


def _surest_first(warehouse: Warehouse) -> dict[int, list[int]]:
    """By the contact that is kept, those that would be merged into it; the surest proposals first."""
    probable = {
        (a, b): probability for a, b, probability in warehouse.rows("SELECT a, b, probability FROM temp.likely")
    }
    found = stars(probable, _ranked(warehouse), dismissed(warehouse))
    # Each is as sure as the least sure of its pairs: all of it is merged at once.
    by_sureness = sorted(found, key=lambda kept: -min(probable[pair(kept, other)] for other in found[kept]))
    return {kept: found[kept] for kept in by_sureness}


@contextmanager
def _cleared(warehouse: Warehouse) -> Iterator[None]:
    try:
        yield
    finally:
        for table in _TEMPORARY:
            warehouse.engine.sql(f"DROP TABLE IF EXISTS temp.{table}")


def _make_pairs(warehouse: Warehouse, at_least: float) -> tuple[Uncompared, ...]:
    """Makes the temporary table `likely` of records, each by its surest faces, and `paired` of the records in them."""
    size = make_faces(warehouse)
    uncompared = make_candidates(warehouse)
    outcome = ", ".join(f"{name}_level, {name}_bits" for name in COMPARISONS)
    warehouse.engine.sql(
        f"CREATE TEMP TABLE likely AS SELECT a, b, probability, {outcome} FROM ({weighed(size)})"
        " WHERE probability >= ? QUALIFY row_number() OVER (PARTITION BY a, b ORDER BY probability DESC) = 1"
        " ORDER BY probability DESC, a, b LIMIT ?",
        [at_least, _MOST_PAIRS],
    )
    warehouse.engine.sql(
        "CREATE TEMP TABLE paired AS SELECT n, count(e.contact) AS events"
        " FROM (SELECT a AS n FROM temp.likely UNION SELECT b FROM temp.likely)"
        " LEFT JOIN (SELECT contact FROM warehouse.events WHERE contact IN"
        " (SELECT a FROM temp.likely UNION SELECT b FROM temp.likely)) AS e ON e.contact = n GROUP BY n"
    )
    return uncompared


def _ranked(warehouse: Warehouse) -> list[int]:
    """The records of the pairs, the one that is rather kept first."""
    return [
        n
        for (n,) in warehouse.rows(
            f"SELECT n FROM temp.paired JOIN {CONTACTS} USING (n) ORDER BY events DESC, created_at NULLS LAST, id"
        )
    ]


def _known(warehouse: Warehouse, numbers: Collection[int]) -> Mapping[int, Known]:
    """What a person sees of these records."""
    catalog = warehouse.catalog()
    told = known_columns(catalog)
    domains = company_domains(catalog)
    company = f"LEFT JOIN {domains} AS d USING (n)" if domains else ""
    rows = warehouse.rows(
        f"SELECT n, id, {told['name']}, {told['email']}, {told['phone']}, {'d.company' if domains else 'NULL'},"
        f" p.events, created_at FROM {CONTACTS} JOIN temp.paired AS p USING (n) {company}"
        " WHERE n IN (SELECT unnest(?::INTEGER[]))",
        [sorted(numbers)],
    )
    return {n: Known(*rest) for n, *rest in rows}


def _likenesses(warehouse: Warehouse, pairs: Sequence[Pair]) -> Mapping[Pair, _Likeness]:
    rows = warehouse.rows(
        "FROM temp.likely SEMI JOIN (SELECT unnest(?::INTEGER[]) AS a, unnest(?::INTEGER[]) AS b) USING (a, b)",
        [[a for a, _ in pairs], [b for _, b in pairs]],
    )
    return {(a, b): _likeness(probability, outcome) for a, b, probability, *outcome in rows}


def _likeness(probability: float, outcome: Sequence[float]) -> _Likeness:
    """From the levels of the comparisons and their bits, by turns."""
    told = [
        (words(name, int(level)), bits)
        for name, level, bits in zip(COMPARISONS, outcome[::2], outcome[1::2], strict=True)
    ]
    return _Likeness(
        probability,
        reasons=tuple(said for said, bits in told if said and bits >= 0),
        against=tuple(said for said, bits in told if said and bits < 0),
    )


def _proposal(
    kept: int, others: Iterable[int], known: Mapping[int, Known], likenesses: Mapping[Pair, _Likeness]
) -> Proposal:
    told = [(known[other], likenesses[pair(kept, other)]) for other in others]
    duplicates = [Duplicate(contact, each.probability, each.reasons, each.against) for contact, each in told]
    return Proposal(known[kept], tuple(sorted(duplicates, key=lambda each: -each.probability)))
