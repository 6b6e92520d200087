"""A merge or unmerge that is killed, at whatever statement, has happened or has not."""

import shutil

import pytest
from tests.dying import killed_and_ended

from tamis.store.warehouse.merges import merge_together

KILLED = """
import sys
from pathlib import Path
from tamis.store.warehouse import open_warehouse
from tamis.store.warehouse.merges import merge_contacts, merge_together, unmerge_contact, unmerge_together
from tests.dying import die_at_each, die_before

def act(file, number):
    with open_warehouse(file) as warehouse:
        die_before(number)
        match sys.argv[2]:
            case "merge":
                merge_contacts(warehouse, "c", "b", 5)
            case "unmerge":
                unmerge_contact(warehouse, "b", 6)
            case "merge together":
                merge_together(warehouse, [(0, 1), (2, 3)], 5, together=5)
            case "unmerge together":
                unmerge_together(warehouse, 5, 6)

die_at_each(act, Path(sys.argv[1]), first=1, step=5)
"""


@pytest.fixture
def people(store):
    store.take(
        contacts__csv="id,size,company_id\nb,20,k1\nc,,k2\nd,1,\ne,2,k1\n",
        companies__csv="id\nk1\nk2\n",
        events__csv="contact_id,type,occurred_at\nb,viewed,2026-05-01\n",
        segment_members__csv="segment,id\nstaff,b\n",
    )
    return store


@pytest.mark.parametrize("verb", ["merge", "unmerge", "merge together", "unmerge together"])
def test_a_merge_that_is_killed_has_happened_or_has_not(people, tmp_path, verb):
    if verb == "unmerge":
        people.merge("c", "b")
    if verb == "unmerge together":
        with people.opened() as warehouse:
            merge_together(warehouse, [(0, 1), (2, 3)], 5, together=5)
    before = people.contents()
    people.close()
    place = tmp_path / "killed"
    place.mkdir()
    shutil.copy(people.file, place / "start.duckdb")
    killed, ended = killed_and_ended("-c", KILLED, str(place / "start.duckdb"), verb)
    assert len(killed) > 4
    for name in killed:
        assert contents(people, place / name) == before
    assert contents(people, place / ended) != before


def contents(people, file):
    people.close()
    people.file = file
    return people.contents()
