"""A whole application database, copied from a file to a server and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tamis.errors import UsageError
from tamis.store.application import SharedDatabase, open_application, replacing_application, write_copy

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
        with application.together():
            for number in range(1200):
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
