"""Views that people save: their own, and those that are shared."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError


def test_people_see_their_own_views_and_those_that_are_shared(application):
    views = application.views
    mine = views.add("ada", "contact", "Hot", "{}", 1)
    hidden = views.add("bob", "contact", "Hot", "{}", 2)
    shared = views.add("bob", "contact", "Team", "{}", 3, is_shared=True)
    views.add("ada", "company", "Hot", "{}", 4)
    assert views.seen_by("ada", "contact") == [mine, shared]
    assert views.seen_by("bob", "contact") == [hidden, shared]


def test_a_view_is_saved_anew_under_another_name(application):
    view = application.views.add("ada", "contact", "Hot", "{}", 1)
    changed = application.views.change(view.id, 2, name="Hotter", content='{"a": 1}', is_shared=True)
    assert application.views.get(view.id) == changed
    assert (changed.name, changed.content, changed.is_shared, changed.saved_at) == ("Hotter", '{"a": 1}', True, 2)


def test_nobody_has_two_views_of_one_name(application):
    application.views.add("ada", "contact", "Hot", "{}", 1)
    other = application.views.add("ada", "contact", "Cold", "{}", 1)
    with pytest.raises(UsageError, match='There is a view "Hot" already'):
        application.views.add("ada", "contact", "Hot", "{}", 2)
    with pytest.raises(UsageError, match='There is a view "Hot" already'):
        application.views.change(other.id, 2, name="Hot", content="{}", is_shared=False)


def test_what_is_deleted_is_gone_and_cannot_be_saved_anew(application):
    view = application.views.add("ada", "contact", "Hot", "{}", 1)
    application.views.delete(view.id)
    application.views.delete(view.id)
    assert application.views.get(view.id) is None
    with pytest.raises(UsageError, match="not there any more"):
        application.views.change(view.id, 2, name="Hot", content="{}", is_shared=False)


def test_who_goes_takes_their_views_along(application):
    application.views.add("ada", "contact", "Hot", "{}", 1, is_shared=True)
    kept = application.views.add("bob", "contact", "Hot", "{}", 1, is_shared=True)
    assert application.views.forget("ada") == 1
    assert application.views.seen_by("ada", "contact") == [kept]
