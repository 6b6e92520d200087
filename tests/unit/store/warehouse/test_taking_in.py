"""What is read from files goes into the warehouse once, and is scored there as it would be from the files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tamis.compile.score import compile_scores
from tamis.definitions import read_instant
from tamis.demo import generate
from tamis.engine import DuckDBEngine
from tamis.engine.sql import duckdb_sql
from tamis.errors import UsageError
from tamis.operations.call import load_call, read_call
from tamis.progress import NullProgress
from tamis.store.warehouse import create_warehouse, event_properties, open_warehouse

CONTACTS = "id,email,size,company_id\n1,a@x.org,10,k1\n2,b@x.org,,\n"
COMPANIES = "id,industry\nk1,Software\nk2,Retail\n"
EVENTS = (
    "contact_id,type,occurred_at,page,seconds\n"
    "1,viewed,2026-05-01,pricing,5\n1,viewed,2026-05-01,pricing,5\n2,opened,2026-05-02,,\n"
)
AS_OF = "2026-07-01"


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("company") / "crm"
    generate(folder, contacts=100, events=2_500, seed=5, as_of=datetime(2026, 7, 1, tzinfo=UTC))
    return folder


def from_files(folder: Path, definitions: list[Path]) -> list[tuple]:
    call = read_call(folder, definitions)
    instant = read_instant(AS_OF)
    with DuckDBEngine.open() as engine:
        loaded = load_call(call, engine, instant, NullProgress())
        expression = compile_scores(call.scores, call.segments, loaded.catalog)
        return sorted(engine.sql(duckdb_sql(expression, instant)).fetchall())


def test_scores_are_those_of_the_files(store, company):
    store.take(folder=company)
    scores = sorted((company / "scores").glob("*.yaml"))
    segments = sorted((company / "segments").glob("*.yaml"))
    assert store.scores([*scores, *segments], AS_OF) == from_files(company, scores)


def test_the_same_folder_once_more_changes_nothing(store, company):
    first, again = store.take(folder=company), store.take(folder=company, at="2026-07-02")
    assert first.events == 2_500
    assert first.new_records["contact"] == 100
    assert again.is_nothing
    assert again.events_known == 2_500


def test_a_dry_run_tells_and_changes_nothing(store):
    told = store.take(dry_run=True, contacts__csv=CONTACTS, companies__csv=COMPANIES, events__csv=EVENTS)
    assert (told.new_records["contact"], told.events, told.links) == (2, 3, 1)
    assert store.rows("SELECT count(*) FROM records_0") == [(0,)]
    assert store.rows("SELECT count(*) FROM events") == [(0,)]
    assert store.rows("SELECT * FROM properties") == []


def test_equal_events_without_an_id_are_events_of_their_own_and_known_again(store):
    assert store.take(contacts__csv=CONTACTS, events__csv=EVENTS).events == 3
    assert store.take(events__csv=EVENTS).events == 0
    more = EVENTS + "1,viewed,2026-05-01,pricing,5\n"
    assert store.take(events__csv=more).events == 1


def test_an_event_is_known_by_its_id_whatever_else_is_told(store):
    store.take(contacts__csv=CONTACTS, events__csv="id,contact_id,type,occurred_at\ne1,1,viewed,2026-05-01\n")
    again = store.take(
        events__csv="id,contact_id,type,occurred_at,page\ne1,1,viewed,2026-05-01,home\ne2,1,viewed,2026-05-01,home\n"
    )
    assert (again.events, again.events_known) == (1, 1)


def test_events_may_come_without_their_contacts_if_those_are_there(store):
    store.take(contacts__csv=CONTACTS)
    taken = store.take(events__csv=EVENTS)
    assert (taken.events, taken.new_records["contact"]) == (3, 0)


def test_a_blank_cell_keeps_the_value_and_another_one_changes_it(store):
    store.take(contacts__csv=CONTACTS)
    taken = store.take(contacts__csv="id,email,size\n1,,11\n2,,\n")
    assert taken.changed_records["contact"] == 1
    assert store.rows("SELECT id, p0, p1 FROM records_0 ORDER BY id") == [
        ("1", "a@x.org", 11.0),
        ("2", "b@x.org", None),
    ]


SIZE = """
key: s
object: contact
groups:
  - key: g
    category: fit
    rules:
      - {when: {property: size, at_least: 11}, points: 5}
      - {when: {property: size, is_known: false}, points: 1}
