"""What each signature is worth: the rules as rows of a small table, evaluated once a distinct kind of event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import ibis
import ibis.expr.types as ir

from tamis.compile.as_of import AS_OF
from tamis.compile.catalog import Catalog, EventProperty
from tamis.compile.expressions import all_of, any_of, stacked, whole
from tamis.compile.match import Match
from tamis.compile.moment import EARLIEST, LATEST
from tamis.compile.properties import property_holds
from tamis.compile.tables import Tables
from tamis.definitions import All, Any_, Condition, None_, PropertyCondition


class Worth:
    """The matches of all slots as rows: `rows` for the signatures, `decided` for what only single events can tell."""

    def __init__(self, matches: Sequence[Match], catalog: Catalog, tables: Tables) -> None:
        self._matches, self._catalog, self._tables = matches, catalog, tables

    @cached_property
    def fades(self) -> bool:
        """Whether any match loses points with time."""
        return any(match.fades for match in self._matches)

    @cached_property
    def ends(self) -> bool:
        """Whether any match looks at a window that has an end."""
        return any(match.span.until is not None for match in self._matches)

    @cached_property
    def steps(self) -> bool:
        """Whether any match fades in whole steps."""
        return any(match.step for match in self._matches)

    @cached_property
    def forgets(self) -> bool:
        """Whether any match ignores events up to an engagement reset of the contact itself."""
        return any(match.forgets == "contact" for match in self._matches)

    def rows(self, matches: Sequence[Match]) -> ir.Table:
        """One row for each signature and match that it meets: `key` (the signature), `slot`, `part`, `amount`,
        `first_instant`, and where some match asks for it `last_instant`, `fading`, `step`, `test` and
        `kept` (0 where events up to a reset do not count, else later than any instant)."""
        met = stacked([self._met(layer) for layer in _layers(matches)])

        def of_match(value: Callable[[Match], int]) -> ir.Value:
            values = [value(match) for match in matches]
            if len(set(values)) == 1:
                return whole(values[0])
            return met.match.cases(*((number, whole(value)) for number, value in enumerate(values)), else_=whole(0))

        columns = {
            "slot": of_match(lambda match: match.slot),
            "part": of_match(lambda match: match.part),
            "amount": of_match(lambda match: match.amount),
            "first_instant": self._first(of_match),
        }
        if self.ends:
            columns["last_instant"] = of_match(lambda match: LATEST if match.span.until is None else match.span.until)
        if self.fades:
            columns["fading"] = of_match(lambda match: match.amount if match.fades else 0)
        if self.steps:
            columns["step"] = of_match(lambda match: match.step or 1)
        if self.forgets:
            columns["kept"] = of_match(lambda match: 0 if match.forgets == "contact" else LATEST)
        if self._inline:
            columns["test"] = of_match(lambda match: self._inline.get(match, -1))
        return met.select("key", **columns)

    def decided(self, joined: ir.Table) -> ir.Table:
        """The joined rows whose event meets the conditions on properties that are kept event by event."""
        if not self._inline:
            return joined
        if any(not self._is_kept(condition, match, all) for match in self._inline for condition in match.where):
            signatures = self._tables.signatures.drop("type", "machine").rename(known="signature")
            joined = joined.left_join(signatures, joined.signature == signatures.known)
        branches = [
            (joined.test == test, all_of([self._holds(condition, match, joined) for condition in match.where]))
            for match, test in self._inline.items()
        ]
        return joined.filter(ibis.cases(*branches, else_=True))

    def _first(self, of_match: Callable[[Callable[[Match], int]], ir.Value]) -> ir.Value:
        """The first microsecond at which an event counts for a match."""
        first = AS_OF - of_match(lambda match: LATEST if match.span.age is None else match.span.age)
        if all(match.span.since is None for match in self._matches):
            return first
        return ibis.greatest(first, of_match(lambda match: EARLIEST if match.span.since is None else match.span.since))

    def _met(self, layer: Mapping[int, Match]) -> ir.Table:
        """The signatures that meet a match of a layer, and which: `key`, `match`."""
        signatures = self._tables.signatures
        tests = {number: self._test(match) for number, match in layer.items()}
        if len(tests) == 1:
            [(number, test)] = tests.items()
            return signatures.filter(test).select(key="signature", match=ibis.literal(number, "int32"))
        found = ibis.cases(*((test, ibis.literal(number, "int32")) for number, test in tests.items()))
        met = signatures.select(key="signature", match=found)
        return met.filter(met.match.notnull())

    def _test(self, match: Match) -> ir.BooleanValue:
        signatures = self._tables.signatures
        tests = [signatures.type.isin(match.events)]
        if not match.machine:
            tests.append(~signatures.machine)
        if match not in self._inline:
            tests += [self._holds(condition, match, signatures) for condition in match.where]
        return all_of(tests)

    @cached_property
    def _inline(self) -> dict[Match, int]:
        """Matches that look at properties with too many values for the signatures, numbered."""
        inline = [m for m in self._matches if any(self._is_kept(condition, m, any) for condition in m.where)]
        return {match: test for test, match in enumerate(dict.fromkeys(inline))}

    def _holds(self, condition: Condition, match: Match, table: ir.Table) -> ir.BooleanValue:
        if isinstance(condition, PropertyCondition):
            shape = self._shape(condition, match)
            return property_holds(table[shape.column], shape.type, condition, time_zone=self._catalog.time_zone)
        assert isinstance(condition, All | Any_ | None_)
        parts = [self._holds(part, match, table) for part in condition.conditions]
        if isinstance(condition, All):
            return all_of(parts)
        return any_of(parts) if isinstance(condition, Any_) else ~any_of(parts)

    def _shape(self, condition: PropertyCondition, match: Match) -> EventProperty:
        return self._catalog.events[match.events[0]][condition.property]

    def _is_kept(self, condition: Condition, match: Match, quantifier: Callable[[list[bool]], bool]) -> bool:
        """Whether any (or all) of the properties that a condition looks at are kept event by event."""
        if isinstance(condition, PropertyCondition):
            return self._shape(condition, match).inline
        assert isinstance(condition, All | Any_ | None_)
        return quantifier([self._is_kept(part, match, quantifier) for part in condition.conditions])


def _layers(matches: Sequence[Match]) -> list[dict[int, Match]]:
    """The matches by number, in as few layers as there are matches of one event type: within a layer no event meets
    two, so that one pass over the signatures, and a third less SQL, tells which it meets."""
    layers: list[dict[int, Match]] = []
    taken: list[set[str]] = []
    for number, match in enumerate(matches):
        place = next((i for i, types in enumerate(taken) if types.isdisjoint(match.events)), len(layers))
        if place == len(layers):
            layers.append({})
            taken.append(set())
        layers[place][number] = match
        taken[place].update(match.events)
    return layers
