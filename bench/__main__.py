"""`python -m bench`: measures, prints, and writes docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench.companies import LAYOUTS
from bench.contests import Bench, Contest, growth, rescoring, scoring, starting, together
from bench.report import markdown, show

_FULL, _QUICK = (100_000, 1_000_000), (10_000, 100_000)
_HUGE_CONTACTS, _HUGE_EVENTS = 5_000_000, 500_000_000
_SMALL = 1_000
_REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Runs every contest; exits 1 if a rival's numbers differ or a work fails. A missed aim is only told."""
    asked = _asked()
    console, errors = Console(), Console(stderr=True)
    bench = Bench(asked.cache, asked.runs, lambda sentence: errors.print(f"bench: {sentence}", highlight=False))
    asked.cache.mkdir(parents=True, exist_ok=True)
    done: list[Contest] = []
    try:
        for contest in _contests(bench, sorted(asked.contacts), huge=asked.huge):
            show(contest, console)
            done.append(contest)
    except RuntimeError as error:
        errors.print(f"bench: {error}", markup=False, highlight=False)
        sys.exit(1)
    if asked.output:
        asked.output.write_text(markdown(done, asked.runs), encoding="utf-8")
        bench.say(f"written to {os.path.relpath(asked.output)}")


def _contests(bench: Bench, sizes: list[int], *, huge: bool) -> Iterator[Contest]:
    companies = [bench.company(contacts) for contacts in sizes]
    for layout in LAYOUTS:
        yield rescoring(bench, companies[-1], layout)
    # A size below the largest: what one scores from files is a tenth of what one rescores in place.
    from_files = companies[-2] if len(companies) > 1 else companies[-1]
    yield scoring(bench, from_files)
    yield together(bench, from_files)
    grown = [*companies, bench.company(_HUGE_CONTACTS, _HUGE_EVENTS)] if huge else companies
    if len(grown) > 1:
        yield growth(bench, grown)
    yield starting(bench, bench.company(min(_SMALL, *sizes)))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, for a first look")
    parser.add_argument("--contacts", type=int, nargs="+", help="sizes, 50 events a contact (100000 1000000)")
    parser.add_argument("--huge", action="store_true", help="also 5 M contacts with 500 M events: 40 GB of disk, hours")
    parser.add_argument("--runs", type=int, default=3, help="how often each work is done (3)")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "tamis-bench", help="kept data")
    parser.add_argument("--output", type=Path, help="the report; docs/benchmarks.md if the sizes are the usual ones")
    asked = parser.parse_args()
    if not (asked.quick or asked.contacts or asked.output):
        asked.output = _REPORT
    asked.contacts = asked.contacts or (_QUICK if asked.quick else _FULL)
    return asked


if __name__ == "__main__":
    main()
