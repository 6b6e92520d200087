"""A demo company made once, and a way to ask it questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tamis.demo import generate

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "company"
    generate(folder, contacts=3000, events=150_000, seed=7, as_of=AS_OF)
    return folder


@pytest.fixture(scope="session")
def ask(company: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """Rows of a query in which `{contacts}` and the like are the tables of the company."""
    names = ("contacts", "companies", "deals", "campaign", "associations", "property_changes", "segment_members")
    tables = {name: f"'{company}/{name}.parquet'" for name in names}
    tables |= {"events": f"'{company}/events/*.parquet'", "truth": f"'{company}/truth/contacts.parquet'"}

    def rows(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            return connection.execute(query.format(**tables)).fetchall()

    return rows
