"""`python -m bench.predict`: measures everybody on every data set, and writes docs/benchmarks-predictive.md."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from bench.predict.company import Company, company
from bench.predict.contests import Arena
from bench.predict.marks import Table, marks, marks_of_company
from bench.predict.registry import CONTESTANTS, SETS
from bench.predict.report import markdown
from bench.predict.results import Result

_ROOT = Path(__file__).parents[2]
_REPORT = _ROOT / "docs" / "benchmarks-predictive.md"


def main() -> None:
    """Exits 1 if something fails. A missed mark is only told."""
    asked, console = _asked(), Console(stderr=True)
    arena = Arena(asked.data, asked.cache / "predict", asked.seed, lambda sentence: _say(console, sentence))
    table: dict[str, dict[str, Result]] = {}
    try:
        for result in arena.results(asked.sets, asked.contestants):
            table.setdefault(result.data, {})[result.contestant] = result
            _say(console, _line(result))
        if asked.sets == list(SETS) and asked.contestants == list(CONTESTANTS):
            _write(arena, table, company(asked.contacts, asked.cache, asked.seed, arena.say))
    except RuntimeError as error:
        _say(console, str(error))
        sys.exit(1)


def _write(arena: Arena, table: Table, simulated: Company) -> None:
    sets = [load(arena.data) for load in SETS.values()]
    fair = [each.name for each in sets if each.is_fair]
    in_time = [each.name for each in sets if each.time is not None]
    found = [*marks(table, fair=fair, in_time=in_time), *marks_of_company(simulated)]
    _REPORT.write_text(markdown(sets, table, simulated, found), encoding="utf-8")
    arena.say(f"written to {os.path.relpath(_REPORT)}")


def _line(result: Result) -> str:
    figures = f"log loss {result.log_loss:.4f}  AUC {result.auc:.4f}  ECE {result.calibration_error:.4f}"
    chose = f"  chose {result.chose}" if result.chose else ""
    return f"{result.data:20} {result.contestant:16} {figures}  fit {result.fit_seconds:.0f} s{chose}"


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False, soft_wrap=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.predict", description=__doc__)
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data", help="the data sets' folder")
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS), help="these only; no report")
    parser.add_argument(
        "--contestants", nargs="+", choices=list(CONTESTANTS), default=list(CONTESTANTS), help="these only; no report"
    )
    parser.add_argument("--contacts", type=int, default=100_000, help="size of the simulated company (100000)")
    parser.add_argument("--seed", type=int, default=0, help="of folds and of contestants (0)")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "tamis-bench", help="kept results and data"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
