"""data.md, "Bad input": nothing is dropped silently, and one bad row never stops the rows beside it."""

import csv
import gzip

import pytest

from tamis.connectors.files import read_schema
from tamis.errors import DataError, DefinitionError


def test_a_row_whose_id_is_blank_is_rejected(load):
    loaded = load(contacts__csv="id,x\n,a\n1,b\n")
    assert loaded.told == [("contacts.csv", 2, "id", "id is blank", ",a")]


def test_of_rows_with_one_id_the_first_is_kept(load):
    loaded = load(contacts__csv="id,x\n1,a\n2,b\n1,c\n1,a\n")
    assert loaded.values("x") == {"1": "a", "2": "b"}
    assert [line for _, line, _ in loaded.rejects] == [4, 5]


def test_an_id_that_is_a_list_is_rejected(load):
    loaded = load(contacts__jsonl='{"id": ["a"]}\n{"id": "1"}\n')
    assert (loaded.ids(), loaded.rejects) == (["1"], [("contacts.jsonl", 1, "id")])


def test_any_other_cell_becomes_unknown_and_is_listed(load):
    loaded = load(contacts__csv='id,created_at\n1,soon\n2,2024-01-01\n3,"so\non"\n')
    assert loaded.ids() == ["1", "2", "3"]
    assert [reject[:3] + reject[4:] for reject in loaded.told] == [
        ("contacts.csv", 2, "created_at", "1,soon"),
        ("contacts.csv", 4, "created_at", '3,"so\non"'),
    ]


def test_two_cells_of_a_row_are_listed_both(load):
    loaded = load(deals__csv="id,amount,is_won\n1,much,perhaps\n")
    assert loaded.rejects == [("deals.csv", 2, "amount"), ("deals.csv", 2, "is_won")]
    assert loaded.folder.rejects.count == 2


def test_the_rejects_file_has_the_rows_as_they_came(load, tmp_path):
    loaded = load(
        contacts__csv='id,x\r\n1,"=1+1"\r\n1,"=cmd|\'x\'!A0, ""q"""\r\n',
        deals___b__jsonl='{"id":1}\n{"id": 1 , "é": 2}\n',
        deals___a__jsonl="[]\n",
    )
    loaded.folder.rejects.write(tmp_path / "rejects.csv")
    with (tmp_path / "rejects.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == ["file", "line", "column", "reason", "row"]
    assert [row[:3] + row[4:] for row in rows] == [
        ["contacts.csv", "3", "id", '1,"=cmd|\'x\'!A0, ""q"""'],
        ["deals/a.jsonl", "1", "", "[]"],
        ["deals/b.jsonl", "2", "id", '{"id": 1 , "é": 2}'],
    ]


def test_many_rejects_are_told_in_order(load):
    rows = "".join(f"{i % 7},{i}\n" for i in range(3_000))
    told = load(contacts__csv="id,x\n" + rows).told
    assert [(line, row) for _, line, _, _, row in told] == [(i + 2, f"{i % 7},{i}") for i in range(7, 3_000)]


def test_rejects_of_a_compressed_file(load):
    loaded = load(contacts__csv__gz=gzip.compress(b"id,x\n1,a\n1,b\n"))
    assert loaded.told[0][0::4] == ("contacts.csv.gz", "1,b")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"contacts__csv": "name\nx\n"}, r"contacts\.csv: It has no column id\."),
        ({"contacts__csv": "ID\nx\n"}, r"is it the column 'ID'"),
        ({"contacts__csv": ""}, r"contacts\.csv: The file is empty"),
        ({"contacts__csv": "id,x,x\n1,2,3\n"}, r"contacts\.csv: It has the column x twice"),
        ({"contacts__csv": "id,x\n1,é\n".encode("latin-1")}, r"contacts\.csv: Line 2 is not UTF-8 \(0xE9 at byte 3"),
        ({"contacts__csv": "id,x\n1,é\n".encode("utf-16")}, r"contacts\.csv: This file is UTF-16"),
        ({"contacts__csv": "id,x\n1,é\n".encode("utf-16-le")}, r"contacts\.csv: Line 1 has a NUL byte"),
        ({"contacts__csv": "id,x\n1,a\0b\n"}, r"contacts\.csv: Line 2 has a NUL byte"),
        ({"contacts__csv": 'id,x\n1,a\n2,"b\n3,c\n'}, r"contacts\.csv: The quote opened on line 3 is never closed"),
        ({"contacts__csv__gz": gzip.compress(b"id\n1\n" * 999)[:-9]}, r"contacts\.csv\.gz: .*cut short"),
        ({"contacts__csv__gz": b"id\n1\n"}, r"contacts\.csv\.gz: This is no sound gzip file"),
        ({"contacts__jsonl__gz": gzip.compress(b'{"id":1}')[:-4]}, r"contacts\.jsonl\.gz: .*cut short"),
        ({"contacts__jsonl": b'{"id": "\xff"}\n'}, r"contacts\.jsonl: Line 1 is not UTF-8"),
        ({"contacts__jsonl": '{"name": 1}\n'}, r"contacts\.jsonl: It has no column id"),
        ({"contacts__parquet": b"PAR1 not really"}, r"contacts\.parquet: This is no sound Parquet file"),
        ({"events__csv": "type,occurred_at\n"}, r"events\.csv: It has no column contact_id"),
        ({"segment_members__csv": "segment\n"}, r"segment_members\.csv: It has no column id"),
        ({"associations__csv": "from_id,to_id\n"}, r"no column from_object and no column to_object"),
        ({"property_changes__csv": "object,id,property\n"}, r"no column value and no column changed_at"),
    ],
)
def test_an_unreadable_file_is_an_error_that_names_it(load, files, message):
    with pytest.raises(DataError, match=message):
        load(**files)


