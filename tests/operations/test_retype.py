"""The type of a property is corrected, and what was kept is read anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamis.errors import TamisError, UsageError
from tamis.operations.import_data import import_data
from tamis.operations.retype import retype
from tamis.operations.workspace import Workspace, init_workspace
from tamis.progress import NullProgress

HAS_THE_WAREHOUSE_OPEN = True


def now() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init_workspace(tmp_path / "work", time_zone="UTC")
    (tmp_path / "contacts.csv").write_text("id,zip code,size\n1,75001,big\n2,69002,12\n")
    (tmp_path / "events.csv").write_text("contact_id,type,occurred_at,price\n1,order,2026-01-01,7\n")
    import_data(made, tmp_path, now=now, progress=NullProgress())
    return made


def corrected(workspace: Workspace, of: str, name: str, type: str, **asked: bool) -> list[tuple[str, int, int]]:
    asked = {"is_event": False, "dry_run": False, **asked}
    taken = retype(workspace, of, name, type, now=now, progress=NullProgress(), **asked).taken
    return [(str(each.now), each.values, each.unreadable) for each in taken.retyped]


def type_of(workspace: Workspace, of: str, name: str) -> str:
    with workspace.opened() as warehouse:
        catalog = warehouse.catalog()
    return str((catalog.events[of] if of in catalog.events else catalog.objects[of].properties)[name].type)


def test_a_number_that_is_none_becomes_a_text(workspace: Workspace) -> None:
    assert type_of(workspace, "contact", "zip code") == "number"
    assert corrected(workspace, "contact", "zip code", "text") == [("text", 2, 0)]
    with workspace.opened() as warehouse:
        column = warehouse.catalog().objects["contact"].properties["zip code"].column
        assert warehouse.rows(f"SELECT {column} FROM records_0 ORDER BY id") == [("75001",), ("69002",)]


def test_a_property_of_an_event_type_too(workspace: Workspace) -> None:
    assert corrected(workspace, "order", "price", "text", is_event=True) == [("text", 1, 0)]
    assert type_of(workspace, "order", "price") == "text"


def test_a_dry_run_tells_and_changes_nothing(workspace: Workspace) -> None:
    assert corrected(workspace, "contact", "zip code", "text", dry_run=True) == [("text", 2, 0)]
    assert type_of(workspace, "contact", "zip code") == "number"


def test_values_that_are_no_such_type_stop_it(workspace: Workspace) -> None:
    with pytest.raises(TamisError, match="size"):
        corrected(workspace, "contact", "size", "number")
    assert type_of(workspace, "contact", "size") == "text"


@pytest.mark.parametrize(
    ("of", "name", "type"),
    [("contact", "nothing", "text"), ("nobody", "size", "text"), ("contact", "size", "colour")],
)
def test_what_is_not_there_is_told(workspace: Workspace, of: str, name: str, type: str) -> None:
    with pytest.raises(UsageError, match="There is no"):
        corrected(workspace, of, name, type)
