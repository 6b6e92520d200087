"""Editing a draft: every change is kept, valid or not, and can be undone; two people do not overwrite each other."""

from tamis.operations.editing.drafting import Drafting, edit, open_draft, redo, undo
from tamis.operations.editing.mistakes import mistakes_of
from tamis.operations.editing.names import names_for_editing
from tamis.operations.editing.starting import start_score, start_segment
from tamis.store.application import LostUpdate

__all__ = [
    "Drafting",
    "LostUpdate",
    "edit",
    "mistakes_of",
    "names_for_editing",
    "open_draft",
    "redo",
    "start_score",
    "start_segment",
    "undo",
]
