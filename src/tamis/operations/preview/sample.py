"""A sample of the records of one object, with all that scores look at for them, copied into memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tamis.compile.catalog import Catalog
from tamis.definitions.walk import CONTACT, Needs
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.surroundings import Surroundings

if TYPE_CHECKING:
    import numpy as np

MOST_RECORDS = 20_000
# What happened to so many contacts is copied in half a second and looked through in a tenth.
_MOST_CONTACTS = 40_000

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Reached:
    """From which objects to which others scores look, and at associates how many associations away."""

    pairs: Pairs
    turns: int

    def covers(self, other: Reached) -> bool:
        """Whether whatever the other reaches is reached too."""
        return self.pairs >= other.pairs and self.turns >= other.turns

    def with_also(self, other: Reached) -> Reached:
        """Both."""
        return Reached(self.pairs | other.pairs, max(self.turns, other.turns))


@dataclass(frozen=True)
class Sample:
    """Records of one object, of all `total` of them; a database in memory, `name`, holds the copy.

    `numbers` are theirs, rising. `as_of` is the instant for which all is computed on it (microseconds since the epoch,
    UTC). `points` keeps what rules were found to give, by what they are: an array a rule, in the order of `numbers`.
    """

    name: str
    object_type: str
    numbers: tuple[int, ...]
    total: int
    as_of: int
    reached: Reached
    catalog: Catalog
    points: dict[object, np.ndarray] = field(default_factory=dict)

    def drop(self, warehouse: Warehouse) -> None:
        """Forgets the copy."""
        warehouse.engine.sql(f"DETACH {self.name}")


def make_sample(
    warehouse: Warehouse, catalog: Catalog, object_type: str, reached: Reached, *, as_of: int, most: int = MOST_RECORDS
) -> Sample:
    """Chosen by a hash of their numbers, so that the same records stay in it; where there are no more, all of them."""
    table = catalog.objects[object_type].table
    total = int(warehouse.one(f"SELECT count(*) FROM warehouse.{table}"))
    size = min(most, total, _size_for_events(warehouse, catalog, object_type, reached.pairs, total))
    chosen = f"SELECT n FROM warehouse.{table} ORDER BY hash(n), n LIMIT {size}"
    numbers = sorted(n for (n,) in warehouse.rows(chosen))
    copy = Surroundings.of_needs(warehouse, catalog, object_type, everything(catalog, reached.pairs), reached.turns)
    try:
        copy.fill(numbers)
        # The copy may hold more records of the object: those that others are associated with.
        warehouse.engine.sql(f"CREATE TABLE {copy.name}.sampled AS SELECT unnest(?::INTEGER[]) AS n", [numbers])
    except BaseException:
        copy.drop()
        raise
    return Sample(copy.name, object_type, tuple(numbers), total, as_of, reached, catalog)


def reached_by(needed: Collection[Needs], turns: int) -> Reached:
    """What scores with these needs reach."""
    return Reached(frozenset(pair for each in needed for pair in each.links), turns)


def beside(catalog: Catalog, object_type: str) -> Reached:
    """What is associated with the records of an object, whichever of it a score may look at next."""
    pairs = frozenset(pair for pair in catalog.links if pair[0] == object_type)
    return Reached(pairs, 1 if pairs else 0)


def _size_for_events(warehouse: Warehouse, catalog: Catalog, object_type: str, pairs: Pairs, total: int) -> int:
    """So few records that the contacts they look at, with what these did, can be copied quickly."""
    links = [catalog.links[pair] for pair in pairs if pair[1] == CONTACT and pair in catalog.links]
    if object_type == CONTACT or not links or not total:
        return MOST_RECORDS
    most = max(int(warehouse.one(f"SELECT count(*) FROM warehouse.{table}")) for table in links)
    return max(1_000, int(_MOST_CONTACTS * total / max(most, 1)))


def everything(catalog: Catalog, pairs: Pairs) -> Needs:
    """All properties and all events, whatever the draft asks for next."""
    empty = Needs(
        objects={}, events={}, segments=frozenset(), static_segments=frozenset(), links=pairs, scores=frozenset()
    )
    names: Mapping[str, frozenset[str]] = {o: frozenset(shape.properties) for o, shape in catalog.objects.items()}
    events = {type: frozenset(shape) for type, shape in catalog.events.items()}
    return replace(empty, objects=names, events=events, static_segments=frozenset(catalog.static_segments))
