"""What a source tells is in the scores as soon as the keeper has worked, as if it had always been known."""

from __future__ import annotations

import pytest

from tamis.operations.merge import merge, unmerge
from tamis.progress import NullProgress
from tamis.store.warehouse.live import live_events, traits
from tests.operations.live.branch import Branch
from tests.operations.live.definitions import STRICTER


def test_an_event_is_in_the_score_of_its_contact_and_of_their_company(branch: Branch) -> None:
    before = {row[:3]: row[3] for row in branch.live()}
    branch.tell("track", user_id="cem", event="demo_requested")
    after = {row[:3]: row[3] for row in branch.live()}
    assert branch.points("cem") == 25
    assert after["account", "company", 0] - before["account", "company", 0] == 8_000_000
    assert branch.live() == branch.anew()


def test_a_message_that_comes_twice_counts_once(branch: Branch) -> None:
    for _ in range(2):
        branch.tell("track", user_id="cem", event="demo_requested", id="same")
    branch.restart()
    branch.tell("track", user_id="cem", event="demo_requested", id="same")
    assert branch.points("cem") == 25


def test_what_a_visitor_did_counts_once_they_are_known(branch: Branch) -> None:
    branch.tell("track", anonymous_id="cookie", event="demo_requested", ago=3600)
    assert branch.live() == branch.anew()
    branch.tell("identify", user_id="dan", anonymous_id="cookie", traits={"country": "France"})
    assert branch.points("dan") == 30
    branch.tell("track", anonymous_id="cookie", event="demo_requested")
    assert branch.points("dan") == 50
    assert branch.live() == branch.anew()


def test_a_visitor_who_is_identified_before_they_have_an_id_keeps_everything(branch: Branch) -> None:
    branch.tell("track", anonymous_id="cookie", event="demo_requested")
    branch.tell("identify", anonymous_id="cookie", traits={"country": "France"})
    assert branch.points("cookie") == 30
    branch.tell("identify", user_id="bob", anonymous_id="cookie")
    assert branch.points("cookie") is None
    # A page, a demo; and bob is from Spain by his own record.
    assert round(branch.points("bob") or 0) == 23
    assert branch.live() == branch.anew()


def test_a_second_person_on_one_device_gets_nothing_of_the_first(branch: Branch) -> None:
    branch.tell("identify", user_id="dan", anonymous_id="shared")
    branch.tell("track", anonymous_id="shared", event="demo_requested")
    branch.tell("identify", user_id="eve", anonymous_id="shared")
    assert (branch.points("dan"), branch.points("eve")) == (20, 0)


def test_a_property_that_is_told_late_does_not_undo_what_came_after_it(branch: Branch) -> None:
    branch.tell("identify", user_id="bob", traits={"country": "France"})
    branch.tell("identify", user_id="bob", traits={"country": "Italy"}, ago=3600)
    assert {row[2]: row[4] for row in branch.live() if row[0] == "interest"}[1] == 10_000_000
    with branch.held.opened() as warehouse:
        assert warehouse.rows("SELECT p0 FROM records_0 WHERE id = 'bob'") == [("France",)]
    assert branch.live() == branch.anew()


def test_a_property_is_cleared_by_null_and_kept_when_it_is_not_told(branch: Branch) -> None:
    branch.tell("identify", user_id="ann", traits={"plan": "pro"})
    assert branch.live() == branch.anew()
    fit = {row[2]: row[4] for row in branch.live() if row[0] == "interest"}
    branch.tell("identify", user_id="ann", traits={"country": None})
    after = {row[2]: row[4] for row in branch.live() if row[0] == "interest"}
    assert fit[0] - after[0] == 10_000_000


def test_a_group_makes_the_company_and_associates_it(branch: Branch) -> None:
    branch.tell("group", user_id="bob", group_id="soft", traits={"industry": "Software"})
    fit = {row[2]: row[4] for row in branch.live() if row[0] == "interest"}
    assert fit[1] == 5_000_000
    assert branch.live() == branch.anew()
    # A company that changes changes its people.
    branch.tell("group", user_id="bob", group_id="soft", traits={"industry": "Trade"})
    assert {row[2]: row[4] for row in branch.live() if row[0] == "interest"}[1] == 0


NO_COMPANY = """\
key: lone
label: Lone
object: contact
groups:
  - key: being
    label: Being
    category: fit
    rules:
      - {label: No company known, when: {property: company_id, is_known: false}, points: 5}
      - {label: Of acme, when: {property: company_id, is: acme}, points: 2}
"""


