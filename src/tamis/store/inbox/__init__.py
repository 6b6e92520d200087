"""The inbox of a workspace: what sources sent, durable before it is acknowledged, each message once for ever."""

from tamis.store.inbox.faults import InboxBusy, InboxFailed
from tamis.store.inbox.inbox import Inbox, Pending, open_inbox
from tamis.store.inbox.sources import Source

__all__ = ["Inbox", "InboxBusy", "InboxFailed", "Pending", "Source", "open_inbox"]
