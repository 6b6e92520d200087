"""How deep a text nests is told before anybody reads it, however hostile it is."""

from __future__ import annotations

import json
import sys
import threading

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tamis.compile.as_of import AS_OF
from tamis.engine.sql import duckdb_sql
from tamis.nesting import DEEPEST, is_nested_deeper

VALUES = st.recursive(
    st.none() | st.text(alphabet='[]{}"\\a'),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet='[{"\\', max_size=2), inner, max_size=3)
    ),
    max_leaves=20,
)


def depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


@given(VALUES, st.integers(0, 8))
def test_it_is_told_as_deep_as_it_is(value: object, levels: int) -> None:
    assert is_nested_deeper(json.dumps(value), levels) == (depth(value) > levels)


@pytest.mark.parametrize("text", [b"[" * 100_000, b'{"a":' * 100_000, b'["]"' + b",[" * 100_000, b'"' + b"[" * 100_000])
def test_what_never_ends_is_too_deep(text: bytes) -> None:
    assert is_nested_deeper(text)


def test_brackets_in_a_text_are_no_levels() -> None:
    assert not is_nested_deeper(json.dumps({"said": "[" * (2 * DEEPEST) + '\\"'}))


def test_however_many_compile_at_once_python_recurses_as_before_in_the_end() -> None:
    before = sys.getrecursionlimit(), ibis.options.sql.fuse_selects
    table = ibis.table({"a": "int64"}, name="t")
    expression = table.mutate(b=table.a + AS_OF)
    threads = [threading.Thread(target=lambda: [duckdb_sql(expression, 7) for _ in range(5)]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sys.getrecursionlimit(), ibis.options.sql.fuse_selects) == before
