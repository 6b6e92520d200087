"""What sources tell, message by message: taken into the warehouse, and whose scores it touches."""

from tamis.store.warehouse.live.causes import name_causes
from tamis.store.warehouse.live.dirty import Touched, forget_touched, reached, touched
from tamis.store.warehouse.live.emails import emails_of
from tamis.store.warehouse.live.heard import heard_days
from tamis.store.warehouse.live.said import Arrival
from tamis.store.warehouse.live.taking_messages import TakenMessages, begin_anew, drained_upto, pass_over, take_messages

__all__ = [
    "Arrival",
    "TakenMessages",
    "Touched",
    "begin_anew",
    "drained_upto",
    "emails_of",
    "forget_touched",
    "heard_days",
    "name_causes",
    "pass_over",
    "reached",
    "take_messages",
    "touched",
]
