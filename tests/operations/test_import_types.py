"""The type of a property from import to import: a guess gives way, a declaration converts, nothing is lost silently."""

from __future__ import annotations

import pytest

from tamis.compile.catalog import CHANGE_COLUMNS
from tamis.definitions import read_instant
from tamis.errors import DataError
from tamis.operations.import_data import import_data
from tamis.operations.merge import merge, unmerge
from tamis.progress import NullProgress
from tests.operations.conftest import copied
from tests.operations.office import Office

HAS_THE_WAREHOUSE_OPEN = True
SIZE = "objects: {contact: {size: number}}"
SCORED = "id,contact_id,type,occurred_at,score\n"
CELLS = ("5", "5.0", "-1e3", "007", "1,5", "abc", "true", "1", "0", "2026-03-01", "2026-03-01T10:00:00Z", "a; b", "x;")


def values(office: Office, name: str, object: str = "contact") -> dict[str, object]:
    """The type of a property, under `type`, and the value of each record."""
    with office.workspace.opened() as warehouse:
        property = warehouse.catalog().objects[object].properties[name]
        rows = warehouse.rows(f"SELECT id, {property.column} FROM {warehouse.catalog().objects[object].table}")
        return {"type": str(property.type)} | dict(rows)


def scores(office: Office, event_type: str = "quiz_done") -> tuple[str, list[object]]:
    """The type of the event property `score`, and its values in the order of the events' times."""
    with office.workspace.opened() as warehouse:
        property = warehouse.catalog().events[event_type]["score"]
        rows = warehouse.rows(
            f"SELECT occurred_at, {'e' if property.inline else 's'}.{property.column}"
            " FROM events AS e JOIN signatures AS s USING (signature) WHERE type = ?",
            [event_type],
        )
        return str(property.type), [value for _, value in sorted(rows, key=str)]


def told(office: Office, **files: str) -> str:
    """The messages of an import."""
    return "\n".join(office.take(**files).messages)


def declare(office: Office, text: str) -> None:
    office.write("schema.yaml", text)


def test_a_property_nobody_had_a_value_of_takes_the_type_of_the_first_values(empty):
    empty.take(contacts="id,size\nann,\n")
    assert "was text before and is number now; nobody had a value" in told(empty, contacts="id,size\nann,12\nbob,7.5\n")
    assert values(empty, "size") == {"type": "number", "ann": 12, "bob": 7.5}


def test_blank_again_is_no_type_either(empty):
    declare(empty, SIZE)
    empty.take(contacts="id,size\nann,\n")
    declare(empty, "")
    empty.take(contacts="id,size\nann,\nbob,\n")
    assert values(empty, "size")["type"] == "number"
    empty.take(contacts="id,size\nann,large\n")
    assert values(empty, "size") == {"type": "text", "ann": "large", "bob": None}


def test_a_property_with_a_value_keeps_its_type(empty):
    empty.take(contacts="id,zip\nann,007\nbob,\n")
    empty.take(contacts="id,zip\nbob,33\n")
    assert values(empty, "zip") == {"type": "text", "ann": "007", "bob": "33"}


def test_a_value_in_the_history_of_a_merged_contact_is_a_value(empty):
    changes = "object,id,property,value,changed_at\ncontact,bob,size,large,2026-01-01\ncontact,bob,size,,2026-01-02\n"
    empty.take(contacts="id,size\nann,\nbob,\n", property_changes=changes)
    merge(empty.workspace, "ann", "bob", now=empty.now, progress=NullProgress())
    (empty.folder / "property_changes.csv").unlink()
    empty.take(contacts="id,size\nann,7\n")
    assert values(empty, "size") == {"type": "text", "ann": "7"}


def test_a_declared_type_that_a_value_stands_against_is_refused_and_nothing_is_stored(empty):
    empty.take(contacts="id,size\nann,12\nbob,n/a\n")
    empty.take(contacts="id,size\nbob,007\n")
    declare(empty, SIZE)
    with pytest.raises(DataError, match=r"declared number and was text before; of the 3 values .* 1 stands against it"):
        empty.take()
    assert values(empty, "size") == {"type": "text", "ann": "12", "bob": "007"}


