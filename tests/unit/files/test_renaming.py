"""Headers of an export, mapped to the names of data.md."""

import pytest

from tamis.errors import DataError, DefinitionError

COLUMNS = """\
columns:
  contacts: {Record ID: id, "E-mail, work": email, First Name: first_name}
  events: {Who: contact_id, What: type, When: occurred_at}
"""
CONTACTS = "Record ID;E-mail, work;First Name;size\n7;a@x.org;Ann;5\n"


def test_columns_go_by_the_names_that_they_are_mapped_to(load):
    loaded = load(schema__yaml=COLUMNS, contacts__csv=CONTACTS, events__csv="Who,What,When\n7,viewed,2026-05-01\n")
    assert loaded.values("first_name") == {"7": "Ann"}
    assert loaded.values("size") == {"7": 5}
    assert set(loaded.catalog.objects["contact"].properties) == {"email", "first_name", "size"}
    assert len(loaded.events()) == 1


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_columns_of_other_files_are_mapped_too(load, folder, sql, ending):
    folder.mkdir()
    (folder / "schema.yaml").write_text("columns: {contacts: {Record ID: id, Name: first_name}}")
    if ending == "parquet":
        sql(f"COPY (SELECT 7 AS \"Record ID\", 'Ann' AS \"Name\") TO '{folder / 'contacts.parquet'}'")
    else:
        (folder / "contacts.jsonl").write_text('{"Record ID": 7, "Name": "Ann"}\n{"Record ID": 8}\n')
    assert load().values("first_name")["7"] == "Ann"


def test_a_rejected_row_is_told_as_it_came(load):
    loaded = load(schema__yaml=COLUMNS, contacts__csv=CONTACTS + ";b@x.org;Bo;1\n")
    assert loaded.told == [("contacts.csv", 3, "id", "id is blank", ";b@x.org;Bo;1")]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("{Record Id: id}", 'no column "Record Id", which is mapped to id.*did you mean Record ID'),
        ("{Record ID: id, First Name: size}", '"First Name" and "size" would both be size'),
        ("{First Name: first_name}", "It has no column id"),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_told(load, columns, message):
    with pytest.raises(DataError, match=f"(?s)contacts.csv.*{message}"):
        load(schema__yaml=f"columns: {{contacts: {columns}}}", contacts__csv=CONTACTS)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("{contact: {A: id}}", r'(?s)schema.yaml:1:11 .*no table "contact".*did you mean contacts'),
        ("{contacts: {A: id, B: id}}", "Two columns would be id"),
        ("{contacts: {A: [id]}}", "A column stands for one name"),
        ("{contacts: [id]}", "must be a mapping"),
    ],
)
def test_a_mapping_with_mistakes_is_told_with_its_place(load, columns, message):
    with pytest.raises(DefinitionError, match=message):
        load(schema__yaml=f"columns: {columns}", contacts__csv="id\n1\n")


def test_lines_of_json_may_leave_a_mapped_column_out_unless_it_is_required(load):
    schema = "columns: {contacts: {Record ID: id, Name: first_name}}"
    assert load(schema__yaml=schema, contacts__jsonl='{"Record ID": 7}\n').ids() == ["7"]


def test_a_required_column_that_is_in_no_line_of_json_is_told(load):
    with pytest.raises(DataError, match='no column "Record ID", which is mapped to id'):
        load(schema__yaml="columns: {contacts: {Record ID: id}}", contacts__jsonl='{"Name": "Ann"}\n')


LEFT_OUT = "leave_out: {contacts: [Note]}\n"
NOTED = "id,Note,size\n7,call back,5\n,secret,6\n"


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_column_that_is_left_out_is_no_property_and_a_reject_is_told_as_it_came(load, folder, sql, ending):
    folder.mkdir()
    (folder / "schema.yaml").write_text(LEFT_OUT)
    if ending == "parquet":
        rows = "SELECT * FROM (VALUES ('7', 'call back', 5), (NULL, 'secret', 6)) AS t(id, \"Note\", size)"
        sql(f"COPY ({rows}) TO '{folder / 'contacts.parquet'}'")
    elif ending == "jsonl":
        (folder / "contacts.jsonl").write_text('{"id": 7, "Note": "call back", "size": 5}\n{"Note": "secret"}\n')
    else:
        (folder / "contacts.csv").write_text(NOTED)
    loaded = load()
    assert set(loaded.catalog.objects["contact"].properties) == {"size"}
    [(_, _, column, _, row)] = loaded.told
    assert column == "id"
    assert "secret" in row


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("leave_out: {contacts: [Nota]}", '(?s)no column "Nota", which is to be left out.*did you mean Note'),
        ("leave_out: {contacts: [id]}", "(?s)It has no column id.*say which one is id"),
    ],
)
def test_what_cannot_be_left_out_is_told(load, schema, message):
    with pytest.raises(DataError, match=message):
        load(schema__yaml=schema, contacts__csv=NOTED)


def test_another_column_may_stand_for_a_required_one_that_is_left_out(load):
    schema = "columns: {contacts: {size: id}}\nleave_out: {contacts: [id, Note]}"
    assert load(schema__yaml=schema, contacts__csv=NOTED).ids() == ["5", "6"]


def test_lines_of_json_need_not_have_what_is_left_out(load):
    assert load(schema__yaml=LEFT_OUT, contacts__jsonl='{"id": 7}\n').ids() == ["7"]


def test_a_slip_in_what_is_left_out_is_told_for_lines_of_json_too(load):
    with pytest.raises(DataError, match="did you mean Notes"):
        load(schema__yaml=LEFT_OUT, contacts__jsonl='{"id": 7, "Notes": "x"}\n')


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("leave_out: {contact: [A]}", r'(?s)schema.yaml:1:13 .*no table "contact".*did you mean contacts'),
        ("leave_out: {contacts: {A: b}}", "contacts is a list of texts"),
        ("columns: {contacts: {A: b}}\nleave_out: {contacts: [A]}", '"A" is left out, and stands for b by columns'),
    ],
)
def test_a_list_of_what_is_left_out_with_mistakes_is_told_with_its_place(load, schema, message):
    with pytest.raises(DefinitionError, match=message):
        load(schema__yaml=schema, contacts__csv="id\n1\n")
