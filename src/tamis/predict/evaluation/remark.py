"""Something to tell a person, before it is put into a language."""

from __future__ import annotations

from dataclasses import dataclass, field

Value = int | float | str


@dataclass(frozen=True)
class Remark:
    """A sentence by its code, with its values; `card/words` says it in English or French."""

    code: str
    values: dict[str, Value] = field(default_factory=dict)


def remark(code: str, **values: Value) -> Remark:
    """A remark, with its values as keywords."""
    return Remark(code, values)