def test_values_their_history_and_what_the_table_said_are_converted_together(empty):
    empty.take(
        contacts="id,size\nann,012\nbob,7\n",
        property_changes="object,id,property,value,changed_at\ncontact,bob,size,07,2026-01-01\n",
    )
    declare(empty, SIZE)
    assert "was text before and is number now; 3 values were converted" in told(empty)
    assert values(empty, "size") == {"type": "number", "ann": 12, "bob": 7}
    with empty.workspace.opened() as warehouse:
        held = CHANGE_COLUMNS[warehouse.catalog().objects["contact"].properties["size"].type]
        assert warehouse.rows(f"SELECT {held}, text FROM changes_0 WHERE until > 4e15") == [(7, None)]
        assert warehouse.rows("SELECT number, text FROM told") == [(7, None)]
    assert empty.take().taken.is_nothing


def test_a_dry_run_converts_nothing(empty):
    empty.take(contacts="id,size\nann,012\n")
    declare(empty, SIZE)
    assert "1 value was converted" in "\n".join(empty.take(dry_run=True).messages)
    assert values(empty, "size") == {"type": "text", "ann": "012"}


def test_a_merge_is_converted_and_undone_as_if_it_had_come_so(empty):
    empty.take(contacts="id,size\nann,\nbob,012\n")
    merge(empty.workspace, "ann", "bob", now=empty.now, progress=NullProgress())
    declare(empty, SIZE)
    empty.take(contacts="id\nann\n")
    assert values(empty, "size") == {"type": "number", "ann": 12}
    unmerge(empty.workspace, "bob", now=empty.now, progress=NullProgress())
    assert values(empty, "size") == {"type": "number", "ann": None, "bob": 12}


@pytest.mark.parametrize(
    ("cells", "before", "now", "after"),
    [
        (("12", "7.5"), "number", "text", ["12", "7.5"]),
        (("1e300", "-3.0"), "number", "text", ["1e+300", "-3"]),
        (("1", "0"), "number", "boolean", [True, False]),
        (("true", "false"), "boolean", "choice", ["true", "false"]),
        (("2026-03-01", "2026-03-02"), "date", "text", ["2026-03-01", "2026-03-02"]),
        (("2026-03-01", "2026-03-02"), "date", "datetime", [1772319600000000, 1772406000000000]),
        (("2026-02-28T23:00:00Z", "2026-03-02"), "datetime", "date", [1772319600000000, 1772406000000000]),
        (('"[""b"",""a""]"', '"[""c""]"'), "choices", "text", ["a;b", "c"]),
        (("b;a", "c"), "text", "choices", ["\x1fa\x1fb\x1f", "\x1fc\x1f"]),
    ],
)
def test_every_type_becomes_another_as_its_text_would_be_read(empty, cells, before, now, after):
    first, second = cells
    empty.take(contacts=f"id,size\nann,{first}\nbob,{second}\n")
    assert values(empty, "size")["type"] == before
    declare(empty, f"objects: {{contact: {{size: {now}}}}}")
    empty.take(contacts="id\nann\n")
    assert values(empty, "size") == {"type": now, "ann": after[0], "bob": after[1]}


def test_lifecycle_stages_may_be_listed_later(empty):
    empty.take(contacts="id,lifecycle_stage\nann,lead\n")
    declare(empty, "lifecycle_stages: [lead, customer]")
    empty.take()
    assert values(empty, "lifecycle_stage") == {"type": "choice", "ann": "lead"}
    assert empty.take().taken.is_nothing


def test_an_event_property_nobody_had_a_value_of_takes_the_type_of_the_first_values(empty):
    empty.take(contacts="id\nann\n", events=SCORED + "1,ann,quiz_done,2026-03-01,\n")
    empty.take(events=SCORED + "2,ann,quiz_done,2026-03-02,5\n")
    assert scores(empty) == ("number", [None, 5])


def test_an_event_type_that_declares_its_property_later_keeps_the_old_values(empty):
    rows = "1,ann,quiz_done,2026-03-01,5\n2,ann,quiz_done,2026-03-02,a lot\n3,ann,viewed,2026-03-02,x\n"
    empty.take(contacts="id\nann\n", events=SCORED + rows)
    declare(empty, "events: {quiz_done: {score: number}}")
    said = told(empty, events=SCORED + "4,ann,quiz_done,2026-03-03,7\n")
    assert "quiz_done events was text before and is number now; 1 value was converted, 1 value is no number" in said
    assert scores(empty) == ("number", [5, None, 7])
    assert scores(empty, "viewed") == ("text", ["x"])
    assert empty.take().taken.is_nothing


def test_what_stays_unread_of_events_is_there_when_the_type_is_taken_back(empty):
    empty.take(
        contacts="id\nann\n", events=SCORED + "1,ann,quiz_done,2026-03-01,5.0\n2,ann,quiz_done,2026-03-02,lots\n"
    )
    declare(empty, "events: {quiz_done: {score: number}}")
    empty.take()
    declare(empty, "events: {quiz_done: {score: text}}")
    empty.take()
    assert scores(empty) == ("text", ["5.0", "lots"])


