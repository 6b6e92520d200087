"""`tamis sources`: who may send, said so that a script can take the key."""

import json

import pytest

from tamis.store.inbox import open_inbox

DAY = 86_400_000_000


@pytest.fixture
def work(has_workspace):
    return has_workspace("init")


@pytest.fixture
def opens(work):
    """Whether a key opens a source, so many microseconds after it was made."""

    def asked(key: str, after: int = 0) -> bool:
        with open_inbox(work.root / "work" / "inbox.sqlite3") as inbox:
            [last] = [max(filter(None, (each.created_at, each.rotated_at))) for each in inbox.sources.all()]
            return inbox.sources.with_key(key, last + after) is not None

    return asked


def test_the_key_of_a_new_source_stands_alone_on_standard_output(tamis, opens):
    said = tamis("sources add website --workspace work")
    assert (said.code, said.out.count("\n")) == (0, 1)
    assert opens(said.out.strip())
    assert said.out.strip() not in said.err


def test_a_new_key_ends_the_old_one(tamis, opens):
    old = tamis("sources add website --workspace work").out.strip()
    new = tamis("sources rotate website --workspace work").out.strip()
    assert (opens(old), opens(new)) == (False, True)


def test_an_old_key_may_go_on_for_a_while(tamis, opens):
    old = tamis("sources add website --workspace work").out.strip()
    tamis("sources rotate website --workspace work --grace", "1 day")
    assert (opens(old, DAY - 1), opens(old, DAY)) == (True, False)


@pytest.mark.parametrize("grace", ["soon", "0 days", "1", "-1 days"])
def test_a_grace_that_is_no_period_changes_nothing(tamis, opens, grace):
    old = tamis("sources add website --workspace work").out.strip()
    said = tamis("sources rotate website --workspace work --grace", grace)
    assert (said.code, said.out) == (2, "")
    assert "30 days" in said.err or "longer than nothing" in said.err
    assert opens(old, DAY)


def test_a_revoked_source_can_send_again_after_a_rotation(tamis, opens):
    old = tamis("sources add website --workspace work").out.strip()
    assert tamis("sources revoke website --workspace work").code == 0
    assert not opens(old, DAY)
    assert opens(tamis("sources rotate website --workspace work").out.strip())
    assert not opens(old)


def test_sources_are_listed_without_their_keys(tamis, work):
    keys = [tamis(f"sources add {name} --workspace work").out.strip() for name in ("web", "app")]
    tamis("sources revoke app --workspace work")
    listed = json.loads(tamis("sources list --json --workspace work").out)
    assert [(each["source"], each["in_use"], each["revoked_at"] is None) for each in listed] == [
        ("app", False, False),
        ("web", True, True),
    ]
    text = tamis("sources list --workspace work").out
    assert [line.split()[0] for line in text.splitlines()] == ["source", "app", "web"]
    assert not any(key in text for key in keys)


def test_a_name_that_is_wrong_is_told_with_what_may_be_meant(tamis, work):
    tamis("sources add website --workspace work")
    said = tamis("sources revoke websit --workspace work")
    assert said.code == 2
    assert "did you mean website?" in said.err
    said = tamis("sources add website --workspace work")
    assert (said.code, said.out) == (2, "")
    assert "rotate" in said.err


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[2J", "\ud800"])
def test_a_name_that_cannot_be_written_on_a_line_is_refused(tamis, work, name):
    said = tamis("sources add --workspace work", name)
    assert (said.code, said.out) == (2, "")
    assert "name of a source" in said.err or "needs a name" in said.err


def test_a_file_that_is_no_inbox_is_named(tamis, work):
    work.write("work/inbox.sqlite3", b"nonsense" * 1000)
    said = tamis("sources list --workspace work")
    assert said.code == 2
    assert "inbox.sqlite3" in said.err
