"""The routes of segments. Their keys are any text, so they are asked for (`?segment=`) and no part of a path."""

from django.urls import path

from tamis.server.web.segments import ending, lists, pages, publishing, starting

app_name = "segments"
urlpatterns = [
    path("", pages.all_segments, name="list"),
    path("sizes/", pages.sizes, name="sizes"),
    path("one/", pages.segment, name="segment"),
    path("one/size/", pages.size, name="size"),
    path("one/members/", pages.members, name="members"),
    path("one/members.csv", pages.export, name="export"),
    path("one/add/", lists.add, name="add"),
    path("one/remove/", lists.remove, name="remove"),
    path("one/review/", publishing.begin, name="review"),
    path("one/review/<int:job>/", publishing.review, name="reviewed"),
    path("one/review/<int:job>/publish/", publishing.publish, name="publish"),
    path("one/discard/", ending.discard, name="discard"),
    path("one/delete/", ending.delete, name="delete"),
    path("new/", starting.new, name="new"),
    path("new/list/", starting.new_list, name="new_list"),
    path("new/condition/", starting.new_condition, name="new_condition"),
]
