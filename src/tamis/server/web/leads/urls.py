"""The routes of the list."""

from django.urls import path

from tamis.server.web.leads import files, filters, parts, saving, ticked, undoing, views

app_name = "leads"
urlpatterns = [
    path("", views.listed, name="list"),
    path("export.csv", files.export, name="export"),
    path("reasons/", parts.reasons, name="reasons"),
    path("likely/", parts.likely, name="likely"),
    path("learning/", parts.learning, name="learning"),
    path("filter/", filters.panel, name="filter"),
    path("ticked/decide/", ticked.decide, name="decide_ticked"),
    path("ticked/add/", ticked.add, name="add_ticked"),
    path("ticked/export.csv", ticked.export, name="export_ticked"),
    path("undo/", undoing.undo, name="undo"),
    path("views/", saving.save, name="save"),
    path("views/<int:id>/", saving.change, name="change"),
    path("views/<int:id>/delete/", saving.delete, name="delete"),
]
