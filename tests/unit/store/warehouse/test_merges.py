"""Two contacts that are one person are scored as one, until that is undone."""

import pytest

from tamis.definitions import read_instant
from tamis.errors import UsageError
from tamis.store.warehouse.merges import kept_id, merge_contacts

CONTACTS = "id,email,size,company_id\na,a@x.org,10,\nb,,20,k1\nc,,,k2\nd,,,\n"
COMPANIES = "id,industry\nk1,Software\nk2,Retail\nk3,Retail\n"
EVENTS = (
    "contact_id,type,occurred_at\na,viewed,2026-05-01\nb,viewed,2026-05-01\nb,viewed,2026-05-02\nc,viewed,2026-05-03\n"
)
MEMBERS = "segment,id\nstaff,b\nstaff,c\nvip,a\n"
SCORE = """
key: s
object: contact
groups:
  - key: g
    category: engagement
    rules:
      - {event: viewed, points: 0.001}
      - {when: {property: size, at_least: 15}, points: 0.01}
      - {when: {property: size, is_known: false}, points: 0.02}
      - {of: company, when: {property: industry, is: Software}, points: 0.1}
      - {of: company, association: any, when: {property: industry, is: Retail}, points: 1}
      - {when: {in_segment: staff}, points: 10}
"""


@pytest.fixture
def people(store, tmp_path):
    (tmp_path / "s.yaml").write_text(SCORE)
    (tmp_path / "staff.yaml").write_text("key: staff\nobject: contact\n")
    store.take(contacts__csv=CONTACTS, companies__csv=COMPANIES, events__csv=EVENTS, segment_members__csv=MEMBERS)
    return store


