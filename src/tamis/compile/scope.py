"""What one compilation shares: the shapes, the definitions of the call, and the figures gathered so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from tamis.compile.catalog import Catalog
from tamis.compile.measures import Measures
from tamis.compile.records import Records
from tamis.compile.tables import Tables
from tamis.definitions import Score, Segment


@dataclass(frozen=True)
class Scope:
    """Everything that planning may ask for. `detailed` keeps every rule apart, so that each can be shown. `is_kept`:
    conditions on scores look at the values that are kept of them, which is how one filters a list of values."""

    catalog: Catalog
    tables: Tables
    records: Records
    measures: Measures
    scores: Mapping[str, Score]
    segments: Mapping[str, Segment]
    detailed: bool = False
    is_kept: bool = False


def new_scope(
    scores: Mapping[str, Score],
    segments: Mapping[str, Segment],
    catalog: Catalog,
    *,
    detailed: bool = False,
    is_kept: bool = False,
) -> Scope:
    """A scope with nothing asked for yet."""
    tables = Tables(catalog)
    records = Records(catalog, tables)
    return Scope(
        catalog=catalog,
        tables=tables,
        records=records,
        measures=Measures(catalog, tables, records),
        scores=scores,
        segments=segments,
        detailed=detailed,
        is_kept=is_kept,
    )
