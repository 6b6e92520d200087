"""A whole application database, copied from a file to a server and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tamis.errors import UsageError
from tamis.store.application import Deed, SharedDatabase, open_application, replacing_application, write_copy

from .author import Author, segment_text, text_of


@pytest.fixture
def shared(postgresql):
    return SharedDatabase(postgresql.new_database(), workspace="w", is_new=True)


def filled(place) -> list:
    """Fills a database; gives what is in it."""
    with open_application(place) as application:
        author = Author(application)
        for points in range(1, 4):
            author.publishes(text_of("interest", points), f"note {points}")
        author.publishes(segment_text("france"))
        application.delete("france")
        author.saves(text_of("drafted") + "# Zoë\n")
        # More than are read at once.
        with application.together():
            for number in range(550):
                application.jobs.add("x", b"\x00\xff", number, key=f"key {number}")
        application.jobs.every("forget", 10, 5)
        job = application.jobs.claim("a", 1, lease=2)
        application.jobs.done(job.id, "a", b"\x00result", 2)
    return content(place)


def content(place) -> list:
    with open_application(place) as application:
        definitions = [application.versions(key) for key in ("interest", "france")]
        return [application.published(), application.drafts(), definitions, application.jobs.list(most=5000)]


def test_a_copy_is_all_that_is_there(place, tmp_path):
    there = filled(place)
    write_copy(place, tmp_path / "copy.sqlite3")
    assert content(tmp_path / "copy.sqlite3") == there
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("copy")] == ["copy.sqlite3"]


def test_what_was_copied_to_a_server_goes_on_there(file, shared):
    there = filled(file)
    with replacing_application(file, shared):
        pass
    assert content(replace(shared, is_new=False)) == there
    with open_application(shared) as application:
        assert Author(application).publishes(text_of("interest", 9)).number == 4
        assert application.jobs.add("x", b"", 0) > there[-1][0].id
        application.jobs.every("forget", 10, 5)
        assert len(application.jobs.list(most=5000)) == len(there[-1]) + 1


def test_nothing_is_on_the_server_if_the_block_fails(file, shared, postgresql):
    filled(file)

    def interrupted() -> None:
        with replacing_application(file, shared):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert postgresql.do("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", shared.url) == [(0,)]


def test_another_workspace_is_replaced_only_if_it_is_named(file, shared):
    there = filled(file)
    with open_application(shared) as application:
        Author(application).publishes(text_of("of_w"))
    restored = replace(shared, workspace="new")
    for named in (None, "other"):
        with pytest.raises(UsageError, match="belongs to another workspace"):
            replacing_application(file, restored, instead_of=named).__enter__()
    with replacing_application(file, restored, instead_of="w"):
        pass
    assert content(restored) == there
    with pytest.raises(UsageError, match="belongs to another workspace"):
        open_application(shared)


SECRET = "JBSWY3DPEHPK3PXP"


def staffed(place) -> list:
    """Fills a database with what belongs to people; gives what is there."""
    with open_application(place) as application:
        ada = application.people.add("ada@example.com", "Ada", "administrator", 1, password="a good pass phrase")
        application.tokens.add(ada.id, "export", frozenset({"see_leads"}), 2, expires_at=3)
        application.links.add(ada.id, "reset", 2, expires_at=300)
        application.audit.add(Deed("publish", "interest", {"a": "1"}, {"a": "2"}), 4, actor="Ada", person=ada.id)
        sql = application._connection.sql
        sql(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, %s, %s, %s)",
            ada.id,
            "totp",
            f'{{"secret": "{SECRET}"}}',
            "2026-03-01 00:00:00+00:00",
        )
        sql("INSERT INTO django_session VALUES (%s, %s, %s)", "key", "data", "2099-01-01 00:00:00+00:00")
    return staff(place)


def staff(place) -> list:
    with open_application(place) as application:
        [ada] = application.people.list()
        [factor] = application._connection.sql("SELECT user_id, type, data FROM mfa_authenticator")
        found = [ada, application.tokens.of(), application.links.open_at(5, [ada.id]), application.audit.page()]
        return [*found, factor[:2], SECRET in str(factor)]


def sessions(place) -> int:
    with open_application(place) as application:
        return application._connection.sql("SELECT count(*) FROM django_session")[0][0]


def test_people_come_along_with_their_second_factors_tokens_and_deeds_and_sessions_do_not(place, tmp_path):
    there = staffed(place)
    assert there[0].has_second_factor
    assert there[-1]
    write_copy(place, tmp_path / "copy.sqlite3")
    assert staff(tmp_path / "copy.sqlite3") == there
    assert (sessions(place), sessions(tmp_path / "copy.sqlite3")) == (1, 0)


def test_people_who_were_copied_to_a_server_take_the_place_of_those_there(file, shared):
    there = staffed(file)
    with open_application(shared) as application:
        application.people.add("eve@example.com", "Eve", "sales", 1, password="a good pass phrase")
        sql = application._connection.sql
        [(eve,)] = sql("SELECT id FROM people")
        sql("INSERT INTO django_session VALUES (%s, %s, %s)", "key", "data", "2099-01-01 00:00:00+00:00")
        sql(
            'INSERT INTO account_emailaddress (email, verified, "primary", user_id) VALUES (%s, %s, %s, %s)',
            "eve@example.com",
            True,
            True,
            eve,
        )
    with replacing_application(file, replace(shared, workspace="w2"), instead_of="w"):
        pass
    restored = replace(shared, workspace="w2", is_new=False)
    assert staff(restored) == there
    assert sessions(restored) == 0
    with open_application(restored) as application:
        assert application.people.add("bob@example.com", "Bob", "sales", 1).id > there[0].id
