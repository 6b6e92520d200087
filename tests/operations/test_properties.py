"""The properties of records: listed with what asks for them, and deleted when nothing does."""

import pytest

from tamis.errors import UsageError
from tamis.operations.merge import merge, unmerge
from tamis.operations.properties import delete_property, list_properties, review_property
from tamis.progress import NullProgress
from tests.operations.office import INTEREST

HAS_THE_WAREHOUSE_OPEN = True
CONTACTS = "id,country,age,city\nann,France,30,Paris\nbob,Spain,,Madrid\ncem,,40,\n"


def names(office) -> list[str]:
    return [each.name for each in list_properties(office.workspace, "contact")]


def test_properties_are_listed_with_what_asks_for_them(office):
    office.take(contacts=CONTACTS)
    office.publish(interest=INTEREST)
    office.review(young="key: young\nwhen: {property: age, less_than: 35}\n")
    listed = {each.name: each for each in list_properties(office.workspace, "contact")}
    assert [(name, each.type, each.filled) for name, each in listed.items()] == [
        ("age", "number", 2),
        ("city", "text", 2),
        ("country", "text", 2),
        ("created_at", "datetime", 3),
    ]
    assert [str(use) for use in listed["country"].uses] == ['score interest (Rule "In France")']
    assert [str(use) for use in listed["age"].uses] == ["segment young (draft)"]
    assert not listed["city"].uses


def test_a_property_of_another_object_with_the_same_name_is_not_meant(office):
    (office.folder / "companies.csv").write_text("id,country\nacme,France\n")
    office.take()
    office.publish(interest=INTEREST)
    assert review_property(office.workspace, "company", "country").uses == ()
    delete_property(office.workspace, "company", "country")
    assert office.rescore().scores


def test_a_property_of_an_event_with_the_same_name_is_not_meant(office):
    office.take(contacts=CONTACTS, events="id,contact_id,type,occurred_at,city\ne9,ann,viewed,2026-03-05,Paris\n")
    office.publish(seen="key: seen\nwhen: {event: viewed, where: {property: city, is: Paris}}\n")
    assert review_property(office.workspace, "contact", "city").uses == ()


def test_a_property_in_use_is_not_deleted(office):
    office.publish(interest=INTEREST)
    with pytest.raises(UsageError, match=r'in use and stays. These ask for it:\n  score interest \(Rule "In France"\)'):
        delete_property(office.workspace, "contact", "country")
    assert "country" in names(office)
    assert office.rescore().scores


@pytest.mark.parametrize(
    ("object_type", "name", "told"),
    [
        ("contact", "contry", "did you mean country?"),
        ("contact", "created_at", "belongs to every record"),
        ("person", "country", 'no object "person"'),
        ("contact", "p0; DROP TABLE properties", "There is no property"),
    ],
)
def test_what_is_no_property_is_told(office, object_type, name, told):
    with pytest.raises(UsageError, match=told):
        delete_property(office.workspace, object_type, name)


def test_a_deleted_property_takes_its_history_along_and_may_come_again_as_another_type(office):
    office.take(contacts=CONTACTS)
    office.later("2026-03-20")
    office.take(contacts=CONTACTS.replace("Paris", "Lyon"))
    assert review_property(office.workspace, "contact", "city").has_history
    delete_property(office.workspace, "contact", "city")
    assert names(office) == ["age", "country", "created_at"]
    office.later("2026-03-21")
    office.take(contacts="id,city,town\nann,75,Paris\n")
    listed = {each.name: each for each in list_properties(office.workspace, "contact")}
    assert (listed["city"].type, listed["city"].filled, listed["city"].has_history) == ("number", 1, True)
    assert (listed["town"].filled, listed["age"].filled, listed["country"].filled) == (1, 2, 2)


def test_a_new_property_does_not_take_the_place_of_another_after_one_was_deleted(office):
    office.take(contacts=CONTACTS)
    delete_property(office.workspace, "contact", "age")
    office.take(contacts="id,town\nann,Nantes\n")
    assert [(each.name, each.filled) for each in list_properties(office.workspace, "contact")] == [
        ("city", 2),
        ("country", 2),
        ("created_at", 3),
        ("town", 1),
    ]


def test_a_property_of_merged_contacts_does_not_come_back_with_an_unmerge(office):
    office.take(contacts=CONTACTS)
    merge(office.workspace, "bob", "ann", now=office.now, progress=NullProgress())
    delete_property(office.workspace, "contact", "age")
    unmerge(office.workspace, "ann", now=office.now, progress=NullProgress())
    assert names(office) == ["city", "country", "created_at"]
    office.publish(interest=INTEREST)
    assert office.values() == ["ann,30,High", "bob,20,Low", "cem,0,Low"]
