"""Contacts that are probably one person: found, weighed, grouped; and pairs that a person said are not."""

from tamis.store.warehouse.duplicates.blocks import MOST as MOST_SHARED
from tamis.store.warehouse.duplicates.dismissals import dismiss, undismiss
from tamis.store.warehouse.duplicates.finding import (
    LIKELY,
    SURE,
    Duplicate,
    Duplicates,
    Known,
    Proposal,
    find_duplicates,
    pairs_to_merge,
)

__all__ = [
    "LIKELY",
    "MOST_SHARED",
    "SURE",
    "Duplicate",
    "Duplicates",
    "Known",
    "Proposal",
    "dismiss",
    "find_duplicates",
    "pairs_to_merge",
    "undismiss",
]
