"""What every definition class shares: strictness, and mistakes told in Tamis's own words.

Pydantic reads the shapes; each of its errors becomes a `Mistake` at the class that knows the words for it, so that
its own messages never reach a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NoReturn

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, ValidationInfo, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from tamis.errors import closest, nearest

Path = tuple[str | int, ...]

UNKNOWN_OBJECT = "?"
"""Stands for the object of a definition that says none, or none that can be read; no object can be called so."""


@dataclass(frozen=True)
class Mistake:
    """What is wrong at `at`, a path from the class that found it; `on_key` points at the key and not its value."""

    code: str
    message: str
    hint: str = ""
    at: Path = ()
    on_key: bool = False
    is_named: bool = True
    """False while the message still lacks its subject, the key under which the value stands."""


@dataclass(frozen=True)
class Reading:
    """How strictly to read: after a first reading found mistakes, what is left without them is read once more."""

    is_pruned: bool = False
    """Wrong list items were taken out: an empty list is no mistake of the author's."""
    lost_groups: bool = False
    """Whole groups were taken out: which categories the score has is not certain."""
    lost_tiers: bool = False
    """The tiers of a category that there is not were taken out: which ones they were for is not certain."""
    lost_object: bool = False
    """The object could not be read: another one stands in its place."""
    unsure: frozenset[str] = frozenset()
    """Names that no object has: whoever wrote them meant another, and which one is not certain."""

    def known(self, object: str) -> str:
        """The object of the definition, if it could be read."""
        return UNKNOWN_OBJECT if self.lost_object else object

    def may_be(self, object: str, meant: str) -> bool:
        """Whether a name that was written may stand for that object."""
        return object in (meant, UNKNOWN_OBJECT) or object in self.unsure


