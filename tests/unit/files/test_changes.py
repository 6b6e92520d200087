"""data.md, "As of an instant": the history of properties."""

import pytest
from tests.unit.files.conftest import nothing_needed

from tamis.definitions import read_instant

HEADER = "object,id,property,value,changed_at\n"
CONTACTS = {"contacts__csv": "id,size,city,created_at,company_id,tags\n1,5,Rome,2024-01-01,k,\n2,7,,,,\n"}


def test_values_are_read_with_the_type_of_their_property(load):
    loaded = load(
        schema__yaml="objects: {contact: {tags: choices, won: boolean, day: date}}",
        **CONTACTS,
        property_changes__csv=HEADER
        + "contact,1,size,6,2024-01-01\ncontact,1,city,Paris,2024-01-02\ncontact,1,tags,b; a,2024-01-03\n"
        + "contact,1,won,1,2024-01-03\ncontact,1,day,1970-01-02,2024-01-03\ncontact,2,size,,2024-01-03\n",
    )
    day = 86_400_000_000
    assert [change[1:2] + change[3:] for change in loaded.changes()] == [
        ("city", "Paris"), ("day", day), ("size", 6.0), ("tags", "\x1fa\x1fb\x1f"), ("won", True), ("size", None),
    ]  # fmt: skip
    histories = {p.name for p in loaded.catalog.objects["contact"].properties.values() if p.has_history}
    assert histories == {"size", "city", "tags", "won", "day"}


def test_of_one_instant_only_what_was_last_is_kept_and_the_rest_is_checked(load):
    rows = ["1,size,6,2024-01-01", "1,size,8,2024-02-01", "1,size,,2024-03-01", "2,size,9,2024-04-01"]
    rows += ["1,city,Paris,2024-01-01", "1,size,big,2024-05-01"]
    loaded = load(
        nothing_needed(contact={"size"}),
        as_of=read_instant("2024-02-15"),
        **CONTACTS,
        property_changes__csv=HEADER + "".join(f"contact,{row}\n" for row in rows),
    )
    [table] = {shape.changes for shape in loaded.catalog.objects.values() if shape.changes}
    kept = loaded.engine.sql(f"SELECT n, property, number FROM {table} ORDER BY n").fetchall()
    assert kept == [(0, "size", 8.0), (1, "size", None)]
    assert loaded.rejects == [("property_changes.csv", 7, "value")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("contact,1,created_at,2024-01-01,2024-01-01", "property"),
        ("contact,1,company_id,k,2024-01-01", "property"),
        ("contact,1,contact_id,k,2024-01-01", "property"),
        ("contact,1,id,k,2024-01-01", "property"),
        ("contact,1,nothing,k,2024-01-01", "property"),
        ("contact,1,,k,2024-01-01", "property"),
        ("contact,1,size,big,2024-01-01", "value"),
        ("contact,1,size,5,yesterday", "changed_at"),
        ("contact,1,size,5,", "changed_at"),
        ("contact,9,size,5,2024-01-01", "id"),
        ("thing,1,size,5,2024-01-01", "id"),
    ],
)
def test_changes_that_mean_nothing_are_rejected(load, row, column):
    loaded = load(**CONTACTS, property_changes__csv=f"{HEADER}{row}\ncontact,2,size,1,2024-01-01\n")
    assert loaded.rejects == [("property_changes.csv", 2, column)]
    assert [change[0] for change in loaded.changes()] == ["2"]


def test_of_changes_at_one_instant_the_greatest_text_counts(load):
    rows = ["size,10,2024-01-01", "size,9,2024-01-01T00:00Z", "size,10,2024-01-01", "size,x,2024-01-01"]
    loaded = load(**CONTACTS, property_changes__csv=HEADER + "".join(f"contact,1,{row}\n" for row in rows))
    assert [change[3] for change in loaded.changes()] == [9.0]
    assert [(line, column) for _, line, column in loaded.rejects] == [(2, "value"), (4, "value"), (5, "value")]


def test_changes_equal_in_every_column_are_one(load):
    row = "contact,1,city,Paris,2024-01-01\n"
    loaded = load(**CONTACTS, property_changes__csv=HEADER + row + row)
    assert len(loaded.changes()) == 1
    assert loaded.rejects == []


def test_history_of_a_declared_property_without_a_column(load):
    loaded = load(
        schema__yaml="objects: {company: {seats: number}}",
        companies__csv="id\nk\n",
        property_changes__csv=HEADER + "company,k,seats,12,2024-01-01\n",
    )
    assert loaded.changes("company") == [("k", "seats", 1704067200.0, 12.0)]


def test_values_of_json_lines_may_be_lists(load):
    loaded = load(
        schema__yaml="objects: {contact: {tags: choices}}",
        contacts__jsonl='{"id": "1"}\n',
        property_changes__jsonl='{"object": "contact", "id": 1, "property": "tags", "value": ["a;b"], '
        '"changed_at": "2024-01-01"}\n',
    )
    assert [change[3] for change in loaded.changes()] == ["\x1fa;b\x1f"]


def test_values_outside_the_options_are_told(load):
    loaded = load(
        schema__yaml="objects: {contact: {city: {type: choice, options: [Rome]}}}",
        **CONTACTS,
        property_changes__csv=HEADER + "contact,1,city,Oslo,2024-01-01\n",
    )
    assert loaded.messages[-1] == 'property_changes.csv: city has "Oslo", which is not among its options.'
