"""Django, set up in code: its ORM, and nothing of the web."""

from __future__ import annotations


def set_up_django() -> None:
    """Set Django up for this process; where it is set up already, as in a server, leave it as it is."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["tamis.store.application.apps.ApplicationConfig"],
            AUTH_USER_MODEL="application.StoredPerson",
            # Each file that is opened brings its own: connection.py.
            DATABASES={},
            TIME_ZONE="UTC",
            USE_TZ=True,
        )
    # Not django.setup(), which also prepares logging and URLs.
    apps.populate(settings.INSTALLED_APPS)
