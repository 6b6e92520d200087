"""The routes of the list."""

from django.urls import path

from tamis.server.web.leads import filters, parts, saving, views

app_name = "leads"
urlpatterns = [
    path("", views.listed, name="list"),
    path("export.csv", views.export, name="export"),
    path("reasons/", parts.reasons, name="reasons"),
    path("filter/", filters.panel, name="filter"),
    path("views/", saving.save, name="save"),
    path("views/restore/", saving.restore, name="restore"),
    path("views/<int:id>/", saving.change, name="change"),
    path("views/<int:id>/delete/", saving.delete, name="delete"),
]
