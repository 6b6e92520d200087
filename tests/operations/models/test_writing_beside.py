"""What one session changes while another one keeps likelihoods is not lost, on either side."""

from __future__ import annotations

import duckdb
import pytest

from tamis.operations.models.writing_beside import until_alone
from tests.operations.models.conftest import Learnt


def test_it_is_done_again_where_another_one_changed_the_same(predicted: Learnt) -> None:
    attempts = 0
    with predicted.warehouse() as one, predicted.warehouse() as other:

        def write() -> int:
            nonlocal attempts
            attempts += 1
            with one.transaction():
                one.rows("SELECT count(*) FROM likelihoods")
                if attempts == 1:
                    other.engine.sql("DELETE FROM likelihoods WHERE n = 1")
                return int(one.one("DELETE FROM likelihoods WHERE n < 3"))

        # Of three rows, one was deleted by the other.
        assert until_alone(write) == 2
    assert attempts == 2


def test_what_fails_in_any_case_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tamis.operations.models.writing_beside._PAUSES", (0.0, 0.0))

    def write() -> None:
        raise duckdb.TransactionException("conflict")

    with pytest.raises(duckdb.TransactionException):
        until_alone(write)
