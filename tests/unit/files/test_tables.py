"""data.md, "A data folder"."""

import gzip

import pytest

from tamis.connectors.files import load_folder, read_schema
from tamis.errors import DataError
from tamis.progress import NullProgress


def test_a_table_is_a_file_named_after_it(load):
    assert load(contacts__csv="id\n1\n2\n").ids() == ["1", "2"]


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "jsonl", "jsonl.gz", "parquet"])
def test_every_ending_is_read(load, folder, sql, ending):
    folder.mkdir()
    content = {"csv": b"id,country\n1,France\n", "jsonl": b'{"id": "1", "country": "France"}\n'}
    if ending == "parquet":
        sql(f"COPY (SELECT '1' AS id, 'France' AS country) TO '{folder}/contacts.parquet'")
    else:
        text = content[ending.removesuffix(".gz")]
        (folder / f"contacts.{ending}").write_bytes(gzip.compress(text) if ending.endswith("gz") else text)
    assert load().values("country") == {"1": "France"}


def test_the_files_of_a_folder_are_one_table_with_all_their_columns(load):
    loaded = load(contacts___b__csv="id,country\n2,France\n", contacts___a__csv="id,city\n1,Rome\n")
    assert loaded.values("country") == {"1": None, "2": "France"}
    assert loaded.values("city") == {"1": "Rome", "2": None}


def test_the_files_of_a_folder_are_read_in_the_order_of_their_names(load):
    loaded = load(contacts___b__csv="id,x\n1,later\n", contacts___a__csv="id,x\n1,first\n")
    assert loaded.values("x") == {"1": "first"}
    assert loaded.rejects == [("contacts/b.csv", 2, "id")]


def test_files_of_other_endings_in_a_folder_are_passed_over(load):
    assert load(contacts___a__csv="id\n1\n", contacts___SUCCESS="", contacts___a__crc="x").ids() == ["1"]


def test_parquet_files_of_different_shapes_are_one_table(load, folder, sql):
    (folder / "contacts").mkdir(parents=True)
    sql(f"COPY (SELECT 1 AS id, 5 AS size, [1, 2] AS tags) TO '{folder}/contacts/a.parquet'")
    sql(f"COPY (SELECT '2' AS id, 'big' AS size, DATE '2024-01-01' AS day) TO '{folder}/contacts/b.parquet'")
    loaded = load()
    assert loaded.values("size") == {"1": "5", "2": "big"}
    assert loaded.values("tags") == {"1": frozenset({"1", "2"}), "2": None}
    assert loaded.type("day") == "date"


@pytest.mark.parametrize(
    "files",
    [
        {"contacts__csv": "id\n1\n", "contacts__jsonl": '{"id": "1"}\n'},
        {"contacts__csv": "id\n1\n", "contacts___a__csv": "id\n1\n"},
        {"contacts___a__csv": "id\n1\n", "contacts___b__jsonl": '{"id": "1"}\n'},
    ],
)
def test_two_endings_or_a_file_beside_a_folder_are_an_error(load, files):
    with pytest.raises(DataError, match="contacts"):
        load(**files)


def test_unknown_files_are_passed_over(load):
    assert load(contacts__csv="id\n1\n", notes__txt="x", invoices__csv="no\n").ids() == ["1"]


def test_the_objects_whose_table_is_there_are_told(load):
    assert load(contacts__csv="id\n1\n").folder.objects == {"contact"}


def test_a_link_that_leads_out_of_the_folder_is_refused(load, folder, tmp_path):
    (tmp_path / "secret.csv").write_text("id\n1\n")
    folder.mkdir()
    (folder / "contacts.csv").symlink_to("../secret.csv")
    with pytest.raises(DataError, match=r"contacts\.csv: This link leads out of the data folder"):
        load()


def test_a_linked_folder_that_leads_out_is_refused(load, folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text("id\n1\n")
    folder.mkdir()
    (folder / "contacts").symlink_to("../elsewhere")
    with pytest.raises(DataError, match="leads out"):
        load()


def test_a_link_within_the_folder_is_followed(load, folder):
    folder.mkdir()
    (folder / "people.csv").write_text("id\n1\n")
    (folder / "contacts.csv").symlink_to("people.csv")
    assert load().ids() == ["1"]


def test_a_link_that_leads_nowhere_is_an_error(load, folder):
    folder.mkdir()
    (folder / "contacts.csv").symlink_to("gone.csv")
    with pytest.raises(DataError, match="leads nowhere"):
        load()


def test_a_folder_may_have_any_name(tmp_path, engine):
    folder = tmp_path / "it's [a] folder*?"
    folder.mkdir()
    engine.sql(f"COPY (SELECT '1' AS id) TO '{tmp_path!s}/contacts.parquet'")
    (tmp_path / "contacts.parquet").rename(folder / "contacts.parquet")
    (folder / "deals.csv").write_text("id,amount\n" + "".join(f"{i},5\n" for i in range(10)))
    loaded = load_folder(folder, engine, needs=None, segments=(), schema=read_schema(folder), progress=NullProgress())
    assert loaded.objects == {"contact", "deal"}


def test_a_folder_that_is_not_there_is_an_error(engine, tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        load_folder(
            tmp_path / "nowhere",
            engine,
            needs=None,
            segments=(),
            schema=read_schema(tmp_path),
            progress=NullProgress(),
        )


def test_a_custom_object_has_the_table_of_its_name(load):
    loaded = load(
        schema__yaml="objects: {machine_tool: {}}",
        machine_tool__csv="id,created_at,power\nx,2024-01-01,5\n",
        contacts__csv="id\n1\n",
        associations__csv="from_object,from_id,to_object,to_id\nmachine_tool,x,contact,1\n",
    )
    assert loaded.values("power", "machine_tool") == {"x": 5.0}
    assert loaded.links("contact", "machine_tool") == {("1", "x", None, 0)}


@pytest.mark.parametrize("table", ["contacts", "events", "associations", "segment_members", "property_changes"])
def test_a_file_of_json_lines_may_have_none(load, table):
    files = {"contacts__csv": "id\n1\n", f"{table}__jsonl": ""}
    loaded = load(**{name: text for name, text in files.items() if name != "contacts__csv" or table != "contacts"})
    assert (loaded.rejects, loaded.events()) == ([], [])
