"""What a click or a typed value does to a definition: each action of the form is one edit of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tamis.definitions import PropertyType
from tamis.definitions.editing import beginnings, edits
from tamis.definitions.editing.places import JOIN_WORDS, inner_of, place_of, word_of
from tamis.definitions.editing.shapes import Asked, operators_of, written
from tamis.definitions.editing.tree import NoSuchPlace, Values, has, put, value_at
from tamis.definitions.grammar import Path
from tamis.server.web.editor.names import Names, Place
from tamis.server.web.editor.places import events_in, place_at
from tamis.server.web.editor.typed import NOTHING, value_of


@dataclass
class Click:
    """One action: what, where, with which values. `opened`: which part of the form is open afterwards."""

    do: str
    path: Path
    kind: str
    typed: list[str]
    names: Names
    today: str
    opened: Path | None = field(default=None)

    @property
    def word(self) -> str:
        """The one value that was chosen or typed."""
        return self.typed[0] if self.typed else ""

    def known(self, values: Values, path: Path) -> beginnings.Known:
        """What new things begin with at a path."""
        return self.names.beginnings(place_at(values, path), today=self.today)


def act(values: Values, click: Click) -> Values:
    """The values after the action. Raises NoSuchPlace for what is not there, UsageError for what cannot be."""
    action = _ACTIONS.get(click.do)
    if action is None:
        raise NoSuchPlace(f'There is no action "{click.do}".')
    return action(values, click)


def _put(values: Values, click: Click) -> Values:
    value = value_of(click.kind, click.typed)
    if value is NOTHING:
        return edits.remove(values, click.path) if _is_there(values, click.path) else values
    return put(values, click.path, value)


def _append(values: Values, click: Click) -> Values:
    """One more text or number for a list; the blank one that a new list begins with goes."""
    told = written(click.typed, Asked(click.kind)) if click.kind in ("texts", "numbers") else click.typed
    told = [each for each in told if each != ""]
    if not told:
        return values
    parent, last = click.path[:-1], click.path[-1]
    if not _is_there(values, parent):
        return put(values, parent, {last: told})
    owner = value_at(values, parent)
    old = owner.get(last, []) if isinstance(owner, dict) else []
    listed = [each for each in (old if isinstance(old, list) else [old]) if each not in ("", *told)]
    blank = 0 if click.kind == "numbers" and listed == [0] and 0 not in told else None
    return put(values, click.path, [*(each for each in listed if each != blank or blank is None), *told])


def _remove(values: Values, click: Click) -> Values:
    owner = click.path[:-1]
    if owner[-1:] == ("event",):
        left = [each for at, each in enumerate(value_at(values, owner)) if at != click.path[-1]]
        return put(values, owner, left[0] if len(left) == 1 else left)
    return edits.remove(values, click.path)


def _add(values: Values, click: Click) -> Values:
    """One more item of a list: which kind of rule or condition, or of which category."""
    path = click.path
    item = _new_item(values, click)
    count = len(value_at(values, path)) if _is_there(values, path) else 0
    at = max(count - 1, 0) if path[:1] == ("thresholds",) else count
    if path == ("groups",) or path[-1:] == ("rules",):
        click.opened = (*path, at)
    return edits.insert(values, (*path, at), item)


def _new_item(values: Values, click: Click) -> Any:
    path, last = click.path, click.path[-1]
    if path[0] == "thresholds":
        return _new_tier(value_at(values, path))
    known = click.known(values, path[:-1] if last in JOIN_WORDS else path)
    if last == "groups":
        taken = [group.get("key") for group in value_at(values, path) if isinstance(group, dict)]
        name = "engagement" if click.word == "engagement" else "profile"
        return beginnings.new_group(beginnings.free_key(name, taken), click.word, known)
    if last == "rules":
        return beginnings.new_rule(click.word, known)
    if last == "times":
        return beginnings.new_range(value_at(values, path))
    if last == "cases":
        is_event = "event" in value_at(values, path[:-1])
        return beginnings.new_case(_of_rule(values, click, path[:-1]), on_event=is_event)
    return beginnings.new_condition(click.word or "property", known, on_event=place_of((*path, 0)) == "event")


def _of_rule(values: Values, click: Click, path: Path) -> beginnings.Known:
    """What a condition of a rule's case begins with: for its events, or the records that it looks at."""
    place, types = place_at(values, path), events_in(value_at(values, path))
    return click.names.beginnings(Place(place.object, types or None), today=click.today)


