"""Everything that a page can do, a program can: the operations that pages call, routes of the API call, too."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

from tamis import operations

_SERVER = Path(operations.__file__).parents[1] / "server"
_TEXT = "drafts are changed as texts: PUT /definitions/{key}/draft"
_ROWS = "the same rows are read page by page: GET "
_FIRST = "the first steps into a workspace without any data"
_OWN = "how the pages are set for who looks at them, and their own sessions: no token may do that"
_COLORS = "how tiers are painted"
#: What only pages do, and why programs need it not.
PAGE_ONLY = {
    "BringDemo": _FIRST,
    "read_beginning": _FIRST,
    "has_published": _FIRST,
    "Publish": "the same verb, made by publishing_of",
    "audit_choices": "what the filters of the page offer",
    "category_colors": _COLORS,
    "change_own": _OWN,
    "count_events": "the filters of a timeline, which GET /timeline lists",
    "count_tokens": _OWN,
    "count_members": "GET /segments tells it of all",
    "decision_in_force": "the first of GET /decisions",
    "decisions_in_force": "the first of GET /decisions, of each",
    "definition_labels": "GET /definitions",
    "drifted": "GET /models/{key} tells the drifts of each run",
    "edit": _TEXT,
    "examples_of": "whom GET /leads/{object} and GET /values/{key} list first and last",
    "export_audit": _ROWS + "/audit",
    "export_members": _ROWS + "/segments/{key}/members",
    "free_key": "programs choose keys",
    "has_no_type": "an import refuses a type for what has none",
    "harmless": "how a cell of a file for spreadsheets is written",
    "is_whole": "how the list of leads is laid out",
    "key_for": "programs choose keys",
    "kept_segment": "GET /definitions and GET /segments",
    "kept_segments": "GET /definitions and GET /segments",
    "leading_model": "the first that GET /models lists with a live version",
    "list_jobs": _ROWS + "/jobs",
    "live_models": "GET /models tells which version is live",
    "meaning_in": "GET /models/{key}/card, in English",
    "names_for_editing": "what the editor offers: GET /properties, /event-types and /definitions",
    "names_of": "GET /records/{object}/{id}",
    "offered": "what the filters of the list offer: GET /properties, /definitions and /offered-values",
    "other_words": "GET /uploads/{id}/columns tells which columns are misplaced",
    "prepare_previews": "what makes the first preview of an editor quick",
    "priority_starts": "GET /likelihoods/{object}/{id} tells it",
    "read_kept_values": "GET /records/{object}/{id}",
    "read_likely": "GET /leads/{object} and GET /likelihoods/{object}/{id}",
    "read_names": "the names in a file that a person gives; programs send lists",
    "read_series": "the chart of GET /history",
    "read_standing": "GET /definitions",
    "read_told": "GET /jobs/{id} tells it",
    "read_trees": "GET /explanations, of each score",
    "redo": _TEXT,
    "revoke_own_tokens": _OWN,
    "shown_scores": "GET /scores",
    "standing_of": "GET /jobs/{id} has the errors of a job that was refused",
    "start_from_text": _TEXT,
    "start_score": _TEXT,
    "start_segment": _TEXT,
    "text_differences": "GET /definitions/{key}/differences",
    "tier_colors": _COLORS,
    "to_begin_with": "what a new condition in the editor asks for",
    "trainings_under_way": "GET /jobs lists them",
    "undo": _TEXT,
    "upload_of": "where the list of jobs leads; a program knows which upload it imported",
}


def called(*rooms: str) -> set[str]:
    """The operations and verbs that the modules of some rooms of the server name."""
    files = [file for room in rooms for file in (_SERVER / room).rglob("*.py")]
    return {name for file in files for name in _named(ast.parse(file.read_text(encoding="utf-8")))}


def _named(module: ast.Module) -> Iterator[str]:
    rooms = dict[str, str]()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tamis.operations"):
            for alias in node.names:
                if _is_operation(str(node.module), alias.name):
                    yield alias.name
                elif _is_room(f"{node.module}.{alias.name}"):
                    rooms[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(module):
        match node:
            case ast.Attribute(value=ast.Name(id=room)) if _is_operation(rooms.get(room, ""), node.attr):
                yield node.attr


def _is_operation(module: str, name: str) -> bool:
    found = getattr(importlib.import_module(module), name, None) if module else None
    return inspect.isfunction(found) or (inspect.isclass(found) and hasattr(found, "kind") and hasattr(found, "do"))


def _is_room(name: str) -> bool:
    try:
        return inspect.ismodule(importlib.import_module(name))
    except ModuleNotFoundError:
        return False


def test_what_a_page_can_do_a_program_can() -> None:
    assert called("web") - called("api") - PAGE_ONLY.keys() == set()


def test_what_only_pages_do_is_what_no_program_can() -> None:
    assert PAGE_ONLY.keys() - called("web") == set()
    assert PAGE_ONLY.keys() & called("api") == set()
