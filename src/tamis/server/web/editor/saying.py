"""What is chosen of one part of a definition: another kind of condition, operator, window, count, decay, tiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tamis.definitions import PropertyType
from tamis.definitions.editing import beginnings, edits
from tamis.definitions.editing.places import JOIN_WORDS, inner_of, place_of, word_of
from tamis.definitions.editing.shapes import operators_of
from tamis.definitions.editing.tree import Values, put, value_at
from tamis.definitions.grammar import Path
from tamis.server.web.editor.clicks import Click, is_there
from tamis.server.web.editor.names import Names, Place
from tamis.server.web.editor.places import events_in, place_at
from tamis.server.web.editor.typed import NOTHING, value_of


def say_kind(values: Values, click: Click) -> Values:
    """Another kind of condition."""
    parent = click.path[:-1]
    known = _known_at(values, click, parent)
    return edits.say_condition(values, click.path, click.word, known)


def _known_at(values: Values, click: Click, parent: Path) -> beginnings.Known:
    place = place_at(values, click.path if place_of(click.path) in ("event", "contacts") else parent)
    return click.names.beginnings(place, today=click.today)


def say_inner(values: Values, click: Click) -> Values:
    """Another kind of condition for associated records; a join takes in what was asked so far."""
    condition = value_at(values, click.path)
    inner, known = inner_of(condition), click.known(values, click.path)
    if click.word in JOIN_WORDS:
        old = word_of(inner)
        return edits.say_inner(values, click.path, {click.word: inner[old] if old in JOIN_WORDS else [inner]})
    return edits.say_inner(values, click.path, beginnings.new_condition(click.word, known))


def say_operator(values: Values, click: Click) -> Values:
    """Another operator."""
    condition, place = value_at(values, click.path), place_at(values, click.path)
    kind = _type(condition, place, click.names)
    return edits.say_operator(values, click.path, click.word, kind, today=click.today)


def say_subject(values: Values, click: Click) -> Values:
    """Another property, score or tier to compare."""
    *path, last = click.path
    word = str(last)
    kind = _type({word: click.word}, place_at(values, tuple(path)), click.names)
    operators = tuple(each for each in operators_of(kind) if word != "tier" or each != "is_known")
    return edits.say_subject(values, tuple(path), word, click.word, kind, operators, today=click.today)


def _type(condition: Mapping[str, Any], place: Place, names: Names) -> PropertyType | None:
    if "score" in condition:
        return PropertyType.NUMBER
    return PropertyType.CHOICE if "tier" in condition else names.kind_of(place, str(condition.get("property", "")))


def say_window(values: Values, click: Click) -> Values:
    """Another kind of window; none where nothing is chosen."""
    if not click.word:
        return edits.remove(values, click.path) if is_there(values, click.path) else values
    year = int(click.today[:4])
    told = {"last": "30 days", "between": [f"{year}-01-01", f"{year + 1}-01-01"]}.get(click.word, click.today)
    return put(values, click.path, {click.word: told})


def say_or_event(values: Values, click: Click) -> Values:
    """One more event type."""
    types = [*events_in(value_at(values, click.path[:-1])), click.word]
    return put(values, click.path, list(dict.fromkeys(types))) if click.word else values


def say_count(values: Values, click: Click) -> Values:
    """How often an event has to have happened; at least once is not written."""
    path, last = click.path[:-1], click.path[-1]
    old = value_at(values, path[:-1]).get("times", {"from": 1})
    value = value_of("optional_number", click.typed)
    told: dict[str, Any] = {str(last): value}
    told = {**old, **told} if value is not NOTHING else {key: each for key, each in old.items() if key != last}
    told = {"from": 1, **told}
    if told == {"from": 1}:
        return edits.remove(values, path) if is_there(values, path) else values
    return put(values, path, told)


def say_often(values: Values, click: Click) -> Values:
    """At least once, which is not written; never; or so many times, which begins with twice."""
    told = {"never": {"from": 0, "to": 0}, "times": {"from": 2}}.get(click.word)
    if told is not None:
        return put(values, click.path, told)
    return edits.remove(values, click.path) if is_there(values, click.path) else values


def say_decay(values: Values, click: Click) -> Values:
    """Whether points fade; nothing is said where nothing is chosen."""
    if not click.word:
        return edits.remove(values, click.path) if is_there(values, click.path) else values
    return put(values, click.path, "none" if click.word == "none" else dict(beginnings.DECAY))


def say_contacts_association(values: Values, click: Click) -> Values:
    """Which of the associated contacts count."""
    *rule, _, _ = click.path
    at = (*rule, "contacts")
    contacts = value_at(values, at) if is_there(values, at) else {}
    told = {
        **({"association": click.word} if click.word else {}),
        **{k: v for k, v in contacts.items() if k == "where"},
    }
    if told:
        return put(values, at, told)
    return edits.remove(values, at) if is_there(values, at) else values


def say_tiers(values: Values, click: Click) -> Values:
    """Tiers for a category that has none."""
    groups = value_at(values, ("groups",))
    used = {group.get("category") for group in groups if isinstance(group, dict)}
    there = values.get("thresholds")
    told = beginnings.new_tiers(click.word, is_combined=len(used) > 1)
    return put(values, ("thresholds",), {**(there if isinstance(there, dict) else {}), click.word: told})
