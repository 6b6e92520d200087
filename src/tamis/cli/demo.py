"""`tamis demo`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tamis.cli.speech import count, say
from tamis.operations.make_demo import make_demo
from tamis.progress import progress_on


def demo(
    folder: Path,
    *,
    contacts: int,
    events: int | None,
    seed: int,
    show: bool,
    serve: bool = False,
    check: bool = False,
    quiet: bool,
) -> int:
    """Makes the company, or finds it there; if asked, shows its top leads, and serves it."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        company = make_demo(
            folder, contacts=contacts, events=events, seed=seed, now=lambda: datetime.now(UTC), progress=progress
        )
    if company.is_new:
        made = [count(company.rows[table], table[:-1], table) for table in ("contacts", "deals", "events")]
        say(f"{folder}: {', '.join(made)}; last day {company.as_of:%Y-%m-%d}.")
    elif not quiet:
        say(f"{folder}: the company is already there; last day {company.as_of:%Y-%m-%d}.")
    if show:
        from tamis.cli.leads import show_top_leads
        from tamis.operations.demo_workspace import write_demo_likelihoods

        likelihoods = write_demo_likelihoods(company, now=lambda: datetime.now(UTC))
        show_top_leads(company, likelihoods=likelihoods, quiet=quiet)
    if serve or check:
        from tamis.cli.demo_site import serve_demo

        return serve_demo(company, check=check, quiet=quiet)
    return 0
