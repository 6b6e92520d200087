"""Files that people give: kept whole, looked at, and proposed names for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tamis.errors import DataError, TamisError, UsageError
from tamis.operations.access import COMMAND_LINE
from tamis.operations.handing_over.noting import noted
from tamis.operations.uploads import columns_of, find_upload, forget_uploads, import_of, keep_upload, list_uploads
from tamis.operations.uploads.naming import shown_name
from tamis.operations.workspace import Workspace, init_workspace
from tamis.store.application import open_application


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(tmp_path / "work", time_zone="UTC")


def given(workspace: Workspace, content: bytes, name: str = "leads.csv", table: str = "contacts", at: int = 5) -> str:
    return keep_upload(workspace, name=name, table=table, chunks=[content[:7], content[7:]], at=at).id


def proposals(workspace: Workspace, id: str) -> dict[str, str]:
    return {column.name: column.proposed for column in columns_of(workspace, find_upload(workspace, id))}


def test_headers_of_a_crm_are_proposed_the_names_that_they_stand_for(workspace: Workspace) -> None:
    id = given(workspace, b"Record ID;Adresse e-mail;Email Address;Favourite colour\n1;a@x.fr;;red\n")
    assert proposals(workspace, id) == {
        "Record ID": "id",
        "Adresse e-mail": "email",
        "Email Address": "Email Address",
        "Favourite colour": "Favourite colour",
    }


def test_a_few_values_of_each_column_are_shown_and_blank_ones_are_not(workspace: Workspace) -> None:
    upload = find_upload(workspace, given(workspace, b"id,city\n1,\n2,Paris\n3,Paris\n4,Lyon\n"))
    assert [column.values for column in columns_of(workspace, upload)] == [("1", "2", "3"), ("Paris", "Lyon")]


@pytest.mark.parametrize("name", ["leads.parquet", "leads.jsonl"])
def test_other_kinds_of_file_are_looked_at_too(workspace: Workspace, tmp_path: Path, name: str) -> None:
    if name.endswith("parquet"):
        pq.write_table(pa.table({"id": ["1"], "employees": [12]}), tmp_path / name)
        content = (tmp_path / name).read_bytes()
    else:
        content = b'{"id": "1", "employees": 12}\n'
    upload = find_upload(workspace, given(workspace, content, name))
    assert [(column.name, column.values) for column in columns_of(workspace, upload)] == [
        ("id", ("1",)),
        ("employees", ("12",)),
    ]


def test_columns_are_told_with_the_type_of_what_is_seen_of_them(workspace: Workspace, tmp_path: Path) -> None:
    csv = (
        b"id;score;paid;day;when;zip;none;tags\n"
        b'a;1,5;TRUE;2026-03-09;2026-03-09 14:30;007;;["x"]\n'
        b"b;2;;;2026-03-09;;;\n"
    )
    pq.write_table(pa.table({"score": [1.5], "tags": [["x", "y"]], "paid": [True]}), tmp_path / "leads.parquet")
    for name, content, types in (
        ("leads.csv", csv, ["text", "number", "boolean", "date", "datetime", "text", None, "choices"]),
        ("leads.csv", b"score,code\n1.5,+33\n-2,5\n", ["number", "text"]),
        ("leads.jsonl", b'{"score": 1, "tags": ["x"]}\n', ["number", "choices"]),
        ("leads.parquet", (tmp_path / "leads.parquet").read_bytes(), ["number", "choices", "boolean"]),
    ):
        upload = find_upload(workspace, given(workspace, content, name))
        assert [column.seen_type for column in columns_of(workspace, upload)] == types


def test_columns_are_told_with_the_first_value_that_is_none_of_a_type_or_would_be_another(
    workspace: Workspace, tmp_path: Path
) -> None:
    csv = b"score;paid;day;zip\n1,5;1;2026-03-09;75001\nhigh;0;2026-03-09 14:30;00712\nlow;TRUE;;00713\n"
    upload = find_upload(workspace, given(workspace, csv, "leads.csv"))
    score, paid, day, zip = (column.misfits for column in columns_of(workspace, upload))
    assert score == {"boolean": "1,5", "number": "high", "date": "1,5", "datetime": "1,5"}
    assert paid == {"number": "TRUE", "date": "1", "datetime": "1"}
    assert day == {"boolean": "2026-03-09", "number": "2026-03-09", "date": "2026-03-09 14:30"}
    assert (zip["number"], zip["date"]) == ("00712", "75001")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("leads.xlsx", b"PK", "save a spreadsheet as CSV"),
        ("leads", b"id\n1\n", "A file of this kind is not read"),
        ("leads.csv", b"", "The file is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_left(
    workspace: Workspace, name: str, content: bytes, told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        given(workspace, content, name)
    assert not list_uploads(workspace)
    assert not [each for each in (workspace.folder / "uploads").glob("*") if each.is_dir()]


@pytest.mark.parametrize("content", [b"id,id\n1,2\n", b"\x89PNG\x00\xff"])
def test_a_file_that_is_not_what_it_says_is_told_by_the_name_that_its_owner_gave(
    workspace: Workspace, content: bytes
) -> None:
    with pytest.raises(DataError, match=r"leads\.csv"):
        columns_of(workspace, find_upload(workspace, given(workspace, content)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Salon de Lyon 2026.csv", "Salon de Lyon 2026.csv"),
        ("C:\\Users\\ann\\Desktop\\leads.csv", "leads.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("a\x00\x1b[2J\r\n\tb.csv", "a[2J b.csv"),
        # Would be read as fdp.exe, or the like.
        ("leads\u202efdp\u200b\u2066.csv", "leadsfdp.csv"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
        ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
        ("a" * 300 + ".csv", "a" * 59 + "…" + "a" * 16 + ".csv"),
        ("\u200f.csv", ".csv"),
        ("../\u200f..", "contacts.csv"),
        ("Cafe\u0301.csv", "Café.csv"),
    ],
)
def test_a_name_is_shown_in_one_line_without_what_cannot_be_seen(name: str, shown: str) -> None:
    assert shown_name(name, "contacts.csv") == shown


def test_an_import_is_called_what_its_file_was_called(workspace: Workspace) -> None:
    id = given(workspace, b"id\nann\n", name="/tmp/Messe Köln.csv")
    verb = import_of(workspace, id, columns={}, left_out=["a", "b"], by_email=False, dry_run=False)
    assert (verb.called, verb.path.name) == ("Messe Köln.csv", "contacts.csv")
    with noted(workspace, verb, COMMAND_LINE, lambda: datetime(2026, 1, 1, tzinfo=UTC)):
        pass
    with open_application(workspace.application) as application:
        [entry] = application.audit.page()
    assert (entry.deed.subject, entry.deed.after) == ("Messe Köln.csv", {"left_out": "a, b"})


@pytest.mark.parametrize("id", ["../../etc", "", "0" * 16, "a/b", "..", "\x00"])
def test_no_id_leads_out_of_the_folder(workspace: Workspace, id: str) -> None:
    with pytest.raises(TamisError, match="not there any more"):
        find_upload(workspace, id)


def test_old_uploads_are_forgotten(workspace: Workspace) -> None:
    given(workspace, b"id\n1\n", at=5)
    kept = given(workspace, b"id\n1\n", at=9)
    forget_uploads(workspace, before=9)
    assert [upload.id for upload in list_uploads(workspace)] == [kept]


def test_a_file_is_kept_for_a_week(workspace: Workspace) -> None:
    day = 86_400_000_000
    old = given(workspace, b"id\n1\n", at=day)
    kept = given(workspace, b"id\n1\n", at=2 * day)
    assert {upload.id for upload in list_uploads(workspace)} == {old, kept}
    new = given(workspace, b"id\n1\n", at=8 * day + 1)
    assert {upload.id for upload in list_uploads(workspace)} == {kept, new}


def test_the_company_of_a_contact_is_proposed_by_its_name_unless_its_id_is_there(workspace: Workspace) -> None:
    assert proposals(workspace, given(workspace, b"id,Entreprise\n1,Acme\n")) == {
        "id": "id",
        "Entreprise": "company.name",
    }
    assert proposals(workspace, given(workspace, b"id,Company,Account ID\n1,Acme,7\n")) == {
        "id": "id",
        "Company": "Company",
        "Account ID": "company_id",
    }
