"""Where the editors of scores and segments are."""

from django.urls import path

from tamis.server.web.editor import views

urlpatterns = [
    path("editor/offers/", views.offers, name="editor_offers"),
    *(
        route
        for kind in ("score", "segment")
        for route in (
            path(f"{kind}s/<str:key>/edit/", views.page, {"kind": kind}, name=f"edit_{kind}"),
            path(f"{kind}s/<str:key>/edit/change/", views.change, {"kind": kind}, name=f"change_{kind}"),
            path(f"{kind}s/<str:key>/edit/write/", views.write, {"kind": kind}, name=f"write_{kind}"),
            path(f"{kind}s/<str:key>/edit/step/", views.step, {"kind": kind}, name=f"step_{kind}"),
        )
    ),
]
