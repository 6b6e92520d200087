"""Conditions that compare: a property, a score or a tier, an operator, and a value (scoring.md, "Conditions")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pydantic import Field
from pydantic_core import PydanticCustomError

from tamis.definitions.grammar import Mistake, Model, empty_key
from tamis.definitions.operators import ALL_OPERATORS, OPERATORS, PropertyType, Value, shape_of
from tamis.definitions.values import Text, Truth
from tamis.errors import closest

CONDITION_WORDS = ("all", "any", "none", "in_segment", "event", "score", "tier", "property")
"""The word that tells a condition's kind; `of` may stand beside it."""


class ConditionModel(Model):
    """What every condition shares: it begins with one word."""

    noun = "condition"

    @classmethod
    def stray(cls, key: str) -> Mistake:
        if key in CONDITION_WORDS or key == "of":
            word = next(word for word in cls.written_keys() if word in CONDITION_WORDS)
            message = f'"{word}" and "{key}" stand in one condition'
            return Mistake("two-conditions", message, "join two conditions with all or any", (key,), on_key=True)
        if key == "association":
            return Mistake("misplaced-key", '"association" stands without "of"', "add of: OBJECT", (key,), on_key=True)
        return super().stray(key)


class _Comparison(ConditionModel):
    """A value, an operator, and what it is compared with: `{WORD: NAME, OPERATOR: value}`."""

    word: ClassVar[str]
    operators: ClassVar[tuple[str, ...]]
    kind: ClassVar[PropertyType | None] = None
    """The type of the value, where it is known without data."""
    operator: str
    value: Any
    matches_unknown: Truth | None = None

    @classmethod
    def written_keys(cls) -> tuple[str, ...]:
        return (cls.word, *cls.operators, "matches_unknown")

    @classmethod
    def arrange(cls, raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
        fields = {key: raw[key] for key in (cls.word, "matches_unknown") if raw.get(key) is not None}
        mistakes += [empty_key(key) for key, value in raw.items() if value is None]
        operators = [key for key in raw if key in cls.operators]
        mistakes += [cls.stray(key) for key in raw if key not in cls.written_keys()]
        mistakes += cls._operator_mistakes(raw, operators)
        fields |= {"operator": operators[0] if operators else "is_known", "value": True}
        if len(operators) == 1 and raw[operators[0]] is not None:
            fields["value"] = cls._value(operators[0], raw[operators[0]], mistakes)
        return fields

    @classmethod
    def stray(cls, key: str) -> Mistake:
        if key in CONDITION_WORDS or key in ("of", "association"):
            return super().stray(key)
        hint = closest(key, cls.written_keys()) or f"operators are {', '.join(cls.operators)}"
        return Mistake("unknown-operator", f'there is no operator "{key}"', hint, (key,), on_key=True)

    @classmethod
    def _operator_mistakes(cls, raw: Mapping[str, Any], operators: list[str]) -> Iterator[Mistake]:
        if len(operators) > 1:
            message = f'"{operators[0]}" and "{operators[1]}" stand in one condition, which takes one operator'
            yield Mistake("two-operators", message, "join two conditions with all or any", (operators[1],), on_key=True)
        if not operators and set(raw) <= {cls.word, "matches_unknown"}:
            message = f'the condition on {cls.word} "{raw.get(cls.word)}" has no operator'
            yield Mistake("missing-operator", message, f"operators are {', '.join(cls.operators)}")
        if "is_known" in operators and "matches_unknown" in raw:
            message = '"matches_unknown" stands beside "is_known", which asks just that'
            yield Mistake("misplaced-key", message, "leave it out", ("matches_unknown",), on_key=True)

    @classmethod
    def _value(cls, operator: str, written: Any, mistakes: list[Mistake]) -> Value:
        shape = shape_of(operator, cls.kind)
        try:
            return shape.read(written)
        except PydanticCustomError as error:
            mistake: Mistake = (error.context or {})["mistake"]
            mistakes.append(Mistake(mistake.code, f"{operator} {mistake.message}", mistake.hint, (operator,)))
            return True


class ScoreCondition(_Comparison):
    """The total of a score, compared as a number."""

    word = "score"
    kind = PropertyType.NUMBER
    operators = OPERATORS[PropertyType.NUMBER]
    score: Text = Field(description="The key of a score.")


class TierCondition(_Comparison):
    """The tier of a score, compared as a choice."""

    word = "tier"
    kind = PropertyType.CHOICE
    operators = OPERATORS[PropertyType.CHOICE]
    tier: Text = Field(description="The key of a score.")


class PropertyCondition(_Comparison):
    """A property of the record (or, in `where`, of the event)."""

    word = "property"
    operators = ALL_OPERATORS
    property: Text = Field(description="The name of a property.")
