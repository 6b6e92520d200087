"""data.md, "Types": what a column is, declared or inferred from the whole table."""

import pytest

from tamis.connectors.files.reading import DAY, NO_DAY, TIMES


def infer(load, *cells, header="id;x"):
    rows = "".join(f'{i};"{cell.replace(chr(34), chr(34) * 2)}"\n' for i, cell in enumerate(cells))
    return load(contacts__csv=f"{header}\n{rows}").type("x")


@pytest.mark.parametrize(
    ("cells", "type"),
    [
        (["true", "FALSE", "", "True"], "boolean"),
        (["true", "1"], "text"),
        (["1", "0"], "number"),
        (["1", "-2.5", "1e3", "105", "0.7", "0", ".5", "5."], "number"),
        (["1,5", "2"], "number"),
        ([",5", "-,5"], "number"),
        (["1,5", "2.5"], "text"),
        (["007"], "text"),
        (["-07"], "text"),
        (["+5"], "text"),
        (["1e400"], "text"),
        (["1 000"], "text"),
        (["5 €"], "text"),
        (["50%"], "text"),
        (["NaN"], "text"),
        (["1_000"], "text"),
        (["٣"], "text"),
        ([" 5"], "text"),
        (["2024-01-31", "1999-12-01"], "date"),
        (["2024-02-30"], "text"),
        (["2024-01-31", "2024-01-31T10:00"], "datetime"),
        (["2024-01-31 10:00:00.5+02:00", "2024-01-31T10:00:00Z"], "datetime"),
        (["2024-01-31T24:00"], "text"),
        (["2024-1-31"], "text"),
        (["0000-01-01"], "text"),
        # As people are told to write them.
        ([DAY], "date"),
        ([*TIMES, DAY], "datetime"),
        ([NO_DAY], "text"),
        (['["a", "b"]', "[]"], "choices"),
        (['["a"]', "b"], "text"),
        (["[broken"], "text"),
        (["", ""], "text"),
        (["a", "5"], "text"),
    ],
)
def test_an_undeclared_column_is_inferred_from_every_cell(load, cells, type):
    assert infer(load, *cells) == type


def test_the_last_cell_of_a_long_table_counts(load):
    rows = "".join(f"{i},{i}\n" for i in range(5_000))
    assert load(contacts__csv=f"id,x\n{rows}z,none\n").type("x") == "text"


def test_in_a_comma_separated_file_the_decimal_sign_is_a_point(load):
    assert load(contacts__csv='id,x\n1,"1,5"\n').type("x") == "text"


def test_known_names_have_their_types(load):
    loaded = load(
        deals__csv="id,amount,is_won,is_closed,closed_at,stage,created_at\n1,5,1,0,2024-01-01,7,2024-01-01T10:00\n"
    )
    types = {name: loaded.type(name, "deal") for name in loaded.catalog.objects["deal"].properties}
    assert types == {
        "amount": "number",
        "is_won": "boolean",
        "is_closed": "boolean",
        "closed_at": "datetime",
        "stage": "text",
        "created_at": "datetime",
    }
    assert loaded.values("is_won", "deal") == {"1": True}
    assert loaded.values("is_closed", "deal") == {"1": False}


def test_other_known_names_are_texts_whatever_they_look_like(load):
    loaded = load(contacts__csv="id,phone,company_id,owner\n1,123,5,true\n")
    assert loaded.values("phone") == {"1": "123"}
    assert [loaded.type(name) for name in ("phone", "company_id", "owner")] == ["text"] * 3


def test_lifecycle_stage_is_a_choice_where_stages_are_given(load):
    loaded = load(schema__yaml="lifecycle_stages: [lead, mql]", contacts__csv="id,lifecycle_stage\n1,lead\n2,sql\n")
    property = loaded.catalog.objects["contact"].properties["lifecycle_stage"]
    assert (property.type, property.options) == ("choice", ("lead", "mql"))
    assert loaded.messages == ('contacts.csv: lifecycle_stage has "sql", which is not among its options.',)


def test_schema_says_otherwise(load):
    loaded = load(
        schema__yaml="objects: {contact: {zip: text, phone: number, created_at: date}}",
        contacts__csv="id,zip,phone,created_at\n1,05,12,2024-01-02\n",
    )
    assert loaded.values("zip") == {"1": "05"}
    assert loaded.values("phone") == {"1": 12.0}
    assert loaded.type("created_at") == "date"


def test_declared_properties_are_known_without_a_column(load):
    loaded = load(schema__yaml="objects: {contact: {size: number}}", contacts__csv="id\n1\n")
    assert loaded.values("size") == {"1": None}


