"""How likely leads are to reach the goal of a live model: in the list, its filters, its order, and its export."""

from __future__ import annotations

import csv
import io

import pytest

from tamis.errors import UsageError
from tamis.operations.access import COMMAND_LINE
from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.export import exporting_leads
from tamis.operations.leads.found import found_ids
from tamis.operations.leads.likely import PRIORITIES
from tamis.operations.leads.offered import offered
from tamis.predict.priority import Priority
from tamis.store.application import ModelVersion, open_application
from tests.operations.leads.conftest import Sales, _copied

# Of each contact by its id: likelihood, low, high, priority, and the likelihood before.
SAID = {
    "c1": (12.5, 9.0, 17.0, "high", 14.0),
    "c2": (80.1234, 70.0, 90.0, "very high", 60.0),
    "c3": (None, None, None, "closed won", None),
    "c4": (0.5, 0.1, 1.5, "low", None),
}


def goes_live(sales: Sales, key: str, said: dict[str, tuple], *, label: str = "Will buy", at: int = 1) -> None:
    """A model as it is after its first run; what it says is written by hand."""
    with open_application(sales.office.workspace.application) as application:
        goal = f"key: {key}\noutcome: {{property: industry, is: Hotels}}\n"
        application.models.save_goal(key, label=label, object="contact", goal=goal, at=at)
        version = ModelVersion(0, at, at, "ready", "glass_box", 0.3, 0.8, 100, 50)
        application.models.add_version(key, version, goal=goal, artefact=b"", card=b"{}")
        application.models.go_live(key, 1, "first", at, by="")
    with sales.office.workspace.opened(is_current=False) as warehouse:
        numbers = dict(warehouse.rows("SELECT id, n FROM warehouse.records_0"))
        for id, (likelihood, low, high, priority, before) in said.items():
            row = [key, "contact", numbers[id], 0.0, likelihood, low, high, priority, 1, 5, before, 4, "[]", likelihood]
            marks = ", ".join("?" for _ in row)
            warehouse.engine.sql(f"INSERT INTO warehouse.likelihoods VALUES ({marks})", row)


@pytest.fixture(scope="module")
def likely(made_sales: Sales, tmp_path_factory: pytest.TempPathFactory) -> Sales:
    """With a live model, `likelihood_to_close`, and one that went live later. Nobody changes it."""
    sales = _copied(made_sales, tmp_path_factory.mktemp("likely"))
    goes_live(sales, "likelihood_to_close", SAID)
    goes_live(sales, "renews", {"c1": (99.0, 98.0, 100.0, "very high", None)}, label="Renews", at=2)
    return sales


def test_each_lead_has_what_the_leading_model_says_of_it(likely):
    page = likely.page()
    assert page.model == "likelihood_to_close"
    leads = {lead.id: lead.likelihood for lead in page.leads}
    assert (leads["c2"].likelihood, leads["c2"].low, leads["c2"].high) == (80.1234, 70.0, 90.0)
    assert leads["c2"].change == pytest.approx(20.1234)
    assert (leads["c3"].likelihood, leads["c3"].priority) == (None, "closed won")
    assert leads["c5"] is None


def test_another_model_is_asked_for_by_its_key(likely):
    assert likely.leads(model="renews")["c1"].likelihood.likelihood == 99.0
    assert likely.leads(model="renews")["c2"].likelihood is None
    with pytest.raises(UsageError, match='No model "renewal" of contact records is live'):
        likely.page(model="renewal")


def test_without_a_live_model_nothing_is_said_and_only_filters_by_it_are_refused(sales):
    page = sales.page(order="likelihood")
    assert (page.model, page.order) == (None, sales.page().order)
    assert {lead.likelihood for lead in page.leads} == {None}
    for asked in ({"priorities": ("high",)}, {"likelihood_from": 5.0}):
        with pytest.raises(UsageError, match="No model of contact records is live"):
            sales.page(**asked)


