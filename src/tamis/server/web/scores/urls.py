"""The routes of scores."""

from django.urls import path

from tamis.server.web.scores import ending, listing, previewing, publishing, starting, testing, texts, versions

app_name = "scores"
urlpatterns = [
    path("", listing.all_scores, name="list"),
    path("new/", starting.new, name="new"),
    path("new/template/<slug:template>/", starting.from_template, name="from_template"),
    path("new/empty/", starting.empty, name="empty"),
    path("new/copy/", starting.copy, name="copy"),
    path("new/file/", starting.from_file, name="from_file"),
    path("<slug:key>/", listing.score, name="score"),
    path("<slug:key>/preview/", previewing.preview, name="preview"),
    path("<slug:key>/test/", testing.test, name="test"),
    path("<slug:key>/test/find/", testing.find, name="find"),
    path("<slug:key>/review/", publishing.begin_review, name="review"),
    path("<slug:key>/review/<int:job>/", publishing.review, name="reviewed"),
    path("<slug:key>/review/<int:job>/publish/", publishing.publish, name="publish"),
    path("<slug:key>/published/<int:job>/", publishing.published, name="published"),
    path("<slug:key>/versions/", versions.versions, name="versions"),
    path("<slug:key>/versions/<int:number>/bring-back/", versions.bring_back, name="bring_back"),
    path("<slug:key>/discard/", ending.discard, name="discard"),
    path("<slug:key>/deactivate/", ending.deactivate, name="deactivate"),
    path("<slug:key>/activate/", ending.activate, name="activate"),
    path("<slug:key>/delete/", ending.delete, name="delete"),
    path("<slug:key>/file/", texts.download, name="download"),
    path("<slug:key>/file/put/", texts.upload, name="upload"),
]
