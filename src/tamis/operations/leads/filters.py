"""Which records a list shows, as SQL: a filter means what the same condition means in a rule."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tamis.compile.bind import bind
from tamis.compile.catalog import Catalog
from tamis.compile.listing import compile_companies, compile_listing, compile_primaries
from tamis.definitions import Segment, read_definitions
from tamis.engine.instants import ANY_INSTANT, at_instant
from tamis.engine.sql import duckdb_sql
from tamis.errors import DefinitionError
from tamis.operations.leads.asked import Asked
from tamis.operations.published import Published

# No definition that a person writes has such a key.
_KEY = "(filter)"
_FILE = "segments/filter.yaml"
_MOST_KEPT = 64


@dataclass(frozen=True)
class Filter:
    """The segments of a workspace, and the key of the one that holds what is asked for; None for all records."""

    key: str | None
    segments: Mapping[str, Segment]


def read_filter(asked: Asked, published: Published, catalog: Catalog) -> Filter:
    """The condition and the segment that are asked for. Raises DefinitionError, in the words of any definition, for
    what is no condition or asks for what the data has not."""
    conditions = [{"in_segment": asked.segment}] if asked.segment else []
    conditions += [dict(asked.condition)] if asked.condition else []
    if not conditions:
        return Filter(None, published.segments)
    when = conditions[0] if len(conditions) == 1 else {"all": conditions}
    text = json.dumps({"key": _KEY, "object": asked.object, "when": when}, ensure_ascii=False, default=str)
    read = read_definitions([(_FILE, text)])
    if read.issues or not read.segments:
        raise DefinitionError(read.issues)
    segments = {**published.segments, _KEY: read.segments[0]}
    _refuse_unknown(asked, published, segments, read.sources[_KEY], catalog)
    return Filter(_KEY, segments)


def _refuse_unknown(
    asked: Asked, published: Published, segments: Mapping[str, Segment], source: object, catalog: Catalog
) -> None:
    scores = [score for score in published.scores if score.object == asked.object]
    sources = {**published.definitions.sources, _KEY: source}
    issues = bind(scores, segments, sources, catalog, also=[_KEY])  # type: ignore[arg-type]
    if any(issue.severity == "error" for issue in issues):
        raise DefinitionError(issues)


def listing_sql(chosen: Filter, object_type: str, properties: Sequence[str], catalog: Catalog, as_of: int) -> str:
    """SQL of `n`, `id` and `value_i` of the records that are chosen, as of an instant (microseconds, UTC)."""
    written = _written(_Listing(chosen.key, object_type, tuple(properties), chosen.segments, catalog))
    return at_instant(written, as_of)


def companies_sql(object_type: str, properties: Sequence[str], catalog: Catalog, as_of: int) -> str | None:
    """SQL of `from_n`, the `id` of the primary company and its `value_i`; None where there are no companies."""
    written = _written_companies(_Listing(None, object_type, tuple(properties), {}, catalog))
    return None if written is None else at_instant(written, as_of)


def primaries_sql(catalog: Catalog, as_of: int) -> str:
    """SQL of `from_n` and `to_n`: the contacts and their primary companies. There are such associations."""
    return at_instant(_written_primaries(_Listing(None, "contact", (), {}, catalog)), as_of)


@dataclass(frozen=True)
class _Listing:
    key: str | None
    object: str
    properties: tuple[str, ...]
    segments: Mapping[str, Segment]
    catalog: Catalog

    def __hash__(self) -> int:
        # The rest is only compared: mappings have no hash.
        return hash((self.key, self.object, self.properties, len(self.segments)))


# To write such a query takes longer than to run it.
@lru_cache(maxsize=_MOST_KEPT)
def _written(listing: _Listing) -> str:
    compiled = compile_listing(listing.key, listing.object, listing.properties, listing.segments, listing.catalog)
    return duckdb_sql(compiled, ANY_INSTANT)


@lru_cache(maxsize=_MOST_KEPT)
def _written_companies(listing: _Listing) -> str | None:
    compiled = compile_companies(listing.object, listing.properties, listing.catalog)
    return None if compiled is None else duckdb_sql(compiled, ANY_INSTANT)


@lru_cache(maxsize=_MOST_KEPT)
def _written_primaries(listing: _Listing) -> str:
    compiled = compile_primaries(listing.catalog)
    assert compiled is not None
    return duckdb_sql(compiled, ANY_INSTANT)