def test_a_parquet_file_that_names_a_column_twice_is_unreadable(load, folder):
    import pyarrow
    import pyarrow.parquet

    folder.mkdir()
    table = pyarrow.table([["1"], ["a"], ["b"]], names=["id", "x", "x"])
    pyarrow.parquet.write_table(table, folder / "contacts.parquet")
    with pytest.raises(DataError, match="It has the column x twice"):
        load()


def test_all_unreadable_files_are_told_at_once(load):
    with pytest.raises(DataError) as caught:
        load(contacts__csv="x\n", events___a__csv="y\n", events___b__csv="", deals__csv="id\n")
    assert [issue.file for issue in caught.value.issues] == ["contacts.csv", "events/a.csv", "events/b.csv"]


def test_a_byte_order_mark_is_no_part_of_the_text(load):
    assert load(contacts__csv="\ufeffid\n1\n", deals__jsonl='\ufeff{"id": 1}\n').ids("deal") == ["1"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_recognised(load, separator):
    text = 'id,"a,;\tb",x\n1,"p,;\tq",5\n'.replace(",x", f"{separator}x").replace("id,", f"id{separator}")
    text = text.replace("1,", f"1{separator}", 1).replace('",5', f'"{separator}5')
    assert load(contacts__csv=text).values("a,;\tb") == {"1": "p,;\tq"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_header_may_be_quoted(load, separator):
    header, row = separator.join(('"id"', '"first name"')), separator.join(('"1"', '"Ann"'))
    assert load(contacts__csv=f"{header}\n{row}\n").values("first name") == {"1": "Ann"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_recognised(load, end):
    assert load(contacts__csv=end.join(["id,x", "1,a", "2,b"])).values("x") == {"1": "a", "2": "b"}


def test_a_quote_out_of_place_rejects_its_row(load):
    loaded = load(contacts__csv='id,x\n1,"a"b\n2,a"b\n3,"c"\n')
    assert loaded.values("x") == {"2": 'a"b', "3": "c"}
    assert [(line, row) for _, line, _, _, row in loaded.told] == [(2, '1,"a"b')]


def test_a_column_without_a_name_is_passed_over(load):
    assert list(load(contacts__csv="id,x,\n1,a,\n").catalog.objects["contact"].properties) == ["x"]


def test_hostile_names_stay_names(load):
    name = "'; DROP TABLE events; --\" $.x"
    quoted = name.replace('"', '""')
    loaded = load(
        schema__yaml='events: {"it\'s": {"o\'k": number}}',
        contacts__csv=f'id,"{quoted}"\no\'1,v\n',
        events__csv="contact_id,type,occurred_at,o'k\no'1,it's,2024-01-01,5\n",
        segment_members__csv="segment,id\nv'ip,o'1\n",
    )
    assert loaded.values(name) == {"o'1": "v"}
    assert loaded.events("o'k") == [("o'1", "it's", 5.0)]
    assert loaded.members("v'ip") == {0}


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("time_zone: Mars/Olympus", 1, "unknown-time-zone"),
        ("objects:\n  contact: {size: numbr}", 2, "wrong-type"),
        ("objects:\n  contact:\n    size: {type: number, options: [a]}", 3, "wrong-type"),
        ("objects:\n  contacts: {size: number}", 2, "unknown-object"),
        ("objects:\n  My Thing: {size: number}", 2, "unknown-object"),
        ("objects:\n  events: {}", 2, "unknown-object"),
        ("objects:\n  contact: {id: text}", 2, "unknown-property"),
        ("objects:\n  contact: {created_at: text}", 2, "wrong-type"),
        ("events:\n  a: {machine: boolean}", 2, "unknown-property"),
        ("event: {}", 1, "unknown-key"),
        ("lifecycle_stages: lead", 1, "wrong-shape"),
        ("objects: [a]", 1, "wrong-shape"),
        ("objects: {contact: {x: {type: text, optoins: []}}}", 1, "unknown-key"),
        ("a: b: c", 1, None),
        ("time_zone: UTC\ntime_zone: UTC", 2, None),
    ],
)
def test_mistakes_of_the_schema_are_told_with_their_place(folder, text, line, code):
    folder.mkdir()
    (folder / "schema.yaml").write_text(text)
    with pytest.raises(DefinitionError) as caught:
        read_schema(folder)
    issue = caught.value.issues[0]
    assert (issue.line, code or issue.code) == (line, issue.code)
    assert issue.file.endswith("schema.yaml")


def test_all_mistakes_of_the_schema_are_told_at_once(folder):
    folder.mkdir()
    (folder / "schema.yaml").write_text("time_zone: X/Y\nobjects: {contact: {a: b, c: d}}")
    with pytest.raises(DefinitionError) as caught:
        read_schema(folder)
    assert len(caught.value.issues) == 3


def test_an_empty_schema_declares_nothing(folder):
    folder.mkdir()
    (folder / "schema.yaml").write_text("# nothing yet\n")
    assert read_schema(folder).objects == {}
