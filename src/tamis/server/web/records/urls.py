"""Routes of the pages of one record. An id may hold any sign, so it comes last."""

from django.urls import path

from tamis.server.web.records import actions, finding, likely, merging, parts, privacy, views

urlpatterns = [
    path("find/", finding.find, name="find_records"),
    path("<str:object>/-/scores/<path:id>", parts.scores, name="record_scores"),
    path("<str:object>/-/likelihood/<path:id>", likely.likelihood, name="record_likelihood"),
    path("<str:object>/-/reasons/<path:id>", likely.every_reason, name="record_every_reason"),
    path("<str:object>/-/next/<path:id>", parts.next_tier, name="record_next"),
    path("<str:object>/-/timeline/<path:id>", parts.timeline, name="record_timeline"),
    path("<str:object>/-/history/<path:id>", parts.history, name="record_history"),
    path("<str:object>/-/decide/<path:id>", actions.decide_on, name="record_decide"),
    path("<str:object>/-/undo/<path:id>", actions.undo, name="record_undo"),
    path("<str:object>/-/reset/<path:id>", actions.reset, name="record_reset"),
    path("<str:object>/-/unreset/<path:id>", actions.unreset, name="record_unreset"),
    path("contact/-/merge/<path:id>", merging.merge, name="record_merge"),
    path("contact/-/unmerge/<path:id>", merging.unmerge, name="record_unmerge"),
    path("contact/-/export/<path:id>", privacy.export, name="record_export"),
    path("contact/-/erase/<path:id>", privacy.erase, name="record_erase"),
    path("<str:object>/<path:id>", views.record, name="record"),
]
