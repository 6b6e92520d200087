"""The figures as tables: on the terminal, and as docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.contests import Contest, Line

_HEADINGS = ("", "wall", "CPU", "memory", "")


def show(contest: Contest, console: Console) -> None:
    """Prints one contest as it ends."""
    table = Table(*_HEADINGS, title=contest.title, title_justify="left")
    for line in contest.lines:
        table.add_row(*_cells(line))
    console.print(table)
    for aim in contest.aims:
        console.print(f"  {'reached' if aim.is_reached else 'MISSED '}  {aim.wanted}: {aim.found}", highlight=False)


def markdown(contests: Sequence[Contest], runs: int) -> str:
    """The whole report."""
    return "\n".join([_INTRODUCTION.format(runs=runs, machine=machine()), *map(_section, contests)])


def machine() -> str:
    """What the figures were measured on: cores, memory, versions; no date and no name."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    tools = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "ibis-framework", "polars", "pandas"))
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model}), {memory:.0f} GB of memory, Python {platform.python_version()}, {tools}"


_INTRODUCTION = """\
# Benchmarks

Written by `make bench`; do not edit. Everything was measured in one run, side by side, each work in a process of its
own, contestants taking turns; medians of {runs}. CPU is user and system time of all threads; memory is the peak of
the process. What is written by hand (`bench/rivals/`) must give the same value for every contact, to 6 decimals, or
the run fails.

Machine: {machine}.

To repeat it: `make bench`, or `make bench BENCH_ARGS=--quick` for a tenth of the size. The data come from the
generator behind `tamis demo`; the score is its `lead_score`: 50 rules, 30 on events and 20 on properties.

Seconds differ between machines and hours; the ratios are what to look at.
"""


def _section(contest: Contest) -> str:
    rows = [" | ".join(_cells(line)) for line in contest.lines]
    aims = [f"- {'Reached' if aim.is_reached else '**Missed**'}: {aim.wanted}: {aim.found}." for aim in contest.aims]
    table = ["| | wall | CPU | memory | |", "|---|--:|--:|--:|---|", *(f"| {row} |" for row in rows)]
    return "\n".join([f"## {contest.title}", "", contest.about, "", *table, "", *aims, ""])


def _cells(line: Line) -> tuple[str, str, str, str, str]:
    cost = line.cost
    return line.name, f"{cost.wall:.2f} s", f"{cost.cpu:.2f} s", f"{cost.peak / 1e6:.0f} MB", line.beside