@pytest.mark.parametrize("type", ["text", "number", "boolean", "date", "datetime", "choice", "choices"])
@pytest.mark.parametrize("files", [{"contacts__csv": "id\n1\n"}, {"contacts__jsonl": '{"id": "1"}\n'}])
def test_a_declared_property_of_any_type_needs_no_column(load, type, files):
    loaded = load(schema__yaml=f"objects: {{contact: {{x: {type}}}}}", **files)
    assert (loaded.type("x"), loaded.values("x")) == (type, {"1": None})


@pytest.mark.parametrize("blank", ["null", '""'])
def test_a_json_key_that_is_blank_in_every_row_is_a_text(load, blank):
    loaded = load(contacts__jsonl=f'{{"id": "1", "is_customer": {blank}}}\n{{"id": "2"}}\n')
    assert (loaded.type("is_customer"), loaded.values("is_customer")) == ("text", {"1": None, "2": None})


def test_id_is_no_property(load):
    assert dict(load(contacts__csv="id\n1\n").catalog.objects["contact"].properties) == {}


def test_names_that_differ_in_case_are_two_properties(load):
    loaded = load(contacts__csv="id,Email,email\n1,a,b\n")
    assert (loaded.values("Email"), loaded.values("email")) == ({"1": "a"}, {"1": "b"})


def test_parquet_names_that_differ_in_case_are_two_properties(load, folder):
    import pyarrow
    import pyarrow.parquet

    folder.mkdir()
    pyarrow.parquet.write_table(
        pyarrow.table({"id": ["1"], "Email": ["a"], "email": ["b"]}), folder / "contacts.parquet"
    )
    loaded = load()
    assert (loaded.values("Email"), loaded.values("email")) == ({"1": "a"}, {"1": "b"})


EVENTS = "contact_id,type,occurred_at,"
CONTACT = {"contacts__csv": "id\n1\n"}


def test_event_columns_have_the_type_that_their_event_type_declares(load):
    loaded = load(
        **CONTACT,
        schema__yaml="events: {a: {value: number}, b: {value: text}}",
        events__csv=EVENTS + "value\n1,a,2024-01-01,5\n1,b,2024-01-01,x\n1,a,2024-01-02,y\n",
    )
    assert loaded.events("value") == [("1", "a", 5.0), ("1", "a", None), ("1", "b", "x")]
    assert loaded.rejects == [("events.csv", 4, "value")]


def test_a_column_that_no_type_declares_belongs_to_all(load):
    loaded = load(
        **CONTACT,
        schema__yaml="events: {a: {value: number}}",
        events__csv=EVENTS + "value,url\n1,a,2024-01-01,5,/x\n1,b,2024-01-01,6,/y\n",
    )
    assert loaded.events("value", "url") == [("1", "a", 5.0, "/x"), ("1", "b", None, "/y")]
    assert "value" not in loaded.catalog.events["b"]
    assert set(loaded.catalog.events["a"]) == {"value", "url"}


def test_the_columns_of_every_event_are_no_properties(load):
    loaded = load(**CONTACT, events__csv="id," + EVENTS + "machine\ne,1,a,2024-01-01,true\n")
    assert dict(loaded.catalog.events["a"]) == {}
    assert loaded.events() == [("1", "a", 1704067200.0, True)]


def test_rejected_rows_do_not_take_part_in_inference(load):
    loaded = load(
        **CONTACT, events__csv=EVENTS + "value\n1,a,2024-01-01,5\n1,a,never,x\n", deals__csv="id,x\n1,5\n1,y\n,z\n"
    )
    assert loaded.catalog.events["a"]["value"].type == "number"
    assert loaded.type("x", "deal") == "number"


def test_a_property_with_many_values_is_kept_once_an_event(load):
    rows = "".join(f"1,a,2024-01-01,{i},{i % 3}\n" for i in range(3_000))
    loaded = load(**CONTACT, events__csv=EVENTS + "value,page\n" + rows)
    properties = loaded.catalog.events["a"]
    assert (properties["value"].inline, properties["page"].inline) == (True, False)
    assert {row[2:] for row in loaded.events("value", "page")} == {(float(i), float(i % 3)) for i in range(3_000)}


@pytest.mark.parametrize("cells", ["true", "7", "7.5::DECIMAL(9, 2)"])
def test_a_parquet_column_of_another_kind_that_is_declared_a_moment_is_rejected_cell_by_cell(load, folder, sql, cells):
    folder.mkdir(exist_ok=True)
    sql(f"COPY (SELECT 'a' AS id, {cells} AS seen_at) TO '{folder}/contacts.parquet'")
    loaded = load(schema__yaml="objects: {contact: {seen_at: datetime}}\n")
    assert loaded.values("seen_at") == {"a": None}
    assert [column for _, _, column in loaded.rejects] == ["seen_at"]
