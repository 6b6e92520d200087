"""No page asks its database once for each row: with many rows it makes as many statements as with few."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.api.company import make_small_company
from tests.once import copied
from tests.web.statements import counted


def test_no_page_makes_a_query_per_row(tmp_path_factory: pytest.TempPathFactory) -> None:
    pages = counted(copied(tmp_path_factory, "api-company", make_small_company))
    assert [page.many for page in pages if not 200 <= min(page.statuses) <= max(page.statuses) < 400] == []
    grown = {
        page.many: list(Counter(page.statements[1]) - Counter(page.statements[0]))[:3]
        for page in pages
        if len(page.statements[1]) > len(page.statements[0])
    }
    assert grown == {}
    # What is counted is there.
    assert all(page.statements[0] for page in pages)
    # Whoever opens the application database says so. What is sent in parts is asked for after the page was made.
    opened = {page.many: page.statements[1].count("PRAGMA journal_mode = WAL") for page in pages}
    assert {
        page: times for page, times in opened.items() if times > 1 and "export" not in page and ".csv" not in page
    } == {}
    assert 1 in opened.values()
