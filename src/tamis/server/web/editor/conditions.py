"""Conditions as a tree of fields, however deep they are nested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tamis.definitions import PropertyType
from tamis.definitions.editing.places import JOIN_WORDS, inner_of, place_of, word_of, words_of
from tamis.definitions.editing.shapes import Asked, asked, operators_of
from tamis.definitions.grammar import Path
from tamis.definitions.operators import ALL_OPERATORS, OPERATORS
from tamis.definitions.source import path_text
from tamis.definitions.wording import in_words
from tamis.errors import Issue
from tamis.server.web.editor import fields
from tamis.server.web.editor.fields import Field, Issues
from tamis.server.web.editor.names import Names, Option, Place, options
from tamis.server.web.editor.places import events_in
from tamis.server.web.editor.words import CONDITIONS, MACHINES, OFTEN, UNITS, UNKNOWNS, WINDOWS
from tamis.server.web.editor.words import OPERATORS as OPERATOR_WORDS


@dataclass(frozen=True)
class Shown:
    """One condition: what kind it is, its fields in a row, further ones, and the conditions in it."""

    path: str
    kind: Field
    row: Sequence[Field] = ()
    more: Sequence[Field] = ()
    parts: Sequence[Shown] = ()
    list_path: str = ""
    """Of a join: where its parts stand."""
    where: Shown | None = None
    where_path: str = ""
    inner: Shown | None = None
    issues: Sequence[Issue] = ()
    is_inner: bool = False
    is_item: bool = False
    chips: Sequence[tuple[str, str]] = field(default=())

    @property
    def is_join(self) -> bool:
        """Whether it joins others."""
        return bool(self.list_path)


@dataclass(frozen=True)
class Showing:
    """What it takes to show conditions: the names, the mistakes, and of what kind the definition is."""

    names: Names
    issues: Issues
    is_segment: bool = False

    def condition(self, path: Path, written: Any, place: Place, *, is_inner: bool = False) -> Shown:
        """A condition with everything in it."""
        written = written if isinstance(written, dict) else {}
        word = None if is_inner else word_of(written)
        inner = inner_of(written) if is_inner else written
        word = word_of(inner) if is_inner else word
        shared: dict[str, Any] = {
            "path": path_text(path),
            "kind": self._kind(path, word, is_inner=is_inner),
            "issues": [] if is_inner else self.issues.at(path),
            "is_inner": is_inner,
            "is_item": isinstance(path[-1], int) and not is_inner,
        }
        if word == "of":
            return self._associated(path, written, place, shared)
        if word in JOIN_WORDS:
            return self._join(path, str(word), inner, place, shared)
        if word == "event":
            return self._event(path, inner, place, shared)
        if word == "in_segment":
            choices = self.names.segment_options(place.object, fields.shown(inner.get(word)))
            return Shown(**shared, row=[self._choice((*path, "in_segment"), _("Segment"), choices)])
        return self._comparison(path, str(word or "property"), inner, place, shared)

    def _kind(self, path: Path, word: str | None, *, is_inner: bool) -> Field:
        allowed = words_of(place_of(path, is_segment=self.is_segment))
        allowed = tuple(each for each in allowed if each != "of" or not is_inner)
        do = "inner" if is_inner else "kind"
        return fields.choice(path, _("Kind of condition"), options(CONDITIONS, word, allowed), do=do)

    def _choice(self, path: Path, label: str, choices: list[Option], **more: Any) -> Field:
        return fields.choice(path, label, choices, issues=self.issues.at(path), **more)

    def _join(self, path: Path, word: str, written: dict[str, Any], place: Place, shared: dict[str, Any]) -> Shown:
        items = written[word] if isinstance(written[word], list) else []
        parts = [self.condition((*path, word, at), each, place) for at, each in enumerate(items)]
        issues = [*shared.pop("issues"), *self.issues.at((*path, word))]
        return Shown(**shared, parts=parts, list_path=path_text((*path, word)), issues=issues)

    def _associated(self, path: Path, written: dict[str, Any], place: Place, shared: dict[str, Any]) -> Shown:
        of = fields.shown(written.get("of"))
        objects = self.names.object_options(of, associated_with=place.object)
        row = [self._choice((*path, "of"), _("Object"), objects), self.association(path, written, place.object, of)]
        inner = self.condition(path, written, Place(of), is_inner=True)
        return Shown(**shared, row=row, inner=inner)

    def association(self, path: Path, written: dict[str, Any], one: str, other: str) -> Field:
        """Which associations count."""
        words = {"": _("any, or the primary one"), "any": _("any of them")}
        words |= {"primary": _("the primary one")} if (one, other) == ("contact", "company") else {}
        words |= {label: label for label in self.names.labels(one, other)}
        choices = options(words, fields.shown(written.get("association")))
        return self._choice((*path, "association"), _("Association"), choices, kind="optional")

    def _event(self, path: Path, written: dict[str, Any], place: Place, shared: dict[str, Any]) -> Shown:
        times = written.get("times") if isinstance(written.get("times"), dict) else {}
        assert isinstance(times, dict)
        row = [
            *self.events(path, written),
            *self.window(path, written),
            *self._often((*path, "times"), times),
        ]
        machines = options(MACHINES, _machine(written))
        more = [self._choice((*path, "machine"), _("Events made by machines"), machines, kind="optional")]
        where = (
            self.condition((*path, "where"), written["where"], Place(place.object, events_in(written)))
            if "where" in written
            else None
        )
        return Shown(**shared, row=row, more=more, where=where, where_path=path_text((*path, "where")))

    def _often(self, path: Path, times: dict[str, Any]) -> list[Field]:
        """How many times it has to have happened; never is a choice of its own, which no number would tell as well."""
        least, most = times.get("from", 1), times.get("to")
        word = "never" if (least, most) == (0, 0) else "" if (least, most) == (1, None) else "times"
        found = [self._choice(path, _("How often"), options(OFTEN, word), do="often")]
        if word != "times":
            return found
        hint = _("0: also who never did") if least == 0 else ""
        issues = self.issues.at
        return [
            *found,
            fields.number((*path, "from"), _("At least … times"), least, do="least", before=_("at least"), hint=hint,
                          issues=issues((*path, "from"))),
            fields.number((*path, "to"), _("At most … times"), most, do="greatest", before=_("at most"),
                          issues=issues((*path, "to"))),
        ]  # fmt: skip

    def events(self, path: Path, written: dict[str, Any]) -> list[Field]:
        """The event type, and more of them."""
        types, at = events_in(written), (*path, "event")
        first = self._choice(
            at, _("Event"), self.names.event_options(types[0] if types else ""), do="event", kind="text"
        )
        if len(types) <= 1:
            others = [*options({}, ""), *self.names.event_options("")[1:]]
            return [first, fields.choice(at, _("or another event"), _plus(others), do="or_event")]
        chips = [(path_text((*at, number)), in_words(type)) for number, type in enumerate(types)]
        many = fields.Field(
            path_text(at), "text", "chips", _("Events"), values=chips, do="or_event",
            choices=_plus(self.names.event_options("")), issues=self.issues.within(at),
        )  # fmt: skip
        return [many]

    def window(self, path: Path, written: dict[str, Any]) -> list[Field]:
        """When it has to have happened."""
        within = written.get("within") if isinstance(written.get("within"), dict) else {}
        assert isinstance(within, dict)
        word = next((each for each in WINDOWS if each and each in within), "")
        at = (*path, "within")
        found = [self._choice(at, _("When"), options(WINDOWS, word), do="window")]
        issues = self.issues.at((*at, word)) if word else []
        value = within.get(word)
        if word == "last":
            return [*found, fields.period((*at, word), _("Period"), value, issues=issues)]
        if word == "between":
            kind = Asked.TWO_INSTANTS
            return [*found, fields.asked_for(kind, (*at, word), _("From … to before"), value, issues=issues)]
        return [*found, fields.instant((*at, word), _("Date"), value, issues=issues)] if word else found

    def _comparison(
        self, path: Path, word: str, written: dict[str, Any], place: Place, shared: dict[str, Any]
    ) -> Shown:
        name, kind = fields.shown(written.get(word)), self._type(word, written, place)
        operator = next((key for key in written if key in ALL_OPERATORS), "")
        operators = _operators(word, kind)
        row = [
            self._subject(path, word, name, place),
            self._choice(path, _("Comparison"), options(OPERATOR_WORDS, operator, operators), do="operator"),
        ]
        if operator:
            row.append(self._value((*path, operator), operator, kind, written[operator], place, word, name))
        more = []
        if operator and operator != "is_known":
            chosen = fields.shown(written.get("matches_unknown"))
            choices = options(UNKNOWNS, chosen)
            at = (*path, "matches_unknown")
            more = [self._choice(at, _("If it is unknown, it"), choices, kind="optional_truth")]
        return Shown(**shared, row=row, more=more)

    def _subject(self, path: Path, word: str, name: str, place: Place) -> Field:
        if word == "property":
            choices = self.names.property_options(place, name)
        else:
            choices = self.names.score_options(place.object, name)
        return self._choice((*path, word), CONDITIONS[word], choices, do="subject")

    def _type(self, word: str, written: dict[str, Any], place: Place) -> PropertyType | None:
        if word == "property":
            return self.names.kind_of(place, fields.shown(written.get("property")))
        return PropertyType.NUMBER if word == "score" else PropertyType.CHOICE

    def _value(
        self, path: Path, operator: str, kind: PropertyType | None, value: Any, place: Place, word: str, name: str
    ) -> Field:
        issues = self.issues.within(path)
        wanted = asked(operator, kind, value)
        offers = _offers(place, name) if word == "property" and wanted in ("text", "texts") else ""
        if word == "tier" and wanted == "text":
            return fields.choice(
                path, _("Value"), options({t: t for t in self.names.tiers(name)}, value), issues=issues
            )
        return fields.asked_for(wanted, path, _("Value"), value, issues=issues, offers=offers)


def _operators(word: str, kind: PropertyType | None) -> tuple[str, ...]:
    if word == "property":
        return operators_of(kind)
    own = OPERATORS[PropertyType.NUMBER if word == "score" else PropertyType.CHOICE]
    return tuple(each for each in own if each != "is_known") if word == "tier" else own


def _offers(place: Place, name: str) -> str:
    """What to ask for the values that the data has: of the first of several event types."""
    is_event = place.events is not None
    of = place.events[0] if place.events else place.object
    return urlencode({"of": of, "event": int(is_event), "property": name})


def _plus(choices: list[Option]) -> list[Option]:
    return [Option("", "+ " + str(_("or another event")), True), *[each for each in choices if each.value]]


def _machine(written: dict[str, Any]) -> str:
    value = written.get("machine")
    return "include" if value in ("include", True) else ""


__all__ = ["UNITS", "Showing", "Shown"]
