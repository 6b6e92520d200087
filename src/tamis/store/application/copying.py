"""A whole application database copied into another one, of a file or of a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from tamis.store.application.connection import Connection
from tamis.store.application.opening import connect
from tamis.store.application.server_database import ServerDatabase, owner_of
from tamis.store.postgresql.place import SharedDatabase, line_of

_AT_ONCE = 500
# Who is signed in stays where they are; addresses are those of people, and allauth makes its own of them.
_LEFT = ("django_session", "account_emailconfirmation", "account_emailaddress")


def write_copy(place: Path | SharedDatabase, file: Path) -> None:
    """Everything in a database, as of one moment, into a file that is not there yet."""
    with closing(connect(place)) as source, closing(connect(file)) as target:
        _prepare(source)
        _prepare(target)
        with source.writing(), target.writing():
            _copy(source, target)


@contextmanager
def replacing_application(file: Path, place: SharedDatabase, *, instead_of: str | None = None) -> Iterator[Any]:
    """Everything in a file becomes a workspace's database on a server when the block ends; if it fails, nothing does.

    The database has to be empty, or that of the workspace `instead_of`, before or after any of its restores; it is no
    longer that one's. Raises UsageError for any other. Gives the connection of psycopg, in its transaction, for what
    else of the workspace is to be there.
    """
    with closing(connect(file)) as source, closing(connect(place)) as target:
        _prepare(source)
        with source.writing(), target.writing():
            owner = owner_of(target)
            if owner is not None and instead_of is not None and line_of(owner) == line_of(instead_of):
                ServerDatabase(replace(place, workspace=owner)).prepare(target)
            else:
                ServerDatabase(replace(place, is_new=True)).prepare(target)
            _empty(target)
            _copy(source, target)
            ServerDatabase(place).mark(target)
            yield target.django.connection


def _prepare(connection: Connection) -> None:
    with connection.reading():
        connection.database.prepare(connection)


def _copy(source: Connection, target: Connection) -> None:
    for model in _models():
        rows = model.objects.using(source.alias).order_by("pk").iterator(chunk_size=_AT_ONCE)
        while some := list(islice(rows, _AT_ONCE)):
            model.objects.using(target.alias).bulk_create(some)
    _count_on(target)


def _count_on(target: Connection) -> None:
    """The next row gets the id after the last one: PostgreSQL does not look at ids that were given to it."""
    from django.core.management.color import no_style

    for statement in target.django.ops.sequence_reset_sql(no_style(), _models()):
        target.sql(statement)


def _empty(target: Connection) -> None:
    # Not by the ORM, which lets nobody delete a version. What is not copied first: it refers to people.
    for table in (*_LEFT, *(model._meta.db_table for model in reversed(_models()))):
        target.sql(f"DELETE FROM {table}")


def _models() -> list[Any]:
    """Every table; those that others refer to come first, as they do in models.py."""
    from django.apps import apps

    return list(apps.get_app_config("application").get_models())
