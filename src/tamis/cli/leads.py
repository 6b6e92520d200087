"""The table of top leads that `tamis demo --show` prints."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tamis.cli.speech import count_records, say
from tamis.operations.make_demo import DemoCompany
from tamis.operations.top_leads import Lead, Reason, top_leads
from tamis.progress import progress_on

MOST_REASONS = 3
_COLORS = {"A": "green", "B": "yellow", "C": "bright_black"}


def show_top_leads(company: DemoCompany, *, quiet: bool) -> None:
    """Scores the company and prints whom to call first."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        top = top_leads(company, progress=progress)
    width = max(100, shutil.get_terminal_size((120, 24)).columns)
    Console(width=width if not sys.stdout.isatty() else None).print(_table(top.leads))
    say(f"{count_records(top.records, 'contact')} scored with all templates: {top.file}.")
    if top.leads:
        # `make demo` runs before anyone has activated the environment.
        command = "tamis" if shutil.which("tamis") else sys.argv[0]
        say(f"Every point of the first: {command} explain --data {company.folder} --definition {top.definition}")
        say(f"  --as-of {company.as_of.isoformat(timespec='seconds')} --record {top.leads[0].id}")


def _table(leads: Sequence[Lead]) -> Table:
    table = Table(title="Whom to call first", show_lines=True, title_justify="left")
    for name in ("", "Name", "Company", "Tier"):
        table.add_column(name, justify="right" if not name else "left")
    table.add_column("Points", justify="right")
    table.add_column("Why", overflow="fold")
    for place, lead in enumerate(leads, start=1):
        person = Text.assemble(lead.name, (f"\n{lead.job_title}", "dim"))
        tier = Text(lead.tier, style=_COLORS.get(lead.tier[:1], ""))
        table.add_row(str(place), person, Text(lead.company), tier, f"{lead.points:.1f}", _why(lead.reasons))
    return table


def _why(reasons: Sequence[Reason]) -> Text:
    lines = [_line(reason) for reason in reasons[:MOST_REASONS]]
    left = len(reasons) - MOST_REASONS
    return Text("\n".join([*lines, f"and {left} more"] if left > 0 else lines))


def _line(reason: Reason) -> str:
    if not reason.times:
        return f"{reason.points:+5.1f}  {reason.label}"
    often = f" ×{reason.times}, last" if reason.times > 1 else ","
    return f"{reason.points:+5.1f}  {reason.label}{often} {_ago(reason.days_ago)}"


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
