"""Requests that are drawn from the API's own description: never an error of ours, and answers as described."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.client import make_token
from tests.api.company import make_small_company
from tests.api.describing import SNAPSHOT
from tests.once import copied
from tests.web.site import Site

_CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
# Of each operation; `make test THOROUGH=1` draws more.
_EXAMPLES = 60 if os.environ.get("TAMIS_THOROUGH") else 1
# These would end the token that asks.
_LEFT_OUT = {("DELETE", "/api/v1/tokens/{id}")}


@pytest.fixture
def own_api(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A served company of this test's own: what is drawn may delete anything."""
    monkeypatch.setenv("TAMIS_API_REQUESTS_PER_MINUTE", "1000000")
    with Site(copied(tmp_path_factory, "api-company", make_small_company)) as started:
        yield started


def test_whatever_is_asked_is_answered_as_described(own_api: Site) -> None:
    token = make_token(own_api.workspace.folder, "administrator")
    schema = schemathesis.openapi.from_dict(json.loads(SNAPSHOT.read_text(encoding="utf-8")))
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if (operation.method.upper(), operation.path) not in _LEFT_OUT:
            _ask(operation, own_api.address, token)
            asked += 1
    assert asked > 60


def _ask(operation: Any, address: str, token: str) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=_EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        answer = case.call(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60)
        case.validate_response(answer, checks=_CHECKS)

    ask()
