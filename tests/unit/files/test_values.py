"""data.md, "Values": how cells are read."""

import random

import pytest

from tamis.definitions import read_instant


def declared(load, type, *cells, separator=";", time_zone="UTC"):
    rows = "".join(f'{i:02}{separator}"{cell.replace(chr(34), chr(34) * 2)}"\n' for i, cell in enumerate(cells))
    loaded = load(
        schema__yaml=f"time_zone: {time_zone}\nobjects: {{contact: {{x: {type}}}}}",
        contacts__csv=f"id{separator}x\n{rows}",
    )
    return list(dict(sorted(loaded.values("x").items())).values()), [line for _, line, _ in loaded.rejects]


def test_texts_are_kept_as_they_came(load):
    cells = [" a ", "A", "it's \\n 'x'", '"', "é", "a\nb", "NULL", "\\N", "#"]
    assert declared(load, "text", *cells)[0] == cells


def test_only_a_cell_without_any_character_is_blank(load):
    assert declared(load, "text", "", " ") == ([None, " "], [])


def test_items_are_separated_by_semicolons_trimmed_and_joined(load):
    cells = ["a; b ;;a", " ; ", "a", '["x;y", " z ", "", "x;y"]', "[1, true]", "[broken; b"]
    sets = [{"a", "b"}, None, {"a"}, {"x;y", "z"}, {"1", "true"}, {"[broken", "b"}]
    assert declared(load, "choices", *cells, separator=",") == ([items and frozenset(items) for items in sets], [])


def test_booleans_in_any_case_and_as_digits_where_declared(load):
    values, rejected = declared(load, "boolean", "true", "FALSE", "1", "0", "yes", "", "2", " true")
    assert values == [True, False, True, False, None, None, None, None]
    assert rejected == [6, 8, 9]


def test_numbers(load):
    values, rejected = declared(load, "number", "1", "+5", "007", "-1.5e3", ".5", "5.", "1e400", "x", "1 000", "€5")
    assert values == [1.0, 5.0, 7.0, -1500.0, 0.5, 5.0, None, None, None, None]
    assert rejected == [8, 9, 10, 11]


def test_commas_are_decimal_signs_where_semicolons_separate(load):
    assert declared(load, "number", "1,5", "2", ",5") == ([1.5, 2.0, 0.5], [])


def test_in_a_column_with_both_signs_the_cells_with_a_comma_are_unreadable(load):
    assert declared(load, "number", "1,5", "2.5", "3") == ([None, 2.5, 3.0], [2])


def test_in_comma_separated_files_the_sign_is_a_point(load):
    assert declared(load, "number", "1,5", "2", separator=",") == ([None, 2.0], [2])


def test_a_semicolon_file_beside_a_comma_file_has_commas_only_of_its_own(load):
    loaded = load(
        schema__yaml="objects: {contact: {x: number}}",
        contacts___a__csv='id,x\n1,"1,5"\n2,7\n',
        contacts___b__csv="id;x\n3;1,5\n",
    )
    assert loaded.values("x") == {"1": None, "2": 7.0, "3": 1.5}
    assert loaded.rejects == [("contacts/a.csv", 2, "x")]


def test_dates_refuse_times_and_days_that_are_not(load):
    values, rejected = declared(
        load, "date", "2024-02-29", "2024-02-30", "2024-01-01T10:00", "9999-12-31", "0000-01-01"
    )
    assert values == [read_instant("2024-02-29"), None, None, read_instant("9999-12-31"), None]
    assert rejected == [3, 4, 6]


INSTANTS = [
    "2024-01-01", "2024-01-01T10:20", "2024-01-01 10:20:30", "2024-01-01T10:20:30.1234567891", "2024-01-01T10:20:30.5Z",
    "2024-01-01T10:20+05:30", "2024-01-01T10:20:30.123456-11:59", "0001-01-01", "0001-01-01T00:00+14:00",
    "9999-12-31T23:59:59.9999999", "2024-01-01T24:00", "2024-01-01T10:60", "2024-01-01T10:20:60", "2024-01-01T10",
    "2024-01-01T10:20z", "2024-01-01t10:20", "2024-01-01T10:20+0530", "2024-01-01T10:20+24:00",
    "2024-02-30T10:00", "2024-01-01 ", "2024-01-01T10:20 Z", "2024-01-01T10:20:30.", "2024-01-01Z", "x",
    "0000-01-01T00:00", "2024-01-01T10:20+05:60",
    "2024-13-01", "infinity", "epoch", "2024-03-31", "2024-10-27", "1883-11-18", "2024-01-01T10:20:30,5",
]  # fmt: skip


