"""No page asks its database once for each row: with many rows it makes as many statements as with few."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.api.company import make_small_company
from tests.web.site import made_once
from tests.web.statements import counted


def test_no_page_makes_a_query_per_row(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    base = tmp_path_factory.getbasetemp()
    is_alone = "PYTEST_XDIST_WORKER" not in os.environ
    company = made_once((base if is_alone else base.parent) / "api-company", make_small_company)
    pages = counted(Path(shutil.copytree(company, tmp_path / "work")))
    assert [page.many for page in pages if not 200 <= min(page.statuses) <= max(page.statuses) < 400] == []
    grown = {
        page.many: list(Counter(page.statements[1]) - Counter(page.statements[0]))[:3]
        for page in pages
        if len(page.statements[1]) > len(page.statements[0])
    }
    assert grown == {}
    # What is counted is there.
    assert all(page.statements[0] for page in pages)
