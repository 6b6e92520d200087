"""data.md, "Repeated events"."""

CONTACTS = {"contacts__csv": "id\n1\n2\n"}
HEADER = "id,contact_id,type,occurred_at,x\n"


def kept(loaded):
    return [(id, type, seconds - 1704067200.0) for id, type, seconds, _ in loaded.events()]


def test_rows_equal_in_every_column_are_one_event(load):
    loaded = load(**CONTACTS, events__csv=HEADER + "e,1,a,2024-01-01,\ne,1,a,2024-01-01\n")
    assert (kept(loaded), loaded.rejects) == ([("1", "a", 0.0)], [])


def test_of_differing_rows_the_earliest_counts(load):
    loaded = load(**CONTACTS, events__csv=HEADER + "e,1,a,2024-01-02,\ne,1,b,2024-01-01,\ne,2,c,2024-01-03,\n")
    assert kept(loaded) == [("1", "b", 0.0)]
    assert [line for _, line, _ in loaded.rejects] == [2, 4]
    assert loaded.told[0][4] == "e,1,a,2024-01-02,"


def test_of_rows_at_one_instant_the_least_text_counts(load):
    loaded = load(**CONTACTS, events__csv=HEADER + "e,1,b,2024-01-01T00:00Z,\ne,1,a,2024-01-01T00:00Z,z\n")
    assert kept(loaded) == [("1", "a", 0.0)]


def test_cells_are_compared_as_written(load):
    rows = "e,1,a,2024-01-01T00:00Z,1\ne,1,a,2024-01-01T00:00:00Z,1\n"
    loaded = load(**CONTACTS, events__csv=HEADER + rows)
    assert [line for _, line, _ in loaded.rejects] == [2]


def test_rows_without_an_id_are_never_joined(load):
    loaded = load(**CONTACTS, events__csv=HEADER + ",1,a,2024-01-01,\n,1,a,2024-01-01,\ne,1,a,2024-01-01,\n")
    assert len(kept(loaded)) == 3


def test_a_rejected_row_does_not_compete(load):
    loaded = load(**CONTACTS, events__csv=HEADER + "e,9,a,2023-01-01,\ne,1,b,2024-01-01,\ne,1,c,never,\n")
    assert kept(loaded) == [("1", "b", 0.0)]
    assert [(line, column) for _, line, column in loaded.rejects] == [(2, "contact_id"), (4, "occurred_at")]


def test_json_objects_are_compared_with_sorted_keys(load):
    line = '{"id": "e", "contact_id": 1, "type": "a", "occurred_at": "2024-01-01", "properties": %s}\n'
    loaded = load(**CONTACTS, events__jsonl=line % '{"b": 1, "a": [2]}' + line % '{"a":[2],"b":1}' + line % '{"b": 1}')
    assert len(kept(loaded)) == 1
    assert [number for _, number, _ in loaded.rejects] == [3]


def test_repeats_of_parquet_rows(load, folder, sql):
    folder.mkdir()
    sql(
        "COPY (SELECT * FROM (VALUES ('e', 1, 'a', TIMESTAMP '2024-01-02'), ('e', 1, 'b', TIMESTAMP '2024-01-01'))"
        f" AS t(id, contact_id, \"type\", occurred_at)) TO '{folder}/events.parquet'"
    )
    loaded = load(**CONTACTS)
    assert kept(loaded) == [("1", "b", 0.0)]
    [(file, line, column, _, row)] = loaded.told
    assert (file, line, column) == ("events.parquet", 1, "id")
    assert row.startswith('{"id":"e","contact_id":1,"type":"a"')
