"""The JSON Schema of the definition format, generated from the classes, so that an editor completes and checks.

Pydantic gives the shape of each class. What only their validators know is added here from the same tables: the
operators, which conditions a place takes, and that a rule says its points in one way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from pydantic.json_schema import models_json_schema

from tamis.definitions.comparisons import PropertyCondition, ScoreCondition, TierCondition
from tamis.definitions.conditions import All, Any_, EventCondition, InSegment, None_
from tamis.definitions.grammar import Model
from tamis.definitions.operators import shape_of
from tamis.definitions.rules import EventRule, RecordRule
from tamis.definitions.score import Score
from tamis.definitions.segment import Segment
from tamis.definitions.values import KEY_PATTERN

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string", "minLength": 1}
_COMPARISONS = (PropertyCondition, ScoreCondition, TierCondition)
_JOINS: tuple[type[Model], ...] = (All, Any_, None_)
# The name of each family of conditions: the kinds in it, and whether `of` may stand beside them.
_FAMILIES: Mapping[str, tuple[tuple[type[Model], ...], bool]] = {
    "Condition": ((*_JOINS, InSegment, EventCondition, *_COMPARISONS), True),
    "RuleCondition": ((*_JOINS, InSegment, EventCondition, PropertyCondition), True),
    "ContactCondition": ((*_JOINS, InSegment, PropertyCondition), True),
    "EventPropertyCondition": ((*_JOINS, PropertyCondition), False),
}
# Their defaults are the classes' own values, which are not how they are written.
_SILENT_DEFAULTS = frozenset({"machine", "times", "thresholds"})
# Which family stands where.
_PLACES = (
    ("Case", "when", "RuleCondition"),
    ("RecordRule", "when", "RuleCondition"),
    ("EventRule", "when", "RuleCondition"),
    ("EventRule", "where", "EventPropertyCondition"),
    ("EventCase", "where", "EventPropertyCondition"),
    ("EventCondition", "where", "EventPropertyCondition"),
    ("Contacts", "where", "ContactCondition"),
    ("Segment", "when", "Condition"),
)


def json_schema() -> Schema:
    """The schema of a file that holds one score or one segment (JSON Schema, draft 2020-12).

    >>> json_schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    _, generated = models_json_schema([(Score, "validation"), (Segment, "validation")], by_alias=True)
    shapes: Schema = generated["$defs"]
    for name, shape in shapes.items():
        _without_null(shape, _nullable(name))
    _place_conditions(shapes)
    _say_points_once(shapes)
    _finish_score(shapes)
    return {
        "$schema": _DIALECT,
        "title": "Tamis definition",
        "description": "A lead score, or a segment of records.",
        "type": "object",
        "if": {"anyOf": [{"required": [key]} for key in ("groups", "thresholds", "population", "limit", "floor")]},
        "then": _ref("Score"),
        "else": _ref("Segment"),
        "$defs": dict(sorted(shapes.items())),
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _nullable(name: str) -> frozenset[str]:
    return Model.nullable if name in ("Score", "Group", "RecordRule", "EventRule") else frozenset()


def _without_null(shape: Schema, nullable: Iterable[str]) -> None:
    """Pydantic's optional fields accept null; in a definition only bounds and decays do."""
    for key, field in shape.get("properties", {}).items():
        if key in _SILENT_DEFAULTS or field.get("default", "") is None:
            field.pop("default", None)
        options = [option for option in field.get("anyOf", ()) if option.get("type") != "null"]
        if key == "decay":
            field["anyOf"] = [*options, {"const": "none"}, {"type": "null"}]
        elif key not in nullable and options:
            del field["anyOf"]
            field |= options[0] if len(options) == 1 else {"anyOf": options}


def _place_conditions(shapes: Schema) -> None:
    for owner, key, family in _PLACES:
        description = shapes[owner]["properties"][key].get("description", "")
        shapes[owner]["properties"][key] = {**_ref(family), "description": description}
    for comparison in _COMPARISONS:
        shapes[comparison.__name__] = _comparison(comparison)
    kinds = {kind.__name__: shapes.pop(kind.__name__) for kind in _FAMILIES["Condition"][0]}
    del shapes["Associated"], shapes["Condition"]
    for family, (members, takes_of) in _FAMILIES.items():
        names = {kind.__name__: f"{family}.{kind.__name__.rstrip('_')}" for kind in members}
        for kind, name in names.items():
            shapes[name] = _in_family(kinds[kind], family, takes_of=takes_of)
        shapes[family] = {"anyOf": [_ref(name) for name in names.values()]}


def _in_family(shape: Schema, family: str, *, takes_of: bool) -> Schema:
    placed: Schema = deepcopy(shape)
    for join in ("all", "any", "none"):
        if join in placed["properties"]:
            placed["properties"][join]["items"] = _ref(family)
    if takes_of:
        described = {"description": "Asks it of any associated record of this object."}
        placed["properties"]["of"] = {"type": "string", "pattern": KEY_PATTERN, **described}
        placed["properties"]["association"] = {**_TEXT, "description": "primary, any, or an association label."}
        placed["dependentRequired"] = {"association": ["of"]}
    return placed


def _comparison(kind: type[PropertyCondition] | type[ScoreCondition] | type[TierCondition]) -> Schema:
    operators = {operator: dict(shape_of(operator, kind.kind).schema) for operator in kind.operators}
    description = {"description": kind.model_fields[kind.word].description}
    return {
        "type": "object",
        "description": kind.__doc__,
        "properties": {
            kind.word: {**_TEXT, **description},
            **operators,
            "matches_unknown": {"type": "boolean", "description": "Whether a missing value meets it."},
        },
        "required": [kind.word],
        "oneOf": [{"required": [operator]} for operator in operators],
        "dependentSchemas": {"is_known": {"properties": {"matches_unknown": False}}},
        "additionalProperties": False,
    }


def _say_points_once(shapes: Schema) -> None:
    for rule in (RecordRule, EventRule):
        shapes[rule.__name__]["oneOf"] = [{"required": [key]} for key in rule.worth]
    record = shapes["RecordRule"]
    record["dependentRequired"] = {"points": ["when"], "association": ["of"], "combine": ["of"]}
    shapes["Rule"] = {"if": {"required": ["event"]}, "then": _ref("EventRule"), "else": _ref("RecordRule")}
    shapes["Group"]["properties"]["rules"]["items"] = _ref("Rule")


def _finish_score(shapes: Schema) -> None:
    score = shapes["Score"]["properties"]
    score["key"]["not"] = {"pattern": "^id$|_(fit|engagement|tier)$"}
    score["thresholds"]["minProperties"] = 1
    shapes["Population"]["minProperties"] = 1
    shapes["Contacts"]["minProperties"] = 1
