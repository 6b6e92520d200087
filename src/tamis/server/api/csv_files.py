"""Answers that are CSV files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse

CSV_ANSWER: dict[str, Any] = {
    "responses": {200: {"description": "A CSV file.", "content": {"text/csv": {"schema": {"type": "string"}}}}}
}
"""What the description of such a route says besides."""


def csv_answer(lines: Iterator[str] | Iterator[bytes], name: str) -> HttpResponseBase:
    """The lines as they come, under the name of a file."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
