"""data.md, "Associations", and the static members of segments."""

from tests.unit.files.conftest import nothing_needed

from tamis.definitions import PropertyCondition, Segment

PEOPLE = {"contacts__csv": "id,company_id\n1,k1\n2,\n3,nobody\n", "companies__csv": "id\nk1\nk2\n"}
HEADER = "from_object,from_id,to_object,to_id,label,primary\n"


def test_columns_associate_without_a_label(load):
    loaded = load(**PEOPLE, deals__csv="id,contact_id,company_id\nd,2,k2\n")
    assert loaded.links("contact", "company") == {("1", "k1", None, 2)}
    assert loaded.links("company", "contact") == {("k1", "1", None, 2)}
    assert loaded.links("deal", "contact") == {("d", "2", None, 2)}
    assert loaded.links("company", "deal") == {("k2", "d", None, 2)}


def test_a_company_id_that_names_nobody_is_only_counted(load):
    loaded = load(**PEOPLE)
    assert loaded.messages == ("contacts.csv: 1 row has a company_id that names no company.",)
    assert loaded.folder.rejects.count == 0


def test_associations_are_read_in_both_directions(load):
    loaded = load(**PEOPLE, associations__csv=HEADER + "contact,2,company,k2,owner,\ncompany,k1,contact,2,,1\n")
    assert loaded.links("contact", "company") == {("1", "k1", None, 2), ("2", "k2", "owner", 0), ("2", "k1", None, 1)}
    assert ("k2", "2", "owner", 0) in loaded.links("company", "contact")


def test_equal_associations_are_one(load):
    row = "contact,2,company,k2,owner,\n"
    loaded = load(**PEOPLE, associations__csv=HEADER + row + row + "company,k2,contact,2,owner,false\n")
    assert loaded.engine.sql(f"SELECT count(*) FROM {loaded.catalog.links['contact', 'company']}").fetchall() == [(2,)]


def test_records_of_one_object_are_associated_both_ways(load):
    loaded = load(**PEOPLE, associations__csv=HEADER + "contact,1,contact,2,friend,\n")
    assert loaded.links("contact", "contact") == {("1", "2", "friend", 0), ("2", "1", "friend", 0)}


def test_an_association_of_a_record_that_is_not_there_is_rejected(load):
    rows = "contact,9,company,k1,,\ncontact,1,company,9,,\nthing,1,company,k1,,\n,,,,,\ncontact,2,company,k2,,\n"
    loaded = load(**PEOPLE, associations__csv=HEADER + rows)
    assert [(line, column) for _, line, column in loaded.rejects] == [
        (2, "from_id"), (3, "to_id"), (4, "from_id"), (5, "from_id"),
    ]  # fmt: skip
    assert loaded.told[1][4] == "contact,1,company,9,,"


def test_associations_that_no_definition_follows_are_checked_all_the_same(load):
    loaded = load(
        nothing_needed(),
        **PEOPLE,
        deals__csv="id,company_id\nd,k9\ne,k1\n",
        associations__csv=HEADER + "contact,9,company,k1,,\ncontact,2,company,k2,,yes\n",
    )
    assert loaded.catalog.links == {}
    assert loaded.messages == (
        "contacts.csv: 1 row has a company_id that names no company.",
        "deals.csv: 1 row has a company_id that names no company.",
    )
    assert loaded.rejects == [("associations.csv", 2, "from_id"), ("associations.csv", 3, "primary")]


def test_a_primary_that_cannot_be_read_is_unknown_and_listed(load):
    loaded = load(**PEOPLE, associations__csv=HEADER + "contact,2,company,k2,,yes\n")
    assert loaded.rejects == [("associations.csv", 2, "primary")]
    assert ("2", "k2", None, 0) in loaded.links("contact", "company")


def test_members_are_contacts_unless_the_segment_says_otherwise(load):
    loaded = load(
        **PEOPLE,
        segments=(Segment(key="big", object="company"),),
        segment_members__csv="segment,id\nvip,1\nvip,1\nvip,3\nbig,k2\n",
    )
    assert dict(loaded.catalog.static_segments) == {"vip": "contact", "big": "company"}
    assert (loaded.members("vip"), loaded.members("big")) == ({0, 2}, {1})


def test_members_that_are_not_there_or_of_dynamic_segments_are_rejected(load):
    known = PropertyCondition(property="email", is_known=True)
    loaded = load(
        **PEOPLE,
        segments=(Segment(key="moving", when=known),),
        segment_members__csv="segment,id\nvip,9\nmoving,1\n,1\nvip,\n",
    )
    columns = [column for _, _, column in loaded.rejects]
    assert columns == ["id", "segment", "segment", "id"]
    assert "moving" not in loaded.catalog.static_segments