def test_the_first_company_of_a_contact_is_its_company_id(branch: Branch) -> None:
    branch.publish({"scores/lone": NO_COMPANY})
    assert branch.points("bob", "lone") == 5
    branch.send(
        branch.say("group", user_id="bob", group_id="bolt"),
        branch.say("group", ago=60, user_id="bob", group_id="acme"),
    )
    branch.keep()
    assert branch.points("bob", "lone") == 2
    branch.tell("group", user_id="bob", group_id="corp")
    assert branch.points("bob", "lone") == 2
    assert branch.live() == branch.anew()


def test_a_contact_who_has_a_company_by_a_file_is_given_no_other_one(branch: Branch) -> None:
    branch.publish({"scores/lone": NO_COMPANY})
    branch.office().take(
        associations="from_object,from_id,to_object,to_id\ncontact,bob,company,bolt\n",
        events="id,contact_id,type,occurred_at\n",
    )
    branch.tell("group", user_id="bob", group_id="acme")
    assert branch.points("bob", "lone") == 5
    assert branch.live() == branch.anew()


def test_a_company_that_a_contact_names_stays_its_company_id(branch: Branch) -> None:
    branch.publish({"scores/lone": NO_COMPANY})
    branch.tell("group", user_id="ann", group_id="bolt")
    branch.send(
        branch.say("group", user_id="bob", group_id="bolt"),
        branch.say("identify", user_id="bob", traits={"company_id": "acme"}),
    )
    branch.keep()
    assert (branch.points("ann", "lone"), branch.points("bob", "lone")) == (2, 2)
    branch.tell("identify", user_id="bob", traits={"company_id": None})
    assert branch.points("bob", "lone") == 5
    assert branch.live() == branch.anew()


def test_a_contact_may_name_a_company_that_comes_later(branch: Branch) -> None:
    branch.tell("identify", user_id="bob", traits={"company_id": "late"})
    branch.tell("group", user_id="ann", group_id="late", traits={"industry": "Software"})
    assert {row[2]: row[4] for row in branch.live() if row[0] == "interest"}[1] == 5_000_000
    assert branch.live() == branch.anew()


def test_two_identities_are_one_after_an_alias(branch: Branch) -> None:
    branch.tell("track", user_id="bob", event="demo_requested")
    branch.tell("alias", user_id="ann", previous_id="bob")
    assert branch.points("bob") is None
    assert branch.live() == branch.anew()
    branch.tell("track", user_id="bob", event="mail_opened")
    branch.tell("identify", user_id="bob", traits={"country": "Spain"})
    assert branch.live() == branch.anew()


def test_an_alias_holds_whatever_comes_first(branch: Branch) -> None:
    branch.tell("alias", user_id="ann", previous_id="old-ann")
    branch.tell("track", anonymous_id="old-ann", event="page_viewed", properties={"seconds": 70})
    branch.tell("track", user_id="old-ann", event="demo_requested")
    branch.tell("identify", user_id="old-ann", traits={"age": 40})
    assert branch.wholes()["old-ann"] == "ann"
    # In France, of a software company, a reader, and two demos; a page, and long.
    assert branch.points("ann") == 10 + 5 + 4 + 20 + 20 + 3 + 1
    assert branch.points("old-ann") is None
    assert branch.live() == branch.anew()


def test_whose_alias_it_was_may_be_merged_by_then_and_an_unmerge_is_the_last_word(branch: Branch) -> None:
    branch.tell("alias", user_id="bob", previous_id="robert")
    branch.tell("alias", user_id="cem", previous_id="robert")
    merge(branch.held, "ann", "bob", now=lambda: branch.time, progress=NullProgress())
    branch.send(
        branch.say("identify", user_id="robert", traits={"age": 40}),
        branch.say("alias", user_id="bob", previous_id="rob"),
        branch.say("track", user_id="rob", event="demo_requested"),
    )
    branch.keep()
    assert {branch.wholes()[id] for id in ("bob", "robert", "rob")} == {branch.wholes()["ann"]}
    assert branch.wholes()["cem"] == branch.wholes()["ann"]
    assert branch.live() == branch.anew()
    unmerge(branch.held, "rob", now=lambda: branch.time, progress=NullProgress())
    branch.tell("track", user_id="rob", event="demo_requested")
    assert branch.wholes()["rob"] == "rob"
    assert branch.live() == branch.anew()