@pytest.mark.parametrize("time_zone", ["UTC", "Europe/Paris", "America/Havana", "America/Sao_Paulo", "Asia/Kathmandu"])
def test_instants_are_those_of_the_definitions(load, time_zone):
    cells = [*INSTANTS, "2018-11-04", "2024-03-10", "2017-10-15", "2011-12-30"]
    expected = [_instant(cell, time_zone) for cell in cells]
    values, rejected = declared(load, "datetime", *cells, time_zone=time_zone)
    assert values == expected
    assert rejected == [line for line, instant in enumerate(expected, start=2) if instant is None]


def test_random_instants_are_those_of_the_definitions(load):
    draw = random.Random(5)
    cells = ["".join(_mutated(draw, draw.choice(INSTANTS))) or "x" for _ in range(500)]
    cells = [cell for cell in cells if '"' not in cell]
    rows = "".join(f'{i:03};"{cell}"\n' for i, cell in enumerate(cells))
    loaded = load(schema__yaml="objects: {contact: {x: datetime}}", contacts__csv=f"id;x\n{rows}")
    assert list(dict(sorted(loaded.values("x").items())).values()) == [_instant(cell, "UTC") for cell in cells]


def _mutated(draw, text):
    for character in text:
        yield draw.choice("0123456789:-+TZ .") if draw.random() < 0.05 else character


def _instant(text, time_zone):
    try:
        return read_instant(text, time_zone)
    except ValueError:
        return None


def test_in_json_a_value_is_read_as_its_text(load):
    loaded = load(
        schema__yaml="objects: {contact: {t: text, n: number, b: boolean, c: choices}}",
        contacts__jsonl='{"id": 1, "t": 12345678901234567890123, "n": "5", "b": "TRUE", "c": "a;b"}\n'
        '{"id": "2", "t": 1.50, "n": 1e3, "b": 1, "c": ["a;b", 1, null, true]}\n'
        '{"id": "3", "t": true, "n": null, "b": false, "c": []}\n'
        '{"id": "4", "t": {"b": [1.0], "a": "é"}, "n": "", "c": [["x"]]}\n'
        '{"id": "5", "t": ["x"], "n": "1,5", "b": []}\n',
    )
    texts = ["12345678901234567890123", "1.50", "true", '{"a":"é","b":[1.0]}', None]
    assert list(loaded.values("t").values()) == texts
    assert list(loaded.values("n").values()) == [5.0, 1000.0, None, None, None]
    assert list(loaded.values("b").values()) == [True, True, False, None, None]
    assert list(loaded.values("c").values()) == [{"a", "b"}, {"a;b", "1", "true"}, None, None, None]
    assert loaded.rejects == [("contacts.jsonl", 4, "c"), *(("contacts.jsonl", 5, name) for name in "bnt")]


def test_json_lists_are_choices(load):
    loaded = load(contacts__jsonl='{"id": "1", "tags": ["a"], "mixed": ["a"]}\n{"id": "2", "mixed": "b"}\n')
    assert (loaded.type("tags"), loaded.type("mixed")) == ("choices", "text")
    assert loaded.rejects == [("contacts.jsonl", 1, "mixed")]


@pytest.mark.parametrize(
    "line",
    ['["id"]', "5", '{"id": 1', '{"id": NaN}', '{"id": Infinity}', '{"id": "1", "id": "2"}', "nonsense",
     '{"id": "\\ud800"}', "[" * 100_000],
)  # fmt: skip
def test_a_json_line_that_is_no_object_is_rejected(load, line):
    loaded = load(contacts__jsonl=f'{line}\n{{"id": "9"}}\n')
    assert loaded.ids() == ["9"]
    [(file, number, column, reason, row)] = loaded.told
    assert (file, number, column, row) == ("contacts.jsonl", 1, "", line)
    assert reason


