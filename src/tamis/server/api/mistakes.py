"""What is wrong with a request, place by place, with hints at what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from tamis.errors import closest
from tamis.server.api.problems import Mistake

_CODES = {"extra_forbidden": "unknown-field", "missing": "missing-field"}
_LONGEST = 100


def mistakes_in(contexts: Iterable[Any]) -> list[Mistake]:
    """All of them, of what ninja tells of the parts of a request."""
    return [mistake for context in contexts for mistake in _of_part(context)]


def _of_part(context: Any) -> Iterator[Mistake]:
    source = context.model.__ninja_param_source__
    for error in context.pydantic_validation_error.errors(include_url=False, include_input=False):
        loc = tuple(error["loc"])
        code = _CODES.get(error["type"], "wrong-value")
        yield Mistake(code, _where(source, loc), _sentence(error), _hint(context.model, error, loc))


def _where(source: str, loc: Sequence[Any]) -> str:
    """Such as `body.records[3].id`: the parameter that is the whole body has no name of its own."""
    inner = loc[1:] if source == "body" else loc
    told = source
    for part in inner:
        told += f"[{part}]" if isinstance(part, int) else f".{str(part)[:_LONGEST]}"
    return told.encode("utf-8", "replace").decode()


def _sentence(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "extra_forbidden":
            return "There is no such field."
        case "missing":
            return "This is needed."
    text = str(error["msg"])
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _hint(model: type[BaseModel], error: Mapping[str, Any], loc: Sequence[Any]) -> str:
    if error["type"] != "extra_forbidden":
        return ""
    shape = _shape_at(model, loc[:-1])
    known = list(shape.model_fields) if shape is not None else []
    return closest(str(loc[-1]), known) or (f"there are {', '.join(known)}" if known else "")


def _shape_at(model: type[BaseModel], loc: Sequence[Any]) -> type[BaseModel] | None:
    shape: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, int):
            continue
        field = shape.model_fields.get(str(part)) if shape is not None else None
        shape = next(_shapes(field.annotation), None) if field is not None else None
    return shape


def _shapes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _shapes(inner)
