"""Records as a list shows them: which ones meet a condition, what their properties are, and which company is theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis.expr.types as ir

from tamis.compile.catalog import Catalog
from tamis.compile.conditions import plan_segment
from tamis.compile.frame import Frame
from tamis.compile.records import PRIMARY
from tamis.compile.scope import new_scope
from tamis.definitions import Segment


def compile_listing(
    segment: str | None, object_type: str, properties: Sequence[str], segments: Mapping[str, Segment], catalog: Catalog
) -> ir.Table:
    """One row a record that was created by the instant and is in the segment, if one is given: `n`, `id`, and for the
    property at each place i, beginning with 0, `value_i`.

    Conditions on scores look at the values that are kept. The instant is a parameter (`AS_OF`).
    """
    frame = Frame(new_scope({}, segments, catalog, is_kept=True), object_type)
    holds = plan_segment(segment, frame) if segment is not None else None
    values = [frame.property(name) for name in properties]
    table = frame.table(with_id=True)
    chosen = table.filter(table.visible if holds is None else table.visible & holds(table))
    return chosen.select("n", "id", **{f"value_{i}": value(chosen) for i, value in enumerate(values)})


def compile_companies(object_type: str, properties: Sequence[str], catalog: Catalog) -> ir.Table | None:
    """One row a record that has a primary company: `from_n`, the company's `id`, and `value_i` as above; None where
    the data associates no companies with records of the object."""
    scope = new_scope({}, {}, catalog)
    pairs = scope.records.pairs(object_type, "company", PRIMARY)
    if pairs is None:
        return None
    companies = compile_listing(None, "company", properties, {}, catalog)
    joined = pairs.inner_join(companies, pairs.to_n == companies.n)
    return joined.select("from_n", "id", *(f"value_{i}" for i in range(len(properties))))


def compile_primaries(catalog: Catalog) -> ir.Table | None:
    """`from_n` and `to_n`: each contact that has a primary company, and that company; None where none is associated."""
    pairs = new_scope({}, {}, catalog).records.pairs("contact", "company", PRIMARY)
    return None if pairs is None else pairs.select("from_n", "to_n")