def test_a_row_with_more_cells_than_the_header_is_rejected(load):
    loaded = load(contacts__csv="id,x\n1,a,\n2,b\n3\n")
    assert loaded.values("x") == {"2": "b", "3": None}
    assert loaded.told == [("contacts.csv", 2, "", "the row has more cells than the header", "1,a,")]


def test_empty_lines_are_passed_over_and_counted(load):
    loaded = load(contacts__csv='id,x\n\n1,"two\nlines"\n1,again\n')
    assert loaded.rejects == [("contacts.csv", 5, "id")]


def test_values_outside_the_options_are_kept_and_told_once(load):
    loaded = load(
        schema__yaml="objects:\n  contact:\n    region: {type: choice, options: [N, S]}\n"
        "    tags: {type: choices, options: [a]}\n"
        "events: {e: {kind: {type: choice, options: [x]}}}",
        contacts__csv="id,region,tags\n1,N,a;b\n2,E,b\n3,E,\n",
        events__csv="contact_id,type,occurred_at,kind\n1,e,2024-01-01,y\n1,f,2024-01-01,z\n",
    )
    assert loaded.values("region") == {"1": "N", "2": "E", "3": "E"}
    assert loaded.messages == (
        'contacts.csv: region has "E", which is not among its options.',
        'contacts.csv: tags has "b", which is not among its options.',
        'events.csv: kind has "y", which is not among its options.',
    )
    assert loaded.folder.rejects.count == 0


def test_parquet_keeps_its_own_types(load, folder, sql):
    folder.mkdir()
    sql(
        "COPY (SELECT 1 AS id, true AS b, 5::SMALLINT AS i, 2.5::DOUBLE AS f, 1.25::DECIMAL(9, 2) AS d,"
        " DATE '2024-01-02' AS day, TIMESTAMP '2024-01-02 03:04:05' AS at, TIMESTAMPTZ '2024-01-02 03:04:05+01' AS tz,"
        " ['a', NULL, 'b', ''] AS l, 'x' AS t, '007' AS code, '12' AS n, {'a': 1} AS s, 'raw'::BLOB AS raw)"
        f" TO '{folder}/contacts.parquet'"
    )
    loaded = load()
    types = {name: str(loaded.type(name)) for name in loaded.catalog.objects["contact"].properties}
    assert types == {
        "b": "boolean", "i": "number", "f": "number", "d": "number", "day": "date", "at": "datetime", "tz": "datetime",
        "l": "choices", "t": "text", "code": "text", "n": "number", "s": "text", "raw": "text",
    }  # fmt: skip
    assert loaded.ids() == ["1"]
    assert loaded.values("tz") == {"1": read_instant("2024-01-02T02:04:05")}
    assert loaded.values("l") == {"1": {"a", "b"}}
    assert loaded.values("raw") == {"1": "raw"}


def test_parquet_values_are_read_as_declared(load, folder, sql):
    folder.mkdir()
    sql(
        "COPY (SELECT 7.0::DOUBLE AS id, 5 AS t, 1 AS b, TIMESTAMP '2024-01-02' AS day, 'nan'::DOUBLE AS f)"
        f" TO '{folder}/contacts.parquet'"
    )
    loaded = load(schema__yaml="time_zone: Europe/Paris\nobjects: {contact: {t: text, b: boolean, day: date}}")
    assert loaded.ids() == ["7"]
    assert (loaded.values("t"), loaded.values("b")) == ({"7": "5"}, {"7": True})
    assert loaded.values("day") == {"7": read_instant("2024-01-02", "Europe/Paris")}
    assert loaded.values("f") == {"7": None}
    [(file, line, column, _, row)] = loaded.told
    assert (file, line, column) == ("contacts.parquet", 1, "f")
    assert row.startswith('{"id":7.0,"t":5')
