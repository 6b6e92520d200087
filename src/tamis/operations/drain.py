"""Takes what waits in the inbox into the warehouse, in the order in which it came."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from tamis.errors import EngineError
from tamis.machine_made import MachineRules
from tamis.messages import write_message
from tamis.operations.workspace import Workspace
from tamis.store.inbox import Inbox, Pending
from tamis.store.warehouse import Warehouse
from tamis.store.warehouse.live import (
    Arrival,
    TakenMessages,
    begin_anew,
    drained_upto,
    emails_of,
    pass_over,
    take_messages,
)

_LOG = logging.getLogger("tamis.drain")
#: How many messages are taken in at once. The more there are, the less each of them costs; so many take some seconds.
MOST = 20_000
# What the machine lacks is no fault of a message.
_NO_FAULT = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.ConnectionException,
    # A commit that finds no room on the disk.
    duckdb.TransactionException,
    duckdb.FatalException,
    EngineError,
    OSError,
)


@dataclass
class Drained:
    """What one batch came to. `received_at` are the instants at which its messages came (microseconds, UTC).

    `upto`: the messages up to this number are in the warehouse, and the inbox may forget them.
    """

    upto: int = 0
    messages: int = 0
    unreadable: dict[tuple[str, str], int] = field(default_factory=dict)
    put_aside: int = 0
    received_at: tuple[int, ...] = ()


def follow(warehouse: Warehouse, inbox: Inbox) -> int:
    """To be called before anything is drained; gives the number of the last message that was. Where the inbox is not
    the one that was drained last, but a new one in the place of one that was lost, or an older copy, all that it holds
    is taken in, and nothing is passed over."""
    upto = drained_upto(warehouse)
    if inbox.reached() >= upto:
        return upto
    _LOG.warning("The inbox is another one, or an older one, than before; all that it holds is taken in.")
    begin_anew(warehouse)
    return drained_upto(warehouse)


def drain(
    workspace: Workspace,
    warehouse: Warehouse,
    inbox: Inbox,
    rules: MachineRules,
    *,
    after: int,
    at: int,
    most: int = MOST,
) -> Drained:
    """Takes in at most so many messages, after the one of this number, which was the last. The inbox has them still:
    what is counted of them must not be lost with it.

    A message that cannot be taken in, for whatever reason of its own, goes to `rejects/messages.jsonl`, and the others
    are taken in all the same.
    """
    pending = inbox.pending(after, most)
    drained = Drained(after, received_at=tuple(each.message.received_at for each in pending))
    if pending:
        _take(workspace, warehouse, _arrivals(warehouse, pending, rules), at, drained)
        drained.upto = pending[-1].n
    return drained


def _arrivals(warehouse: Warehouse, pending: Sequence[Pending], rules: MachineRules) -> list[Arrival]:
    emails = _emails(warehouse, pending, rules)
    return [
        Arrival(
            each.n,
            each.source,
            each.message,
            machine=rules.of(each.message, email=emails.get(each.message.user_id or "")) is not None,
        )
        for each in pending
    ]


def _emails(warehouse: Warehouse, pending: Sequence[Pending], rules: MachineRules) -> dict[str, str]:
    if not any(rule.enabled and rule.email_domain for rule in rules.rules):
        return {}
    return emails_of(warehouse, {each.message.user_id for each in pending if each.message.user_id})


def _take(workspace: Workspace, warehouse: Warehouse, arrivals: Sequence[Arrival], at: int, drained: Drained) -> None:
    try:
        _note(drained, take_messages(warehouse, arrivals, at))
    except _NO_FAULT:
        raise
    except Exception as error:  # noqa: BLE001 - one message must not keep all others from coming in.
        # Each half for itself, until it is known which message it is.
        if len(arrivals) > 1:
            middle = len(arrivals) // 2
            _take(workspace, warehouse, arrivals[:middle], at, drained)
            _take(workspace, warehouse, arrivals[middle:], at, drained)
            return
        _LOG.error("A message could not be taken in (%s); it is in rejects/messages.jsonl.", type(error).__name__)
        _put_aside(workspace, arrivals[0], type(error).__name__)
        pass_over(warehouse, arrivals[0].n)
        drained.put_aside += 1


def _note(drained: Drained, taken: TakenMessages) -> None:
    drained.messages += taken.messages
    for place, count in taken.unreadable.items():
        drained.unreadable[place] = drained.unreadable.get(place, 0) + count


def _put_aside(workspace: Workspace, arrival: Arrival, reason: str) -> None:
    """On the disk before it counts as taken."""
    line = {"source": arrival.source, "reason": reason, "message": json.loads(write_message(arrival.message))}
    workspace.rejects.mkdir(exist_ok=True)
    with (workspace.rejects / "messages.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
