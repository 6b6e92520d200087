"""Why leads stand where they stand, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tamis.compile.explanation import (
    ExplainedCategory,
    ExplainedEvent,
    ExplainedGroup,
    ExplainedRule,
    ExplainedScore,
)
from tamis.errors import UsageError
from tamis.operations.explain_records import explain_on_a_copy
from tamis.operations.leads.reasons import LeadReason, read_reasons, weightiest
from tamis.operations.remembered import forget_at_work


def reasons(sales, ids, **asked):
    return read_reasons(sales.office.workspace, ids, now=sales.office.now, **asked)


def test_the_weightiest_rules_come_first_with_their_newest_event(sales):
    told = reasons(sales, ["c1", "c3", "nobody"])
    assert told["c1"] == (
        LeadReason("In hotels", 30.0),
        LeadReason("Asked for a demo", 20.0, 1, 1_772_359_200_000_000),
        LeadReason("Looked around", 3.0, 1, 1_773_050_400_000_000),
    )
    assert [reason.label for reason in told["c3"]] == ["Asked for a demo"]
    assert set(told) == {"c1", "c3"}


def test_an_event_that_meets_several_cases_is_counted_once():
    at = [(1, 0), (1, 1), (2, 0), (2, 0), (3, 1)]
    events = tuple(ExplainedEvent("a", occurred_at, case, 1.0, 1.0) for occurred_at, case in at)
    rule = ExplainedRule("", "Seen", "event", True, None, 5.0, 5.0, None, None, None, (), events, ())
    group = ExplainedGroup("g", None, 5.0, 5.0, None, (rule,))
    category = ExplainedCategory("engagement", 5.0, 5.0, None, None, (group,))
    tree = ExplainedScore("c1", "s", None, 5.0, None, None, (category,))
    assert weightiest(tree) == (LeadReason("Seen", 5.0, 4, 3),)


def test_no_more_than_are_asked_for_are_told(sales):
    assert [reason.label for reason in reasons(sales, ["c1"], most=1)["c1"]] == ["In hotels"]
    assert reasons(sales, ["c5"])["c5"] == ()
    assert reasons(sales, []) == {}


def test_companies_have_reasons_and_deals_without_a_score_have_none(sales):
    assert reasons(sales, ["o1"], object="company")["o1"] == (LeadReason("Large", 7.0),)
    assert reasons(sales, ["d1"], object="deal") == {}


def test_one_asks_for_a_page_at_most(sales):
    with pytest.raises(UsageError, match="200 records at most"):
        reasons(sales, [f"c{i}" for i in range(201)])


def test_the_statements_do_not_grow_with_the_records(sales, monkeypatch):
    from tamis.engine import DuckDBEngine

    counted: list[str] = []
    sql = DuckDBEngine.sql
    monkeypatch.setattr(
        DuckDBEngine, "sql", lambda self, text, params=(): counted.append(text) or sql(self, text, params)
    )

    def statements(act) -> int:
        counted.clear()
        act()
        return len(counted)

    assert statements(lambda: reasons(sales, ["c1"])) == statements(lambda: reasons(sales, ["c1", "c2", "c3"]))
    assert statements(lambda: sales.page(most=1)) == statements(lambda: sales.page(most=5))


def test_a_record_is_explained_once_for_each_value_that_is_computed(own_sales, monkeypatch):
    explained: list[int] = []

    def counting(score, asked, warehouse, numbers, **more):
        explained.append(len(numbers))
        return explain_on_a_copy(score, asked, warehouse, numbers, **more)

    monkeypatch.setattr("tamis.operations.leads.reasons.explain_on_a_copy", counting)
    office = own_sales.office
    with office.workspace.opened() as warehouse:
        workspace = replace(office.workspace, held=warehouse)

        def told(*ids):
            return read_reasons(workspace, ids, now=office.now)

        first = told("c3", "c1")
        assert set(first) == {"c1", "c3"}
        assert told("c1", "c3", "c2")["c3"] == first["c3"]
        assert explained == [2, 1]
        demo = "UPDATE warehouse.events SET occurred_at = occurred_at - 86400000000 WHERE contact = ?"
        [(n,)] = warehouse.rows("SELECT n FROM warehouse.records_0 WHERE id = 'c3'")
        warehouse.engine.sql(demo, [n])
        assert told("c3") == {"c3": first["c3"]}
        # As whatever happens to a record has it computed anew.
        warehouse.engine.sql('UPDATE warehouse.score_values SET "at" = "at" + 1 WHERE n = ?', [n])
        again = told("c3", "c1")
        assert explained == [2, 1, 1]
        assert (again["c1"], again["c3"][0].last_at) == (first["c1"], first["c3"][0].last_at - 86_400_000_000)
        # Another score, and whatever somebody here changed.
        assert len(read_reasons(workspace, ["c1"], most=1, now=office.now)["c1"]) == 1
        forget_at_work(workspace)
        told("c1")
        assert explained == [2, 1, 1, 1, 1]
