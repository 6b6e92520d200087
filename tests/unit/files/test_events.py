"""data.md: the table `events`."""

import pytest
from tests.unit.files.conftest import Loaded

from tamis.connectors.files import load_folder
from tamis.connectors.files.schema import Declared, FolderSchema
from tamis.definitions import PropertyType
from tamis.definitions.walk import Needs
from tamis.engine import DuckDBEngine
from tamis.progress import NullProgress

CONTACTS = {"contacts__csv": "id\n1\n2\n"}
HEADER = "contact_id,type,occurred_at,"


def test_events_have_a_contact_a_type_and_an_instant(load):
    loaded = load(**CONTACTS, events__csv=HEADER + "\n2,a,1970-01-02T00:00:01Z,\n1,b,1970-01-01,\n")
    assert loaded.events() == [("1", "b", 0.0, False), ("2", "a", 86401.0, False)]


def test_machine_is_a_boolean_and_false_where_unknown(load):
    rows = "1,a,2024-01-01,TRUE\n1,b,2024-01-01,1\n1,c,2024-01-01,0\n1,d,2024-01-01,\n1,e,2024-01-01,maybe\n"
    loaded = load(**CONTACTS, events__csv=HEADER + "machine\n" + rows)
    assert [event[1::2] for event in loaded.events()] == [
        ("a", True), ("b", True), ("c", False), ("d", False), ("e", False),
    ]  # fmt: skip
    assert loaded.rejects == [("events.csv", 6, "machine")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("9,a,2024-01-01,", "contact_id"),
        (",a,2024-01-01,", "contact_id"),
        ("1,,2024-01-01,", "type"),
        ("1,a,,", "occurred_at"),
        ("1,a,soon,", "occurred_at"),
    ],
)
def test_a_row_without_contact_type_or_time_is_rejected(load, row, column):
    loaded = load(**CONTACTS, events__csv=f"{HEADER}\n{row}\n1,b,2024-01-01,\n")
    assert [event[1] for event in loaded.events()] == ["b"]
    [(file, line, of, _, text)] = loaded.told
    assert (file, line, of, text) == ("events.csv", 2, column, row)


def test_properties_may_be_one_json_column(load):
    loaded = load(
        **CONTACTS,
        events__csv=HEADER
        + "properties,page\n"
        + '1,a,2024-01-01,"{""n"": 5, ""t"": ""x"", ""l"": [""p"", 1], ""b"": true, ""o"": {""k"": 1}}",\n'
        + '2,a,2024-01-01,"{""n"": null, ""page"": ""/j"", ""id"": 1}",\n2,b,2024-01-01,,/c\n',
    )
    names = ("n", "t", "l", "b", "o", "page")
    assert set(loaded.catalog.events["a"]) == set(names)
    assert loaded.events(*names) == [
        ("1", "a", 5.0, "x", frozenset({"p", "1"}), True, '{"k":1}', None),
        ("2", "a", None, None, None, None, None, "/j"),
        ("2", "b", None, None, None, None, None, "/c"),
    ]


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def test_properties_in_a_json_column_are_texts_as_they_were_written(load):
    cell = '{"a": 1.50, "b": -0, "c" : 1E2, "d": {"z": 1.50, "y": "{"}, "e": "{\\"b\\": 1, \\"a\\": 2}"}'
    plain = '{"a": 1.50, "b": -0, "c" : 1E2, "a b": 5.0, "f\\"g": 12345678901234567890.50}'
    cells = "".join(f"1,x,2024-01-0{day},{_quoted(text)}\n" for day, text in enumerate((cell, plain), 1))
    loaded = load(
        **CONTACTS,
        schema__yaml="events: {x: {a: text, b: text, c: text, d: text, e: text, a b: text, 'f\"g': text}}",
        events__csv="contact_id,type,occurred_at,properties\n" + cells,
    )
    assert loaded.events("d", "e")[0][2:] == ('{"y":"{","z":1.50}', '{"b": 1, "a": 2}')
    assert loaded.events("a", "b", "c", "a b", 'f"g')[1][2:] == ("1.50", "-0", "1E2", "5.0", "12345678901234567890.50")


@pytest.mark.parametrize("cell", ["[1]", "5", "{broken", "text", "{'a': 1}"])
def test_properties_that_are_no_object_are_unknown_and_listed(load, cell):
    loaded = load(**CONTACTS, events__csv=f'{HEADER}properties\n1,a,2024-01-01,"{cell}"\n')
    assert len(loaded.events()) == 1
    assert loaded.rejects == [("events.csv", 2, "properties")]


def test_properties_as_json_are_read_again_once_rows_are_rejected(load):
    loaded = load(
        **CONTACTS,
        events__csv=HEADER
        + 'properties\n1,a,2024-01-01,"{""n"": 5}"\n1,a,2024-01-01,{broken\n1,a,never,"{""n"": ""x""}"\n',
    )
    assert loaded.events("n") == [("1", "a", 5.0), ("1", "a", None)]
    assert loaded.rejects == [("events.csv", 3, "properties"), ("events.csv", 4, "occurred_at")]


def test_a_declared_event_type_is_known_though_none_happened(load):
    loaded = load(**CONTACTS, schema__yaml="events: {demo: {}}", events__csv=HEADER + "\n1,a,2024-01-01,\n")
    assert dict(loaded.catalog.events["demo"]) == {}


def test_properties_of_json_lines_and_parquet(load, folder, sql):
    line = '{"contact_id": "1", "type": "a", "occurred_at": "2024-01-01", "properties": %s}\n'
    loaded = load(**CONTACTS, events__jsonl=line % '{"it\'s \\"x\\" $.": 1.50}' + line % '"{\\"y\\": 2}"')
    assert loaded.events('it\'s "x" $.', "y") == [("1", "a", 1.5, None), ("1", "a", None, 2.0)]


