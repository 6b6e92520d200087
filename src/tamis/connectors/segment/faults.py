"""Why a request, or one message of it, is not taken: a stable code and a sentence without anything that was sent."""

from __future__ import annotations

from dataclasses import dataclass

from tamis.errors import TamisError


class Refusal(TamisError):
    """Nothing of the request is taken; `status` is the HTTP status of the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(message)


class BadMessage(TamisError):
    """One message cannot be taken; the others of its batch can."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


@dataclass(frozen=True)
class Rejected:
    """A message of a batch that was not taken; `index` counts from 0."""

    index: int
    code: str
    message: str
