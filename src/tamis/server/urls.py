"""All routes of the pages and of the API."""

from django.urls import include, path

from tamis.server.web.layout.home import home
from tamis.server.web.pages import PAGES

urlpatterns = [
    path("", home, name="home"),
    path("", include("tamis.server.accounts.urls")),
    path("api/v1/", include("tamis.server.api.urls")),
    *(path(page.prefix, include(f"{page.app}.urls")) for page in PAGES),
]
handler400 = "tamis.server.web.layout.errors.not_understood"
handler403 = "tamis.server.web.layout.errors.forbidden"
handler404 = "tamis.server.web.layout.errors.not_found"
handler500 = "tamis.server.web.layout.errors.failed"