def _new_tier(tiers: list[Any]) -> dict[str, Any]:
    froms = [tier["from"] for tier in tiers if isinstance(tier, dict) and isinstance(tier.get("from"), int | float)]
    least = min(froms, default=100)
    return {"tier": f"Tier {len(tiers)}", "from": least / 2 if least > 1 else least - 1}


def _join(values: Values, click: Click) -> Values:
    """One more condition beside that at the path, or the first one."""
    path = click.path
    known = click.known(values, path)
    on_event = place_of(path) == "event"
    if on_event:
        known = _of_rule(values, click, path[:-1])
    if not _is_there(values, path[:-1]):
        values = put(values, path[:-1], {})
    item = beginnings.new_condition("property", known, on_event=on_event)
    return edits.join_with(values, path, item, click.word or "all")


def _shift(values: Values, click: Click, steps: int) -> Values:
    """Up or down; a rule at the end of its group goes into the next one."""
    *place, at = click.path
    to: Path = (*place, int(at) + steps)
    count = len(value_at(values, tuple(place)))
    if not 0 <= int(at) + steps < count:
        if place[-1] != "rules":
            return values
        group = int(place[1]) + steps
        if not _is_there(values, ("groups", group)) or count == 1:
            return values
        to = ("groups", group, "rules", 0 if steps > 0 else len(value_at(values, ("groups", group, "rules"))))
    click.opened = to if click.opened == click.path else click.opened
    return edits.move(values, click.path, to)


def _move(values: Values, click: Click) -> Values:
    """To the place that was dropped on."""
    from tamis.definitions.editing.tree import path_of

    to = path_of(click.word)
    click.opened = None
    return edits.move(values, click.path, to)


def _copy(values: Values, click: Click) -> Values:
    if click.opened == click.path:
        click.opened = (*click.path[:-1], int(click.path[-1]) + 1)
    return edits.copy(values, click.path)


def _kind(values: Values, click: Click) -> Values:
    parent = click.path[:-1]
    known = _known_at(values, click, parent)
    return edits.say_condition(values, click.path, click.word, known)


def _known_at(values: Values, click: Click, parent: Path) -> beginnings.Known:
    place = place_at(values, click.path if place_of(click.path) in ("event", "contacts") else parent)
    return click.names.beginnings(place, today=click.today)


def _inner(values: Values, click: Click) -> Values:
    """Another kind of condition for associated records; a join takes in what was asked so far."""
    condition = value_at(values, click.path)
    inner, known = inner_of(condition), click.known(values, click.path)
    if click.word in JOIN_WORDS:
        old = word_of(inner)
        return edits.say_inner(values, click.path, {click.word: inner[old] if old in JOIN_WORDS else [inner]})
    return edits.say_inner(values, click.path, beginnings.new_condition(click.word, known))


def _operator(values: Values, click: Click) -> Values:
    condition, place = value_at(values, click.path), place_at(values, click.path)
    kind = _type(condition, place, click.names)
    return edits.say_operator(values, click.path, click.word, kind, today=click.today)


def _subject(values: Values, click: Click) -> Values:
    *path, last = click.path
    word = str(last)
    kind = _type({word: click.word}, place_at(values, tuple(path)), click.names)
    operators = tuple(each for each in operators_of(kind) if word != "tier" or each != "is_known")
    return edits.say_subject(values, tuple(path), word, click.word, kind, operators, today=click.today)


