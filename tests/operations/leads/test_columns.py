"""Which columns a list shows."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.operations.deactivate import deactivate
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.columns import Columns
from tamis.operations.leads.offered import offered

STANDARD = ("name", "company", "tier", "score", "trend", "reasons", "last_activity", "owner")
DEALS = (
    "id,deal_name,dealstage,amount,closedate,closed_at,hubspot_owner_id,contact_id\nd1,Big,Won,5,2026-04-30,,kim,c1\n"
)


def test_what_is_chosen_beside_the_standard_columns_stands_behind_them(sales):
    page = sales.page(columns=("property:seats",))
    assert page.columns == (*STANDARD, "property:seats")
    assert page.leads[0].values == (10,)


def test_a_choice_with_the_name_is_all_that_is_shown_in_its_order(sales):
    chosen = ("owner", "property:seats", "name", "engagement", "score:interest", "tier")
    page = sales.page(columns=chosen)
    assert page.columns == ("name", "owner", "property:seats", "engagement", "score:interest", "tier")
    assert page.leads[0].values == (10, 53_000_000)


def test_a_choice_is_kept_as_it_was_asked():
    asked = Asked(columns=("name", "owner", "tier"))
    assert read_asked(asked.as_json()) == asked


def test_a_list_without_what_was_chosen_shows_the_rest(sales):
    assert sales.page(object="deal", columns=("name", "tier", "likelihood", "contacts", "property:amount")).columns == (
        *("name", "property:amount"),
    )
    # Of one category, points are all that there is.
    assert sales.page(object="company", columns=("name", "fit", "score")).columns == ("name", "score")


def test_only_what_can_be_shown_at_all_is_refused(sales):
    with pytest.raises(UsageError, match="no column"):
        sales.page(columns=("name", "luck"))
    with pytest.raises(UsageError) as raised:
        sales.page(columns=("name", "seats"))
    assert all(each in str(raised.value) for each in ("company, ", "owner, ", "priority, ", "reasons, "))
    assert "best" not in str(raised.value)
    assert str(raised.value).endswith("hint: did you mean property:seats?")
    with pytest.raises(UsageError, match=r"there are best, tier, [^\n]*\n  hint: did you mean last_activity\?$"):
        sales.page(order="last_activty")
    many = tuple(f"property:p{number}" for number in range(31))
    with pytest.raises(UsageError, match="30 columns at most, and 31"):
        sales.page(columns=("name", "tier", *many))


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (["name", "tier", "owner"], ()),
        (["name", "tier", "owner", "property:seats"], ("property:seats",)),
        (["name", "owner", "tier"], ("name", "owner", "tier")),
        (["name", "tier"], ("name", "tier")),
    ],
)
def test_what_neither_hides_nor_moves_anything_follows_what_is_standard_later(chosen, kept):
    columns = Columns(("name", "tier", "owner"), ("fit",))
    assert columns.plain(chosen) == kept
    assert columns.shown(kept) == tuple(chosen)


def test_companies_are_counted_and_sorted_by_their_contacts(sales):
    found = sales.leads(object="company", columns=("name", "contacts"), order="contacts")
    assert [(id, lead.values) for id, lead in found.items()] == [("o1", (2,)), ("o2", (1,))]
    assert list(sales.leads(object="company", order="contacts", descending=False)) == ["o2", "o1"]
    with pytest.raises(UsageError, match="No contacts of deal records"):
        sales.page(object="deal", order="contacts")


def test_what_everybody_asks_of_a_deal_or_company_is_shown_where_nothing_ranks_it(own_sales):
    own_sales.office.take(deals=DEALS, companies="id,name,industry,number_of_employees\no3,Cask,Wine,12\n")
    told = offered(own_sales.office.workspace, "deal")
    shown = ("property:dealstage", "property:amount", "property:closedate", "last_activity", "owner")
    assert told.columns.standard == ("name", "company", *shown)
    assert own_sales.leads(object="deal")["d1"].values[:2] == ("Won", 5)
    ranked = offered(own_sales.office.workspace, "company").columns
    assert (ranked.standard, ranked.others) == (("name", "score", "trend", "reasons", "last_activity"), ("contacts",))
    deactivate(own_sales.office.workspace, "firm", now=own_sales.office.now)
    unranked = ("name", "property:industry", "property:employees", "contacts", "last_activity")
    assert offered(own_sales.office.workspace, "company").columns.standard == unranked
