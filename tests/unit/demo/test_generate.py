"""The demo company: its size, that a seed repeats it, and that its story hangs together."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tamis.demo import generate
from tamis.demo.generate import block_size
from tamis.demo.kinds import EVENT_TYPES

AS_OF = datetime(2026, 7, 1, tzinfo=UTC)


def tables(folder: Path) -> dict[str, object]:
    return {str(f.relative_to(folder)): pq.read_table(f) for f in sorted(folder.rglob("*.parquet"))}


def test_the_same_seed_gives_the_same_company_and_another_seed_another(tmp_path):
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        generate(tmp_path / name, contacts=700, events=20_000, seed=seed, as_of=AS_OF)
    one = tables(tmp_path / "one")
    assert one == tables(tmp_path / "again")
    assert one != tables(tmp_path / "other")


@pytest.mark.parametrize(
    ("contacts", "events"), [(1, 0), (1, 3), (40, 40), (10, 5_000), (500, 25_000), (9_000, 20_000)]
)
def test_there_are_exactly_as_many_contacts_and_events_as_asked(tmp_path, contacts, events):
    made = generate(tmp_path / "demo", contacts=contacts, events=events, as_of=AS_OF)
    assert (made.rows["contacts"], made.rows["events"]) == (contacts, events)


def test_fifty_events_a_contact_if_nobody_says(tmp_path):
    assert generate(tmp_path / "demo", contacts=60, as_of=AS_OF).rows["events"] == 3000


def test_a_block_never_holds_more_events_than_fit_in_memory():
    sizes = [(500, 25_000), (1_000_000, 50_000_000), (5_000_000, 500_000_000), (100, 500_000_000)]
    assert [block_size(*size) for size in sizes] == [8000, 8000, 4000, 1]


def test_all_twenty_five_types_happen(ask):
    assert {row[0] for row in ask("SELECT DISTINCT type FROM {events}")} == set(EVENT_TYPES)
    assert len(EVENT_TYPES) == 25


def test_nothing_happens_before_a_contact_is_there_nor_after_the_end(ask):
    wrong = (
        "SELECT count(*) FROM {events} e JOIN {contacts} c ON c.id = e.contact_id WHERE e.occurred_at < c.created_at"
    )
    assert ask(wrong) == [(0,)]
    assert ask("SELECT max(occurred_at) < TIMESTAMPTZ '2026-07-01T00:00Z' FROM {events}") == [(True,)]


def test_no_mail_is_sent_to_those_who_left(ask):
    assert ask("""
        SELECT count(*) FROM {events} mail JOIN {events} leaving ON mail.contact_id = leaving.contact_id
        WHERE mail.type = 'email_sent' AND leaving.type IN ('unsubscribed', 'spam_complaint')
          AND mail.occurred_at > leaving.occurred_at
    """) == [(0,)]


def test_machines_open_click_and_crawl_and_nothing_else(ask):
    assert {row[0] for row in ask("SELECT DISTINCT type FROM {events} WHERE machine")} > {
        "email_opened",
        "email_clicked",
    }
    machine_opens, human_opens = ask("""
        SELECT count(*) FILTER (WHERE machine), count(*) FILTER (WHERE NOT machine) FROM {events}
        WHERE type = 'email_opened'
    """)[0]
    assert min(machine_opens, human_opens) > 1000


def test_work_is_done_on_weekdays(ask):
    (weekend,) = ask("SELECT avg((isodow(occurred_at) > 5)::INT) FROM {events} WHERE type = 'page_viewed'")[0]
    assert weekend < 0.1


def test_events_lie_by_contact_and_time(company):
    table = pq.read_table(company / "events", columns=["contact_id", "occurred_at"])
    rows = list(zip(*(table[name].to_pylist() for name in ("contact_id", "occurred_at")), strict=True))
    assert rows == sorted(rows)


def test_lifecycle_history_ends_at_the_stage_of_the_contact(ask):
    assert ask("""
        WITH last AS (SELECT id, arg_max(value, changed_at) AS stage FROM {property_changes}
                      WHERE property = 'lifecycle_stage' GROUP BY id)
        SELECT count(*) FROM {contacts} c LEFT JOIN last USING (id) WHERE c.lifecycle_stage IS DISTINCT FROM last.stage
    """) == [(0,)]


def test_customers_are_those_who_won_a_deal(ask):
    assert ask("""
        SELECT count(*) FROM {contacts} c
        WHERE (c.lifecycle_stage = 'customer') != (c.id IN (SELECT contact_id FROM {deals} WHERE is_won))
    """) == [(0,)]


def test_no_address_and_no_domain_can_reach_anybody(ask):
    assert ask("SELECT count(*) FROM {contacts} WHERE NOT ends_with(email, '.example')") == [(0,)]
    assert ask("SELECT count(*) FROM {companies} WHERE NOT ends_with(domain, '.example')") == [(0,)]


def test_the_truth_stands_beside_the_data_with_its_parameters(company):
    truth = json.loads((company / "truth" / "truth.json").read_text())
    assert truth["horizon_days"] == 90
    assert truth["model"]["seniority"]["c_level"] == 1.0


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"contacts": 0}, ValueError),
        ({"events": -1}, ValueError),
        ({"as_of": datetime(2026, 7, 1)}, ValueError),
    ],
)
def test_a_company_that_cannot_be_is_refused(tmp_path, asked, error):
    with pytest.raises(error):
        generate(tmp_path / "demo", **({"contacts": 10, "as_of": AS_OF} | asked))
    assert not (tmp_path / "demo").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        generate(tmp_path, contacts=10, as_of=AS_OF)
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]
