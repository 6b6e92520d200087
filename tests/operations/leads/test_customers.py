"""Who has bought already is left out of a list where somebody wishes it, by what the data says of deals or contacts."""

from __future__ import annotations

import pytest

from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.offered import offered


@pytest.mark.parametrize(
    ("told", "customers"),
    [
        ({"deals": "id,contact_id,is_won\nd1,c1,true\nd2,c3,false\n"}, {"c1"}),
        ({"deals": "id,contact_id,stage\nd1,c1,closedwon\nd2,c3,closedlost\n"}, {"c1"}),
        ({"contacts": "id,lifecycle_stage\nc1,lead\nc2,customer\nc3,customer\n"}, {"c2", "c3"}),
        ({"contacts": "id,lifecycle_stage\nc1,lead\nc2,mql\n"}, set()),
    ],
)
def test_customers_are_hidden_where_the_data_tells_of_them(own_sales, told, customers):
    everybody = own_sales.ids()
    own_sales.office.take(**told)
    left = [id for id in everybody if id not in customers]
    assert own_sales.ids() == everybody
    assert own_sales.ids(hides_customers=True) == left
    assert own_sales.page(hides_customers=True).total == len(left)
    assert own_sales.ids(hides_customers=True, object="company") == own_sales.ids(object="company")
    assert bool(offered(own_sales.office.workspace).customers) is bool(customers)


def test_leads_that_are_no_customers_are_the_whole_list_and_a_view_keeps_it():
    asked = Asked(hides_customers=True)
    assert not asked.is_narrowed
    assert read_asked(asked.as_json()) == asked
    assert not read_asked("{}").hides_customers
