"""Why the inbox takes nothing just now. Whoever sent the messages sends them again, with the same ids."""

from __future__ import annotations

from tamis.errors import TamisError


class InboxBusy(TamisError):
    """More is waiting to be stored than the inbox holds in memory; nothing of this call is stored."""


class InboxFailed(TamisError):
    """The inbox could not make the messages durable; they may be stored, or not."""


class TakenOver(TamisError):
    """Another process has taken messages out: this one must not go on, and has to be started again by somebody."""