def test_an_alias_holds_for_a_contact_that_a_file_brings(branch: Branch) -> None:
    branch.tell("alias", user_id="ann", previous_id="a-1")
    branch.tell("alias", user_id="a-2", previous_id="a-1")
    branch.office().take(
        contacts="id,country\na-1,Spain\n",
        events="id,contact_id,type,occurred_at\ne9,a-1,demo_requested,2026-03-09T10:00:00Z\n",
    )
    branch.keep()
    assert {branch.wholes()[id] for id in ("ann", "a-1", "a-2")} == {"a-2"}
    assert branch.live() == branch.anew()
    with branch.held.opened() as warehouse:
        assert (
            warehouse.one("SELECT count(*) FROM events AS e JOIN records_0 AS r ON r.n = e.contact WHERE r.id = 'a-2'")
            == 2
        )


def test_machine_made_openings_do_not_count(branch: Branch) -> None:
    branch.tell("track", user_id="bob", event="mail_opened", context={"userAgent": "Googlebot/2.1"})
    assert {row[2]: row[4] for row in branch.live() if row[0] == "interest"}[1] == 0
    branch.tell("track", user_id="bob", event="mail_opened")
    assert {row[2]: row[4] for row in branch.live() if row[0] == "interest"}[1] == 4_000_000


def test_what_our_own_people_do_does_not_count(branch: Branch) -> None:
    branch.held.machine_rules.write_text("rules: [{key: staff, email_domain: acme.com}]", encoding="utf-8")
    branch.tell("identify", user_id="cem", traits={"email": "Cem@Acme.com"})
    branch.tell("track", user_id="cem", event="demo_requested")
    branch.tell("identify", user_id="ann", traits={"email": "ann@example.com"})
    assert branch.points("cem") == 5
    before = branch.points("ann")
    # By the id of a contact who is part of another one.
    branch.tell("alias", user_id="ann", previous_id="cem")
    branch.tell("track", user_id="cem", event="demo_requested")
    assert branch.points("ann") == before
    branch.tell("track", user_id="ann", event="demo_requested")
    assert branch.points("ann") == (before or 0) + 20


def test_time_alone_moves_scores_and_says_so(branch: Branch) -> None:
    branch.tell("track", user_id="cem", event="demo_requested")
    branch.later(days=31)
    branch.keep()
    assert branch.points("cem") == 5
    assert branch.live() == branch.anew()
    assert [change[-1] for change in branch.chains()["interest", "contact", 2]] == ["publish", "event", "time"]


RECENT = """\
key: recent
object: contact
groups:
  - {key: g, category: fit, rules: [{when: {property: created_at, in_the_last: 80 days}, points: 5}]}
"""


def test_a_date_comes_to_lie_too_long_ago(branch: Branch) -> None:
    branch.publish({"scores/recent": RECENT})
    # Nothing ever happened to them that time could move.
    for id, day in (("dan", "2026-01-01"), ("eve", "2026-01-02")):
        branch.tell("identify", user_id=id, traits={"created_at": day})
    assert (branch.points("dan", "recent"), branch.points("eve", "recent")) == (5, 5)
    branch.later(days=12)
    branch.keep()
    assert (branch.points("dan", "recent"), branch.points("eve", "recent")) == (0, 5)
    assert branch.live() == branch.anew()


def test_a_decay_comes_into_the_history_by_whole_points(branch: Branch) -> None:
    for _ in range(3):
        branch.tell("track", user_id="cem", event="page_viewed", properties={"url": "/"})
    for _ in range(10):
        branch.later(hours=48)
        branch.keep()
        assert branch.live() == branch.anew()
    causes = [change[-1] for change in branch.chains()["interest", "contact", 2]]
    # 9 points lose 3 in 20 days; a row tells of a point and what is left of the two days in which it was lost.
    assert causes.count("time") == 2


def test_what_time_did_before_an_event_is_not_the_events(branch: Branch) -> None:
    branch.tell("track", user_id="cem", event="page_viewed", properties={"url": "/"})
    branch.later(hours=48)
    branch.keep()
    branch.tell("track", user_id="cem", event="demo_requested")
    *_, faded, asked = branch.chains()["interest", "contact", 2]
    assert (faded[-1], asked[-1]) == ("time", "event")
    assert -1_000_000 < faded[1] - faded[0] < 0
    assert asked[1] - asked[0] == 20_000_000


def test_the_history_adds_up_and_ends_in_the_value(branch: Branch) -> None:
    branch.tell("track", user_id="ann", event="page_viewed", properties={"url": "/pricing", "seconds": 70})
    branch.later(days=9)
    branch.tell("track", user_id="ann", event="demo_requested")
    branch.publish({"scores/interest": STRICTER})
    branch.keep()
    chains = branch.chains()
    for place, chain in chains.items():
        befores, afters = [row[0] for row in chain], [row[1] for row in chain]
        assert befores == [None, *afters[:-1]], place
    values = {row[:3]: row[3] for row in branch.live()}
    assert all(abs((chain[-1][1] or 0) - values[place]) < 1_000_000 for place, chain in chains.items())


