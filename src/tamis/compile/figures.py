"""The figures of slots as columns: one for each sum that rules and conditions asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from tamis.compile.expressions import Emit, added, number, steady

#: A column by its name, and the terms whose sum it is: of each slot, its figures as a value.
Figure = tuple[str, Sequence[tuple[int, Emit]]]


def figures_by(figures: ir.Table, asked: Mapping[object, Figure], *keys: str) -> ir.Table:
    """One row a key, and a column for each figure asked for."""
    figures, places = _as_points(figures, [terms for _, terms in asked.values()], keys)
    sums = {name: _summed(place, figures) for (name, _), place in zip(asked.values(), places, strict=True)}
    return figures.group_by(*keys).aggregate(**sums)


def _as_points(
    figures: ir.Table, sums: Sequence[Sequence[tuple[int, Emit]]], keys: Sequence[str]
) -> tuple[ir.Table, list[list[tuple[int, str]]]]:
    """The figures with their values in as few columns as can be (one, unless a slot is read in several ways), and for
    each sum where its terms are: slot and column."""
    layers: list[dict[int, Emit]] = []
    places: list[list[tuple[int, str]]] = []
    for terms in sums:
        places.append([])
        for slot, value in terms:
            layer = next((i for i, taken in enumerate(layers) if slot not in taken), len(layers))
            layers += [{}] if layer == len(layers) else []
            layers[layer][slot] = value
            places[-1].append((slot, f"points_{layer}"))
    values = {
        f"points_{i}": figures.slot.cases(*((slot, value(figures)) for slot, value in layer.items()), else_=number(0))
        for i, layer in enumerate(layers)
    }
    figures = figures.select(*keys, "slot", **values)
    return figures.mutate(**{name: steady(figures[name]) for name in values}), places


def _summed(places: Sequence[tuple[int, str]], figures: ir.Table) -> ir.Value:
    by_column: dict[str, list[int]] = {}
    for slot, column in places:
        by_column.setdefault(column, []).append(slot)
    parts = [ibis.ifelse(figures.slot.isin(slots), figures[column], number(0)) for column, slots in by_column.items()]
    return added(parts).sum()