def test_other_events_may_have_a_property_that_one_type_declared_in_an_earlier_import(empty):
    declare(empty, "events: {quiz_done: {score: number}}")
    empty.take(contacts="id\nann\n", events=SCORED + "1,ann,quiz_done,2026-03-01,5\n2,ann,viewed,2026-03-01,\n")
    declare(empty, "")
    imported = empty.take(events=SCORED + "3,ann,quiz_done,2026-03-02,6\n4,ann,viewed,2026-03-02,far\n")
    assert imported.rejected == 0
    assert scores(empty) == ("number", [5, 6])
    assert scores(empty, "viewed") == ("text", [None, "far"])


def test_a_declared_event_property_is_redeclared_only_if_all_values_fit(empty):
    declare(empty, "events: {quiz_done: {score: text}}")
    empty.take(contacts="id\nann\n", events=SCORED + "1,ann,quiz_done,2026-03-01,5\n2,ann,quiz_done,2026-03-02,lots\n")
    declare(empty, "events: {quiz_done: {score: number}}")
    with pytest.raises(DataError, match="score of quiz_done is declared number and was text before; 1 of the 2 events"):
        empty.take()
    declare(empty, "events: {quiz_done: {score: choice}}")
    empty.take()
    assert scores(empty) == ("choice", ["5", "lots"])


@pytest.mark.parametrize("many", [False, True], ids=["few values", "very many values"])
@pytest.mark.parametrize("type", ["number", "boolean", "text", "choice", "choices", "date", "datetime"])
def test_two_imports_come_to_what_one_import_of_all_would(tmp_path, kept_offices, held, type, many):
    """Whatever the open column held: its text says what the value is under the type that is declared later."""
    contacts, schema = "id\nann\n", f"events: {{quiz_done: {{score: {type}}}}}"
    cells = [*CELLS, *(f"{i}.5" for i in range(6_000 if many else 0))]
    first = "".join(f'a{i},ann,quiz_done,{_at(i)},"{cell}"\n' for i, cell in enumerate(cells))
    first += "b,ann,viewed,2026-02-01,word\n"
    second = "".join(f'c{i},ann,quiz_done,{_at(100_000 + i)},"{cell}"\n' for i, cell in enumerate(CELLS))
    apart, together = (held(copied(kept_offices / "empty", tmp_path / name)) for name in ("apart", "together"))
    apart.take(contacts=contacts, events=SCORED + first)
    declare(apart, schema)
    apart.take(events=SCORED + second)
    declare(together, schema)
    together.take(contacts=contacts, events=SCORED + first + second)
    assert scores(apart) == scores(together)


def _at(second: int) -> str:
    return f"2026-03-{1 + second // 86_400:02}T{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}Z"


def test_one_file_may_bring_the_values(empty):
    empty.take(contacts="id,size\nann,\n")
    import_data(
        empty.workspace, empty.write("contacts.csv", "id,size\nann,5\n"), now=empty.now, progress=NullProgress()
    )
    assert values(empty, "size") == {"type": "number", "ann": 5}


def test_a_day_is_the_same_from_whatever_time_zone_and_an_instant_told_as_a_day_begins_there(empty):
    declare(empty, "time_zone: Asia/Tokyo\nobjects: {contact: {seen_at: datetime}}")
    empty.take(contacts="id,renewal,seen_at\nc1,2026-03-01,2026-03-01\n")
    declare(empty, "objects: {contact: {seen_at: datetime}}")
    empty.take(contacts="id,renewal,seen_at\nc2,2026-03-01,2026-03-01\n")
    in_tokyo, in_paris = read_instant("2026-03-01", "Asia/Tokyo"), read_instant("2026-03-01", "Europe/Paris")
    assert values(empty, "renewal") == {"type": "date", "c1": in_paris, "c2": in_paris}
    assert values(empty, "seen_at") == {"type": "datetime", "c1": in_tokyo, "c2": in_paris}
    declare(empty, "time_zone: Asia/Tokyo\nobjects: {contact: {renewal: text}}")
    empty.take(contacts="id\nc1\n")
    assert values(empty, "renewal") == {"type": "text", "c1": "2026-03-01", "c2": "2026-03-01"}
    declare(empty, "time_zone: Asia/Tokyo\nobjects: {contact: {renewal: date}}")
    empty.take(contacts="id\nc1\n")
    assert values(empty, "renewal") == {"type": "date", "c1": in_paris, "c2": in_paris}
