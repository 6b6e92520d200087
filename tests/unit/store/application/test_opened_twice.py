"""A process that opens an application database while it has it open: operations do, in the process that serves."""

from threading import Thread

from tests.unit.store.application.racing import race

from tamis.store.application import open_application, opening_once

_ADDING = "with open_application(place) as application: application.jobs.add('rescore', b'', 1)"


def test_what_others_write_is_seen_after_the_same_file_was_opened_a_second_time(place):
    race(place, _ADDING, [("a",)])
    with open_application(place) as application:
        with open_application(place) as again:
            assert len(again.jobs.list()) == 1
        race(place, _ADDING, [("b",)])
        assert len(application.jobs.list()) == 2
        race(place, _ADDING, [("c",)])
        assert len(application.jobs.list()) == 3


def test_to_open_and_close_one_disturbs_no_walk_through_the_names_of_connections(tmp_path):
    """Django walks through them in each request, beside threads that open and close others."""
    from django.db import connections

    with open_application(tmp_path / "first.sqlite3"):
        names, settings = iter(connections), iter(connections.settings.items())
        next(names), next(settings)
        with open_application(tmp_path / "second.sqlite3") as other:
            assert len(list(settings)) == len(list(names))
            names, settings = iter(connections), iter(connections.settings.items())
            next(names), next(settings)
            other.close()
            assert len(list(settings)) == len(list(names))


def _aliases() -> set[str]:
    from django.db import connections

    return {alias for alias in connections.settings if alias.startswith("application_")}


def test_what_a_thread_opens_once_stays_open_until_the_end_and_sees_what_others_write(place):
    with open_application(place):
        before = _aliases()
    with opening_once(), opening_once():
        with open_application(place) as first:
            assert first.jobs.list() == []
        [kept] = _aliases() - before
        race(place, _ADDING, [("a",)])
        with open_application(place) as second:
            assert len(second.jobs.list()) == 1
            second.jobs.add("rescore", b"", 1)
        assert _aliases() - before == {kept}
    assert _aliases() - before == set()


def test_another_thread_opens_its_own_meanwhile(place):
    opened: list[int] = []

    def look() -> None:
        with open_application(place) as application:
            opened.append(len(application.jobs.list()))
            opened.append(len(_aliases()))

    with opening_once():
        with open_application(place):
            alone = len(_aliases())
        other = Thread(target=look)
        other.start()
        other.join()
    assert opened == [0, alone + 1]


def test_who_looks_in_the_middle_of_what_is_written_sees_nothing_of_it(place):
    with opening_once(), open_application(place) as writing:
        with writing._connection.writing(exclusive=False):
            writing.jobs.add("rescore", b"", 1)
            with open_application(place) as looking:
                assert looking.jobs.list() == []
        assert len(writing.jobs.list()) == 1
