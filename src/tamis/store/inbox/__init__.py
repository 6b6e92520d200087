"""The inbox of a workspace: what sources sent, durable before it is acknowledged, each message once for ever."""

from tamis.store.inbox.copying import fill_inbox, write_inbox_copy
from tamis.store.inbox.faults import InboxBusy, InboxFailed, TakenOver
from tamis.store.inbox.inbox import Inbox, Pending, open_inbox
from tamis.store.inbox.sources import Source

__all__ = [
    "Inbox",
    "InboxBusy",
    "InboxFailed",
    "Pending",
    "Source",
    "TakenOver",
    "fill_inbox",
    "open_inbox",
    "write_inbox_copy",
]
