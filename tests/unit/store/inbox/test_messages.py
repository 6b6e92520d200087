"""Messages are put in once, read in order, forgotten when done."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.store.inbox.told import ids, told

from tamis.store.inbox import open_inbox

NUMBERS = count(1)


def test_what_is_put_in_is_pending_in_its_order(inbox, source):
    inbox.put(source, told("b", "a"))
    inbox.put(source, told("c"))
    first, *others = inbox.pending(0, 10)
    assert (first.source, first.message) == ("web", told("b")[0])
    assert [each.message.id for each in others] == ["a", "c"]
    assert ids(inbox, after=first.n, most=1) == ["a"]


def test_a_repeat_changes_nothing(inbox, source):
    inbox.put(source, told("a", event="first"))
    inbox.put(source, told("a", "b", "b", event="second"))
    assert [(each.message.id, each.message.event) for each in inbox.pending(0, 9)] == [("a", "first"), ("b", "second")]


def test_ids_of_two_sources_have_nothing_to_do_with_each_other(inbox, source):
    other = inbox.sources.with_key(inbox.sources.add("app", 0), 0)
    inbox.put(source, told("a"))
    inbox.put(other, told("a"))
    assert [each.source for each in inbox.pending(0, 9)] == ["web", "app"]


def test_a_repeat_is_recognised_when_the_message_is_long_done(inbox, source):
    inbox.put(source, told("a", "b", "c"))
    second = inbox.pending(0, 9)[1].n
    inbox.done(second)
    assert ids(inbox) == ["c"]
    inbox.put(source, told("a", "c"))
    assert ids(inbox) == ["c"]


def test_numbers_are_never_given_again(place, inbox, source):
    inbox.put(source, told("a", "b"))
    last = inbox.pending(0, 9)[-1].n
    inbox.done(last)
    inbox.close()
    with open_inbox(place) as opened:
        opened.put(source, told("c"))
        assert ids(opened, after=last) == ["c"]


def test_what_is_put_in_outlives_the_process(place, inbox, source):
    inbox.put(source, told("a"))
    with open_inbox(place) as another:
        assert ids(another) == ["a"]
        another.put(source, told("a", "b"))
    assert ids(inbox) == ["a", "b"]


def test_nothing_put_in_is_nothing(inbox, source):
    inbox.put(source, [])
    assert ids(inbox) == []


def test_many_messages_at_once_are_all_taken(inbox, source):
    many = [str(number) for number in range(15_000)]
    inbox.put(source, told(*many))
    assert ids(inbox) == many
    inbox.done(inbox.pending(0, 12_000)[-1].n)
    assert ids(inbox) == many[12_000:]


def test_repeats_far_apart_are_told_apart_too(inbox, source):
    many = [str(number) for number in range(5_000)]
    inbox.put(source, told(*many))
    inbox.put(source, told(*reversed(many), "new"))
    pages, after = [], 0
    while page := inbox.pending(after, 700):
        pages.append(page)
        after = page[-1].n
    assert [each.message.id for page in pages for each in page] == [*many, "new"]
    assert {len(page) for page in pages[:-1]} == {700}


def test_what_nobody_has_read_cannot_be_done(inbox, source):
    inbox.put(source, told("a"))
    inbox.done(1_000_000)
    assert ids(inbox) == ["a"]


def test_two_processes_that_read_agree(place, inbox, source):
    with open_inbox(place) as another:
        for turn in range(10):
            inbox.put(source, told(f"a{turn}", "both"))
            another.put(source, told(f"b{turn}", "both"))
            assert inbox.pending(0, 100) == another.pending(0, 100)
        assert len(ids(inbox)) == len(set(ids(inbox))) == 21


def test_many_threads_share_an_inbox(inbox, source):
    together = threading.Barrier(16)

    def put(number: int) -> None:
        together.wait()
        for turn in range(20):
            inbox.put(source, told(f"{number}-{turn}", f"shared-{turn}"))

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(put, range(16)))
    expected = {f"{number}-{turn}" for number in range(16) for turn in range(20)} | {f"shared-{t}" for t in range(20)}
    assert sorted(ids(inbox)) == sorted(expected)
    numbers = [each.n for each in inbox.pending(0, 1000)]
    assert numbers == sorted(numbers)


# No character is out of the question: PostgreSQL keeps none that is null in its texts.
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5), max_size=6)))
@example([["\0", "\0a"], ["\0"]])
def test_whatever_the_ids_are_each_is_stored_once(inbox, puts):
    source = inbox.sources.with_key(inbox.sources.add(f"web {next(NUMBERS)}", 0), 0)
    for each in puts:
        inbox.put(source, told(*each))
    stored = inbox.pending(0, 1_000)
    assert [each.message.id for each in stored] == list(dict.fromkeys(id for each in puts for id in each))
    inbox.done(stored[-1].n if stored else 0)


def test_the_depth_tells_how_many_wait(inbox, source):
    assert inbox.depth() == 0
    inbox.put(source, told("a", "b", "c", "c"))
    # Nobody has looked at them yet.
    assert inbox.depth() == 4
    inbox.done(inbox.pending(0, 9)[0].n)
    assert inbox.depth() == 2
    inbox.done(inbox.pending(0, 9)[-1].n)
    assert inbox.depth() == 0