def test_a_value_that_cannot_be_read_is_unknown_and_its_event_stays(branch: Branch) -> None:
    branch.tell("track", user_id="cem", event="page_viewed", properties={"seconds": "a while", "url": "/pricing"})
    branch.tell("track", user_id="cem", event="page_viewed", properties={"seconds": "61", "url": "/pricing"})
    assert round(branch.points("cem") or 0, 1) == 5 + 6 + 7 + 1
    assert branch.live() == branch.anew()


def test_what_is_done_is_not_undone_by_a_clock_that_is_set_back(branch: Branch) -> None:
    branch.tell("track", user_id="cem", event="demo_requested")
    branch.later(hours=-2)
    branch.keep()
    assert branch.live() == branch.anew()
    branch.later(hours=2)
    branch.tell("track", user_id="cem", event="demo_requested")
    branch.later(minutes=2)
    branch.keep()
    assert branch.points("cem") == 45


def test_time_computes_only_what_it_can_have_moved(branch: Branch) -> None:
    def computed() -> float:
        return branch.meters.rescored_records._value.get()

    # Bob viewed a page, whose points fade; everybody else has nothing that a minute could move.
    for minutes, records in ((2, 1), (2, 1)):
        before = computed()
        branch.later(minutes=minutes)
        branch.keep()
        assert computed() - before == records
        assert branch.live() == branch.anew()


def test_what_was_computed_when_it_happened_is_not_computed_again_by_the_minute(branch: Branch) -> None:
    branch.later(minutes=2)
    branch.keep()
    branch.later(seconds=30)
    branch.tell("track", user_id="cem", event="demo_requested")
    before = branch.meters.rescored_records._value.get()
    branch.later(seconds=30)
    branch.keep()
    # Bob, who has something that fades, and cem's company; not cem.
    assert branch.meters.rescored_records._value.get() - before == 2
    assert branch.live() == branch.anew()


def test_an_event_that_a_file_tells_beforehand_counts_when_its_time_has_come(branch: Branch) -> None:
    events = "id,contact_id,type,occurred_at\nf1,cem,demo_requested,2026-03-10T12:00:40Z\n"
    branch.office().take(events=events)
    branch.later(seconds=30)
    branch.tell("track", user_id="cem", event="page_viewed")
    assert branch.points("cem") == 8
    branch.later(minutes=1)
    branch.keep()
    assert round(branch.points("cem") or 0) == 28
    assert branch.live() == branch.anew()


def test_ever_new_names_of_properties_come_to_an_end(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_events, "_MOST_COLUMNS", 12)
    monkeypatch.setattr(traits, "_MOST_PROPERTIES", 12)
    names = {f"p{i}": "x" for i in range(20)}
    branch.tell("track", user_id="cem", event="demo_requested", properties=names)
    branch.tell("identify", user_id="cem", traits={"industry": "none", **names})
    with branch.held.opened() as warehouse:
        catalog = warehouse.catalog()
    assert len(catalog.events["demo_requested"]) == 12
    assert len(catalog.objects["contact"].properties) == 12
    assert branch.points("cem") == 25
    assert branch.live() == branch.anew()


def test_a_property_of_very_many_values_moves_to_its_events(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_events, "_MOST_SIGNATURES", 6)
    monkeypatch.setattr(live_events, "_MOST_VALUES", 4)
    for number in range(6):
        branch.tell("track", user_id="cem", event="page_viewed", properties={"url": f"/pricing/{number}"})
    with branch.held.opened() as warehouse:
        assert warehouse.catalog().events["page_viewed"]["url"].inline
    branch.tell("track", user_id="cem", event="page_viewed", properties={"url": "/pricing/0"})
    # Of a software company; seven pages, which are the prices more than twice.
    assert round(branch.points("cem") or 0, 1) == 5 + 7 * 3 + 7
    assert branch.live() == branch.anew()


def test_a_trait_is_the_property_that_the_crm_has_for_it(branch: Branch) -> None:
    branch.office().take(contacts="id,job_title\nann,Clerk\n", events="id,contact_id,type,occurred_at\n")
    branch.tell("identify", user_id="ann", traits={"jobTitle": "Director"})
    with branch.held.opened() as warehouse:
        assert "jobTitle" not in warehouse.catalog().objects["contact"].properties
    assert branch.live() == branch.anew()
