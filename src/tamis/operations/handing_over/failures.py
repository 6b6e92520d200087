"""Errors under way: raised in the process that does the work, and again in the one that asked for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import msgspec

from tamis.errors import DataError, DefinitionError, EngineError, FaultElsewhere, Issue, TamisError, UsageError
from tamis.operations.handing_over.wording import Wording


class Failure(msgspec.Struct):
    """An error as plain values. Of an unforeseen one only its kind: its text may quote a contact's data."""

    kind: Literal["usage", "definition", "data", "engine", "system", "fault"]
    text: str = ""
    issues: tuple[Issue, ...] = ()
    file: str = ""
    hint: str = ""
    number: int = 0

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """That of an error."""
        match error:
            case DefinitionError():
                return cls("definition", issues=tuple(map(_whole, error.issues)))
            case DataError():
                issues = tuple(map(_whole, error.issues))
                return cls("data", _text(error.message), issues, _text(error.file), _text(error.hint))
            case EngineError():
                return cls("engine", _text(str(error)))
            case TamisError():
                return cls("usage", _text(str(error)))
            case OSError() if not isinstance(error, BrokenPipeError):
                file = _text(str(error.filename)) if error.filename else ""
                return cls("system", _text(error.strerror or str(error)), file=file, number=error.errno or 0)
            case FaultElsewhere():
                return cls("fault", error.kind)
        return cls("fault", type(error).__name__)

    def error(self, wording: Wording) -> Exception:
        """The error again, in the words of the command."""
        text, issues = wording.text(self.text), tuple(map(wording.issue, self.issues))
        match self.kind:
            case "usage":
                return UsageError(text)
            case "definition":
                return DefinitionError(issues)
            case "data":
                return DataError(wording.text(self.file), text, wording.text(self.hint), issues)
            case "engine":
                return EngineError(text)
            case "system":
                return OSError(self.number, text, wording.text(self.file) or None)
            case "fault":
                return FaultElsewhere(self.text)


def _whole(issue: Issue) -> Issue:
    return replace(issue, file=_text(issue.file), message=_text(issue.message), hint=_text(issue.hint))


def _text(text: str) -> str:
    """The text with half characters written out, which cannot be sent."""
    return text.encode("utf-8", "backslashreplace").decode()
