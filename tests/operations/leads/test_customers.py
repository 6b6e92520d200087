"""Who has bought already is left out of a list where somebody wishes it, by what the data says of deals or contacts."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from tamis.compile.catalog import Catalog
from tamis.operations.conversion_kinds import ConversionKind
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.customers import Customers
from tamis.operations.leads.offered import offered
from tamis.operations.leads.parameters import Parameters
from tamis.operations.leads.read_leads import read_leads


@pytest.mark.parametrize(
    ("told", "customers"),
    [
        ({"deals": "id,contact_id,is_won\nd1,c1,true\nd2,c3,false\n"}, {"c1"}),
        ({"deals": "id,contact_id,stage\nd1,c1,closedwon\nd2,c3,closedlost\n"}, {"c1"}),
        ({"contacts": "id,lifecycle_stage\nc1,lead\nc2,customer\nc3,customer\n"}, {"c2", "c3"}),
        ({"contacts": "id,lifecycle_stage\nc1,lead\nc2,mql\n"}, set()),
    ],
)
def test_customers_are_hidden_where_the_data_tells_of_them(own_sales, told, customers, monkeypatch):
    everybody = own_sales.ids()
    own_sales.office.take(**told)
    left = [id for id in everybody if id not in customers]
    assert own_sales.ids() == everybody
    assert own_sales.ids(hides_customers=True) == left
    assert own_sales.page(hides_customers=True).total == len(left)
    assert own_sales.ids(hides_customers=True, object="company") == own_sales.ids(object="company")
    office = own_sales.office
    assert bool(offered(office.workspace).customers) is bool(customers)
    # Among very many they are found by other means.
    monkeypatch.setattr("tamis.operations.leads.customers.MANY_RECORDS", 0)
    with office.workspace.opened() as warehouse:
        held = replace(office.workspace, held=warehouse)
        assert [lead.id for lead in read_leads(held, Asked(hides_customers=True), now=office.now).leads] == left


@pytest.mark.parametrize(
    ("bits", "others"), [(b"\x81", [*range(1, 7), 8, 9]), (b"\x00", [*range(10)]), (b"", [*range(10)])]
)
def test_whoever_came_since_is_no_customer_yet(bits, others):
    parameters = Parameters()
    asked = Customers(ConversionKind("deal", "is_won", "true"), bits).are_others("n", Catalog({}), parameters)
    found = duckdb.sql(
        f"SELECT n FROM (SELECT n::INTEGER AS n FROM range(10) AS t(n)) WHERE {asked} ORDER BY n", params=[*parameters]
    ).fetchall()
    assert [n for (n,) in found] == others


def test_leads_that_are_no_customers_are_the_whole_list_and_a_view_keeps_it():
    asked = Asked(hides_customers=True)
    assert not asked.is_narrowed
    assert read_asked(asked.as_json()) == asked
    assert not read_asked("{}").hides_customers
