"""A definition as its form shows it: cards of groups with a line for each rule; what is open has its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tamis.definitions.editing.edits import kind_of
from tamis.definitions.grammar import Path
from tamis.definitions.source import path_text
from tamis.errors import Issue
from tamis.server.web.editor import fields, rules
from tamis.server.web.editor.conditions import Showing, Shown
from tamis.server.web.editor.fields import Field
from tamis.server.web.editor.names import Place, options
from tamis.server.web.editor.sentences import told, worth
from tamis.server.web.editor.words import CATEGORIES, COLORS


@dataclass(frozen=True)
class ShownRule:
    """One rule as a line, and its fields if it is open."""

    path: str
    name: str
    described: str
    points: str
    how: str
    is_negative: bool
    is_on: bool
    kind: str
    issues: Sequence[Issue]
    form: rules.RuleForm | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ShownGroup:
    """One group as a card."""

    path: str
    name: str
    description: str
    category: str
    category_label: str
    bounds: str
    decay: str
    rules: Sequence[ShownRule]
    issues: Sequence[Issue]
    own_issues: Sequence[Issue]
    settings: Sequence[Field] | None
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class ShownTiers:
    """The tiers of one category."""

    path: str
    category: str
    label: str
    tiers: Sequence[ShownTier]
    issues: Sequence[Issue]


@dataclass(frozen=True)
class ShownTier:
    """One tier: its colour, its name, and its least value, which the last one has not."""

    path: str
    color: str
    fields: Sequence[Field]
    issues: Sequence[Issue]


@dataclass(frozen=True)
class Form:
    """Everything that the form shows."""

    head: Sequence[Field]
    details: Sequence[Field] | None
    population: Sequence[Field]
    groups: Sequence[ShownGroup]
    tiers: Sequence[ShownTiers]
    without_tiers: Sequence[tuple[str, Any]]
    when: Shown | None
    has_when: bool
    issues: Sequence[Issue]
    object: str


def form_of(values: dict[str, Any], showing: Showing, opened: Path | None) -> Form:
    """The form of a score or a segment."""
    groups = values.get("groups") if isinstance(values.get("groups"), list) else []
    assert isinstance(groups, list)
    place = Place(fields.shown(values.get("object", "contact")))
    segment = showing.is_segment
    when = showing.condition(("when",), values["when"], place) if segment and "when" in values else None
    thresholds = values.get("thresholds") if isinstance(values.get("thresholds"), dict) else {}
    assert isinstance(thresholds, dict)
    used = {str(group.get("category")) for group in groups if isinstance(group, dict)}
    lacking = [(key, CATEGORIES[key]) for key in CATEGORIES if key in used and key not in thresholds]
    return Form(
        head=_head(values, showing),
        details=_details(values, showing) if opened == () else None,
        population=[] if segment else _population(values, showing, place),
        groups=[_group(at, group, values, showing, opened, len(groups)) for at, group in enumerate(groups)],
        tiers=[_tiers(key, tiers, showing) for key, tiers in thresholds.items()],
        without_tiers=[] if segment else lacking,
        when=when,
        has_when="when" in values,
        issues=[*showing.issues.at(()), *showing.issues.at(("key",)), *showing.issues.at(("groups",))],
        object=place.object,
    )


def _head(values: dict[str, Any], showing: Showing) -> list[Field]:
    label, at = fields.shown(values.get("label")), showing.issues.at
    return [
        fields.text(("label",), _("Name"), label, issues=at(("label",))),
        fields.text(("description",), _("Description"), values.get("description"), issues=at(("description",))),
    ]


def _details(values: dict[str, Any], showing: Showing) -> list[Field]:
    at = showing.issues.at
    chosen = fields.shown(values.get("object", "contact"))
    objects = fields.choice(
        ("object",), _("Scores"), showing.names.object_options(chosen), issues=at(("object",)), is_wide=True
    )
    if showing.is_segment:
        return [objects]
    limit, floor = values.get("limit", 100), values.get("floor", 0)
    return [
        objects,
        fields.number(("limit",), _("Most points of a category"), limit, kind="bound", issues=at(("limit",)),
                      hint=_("Left empty, there is no limit.")),
        fields.number(("floor",), _("Least points of a category"), floor, kind="bound", issues=at(("floor",)),
                      hint=_("Left empty, points may fall below any number.")),
    ]  # fmt: skip


def _population(values: dict[str, Any], showing: Showing, place: Place) -> list[Field]:
    population = values.get("population") if isinstance(values.get("population"), dict) else {}
    assert isinstance(population, dict)
    found = []
    for key, label in (("include", _("In at least one of")), ("exclude", _("And in none of"))):
        keys = population.get(key) if isinstance(population.get(key), list) else []
        path: Path = ("population", key)
        named = {each.value: each.label for each in showing.names.segment_options(place.object, "")}
        chips = [(path_text((*path, at)), named.get(each, each)) for at, each in enumerate(keys or ())]
        left = {value: text for value, text in named.items() if value and value not in (keys or ())}
        choices = [*options({"": "+ " + str(_("add a segment"))}, ""), *options(left, "")[1:]]
        issues = showing.issues.within(path)
        found.append(
            fields.Field(
                path_text(path), "text", "chips", label, values=chips, choices=choices, do="append", issues=issues
            )
        )
    return found


def _group(
    at: int, group: Any, values: dict[str, Any], showing: Showing, opened: Path | None, count: int
) -> ShownGroup:
    path: Path = ("groups", at)
    group = group if isinstance(group, dict) else {}
    inside = group.get("rules") if isinstance(group.get("rules"), list) else []
    assert isinstance(inside, list)
    category = fields.shown(group.get("category"))
    own = [*showing.issues.at(path), *showing.issues.at((*path, "rules"))]
    own += [issue for key in group if key != "rules" for issue in showing.issues.within((*path, key))]
    return ShownGroup(
        path=path_text(path),
        name=fields.shown(group.get("label")) or fields.shown(group.get("key")),
        description=fields.shown(group.get("description")),
        category=category,
        category_label=CATEGORIES.get(category, category),
        bounds=rules.bounds_told(group),
        decay=rules.decay_told(group),
        rules=[
            _rule((*path, "rules", number), rule, values, showing, opened, len(inside))
            for number, rule in enumerate(inside)
        ],
        issues=showing.issues.within(path),
        own_issues=own,
        settings=rules.group_fields(path, group, showing) if opened == path else None,
        is_first=at == 0,
        is_last=at == count - 1,
    )


def _rule(
    path: Path, rule: Any, values: dict[str, Any], showing: Showing, opened: Path | None, count: int
) -> ShownRule:
    name, described = told(rule)
    points, how, is_negative = worth(rule)
    written = rule if isinstance(rule, dict) else {}
    number = int(path[-1])
    return ShownRule(
        path=path_text(path),
        name=name,
        described=described,
        points=points,
        how=how,
        is_negative=is_negative,
        is_on=written.get("enabled") is not False,
        kind=kind_of(written),
        issues=showing.issues.within(path),
        form=rules.rule_form(path, written, values, showing) if opened == path else None,
        is_first=number == 0 and path[1] == 0,
        is_last=number == count - 1 and path[1] == len(values["groups"]) - 1,
    )


def _tiers(category: str, tiers: Any, showing: Showing) -> ShownTiers:
    path: Path = ("thresholds", category)
    listed = tiers if isinstance(tiers, list) else []
    return ShownTiers(
        path=path_text(path),
        category=category,
        label=CATEGORIES.get(category, category),
        tiers=[_tier((*path, at), tier, showing, is_last=at == len(listed) - 1) for at, tier in enumerate(listed)],
        issues=showing.issues.at(path),
    )


def _tier(path: Path, tier: Any, showing: Showing, *, is_last: bool) -> ShownTier:
    tier = tier if isinstance(tier, dict) else {}
    at, color = showing.issues.at, fields.shown(tier.get("color"))
    found = [
        fields.choice(
            (*path, "color"), _("Colour"), options(COLORS, color), kind="optional", issues=at((*path, "color"))
        ),
        fields.text((*path, "tier"), _("Tier"), tier.get("tier"), kind="text", issues=at((*path, "tier"))),
    ]
    if not is_last or "from" in tier:
        found.append(fields.number((*path, "from"), _("From … points"), tier.get("from"), issues=at((*path, "from"))))
    return ShownTier(path_text(path), color, found, at(path))
