"""The description of the API is what was agreed on; `make api-docs` writes it anew, with its document."""

from __future__ import annotations

import ast
import json
import re
from contextlib import closing
from typing import Any

import pytest

from tamis.server.api.shapes import Told
from tests.api.client import Program
from tests.api.describing import REFERENCE, SNAPSHOT, as_text
from tests.api.reference import reference


@pytest.fixture(scope="module")
def told(api_site: Any) -> dict[str, Any]:
    with closing(Program(api_site.port, "")) as program:
        found: dict[str, Any] = program.get("/openapi.json").said
    return found


def test_the_description_is_as_it_was(told: dict[str, Any]) -> None:
    assert as_text(told) == SNAPSHOT.read_text(encoding="utf-8"), "if that is meant: make api-docs"


def test_the_document_is_current(told: dict[str, Any]) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    assert reference(told, text) == text, "write it anew: make api-docs"


def test_every_python_example_is_python() -> None:
    blocks = re.findall(r"```python\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) > 60
    for block in blocks:
        ast.parse(block)


def test_every_json_example_is_json() -> None:
    blocks = re.findall(r"^```json\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert all(json.loads(block) is not None for block in blocks)


def test_an_example_asks_for_what_is_required_and_prints_what_is_answered() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    assert "/leads/contact/reasons?id=1042'" in text
    assert "| `id` | string, repeated | Required. Of which records; repeated. |" in text
    _, _, export = text.partition("\n`GET /api/v1/leads/{object}/export`\n")
    section, _, _ = export.partition("\n### ")
    assert "print(answer.text)" in section
    assert "answer.json()" not in section
    assert section.rstrip().endswith("200: A CSV file (`text/csv`).")


def test_every_operation_says_what_it_is_for_and_needs(told: dict[str, Any]) -> None:
    operations = [each for path in told["paths"].values() for each in path.values()]
    assert all(each["summary"] and each["x-permission"] for each in operations)
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names))


def test_no_two_shapes_share_a_name() -> None:
    """The description would tell one of them in the place of the other."""
    shapes, named = {Told}, dict[str, set[str]]()
    while shapes:
        shape = shapes.pop()
        shapes.update(shape.__subclasses__())
        named.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: modules for name, modules in named.items() if len(modules) > 1} == {}
