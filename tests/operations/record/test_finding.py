"""Finding a record by what a person knows of it."""

import pytest

from tamis.errors import UsageError
from tamis.operations.merge import merge
from tamis.operations.record.finding import find_records
from tamis.progress import NullProgress


def ids(company, text, **options):
    return [found.id for found in find_records(company.workspace, text, **options)]


def test_a_part_of_the_name_or_of_the_address_is_enough_in_any_case(company):
    assert ids(company, "aRCH") == ["ann"]
    assert ids(company, "north.example") == ["ann", "cleo"]
    assert ids(company, "bob baker") == ["bob"]
    assert ids(company, "baker ann") == []


def test_accents_need_not_be_typed(company):
    assert ids(company, "chenier cleo") == ["cleo"]
    assert ids(company, "chénier north.éxample") == ["cleo"]


def test_what_begins_so_comes_before_what_has_it_somewhere(company):
    assert ids(company, "b") == ["bob"]
    assert ids(company, "c", most=1) == ["cleo"]


def test_the_whole_name_begins_so_though_it_is_in_two_columns(company):
    company.take(contacts="id,first_name,last_name,email\nabe,Abe,Doe,abe.bob@north.example\n")
    assert ids(company, "bob b") == ["bob", "abe"]


def test_a_whole_name_that_begins_so_comes_before_a_part_of_one(company):
    company.take(contacts="id,first_name,last_name\nabe,Abe,Bond\nbea,Bea,Young\n")
    assert ids(company, "b") == ["bea", "bob", "abe"]


def test_a_contact_is_told_with_its_company(company):
    assert [found.company for found in find_records(company.workspace, "north.example")] == ["North Ltd", "North Ltd"]
    assert [found.company for found in find_records(company.workspace, "bob")] == ["South SA"]
    company.take(contacts="id,first_name,last_name\nabe,Abe,Bond\n")
    assert [found.company for found in find_records(company.workspace, "abe")] == [None]


def test_signs_stand_for_themselves(company):
    assert ids(company, "%") == []
    assert ids(company, "_") == []
    assert ids(company, "!") == []
    assert ids(company, "  ") == []


def test_companies_are_found_by_name(company):
    [found] = find_records(company.workspace, "north", "company")
    assert (found.id, found.name) == ("north", "North Ltd")
    with pytest.raises(UsageError, match='no object "planet"'):
        find_records(company.workspace, "x", "planet")


def test_the_id_of_a_merged_contact_finds_the_one_that_it_is_part_of(company):
    merge(company.workspace, "ann", "cleo", now=company.now, progress=NullProgress())
    assert ids(company, "cleo") == ["ann"]
