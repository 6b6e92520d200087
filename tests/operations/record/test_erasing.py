"""A contact that is erased leaves nothing behind."""

import json

import pytest

from tamis.errors import Forbidden, UsageError
from tamis.operations.access import COMMAND_LINE, Actor, Role
from tamis.operations.duplicates import dismiss_duplicate
from tamis.operations.merge import merge, unmerge
from tamis.operations.record.deciding import decide, decisions_of
from tamis.operations.record.erasing import Erasure, erase
from tamis.operations.record.export import export_contact
from tamis.operations.record.opened import open_record
from tamis.operations.record.timeline import read_timeline
from tamis.operations.rescore import micros_of
from tamis.operations.reset import reset, unreset
from tamis.operations.workspace import Workspace
from tamis.progress import NullProgress
from tests.operations.office import Office

ACCOUNT = """\
key: account
object: company
groups:
  - {key: deeds, category: engagement, rules: [{label: Asked, event: form_submitted, points: 10}]}
"""


def erased(company: Office, id: str = "ann", **options: bool) -> Erasure:
    return erase(company.workspace, id, now=company.now, progress=NullProgress(), **options)


def tables_that_name(workspace: Workspace, numbers: set[int], texts: set[str]) -> set[str]:
    """The tables of the warehouse in which a cell is one of those texts, or a number of a record one of those."""
    found = set()
    with workspace.opened() as warehouse:
        tables = warehouse.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'warehouse'")
        for (table,) in tables:
            cursor = warehouse.engine.sql(f"SELECT * FROM warehouse.{table}")
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                cells = dict(zip(names, row, strict=True))
                if texts & {each for each in cells.values() if isinstance(each, str)}:
                    found.add(table)
                if table not in _NUMBERED_OTHERWISE and numbers & {cells.get(name) for name in _NUMBERS}:
                    found.add(table)
    return found


_NUMBERS = ("n", "contact", "kept", "other", "one", "from_n", "to_n")
# Companies have numbers of their own.
_NUMBERED_OTHERWISE = {"records_1", "records_2"}


def deal(company: Office) -> None:
    company.take(
        deals="id,name,contact_id,company_id\nd1,Ann's deal,ann,north\n",
        segment_members="segment,id\nfair,ann\nfair,bob\n",
    )


def test_no_table_names_it_any_more(company: Office):
    deal(company)
    reset(company.workspace, "ann", now=company.now, progress=NullProgress())
    unreset(company.workspace, "ann", now=company.now, progress=NullProgress())
    merge(company.workspace, "ann", "cleo", now=company.now, progress=NullProgress())
    unmerge(company.workspace, "cleo", now=company.now, progress=NullProgress())
    merge(company.workspace, "ann", "bob", now=company.now, progress=NullProgress())
    dismiss_duplicate(company.workspace, "ann", "cleo", now=company.now)
    decide(company.workspace, COMMAND_LINE, "contact", "ann", "rejected", "no", now=company.now)
    with company.workspace.opened() as warehouse:
        warehouse.engine.sql("INSERT INTO warehouse.visitors SELECT 'a-visitor', n FROM records_0 WHERE id = 'ann'")
    numbers = {0, 1}
    told = {"ann", "bob", "ann@north.example", "bob@south.example", "Archer", "Baker", "a-visitor"}
    assert tables_that_name(company.workspace, set(), told) >= {"records_0", "merged_records", "records_2", "visitors"}
    done = erased(company)
    assert (done.ids, done.rows["events"]) == (2, 4)
    left = tables_that_name(company.workspace, numbers, told)
    # Numbers of companies and deals stand there too.
    assert {table for table in left if not table.startswith("links_")} == set()
    with company.workspace.opened() as warehouse:
        links = warehouse.catalog().links
        assert all(
            warehouse.one(f"SELECT count(*) FROM {table} WHERE {end} IN (0, 1)") == 0
            for (a, b), table in links.items()
            for object, end in ((a, "from_n"), (b, "to_n"))
            if object == "contact"
        )
    assert decisions_of(company.workspace, "contact", ["ann", "bob"]) == ()
    assert [row.split(",")[0] for row in company.values("lead")] == ["cleo"]


def test_what_was_merged_and_reset_beside_it_stays(company: Office):
    company.take(contacts="id,email,created_at\nx1,x@x.example,2026-01-01\nx2,x@x.example,2026-01-01\n")
    merge(company.workspace, "bob", "ann", now=company.now, progress=NullProgress())
    merge(company.workspace, "x1", "x2", now=company.now, progress=NullProgress())
    reset(company.workspace, "cleo", now=company.now, progress=NullProgress())
    erased(company, "ann")
    merge(company.workspace, "cleo", "x1", now=company.now, progress=NullProgress())
    assert unmerge(company.workspace, "x1", now=company.now, progress=NullProgress()).kept == "cleo"
    assert unmerge(company.workspace, "x2", now=company.now, progress=NullProgress()).kept == "x1"
    assert unreset(company.workspace, "cleo", now=company.now, progress=NullProgress()).reset_at is None


def test_the_scores_of_its_company_are_computed_anew(company: Office):
    company.publish(account=ACCOUNT)
    assert company.values("account") == ["north,10", "south,10"]
    erased(company)
    assert company.values("account") == ["north,0", "south,10"]


def test_a_later_row_of_the_same_id_makes_a_new_contact(company: Office):
    deal(company)
    erased(company)
    company.take(
        contacts="id,email,created_at\nann,other@else.example,2026-02-01\n",
        events="id,contact_id,type,occurred_at,form_name\nn1,ann,form_submitted,2026-03-08T10:00:00Z,Demo\n",
        property_changes="object,id,property,value,changed_at\n",
        companies="id,name,employees\n",
        segment_members="segment,id\n",
        deals="id,name,contact_id,company_id\n",
    )
    now = micros_of(company.now())
    with open_record(company.workspace, "contact", "ann") as record:
        found = read_timeline(record, now).happenings
        assert [each.name for each in found] == ["form_submitted"]
        # Nothing of what was before, though the number may be that of who was erased.
        assert record.warehouse.rows("SELECT cause FROM score_history WHERE n = ?", [record.n]) == [("import",)]


def test_what_is_gone_cannot_be_erased_but_an_attempt_can_be_repeated(company: Office):
    erased(company)
    with pytest.raises(UsageError, match="There is no contact"):
        erased(company)
    assert erased(company, is_again=True).ids == 0


def test_the_export_holds_everything_that_is_known(company: Office):
    deal(company)
    merge(company.workspace, "ann", "bob", now=company.now, progress=NullProgress())
    decide(company.workspace, COMMAND_LINE, "contact", "ann", "rejected", "no budget", now=company.now)
    told = json.loads(export_contact(company.workspace, COMMAND_LINE, "bob", now=company.now))
    assert (told["id"], told["properties"]["email"]) == ("ann", "ann@north.example")
    assert told["earlier_ids"][0]["properties"]["email"] == "bob@south.example"
    assert len(told["events"]) == 4
    assert told["events"][0]["at"] == "2026-03-09T10:00:00+00:00"
    assert {(each["object"], each["id"]) for each in told["associated"]} == {
        ("company", "north"),
        ("company", "south"),
        ("deal", "d1"),
    }
    assert told["segments"] == ["fair"]
    assert [each["value"] for each in told["property_changes"]] == ["Buyer", "Intern"]
    assert told["decisions"][0]["reason"] == "no budget"
    with pytest.raises(Forbidden):
        export_contact(company.workspace, Actor("Sally", Role.SALES, 7), "ann", now=company.now)
