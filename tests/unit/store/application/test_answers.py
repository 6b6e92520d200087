"""A request that comes again with its key is known, for a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tamis.store.application import Answers, open_application

DAY = 24 * 3600 * 1_000_000


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with open_application(tmp_path / "application.sqlite3") as application:
        yield application.answers


def test_what_was_answered_is_given_again(answers: Answers) -> None:
    assert answers.begin("1", "k", "f", 0) is None
    answers.keep("1", "k", status=201, headers="{}", content=b"made")
    kept = answers.begin("1", "k", "f", DAY)
    assert kept is not None
    assert (kept.status, kept.content, kept.fingerprint) == (201, b"made", "f")


def test_an_answer_is_forgotten_after_a_day(answers: Answers) -> None:
    answers.begin("1", "k", "f", 0)
    answers.keep("1", "k", status=201, headers="{}", content=b"made")
    assert answers.begin("1", "k", "f", DAY + 1) is None


def test_while_it_is_being_done_there_is_no_status(answers: Answers) -> None:
    answers.begin("1", "k", "f", 0)
    kept = answers.begin("1", "k", "f", 1)
    assert kept is not None
    assert kept.status is None


def test_what_was_broken_off_may_be_sent_again_after_ten_minutes(answers: Answers) -> None:
    answers.begin("1", "k", "f", 0)
    assert answers.begin("1", "k", "f", DAY // 100) is None


def test_what_came_to_nothing_may_be_sent_again(answers: Answers) -> None:
    answers.begin("1", "k", "f", 0)
    answers.forget("1", "k")
    assert answers.begin("1", "k", "f", 1) is None


def test_keys_belong_to_who_sent_them(answers: Answers) -> None:
    answers.begin("1", "k", "f", 0)
    assert answers.begin("2", "k", "f", 0) is None
