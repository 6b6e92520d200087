"""The routes of the overview."""

from django.urls import path

from tamis.server.web.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("part/<slug:name>/", views.part, name="part"),
]