def test_leads_are_found_by_priority_and_by_likelihood(likely):
    assert set(likely.ids(priorities=("very high", "closed won"))) == {"c2", "c3"}
    assert likely.ids(likelihood_from=12.5, likelihood_to=80.0) == ["c1"]
    assert set(likely.ids(likelihood_to=12.5)) == {"c1", "c4"}
    assert likely.ids(likelihood_from=50.0, model="renews") == ["c1"]
    # Beside every other filter, and in a list that no score ranks.
    assert likely.ids(priorities=("high", "very high"), owner="greta") == ["c1"]


def test_leads_are_sorted_by_likelihood_and_by_its_change_those_without_last(likely):
    assert likely.ids(order="likelihood") == ["c2", "c1", "c4", "c3", "c5"]
    assert likely.ids(order="likelihood", descending=False)[:3] == ["c4", "c1", "c2"]
    assert likely.ids(order="likelihood_change")[:2] == ["c2", "c1"]


def test_a_cursor_goes_on_in_the_order_of_likelihoods(likely):
    first = likely.page(order="likelihood", most=2)
    second = likely.page(order="likelihood", most=2, cursor=first.next)
    assert [lead.id for lead in (*first.leads, *second.leads)] == ["c2", "c1", "c4", "c3"]
    back = likely.page(order="likelihood", most=2, cursor=second.previous)
    assert [lead.id for lead in back.leads] == ["c2", "c1"]


def test_all_that_such_a_list_finds_is_taken_and_a_view_keeps_the_question(likely):
    narrowed = {"priorities": ("high", "very high"), "likelihood_from": 1.5}
    asked = Asked(**narrowed, model="likelihood_to_close", order="likelihood")
    assert found_ids(likely.office.workspace, asked, now=likely.office.now) == ("c2", "c1")
    assert read_asked(asked.as_json()) == asked


def test_what_another_model_says_is_a_column_beside_and_an_order(likely):
    page = likely.page(columns=("likelihood:renews", "property:industry"), order="likelihood:renews")
    assert page.model == "likelihood_to_close"
    assert next((lead.id, lead.values[0]) for lead in page.leads) == ("c1", 99.0)
    assert {lead.values[0] for lead in page.leads if lead.id != "c1"} == {None}
    asked = Asked(columns=("likelihood:renews",), ids=("c1",))
    with exporting_leads(likely.office.workspace, COMMAND_LINE, asked, now=likely.office.now) as lines:
        [row] = csv.DictReader(io.StringIO("".join(lines)))
    assert row["renews"] == "99.0000"
    with pytest.raises(UsageError, match='No model "renew" of contact records is live'):
        likely.page(columns=("likelihood:renew",))


def test_the_export_has_the_columns_of_the_model(likely):
    asked = Asked(order="likelihood")
    with exporting_leads(likely.office.workspace, COMMAND_LINE, asked, now=likely.office.now) as lines:
        rows = list(csv.DictReader(io.StringIO("".join(lines), newline="")))
    names = ["likelihood_to_close", "likelihood_to_close_low", "likelihood_to_close_high"]
    names += ["contact_priority", "likelihood_to_close_change"]
    assert [rows[0][name] for name in names] == ["80.1234", "70.0000", "90.0000", "very high", "20.1234"]
    assert [rows[3][name] for name in names] == ["", "", "", "closed won", ""]
    with exporting_leads(likely.office.workspace, COMMAND_LINE, Asked(model="renews"), now=likely.office.now) as lines:
        header = "".join(lines).splitlines()[0].split(",")
    assert {"renews", "renews_priority"} <= set(header)


@pytest.mark.parametrize(
    "asked",
    [
        {"priorities": ("highest",)},
        {"likelihood_from": -1.0},
        {"likelihood_to": 100.5},
        {"likelihood_from": float("nan")},
    ],
)
def test_what_no_record_could_have_is_refused(likely, asked):
    with pytest.raises(UsageError, match=r"There is no priority|from 0 to 100 percent"):
        likely.page(**asked)


def test_what_the_list_offers_tells_the_models_the_leading_one_first(likely):
    told = offered(likely.office.workspace)
    assert [model.key for model in told.models] == ["likelihood_to_close", "renews"]
    assert told.model is not None
    assert told.model.label == "Will buy"
    assert offered(likely.office.workspace, "company").models == ()


def test_priorities_are_those_of_predictions():
    assert tuple(each.value for each in Priority) == PRIORITIES