"""


def test_a_changed_property_is_what_it_was_before(store, tmp_path):
    (tmp_path / "s.yaml").write_text(SIZE)
    store.take(contacts__csv=CONTACTS)
    store.take(at="2026-06-10", contacts__csv="id,size\n1,11\n2,12\n")
    at = {day: dict(store.scores([tmp_path / "s.yaml"], day)) for day in ("2026-06-09", "2026-06-10")}
    assert at == {"2026-06-09": {"1": 0, "2": 1_000_000}, "2026-06-10": {"1": 5_000_000, "2": 5_000_000}}


def test_changes_that_come_late_fall_into_their_place(store, tmp_path):
    (tmp_path / "s.yaml").write_text(SIZE)
    header = "object,id,property,value,changed_at\n"
    store.take(contacts__csv=CONTACTS, property_changes__csv=header + "contact,1,size,20,2026-03-01\n")
    rows = "contact,1,size,3,2026-02-01\ncontact,1,size,20,2026-03-01\n"
    taken = store.take(schema__yaml="objects: {contact: {size: number}}", property_changes__csv=header + rows)
    assert taken.changes == 1
    at = {
        day: dict(store.scores([tmp_path / "s.yaml"], day))["1"] for day in ("2026-01-01", "2026-02-15", "2026-03-15")
    }
    assert at == {"2026-01-01": 1_000_000, "2026-02-15": 0, "2026-03-15": 5_000_000}
    assert store.rows("SELECT p1 FROM records_0 WHERE id = '1'") == [(20.0,)]


def test_another_company_named_in_the_column_takes_the_place_of_the_old(store):
    store.take(contacts__csv=CONTACTS, companies__csv=COMPANIES)
    store.take(contacts__csv="id,company_id\n1,k2\n")
    [(table,)] = store.rows("SELECT table_name FROM pairs WHERE from_object = 'contact'")
    [(back,)] = store.rows("SELECT table_name FROM pairs WHERE from_object = 'company'")
    assert store.rows(f"SELECT from_n, to_n, rank FROM {table}") == [(0, 1, 2)]
    assert store.rows(f"SELECT from_n, to_n, rank FROM {back}") == [(1, 0, 2)]


def test_an_association_told_anew_as_primary_is(store):
    header = "from_object,from_id,to_object,to_id,label,primary\n"
    store.take(contacts__csv=CONTACTS, companies__csv=COMPANIES, associations__csv=header + "contact,2,company,k2,,\n")
    taken = store.take(associations__csv=header + "contact,2,company,k2,,true\n")
    assert taken.links == 1
    [(table,)] = store.rows("SELECT table_name FROM pairs WHERE from_object = 'contact'")
    assert store.rows(f"SELECT rank FROM {table} WHERE from_n = 1") == [(1,)]


def test_records_that_came_late_are_numbered_late_and_the_least_id_still_counts(store, tmp_path):
    """The primary company of several is that of the least id, not the one that came first."""
    (tmp_path / "s.yaml").write_text(
        "{key: s, object: contact, groups: [{key: g, category: fit, rules: ["
        "{of: company, when: {property: industry, is: Retail}, points: 5}]}]}"
    )
    header = "from_object,from_id,to_object,to_id,primary\n"
    store.take(
        contacts__csv="id\n1\n",
        companies__csv="id,industry\nk5,Software\n",
        associations__csv=header + "contact,1,company,k5,true\n",
    )
    store.take(companies__csv="id,industry\nk1,Retail\n", associations__csv=header + "contact,1,company,k1,true\n")
    assert store.scores([tmp_path / "s.yaml"]) == [("1", 5_000_000)]


def test_members_come_once(store):
    rows = "segment,id\nstaff,1\nstaff,1\n"
    assert store.take(contacts__csv=CONTACTS, segment_members__csv=rows).members == 1
    assert store.take(segment_members__csv=rows + "staff,2\n").members == 1


def test_event_properties_that_come_later_are_unknown_before(store, tmp_path):
    (tmp_path / "s.yaml").write_text(
        "{key: s, object: contact, groups: [{key: g, category: engagement, rules: ["
        "{event: viewed, where: {property: page, is: pricing}, points: 5}]}]}"
    )
    store.take(contacts__csv=CONTACTS, events__csv="contact_id,type,occurred_at\n2,viewed,2026-05-01\n")
    store.take(events__csv="contact_id,type,occurred_at,page\n1,viewed,2026-05-01,pricing\n")
    assert store.scores([tmp_path / "s.yaml"]) == [("1", 5_000_000), ("2", 0)]


def test_a_property_of_many_values_moves_into_the_events(store, tmp_path):
    """Few values at first, then too many for the signatures: what was there keeps its value."""
    (tmp_path / "s.yaml").write_text(
        "{key: s, object: contact, groups: [{key: g, category: engagement, rules: ["
        "{event: viewed, where: {property: url, is_any_of: [/0, /5999]}, points: 5}]}]}"
    )
    header = "contact_id,type,occurred_at,url\n"
    store.take(contacts__csv=CONTACTS, events__csv=header + "1,viewed,2026-05-01,/0\n")
    rows = "".join(f"2,viewed,2026-05-01,/{i}\n" for i in range(6_000))
    store.take(events__csv=header + rows)
    assert store.rows("SELECT inline FROM event_properties WHERE name = 'url'") == [(True,)]
    assert store.scores([tmp_path / "s.yaml"]) == [("1", 5_000_000), ("2", 10_000_000)]


def test_custom_objects_get_tables_of_their_own(store):
    schema = "objects: {subscription: {plan: text}}"
    taken = store.take(schema__yaml=schema, subscription__csv="id,plan\ns1,gold\n", contacts__csv=CONTACTS)
    assert taken.new_records["subscription"] == 1
    assert store.rows("SELECT number FROM objects WHERE object = 'subscription'") == [(3,)]
    assert store.rows("SELECT id, p0 FROM records_3") == [("s1", "gold")]


def test_a_file_that_is_none_is_told(tmp_path):
    (tmp_path / "w.duckdb").write_text("not a database at all, but long enough to be looked at " * 100)
    with pytest.raises(UsageError, match="no warehouse of Tamis"):
        open_warehouse(tmp_path / "w.duckdb")


def test_a_warehouse_is_not_made_twice(tmp_path):
    create_warehouse(tmp_path / "w.duckdb", time_zone="UTC")
    with pytest.raises(UsageError, match="already"):
        create_warehouse(tmp_path / "w.duckdb", time_zone="UTC")


def test_the_warehouse_knows_when_it_last_changed(store):
    store.take(contacts__csv=CONTACTS, at="2026-06-01")
    store.take(contacts__csv=CONTACTS, at="2026-06-02")
    with store.opened() as warehouse:
        assert warehouse.changed_at == read_instant("2026-06-01")
    store.take(contacts__csv="id\n3\n", at="2026-06-03")
    with store.opened() as warehouse:
        assert warehouse.changed_at == read_instant("2026-06-03")


def test_properties_that_no_import_before_had_are_told_with_the_one_that_may_be_meant(store):
    assert store.take(contacts__csv=CONTACTS).new_properties == {}
    taken = store.take(contacts__csv="id,siz,colour\n1,5,red\n")
    assert taken.new_properties == {"contact": {"colour": "", "siz": "did you mean size?"}}
    assert store.take(contacts__csv="id,siz\n1,6\n").new_properties == {}


def test_the_same_table_once_more_is_no_news_to_a_property_with_changes(store):
    changes = "object,id,property,value,changed_at\ncontact,1,email,c@x.org,2025-01-01\n"
    store.take(contacts__csv=CONTACTS, property_changes__csv=changes)
    assert store.take(contacts__csv=CONTACTS).is_nothing
    assert store.rows("SELECT p0 FROM records_0 WHERE id = '1'") == [("c@x.org",)]
    assert store.take(contacts__csv="id,email\n1,d@x.org\n").changes == 1
    assert store.rows("SELECT p0 FROM records_0 WHERE id = '1'") == [("d@x.org",)]
    assert store.take(contacts__csv="id,email\n1,d@x.org\n").is_nothing


def test_changes_that_come_after_the_table_count_although_it_is_told_again(store):
    schema = "objects: {contact: {email: text}}"
    changes = "object,id,property,value,changed_at\ncontact,1,email,c@x.org,2025-01-01\n"
    store.take(contacts__csv=CONTACTS)
    store.take(schema__yaml=schema, property_changes__csv=changes)
    assert store.take(contacts__csv=CONTACTS).is_nothing
    assert store.rows("SELECT p0 FROM records_0 WHERE id = '1'") == [("c@x.org",)]


@pytest.mark.parametrize("order", [("b", "a"), ("a", "b")])
def test_of_two_changes_at_one_instant_the_greater_text_counts_in_whatever_order(store, order):
    schema, header = "objects: {contact: {email: text}}", "object,id,property,value,changed_at\n"
    store.take(contacts__csv="id,email\n1,\n")
    for value in (*order, *order):
        store.take(schema__yaml=schema, property_changes__csv=f"{header}contact,1,email,{value},2025-01-01\n")
    assert store.rows("SELECT text FROM changes_0 WHERE changed_at > 0") == [("b",)]


def test_a_company_that_comes_after_the_contact_that_names_it_is_associated(store):
    assert store.take(contacts__csv=CONTACTS).links == 0
    assert store.take(companies__csv=COMPANIES).links == 1
    [(table,)] = store.rows("SELECT table_name FROM pairs WHERE from_object = 'contact'")
    assert store.rows(f"SELECT from_n, to_n, rank FROM {table}") == [(0, 0, 2)]


def test_an_association_told_anew_without_primary_keeps_it(store):
    header = "from_object,from_id,to_object,to_id,label,primary\n"
    flagged, plain = header + "contact,2,company,k2,,true\n", header + "contact,2,company,k2,,\n"
    store.take(contacts__csv=CONTACTS, companies__csv=COMPANIES, associations__csv=flagged)
    assert store.take(associations__csv=plain).is_nothing
    [(table,)] = store.rows("SELECT table_name FROM pairs WHERE from_object = 'contact'")
    assert store.rows(f"SELECT rank FROM {table} WHERE from_n = 1") == [(1,)]


def test_event_properties_that_were_declared_before_any_event_came_stay_apart(store, tmp_path):
    schema = "events: {page: {url: text}, form: {name: text}}"
    (tmp_path / "s.yaml").write_text(
        "{key: s, object: contact, groups: [{key: g, category: engagement, rules: ["
        "{event: page, where: {property: url, is: /pricing}, points: 1},"
        "{event: form, where: {property: name, is: demo}, points: 10}]}]}"
    )
    store.take(schema__yaml=schema, contacts__csv="id\n1\n")
    rows = "contact_id,type,occurred_at,url,name\n1,page,2026-05-01,/pricing,\n1,form,2026-05-01,,demo\n"
    store.take(schema__yaml=schema, events__csv=rows)
    assert store.scores([tmp_path / "s.yaml"]) == [("1", 11_000_000)]


def test_a_property_of_all_event_types_is_noted_once_however_many_there_are(store, monkeypatch):
    noted = []
    note = event_properties._note
    monkeypatch.setattr(event_properties, "_note", lambda *told: noted.append(told[1:3]) or note(*told))
    events = "".join(f"1,type_{number},2026-05-01,pricing,5\n" for number in range(20))
    store.take(contacts__csv=CONTACTS, events__csv="contact_id,type,occurred_at,page,seconds\n" + events)
    assert [(of, property.name) for of, property in noted] == [(None, "page"), (None, "seconds")]
    assert store.rows("SELECT event_type, name FROM event_properties ORDER BY name") == [
        (None, "page"),
        (None, "seconds"),
    ]