@pytest.fixture
def points(people, tmp_path):
    def points(as_of: str = "2026-07-01") -> dict[str, int]:
        """The points of everyone, in thousandths."""
        found = people.scores([tmp_path / "s.yaml", tmp_path / "staff.yaml"], as_of)
        return {id: value // 1_000 for id, value, *_ in found}

    return points


def test_each_on_its_own(points):
    assert points() == {"a": 1, "b": 10112, "c": 11021, "d": 20}


def test_events_associations_and_members_of_the_other_count_and_the_kept_ones_values_win(people, points):
    assert people.merge("a", "b") == "a"
    assert points() == {"a": 1 + 1 + 1 + 100 + 10_000, "c": 11021, "d": 20}


def test_an_unknown_value_is_filled_from_the_instant_of_the_merge(people, points):
    people.merge("c", "b", at="2026-06-10")
    # c's own company stays its primary one.
    assert points("2026-06-09") == {"a": 1, "c": 3 + 20 + 1_000 + 10_000, "d": 20}
    assert points("2026-06-10")["c"] == 3 + 10 + 1_000 + 10_000


def test_a_contact_without_a_company_has_the_others(people, points):
    people.merge("d", "b")
    assert points()["d"] == 2 + 10 + 100 + 10_000


def test_unmerged_all_is_as_it_was(people):
    before = people.contents()
    people.merge("c", "b")
    assert people.contents() != before
    assert people.unmerge("b") == "c"
    assert people.contents() == before
    assert [people.rows(f"FROM merged{kind}") for kind in ("", "_records", "_events", "_links", "_members")] == [[]] * 5


def test_what_comes_under_the_others_id_is_the_kept_ones_and_leaves_with_the_other(people, points):
    people.merge("a", "b")
    taken = people.take(
        contacts__csv="id,size\nb,20\n",
        companies__csv="id\n",
        events__csv=EVENTS + "b,viewed,2026-05-04\na,viewed,2026-05-05\n",
        associations__csv="from_object,from_id,to_object,to_id\ncontact,b,company,k3\n",
        segment_members__csv="segment,id\nvip,b\n",
    )
    assert (taken.events, taken.events_known, taken.new_records["contact"], taken.links) == (2, 4, 0, 1)
    assert points() == {"a": 5 + 100 + 1_000 + 10_000, "c": 11021, "d": 20}
    people.unmerge("b")
    assert points() == {"a": 2, "b": 3 + 10 + 100 + 1_000 + 10_000, "c": 11021, "d": 20}
    assert people.rows("SELECT id FROM members JOIN records_0 USING (n) WHERE segment = 'vip' ORDER BY id") == [
        ("a",),
        ("b",),
    ]


def test_values_under_the_others_id_are_none_of_the_kept_one(people, points):
    people.merge("d", "c", at="2026-06-10")
    people.take(contacts__csv="id,size,country\nc,30,France\n", at="2026-06-11")
    assert people.rows("SELECT id, p1, p3 FROM records_0 WHERE id = 'd'") == [("d", None, None)]
    people.unmerge("c")
    assert people.rows("SELECT id, p1, p3 FROM records_0 WHERE id IN ('c', 'd') ORDER BY id") == [
        ("c", 30.0, "France"),
        ("d", None, None),
    ]
    assert points("2026-06-10")["c"] == 11021


def test_a_change_that_came_late_fills_as_if_it_had_come_before(people, points):
    people.merge("d", "c", at="2026-06-10")
    header = "object,id,property,value,changed_at\n"
    people.take(
        schema__yaml="objects: {contact: {size: number}}",
        property_changes__csv=header + "contact,c,size,30,2026-06-01\n",
    )
    assert [points(day)["d"] - 11_001 for day in ("2026-06-09", "2026-06-10")] == [20, 10]


def test_the_kept_ones_own_value_ends_a_fill_and_stays_when_unmerged(people, points):
    people.merge("d", "b", at="2026-06-10")
    people.take(contacts__csv="id,size\nd,5\n", at="2026-06-12")
    rest = 2 + 100 + 10_000
    assert [points(day)["d"] - rest for day in ("2026-06-09", "2026-06-11", "2026-06-12")] == [20, 10, 0]
    people.unmerge("b")
    assert [points(day)["d"] for day in ("2026-06-09", "2026-06-11", "2026-06-12")] == [20, 20, 0]


def test_merges_may_chain_and_are_undone_in_any_order(people, points):
    alone = points()
    people.merge("b", "a", at="2026-06-10")
    people.merge("d", "b", at="2026-06-11")
    assert points() == {"c": alone["c"], "d": 3 + 10 + 100 + 10_000}
    assert people.merge("a", "c", at="2026-06-12") == "d"
    assert points() == {"d": 4 + 10 + 100 + 1_000 + 10_000}
    assert people.unmerge("a") == "b"
    assert points() == {"a": 1, "d": 3 + 10 + 100 + 1_000 + 10_000}
    people.unmerge("b")
    assert points() == {"a": 1, "b": alone["b"], "d": 1 + 20 + 1_000 + 10_000}
    people.unmerge("c")
    assert points() == alone


def test_an_inner_merge_stays_when_the_outer_is_undone(people, points):
    people.merge("b", "a")
    people.merge("d", "b")
    people.unmerge("b")
    assert points() == {"b": 3 + 10 + 100 + 10_000, "c": 11021, "d": 20}
    people.unmerge("a")
    assert points() == {"a": 1, "b": 10112, "c": 11021, "d": 20}


def test_contacts_that_were_associated_with_one_another_are_not_so_with_themselves(people):
    people.take(associations__csv="from_object,from_id,to_object,to_id,label\ncontact,a,contact,b,spouse\n")
    [(table,)] = people.rows("SELECT table_name FROM pairs WHERE from_object = to_object")
    before = sorted(people.rows(f"FROM {table}"))
    people.merge("a", "b")
    assert people.rows(f"FROM {table}") == []
    people.unmerge("b")
    assert sorted(people.rows(f"FROM {table}")) == before


def test_columns_that_come_later_are_known_of_neither(people):
    people.merge("a", "b")
    people.take(contacts__csv="id,country\na,France\n")
    people.unmerge("b")
    assert people.rows("SELECT id, p3 FROM records_0 WHERE id IN ('a', 'b') ORDER BY id") == [
        ("a", "France"),
        ("b", None),
    ]


def test_new_contacts_never_get_the_number_of_one_that_is_merged(people):
    people.merge("a", "d")
    people.take(contacts__csv="id\nz\n")
    people.unmerge("d")
    assert people.rows("SELECT count(*), count(DISTINCT n) FROM records_0") == [(5, 5)]


def test_an_id_stands_for_the_one_it_was_merged_into(people):
    people.merge("a", "b")
    people.merge("c", "a")
    with people.opened() as warehouse:
        assert [kept_id(warehouse, "contact", id) for id in "abcd"] == ["c", "c", "c", "d"]
        assert [kept_id(warehouse, "contact", "nobody"), kept_id(warehouse, "company", "a")] == ["nobody", "a"]


@pytest.mark.parametrize(
    ("kept", "other", "told"),
    [
        ("a", "nobody", 'There is no contact "nobody"'),
        ("nobody", "a", 'There is no contact "nobody"'),
        ("k1", "a", 'There is no contact "k1"'),
        ("a", "\ud800", "There is no contact of that id"),
        ("a", "a", "cannot be merged with itself"),
        ("b", "c", 'are merged already: both are "b"'),
        ("c", "b", 'are merged already: both are "b"'),
        ("a", "c", '"c" is merged into "b" already'),
    ],
)
def test_what_cannot_be_merged_is_told(people, kept, other, told):
    people.merge("b", "c")
    before = people.contents()
    with pytest.raises(UsageError, match=told):
        people.merge(kept, other)
    assert people.contents() == before


@pytest.mark.parametrize(
    ("other", "told"), [("a", "is not merged"), ("b", "is not merged"), ("no", "There is no contact")]
)
def test_what_is_not_merged_cannot_be_unmerged(people, other, told):
    people.merge("b", "c")
    with pytest.raises(UsageError, match=told):
        people.unmerge(other)
    people.unmerge("c")
    with pytest.raises(UsageError, match="is not merged"):
        people.unmerge("c")


def test_a_merge_that_fails_halfway_leaves_all_as_it_was(people):
    before = people.contents()
    with people.opened() as warehouse:
        # The last table that a merge writes to is not there.
        warehouse.engine.sql("DROP TABLE warehouse.merged_links")
        with pytest.raises(Exception, match="merged_links"):
            merge_contacts(warehouse, "a", "b", read_instant("2026-06-01"))
    assert people.contents() == before
    assert people.rows("FROM merges") == []


def test_a_dry_run_leaves_merged_contacts_merged(people):
    people.merge("a", "b")
    before = people.contents()
    assert people.take(dry_run=True, events__csv="contact_id,type,occurred_at\nb,viewed,2026-05-09\n").events == 1
    assert people.contents() == before


def test_values_of_the_other_end_with_the_merge_and_return_with_its_undoing(people):
    with people.opened() as warehouse:
        warehouse.engine.sql(
            "INSERT INTO score_values SELECT 's', 'contact', n, 7, NULL, NULL, 'A', 1, 5, 7 FROM records_0"
        )
    before = people.contents()
    people.merge("a", "b", at="2026-06-02")
    assert people.rows("SELECT count(*) FROM score_values") == [(3,)]
    people.unmerge("b", at="2026-06-03")
    assert people.contents() == before
    assert people.rows(
        "SELECT n, before, after, tier_before, tier_after, cause, detail FROM score_history ORDER BY rowid"
    ) == [
        (1, 7, None, "A", None, "merge", "a"),
        (1, None, 7, None, "A", "unmerge", "a"),
    ]
