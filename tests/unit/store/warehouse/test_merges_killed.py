"""A merge or unmerge that is killed, at whatever statement, has happened or has not."""

import shutil
import subprocess
import sys

import pytest

# For every moment the process, which has loaded everything and opened nothing yet, forks. Each child dies before its
# statement of that number; a child that comes to its end says so, and is the last.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from tamis.store.warehouse import open_warehouse
from tamis.store.warehouse.merges import merge_contacts, unmerge_contact

verb, file, step = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])

def run(last):
    with open_warehouse(file.with_name(f"{last}.duckdb")) as warehouse:
        sql, left = warehouse.engine.sql, last
        def counted(text, params=()):
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return sql(text, params)
        warehouse.engine.sql = counted
        merge_contacts(warehouse, "c", "b", 5) if verb == "merge" else unmerge_contact(warehouse, "b", 6)

last, ended = 1, False
while not ended:
    shutil.copy(file, file.with_name(f"{last}.duckdb"))
    if child := os.fork():
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        print(last, ended, flush=True)
    else:
        run(last)
        os._exit(0)
    last += step
"""


@pytest.fixture
def people(store):
    store.take(
        contacts__csv="id,size,company_id\nb,20,k1\nc,,k2\n",
        companies__csv="id\nk1\nk2\n",
        events__csv="contact_id,type,occurred_at\nb,viewed,2026-05-01\n",
        segment_members__csv="segment,id\nstaff,b\n",
    )
    return store


@pytest.mark.parametrize("verb", ["merge", "unmerge"])
def test_a_merge_that_is_killed_has_happened_or_has_not(people, tmp_path, verb):
    if verb == "unmerge":
        people.merge("c", "b")
    before = people.contents()
    place = tmp_path / "killed"
    place.mkdir()
    shutil.copy(people.file, place / "start.duckdb")
    command = [sys.executable, "-c", KILLED, verb, str(place / "start.duckdb"), "5"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    *killed, done = [line.split() for line in lines]
    assert len(killed) > 4
    for last, _ in killed:
        people.file = place / f"{last}.duckdb"
        assert people.contents() == before
    people.file = place / f"{done[0]}.duckdb"
    assert people.contents() != before
