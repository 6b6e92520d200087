"""By what a query is known again: all that its text depends on.

That is what the definitions say, the shapes of the data, and who writes it: Tamis' own code, which may change without
its version, and the versions of what it writes SQL with.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import tamis
from tamis.compile.catalog import Catalog
from tamis.engine.instants import ANY_INSTANT
from tamis.operations.call import Call

_WRITTEN_BY = ("compile", "definitions", "engine", "operations/score_query.py")
_WRITTEN_WITH = ("ibis-framework", "sqlglot")


def definitions_name(call: Call) -> str:
    """A digest of the call's definitions as they were read, and of who writes their query."""
    return _digest(repr((call.scores, call.definitions.segments)), _writer())


def query_name(definitions: str, catalog: Catalog) -> str:
    """The name of the query of these definitions over data of that shape."""
    return f"{definitions}-{_digest(repr(catalog))}"


def can_be_kept(call: Call, catalog: Catalog) -> bool:
    """Whether the text of the query can be written for any instant: nobody else says the number that stands for it."""
    return str(ANY_INSTANT) not in repr((call.scores, call.definitions.segments, catalog))


def _writer() -> str:
    package = Path(tamis.__file__).parent
    places = [package / place for place in _WRITTEN_BY]
    files = sorted(file for place in places for file in ([place] if place.is_file() else place.rglob("*.py")))
    code = sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
    return repr((code, sys.version, [version(package) for package in _WRITTEN_WITH]))


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
