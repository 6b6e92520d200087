"""A process that opens an application database while it has it open: operations do, in the process that serves."""

from tests.unit.store.application.racing import race

from tamis.store.application import open_application

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
