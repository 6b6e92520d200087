"""The error family, by who must act: the author of a definition, the person at the keyboard, the owner of the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

# Below this likeness (0-1) a suggestion misleads more often than it helps: "tier" is not "timer".
_LIKENESS = 0.6


@dataclass(frozen=True, order=True)
class Issue:
    """One mistake: where it is, its stable code, a sentence in the author's own names, and what to do."""

    file: str
    """As the person typed it."""
    line: int
    """From 1; 0 when unknown."""
    column: int
    """From 1; 0 when unknown."""
    code: str
    message: str
    hint: str = ""
    path: str = ""
    """Such as `groups[1].rules[0].where`."""
    severity: str = "error"
    """`error` or `warning`."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        lines = [f"{place}  {self.code}", f"  {self.message}"]
        return "\n".join([*lines, f"  hint: {self.hint}"] if self.hint else lines)


class TamisError(Exception):
    """Every error that Tamis raises on purpose; its text is a sentence for the person who must act."""


class DefinitionError(TamisError):
    """The author of a definition must act; `issues` tells everything that was found."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


class UsageError(TamisError):
    """The person who typed the command must act."""


class Unknown(UsageError):
    """What was named is not there."""


class InUse(UsageError):
    """Another process has it open, and will not for ever: the same may be tried again."""


class Forbidden(TamisError):
    """The person may not do that, which an administrator can change, or the API token may not, which nobody can: its
    scopes are those that it was made with. `permission` and `role` are named by their values."""

    def __init__(self, permission: str, role: str, *, is_token: bool = False) -> None:
        self.permission, self.role, self.is_token = permission, role, is_token
        if is_token:
            told = f'This API token does not have the permission "{permission}"; make a token that has it.'
        else:
            who = f"The role {role.replace('_', '-')}"
            told = f'{who} does not have the permission "{permission}"; an administrator can give it.'
        super().__init__(told)


class FaultElsewhere(Exception):
    """Another process met an error at this one's work that nobody foresaw; `kind` is the name of its class."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class DataError(TamisError):
    """A file of the data cannot be read; `issues` when several places are at fault."""

    def __init__(self, file: str, message: str, hint: str = "", issues: Iterable[Issue] = ()) -> None:
        self.file, self.message, self.hint, self.issues = file, message, hint, tuple(issues)
        super().__init__(f"{file}: {message}" + (f"\n  hint: {hint}" if hint else ""))


class EngineError(TamisError):
    """The engine could not run what the definitions ask for."""


def is_unicode(text: str) -> bool:
    """Whether the text can be written down: half a character, from a broken escape or file name, cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def closest(name: str, known: Iterable[str]) -> str:
    """A hint that names the known word most like `name`, or nothing if none is near.

    >>> closest("employes", ["industry", "employees"])
    'did you mean employees?'
    >>> closest("colour", ["industry"])
    ''
    """
    best = nearest(name, known)
    return f"did you mean {best}?" if best else ""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known word most like `name`, or nothing if none is near."""
    likeness = {word: _likeness(name, word) for word in sorted(set(known)) if word != name}
    best = max(likeness, key=lambda word: likeness[word], default="")
    return best if best and likeness[best] >= _LIKENESS else ""


def _likeness(name: str, word: str) -> float:
    name, word = name.casefold().replace("-", "_"), word.casefold()
    if name.replace(" ", "_") == word:
        return 1.0
    return SequenceMatcher(None, name[:200], word[:200], autojunk=False).ratio()
