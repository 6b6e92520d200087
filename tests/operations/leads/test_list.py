"""The ranked list: who is on it, in which order, and what it says of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tamis.errors import DefinitionError, UsageError
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.lead import LeadCompany
from tamis.operations.leads.read_leads import read_leads
from tamis.operations.remembered import forget_at_work
from tests.operations.leads.conftest import SCORE

ALL = ["c1", "c2", "c3", "c4", "c5"]
MARCH_9_10H = 1_773_050_400_000_000


def test_the_best_come_first_with_all_that_sales_needs_to_know(sales):
    page = sales.page(columns=("property:seats", "property:newsletter"))
    ann = page.leads[0]
    assert [lead.id for lead in page.leads] == ALL
    assert (page.score, page.total, page.first, page.next, page.previous) == ("interest", 5, 1, None, None)
    assert (ann.name, ann.email, ann.owner) == ("Ann Adler", "ann@acme.example", "greta")
    assert (ann.points, ann.fit, ann.engagement, ann.tier) == (53_000_000, 30_000_000, 23_000_000, "A1")
    assert (ann.company, ann.last_activity) == (LeadCompany("o1", "Acme Hotels"), MARCH_9_10H)
    assert ann.values == (10.0, True)


def test_who_has_no_name_goes_by_the_address_or_else_by_the_id(sales):
    leads = sales.leads()
    assert [leads[id].name for id in ("c3", "c4", "c5")] == ["Zoé Čapek", "dan@corp.example", "c5"]


def test_the_trend_is_the_difference_from_a_week_before(own_sales):
    assert {id: lead.trend for id, lead in own_sales.leads().items()} == {
        "c1": 23_000_000,
        "c2": 3_000_000,
        "c3": 20_000_000,
        "c4": 0,
        "c5": 0,
    }
    own_sales.office.later("2026-03-18T12:00")
    own_sales.office.rescore()
    assert {lead.trend for lead in own_sales.leads().values()} == {0}
    own_sales.office.later("2026-04-05T12:00")
    own_sales.office.rescore()
    # Her demo was more than 30 days ago, and his is not.
    assert [own_sales.leads()[id].trend for id in ("c1", "c3")] == [-20_000_000, 0]


def test_who_had_no_value_a_week_ago_is_new(own_sales):
    own_sales.office.take(
        contacts="id,first_name,created_at\nc6,Eve,2026-03-10\n", events="id,contact_id,type,occurred_at\n"
    )
    own_sales.office.rescore()
    eve = own_sales.leads()["c6"]
    assert (eve.is_new, eve.trend) == (True, None)
    assert not own_sales.leads()["c5"].is_new


def test_among_many_names_may_be_seconds_old_and_points_never(own_sales, monkeypatch):
    monkeypatch.setattr("tamis.operations.leads.read_leads.MANY_RECORDS", 1)
    office = own_sales.office
    alone = own_sales.page()
    with office.workspace.opened() as warehouse:
        held = replace(office.workspace, held=warehouse)

        def ann() -> tuple[str, int | None]:
            return next((each.name, each.points) for each in read_leads(held, Asked(), now=office.now).leads)

        assert read_leads(held, Asked(), now=office.now) == alone
        column = warehouse.catalog().objects["contact"].properties["first_name"].column
        warehouse.engine.sql(f"UPDATE records_0 SET {column} = 'Anna' WHERE id = 'c1'")
        warehouse.engine.sql("UPDATE score_values SET points = points + 1000000")
        assert ann() == ("Ann Adler", 54_000_000)
        forget_at_work(held)
        assert ann() == ("Anna Adler", 54_000_000)


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ({"property": "industry", "is": "hotels"}, ["c1", "c2"]),
        ({"property": "seats", "between": [20, 300]}, ["c2", "c4"]),
        ({"property": "seats", "is_known": False}, ["c3", "c5"]),
        ({"any": [{"property": "newsletter", "is": True}, {"property": "seats", "is": 40}]}, ["c1", "c3", "c4"]),
        ({"event": "page_viewed", "within": {"last": "3 days"}}, ["c1"]),
        ({"score": "interest", "between": [20, 40]}, ["c2", "c3"]),
        ({"tier": "interest", "is": "B2"}, ["c4", "c5"]),
        ({"of": "company", "property": "employees", "less_than": 50}, ["c3"]),
    ],
)  # fmt: skip
def test_a_filter_means_what_a_rule_means(sales, condition, ids):
    page = sales.page(condition=condition)
    assert [lead.id for lead in page.leads] == ids
    assert page.total == len(ids)


def test_a_filter_on_a_score_looks_at_the_values_that_are_kept(own_sales):
    own_sales.office.later("2026-04-05T12:00")
    assert own_sales.ids(condition={"score": "interest", "at_least": 50}) == ["c1"]
    own_sales.office.rescore()
    assert own_sales.ids(condition={"score": "interest", "at_least": 50}) == []


def test_segments_tiers_and_owners_narrow_the_list(sales):
    assert sales.ids(segment="hotels") == ["c1", "c2"]
    assert sales.ids(segment="hot") == ["c1"]
    assert sales.ids(tiers=("A2", "B1")) == ["c2", "c3"]
    assert sales.ids(owner="greta") == ["c1", "c3"]
    assert sales.ids(owner="") == ["c4", "c5"]
    assert sales.ids(owner="greta", segment="hotels", tiers=("A1",)) == ["c1"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ANN", ["c1"]),
        ("adler ann", ["c1"]),
        ("corp.example", ["c4"]),
        ("c5", ["c5"]),
        ("acme hotels", ["c1", "c2"]),
        ("bolt", ["c3"]),
        ("zoe capek", ["c3"]),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE records_0", []),
    ],
)
def test_search_finds_names_addresses_companies_and_ids(sales, text, ids):
    assert sales.ids(search=text) == ids


@pytest.mark.parametrize(
    ("order", "descending", "ids"),
    [
        ("best", None, ALL),
        ("tier", None, ALL),
        ("tier", False, ["c4", "c5", "c3", "c2", "c1"]),
        ("score", None, ALL),
        ("score", False, ["c4", "c5", "c3", "c2", "c1"]),
        ("fit", None, ["c2", "c1", "c3", "c4", "c5"]),
        ("trend", None, ["c1", "c3", "c2", "c4", "c5"]),
        ("last_activity", None, ["c1", "c3", "c2", "c4", "c5"]),
        ("last_activity", False, ["c2", "c3", "c1", "c4", "c5"]),
        ("name", None, ["c1", "c2", "c5", "c4", "c3"]),
        ("property:seats", True, ["c2", "c4", "c1", "c3", "c5"]),
        ("property:newsletter", True, ["c1", "c3", "c2", "c4", "c5"]),
        ("property:owner", None, ["c1", "c3", "c2", "c4", "c5"]),
        ("score:interest", None, ALL),
    ],
)
def test_every_order_can_be_paged_through_and_back(sales, order, descending, ids):
    """Two rows at a time; whoever has nothing to be sorted by comes last, either way."""
    asked = {"order": order, "descending": descending}
    assert sales.ids(**asked) == ids
    first = sales.page(most=2, **asked)
    second = sales.page(most=2, cursor=first.next, **asked)
    third = sales.page(most=2, cursor=second.next, **asked)
    assert [[lead.id for lead in page.leads] for page in (first, second, third)] == [ids[:2], ids[2:4], ids[4:]]
    assert [(page.first, page.total) for page in (first, second, third)] == [(1, 5), (3, 5), (5, 5)]
    assert third.next is None
    back = sales.page(most=2, cursor=third.previous, **asked)
    assert ([lead.id for lead in back.leads], back.first) == (ids[2:4], 3)
    again = sales.page(most=2, cursor=back.previous, **asked)
    assert ([lead.id for lead in again.leads], again.first, again.previous) == (ids[:2], 1, None)
    assert [lead.id for lead in sales.page(most=2, skip=3, **asked).leads] == ids[3:]


def test_the_better_tier_comes_first_whatever_the_points(own_sales):
    """Zoé (B1) has more points than Bob (A2), who fits better and is as far from the best."""
    own_sales.office.publish(interest=SCORE.replace("points: 20}", "points: 50}"))
    leads = own_sales.leads()
    assert [(id, lead.tier) for id, lead in leads.items()][:3] == [("c1", "A1"), ("c2", "A2"), ("c3", "B1")]
    assert leads["c3"].points > leads["c2"].points
    assert own_sales.ids(order="score")[:3] == ["c1", "c3", "c2"]


def test_without_tiers_of_two_categories_the_most_points_come_first(own_sales):
    own_sales.office.publish(interest=SCORE[: SCORE.index("thresholds")])
    page = own_sales.page()
    assert (page.order, [lead.id for lead in page.leads][:3]) == ("score", ["c1", "c2", "c3"])
    assert own_sales.page(order="tier").order == "score"
    assert own_sales.page(object="deal").order == "name"


def test_some_records_can_be_asked_for(sales):
    assert sales.ids(ids=("c3", "c1", "nobody")) == ["c1", "c3"]
    assert sales.ids(object="deal", ids=("d2",)) == ["d2"]
    assert sales.ids(ids=()) == []


def test_companies_and_deals_have_their_lists_too(sales):
    companies = sales.leads(object="company")
    assert [(each.name, each.points) for each in companies.values()] == [("Acme Hotels", 7_000_000), ("Bolt", 0)]
    assert companies["o1"].last_activity == MARCH_9_10H
    deals = sales.page(object="deal", columns=("property:amount",))
    assert [(deal.name, deal.company.name, deal.values) for deal in deals.leads] == [
        ("Big one", "Acme Hotels", (5000.0,)),
        ("Small one", "Bolt", (10.0,)),
    ]
    assert (deals.score, deals.leads[0].points) == (None, None)


def test_a_merged_contact_is_on_the_list_once_and_was_last_active_when_either_was(own_sales):
    from tamis.operations.merge import merge
    from tamis.progress import NullProgress

    merge(own_sales.office.workspace, "c2", "c3", now=own_sales.office.now, progress=NullProgress())
    leads = own_sales.leads()
    assert "c3" not in leads
    assert leads["c2"].last_activity == 1_772_964_000_000_000


def test_machines_do_not_make_a_lead_active(own_sales):
    own_sales.office.take(
        events="id,contact_id,type,occurred_at,machine\ne9,c2,email_opened,2026-03-10T10:00:00Z,true\n"
    )
    assert own_sales.leads()["c2"].last_activity == 1_772_445_600_000_000


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"object": "horse"}, 'no object "horse"'),
        ({"score": "nope"}, 'No score "nope"'),
        ({"columns": ("property:industri",)}, "did you mean industry"),
        ({"order": "sideways"}, 'no column "sideways"'),
        ({"object": "deal", "owner": "greta"}, "no owner"),
    ],
)
def test_what_is_not_there_is_told(sales, asked, told):
    with pytest.raises(UsageError, match=told):
        sales.page(**asked)


def test_a_filter_that_the_data_does_not_bear_out_is_told_as_in_a_definition(sales):
    for condition in ({"property": "industri", "is": "x"}, {"property": "seats", "contains": "x"}, {"prop": "x"}):
        with pytest.raises(DefinitionError) as raised:
            sales.page(condition=condition)
        assert raised.value.issues


def test_a_cursor_of_another_order_or_of_nobody_is_refused(sales):
    by_name = sales.page(most=2, order="name").next
    with pytest.raises(UsageError, match="another order"):
        sales.page(cursor=by_name)
    with pytest.raises(UsageError, match="no place in a list"):
        sales.page(cursor="%%%")


def test_rows_keep_their_places_while_scores_move(own_sales):
    """Who falls behind the cursor's row is met again; nobody is left out."""
    first = own_sales.page(most=2)
    own_sales.office.later("2026-04-05T12:00")
    own_sales.office.rescore()
    second = own_sales.page(most=50, cursor=first.next)
    assert {lead.id for lead in (*first.leads, *second.leads)} == set(ALL)
