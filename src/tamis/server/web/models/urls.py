"""The routes of models. A key stands below `of/`, so that no model is called as a page is."""

from django.urls import path

from tamis.server.web.models import pages, starting, training, versions

app_name = "models"
urlpatterns = [
    path("", pages.all_models, name="list"),
    path("new/", starting.new, name="new"),
    path("new/values/", starting.values, name="values"),
    path("new/form/", starting.by_form, name="by_form"),
    path("new/write/", starting.write, name="write"),
    path("new/rewrite/", starting.rewrite, name="rewrite"),
    path("new/checked/<int:job>/", starting.checked, name="checked"),
    path("new/train/", training.train, name="train"),
    path("new/trained/<int:job>/", training.trained, name="trained"),
    path("of/<slug:key>/", pages.model, name="model"),
    path("of/<slug:key>/card/", pages.card, name="card"),
    path("of/<slug:key>/card.html", pages.card_file, name="card_file"),
    path("of/<slug:key>/card.json", pages.card_json, name="card_json"),
    path("of/<slug:key>/goal.yaml", pages.goal_file, name="goal_file"),
    path("of/<slug:key>/train/", training.again, name="again"),
    path("of/<slug:key>/run/", training.run, name="run"),
    path("of/<slug:key>/ran/<int:job>/", training.ran, name="ran"),
    path("of/<slug:key>/versions/", versions.versions, name="versions"),
    path("of/<slug:key>/versions/<int:number>/publish/", versions.publish, name="publish"),
    path("of/<slug:key>/revert/", versions.revert, name="revert"),
    path("of/<slug:key>/withdraw/", versions.withdraw, name="withdraw"),
    path("of/<slug:key>/schedule/", versions.schedule, name="schedule"),
    path("of/<slug:key>/schedule/set/", versions.set_schedule, name="set_schedule"),
    path("of/<slug:key>/delete/", versions.delete, name="delete"),
]
