"""Where nothing came, the keeper asks nothing of the warehouse: many servers stand idle for most of the day."""

from __future__ import annotations

import pytest

from tamis.engine import DuckDBEngine
from tests.operations.live.branch import Branch


def test_an_idle_keeper_does_not_ask_the_warehouse(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    # It begins, and time has its turn.
    while branch.keeper.step():
        pass
    asked: list[str] = []
    real = DuckDBEngine.sql

    def sql(engine: DuckDBEngine, text: str, params: object = ()) -> object:
        asked.append(text)
        return real(engine, text, params)  # type: ignore[arg-type]

    monkeypatch.setattr(DuckDBEngine, "sql", sql)
    assert not branch.keeper.step()
    assert asked == []
    branch.send(branch.say("track", user_id="cem", event="mail_opened"))
    assert branch.keeper.step()
    assert asked != []
    assert branch.live() == branch.anew()
