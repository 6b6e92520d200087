"""The fields of one rule, and of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from tamis.definitions.decay import Decay
from tamis.definitions.editing.edits import kind_of
from tamis.definitions.grammar import Path
from tamis.definitions.rules import CountRange
from tamis.definitions.source import path_text
from tamis.definitions.wording import describe_decay, describe_range
from tamis.errors import Issue
from tamis.server.web.editor import fields
from tamis.server.web.editor.conditions import Showing, Shown
from tamis.server.web.editor.fields import Field
from tamis.server.web.editor.names import Place, options
from tamis.server.web.editor.places import events_in
from tamis.server.web.editor.words import CATEGORIES, COMBINES, MACHINES, MODES, RULES, WORTHS
from tamis.server.web.layout.templatetags.tamis import points


@dataclass(frozen=True)
class ShownCase:
    """One case, or one range of counts."""

    path: str
    fields: Sequence[Field]
    condition: Shown | None
    issues: Sequence[Issue]
    told: str = ""
    """Of a range of counts, in words."""


@dataclass(frozen=True)
class RuleForm:
    """The fields of a rule, in the order in which one thinks of them."""

    path: str
    kind: Field
    worth: Field
    subject: Sequence[Field]
    where: Shown | None
    where_path: str
    when: Shown | None
    when_path: str
    points: Field | None
    cases: Sequence[ShownCase]
    list_path: str
    bounds: Sequence[Field]
    more: Sequence[Field]
    contacts: Shown | None
    contacts_path: str
    name: Field
    issues: Sequence[Issue]
    is_event: bool


def rule_form(path: Path, rule: dict[str, Any], values: dict[str, Any], showing: Showing) -> RuleForm:
    """The form of the rule at a path."""
    is_event, scored = "event" in rule, fields.shown(values.get("object", "contact"))
    place = Place(fields.shown(rule.get("of")) or scored)
    on_event = Place(scored, events_in(rule))
    say = next((word for word in ("points", "cases", "times") if word in rule), "")
    at = showing.issues.at
    words = WORTHS["event" if is_event else "record"]
    return RuleForm(
        path=path_text(path),
        kind=fields.choice(path, _("Looks at"), options(RULES, kind_of(rule)), do="rule_kind"),
        worth=fields.choice(path, _("Points are given"), options(words, say), do="worth"),
        subject=_subject(path, rule, scored, showing),
        where=showing.condition((*path, "where"), rule["where"], on_event) if "where" in rule else None,
        where_path=path_text((*path, "where")) if is_event else "",
        when=showing.condition((*path, "when"), rule["when"], place) if "when" in rule else None,
        when_path=path_text((*path, "when")),
        points=fields.number(
            (*path, "points"), _("Points"), rule["points"], kind="number", issues=at((*path, "points"))
        )
        if say == "points"
        else None,
        cases=_cases((*path, say), rule.get(say), on_event if is_event else place, showing),
        list_path=path_text((*path, say)) if say in ("cases", "times") else "",
        bounds=bound_fields(path, rule, showing),
        more=_more(path, rule, scored, showing),
        contacts=_contacts(path, rule, showing),
        contacts_path=path_text((*path, "contacts", "where")) if is_event and scored != "contact" else "",
        name=fields.text((*path, "label"), _("Name"), rule.get("label"), issues=at((*path, "label"))),
        issues=at(path),
        is_event=is_event,
    )


def group_fields(path: Path, group: dict[str, Any], showing: Showing) -> list[Field]:
    """The fields of a group itself."""
    at = showing.issues.at
    category = fields.shown(group.get("category"))
    description = group.get("description")
    return [
        fields.text((*path, "label"), _("Name"), group.get("label"), issues=at((*path, "label"))),
        fields.text((*path, "key"), _("Key"), group.get("key"), kind="text", issues=at((*path, "key"))),
        _category((*path, "category"), category, at((*path, "category"))),
        fields.text((*path, "description"), _("Description"), description, issues=at((*path, "description"))),
        *bound_fields(path, group, showing),
        *decay_fields(path, group, showing, {"": _("do not fade"), "yes": _("fade")}),
    ]  # fmt: skip


def _category(path: Path, chosen: str, issues: Sequence[Issue]) -> Field:
    return fields.choice(path, _("Counts for"), options(CATEGORIES, chosen), issues=issues)


def bound_fields(path: Path, part: dict[str, Any], showing: Showing) -> list[Field]:
    """The most and the least points."""
    at = showing.issues.at
    return [
        fields.number((*path, "limit"), _("At most … points"), part.get("limit"), issues=at((*path, "limit"))),
        fields.number((*path, "floor"), _("At least … points"), part.get("floor"), issues=at((*path, "floor"))),
    ]


def decay_fields(path: Path, part: dict[str, Any], showing: Showing, words: dict[str, str]) -> list[Field]:
    """How points fade."""
    at, decay = (*path, "decay"), part.get("decay")
    is_none = "decay" in part and not isinstance(decay, dict)
    chosen = "yes" if isinstance(decay, dict) else "none" if is_none and "none" in words else ""
    found = [fields.choice(at, _("Points of events"), options(words, chosen), do="decay", issues=showing.issues.at(at))]
    if isinstance(decay, dict):
        mode = fields.shown(decay.get("mode")) or "linear"
        issues = showing.issues.at
        found += [
            fields.number((*at, "percent"), _("Percent lost"), decay.get("percent"), kind="number",
                          issues=issues((*at, "percent"))),
            fields.period((*at, "every"), _("Every"), decay.get("every"), issues=issues((*at, "every"))),
            fields.choice((*at, "mode"), _("How"), options(MODES, mode), issues=issues((*at, "mode"))),
        ]  # fmt: skip
    return found


def bounds_told(part: dict[str, Any]) -> str:
    """`at most 60 points`."""
    limit, floor = part.get("limit"), part.get("floor")
    told = [_("at most %s points") % points(limit)] if isinstance(limit, int | float) else []
    told += [_("at least %s points") % points(floor)] if isinstance(floor, int | float) else []
    return ", ".join(told)


def decay_told(part: dict[str, Any]) -> str:
    """`50% lost every month`."""
    try:
        return describe_decay(Decay.model_validate(part["decay"])) if isinstance(part.get("decay"), dict) else ""
    except ValidationError:
        return ""


def _subject(path: Path, rule: dict[str, Any], scored: str, showing: Showing) -> list[Field]:
    if "event" in rule:
        return [*showing.events(path, rule), *showing.window(path, rule)]
    if "of" not in rule:
        return []
    of = fields.shown(rule["of"])
    combine = options(COMBINES, fields.shown(rule.get("combine")) or "max")
    objects = showing.names.object_options(of, associated_with=scored)
    return [
        fields.choice((*path, "of"), _("Associated"), objects, issues=showing.issues.at((*path, "of"))),
        showing.association(path, rule, scored, of),
        fields.choice(
            (*path, "combine"), _("Of several, count"), combine, issues=showing.issues.at((*path, "combine"))
        ),
    ]


def _cases(path: Path, parts: Any, place: Place, showing: Showing) -> list[ShownCase]:
    if not isinstance(parts, list):
        return []
    key = "when" if place.events is None else "where"
    return [
        _case((*path, at), part if isinstance(part, dict) else {}, key, place, showing) for at, part in enumerate(parts)
    ]


def _case(path: Path, part: dict[str, Any], key: str, place: Place, showing: Showing) -> ShownCase:
    at = showing.issues.at
    worth = fields.number(
        (*path, "points"), _("Points"), part.get("points"), kind="number", issues=at((*path, "points"))
    )
    if path[-2] == "times":
        least = fields.number(
            (*path, "from"), _("From … times"), part.get("from"), kind="number", issues=at((*path, "from"))
        )
        most = fields.number(
            (*path, "to"),
            _("To … times"),
            part.get("to"),
            issues=at((*path, "to")),
            hint=_("no end") if part.get("to") is None else "",
        )
        return ShownCase(path_text(path), [least, most, worth], None, at(path), _range_told(part))
    condition = showing.condition((*path, key), part.get(key), place)
    label = fields.text((*path, "label"), _("Name"), part.get("label"), issues=at((*path, "label")))
    return ShownCase(path_text(path), [worth, label], condition, at(path))


def _range_told(part: dict[str, Any]) -> str:
    try:
        return describe_range(CountRange.model_validate(part))
    except ValidationError:
        return ""


def _more(path: Path, rule: dict[str, Any], scored: str, showing: Showing) -> list[Field]:
    if "event" not in rule:
        return []
    at = showing.issues.at
    machine = "include" if rule.get("machine") in ("include", True) else ""
    words = {"": _("fade as the group's"), "none": _("do not fade"), "yes": _("fade by themselves")}
    found = [
        fields.choice((*path, "machine"), _("Events made by machines"), options(MACHINES, machine), kind="optional",
                      issues=at((*path, "machine"))),
        *decay_fields(path, rule, showing, words),
    ]  # fmt: skip
    if scored == "contact" and "combine" not in rule:
        return found
    combine = options(COMBINES, fields.shown(rule.get("combine")) or "sum")
    return [
        *found,
        fields.choice((*path, "combine"), _("Of several contacts, count"), combine, issues=at((*path, "combine"))),
        _contacts_association(path, rule, scored, showing),
    ]


def _contacts_association(path: Path, rule: dict[str, Any], scored: str, showing: Showing) -> Field:
    contacts = rule.get("contacts") if isinstance(rule.get("contacts"), dict) else {}
    assert isinstance(contacts, dict)
    words = {"": _("all of them"), **{label: label for label in showing.names.labels(scored, "contact")}}
    choices = options(words, fields.shown(contacts.get("association")))
    at = (*path, "contacts", "association")
    return fields.choice(at, _("Contacts"), choices, do="contacts_association", issues=showing.issues.at(at))


def _contacts(path: Path, rule: dict[str, Any], showing: Showing) -> Shown | None:
    contacts = rule.get("contacts")
    if not isinstance(contacts, dict) or "where" not in contacts:
        return None
    return showing.condition((*path, "contacts", "where"), contacts["where"], Place("contact"))
