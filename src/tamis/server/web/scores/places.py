"""Where one goes from here."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def to_editor(key: str) -> str:
    """Where a draft is edited."""
    try:
        return reverse("edit_score", args=[key])
    except NoReverseMatch:
        return reverse("scores:score", args=[key])
