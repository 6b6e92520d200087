"""The table of top leads that `tamis demo --show` prints."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tamis.cli.speech import count, count_records, say
from tamis.operations.make_demo import DemoCompany
from tamis.operations.top_leads import SHOWN, Lead, Reason, top_leads
from tamis.progress import progress_on

MOST_REASONS = 3
# From so many percent on, a decimal says nothing more.
_WHOLE = 10.0
_COLORS = {"A": "green", "B": "yellow", "C": "bright_black"}


def show_top_leads(company: DemoCompany, *, likelihoods: Path | None, quiet: bool) -> None:
    """Scores the company and prints whom to call first; with `likelihoods`, a file of `tamis predict`, how likely each
    is to close."""
    with progress_on(sys.stderr, quiet=quiet) as progress:
        top = top_leads(company, progress=progress)
    likely = {} if likelihoods is None else _likelihoods_in(likelihoods)
    Console(width=None if sys.stdout.isatty() else 100).print(_table(top.leads, likely))
    say(f"{count_records(top.records, 'contact')} scored with all templates: {top.file}.")
    if likelihoods is None:
        say(
            "How likely they are to close is learnt when the demo is first open in a browser (tamis demo DIR --serve),"
            " in about a minute."
        )
    if top.leads:
        # `make demo` runs before anyone has activated the environment.
        command = "tamis" if shutil.which("tamis") else sys.argv[0]
        say("Every point of the first:")
        say(f"  {command} explain --data {company.folder} --record {top.leads[0].id} \\")
        say(f"    --definition {top.definition} \\")
        say(f"    --as-of {company.as_of.isoformat(timespec='seconds')}")


def _likelihoods_in(file: Path) -> Mapping[str, Text]:
    """Percent and priority by id; a dash for whoever is not open."""
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["id"]: _likely(row["likelihood"], row["priority"]) for row in csv.DictReader(rows)}


def _likely(percent: str, priority: str) -> Text:
    """As the pages tell it: whole from ten percent on.

    >>> str(_likely("12.3456", "very high"))
    '12%\\nvery high'
    """
    if not percent:
        return Text("–")
    value = float(percent)
    return Text.assemble(f"{value:.0f}%" if value >= _WHOLE else f"{value:.1f}%", (f"\n{priority}", "dim"))


def _table(leads: Sequence[Lead], likely: Mapping[str, Text]) -> Table:
    table = Table(title=f"Whom to call first, by the template {SHOWN}", show_lines=True, title_justify="left")
    table.add_column("", justify="right")
    table.add_column("Who", min_width=20)
    table.add_column("Tier")
    table.add_column("Points", justify="right")
    if likely:
        table.add_column("Likely to close", justify="right", max_width=9)
    table.add_column("Why", min_width=28)
    for place, lead in enumerate(leads, start=1):
        who = Text.assemble((lead.name, "bold"), *(f"\n{part}" for part in (lead.job_title, lead.company) if part))
        tier = Text(lead.tier, style=_COLORS.get(lead.tier[:1], ""))
        chance = [likely.get(lead.id, Text("–"))] if likely else []
        table.add_row(str(place), who, tier, f"{lead.points:.0f}", *chance, _why(lead.reasons))
    return table


def _why(reasons: Sequence[Reason]) -> Table:
    """A grid, so that a long reason goes on below its own words and not below its points."""
    lines = Table.grid(padding=(0, 1))
    lines.add_column(justify="right", no_wrap=True)
    for reason in reasons[:MOST_REASONS]:
        lines.add_row(f"{reason.points:+.0f}", _words(reason))
    if len(reasons) > MOST_REASONS:
        lines.add_row("", Text(f"and {count(len(reasons) - MOST_REASONS, 'more reason')}", style="dim"))
    return lines


def _words(reason: Reason) -> Text:
    """Plain text: a label is the author's, and no markup.

    >>> str(_words(Reason("Requested a demo", 27.7, times=1, days_ago=4)))
    'Requested a demo 4 days ago'
    >>> str(_words(Reason("Booked a meeting", 40, times=5, days_ago=1)))
    'Booked a meeting 5 times, the last yesterday'
    """
    if not reason.times:
        return Text(reason.label)
    often = f" {reason.times} times, the last" if reason.times > 1 else ""
    return Text(f"{reason.label}{often} {_ago(reason.days_ago)}")


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
