"""What Django knows of the thread that it works in: its language, its time zone, its routes."""

from __future__ import annotations

from threading import local


def keep_without_lock() -> None:
    """Has Django keep it in Python's own thread-local storage, before any request is answered.

    Django's storage serves coroutines as well, and takes one lock of the whole process for each look. Every number,
    date and sentence of a page looks for the language: with ten pages made at once, threads waited a seventh of their
    time for that lock. Here each request has a thread for itself, and there are no coroutines.
    """
    from django.urls import base
    from django.utils import timezone
    from django.utils.translation import trans_real

    for module, name in ((trans_real, "_active"), (timezone, "_active"), (base, "_prefixes"), (base, "_urlconfs")):
        # Gone where a newer Django keeps it in another way.
        if hasattr(module, name):
            setattr(module, name, local())
