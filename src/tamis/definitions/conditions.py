"""Conditions: the one grammar of rules, segments and workflows (scoring.md, "Conditions")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union

from pydantic import BeforeValidator, Discriminator, Field, Tag
from typing_extensions import TypeAliasType

from tamis.definitions.comparisons import (
    CONDITION_WORDS,
    ConditionModel,
    PropertyCondition,
    ScoreCondition,
    TierCondition,
)
from tamis.definitions.grammar import Mistake, Model, Reading, empty_key, found, wrong
from tamis.definitions.values import Count, Filled, Key, OneOrMany, Text
from tamis.definitions.windows import Window
from tamis.errors import closest


class All(ConditionModel):
    """Every one of the conditions holds."""

    conditions: Annotated[tuple[Condition, ...], Filled()] = Field(alias="all", description="All of these hold.")


class Any_(ConditionModel):  # noqa: N801 - `Any` would hide typing.Any wherever this class is used
    """At least one of the conditions holds."""

    conditions: Annotated[tuple[Condition, ...], Filled()] = Field(alias="any", description="Any of these holds.")


class None_(ConditionModel):  # noqa: N801 - `None` is taken
    """None of the conditions holds."""

    conditions: Annotated[tuple[Condition, ...], Filled()] = Field(alias="none", description="None of these holds.")


class InSegment(ConditionModel):
    """The record is in the segment."""

    segment: Text = Field(alias="in_segment", description="The key of a segment of the same object.")


class Associated(ConditionModel):
    """Any associated record of the object meets the condition."""

    of: Key = Field(description="The object of the associated records, such as company.")
    association: Text | None = Field(default=None, description="primary, any, or an association label.")
    condition: Condition = Field(alias="<condition>")

    @classmethod
    def arrange(cls, raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
        own = {key: raw[key] for key in ("of", "association") if key in raw}
        mistakes += [empty_key(key) for key, value in own.items() if value is None]
        fields: dict[str, Any] = {key: value for key, value in own.items() if value is not None}
        inner = {key: value for key, value in raw.items() if key not in own}
        if not inner:
            message = '"of" stands alone'
            mistakes.append(Mistake("missing-condition", message, "add a condition on the associated record", ("of",)))
            return {**fields, "<condition>": All.model_construct(conditions=())}
        return {**fields, "<condition>": inner}

    @property
    def is_primary(self) -> bool:
        return self.association == "primary"


class Times(Model):
    """How often: both ends included; without a `to`, there is no end."""

    noun = "count"
    from_: Count = Field(alias="from", description="The least count.")
    to: Count | None = Field(default=None, description="The greatest count; left out, there is none.")

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        if self.to is not None and self.to < self.from_:
            message = f"from {self.from_} to {self.to} holds no count: from must be the lesser"
            yield Mistake("empty-range", message, f"write from: {self.to}, to: {self.from_}", ("to",))


def _machine(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("include", "exclude"):
        hint = closest(value, ("include", "exclude")) if isinstance(value, str) else ""
        raise wrong("unknown-word", f"is {found(value)}, and takes include or exclude", hint)
    return value == "include"


Machine = Annotated[
    bool,
    BeforeValidator(_machine, json_schema_input_type=Literal["include", "exclude"]),
]
_ONCE = Times.model_construct(from_=1, to=None)


class EventCondition(ConditionModel):
    """The matching events inside the window are as many as `times` says (by default at least one)."""

    event: OneOrMany = Field(description="An event type, or a list of them.")
    where: Condition | None = Field(default=None, description="Holds of the event's own properties.")
    within: Window | None = Field(default=None, description="When it has to have happened.")
    times: Times = Field(default=_ONCE, description="How often; by default at least once.")
    machine: Machine = Field(default=False, description="Whether events made by machines count.")

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        yield from only(self.where, (*JOINS, PropertyCondition), "where")


JOINS = (All, Any_, None_)


def _kind(value: Any) -> str | None:
    if isinstance(value, Model):
        return CONDITION_TAGS.get(type(value))
    if isinstance(value, dict):
        words = ("of", *CONDITION_WORDS)
        return next((f"<{word}>" for word in words if word in value), None)
    return None


def _recognised(value: Any) -> Any:
    """Refuse what begins with no word of a condition, with the words that there are."""
    if isinstance(value, Model) or _kind(value) is not None:
        return value
    if not isinstance(value, dict):
        raise wrong("wrong-shape", f"wants a condition, not {found(value)}", "such as {property: industry, is: hotels}")
    near = next((hint for key in value if (hint := closest(key, ("of", *CONDITION_WORDS)))), "")
    raise wrong(
        "unknown-condition", "has no word that begins a condition", near or f"one of {', '.join(CONDITION_WORDS)}"
    )


CONDITION_TAGS: dict[type[Model], str] = {
    Associated: "<of>",
    All: "<all>",
    Any_: "<any>",
    None_: "<none>",
    InSegment: "<in_segment>",
    EventCondition: "<event>",
    ScoreCondition: "<score>",
    TierCondition: "<tier>",
    PropertyCondition: "<property>",
}

Condition = TypeAliasType(
    "Condition",
    Annotated[
        Union[  # noqa: UP007 - a chain of | cannot be a forward reference inside TypeAliasType
            Annotated[Associated, Tag("<of>")],
            Annotated[All, Tag("<all>")],
            Annotated[Any_, Tag("<any>")],
            Annotated[None_, Tag("<none>")],
            Annotated[InSegment, Tag("<in_segment>")],
            Annotated[EventCondition, Tag("<event>")],
            Annotated[ScoreCondition, Tag("<score>")],
            Annotated[TierCondition, Tag("<tier>")],
            Annotated[PropertyCondition, Tag("<property>")],
        ],
        Discriminator(_kind),
        BeforeValidator(_recognised),
    ],
)
"""Any condition. What a place does not take (a score in a rule) is told by `only`."""


def condition_word(condition: Model) -> str:
    """The word that begins it in YAML: `all`, `property`, `of`."""
    return CONDITION_TAGS[type(condition)].strip("<>")


def only(condition: Condition | None, kinds: tuple[type[Model], ...], key: str) -> Iterator[Mistake]:
    """A mistake for each condition under `key` that is none of these kinds."""
    for path, part in parts(condition, (key,)):
        if not isinstance(part, kinds):
            word = condition_word(part)
            message = f'"{key}" takes no condition on "{word}"'
            hint = "put it into a segment, and ask for in_segment" if word in ("score", "tier") else "take it out"
            yield Mistake("misplaced-condition", message, hint, path)


def parts(
    condition: Condition | None, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Model]]:
    """Every condition in a condition, itself first, with its path; conditions on events are not entered."""
    if condition is None:
        return
    yield path, condition
    if isinstance(condition, JOINS):
        word = condition_word(condition)
        for index, inner in enumerate(condition.conditions):
            yield from parts(inner, (*path, word, index))
    elif isinstance(condition, Associated):
        yield from parts(condition.condition, path)
