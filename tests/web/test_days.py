"""Days and instants as they are written on a page."""

from datetime import date

from django.utils import timezone, translation

from tamis.definitions import PropertyType, read_instant
from tamis.store.application.settings import set_up_django


def test_a_day_is_the_same_wherever_it_is_read_and_an_instant_is_not():
    set_up_django()
    # What draws pages wants Django to be set up.
    from tamis.server.web.leads.words import cell
    from tamis.server.web.records.templatetags.records import shown

    evening = read_instant("2026-05-01T01:00:00Z")
    with translation.override("en"), timezone.override("America/Los_Angeles"):
        assert cell(date(2026, 5, 1), "date") == shown(date(2026, 5, 1), PropertyType.DATE) == "05/01/2026"
        # At which hour a deal closes is not told, but it is an instant.
        assert cell(evening, "date") == "04/30/2026"
        assert cell(evening, "datetime") == shown(evening, PropertyType.DATETIME) == "04/30/2026 6:00 p.m."
