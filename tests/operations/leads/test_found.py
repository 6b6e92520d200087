"""All whom a list finds, taken at once."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.operations.access import Actor, Role
from tamis.operations.leads import found
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.export import exporting_leads
from tamis.operations.leads.found import found_ids
from tamis.operations.leads.views import save_view
from tamis.operations.record.deciding import decide_all, decisions_in_force, undo_decisions
from tamis.operations.segments import change_members, create_list
from tamis.operations.segments.lists import ListChange
from tamis.progress import NullProgress

BOB = Actor("bob@example.com", Role.SALES, 2)


def all_of(sales, **asked) -> tuple[str, ...]:
    return found_ids(sales.office.workspace, Asked(**asked), now=sales.office.now)


def test_they_are_those_of_the_list_in_its_order(sales):
    for asked in ({}, {"order": "name"}, {"owner": "greta"}, {"object": "deal"}):
        assert list(all_of(sales, **asked)) == sales.ids(**asked)


def test_accents_do_not_matter_where_nobody_has_the_text_as_it_was_typed(sales):
    assert all_of(sales, search="capek") == ("c3",)
    with exporting_leads(sales.office.workspace, BOB, Asked(search="capek"), now=sales.office.now) as lines:
        assert "Zoé Čapek" in "".join(lines)


def test_too_many_are_refused(sales, monkeypatch):
    assert all_of(sales, search="nobody of this name") == ()
    monkeypatch.setattr(found, "MOST_FOUND", 4)
    with pytest.raises(UsageError, match="More than 4 records are in this list"):
        all_of(sales)


def test_thousands_are_decided_on_at_once_and_taken_back(own_sales):
    office = own_sales.office
    office.take(contacts="id\n" + "".join(f"many{i}\n" for i in range(3_000)))
    ids = all_of(own_sales, search="many", order="name")
    assert len(ids) == 3_000
    made = decide_all(office.workspace, BOB, "contact", ids, "rejected", "A fair.", now=office.now)
    assert own_sales.page(search="many", hides_rejected=True).total == 0
    undo_decisions(office.workspace, BOB, [each.id for each in made], now=office.now)
    assert decisions_in_force(office.workspace, "contact", ids) == {}


def removed(office, key: str, *names: str) -> ListChange:
    return change_members(
        office.workspace, key, names, how="remove", now=office.now, progress=NullProgress(), drops_empty=True
    )


def test_a_list_goes_with_its_last_member_unless_something_asks_for_it(own_sales):
    office = own_sales.office

    def made(key: str) -> None:
        create_list(office.workspace, key, ["c1", "c2"], now=office.now, progress=NullProgress())

    for key in ("fair", 'of "Lyon"'):
        made(key)
    office.publish(there="key: there\nobject: contact\nwhen: {in_segment: fair}\n")
    assert not removed(office, "fair", "c1", "c2").is_gone
    assert not removed(office, 'of "Lyon"', "c1").is_gone
    assert removed(office, 'of "Lyon"', "c2").is_gone
    made('of "Lyon"')
    save_view(office.workspace, BOB, "Lyon", Asked(segment='of "Lyon"'), now=office.now)
    assert not removed(office, 'of "Lyon"', "c1", "c2").is_gone
