"""The list as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from tamis.errors import DefinitionError, Forbidden, UsageError
from tamis.operations.access import COMMAND_LINE, Actor, Role
from tamis.operations.leads import export, reasons
from tamis.operations.leads.asked import Asked
from tamis.operations.leads.export import exporting_leads
from tamis.operations.leads.offered import offered
from tamis.operations.leads.reasons import LeadReason
from tamis.operations.properties import delete_property
from tamis.store.application import AuditFilter, open_application
from tamis.store.warehouse import open_warehouse

WHY_ANN = "In hotels +30; Asked for a demo +20 (2026-03-01); Looked around +3 (2026-03-09)"


def exported(sales, *, is_exact: bool = False, **asked) -> list[dict[str, str]]:
    workspace, now = sales.office.workspace, sales.office.now
    with exporting_leads(workspace, COMMAND_LINE, Asked(**asked), is_exact=is_exact, now=now) as lines:
        return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_all_rows_that_are_asked_for_are_written_with_the_columns_that_are_shown(sales):
    rows = exported(sales, owner="greta", columns=("property:seats", "property:newsletter", "property:created_at"))
    assert rows[0] == {
        "id": "c1",
        "name": "Ann Adler",
        "points": "53",
        "fit": "30",
        "engagement": "23",
        "tier": "A1",
        "trend": "23",
        "last_activity": "2026-03-09T10:00:00+00:00",
        "owner": "greta",
        "company": "Acme Hotels",
        "seats": "10",
        "newsletter": "true",
        "created_at": "2025-12-31T23:00:00+00:00",
        "reasons": WHY_ANN,
    }
    assert [row["id"] for row in rows] == ["c1", "c3"]


def test_a_cell_that_a_spreadsheet_would_compute_begins_with_an_apostrophe(own_sales):
    names = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "-5", "plain", "+33 1 99 (00)", "+1-202-555"]
    rows = "".join(f"x{i},{name},{name}\n" for i, name in enumerate(names))
    own_sales.office.take(contacts=f"id,first_name,industry\n{rows}", events="id,contact_id,type,occurred_at\n")
    own_sales.office.rescore()
    found = {row["id"]: row for row in exported(own_sales, columns=("property:industry",))}
    assert [found[f"x{i}"]["industry"] for i in range(8)] == [
        *("'=1+1", "'+cmd", "'-2+3", "'@SUM(A1)", "-5", "plain"),
        # Nobody dials an apostrophe; but hyphens would be subtracted.
        *("+33 1 99 (00)", "'+1-202-555"),
    ]
    assert found["x0"]["name"] == "'=1+1"


def test_a_list_without_a_score_is_exported_too(sales):
    assert list(exported(sales, object="deal")[0]) == ["id", "name", "last_activity", "owner", "company", "amount"]


def test_columns_that_were_chosen_are_all_that_is_written_in_their_order(sales):
    rows = exported(
        sales, ids=("c1",), columns=("name", "owner", "property:seats", "reasons", "fit", "tier", "company")
    )
    [told] = [list(row.items()) for row in rows]
    assert told == [
        *(("id", "c1"), ("name", "Ann Adler"), ("owner", "greta"), ("seats", "10")),
        *(("reasons", WHY_ANN), ("fit", "30"), ("tier", "A1"), ("company", "Acme Hotels")),
    ]
    [company] = exported(sales, object="company", ids=("o1",), columns=("contacts", "name", "score"))
    assert company == {"id": "o1", "name": "Acme Hotels", "contacts": "2", "points": "7"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"columns": ("name", "priority")}, "No model of contact records is live"),
        ({"columns": ("likelihood",)}, "No model of contact records is live"),
        (
            {"object": "deal", "columns": ("name", "tier")},
            'There is no column "tier" in this list; there are name, company',
        ),
    ],
)
def test_a_program_is_told_of_a_column_that_there_is_not_where_a_page_leaves_it_out(sales, asked, told):
    exported(sales, **asked)
    with pytest.raises(UsageError, match=told):
        exported(sales, is_exact=True, **asked)


def test_a_date_is_the_day_that_was_imported(own_sales):
    own_sales.office.take(deals="id,closedate,seen_at\nd1,2026-04-30,2026-04-30T10:00:00Z\n")
    [row] = exported(own_sales, object="deal", ids=("d1",), columns=("name", "property:closedate", "property:seen_at"))
    assert (row["closedate"], row["seen_at"]) == ("2026-04-30", "2026-04-30T10:00:00+00:00")


def test_reasons_are_told_of_the_first_rows_and_of_the_others_the_rest(sales, monkeypatch):
    whole = exported(sales)
    assert len([row for row in whole if row["reasons"]]) > 2
    monkeypatch.setattr(export, "MOST_EXPLAINED", 2)
    monkeypatch.setattr(export, "_EXPLAINED_AT_ONCE", 1)
    assert exported(sales) == [*whole[:2], *({**row, "reasons": ""} for row in whole[2:])]


def test_a_score_that_the_data_no_longer_bears_out_is_exported_without_reasons(sales, monkeypatch):
    def refuse(*_):
        raise DefinitionError([])

    monkeypatch.setattr(reasons, "check_against", refuse)
    rows = exported(sales, ids=("c1",))
    assert [(row["points"], row["reasons"]) for row in rows] == [("53", "")]


def test_a_property_that_is_deleted_meanwhile_ends_no_file(own_sales):
    office = own_sales.office
    with open_warehouse(office.workspace.warehouse, is_current=False) as held:
        workspace = replace(office.workspace, held=held)
        with exporting_leads(workspace, COMMAND_LINE, Asked(ids=("c1",)), now=office.now) as lines:
            begun = next(lines)
            delete_property(workspace, "contact", "newsletter")
            [row] = csv.DictReader(io.StringIO(begun + "".join(lines)))
    assert row["reasons"] == WHY_ANN


def test_points_of_a_reason_are_written_out_however_many_they_are():
    reasons = [LeadReason("Budget", points) for points in (18.74, -0.04, 123456.7, 1e9, -1_000_000)]
    told = [export._reason(each, ZoneInfo("UTC")) for each in reasons]
    assert told == ["Budget +18.7", "Budget +0", "Budget +123456.7", "Budget +1000000000", "Budget -1000000"]


def test_a_reason_says_how_often_it_happened():
    reasons = [LeadReason("Saw prices", 12.0, times, 1_772_359_200_000_000) for times in (1, 4)]
    told = [export._reason(each, ZoneInfo("UTC")) for each in reasons]
    assert told == ["Saw prices +12 (2026-03-01)", "Saw prices ×4 +12 (2026-03-01)"]


def test_that_somebody_took_the_list_is_in_the_audit_log(own_sales):
    exported(own_sales, owner="greta")
    with open_application(own_sales.office.workspace.application) as application:
        [entry] = application.audit.page(AuditFilter(kind="export_leads"), most=5)
    assert (entry.deed.subject, entry.deed.after) == ("contact", {"records": "2"})


def test_who_may_not_export_gets_nothing(sales):
    reader = Actor("reader", Role.READ_ONLY)
    with (
        pytest.raises(Forbidden),
        exporting_leads(sales.office.workspace, reader, Asked(), now=sales.office.now),
    ):
        pass


def test_what_there_is_to_ask_for_is_offered(sales):
    found = offered(sales.office.workspace)
    assert found.score is not None
    assert (found.score.label, found.score.tiers) == ("Interest", ("A1", "A2", "B1", "B2"))
    assert found.segments == (("hot", "hot"), ("hotels", "Hotels"))
    seats = found.property("seats")
    assert seats is not None
    assert (seats.type, "between" in seats.operators) == ("number", True)
    assert (found.known_as.owner, found.records, found.is_scored) == ("owner", 5, True)
    assert offered(sales.office.workspace, "deal").score is None
