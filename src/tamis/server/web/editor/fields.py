"""Fields of a form: what each asks for, what it says now, and where that stands in the definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tamis.definitions.editing.shapes import Asked
from tamis.definitions.grammar import Path
from tamis.definitions.instants import is_date
from tamis.definitions.source import path_text
from tamis.errors import Issue
from tamis.server.web.editor.names import Option, options
from tamis.server.web.editor.words import TRUTHS, UNITS


@dataclass(frozen=True)
class Field:
    """One field. `kind` tells how what is typed is read; `look` which template part draws it."""

    path: str
    kind: str
    look: str
    label: Any
    value: Any = ""
    values: Sequence[Any] = ()
    choices: Sequence[Option] = ()
    units: Sequence[Option] = ()
    do: str = "put"
    hint: Any = ""
    before: Any = ""
    """What is read before the value, where that is no label above it."""
    offers: str = ""
    """What is asked for the values that the data has."""
    issues: Sequence[Issue] = ()
    is_wide: bool = False

    @property
    def is_said(self) -> bool:
        """Whether anything but nothing is chosen."""
        return any(each.is_chosen and each.value for each in self.choices)

    @property
    def id(self) -> str:
        """Unique on the page, and the same after an edit."""
        return f"{self.do}-{self.path}".replace("[", "-").replace("]", "").replace(".", "-")


@dataclass(frozen=True)
class Issues:
    """The mistakes of a definition by the part that they are told of."""

    by_path: Mapping[str, Sequence[Issue]] = field(default_factory=dict)

    @classmethod
    def of(cls, issues: Sequence[Issue]) -> Issues:
        """By path; those of no part are told of the whole."""
        found: dict[str, list[Issue]] = {}
        for issue in issues:
            found.setdefault(issue.path, []).append(issue)
        return cls(found)

    def at(self, path: Path) -> list[Issue]:
        """Those of exactly this part."""
        return list(self.by_path.get(path_text(path), ()))

    def within(self, path: Path) -> list[Issue]:
        """Those of this part and of all parts in it."""
        text = path_text(path)
        inside = (text + ".", text + "[")
        found = [each for key, each in self.by_path.items() if key == text or key.startswith(inside)]
        return [issue for issues in found for issue in issues]


def choice(path: Path, label: Any, choices: Sequence[Option], **more: Any) -> Field:
    """A field that offers a list."""
    return Field(path_text(path), more.pop("kind", "text"), "select", label, choices=choices, **more)


def text(path: Path, label: Any, value: Any, **more: Any) -> Field:
    """A field for a text that may be left empty."""
    return Field(path_text(path), more.pop("kind", "optional"), "text", label, shown(value), **more)


def number(path: Path, label: Any, value: Any, **more: Any) -> Field:
    """A field for a number; by default one that may be left empty."""
    return Field(path_text(path), more.pop("kind", "optional_number"), "number", label, shown(value), **more)


def period(path: Path, label: Any, value: Any, **more: Any) -> Field:
    """A count and a unit."""
    count, _, unit = str(value or "").partition(" ")
    unit = unit.strip() if unit.strip().endswith("s") or not unit.strip() else f"{unit.strip()}s"
    return Field(path_text(path), Asked.PERIOD, "period", label, count, units=options(UNITS, unit or "days"), **more)


def instant(path: Path, label: Any, value: Any, **more: Any) -> Field:
    """A date; what was written with a time stays a text."""
    look = "date" if isinstance(value, str) and (not value or is_date(value)) else "text"
    return Field(path_text(path), Asked.INSTANT, look, label, shown(value), **more)


def asked_for(kind: Asked, path: Path, label: Any, value: Any, **more: Any) -> Field:
    """The field of what an operator compares with."""
    if kind == Asked.PERIOD:
        return period(path, label, value, **more)
    if kind == Asked.INSTANT:
        return instant(path, label, value, **more)
    if kind == Asked.TRUTH:
        return choice(path, label, options(TRUTHS, shown(value)), kind=kind, **more)
    if kind in (Asked.TWO_NUMBERS, Asked.TWO_INSTANTS):
        two = [shown(each) for each in value] if isinstance(value, list) else [shown(value), ""]
        are_dates = kind == Asked.TWO_INSTANTS and all(is_date(each) for each in two if each)
        look = "two_dates" if are_dates else "two"
        return Field(path_text(path), kind, look, label, values=[*two, ""][:2], **more)
    if kind in (Asked.TEXTS, Asked.NUMBERS):
        many = value if isinstance(value, list) else [value]
        chips = [(path_text((*path, at)), shown(each)) for at, each in enumerate(many) if each != ""]
        return Field(path_text(path), kind, "many", label, values=chips, do="append", **more)
    look = "number" if kind == Asked.NUMBER else "text"
    return Field(path_text(path), kind, look, label, shown(value), **more)


def shown(value: Any) -> str:
    """A value as it stands in a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return ""
    return str(getattr(value, "text", None) or value)
