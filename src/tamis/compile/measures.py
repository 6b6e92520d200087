"""Every figure that rules and conditions need of the events, gathered in one pass.

Rules are rows: each way an event can count is evaluated once a *signature* (a distinct combination of type, machine
flag and the property values that definitions look at) into a small table, to which the events are joined. The query
over the events does not grow with the number of rules; one `SUM(CASE …)` a rule costs several times as much.
A *slot* is one figure a contact: rules that only add share a slot, counted and bounded rules have their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import ibis
import ibis.expr.types as ir

from tamis.compile.catalog import Catalog, EventProperty
from tamis.compile.expressions import all_of, any_of, stacked, whole
from tamis.compile.moment import EARLIEST, Moment
from tamis.compile.properties import property_holds
from tamis.compile.tables import Tables
from tamis.definitions import All, Any_, Condition, None_, PropertyCondition

_FITS = 2**62


@dataclass(frozen=True)
class Match:
    """One way an event counts: its types, its own conditions, when it happened, and what it adds.

    `first` and `last` are inclusive microseconds; `amount` is in the slot's unit (scaled points, or 1 for a count).
    A fading amount is also added up multiplied by its elapsed time: in microseconds, or in whole `step`s of so many.
    """

    events: tuple[str, ...]
    where: tuple[Condition, ...]
    machine: bool
    first: int
    last: int
    amount: int = 1
    fades: bool = False
    step: int | None = None


class Measures:
    """The slots asked for so far; `figures` gives them all, one row for each contact and slot that has any."""

    def __init__(self, catalog: Catalog, tables: Tables, moment: Moment) -> None:
        self._catalog = catalog
        self._tables = tables
        self._moment = moment
        self._slots: dict[tuple[tuple[Match, ...], object], int] = {}
        self._newest = False

    def slot(self, *matches: Match, newest: bool = False, apart: object = None) -> int:
        """The number of the slot that adds up these matches; equal matches share one, unless kept `apart`."""
        self._newest = self._newest or newest
        return self._slots.setdefault((matches, apart), len(self._slots))

    @property
    def count(self) -> int:
        """How many slots were asked for."""
        return len(self._slots)

    @cached_property
    def matched(self) -> ir.Table:
        """One row for each event and way it counts: `contact`, `occurred_at`, `signature`, `slot`, `part`, `amount`
        and, if anything fades, `faded`.

        Most rules look at the last weeks only, so older events are joined to the few that look further back, and
        storage sorted by time is read no further than it must be. No event is read twice.
        """
        eternal = [each for each in self._matches if each[2].first <= EARLIEST]
        recent = min((match.first for _, _, match in self._matches if match.first > EARLIEST), default=None)
        if recent is None:
            return self._joined(self._seen(), self._matches)
        newer = self._joined(self._seen(since=recent), self._matches)
        return stacked([newer, self._joined(self._seen(until=recent), eternal)]) if eternal else newer

    def _seen(self, *, since: int | None = None, until: int | None = None) -> ir.Table:
        """The events not later than the moment, from `since` on, before `until`."""
        # Filters of a table itself, not of a part that two readers share: that one would be kept in memory first.
        events = self._tables.events
        tests = [events.occurred_at <= whole(self._moment.as_of)]
        if since is not None:
            tests.append(events.occurred_at >= whole(since))
        if until is not None:
            tests.append(events.occurred_at < whole(until))
        return events.filter(all_of(tests))

    def _joined(self, events: ir.Table, matches: Sequence[tuple[int, int, Match]]) -> ir.Table:
        rows = stacked([self._worth(*each) for each in matches])
        inside = [events.signature == rows.key, events.occurred_at >= rows.first_instant]
        if self._ends:
            inside.append(events.occurred_at <= rows.last_instant)
        joined = events.inner_join(rows, inside)
        if self._inline:
            joined = self._decided_inline(joined)
        columns = ["contact", "occurred_at", "signature", "slot", "part", "amount"]
        return joined.select(*columns, **({"faded": self._faded(joined)} if self._fades else {}))

    @cached_property
    def figures(self) -> ir.Table:
        """`contact`, `slot`, `amount` (sum) and, where any slot needs them, `faded` (sum of amount × elapsed) and
        `newest` (latest instant, microseconds)."""
        matched = self.matched
        # Whole numbers, so a sum of floats is exact as far as 2**53; integers would be summed in 128 bits.
        sums = {"amount": matched.amount.cast("float64").sum()}
        if self._fades:
            sums["faded"] = matched.faded.sum()
        if self._newest:
            sums["newest"] = matched.occurred_at.max()
        # One key instead of two: a fifth less time in the largest aggregate of all.
        key = matched.contact.cast("int64") * self.count + matched.slot
        summed = matched.group_by(key=key).aggregate(**sums)
        slot = summed.key % self.count
        contact = ((summed.key - slot) / self.count).cast("int32")
        return summed.select(*sums, contact=contact, slot=slot)

    # -- what each signature is worth -------------------------------------------------------------------------------

    @cached_property
    def _matches(self) -> list[tuple[int, int, Match]]:
        slots = self._slots.items()
        return [(slot, part, match) for (matches, _), slot in slots for part, match in enumerate(matches)]

    def _worth(self, slot: int, part: int, match: Match) -> ir.Table:
        signatures = self._tables.signatures
        tests = [signatures.type.isin(match.events)]
        if not match.machine:
            tests.append(~signatures.machine)
        if match not in self._inline:
            tests += [self._holds(condition, match, signatures) for condition in match.where]
        columns: dict[str, ir.Value] = {
            "key": signatures.signature,
            "slot": ibis.literal(slot, "int32"),
            "part": ibis.literal(part, "int32"),
            "amount": whole(match.amount),
            "first_instant": whole(match.first),
        }
        if self._ends:
            columns["last_instant"] = whole(match.last)
        if self._fades:
            columns["fading"] = whole(match.amount if match.fades else 0)
        if self._steps:
            columns["step"] = whole(match.step or 1)
        if self._inline:
            columns["test"] = ibis.literal(self._inline.index(match) if match in self._inline else -1, "int32")
        return signatures.filter(all_of(tests)).select(**columns)

    @cached_property
    def _fades(self) -> bool:
        return any(match.fades for _, _, match in self._matches)

    @cached_property
    def _ends(self) -> bool:
        return any(match.last < self._moment.as_of for _, _, match in self._matches)

    @cached_property
    def _steps(self) -> bool:
        return any(match.step for _, _, match in self._matches)

    def _faded(self, joined: ir.Table) -> ir.Value:
        """Amount times elapsed time. In whole numbers, so exact in any order, unless 64 bits could overflow."""
        elapsed = whole(self._moment.as_of) - joined.occurred_at
        if self._steps:
            # The remainder first: a quotient of floats would round up just below a step.
            steps = ((elapsed - elapsed % joined.step) / joined.step).cast("int64")
            elapsed = ibis.ifelse(joined.step > 1, steps, elapsed)
        if self._overflows:
            return joined.fading.cast("float64") * elapsed.cast("float64")
        return joined.fading * elapsed

    @cached_property
    def _overflows(self) -> bool:
        fading = (match for _, _, match in self._matches if match.fades)
        return any(abs(match.amount) * (self._moment.as_of - match.first + 1) >= _FITS for match in fading)

    # -- conditions on the event's own properties -------------------------------------------------------------------

    @cached_property
    def _inline(self) -> list[Match]:
        """Matches that look at properties with too many values for the signatures: decided event by event."""
        return list(dict.fromkeys(m for _, _, m in self._matches if any(self._is_inline(c, m) for c in m.where)))

    def _decided_inline(self, joined: ir.Table) -> ir.Table:
        """The joined rows whose event meets its match's conditions; those without such conditions stay."""
        wide = joined
        if any(not self._is_wholly_inline(condition, match) for match in self._inline for condition in match.where):
            signatures = self._tables.signatures.drop("type", "machine").rename(known="signature")
            wide = joined.left_join(signatures, joined.signature == signatures.known)
        branches = [
            (wide.test == index, all_of([self._holds(condition, match, wide) for condition in match.where]))
            for index, match in enumerate(self._inline)
        ]
        return wide.filter(ibis.cases(*branches, else_=True))

    def _holds(self, condition: Condition, match: Match, table: ir.Table) -> ir.BooleanValue:
        if isinstance(condition, PropertyCondition):
            shape = self._shape(condition, match)
            assert shape.type is not None
            return property_holds(
                table[shape.column],
                shape.type,
                condition.operator,
                condition.value,
                matches_unknown=condition.matches_unknown,
                moment=self._moment,
            )
        assert isinstance(condition, All | Any_ | None_)
        parts = [self._holds(part, match, table) for part in condition.conditions]
        if isinstance(condition, All):
            return all_of(parts)
        return any_of(parts) if isinstance(condition, Any_) else ~any_of(parts)

    def _shape(self, condition: PropertyCondition, match: Match) -> EventProperty:
        return self._catalog.events[match.events[0]][condition.property]

    def _is_inline(self, condition: Condition, match: Match) -> bool:
        if isinstance(condition, PropertyCondition):
            return self._shape(condition, match).inline
        assert isinstance(condition, All | Any_ | None_)
        return any(self._is_inline(part, match) for part in condition.conditions)

    def _is_wholly_inline(self, condition: Condition, match: Match) -> bool:
        if isinstance(condition, PropertyCondition):
            return self._shape(condition, match).inline
        assert isinstance(condition, All | Any_ | None_)
        return all(self._is_wholly_inline(part, match) for part in condition.conditions)
