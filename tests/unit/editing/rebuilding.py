"""A definition made from nothing, by the edits that an author would make."""

from __future__ import annotations

from typing import Any

from tamis.definitions.comparisons import CONDITION_WORDS
from tamis.definitions.editing import edited, edits, whole
from tamis.definitions.editing.beginnings import (
    Known,
    new_case,
    new_condition,
    new_group,
    new_range,
    new_rule,
    new_score,
)
from tamis.definitions.editing.places import JOIN_WORDS, word_of
from tamis.definitions.editing.shapes import asked, written
from tamis.definitions.grammar import Path
from tamis.definitions.operators import ALL_OPERATORS

KNOWN = Known("p", "e", "s", "company", "q", "r", "other", "A")


class Author:
    """Makes one edit after the other until the text says what is wanted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.edits = 0

    def does(self, change: Any, *arguments: Any, **options: Any) -> None:
        self.text = edited(self.text, change, *arguments, **options)
        self.edits += 1

    def score(self, wanted: dict) -> None:
        self._fields((), wanted, but=("groups", "thresholds", "population"))
        if "population" in wanted:
            self.does(edits.put, ("population",), wanted["population"])
        for at, group in enumerate(wanted["groups"]):
            if at:
                self.does(edits.insert, ("groups", at), new_group(f"new_{at}", group["category"], KNOWN))
            self._group(("groups", at), group)
        for category, tiers in wanted.get("thresholds", {}).items():
            self.does(edits.put, ("thresholds",), {**self._at(("thresholds",), {}), category: tiers})

    def segment(self, wanted: dict) -> None:
        self._fields((), wanted, but=("when",))
        if "when" in wanted:
            self._begun(("when",), wanted["when"])

    def _group(self, path: Path, wanted: dict) -> None:
        self._fields(path, wanted, but=("rules",))
        for at, rule in enumerate(wanted["rules"]):
            kind = edits.kind_of(rule)
            if at:
                self.does(edits.insert, (*path, "rules", at), new_rule("record", KNOWN))
            self.does(edits.say_kind, (*path, "rules", at), kind, KNOWN)
            self._rule((*path, "rules", at), rule)

    def _rule(self, path: Path, wanted: dict) -> None:
        worth = next(worth for worth in ("points", "cases", "times") if worth in wanted)
        self.does(edits.say_worth, path, worth, KNOWN)
        self._fields(path, wanted, but=("when", "where", "cases", "times", "contacts"))
        for key in ("when", "where"):
            if key in wanted:
                self._begun((*path, key), wanted[key])
        for at, part in enumerate(wanted[worth] if worth != "points" else ()):
            if at:
                beginning = (
                    new_range(wanted[worth][:at]) if worth == "times" else new_case(KNOWN, on_event="event" in wanted)
                )
                self.does(edits.insert, (*path, worth, at), beginning)
            self._part((*path, worth, at), part)
        if "contacts" in wanted:
            self._contacts((*path, "contacts"), wanted["contacts"])

    def _part(self, path: Path, wanted: dict) -> None:
        self._fields(path, wanted, but=("when", "where"))
        for key in ("when", "where"):
            if key in wanted:
                self._begun((*path, key), wanted[key])

    def _contacts(self, path: Path, wanted: dict) -> None:
        self.does(edits.put, path, {"where": new_condition("property", KNOWN)} if "where" in wanted else dict(wanted))
        self._fields(path, wanted, but=("where",))
        if "where" in wanted:
            self._begun((*path, "where"), wanted["where"])

    def _begun(self, path: Path, wanted: dict) -> None:
        """A condition that may not be there yet."""
        if self._at(path, None) is None:
            self.does(edits.put, path, new_condition("property", KNOWN))
        self._condition(path, wanted)

    def _condition(self, path: Path, wanted: dict) -> None:
        word = word_of(wanted)
        assert word is not None
        if word == "of":
            self.does(edits.put, path, new_condition("of", KNOWN))
            inner = {key: each for key, each in wanted.items() if key not in ("of", "association")}
            self.does(edits.say_inner, path, new_condition(word_of(inner), KNOWN))
            self._fields(
                path, {key: each for key, each in wanted.items() if key in ("of", "association")}, but=CONDITION_WORDS
            )
            self._inside(path, inner)
            return
        self.does(edits.say_condition, path, word, KNOWN)
        self._inside(path, wanted)

    def _inside(self, path: Path, wanted: dict) -> None:
        word = word_of(wanted)
        if word in JOIN_WORDS:
            for at, inner in enumerate(wanted[word]):
                if at:
                    self.does(edits.insert, (*path, word, at), new_condition("property", KNOWN))
                self._condition((*path, word, at), inner)
            for _ in self._at((*path, word), [])[len(wanted[word]) :]:
                self.does(edits.remove, (*path, word, len(wanted[word])))
        elif word in ("property", "score", "tier"):
            self._comparison(path, wanted)
        else:
            self._fields(path, wanted, but=("where", "of", "association"))
            if "where" in wanted:
                self._begun((*path, "where"), wanted["where"])

    def _comparison(self, path: Path, wanted: dict) -> None:
        [operator] = [key for key in wanted if key in ALL_OPERATORS]
        self.does(edits.say_operator, path, operator, None, today="2026-01-01")
        typed = _typed(wanted[operator])
        shape = asked(operator, None, wanted[operator])
        told = written(typed, shape)
        assert told == wanted[operator], (told, wanted)
        self.does(edits.put, (*path, operator), told)
        self._fields(path, wanted, but=(operator, "of", "association"))

    def _fields(self, path: Path, wanted: dict, *, but: tuple) -> None:
        for key, value in wanted.items():
            if key not in but:
                self.does(edits.put, (*path, key), value)
        there = self._at(path, {})
        for key in [key for key in there if key not in wanted and key not in but]:
            self.does(edits.remove, (*path, key))

    def _at(self, path: Path, default: Any) -> Any:
        from tamis.definitions.editing import values_of

        value: Any = values_of(self.text)
        for part in path:
            value = value[part] if part in value or isinstance(part, int) else None
            if value is None:
                return default
        return value


def _typed(value: Any) -> list[str]:
    """As somebody would type it into fields."""
    values = value if isinstance(value, list) else [value]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in values]


def rebuilt_score(wanted: dict) -> Author:
    category = wanted["groups"][0]["category"]
    author = Author(whole(new_score("new", "", wanted["object"], category, KNOWN)))
    author.score(wanted)
    return author


def rebuilt_segment(wanted: dict) -> Author:
    author = Author("key: new\n")
    author.segment(wanted)
    return author
