"""What was typed into a form, as values of a definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tamis.definitions.editing.shapes import Asked, written

NOTHING = object()
"""The key is to go."""


def value_of(kind: str, values: Sequence[str]) -> Any:
    """The value of a field of a kind; NOTHING where it was left empty and may be."""
    if kind in Asked.__members__.values():
        return _asked(Asked(kind), values)
    return _KINDS.get(kind, _text)(values)


def _asked(kind: Asked, values: Sequence[str]) -> Any:
    if kind == Asked.PERIOD:
        return _period(values)
    return written(values, kind)


def _period(values: Sequence[str]) -> Any:
    count, unit = [*values, "", "days"][:2] if len(values) < 2 else values[:2]
    return f"{count.strip()} {unit.removesuffix('s') if count.strip() == '1' else unit}".strip()


def _text(values: Sequence[str]) -> Any:
    return values[0] if values else ""


def _optional(values: Sequence[str]) -> Any:
    return _text(values) if "".join(values).strip() else NOTHING


def _number(values: Sequence[str]) -> Any:
    return written(values[:1], Asked.NUMBER)


def _optional_number(values: Sequence[str]) -> Any:
    return _number(values) if "".join(values).strip() else NOTHING


def _bound(values: Sequence[str]) -> Any:
    """Left empty, a score's own bound is none at all, where another's is not written."""
    return _number(values) if "".join(values).strip() else None


def _optional_truth(values: Sequence[str]) -> Any:
    return NOTHING if not "".join(values) else values[0] == "true"


_KINDS: Mapping[str, Callable[[Sequence[str]], Any]] = {
    "optional": _optional,
    "optional_number": _optional_number,
    "bound": _bound,
    "optional_truth": _optional_truth,
}
