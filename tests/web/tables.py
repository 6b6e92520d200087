"""The tables that the Django apps of the server ask for, and are not there: asked in a process of its own, since Django
is set up once a process. Prints `table.column` a line."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing is permitted by Django's own permissions and groups, or kept by the kind of its model.
_UNUSED = {"auth_group", "auth_group_permissions", "auth_permission", "django_content_type"}


def missing_columns() -> list[str]:
    """Of the tables of a new application database."""
    command = [sys.executable, "-m", __name__]
    said = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    return said.stdout.split()


def _main() -> None:
    from tamis.server.django_settings import set_up_django
    from tamis.server.reach import Reach
    from tamis.store.application import django_database, open_application

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "application.sqlite3"
        set_up_django(Path(folder), django_database(file), Reach())
        with open_application(file):
            pass
        from django.apps import apps
        from django.db import connection

        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            there = {name for (_, name, *_rest) in connection.cursor().execute(f"PRAGMA table_info({table})")}
            wanted = {field.column for field in model._meta.local_concrete_fields}
            if table not in _UNUSED:
                print("\n".join(f"{table}.{column}" for column in sorted(wanted - there)))  # noqa: T201
        connection.close()


if __name__ == "__main__":
    _main()
