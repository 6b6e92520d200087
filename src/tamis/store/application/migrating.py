"""How an application database is brought to the shape of this Tamis: its own tables and, in a process that serves,
those of the Django apps by which people sign in."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from tamis.errors import UsageError
from tamis.store.application.connection import Connection

Name = tuple[str, str]
"""Of a migration: its app's label, and its own."""


def is_current(connection: Connection, tables: Collection[str]) -> bool:
    """Whether the database, which has those tables, has the shape of this Tamis."""
    return _known() <= _applied(connection, tables) and not _newer(connection, tables)


def migrate(connection: Connection, tables: Collection[str]) -> None:
    """Makes all that is missing, inside a transaction. Raises UsageError for a database of a newer Tamis."""
    from django.db.migrations.executor import MigrationExecutor

    if newer := _newer(connection, tables):
        name = connection.database.name
        raise UsageError(f"{name} was written by a newer Tamis (it knows {newer[-1]}); upgrade Tamis.")
    executor = MigrationExecutor(connection.django)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _newer(connection: Connection, tables: Collection[str]) -> list[str]:
    """Migrations of ours that the database has had, and that this Tamis does not know; other apps go their own ways."""
    return sorted(name for app, name in _applied(connection, tables) - _known() if app == "application")


def _applied(connection: Connection, tables: Collection[str]) -> set[Name]:
    """The migrations that the database has had."""
    if "django_migrations" not in tables:
        return set()
    return {(app, name) for app, name in connection.sql("SELECT app, name FROM django_migrations")}


@lru_cache(maxsize=1)
def _known() -> frozenset[Name]:
    """The migrations of this Tamis; their modules are imported only if one is missing."""
    return frozenset(
        (label, module.name)
        for label, package in _apps().items()
        for module in iter_modules(import_module(package).__path__)
        if module.name[0].isdigit()
    )


def _apps() -> dict[str, str]:
    """The packages of migrations of what is installed in this process, by the labels of their apps."""
    from django.apps import apps

    packages = {app.label: f"{app.name}.migrations" for app in apps.get_app_configs()}
    return {label: package for label, package in packages.items() if find_spec(package)}
