"""The routes of the pages of data."""

from django.urls import path

from tamis.server.web.data import duplicates, frame, importing, jobs, names, sources

urlpatterns = [
    path("", frame.home, name="data"),
    path("import/", importing.choose, name="data-choose"),
    path("import/<str:upload>/", importing.map_columns, name="data-map"),
    path("import/<str:upload>/run/", importing.run, name="data-run"),
    path("import/<str:upload>/<int:job>/", importing.show, name="data-import"),
    path("rejects/<str:name>", importing.rejects, name="data-rejects"),
    path("sources/", sources.show, name="data-sources"),
    path("sources/tail/", sources.tail, name="data-tail"),
    path("sources/add/", sources.add, name="data-source-add"),
    path("sources/rotate/", sources.rotate, name="data-source-rotate"),
    path("sources/revoke/", sources.revoke, name="data-source-revoke"),
    path("names/", names.show, name="data-names"),
    path("names/event/", names.event, name="data-event"),
    path("names/values/", names.values, name="data-values"),
    path("names/type/", names.correct, name="data-type"),
    path("duplicates/", duplicates.show, name="data-duplicates"),
    path("duplicates/merge/", duplicates.merge, name="data-merge"),
    path("duplicates/unmerge/", duplicates.unmerge, name="data-unmerge"),
    path("duplicates/all/", duplicates.merge_all, name="data-merge-all"),
    path("duplicates/all/undo/", duplicates.unmerge_all, name="data-unmerge-all"),
    path("duplicates/all/<int:job>/", duplicates.merging, name="data-merging"),
    path("duplicates/dismiss/", duplicates.dismiss, name="data-dismiss"),
    path("jobs/", jobs.show, name="data-jobs"),
    path("jobs/<int:id>/retry/", jobs.retry, name="data-retry"),
]
