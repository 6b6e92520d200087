"""What is imported before there are threads that would import it at the same time."""

from __future__ import annotations


def import_alone() -> None:
    """Imports Ibis, whose modules import one another in circles: of threads that first do so at once, each may meet a
    half of it, fail, and leave it broken for as long as the process lives."""
    import ibis
    import ibis.backends.sql.compilers  # noqa: F401 - loads the rest
