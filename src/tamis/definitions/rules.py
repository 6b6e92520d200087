"""Rules: what a record is, or what happened, and the points it is worth (scoring.md, "Rules")."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from tamis.definitions.comparisons import PropertyCondition
from tamis.definitions.conditions import JOINS, Associated, Condition, EventCondition, InSegment, Machine, Times, only
from tamis.definitions.decay import Decay, OptionalDecay
from tamis.definitions.grammar import Mistake, Model, Reading
from tamis.definitions.values import Bound, Filled, Key, OneOrMany, Points, Text, Truth
from tamis.definitions.windows import Window

RULE_CONDITIONS = (*JOINS, InSegment, Associated, EventCondition, PropertyCondition)
"""What `when` of rules and cases takes."""
CONTACT_CONDITIONS = (*JOINS, InSegment, Associated, PropertyCondition)
"""What `contacts: {where: …}` takes."""

Combine = Literal["max", "sum", "min", "average"]


def crossed_bounds(part: Model, limit: float | None, floor: float | None) -> Iterator[Mistake]:
    """A mistake if the floor lies above the limit, at the one that is written."""
    if limit is not None and floor is not None and floor > limit:
        message = f"the floor {floor:.15g} is above the limit {limit:.15g}"
        at = "floor" if "floor" in part.model_fields_set else "limit"
        yield Mistake("crossed-bounds", message, "lower the floor (null for none) or raise the limit", (at,))


class Case(Model):
    """One of the things a record may be, and its points."""

    noun = "case"
    label: Text | None = Field(default=None, description="A name for people.")
    when: Condition = Field(description="Holds of the record (with of, of the associated record).")
    points: Points = Field(description="Points earned if it holds.")

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from only(self.when, RULE_CONDITIONS, "when")


class EventCase(Model):
    """One of the things an event may be, and its points."""

    noun = "case"
    label: Text | None = Field(default=None, description="A name for people.")
    where: Condition = Field(description="Holds of the event's own properties.")
    points: Points = Field(description="Points for each event that meets it.")

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from only(self.where, (*JOINS, PropertyCondition), "where")


class CountRange(Times):
    """Points awarded once if the count lies in the range, both ends included; without a `to`, it has no end."""

    noun = "range"
    points: Points = Field(description="Points awarded once.")


class Contacts(Model):
    """Which associated contacts earn points for a company, a deal or a custom record."""

    noun = "choice of contacts"
    association: Text | None = Field(default=None, description="any, or an association label.")
    where: Condition | None = Field(default=None, description="Holds of the contact.")

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        if self.where is None and self.association is None:
            yield Mistake("empty-value", '"contacts" narrows nothing', "give it association or where")
        yield from only(self.where, CONTACT_CONDITIONS, "where")


class Rule(Model):
    """What every rule may carry."""

    noun = "rule"
    worth: ClassVar[tuple[str, ...]]
    label: Text | None = Field(default=None, description="A name for people; told among the reasons of a score.")
    enabled: Truth = Field(default=True, description="false: the rule gives 0.")
    when: Condition | None = Field(default=None, description="Holds of the record, or the rule gives 0.")
    limit: Bound = Field(default=None, description="The most points of this rule; null for no bound.")
    floor: Bound = Field(default=None, description="The least points of this rule; null for no bound.")

    @classmethod
    def clashes(cls, keys: frozenset[str]) -> Iterator[Mistake]:
        present = [key for key in cls.worth if key in keys]
        if len(present) > 1:
            message = f'"{present[0]}" and "{present[1]}" stand in one rule, which takes one of {", ".join(cls.worth)}'
            yield Mistake("two-worths", message, "write two rules", (present[1],), on_key=True)
        if not present:
            yield Mistake("missing-points", "the rule says no points", f"add {' or '.join(cls.worth)}")

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from crossed_bounds(self, self.limit, self.floor)
        yield from only(self.when, RULE_CONDITIONS, "when")


class RecordRule(Rule):
    """Points for what a record is."""

    worth = ("points", "cases")
    points: Points | None = Field(default=None, description="Points earned if when holds.")
    cases: Annotated[tuple[Case, ...] | None, Filled()] = Field(
        default=None, description="Every case that holds adds its points."
    )
    of: Key | None = Field(default=None, description="Turns to the associated records of this object.")
    association: Text | None = Field(default=None, description="primary, any, or an association label.")
    combine: Combine = Field(default="max", description="How the points of several associated records are joined.")

    @classmethod
    def stray(cls, key: str) -> Mistake:
        if key in ("where", "within", "times", "machine", "contacts", "decay"):
            message = f'"{key}" stands in a rule without "event"'
            return Mistake("unknown-key", message, "only event rules have it", (key,), on_key=True)
        return super().stray(key)

    @classmethod
    def clashes(cls, keys: frozenset[str]) -> Iterator[Mistake]:
        yield from super().clashes(keys)
        if "points" in keys and "when" not in keys and "cases" not in keys:
            yield Mistake("missing-key", 'the rule has points and no "when"', "say when they are earned")
        for key in ("association", "combine"):
            if key in keys and "of" not in keys:
                message = f'"{key}" stands in a rule without "of"'
                yield Mistake("misplaced-key", message, "add of: OBJECT, or take it out", (key,), on_key=True)


class EventRule(Rule):
    """Points for what happened."""

    worth = ("points", "cases", "times")
    event: OneOrMany = Field(description="An event type, or a list of them.")
    where: Condition | None = Field(default=None, description="Holds of the event's own properties.")
    within: Window | None = Field(default=None, description="When it has to have happened.")
    points: Points | None = Field(default=None, description="Points for each matching event.")
    cases: Annotated[tuple[EventCase, ...] | None, Filled()] = Field(
        default=None, description="Each event adds the points of every case it meets."
    )
    times: Annotated[tuple[CountRange, ...] | None, Filled()] = Field(
        default=None, description="Points awarded once, by the count of matching events."
    )
    machine: Machine = Field(default=False, description="Whether events made by machines count.")
    decay: OptionalDecay = Field(default=None, description="Overrides the group's decay; none for no decay.")
    contacts: Contacts | None = Field(default=None, description="Narrows the contacts of a company or deal.")
    combine: Combine | None = Field(default=None, description="How the contacts' points are joined; by default sum.")

    @classmethod
    def stray(cls, key: str) -> Mistake:
        if key in ("of", "association"):
            message = f'"{key}" stands in an event rule'
            hint = "write when: {of: …} for a gate, or contacts: {…} to narrow the contacts"
            return Mistake("unknown-key", message, hint, (key,), on_key=True)
        return super().stray(key)

    def decay_in(self, group: Group) -> Decay | None:
        """The rule's own decay if it says any (`none` included), else its group's."""
        return self.decay if "decay" in self.model_fields_set else group.decay

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from super().contradictions(reading)
        yield from only(self.where, (*JOINS, PropertyCondition), "where")
        indexed = sorted(enumerate(self.times or ()), key=lambda item: item[1].from_)
        for (_, lower), (index, upper) in pairwise(indexed):
            if lower.to is None or upper.from_ <= lower.to:
                message = f"the ranges from {lower.from_} and from {upper.from_} overlap at {upper.from_}"
                hint = f"end the first with to: {upper.from_ - 1}" if upper.from_ > lower.from_ else "join the two"
                yield Mistake("overlapping-ranges", message, hint, ("times", index, "from"))


def _kind(value: Any) -> str:
    is_event = "event" in value if isinstance(value, dict) else isinstance(value, EventRule)
    return "<event>" if is_event else "<record>"


AnyRule = Annotated[
    Annotated[RecordRule, Tag("<record>")] | Annotated[EventRule, Tag("<event>")],
    Discriminator(_kind),
]


class Group(Model):
    """Rules whose points are bounded together and go to one category."""

    noun = "group"
    key: Key = Field(description="Unique in the score.")
    label: Text | None = Field(default=None, description="A name for people.")
    description: Text | None = Field(default=None, description="What the group is about.")
    category: Literal["fit", "engagement"] = Field(
        description="Where the points go: who the record is, or what it did."
    )
    limit: Bound = Field(default=None, description="The most points of this group; null for no bound.")
    floor: Bound = Field(default=None, description="The least points of this group; null for no bound.")
    decay: OptionalDecay = Field(default=None, description="How the points of its event rules fade.")
    rules: Annotated[tuple[AnyRule, ...], Filled()] = Field(description="What earns or costs points.")

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from crossed_bounds(self, self.limit, self.floor)
