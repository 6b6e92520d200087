"""What a click or a typed value does to a definition: each action of the form is one edit of its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tamis.definitions.editing import beginnings, edits
from tamis.definitions.editing.places import JOIN_WORDS, place_of
from tamis.definitions.editing.shapes import Asked, written
from tamis.definitions.editing.tree import NoSuchPlace, Values, path_of, put, value_at
from tamis.definitions.grammar import Path
from tamis.server.web.editor import saying
from tamis.server.web.editor.clicks import Click, is_there, of_rule
from tamis.server.web.editor.places import place_at
from tamis.server.web.editor.typed import NOTHING, value_of


def act(values: Values, click: Click) -> Values:
    """The values after the action. Raises NoSuchPlace for what is not there, UsageError for what cannot be."""
    action = _ACTIONS.get(click.do)
    if action is None:
        raise NoSuchPlace(f'There is no action "{click.do}".')
    return action(values, click)


def _put(values: Values, click: Click) -> Values:
    value = value_of(click.kind, click.typed)
    if value is NOTHING:
        return edits.remove(values, click.path) if is_there(values, click.path) else values
    return put(values, click.path, value)


def _append(values: Values, click: Click) -> Values:
    """One more text or number for a list; the blank one that a new list begins with goes."""
    told = written(click.typed, Asked(click.kind)) if click.kind in ("texts", "numbers") else click.typed
    told = [each for each in told if each != ""]
    if not told:
        return values
    parent, last = click.path[:-1], click.path[-1]
    if not is_there(values, parent):
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
    count = len(value_at(values, path)) if is_there(values, path) else 0
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
        return beginnings.new_case(of_rule(values, click, path[:-1]), on_event=is_event)
    return beginnings.new_condition(click.word or "property", known, on_event=place_of((*path, 0)) == "event")


def _new_tier(tiers: list[Any]) -> dict[str, Any]:
    froms = [tier["from"] for tier in tiers if isinstance(tier, dict) and isinstance(tier.get("from"), int | float)]
    least = min(froms, default=100)
    return {"tier": _("Tier %(number)s") % {"number": len(tiers)}, "from": least / 2 if least > 1 else least - 1}


def _join(values: Values, click: Click) -> Values:
    """One more condition beside that at the path, or the first one."""
    path = click.path
    known = click.known(values, path)
    on_event = place_of(path) == "event"
    if on_event:
        known = of_rule(values, click, path[:-1])
    if not is_there(values, path[:-1]):
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
        if not is_there(values, ("groups", group)) or count == 1:
            return values
        to = ("groups", group, "rules", 0 if steps > 0 else len(value_at(values, ("groups", group, "rules"))))
    click.opened = to if click.opened == click.path else click.opened
    return edits.move(values, click.path, to)


def _move(values: Values, click: Click) -> Values:
    """To the place that was dropped on."""
    to = path_of(click.word)
    click.opened = None
    return edits.move(values, click.path, to)


def _copy(values: Values, click: Click) -> Values:
    if click.opened == click.path:
        click.opened = (*click.path[:-1], int(click.path[-1]) + 1)
    return edits.copy(values, click.path)


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
    "kind": saying.say_kind,
    "inner": saying.say_inner,
    "operator": saying.say_operator,
    "subject": saying.say_subject,
    "event": lambda values, click: put(values, click.path, click.word),
    "or_event": saying.say_or_event,
    "window": saying.say_window,
    "often": saying.say_often,
    "least": saying.say_count,
    "greatest": saying.say_count,
    "decay": saying.say_decay,
    "worth": lambda values, click: edits.say_worth(values, click.path, click.word, of_rule(values, click, click.path)),
    "rule_kind": lambda values, click: edits.say_kind(
        values, click.path, click.word, click.names.beginnings(place_at(values, ()), today=click.today)
    ),
    "contacts_association": saying.say_contacts_association,
    "tiers": saying.say_tiers,
}
