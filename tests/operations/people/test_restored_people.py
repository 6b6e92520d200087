"""A backup holds who may sign in, and nobody is signed in where it was restored."""

from __future__ import annotations

from tamis.operations.backup import backup
from tamis.operations.restore import restore
from tamis.progress import NullProgress
from tamis.store.application import open_application


def test_people_survive_a_restore_and_sessions_do_not(empty, tmp_path):
    with open_application(empty.workspace.application) as application:
        ada = application.people.add("ada@example.com", "Ada", "administrator", 1, password="a good pass phrase")
        application._connection.sql("INSERT INTO django_session VALUES ('key', 'data', '2099-01-01 00:00:00')")
    backup(empty.workspace, tmp_path / "all.zip", now=empty.now, progress=NullProgress())
    restore(tmp_path / "all.zip", tmp_path / "again", progress=NullProgress())
    with open_application(tmp_path / "again" / "application.sqlite3") as application:
        assert application.people.list() == (ada,)
        assert application._connection.sql("SELECT * FROM django_session") == []
