"""A score: groups of rules, their bounds, who is scored, and the tiers (scoring.md, "A definition")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from tamis.definitions.grammar import Mistake, Model, Path, Reading, found, wrong
from tamis.definitions.placement import association_mistakes
from tamis.definitions.rules import EventRule, Group, RecordRule, crossed_bounds
from tamis.definitions.values import Bound, Filled, Key, Points, Text, Texts, read_key

CATEGORIES = ("fit", "engagement")
_TAKEN_ENDINGS = ("_fit", "_engagement", "_tier")


class Population(Model):
    """Who is scored: in at least one of `include`, and in none of `exclude`."""

    noun = "population"
    include: Texts | None = Field(default=None, description="Segments; a record is in at least one of them.")
    exclude: Texts | None = Field(default=None, description="Segments; a record is in none of them.")

    @classmethod
    def clashes(cls, keys: frozenset[str]) -> Iterator[Mistake]:
        if not keys & {"include", "exclude"}:
            yield Mistake("empty-value", '"population" names no segment', "give it include or exclude, or leave it out")


class Tier(Model):
    """The label of the values from its `from` on, up to the tier before it; the last, without, takes the rest."""

    noun = "tier"
    tier: Text = Field(description="The name of the tier.")
    from_: Points | None = Field(default=None, alias="from", description="The least value of the tier.")
    color: Text | None = Field(default=None, description="How it is drawn.")


def _categories(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise wrong("wrong-shape", f"wants a mapping of categories, not {found(value)}", "such as fit: […]")
    if not value:
        raise wrong("empty-value", "is an empty mapping", "give it a category, or leave the key out")
    return value


Tiers = Annotated[tuple[Tier, ...], Filled()]


def _score_key(value: Any) -> str:
    key = read_key(value)
    if key == "id":
        raise wrong("wrong-key", 'is "id", which is the name of the first column of every output')
    if ending := next((ending for ending in _TAKEN_ENDINGS if key.endswith(ending)), ""):
        raise wrong("wrong-key", f'is "{key}", and may not end in {ending}', "such names are columns that scores write")
    return key


class Score(Model):
    """Points for the records of one object."""

    noun = "score"
    key: Annotated[Key, BeforeValidator(_score_key)] = Field(description="Names the columns that the score writes.")
    label: Text | None = Field(default=None, description="A name for people.")
    description: Text | None = Field(default=None, description="What the score is for.")
    object: Key = Field(description="contact, company, deal, or a custom object type.")
    limit: Bound = Field(default=100.0, description="The most points of a category; null for no bound.")
    floor: Bound = Field(default=0.0, description="The least points of a category; null for no bound.")
    population: Population | None = Field(default=None, description="Who is scored; left out, every record.")
    groups: Annotated[tuple[Group, ...], Filled()] = Field(description="Rules, and the category they count for.")
    thresholds: Annotated[Mapping[Literal["fit", "engagement"], Tiers], BeforeValidator(_categories)] = Field(
        default={}, description="The tiers of each category, best first."
    )

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that have a group: fit before engagement."""
        used = {group.category for group in self.groups}
        return tuple(category for category in CATEGORIES if category in used)

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from crossed_bounds(self, self.limit, self.floor)
        yield from self._repeated_keys()
        for path, rule in self.rules():
            yield from _object_mistakes(rule, reading, reading.known(self.object), path)
        if "thresholds" in self.model_fields_set:
            yield from self._threshold_mistakes(reading)

    def rules(self) -> Iterator[tuple[Path, RecordRule | EventRule]]:
        """Every rule with its path."""
        for group_index, group in enumerate(self.groups):
            for rule_index, rule in enumerate(group.rules):
                yield ("groups", group_index, "rules", rule_index), rule

    def _repeated_keys(self) -> Iterator[Mistake]:
        first: dict[str, int] = {}
        for index, group in enumerate(self.groups):
            if first.setdefault(group.key, index) != index:
                message = f'the key "{group.key}" is that of group {first[group.key] + 1} too'
                yield Mistake("repeated-key", message, "give it another key", ("groups", index, "key"))

    def _threshold_mistakes(self, reading: Reading) -> Iterator[Mistake]:
        if not reading.lost_groups:
            lacking = () if reading.lost_tiers else set(self.categories) - set(self.thresholds)
            for category in sorted(lacking):
                message = f'"thresholds" has no tiers for {category}'
                yield Mistake("missing-thresholds", message, f"add {category}: […]", ("thresholds",))
            for category in sorted(set(self.thresholds) - set(self.categories)):
                message = f'"thresholds" has tiers for {category}, and the score has no such group'
                yield Mistake("misplaced-thresholds", message, "take them out", ("thresholds", category), on_key=True)
        for category, tiers in self.thresholds.items():
            yield from _tier_mistakes(tiers, ("thresholds", category))


def _tier_mistakes(tiers: tuple[Tier, ...], path: Path) -> Iterator[Mistake]:
    for index, tier in enumerate(tiers[:-1]):
        if tier.from_ is None:
            message = f'tier "{tier.tier}" has no "from", and is not the last'
            yield Mistake("missing-key", message, "only the last tier has none", (*path, index))
    if tiers and tiers[-1].from_ is not None:
        message = f'tier "{tiers[-1].tier}" is the last and has a "from"'
        yield Mistake(
            "misplaced-key", message, "take it out: all the rest is in the last tier", (*path, len(tiers) - 1, "from")
        )
    for (_, upper), (index, lower) in pairwise(enumerate(tiers)):
        if upper.from_ is not None and lower.from_ is not None and lower.from_ >= upper.from_:
            message = f'tier "{lower.tier}" from {lower.from_:g} does not lie below "{upper.tier}" from {upper.from_:g}'
            yield Mistake("rising-thresholds", message, "best tier first, from falling", (*path, index, "from"))


def _object_mistakes(rule: RecordRule | EventRule, reading: Reading, scored: str, path: Path) -> Iterator[Mistake]:
    """What depends on the object that is scored."""
    yield from association_mistakes(rule, reading, scored, path)
    if isinstance(rule, EventRule) and scored == "contact":
        for key in ("contacts", "combine"):
            if key in rule.model_fields_set:
                message = f'"{key}" stands in an event rule of a contact score'
                hint = "a contact earns by its own events: take it out"
                yield Mistake("misplaced-key", message, hint, (*path, key), on_key=True)
