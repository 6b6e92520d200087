"""What is said of the columns of one file: some are left out, others are given a type."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from tamis.definitions import PropertyType
from tamis.errors import DataError, TamisError, UsageError
from tamis.operations.handing_over.wire import decode_verb, encode_verb
from tamis.operations.import_data import Imported, import_data
from tamis.operations.verbs import Import
from tamis.progress import NullProgress
from tests.operations.office import Office

HAS_THE_WAREHOUSE_OPEN = True
NOTED = "id,Internal note,quiz\nann,call back,7\nbob,never,high\nbob,again,8\n"
CLICKS = "contact_id,type,occurred_at,ticket,seats\nann,clicked,2026-03-05,{},4\nann,clicked,2026-03-05,t2,many\n"


def take(office: Office, table: str, text: str, *, dry_run: bool = False, **said: object) -> Imported:
    file = office.write(f"{table}.csv", text)
    return import_data(office.workspace, file, now=office.now, dry_run=dry_run, progress=NullProgress(), **said)


def types(office: Office, object: str = "contact") -> Mapping[str, str | None]:
    with office.workspace.opened() as warehouse:
        found = warehouse.catalog().objects[object].properties
        return {name: each.type for name, each in found.items() if name != "created_at"}


def rejects(imported: Imported) -> list[tuple[str, str, str]]:
    assert isinstance(imported.rejects_file, Path)
    with imported.rejects_file.open(newline="") as file:
        return [(each["column"], each["reason"], each["row"]) for each in csv.DictReader(file)]


def test_what_is_left_out_never_reaches_the_workspace_and_a_reject_stays_as_it_came(office: Office) -> None:
    tried = take(office, "contacts", NOTED, dry_run=True, left_out=["Internal note"])
    assert tried.taken.new_properties.keys() == {"contact"}
    assert list(tried.taken.new_properties["contact"]) == ["quiz"]
    imported = take(office, "contacts", NOTED, left_out=["Internal note"])
    assert types(office).keys() == {"country", "quiz"}
    assert rejects(imported) == [("id", "an earlier row has this id", "bob,again,8")]
    assert take(office, "contacts", NOTED, left_out=["Internal note"]).taken.is_nothing


def test_what_is_known_already_stays_where_its_column_is_left_out(office: Office) -> None:
    assert take(office, "contacts", "id,country\nann,Peru\nbob,Peru\n", left_out=["country"]).taken.is_nothing


def test_an_event_is_the_same_whatever_a_column_says_that_is_left_out(office: Office) -> None:
    assert take(office, "events", CLICKS.format("t1"), left_out=["ticket"]).taken.events == 2
    assert take(office, "events", CLICKS.format("other"), left_out=["ticket"]).taken.is_nothing
    assert take(office, "events", CLICKS.replace("ticket,", "").replace("{},", "").replace("t2,", "")).taken.is_nothing


@pytest.mark.parametrize(
    ("table", "text", "left_out", "told"),
    [
        ("contacts", NOTED, "Internal notes", '(?s)"Internal notes", which is to be left out.*did you mean Internal'),
        ("events", CLICKS, "type", "It has no column type"),
        ("contacts", NOTED, "id", "It has no column id"),
    ],
)
def test_a_column_that_is_needed_or_not_there_cannot_be_left_out(
    office: Office, table: str, text: str, left_out: str, told: str
) -> None:
    with pytest.raises(DataError, match=told):
        take(office, table, text, left_out=[left_out])


def test_what_is_asked_for_a_file_comes_before_its_schema(empty: Office) -> None:
    empty.write("schema.yaml", "columns: {contacts: {Internal note: note}}\nleave_out: {contacts: [quiz]}\n")
    take(empty, "contacts", NOTED, columns={"quiz": "score"}, left_out=["Internal note"])
    assert types(empty).keys() == {"score"}
    with pytest.raises(UsageError, match='"quiz" cannot both be left out and stand for score'):
        take(empty, "contacts", NOTED, columns={"quiz": "score"}, left_out=["quiz"])


def test_a_chosen_type_reads_strictly_and_what_it_cannot_read_is_rejected(empty: Office) -> None:
    chosen = {"Internal note": PropertyType.CHOICES, "score": PropertyType.NUMBER}
    imported = take(empty, "contacts", NOTED, columns={"quiz": "score"}, types=chosen)
    assert types(empty) == {"Internal note": "choices", "score": "number"}
    assert imported.rejected_cells == 1
    assert ("score", "score cannot be read as number", "bob,never,high") in rejects(imported)
    # To say it once more of what is known so changes nothing.
    assert take(empty, "contacts", NOTED, columns={"quiz": "score"}, types=chosen).taken.is_nothing


def test_properties_of_events_are_given_a_type_too(office: Office) -> None:
    imported = take(office, "events", CLICKS, types={"seats": PropertyType.NUMBER})
    with office.workspace.opened() as warehouse:
        assert warehouse.catalog().events["clicked"]["seats"].type == "number"
    assert [column for column, _, _ in rejects(imported)] == ["seats"]
    assert take(office, "events", CLICKS, types={"seats": PropertyType.NUMBER}).taken.is_nothing
    with pytest.raises(UsageError, match="seats in events is number already"):
        take(office, "events", CLICKS, types={"seats": PropertyType.TEXT})


def test_a_type_that_was_a_guess_gives_way_to_a_chosen_one(office: Office) -> None:
    take(office, "contacts", "id,zip\nann,\n")
    take(office, "contacts", "id,zip\nann,75001\n", types={"zip": PropertyType.CHOICE})
    assert types(office)["zip"] == "choice"


@pytest.mark.parametrize(
    ("table", "text", "chosen", "told"),
    [
        (
            "contacts",
            "id,country\nann,1\n",
            {"country": "number"},
            "country in contacts is text already.*Properties and",
        ),
        ("contacts", "id,email\nann,1\n", {"email": "number"}, "email in contacts is text already"),
        ("contacts", NOTED, {"id": "number"}, "No type can be chosen for id in contacts"),
        ("contacts", NOTED, {"quizz": "number"}, '(?s)stands for "quizz", whose type is chosen.*did you mean quiz'),
        ("events", CLICKS, {"occurred_at": "text"}, "No type can be chosen for occurred_at"),
        ("segment_members", "segment,id\n", {"segment": "text"}, "No type can be chosen for segment"),
    ],
)
def test_a_type_that_cannot_be_chosen_is_told(
    office: Office, table: str, text: str, chosen: dict[str, str], told: str
) -> None:
    with pytest.raises(TamisError, match=f"(?s){told}"):
        take(office, table, text, types={name: PropertyType(type) for name, type in chosen.items()})


def test_a_folder_says_both_in_its_schema(office: Office) -> None:
    for said, told in (
        ({"left_out": ["x"]}, "leave_out into"),
        ({"types": {"x": PropertyType.TEXT}}, "declare the types"),
    ):
        with pytest.raises(UsageError, match=told):
            import_data(office.workspace, office.folder, now=office.now, progress=NullProgress(), **said)  # type: ignore[arg-type]


def test_an_import_that_an_earlier_tamis_queued_is_still_read(tmp_path: Path) -> None:
    verb = Import(tmp_path, left_out=("a",), types={"b": PropertyType.NUMBER})
    assert decode_verb("import", encode_verb(verb)) == verb
    earlier = {
        "path": bytes(tmp_path),
        "dry_run": False,
        "rejects": None,
        "columns": {},
        "by_email": True,
        "called": "",
    }
    assert decode_verb("import", msgspec.msgpack.encode(earlier)) == Import(tmp_path, columns={}, by_email=True)