def wrong(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """The error of a single value; the class that holds it puts the key before the message."""
    return PydanticCustomError("mistake", "mistake", {"mistake": Mistake(code, message, hint, is_named=False)})


def raise_all(mistakes: Iterable[Mistake]) -> NoReturn:
    """Raise them as one ValidationError, each at its own place."""
    raise ValidationError.from_exception_data("definition", [_line(mistake) for mistake in mistakes])


def mistakes_of(error: ValidationError, owner: type[Model] | None = None) -> Iterator[Mistake]:
    """The mistakes in a pydantic error, those of pydantic's own put into words with the help of their class."""
    for details in error.errors(include_url=False):
        at = tuple(part for part in details["loc"] if not (isinstance(part, str) and part.startswith("<")))
        mistake = (details.get("ctx") or {}).get("mistake")
        if isinstance(mistake, Mistake):
            yield _named(replace(mistake, at=at))
        elif details["type"] == "missing":
            yield missing(str(details["loc"][-1]), at[:-1])
        elif at[-1:] == ("[key]",):
            words = ("fit", "engagement")
            message = f'there is no category "{at[-2]}"'
            yield Mistake(
                "unknown-key", message, closest(str(at[-2]), words) or "fit, engagement", at[:-1], on_key=True
            )
        else:
            yield _named(_worded(details, at))


def missing(key: str, at: Path = ()) -> Mistake:
    hint = "write object: contact, company or deal" if key == "object" else f"write {key}: …"
    return Mistake("missing-key", f'the key "{key}" is missing', hint, at)


def found(value: object) -> str:
    """A value that was found, for a sentence.

    >>> found("x"), found(True), found([1]), found(2.0)
    ('the text "x"', 'true', 'a list', 'the number 2')
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {getattr(value, 'text', None) or format(value, 'g')}"
    if isinstance(value, str):
        return f'the text "{value if len(value) <= 40 else value[:39] + "…"}"'
    return "a list" if isinstance(value, list | tuple) else "a mapping"


class Model(BaseModel):
    """One kind of thing that can be written in a definition: frozen, and without stray keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    noun: ClassVar[str] = "definition"
    nullable: ClassVar[frozenset[str]] = frozenset({"limit", "floor", "decay"})

    @classmethod
    def written_keys(cls) -> tuple[str, ...]:
        """The keys that may be written, in the order of the specification."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def required_keys(cls) -> tuple[str, ...]:
        """Those of them that have to be written."""
        return tuple(field.alias or name for name, field in cls.model_fields.items() if field.is_required())

    @classmethod
    def arrange(cls, raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
        """What was written, as the fields of the class; stray keys and keys without a value go to `mistakes`."""
        known = set(cls.written_keys())
        for key in raw:
            if key not in known:
                mistakes.append(cls.stray(key))
            elif raw[key] is None and key not in cls.nullable:
                mistakes.append(empty_key(key))
        # What only seems to lack because its key is misspelt is told once.
        also_as_meant = list(cls.clashes(frozenset(raw).union(cls._meant(mistakes))))
        mistakes += [each for each in cls.clashes(frozenset(raw)) if each in also_as_meant]
        return {key: value for key, value in raw.items() if key in known and (value is not None or key in cls.nullable)}

    @classmethod
    def stray(cls, key: str) -> Mistake:
        hint = closest(key, cls.written_keys()) or f"its keys are {', '.join(cls.written_keys())}"
        return Mistake("unknown-key", f'{a(cls.noun)} has no key "{key}"', hint, (key,), on_key=True)

    @classmethod
    def clashes(cls, keys: frozenset[str]) -> Iterator[Mistake]:
        """Mistakes that the mere presence of keys shows."""
        return iter(())

    def contradictions(self, reading: Reading) -> Iterator[Mistake]:
        """Mistakes that show only between well-formed parts."""
        return iter(())

    @classmethod
    def _meant(cls, mistakes: Iterable[Mistake]) -> Iterator[str]:
        """The keys that are there, but misspelt or without a value, of which it is told already."""
        for mistake in mistakes:
            if mistake.on_key and len(mistake.at) == 1:
                key = str(mistake.at[0])
                yield key if mistake.code == "empty-value" else nearest(key, cls.written_keys())

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, raw: Any, handler: ModelWrapValidatorHandler[Any], info: ValidationInfo) -> Any:
        if isinstance(raw, cls):
            return raw
        if (
            info.context is None
            and isinstance(raw, dict)
            and set(raw) & (set(cls.model_fields) - set(cls.written_keys()))
        ):
            # Made in Python, by the names of the fields: Last(period=…).
            return handler(raw)
        if not isinstance(raw, dict):
            raise wrong(
                "wrong-shape", f"wants {a(cls.noun)}, not {found(raw)}", f"its keys are {', '.join(cls.written_keys())}"
            )
        mistakes: list[Mistake] = []
        fields = cls.arrange(raw, mistakes)
        try:
            made = handler(fields)
        except ValidationError as error:
            known = [missing(key) for key in cls._meant(mistakes)]
            raise_all([*mistakes, *(each for each in mistakes_of(error, cls) if each not in known)])
        mistakes += made.contradictions(info.context or Reading())
        if mistakes:
            raise_all(mistakes)
        return made


def a(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def empty_key(key: str) -> Mistake:
    return Mistake("empty-value", f'"{key}" has no value', "give it one, or leave the key out", (key,), on_key=True)


def _line(mistake: Mistake) -> InitErrorDetails:
    kind = PydanticCustomError("mistake", "mistake", {"mistake": mistake})
    return InitErrorDetails(type=kind, loc=mistake.at, input=None)


def _named(mistake: Mistake) -> Mistake:
    """The message with the key in front of it, as soon as a key is known."""
    keys = [index for index, part in enumerate(mistake.at) if isinstance(part, str)]
    if mistake.is_named or not keys:
        return mistake
    subject = "".join(f"[{part}]" if isinstance(part, int) else str(part) for part in mistake.at[keys[-1] :])
    return replace(mistake, message=f"{subject} {mistake.message}", is_named=True)


_WANTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
}


def _worded(details: ErrorDetails, at: Path) -> Mistake:
    value, context = details["input"], details.get("ctx") or {}
    expected = str(context.get("expected", "")).replace("'", "")
    if details["type"] in ("literal_error", "enum"):
        words = expected.replace(" or ", ", ").split(", ")
        hint = closest(value, words) if isinstance(value, str) else ""
        message = f"is {found(value)}, and takes {expected}"
        return Mistake("unknown-word", message, hint, at, is_named=False)
    wanted = _WANTED.get(details["type"], "another value")
    is_bare = wanted == "a text" and isinstance(value, int | float)
    hint = f'put it in quotes: "{getattr(value, "text", str(value).lower())}"' if is_bare else ""
    return Mistake("wrong-type", f"wants {wanted}, not {found(value)}", hint, at, is_named=False)