def _type(condition: Mapping[str, Any], place: Place, names: Names) -> PropertyType | None:
    if "score" in condition:
        return PropertyType.NUMBER
    return PropertyType.CHOICE if "tier" in condition else names.kind_of(place, str(condition.get("property", "")))


def _window(values: Values, click: Click) -> Values:
    if not click.word:
        return edits.remove(values, click.path) if _is_there(values, click.path) else values
    year = int(click.today[:4])
    told = {"last": "30 days", "between": [f"{year}-01-01", f"{year + 1}-01-01"]}.get(click.word, click.today)
    return put(values, click.path, {click.word: told})


def _or_event(values: Values, click: Click) -> Values:
    types = [*events_in(value_at(values, click.path[:-1])), click.word]
    return put(values, click.path, list(dict.fromkeys(types))) if click.word else values


def _count(values: Values, click: Click) -> Values:
    """How often an event has to have happened; at least once is not written."""
    path, last = click.path[:-1], click.path[-1]
    old = value_at(values, path[:-1]).get("times", {"from": 1})
    value = value_of("optional_number", click.typed)
    told: dict[str, Any] = {str(last): value}
    told = {**old, **told} if value is not NOTHING else {key: each for key, each in old.items() if key != last}
    told = {"from": 1, **told}
    if told == {"from": 1}:
        return edits.remove(values, path) if _is_there(values, path) else values
    return put(values, path, told)


def _decay(values: Values, click: Click) -> Values:
    if not click.word:
        return edits.remove(values, click.path) if _is_there(values, click.path) else values
    return put(values, click.path, "none" if click.word == "none" else dict(beginnings.DECAY))


def _contacts_association(values: Values, click: Click) -> Values:
    *rule, _, _ = click.path
    at = (*rule, "contacts")
    contacts = value_at(values, at) if _is_there(values, at) else {}
    told = {
        **({"association": click.word} if click.word else {}),
        **{k: v for k, v in contacts.items() if k == "where"},
    }
    if told:
        return put(values, at, told)
    return edits.remove(values, at) if _is_there(values, at) else values


def _tiers(values: Values, click: Click) -> Values:
    """Tiers for a category that has none."""
    groups = value_at(values, ("groups",))
    used = {group.get("category") for group in groups if isinstance(group, dict)}
    there = values.get("thresholds")
    told = beginnings.new_tiers(click.word, is_combined=len(used) > 1)
    return put(values, ("thresholds",), {**(there if isinstance(there, dict) else {}), click.word: told})


def _is_there(values: Values, path: Path) -> bool:
    at: Any = values
    for part in path:
        if not has(at, part):
            return False
        at = at[part]
    return True


_ACTIONS: Mapping[str, Callable[[Values, Click], Values]] = {
    "put": _put,
    "append": _append,
    "remove": _remove,
    "add": _add,
    "join": _join,
    "up": lambda values, click: _shift(values, click, -1),
    "down": lambda values, click: _shift(values, click, 1),
    "move": _move,
    "copy": _copy,
    "switch": lambda values, click: edits.switch(values, click.path),
    "wrap": lambda values, click: edits.wrap(values, click.path, click.word or "all"),
    "unwrap": lambda values, click: edits.unwrap(values, click.path),
    "kind": _kind,
    "inner": _inner,
    "operator": _operator,
    "subject": _subject,
    "event": lambda values, click: put(values, click.path, click.word),
    "or_event": _or_event,
    "window": _window,
    "least": _count,
    "greatest": _count,
    "decay": _decay,
    "worth": lambda values, click: edits.say_worth(values, click.path, click.word, _of_rule(values, click, click.path)),
    "rule_kind": lambda values, click: edits.say_kind(
        values, click.path, click.word, click.names.beginnings(place_at(values, ()), today=click.today)
    ),
    "contacts_association": _contacts_association,
    "tiers": _tiers,
}
