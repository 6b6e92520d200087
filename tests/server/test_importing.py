"""Threads that begin at once find what they import whole, and do not meet in what it keeps."""

from __future__ import annotations

import subprocess
import sys
from functools import reduce

import ibis
import pytest
from ibis.common.bases import Comparable

from tamis.server.importing import import_alone

# A thread gives way to others a hundred times as often as usual.
_AT_ONCE = """
import sys, threading
from importlib import import_module
from tamis.server.importing import import_alone

sys.setswitchinterval(5e-5)
{first}
names = ("ibis.expr.datatypes", "ibis.expr.types", "ibis.backends.sql.compilers.sqlite", "tamis.engine.sql")
gate = threading.Barrier(len(names))

def load(name):
    gate.wait()
    try:
        import_module(name)
    except Exception as error:
        print(type(error).__name__, flush=True)

threads = [threading.Thread(target=load, args=(name,)) for name in names]
for each in threads:
    each.start()
for each in threads:
    each.join()
"""


def failures(first: str) -> str:
    """What failed in a new process where threads import at once, after that."""
    return subprocess.run(
        [sys.executable, "-c", _AT_ONCE.format(first=first)], check=True, capture_output=True, text=True
    ).stdout


def test_threads_that_import_at_once_have_all_of_it() -> None:
    assert failures("import_alone()") == ""


def test_without_that_they_would_not() -> None:
    if not any(failures("pass") for _ in range(5)):
        pytest.fail("Ibis can be imported by several threads at once now: the server need not do it first.")


def test_what_a_comparison_of_expressions_found_is_kept_for_no_other_thread() -> None:
    import_alone()
    one, other = (ibis.table({"n": "int64"}, name=name).op() for name in ("a", "b"))
    assert one != other
    assert one == ibis.table({"n": "int64"}, name="a").op()
    assert Comparable.__cache__ == {}


def test_parts_that_expressions_share_are_compared_once() -> None:
    import_alone()
    # Each step holds the one before it twice: as many paths as there are grains on the chess board.
    one, other = (
        reduce(lambda sum, _: sum + sum, range(64), ibis.table({"n": "float64"}, name="a").n).op() for _ in range(2)
    )
    assert one is not other
    assert one == other
