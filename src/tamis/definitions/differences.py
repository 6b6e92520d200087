"""What differs between two versions of a definition, in words and not in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from tamis.definitions.difference import (
    Difference,
    change,
    changed,
    identity,
    is_reordered,
    is_same,
    say_condition,
)
from tamis.definitions.language import called, quoted, say, say_number
from tamis.definitions.matching import AnyRule, Pairs, left_over, likest, pair, pair_groups
from tamis.definitions.rule_differences import rule_differences, say_decay, worth
from tamis.definitions.rules import Group
from tamis.definitions.score import CATEGORIES, Population, Score, Tier
from tamis.definitions.segment import Segment
from tamis.definitions.wording import label_of

__all__ = ["Difference", "differences"]

_Placed = tuple[int, Group, AnyRule]
"""A rule with its group, and which group of the old score that is or was; -1 for a new one."""


def differences(old: Score | Segment, new: Score | Segment) -> list[Difference]:
    """Everything that differs, in the order of the definition; nothing for two that mean the same.

    A rule is followed to another group, and by what it says where its label was changed.
    """
    told = list(_differences(old, new))
    if not told and not is_same(old, new):
        return [Difference("changed", _name(old), say("written differently, with the same meaning"))]
    return told


def _differences(old: Score | Segment, new: Score | Segment) -> Iterator[Difference]:
    if isinstance(old, Score) and isinstance(new, Score):
        yield from changed(_name(old), chain(_head_changes(old, new), _bound_changes(old, new)))
        yield from _population_differences(old.population, new.population)
        yield from _group_differences(old, new)
        yield from _threshold_differences(old, new)
    elif isinstance(old, Segment) and isinstance(new, Segment):
        yield from changed(_name(old), chain(_head_changes(old, new), _member_changes(old, new)))
    else:
        yield Difference("changed", _name(old), say(f"a {old.noun} becomes a {new.noun}"))


def _name(definition: Score | Segment) -> str:
    return say(f"{definition.noun.capitalize()} {{name}}", name=definition.label or definition.key)


def _head_changes(old: Score | Segment, new: Score | Segment) -> Iterator[str]:
    yield from change("key", old.key, new.key)
    yield from change("label", old.label, new.label, quoted)
    yield from change("description", old.description, new.description, quoted)
    yield from change("object", old.object, new.object)


def _bound_changes(old: Score | Group, new: Score | Group) -> Iterator[str]:
    yield from change("limit", old.limit, new.limit, say_number)
    yield from change("floor", old.floor, new.floor, say_number)


def _member_changes(old: Segment, new: Segment) -> Iterator[str]:
    if old.when is None and new.when is not None:
        yield say("a list of members becomes the condition {condition}", condition=say_condition(new.when))
    elif old.when is not None and new.when is None:
        yield say("the condition {condition} becomes a list of members", condition=say_condition(old.when))
    else:
        yield from change("condition", old.when, new.when, say_condition)


def _population_differences(old: Population | None, new: Population | None) -> Iterator[Difference]:
    for side, word in (("include", "included"), ("exclude", "excluded")):
        before, after = (tuple(getattr(population, side, None) or ()) for population in (old, new))
        gone = [key for key in dict.fromkeys(before) if key not in after]
        come = [key for key in dict.fromkeys(after) if key not in before]
        told = [say(f"segment {{key}} is {word} no longer", key=called(key)) for key in gone]
        told += [say(f"segment {{key}} is {word} now", key=called(key)) for key in come]
        if before != after and not told:
            told = [say(f"the segments that are {word} stand in another order")]
        yield from changed(say("Population"), iter(told))


def _group_differences(old: Score, new: Score) -> Iterator[Difference]:
    groups = pair_groups(old.groups, new.groups)
    gone, come = left_over(old.groups, new.groups, groups)
    yield from (Difference("removed", _group_name(old.groups[at]), _group_outline(old.groups[at])) for at in gone)
    yield from (Difference("added", _group_name(new.groups[at]), _group_outline(new.groups[at])) for at in come)
    for before, after in sorted(groups):
        yield from changed(_group_name(old.groups[before]), _group_changes(old.groups[before], new.groups[after]))
    if is_reordered(groups):
        yield Difference("changed", _name(old), say("groups in another order"))
    origin = {after: before for before, after in groups}
    yield from _all_rule_differences(
        [(at, group, rule) for at, group in enumerate(old.groups) for rule in group.rules],
        [(origin.get(at, -1), group, rule) for at, group in enumerate(new.groups) for rule in group.rules],
    )


def _group_name(group: Group) -> str:
    return say("Group {name}", name=group.label or group.key)


def _group_outline(group: Group) -> str:
    bounds = {"limit": group.limit, "floor": group.floor}
    told = [f"{say(word)} {say_number(bound)}" for word, bound in bounds.items() if bound is not None]
    decay = [f"{say('decay')} {say_decay(group.decay)}"] if group.decay is not None else []
    return ", ".join([say(group.category), *told, *decay])


def _group_changes(old: Group, new: Group) -> Iterator[str]:
    yield from change("key", old.key, new.key)
    yield from change("label", old.label, new.label, quoted)
    yield from change("description", old.description, new.description, quoted)
    yield from change("category", old.category, new.category, say)
    yield from _bound_changes(old, new)
    yield from change("decay", old.decay, new.decay, say_decay)


def _all_rule_differences(old: Sequence[_Placed], new: Sequence[_Placed]) -> Iterator[Difference]:
    """Of all groups together, for a rule may have been moved."""
    pairs = _pair_rules(old, new)
    gone, come = left_over(old, new, pairs)
    yield from (Difference("removed", _rule_name(old[at]), worth(old[at][2])) for at in gone)
    for one, other in sorted(pairs):
        before, after = old[one], new[other]
        if before[0] != after[0]:
            yield Difference("moved", _rule_name(before), say("to group {name}", name=after[1].label or after[1].key))
        yield from rule_differences(_rule_name(before), before[1:], after[1:])
    yield from (Difference("added", _rule_name(new[at]), worth(new[at][2])) for at in come)
    for place in sorted({placed[0] for placed in old}):
        stayed = [(one, other) for one, other in pairs if old[one][0] == new[other][0] == place]
        if is_reordered(stayed):
            group = next(group for at, group, _ in old if at == place)
            yield Difference("changed", _group_name(group), say("rules in another order"))


def _pair_rules(old: Sequence[_Placed], new: Sequence[_Placed]) -> Pairs:
    """The same rule in the same group, then its name there; then both elsewhere; then what says nearly the same."""
    pairs = pair(
        old,
        new,
        lambda placed: (placed[0], identity(placed[2])),
        lambda placed: (placed[0], type(placed[2]), label_of(placed[2])),
        lambda placed: identity(placed[2]),
        lambda placed: (type(placed[2]), label_of(placed[2])),
    )
    return pairs + likest([rule for _, _, rule in old], [rule for _, _, rule in new], pairs)


def _rule_name(placed: _Placed) -> str:
    return say("Rule {name}", name=label_of(placed[2]))


def _threshold_differences(old: Score, new: Score) -> Iterator[Difference]:
    names = {
        category: {tier.tier for score in (old, new) for tier in _tiers(score, category)} for category in CATEGORIES
    }
    # A tier is told with its category only where the other has one of that name.
    shared = set.intersection(*names.values())
    for category in CATEGORIES:
        yield from _tier_differences(_tiers(old, category), _tiers(new, category), category, shared)


def _tier_differences(
    old: Sequence[Tier], new: Sequence[Tier], category: str, shared: set[str]
) -> Iterator[Difference]:
    def name(tier: Tier) -> str:
        told = "Tier {tier} of {category}" if tier.tier in shared else "Tier {tier}"
        return say(told, tier=tier.tier, category=say(category))

    pairs = pair(old, new, lambda tier: tier.tier, lambda tier: (tier.from_,))
    gone, come = left_over(old, new, pairs)
    yield from (Difference("removed", name(old[at]), _reach(old[at])) for at in gone)
    yield from (Difference("added", name(new[at]), _reach(new[at])) for at in come)
    for before, after in ((old[one], new[other]) for one, other in sorted(pairs)):
        yield from changed(name(before), _tier_changes(before, after))


def _tier_changes(old: Tier, new: Tier) -> Iterator[str]:
    yield from change("name", old.tier, new.tier)
    if old.from_ is not None and new.from_ is not None:
        yield from change("from", old.from_, new.from_, say_number)
    elif old.from_ != new.from_:
        yield say("{was} becomes {becomes}", was=_reach(old), becomes=_reach(new))
    yield from change("color", old.color, new.color)


def _tiers(score: Score, category: str) -> Sequence[Tier]:
    return next((tiers for name, tiers in score.thresholds.items() if name == category), ())


def _reach(tier: Tier) -> str:
    return say("all the rest") if tier.from_ is None else say("from {points}", points=say_number(tier.from_))
