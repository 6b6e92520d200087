"""Databases on a server that are opened: new, another's, not to be reached, not to be read; and what is never told."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import replace

import pytest

from tamis.errors import UsageError
from tamis.store.application import SharedDatabase, open_application, without_password

from .author import Author, text_of


@pytest.fixture
def place(postgresql):
    return SharedDatabase(postgresql.new_database(), workspace="w", is_new=True)


def refused(place: SharedDatabase) -> str:
    """Why it was not opened; in nothing of it, down to the first cause, is the password."""
    with pytest.raises(UsageError) as caught:
        open_application(place)
    told = "".join(traceback.format_exception(caught.value)) + repr(place)
    for secret in ("p%2Fw%40rd", "p/w@rd", "w@rd", "w%40rd"):
        assert secret not in told
    return str(caught.value)


def test_a_database_is_open_to_its_workspace_only(place):
    with open_application(place) as application:
        version = Author(application).publishes(text_of("interest"))
    with open_application(replace(place, is_new=False)) as application:
        assert application.published() == [version]
    for is_new in (True, False):
        told = refused(replace(place, workspace="other", is_new=is_new))
        assert told.startswith('The PostgreSQL database "test_')
        assert told.endswith(" belongs to another workspace; each needs one of its own.")


def test_an_empty_database_is_not_taken_for_the_one_that_was_there(place, postgresql):
    assert "is empty, and holds nothing of this workspace" in refused(replace(place, is_new=False))
    assert postgresql.do("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", place.url) == [(0,)]


def test_a_database_of_another_program_is_refused_and_left_alone(place, postgresql):
    postgresql.do("CREATE TABLE orders (id int)", place.url)
    assert "is used by another program" in refused(place)
    assert postgresql.do("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", place.url) == [("orders",)]


def test_a_database_of_a_newer_tamis_is_refused(place, postgresql):
    open_application(place).close()
    postgresql.do(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('application', '0999_web', now())", place.url
    )
    assert refused(place).endswith("was written by a newer Tamis (it knows 0999_web); upgrade Tamis.")


def test_a_table_that_is_missing_is_told(place, postgresql):
    open_application(place).close()
    postgresql.do("DROP TABLE versions", place.url)
    with open_application(place) as application, pytest.raises(UsageError, match="lacks a table of Tamis"):
        application.published()


def test_a_database_that_does_not_keep_every_letter_is_refused(postgresql):
    place = SharedDatabase(postgresql.new_database("ENCODING 'LATIN1' TEMPLATE template0"), "w", is_new=True)
    assert "createdb --encoding UTF8" in refused(place)


def test_a_database_that_is_not_there_is_told(place, postgresql):
    assert refused(replace(place, url=postgresql.url("nowhere"))) == (
        f'The PostgreSQL database "nowhere" on {postgresql.folder} is not there; make it with createdb.'
    )


def test_a_user_or_password_that_is_refused_is_told(place, postgresql):
    for url in (postgresql.url("postgres", password="wrong"), postgresql.url("postgres", user="nobody")):
        assert refused(replace(place, url=url)).endswith("refuses the user or the password.")


def test_a_user_who_may_not_make_tables_is_told(place, postgresql):
    postgresql.do("CREATE ROLE guest LOGIN PASSWORD 'x'")
    told = refused(replace(place, url=place.url.replace("tamis:p%2Fw%40rd@", "guest:x@")))
    assert told.endswith("may not be used by this user; make the user its owner.")


@pytest.mark.parametrize("host", ["127.0.0.1:1", "nowhere.invalid:5432", "/db?host=/nowhere"])
def test_a_server_that_does_not_answer_is_told(host):
    url = f"postgresql://tamis:p%2Fw%40rd@{host}" + ("" if "?" in host else "/db")
    assert "cannot be reached" in refused(SharedDatabase(url, "w"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://tamis:p/w@rd@host/db",
        "postgresql://tamis:p/w@rd",
        "postgresql://tamis:p%2Fw%40rd@host:port/db",
        "postgresql://tamis:p/w@rd x@host/db",
        "postgresql://tamis:p%2Fw%40rd@host/db?p/w@rd=1",
        "postgresql://tamis:p%2Fw%40rd@host",
        "postgresql://",
        "host=host password=p/w@rd",
    ],
)
def test_an_address_that_cannot_be_read_is_told_and_not_quoted(url):
    assert "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE" in refused(SharedDatabase(url, "w"))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgres://u:p%2Fw@host:5433/db?sslmode=require", "postgresql://u@host:5433/db?sslmode=require"),
        ("postgresql://u%40x@host/a%20b", "postgresql://u%40x@host/a%20b"),
        ("postgresql:///db?host=/run/pg&password=p%2Fw&user=u", "postgresql:///db?user=u&host=%2Frun%2Fpg"),
        ("postgresql://u:p@[::1]:5433/db", "postgresql:///db?user=u&host=%3A%3A1&port=5433"),
    ],
)
def test_an_address_is_shown_without_its_password(url, shown):
    assert without_password(url) == shown
    # What is shown can be used again.
    assert without_password(shown) == shown


def test_a_name_that_is_longer_than_the_server_keeps_is_told(place):
    # PostgreSQL keeps names of some 2,700 bytes, and more if they can be compressed.
    key = hashlib.shake_128().hexdigest(9000)
    with open_application(place) as application, pytest.raises(UsageError, match="cannot keep a name as long as that"):
        application.jobs.add("x", b"", 0, key=key)


def test_after_a_restart_of_the_server_work_goes_on(place, postgresql):
    with open_application(place) as application:
        version = Author(application).publishes(text_of("interest"))
        number = application.jobs.add("x", b"", 0)
        postgresql.restart()
        assert application.published() == [version]
        assert application.jobs.claim("a", 0, lease=1).id == number


def test_a_server_that_goes_away_in_the_middle_changes_nothing(place, postgresql):
    with open_application(place) as application:
        author = Author(application)
        author.publishes(text_of("interest"))
        with pytest.raises(UsageError, match=r"being shut down|cannot be reached"), application.together():
            author.saves(text_of("other"))
            postgresql.restart()
            application.publish("other", 9)
        assert [version.key for version in application.published()] == ["interest"]
        assert application.drafts() == []


def test_a_worker_takes_what_others_are_not_just_taking(place):
    with open_application(place) as one, open_application(place) as other:
        first, second = (one.jobs.add("x", b"", 0) for _ in range(2))
        with one._connection.writing(exclusive=False):
            assert one.jobs.claim("a", 0, lease=1).id == first
            assert other.jobs.claim("b", 0, lease=1).id == second
