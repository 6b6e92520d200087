"""Who is learnt from: at which landmarks, until when, and with what outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from tests.predict.folders import DAY, loaded, micros, numbers_of, write

from tamis.definitions import Segment
from tamis.definitions.goal import Every, Goal, read_goal
from tamis.errors import UsageError
from tamis.predict.examples import Asking, as_they_stand, asking_of, find_candidates, make_examples, sample
from tamis.predict.examples.candidates import Candidates
from tamis.predict.examples.landmarks import landmarks_between

FILES = {
    "schema.yaml": "time_zone: UTC\n",
    "contacts.csv": """
        id,created_at,lifecycle_stage,converted,country
        at,2026-01-10,lead,false,fr
        after,2026-01-10,lead,true,fr
        last,2026-01-10,lead,true,de
        late,2026-01-10,lead,false,de
        new,2026-02-10,lead,false,fr
        dateless,,lead,false,fr
    """,
    "deals.csv": """
        id,created_at,closed_at,is_won,is_closed,contact_id
        d1,2026-01-15,2026-02-20,true,true,at
        d2,2026-01-15,2026-02-21,false,true,after
        d3,2026-01-15,,,false,late
    """,
    "property_changes.csv": """
        object,id,property,value,changed_at
        contact,at,lifecycle_stage,customer,2026-02-01
        contact,after,lifecycle_stage,customer,2026-02-01T00:00:00.000001
        contact,last,lifecycle_stage,customer,2026-03-03
        contact,late,lifecycle_stage,customer,2026-03-03T00:00:00.000001
        contact,new,lifecycle_stage,customer,2026-04-20
        contact,new,lifecycle_stage,lead,2026-04-21
        contact,dateless,lifecycle_stage,lead,2026-03-10
    """,
    "events.csv": """
        contact_id,type,occurred_at,machine,form_name
        at,form_submitted,2026-01-20,,Demo
        at,form_submitted,2026-02-05,,Demo
        at,form_submitted,2026-02-06,,News
        after,form_submitted,2026-02-05,true,Demo
        after,form_submitted,2026-02-07,,News
        dateless,form_submitted,2026-03-05,,News
    """,
}
AS_OF = micros("2026-06-10")
CUSTOMER = "outcome: {property: lifecycle_stage, is: customer}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("examples"), FILES)


def goal_of(text: str) -> Goal:
    read = read_goal(("goal.yaml", f"key: close\nhorizon: 30 days\n{text}\n"))
    assert read.goal is not None, read.issues
    return read.goal


@contextmanager
def asking(folder: Path, goal: Goal, segments: Mapping[str, Segment] | None = None) -> Iterator[Asking]:
    with loaded(folder) as (engine, catalog):
        yield asking_of(engine, catalog, goal.object, segments=segments)


@pytest.fixture(scope="module")
def told(folder):
    """Of the candidates of a goal: by id and day of the landmark, whether it was reached."""
    with loaded(folder) as (engine, catalog):
        by_object = {each: asking_of(engine, catalog, each) for each in ("contact", "deal")}

        def candidates(text, **asked):
            goal = goal_of(text)
            found = find_candidates(by_object[goal.object], goal, asked.get("as_of", AS_OF))
            ids = {n: id for id, n in numbers_of(engine, catalog, goal.object).items()}
            days = np.array(found.at, dtype="datetime64[us]").astype("datetime64[D]").astype(str)
            return {(ids[n], day): bool(o) for n, day, o in zip(found.record, days, found.outcome, strict=True)}

        yield candidates


def test_the_outcome_is_what_happened_after_the_landmark_and_until_the_end_of_the_horizon(told):
    found = told(CUSTOMER)
    first = {id: outcome for (id, day), outcome in found.items() if day == "2026-02-01"}
    # "at" was a customer at the landmark; thirty days later "last" was just in time, and "late" a microsecond late.
    assert first == {"after": True, "last": True, "late": False}


def test_who_reached_the_goal_is_never_learnt_from_again(told):
    found = told(CUSTOMER)
    assert [day for id, day in found if id == "late"] == ["2026-02-01", "2026-03-01"]
    # It ceased to be one the day after.
    assert [day for id, day in found if id == "new"] == ["2026-03-01", "2026-04-01"]


def test_a_record_is_not_there_before_its_creation_or_first_sign(told):
    found = told(CUSTOMER)
    assert min(day for id, day in found if id == "new") == "2026-03-01"
    assert min(day for id, day in found if id == "dateless") == "2026-04-01"


def test_landmarks_whose_horizon_is_not_over_are_left_out(told):
    assert max(day for _, day in told(CUSTOMER)) == "2026-05-01"
    assert max(day for _, day in told(CUSTOMER, as_of=micros("2026-05-30T23:59"))) == "2026-04-01"


def test_an_event_is_reached_with_the_last_that_is_asked_for_and_machines_reach_nothing(told):
    twice = told("outcome: {event: form_submitted, times: {from: 2}}")
    assert {id for (id, _), outcome in twice.items() if outcome} == {"at"}
    demo = told("outcome: {event: form_submitted, where: {property: form_name, is: Demo}}")
    assert "at" not in {id for id, _ in demo}
    assert not any(demo.values())
    news = told("outcome: {event: form_submitted, where: {property: form_name, is: News}}")
    assert {id for (id, _), outcome in news.items() if outcome} == {"at", "after"}


def test_a_deal_without_a_history_is_won_when_it_was_closed(told):
    own = told("object: deal\noutcome: {property: is_won, is: true}")
    assert own["d1", "2026-02-01"]
    assert ("d1", "2026-03-01") not in own
    assert not own["d2", "2026-03-01"]
    of_contacts = told("outcome: {of: deal, property: is_won, is: true}")
    assert {key for key, outcome in of_contacts.items() if outcome} == {("at", "2026-02-01")}


def test_any_of_several_is_reached_with_the_first(told):
    either = told("outcome: {any: [{of: deal, property: is_won, is: true}, {property: lifecycle_stage, is: customer}]}")
    assert ("at", "2026-02-01") not in either
    assert either["after", "2026-02-01"]


def test_what_has_no_instant_is_seen_at_landmarks_and_at_ends_of_horizons(folder, told):
    both = "outcome: {all: [{property: lifecycle_stage, is: customer}, {property: country, is: fr}]}"
    found = told(both)
    # A customer for a day of April, in between.
    assert found["after", "2026-02-01"]
    assert not found["new", "2026-04-01"]
    with asking(folder, goal_of(both)) as asked:
        assert "seen only at each landmark" in find_candidates(asked, goal_of(both), AS_OF).notes[0]


def test_only_open_records_are_looked_at(told):
    found = told(f"{CUSTOMER}\nopen: {{property: lifecycle_stage, is: lead}}")
    # Of the others nothing says that they were leads before they were customers.
    assert {id for id, _ in found} == {"dateless"}


def test_a_segment_is_asked_as_of_each_landmark(folder):
    goal = goal_of(f"{CUSTOMER}\nsegment: french")
    segment = Segment.model_validate({"key": "french", "when": {"property": "country", "is": "fr"}})
    with asking(folder, goal, {"french": segment}) as asked:
        ids = {n: id for id, n in numbers_of(asked.engine, asked.catalog).items()}
        found = find_candidates(asked, goal, AS_OF)
        assert {ids[n] for n in found.record} == {"after", "new", "dateless"}
        now = as_they_stand(asked, goal, AS_OF)
        assert {ids[n] for n in now.record[now.is_open]} == {"dateless"}
        assert {ids[n] for n in now.record[now.is_reached]} == {"at", "after", "new"}


def test_who_is_in_a_segment_of_those_who_did_something_depends_on_the_landmark(folder):
    goal = goal_of(f"{CUSTOMER}\nsegment: active")
    segment = Segment.model_validate({"key": "active", "when": {"event": "form_submitted"}})
    with asking(folder, goal, {"active": segment}) as asked:
        ids = {n: id for id, n in numbers_of(asked.engine, asked.catalog).items()}
        found = find_candidates(asked, goal, AS_OF)
        # "after" sent its first form when it was a customer.
        assert {ids[n] for n in found.record} == {"dateless"}


def test_one_landmark_a_record_some_days_after_its_creation(told):
    found = told(f"{CUSTOMER}\nlandmarks: 22 days after created_at")
    assert found["after", "2026-02-01"]
    assert not found["late", "2026-02-01"]
    assert ("at", "2026-02-01") not in found
    # Counted from its first event.
    assert not found["dateless", "2026-03-27"]


def test_a_snapshot_takes_records_as_they_stand_and_leaves_the_outcome_out(folder):
    goal = goal_of("outcome: {property: converted, snapshot: true}")
    with asking(folder, goal) as asked:
        made = make_examples(asked, goal, as_of=AS_OF, seed=1)
        assert made.examples.outcome.sum() == 2
        assert set(made.examples.landmark) == {AS_OF}
        assert not [feature for feature in made.examples.features if feature.source == "converted"]
        assert "as they stand now" in made.notes[0]


def test_an_outcome_of_which_nobody_knows_since_when_is_refused(folder):
    goal = goal_of("outcome: {property: converted}")
    with asking(folder, goal) as asked, pytest.raises(UsageError, match=r'"converted".*snapshot: true'):
        find_candidates(asked, goal, AS_OF)


def test_landmarks_are_beginnings_in_the_time_zone():
    first, last = micros("2026-02-15"), micros("2026-04-30T22:00")
    found = landmarks_between(Every(1, "month"), first, last, "Europe/Paris")
    # Summer time begins on 29 March.
    assert found == (micros("2026-02-28T23:00"), micros("2026-03-31T22:00"), micros("2026-04-30T22:00"))
    weeks = landmarks_between(Every(2, "week"), micros("2026-01-01"), micros("2026-02-01"), "UTC")
    assert {(instant // DAY + 3) % 7 for instant in weeks} == {0}
    assert np.diff(weeks).tolist() == [14 * DAY] * (len(weeks) - 1)


def candidates_of(rows: int, reached: int) -> Candidates:
    record = np.arange(rows, dtype=np.int64)
    return Candidates(record, np.full(rows, AS_OF), record < reached)


def test_all_that_reached_the_goal_are_taken_and_some_of_the_others_stand_for_all():
    everyone = candidates_of(20_000, 500)
    places, weight = sample(everyone, seed=3, limit=4_000)
    reached = everyone.outcome[places]
    assert [reached.sum(), weight[reached].sum()] == [500, 500]
    assert len(places) == pytest.approx(4_000, rel=0.05)
    assert weight.sum() == pytest.approx(20_000)


def test_the_same_are_drawn_again_and_others_with_another_seed():
    everyone = candidates_of(5_000, 50)
    first, again, other = (sample(everyone, seed=seed, limit=1_000)[0].tolist() for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_few_candidates_are_all_taken():
    places, weight = sample(candidates_of(100, 90), seed=1, limit=100)
    assert len(places) == 100
    assert set(weight) == {1.0}


def test_the_same_examples_come_of_one_thread_and_of_two(folder):
    goal, found = goal_of(CUSTOMER), []
    for threads in (1, 2):
        with loaded(folder, threads=threads) as (engine, catalog):
            made = make_examples(asking_of(engine, catalog, "contact"), goal, as_of=AS_OF, seed=1)
            found.append((made.examples.table.to_json(), made.encoding, made.examples.record.tolist()))
    assert found[0] == found[1]
