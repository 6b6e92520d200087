"""Where the editors of scores and segments are. The key of a segment may be any text."""

from django.urls import path

from tamis.server.web.editor import counting, views

_KEYS = {"score": "scores/<str:key>", "segment": "segments/<path:key>"}

urlpatterns = [
    path("editor/offers/", views.offers, name="editor_offers"),
    path("editor/prepare/", counting.prepare, name="editor_prepare"),
    path("segments/<path:key>/edit/members/", counting.members, name="edit_segment_members"),
    *(
        route
        for kind, key in _KEYS.items()
        for route in (
            path(f"{key}/edit/", views.page, {"kind": kind}, name=f"edit_{kind}"),
            path(f"{key}/edit/change/", views.change, {"kind": kind}, name=f"change_{kind}"),
            path(f"{key}/edit/write/", views.write, {"kind": kind}, name=f"write_{kind}"),
            path(f"{key}/edit/step/", views.step, {"kind": kind}, name=f"step_{kind}"),
        )
    ),
]
