"""Requests of Segment's tracking protocol (ingest.md): read and understood, no more. No I/O, no clock."""

from tamis.connectors.segment.answers import ALLOWED, PREFLIGHT, acceptance, refusal
from tamis.connectors.segment.bodies import MOST_SENT
from tamis.connectors.segment.faults import Refusal, Rejected
from tamis.connectors.segment.messages import Read, read_messages
from tamis.connectors.segment.requests import Request, read_request
from tamis.connectors.segment.routes import Route, route_of

__all__ = [
    "ALLOWED",
    "MOST_SENT",
    "PREFLIGHT",
    "Read",
    "Refusal",
    "Rejected",
    "Request",
    "Route",
    "acceptance",
    "read_messages",
    "read_request",
    "refusal",
    "route_of",
]
