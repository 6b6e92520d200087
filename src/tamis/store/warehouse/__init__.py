"""The warehouse of a workspace: one DuckDB file with records, events, values and their history."""

from tamis.store.warehouse.company_names import known_companies
from tamis.store.warehouse.emails import known_emails
from tamis.store.warehouse.event_properties import valueless_event_properties
from tamis.store.warehouse.known_events import told_otherwise
from tamis.store.warehouse.record_properties import valueless
from tamis.store.warehouse.taking_in import TakenIn, take_in
from tamis.store.warehouse.warehouse import Warehouse, create_warehouse, open_warehouse

__all__ = [
    "TakenIn",
    "Warehouse",
    "create_warehouse",
    "known_companies",
    "known_emails",
    "open_warehouse",
    "take_in",
    "told_otherwise",
    "valueless",
    "valueless_event_properties",
]
