"""Views of the list that people save."""

from __future__ import annotations

import pytest

from tamis.errors import Forbidden, UsageError
from tamis.operations.access import Actor, Role
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.views import change_view, delete_view, list_views, read_view, save_view

ADA = Actor("ada@example.com", Role.MARKETING, 1)
BOB = Actor("bob@example.com", Role.SALES, 2)
HOT = Asked(tiers=("A1",), condition={"property": "industry", "is": "Hotels"}, order="last_activity", owner="")


@pytest.fixture
def given(empty):
    return {"workspace": empty.workspace, "now": empty.now}


def test_a_view_is_what_was_asked(given, empty):
    saved = save_view(actor=BOB, name="  Hot   hotels ", asked=HOT, **given)
    assert (saved.name, saved.asked, saved.is_own, saved.may_change) == ("Hot hotels", HOT, True, True)
    assert list_views(empty.workspace, BOB) == (saved,)
    assert list_views(empty.workspace, ADA) == ()
    assert list_views(empty.workspace, BOB, "company") == ()


def test_marketing_shares_views_and_sales_only_uses_them(given, empty):
    shared = save_view(actor=ADA, name="Team", asked=HOT, is_shared=True, **given)
    [seen] = list_views(empty.workspace, BOB)
    assert (seen.id, seen.is_own, seen.may_change) == (shared.id, False, False)
    with pytest.raises(Forbidden):
        change_view(actor=BOB, id=shared.id, name="Mine", **given)
    with pytest.raises(Forbidden):
        delete_view(empty.workspace, BOB, shared.id)
    with pytest.raises(Forbidden):
        save_view(actor=BOB, name="For all", asked=HOT, is_shared=True, **given)


def test_nobody_sees_what_is_somebody_elses_alone(given, empty):
    own = save_view(actor=ADA, name="Mine", asked=HOT, **given)
    for act in (lambda: read_view(empty.workspace, BOB, own.id), lambda: delete_view(empty.workspace, BOB, own.id)):
        with pytest.raises(UsageError, match="no such view"):
            act()


def test_a_view_is_changed_and_deleted_and_saved_again(given, empty):
    saved = save_view(actor=ADA, name="Hot", asked=HOT, **given)
    changed = change_view(actor=ADA, id=saved.id, asked=Asked(order="name"), is_shared=True, **given)
    assert (changed.name, changed.asked, changed.is_shared) == ("Hot", Asked(order="name"), True)
    gone = delete_view(empty.workspace, ADA, saved.id)
    assert list_views(empty.workspace, ADA) == ()
    assert save_view(actor=ADA, name=gone.name, asked=gone.asked, **given).asked == changed.asked


@pytest.mark.parametrize(("name", "told"), [("  ", "a name"), ("x" * 61, "60 letters")])
def test_a_name_is_a_name(given, name, told):
    with pytest.raises(UsageError, match=told):
        save_view(actor=ADA, name=name, asked=HOT, **given)


@pytest.mark.parametrize("text", ["", "[]", '{"objekt": 1}', '{"tiers": 3}', "[" * 50_000])
def test_what_is_no_question_is_refused(text):
    with pytest.raises(UsageError, match="no view"):
        read_asked(text)