def test_properties_may_be_a_struct(load, folder, sql):
    folder.mkdir()
    sql(
        "COPY (SELECT 1 AS contact_id, 'a' AS \"type\", DATE '1970-01-01' AS occurred_at,"
        f" {{'n': 5, 'l': ['x']}} AS properties) TO '{folder}/events.parquet'"
    )
    assert load(**CONTACTS).events("n", "l") == [("1", "a", 5.0, frozenset({"x"}))]


def test_dates_begin_at_local_midnight(load):
    loaded = load(
        **CONTACTS,
        schema__yaml="time_zone: Europe/Paris",
        events__csv=HEADER + "\n1,a,1970-01-02,\n1,b,1970-01-02T00:00,\n",
    )
    assert [event[2] for event in loaded.events()] == [82800.0, 86400.0]


def needs(**events):
    return Needs(
        objects={"contact": frozenset()},
        events={type: frozenset(names) for type, names in events.items()},
        segments=frozenset(),
        static_segments=frozenset(),
        links=frozenset(),
        scores=frozenset(),
    )


def test_only_what_definitions_look_at_is_kept(load):
    rows = "1,a,2024-01-01,5,x\n1,b,2024-01-01,6,y\n"
    loaded = load(needs(a={"n"}), **CONTACTS, events__csv=HEADER + "n,t\n" + rows)
    assert loaded.events("n") == [("1", "a", 5.0)]
    assert set(loaded.catalog.events) == {"a", "b"}
    assert loaded.catalog.events["a"]["t"].type is None


def test_events_that_no_definition_looks_at_are_checked_all_the_same(load):
    loaded = load(needs(a=()), **CONTACTS, events__csv=HEADER + "\n1,a,2024-01-01,\n9,b,2024-01-01,\n1,b,never,\n")
    assert [(line, column) for _, line, column in loaded.rejects] == [(3, "contact_id"), (4, "occurred_at")]


def test_declared_columns_that_no_definition_looks_at_are_checked_all_the_same(load):
    loaded = load(
        needs(a=()),
        **CONTACTS,
        schema__yaml="events: {b: {n: number}}\nobjects: {contact: {size: number}}",
        events__csv=HEADER + "n\n1,a,2024-01-01,\n1,b,2024-01-01,x\n",
        companies__csv="id,created_at\n1,never\n",
    )
    assert loaded.rejects == [("companies.csv", 2, "created_at"), ("events.csv", 3, "n")]


def test_without_events_there_are_empty_tables(load):
    loaded = load(**CONTACTS, schema__yaml="events: {a: {n: number, t: text}, b: {}}")
    assert loaded.events() == []
    assert {type: set(properties) for type, properties in loaded.catalog.events.items()} == {
        "a": {"n", "t"},
        "b": set(),
    }
    assert loaded.catalog.events["a"]["n"].type == "number"


def test_without_contacts_every_event_is_rejected(load):
    loaded = load(events__csv=HEADER + "\n1,a,2024-01-01,\n")
    assert loaded.rejects == [("events.csv", 2, "contact_id")]


def test_a_million_combinations_are_kept_inline(load, folder, sql):
    folder.mkdir()
    sql(
        "COPY (SELECT 1 + i % 2 AS contact_id, 'a' AS \"type\", TIMESTAMP '2024-01-01' AS occurred_at,"
        " 'u' || i % 3000 AS url, 'v' || i % 101 AS word FROM range(300000) AS t(i))"
        f" TO '{folder}/events.parquet'"
    )
    loaded = load(**CONTACTS)
    properties = loaded.catalog.events["a"]
    assert (properties["url"].inline, properties["word"].inline) == (True, False)
    [(events, combinations)] = loaded.engine.sql("SELECT count(*), count(DISTINCT signature) FROM events").fetchall()
    assert (events, combinations) == (300_000, 101)


def test_combinations_whose_quick_hashes_collide_stay_apart(load, monkeypatch):
    monkeypatch.setattr("tamis.connectors.files.signatures._QUICK_HASH", "0 * length(concat({}))")
    loaded = load(**CONTACTS, events__csv=HEADER + "\n1,a,2024-01-01,\n1,b,2024-01-01,\n2,a,2024-01-01,\n")
    assert [event[:2] for event in loaded.events()] == [("1", "a"), ("1", "b"), ("2", "a")]


def test_only_some_files_of_a_table_may_be_able_to_write_a_comma(load):
    loaded = load(
        **CONTACTS,
        events___1__csv=HEADER + "n\n1,a,2024-01-01,1\n",
        events___2__csv="contact_id;type;occurred_at;n\n1;b;2024-01-01;2,5\n",
    )
    assert loaded.events("n") == [("1", "a", 1.0), ("1", "b", 2.5)]


def test_a_property_that_all_event_types_are_known_to_have_may_be_declared_by_one(folder):
    folder.mkdir()
    (folder / "contacts.csv").write_text("id\n1\n")
    (folder / "events.csv").write_text("contact_id,type,occurred_at,n\n1,a,2024-01-01,7\n1,b,2024-01-01,8\n")
    text, number = Declared(PropertyType.TEXT), Declared(PropertyType.NUMBER)
    for declared, expected in (
        (text, [("1", "a", "7"), ("1", "b", "8")]),
        (number, [("1", "a", 7.0), ("1", "b", "8")]),
    ):
        schema = FolderSchema(events={"a": {"n": declared}}, any_event={"n": text})
        with DuckDBEngine.open() as own:
            loaded = load_folder(folder, own, needs=None, segments=(), schema=schema, progress=NullProgress())
            assert Loaded(own, loaded).events("n") == expected
