"""The routes of the first steps."""

from django.urls import path

from tamis.server.web.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("demo/", views.demo, name="bring_demo"),
]
