"""How an application database is brought to the shape of this Tamis. The migrations of other Django apps are switched
off (`MIGRATION_MODULES`): what they need, ours make, so that a database has one shape wherever it was opened."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pkgutil import iter_modules

from tamis.errors import UsageError
from tamis.store.application.connection import Connection

_APP = "application"


def is_current(connection: Connection, tables: Collection[str]) -> bool:
    """Whether the database, which has those tables, has the shape of this Tamis."""
    return _applied(connection, tables) == _known()


def migrate(connection: Connection, tables: Collection[str]) -> None:
    """Makes all that is missing, inside a transaction. Raises UsageError for a database of a newer Tamis."""
    from django.db.migrations.executor import MigrationExecutor

    if newer := _applied(connection, tables) - _known():
        name = connection.database.name
        raise UsageError(f"{name} was written by a newer Tamis (it knows {sorted(newer)[-1]}); upgrade Tamis.")
    executor = MigrationExecutor(connection.django)
    executor.migrate(executor.loader.graph.leaf_nodes(_APP))


def _applied(connection: Connection, tables: Collection[str]) -> set[str]:
    """The names of the migrations that the database has had."""
    if "django_migrations" not in tables:
        return set()
    return {name for (name,) in connection.sql(f"SELECT name FROM django_migrations WHERE app = '{_APP}'")}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The names of the migrations of this Tamis; their modules are imported only if one is missing."""
    from tamis.store.application import migrations

    return frozenset(module.name for module in iter_modules(migrations.__path__))
