"""What is sent to the API and what it answers, as far as all routes share it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from tamis.operations.call import EPOCH
from tamis.server.french import spoken

_INSTANT = "2026-03-01T09:30:00.000000Z"


class Sent(BaseModel):
    """A body: no stray keys, and no value taken for one of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Told(BaseModel):
    """Part of an answer, made of what an operation gives."""

    model_config = ConfigDict(from_attributes=True)


def instant_text(micros: int) -> str:
    """An instant as RFC 3339 has it, in UTC.

    >>> instant_text(0)
    '1970-01-01T00:00:00.000000Z'
    """
    return (EPOCH + timedelta(microseconds=micros)).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _instant(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return instant_text(value) if isinstance(value, int) else value


def _points(value: Any) -> Any:
    """Whole millionths as points; what is points already stays."""
    return value / 1_000_000 if isinstance(value, int) else value


Instant = Annotated[
    str,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": [_INSTANT]}),
]
"""An instant: microseconds since the epoch, told as RFC 3339 in UTC."""

Points = Annotated[float, BeforeValidator(_points), WithJsonSchema({"type": "number", "examples": [42.5]})]
"""Points, of whole millionths."""

Spoken = Annotated[str, AfterValidator(spoken)]
"""What an operation says, in the language of whoever asks."""

Item = TypeVar("Item")


class PageOf(Told, Generic[Item]):
    """Some of many, and where the next ones begin."""

    items: list[Item]
    next: str | None = Field(
        default=None, description="Give this as `cursor` to have the next ones; null where these are the last."
    )
