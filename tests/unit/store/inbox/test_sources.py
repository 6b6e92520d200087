"""Who may send."""

from __future__ import annotations

import pytest

from tamis.errors import UsageError
from tamis.store.inbox import open_inbox


def test_a_key_opens_its_source(inbox):
    web, app = inbox.sources.add("web", 1), inbox.sources.add("app", 2)
    found = {source.name: source.id for source in inbox.sources.all()}
    assert (inbox.sources.with_key(web, 5), inbox.sources.with_key(app, 5)) == (found["web"], found["app"])


def test_a_key_is_kept_nowhere_in_a_file(file):
    with open_inbox(file) as inbox:
        key = inbox.sources.add("web", 1)
    for part in file.parent.iterdir():
        assert key.encode() not in part.read_bytes()


def test_a_key_is_kept_nowhere_on_a_server(postgresql, shared):
    with open_inbox(shared) as inbox:
        key = inbox.sources.add("web", 1)
    kept = postgresql.do("SELECT keys::text, encode(hash, 'escape') FROM tamis_inbox.keys", shared.url)
    kept += postgresql.do("SELECT sources::text, '' FROM tamis_inbox.sources", shared.url)
    assert len(kept) == 2
    assert key not in str(kept)


@pytest.mark.parametrize("key", ["", "nonsense", "\ud800", "k" * 100_000])
def test_another_key_opens_nothing(inbox, key):
    inbox.sources.add("web", 1)
    assert inbox.sources.with_key(key, 5) is None


def test_a_rotated_key_ends_at_once(inbox):
    old = inbox.sources.add("web", 1)
    new = inbox.sources.rotate("web", 10)
    assert inbox.sources.with_key(old, 10) is None
    assert inbox.sources.with_key(new, 10) is not None
    assert [(each.rotated_at, each.revoked_at) for each in inbox.sources.all()] == [(10, None)]


def test_a_rotated_key_may_go_on_for_a_while(inbox):
    old = inbox.sources.add("web", 1)
    new = inbox.sources.rotate("web", 10, keep_old_for=5)
    assert inbox.sources.with_key(old, 14) == inbox.sources.with_key(new, 14)
    assert inbox.sources.with_key(old, 15) is None
    # A second rotation does not give the first key more time.
    inbox.sources.rotate("web", 12, keep_old_for=100)
    assert inbox.sources.with_key(old, 15) is None
    assert inbox.sources.with_key(new, 111) is not None


def test_a_revoked_source_has_no_key_until_it_is_given_one(inbox):
    key = inbox.sources.add("web", 1)
    source = inbox.sources.with_key(key, 2)
    inbox.sources.revoke("web", 10)
    assert inbox.sources.with_key(key, 10) is None
    assert [each.revoked_at for each in inbox.sources.all()] == [10]
    assert inbox.sources.with_key(inbox.sources.rotate("web", 20), 20) == source
    assert [each.revoked_at for each in inbox.sources.all()] == [None]


def test_a_revoked_source_has_no_key_that_may_still_go_on(inbox):
    old = inbox.sources.add("web", 1)
    new = inbox.sources.rotate("web", 10, keep_old_for=100)
    inbox.sources.revoke("web", 20)
    assert None not in (inbox.sources.with_key(old, 19), inbox.sources.with_key(new, 19))
    assert (inbox.sources.with_key(old, 20), inbox.sources.with_key(new, 20)) == (None, None)


def test_a_source_that_another_process_adds_is_known_at_once(place, inbox):
    inbox.sources.with_key("nonsense", 1)
    with open_inbox(place) as another:
        key = another.sources.add("web", 1)
    assert inbox.sources.with_key(key, 1) is not None


def test_names_are_told_apart(inbox):
    inbox.sources.add("web", 1)
    with pytest.raises(UsageError, match='a source "web" already'):
        inbox.sources.add("web", 2)
    with pytest.raises(UsageError, match='no source "app"'):
        inbox.sources.rotate("app", 2)
    with pytest.raises(UsageError, match='no source "app"'):
        inbox.sources.revoke("app", 2)
    with pytest.raises(UsageError, match="needs a name"):
        inbox.sources.add("  ", 2)
    assert [source.name for source in inbox.sources.all()] == ["web"]
