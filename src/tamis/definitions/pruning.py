"""Taking out what is wrong, as little as possible, so that the rest of a file can still be checked.

An edit replaces a value or takes it out; what is left knows its places in the file (`origins`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tamis.definitions.grammar import Mistake, Model, Path, Reading
from tamis.definitions.origins import Kept, Meant
from tamis.errors import nearest

_OUT = object()
_NOTHING: dict[str, Any] = {"all": []}
_JOINS = ("all", "any", "none")
_ITEMS = ("groups", "rules", "cases", "times")
_DROPPABLE = frozenset(
    {"label", "description", "enabled", "within", "decay", "contacts", "machine", "combine", "association", "color",
     "matches_unknown", "population", "thresholds", "mode"}
)  # fmt: skip
_REPLACED: Mapping[str, Any] = {
    "limit": None, "floor": None, "points": 0, "rules": [], "cases": [], "times": [], "groups": [], "category": "fit",
    # So that it can be read; nobody is told of it (`Reading.known`).
    "object": "contact",
}  # fmt: skip


_CATEGORIES = ("fit", "engagement")
_OF_GROUPS = ("key", "category", "rules")
_OF_CONDITIONS = ("within", "times", "machine", "matches_unknown", "association")
# Such a mistake shows only between tiers, so whatever would be found without one of them might be its consequence.
_BETWEEN_TIERS = frozenset({"rising-thresholds", "misplaced-thresholds", "missing-thresholds", "misplaced-key"})
_ANY_TIER = {"tier": "unnamed"}
_OBJECT = ("object",)


def prune(
    raw: dict[str, Any], mistakes: Sequence[Mistake], reading: Reading, kind: type[Model]
) -> tuple[dict[str, Any] | None, Reading]:
    """The values without what is wrong, and how to read them; nothing if too little would be left."""
    written = _misspelt(raw, mistakes, kind)
    edits: dict[Path, Any] = {
        path: value for meant, key in written.items() for path, value in (((meant,), raw[key]), ((key,), _OUT))
    }
    lost_groups, lost_tiers = reading.lost_groups, reading.lost_tiers
    lost_object = reading.lost_object or _may_mean_object(raw, mistakes, edits, kind)
    for mistake in mistakes:
        for path, value in _edits(raw, mistake, kind):
            if path == ():
                return None, reading
            if path[0] in written:
                continue
            edits.setdefault(path, value)
            lost_object = lost_object or path == _OBJECT
            is_group = path[0] == "groups" and (len(path) <= 2 or path[-1] == "category")
            lost_groups = lost_groups or is_group and not _meant(raw, path)
            is_category = mistake.on_key and path[0] == "thresholds" and len(path) == 2
            lost_tiers = lost_tiers or is_category and not nearest(str(path[1]), _CATEGORIES)
    reading = replace(reading, is_pruned=True, lost_groups=lost_groups, lost_tiers=lost_tiers, lost_object=lost_object)
    return _meaning(_Edits(edits).applied(raw), raw, written), reading


def _misspelt(raw: dict[str, Any], mistakes: Sequence[Mistake], kind: type[Model]) -> dict[str, str]:
    """The keys of the whole that were meant, and how they were written: what stands under them is looked at too."""
    found: dict[str, str] = {}
    for key in _stray(mistakes):
        meant = nearest(key, kind.written_keys())
        if meant and meant not in raw:
            found.setdefault(meant, key)
    return found


def _stray(mistakes: Sequence[Mistake]) -> list[str]:
    return [str(mistake.at[0]) for mistake in mistakes if mistake.code == "unknown-key" and len(mistake.at) == 1]


def _may_mean_object(
    raw: dict[str, Any], mistakes: Sequence[Mistake], edits: Mapping[Path, Any], kind: type[Model]
) -> bool:
    """Whether an object that may be left out is perhaps said by another word: `type: company`."""
    is_left_out = "object" not in raw and _OBJECT not in edits and "object" not in kind.required_keys()
    return is_left_out and any(isinstance(raw[key], str) and (key,) not in edits for key in _stray(mistakes))


def _meaning(pruned: dict[str, Any], raw: dict[str, Any], written: Mapping[str, str]) -> Meant:
    meant = Meant(pruned)
    meant.written = {**(raw.written if isinstance(raw, Meant) else {}), **written}
    return meant


def _edits(raw: dict[str, Any], mistake: Mistake, kind: type[Model]) -> Iterator[tuple[Path, Any]]:
    at = mistake.at
    if at[:1] == ("thresholds",):
        yield from _tier_edits(raw, mistake)
    elif at[:1] == ("population",):
        yield at, _OUT
    elif at[:1] == ("groups",) and at[2:] == ("category",):
        yield at, _meant(raw, at) or _REPLACED["category"]
    elif depth := _condition_depth(at):
        yield _condition_edit(at, depth)
    else:
        depth = max(
            (index + 2 for index in range(len(at) - 1) if at[index] in _ITEMS and isinstance(at[index + 1], int)),
            default=0,
        )
        required = kind.required_keys() if depth == 0 else _OF_GROUPS
        yield from _part_edits(_value_at(raw, at[:depth]), mistake, at[:depth], at[depth:], required)


def _tier_edits(raw: dict[str, Any], mistake: Mistake) -> Iterator[tuple[Path, Any]]:
    """What is wrong in tiers hides neither the categories that have none nor what is wrong in other tiers."""
    at = mistake.at
    if len(at) < 2 or mistake.code in _BETWEEN_TIERS:
        yield at[:1], _OUT
    elif len(at) == 2 and mistake.on_key:
        yield at, _OUT
        meant = nearest(str(at[1]), _CATEGORIES)
        if meant and meant not in raw["thresholds"]:
            yield ("thresholds", meant), [_ANY_TIER]
    elif len(at) == 2:
        yield at, [_ANY_TIER]
    else:
        yield from _in_tier(raw["thresholds"][at[1]], mistake)


def _in_tier(tiers: list[Any], mistake: Mistake) -> Iterator[tuple[Path, Any]]:
    tier, at = tiers[int(mistake.at[2])], mistake.at
    if at[3:] in (("tier",), ("color",)):
        yield at, _ANY_TIER["tier"]
    elif mistake.on_key:
        yield at, _OUT
    elif mistake.code == "missing-key":
        yield (at[:1], _OUT) if "tier" in tier else ((*at, "tier"), _ANY_TIER["tier"])
    else:
        yield at[:3], _ANY_TIER if tier is tiers[-1] else _OUT


def _meant(raw: dict[str, Any], path: Path) -> str:
    """The category that was probably meant by the one of a group, if any."""
    found = _value_at(raw, path[:2]).get("category") if path[2:] == ("category",) else None
    return nearest(found, _CATEGORIES) if isinstance(found, str) else ""


def _condition_depth(at: Path) -> int:
    """How much of the path leads to the innermost condition; 0 outside conditions."""
    for depth in range(len(at), 0, -1):
        part, before = at[depth - 1], at[depth - 2] if depth > 1 else None
        if part in ("when", "where") or isinstance(part, int) and before in _JOINS:
            return depth
        if isinstance(part, int) and before in _ITEMS and before != "times":
            return 0
    return 0


def _condition_edit(at: Path, depth: int) -> tuple[Path, Any]:
    if at[depth : depth + 1] and at[depth] in _OF_CONDITIONS:
        return at[: depth + 1], _OUT
    return at[:depth], _OUT if isinstance(at[depth - 1], int) else _NOTHING


def _part_edits(
    part: Any, mistake: Mistake, place: Path, rest: Path, required: Sequence[str]
) -> Iterator[tuple[Path, Any]]:
    """The edits of a score, segment, group, rule, case or range that is wrong at `rest`."""
    if mistake.code == "crossed-bounds":
        yield from (((*place, key), None) for key in ("limit", "floor"))
    elif not rest:
        yield from _completed(part, place, required)
    elif rest[0] == "key":
        yield (*place, "key"), _placeholder(place)
    elif (*place, rest[0]) == _OBJECT:
        yield _OBJECT, _REPLACED["object"]
    elif mistake.on_key or rest[0] in _DROPPABLE:
        yield (*place, rest[0]), _OUT
    elif str(rest[0]) in _REPLACED:
        yield (*place, rest[0]), _REPLACED[str(rest[0])]
    else:
        yield place, _OUT


def _completed(part: Any, place: Path, required: Sequence[str]) -> Iterator[tuple[Path, Any]]:
    """A score, segment or group that lacks a key gets one that says nothing; anything else is taken out."""
    is_group = place[-2:-1] == ("groups",)
    if not isinstance(part, dict) or not (is_group or place == ()):
        yield place, _OUT
        return
    for key in required:
        if key not in part or part[key] is None:
            yield (*place, key), _placeholder(place) if key == "key" else _REPLACED.get(key)


def _placeholder(place: Path) -> str:
    return f"group_{place[-1]}" if place else "unnamed"


def _value_at(value: Any, path: Path) -> Any:
    for part in path:
        value = value[part]
    return value


class _Edits:
    """What to put in place of what, with the paths that lead there."""

    def __init__(self, edits: Mapping[Path, Any]) -> None:
        self._edits = edits
        self._added: dict[Path, list[str]] = {}
        for path in edits:
            if isinstance(path[-1], str):
                self._added.setdefault(path[:-1], []).append(path[-1])

    def applied(self, value: Any, path: Path = ()) -> Any:
        if path in self._edits:
            return self._edits[path]
        if isinstance(value, dict):
            keys = dict.fromkeys((*value, *self._added.get(path, ())))
            edited = {key: self.applied(value.get(key), (*path, key)) for key in keys}
            return {key: item for key, item in edited.items() if item is not _OUT}
        return self._kept(value, path) if isinstance(value, list) else value

    def _kept(self, value: list[Any], path: Path) -> Kept:
        origins = value.origins if isinstance(value, Kept) else tuple(range(len(value)))
        items = [(self.applied(item, (*path, index)), origins[index]) for index, item in enumerate(value)]
        kept = Kept(item for item, _ in items if item is not _OUT)
        kept.origins = tuple(origin for item, origin in items if item is not _OUT)
        return kept
