"""`python -m bench.workspaces`: what a workspace costs, beside what it is measured by; writes a table.

Everything in one run. Works of one line take turns with what they are compared with.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import duckdb

from bench.companies import Company, company_of
from bench.ingest import acknowledged, paced, served_workspace
from tamis.demo import FIFTY_RULES

_REPORT = Path(__file__).parents[1] / "docs" / "benchmarks-workspace.md"
_TAMIS = [sys.executable, "-m", "tamis"]


def main() -> None:
    """Runs every measurement, prints the table, and writes it where the sizes are the usual ones."""
    parser = argparse.ArgumentParser(prog="python -m bench.workspaces", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fiftieth of the size, and short loads")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "tamis-bench", help="kept data")
    asked = parser.parse_args()
    asked.cache.mkdir(parents=True, exist_ok=True)
    scale, seconds = (50, 5.0) if asked.quick else (1, 20.0)
    imported, large = (company_of(asked.cache, contacts // scale) for contacts in (200_000, 1_000_000))
    rows = [_import(imported), *_acknowledged(seconds)]
    with tempfile.TemporaryDirectory(dir=asked.cache) as folder:
        workspace = Path(folder) / "workspace"
        rows.append(_import(large, workspace))
        rows += _kept(large, workspace)
        rows += _live(large, workspace, seconds * 3)
    text = _markdown(rows)
    print(text)
    if not asked.quick:
        _REPORT.write_text(text, encoding="utf-8")


Row = tuple[str, str, str]
"""What was done, what it came to, and what was aimed at."""


def _say(sentence: str) -> None:
    print(f"bench: {sentence}", file=sys.stderr, flush=True)


def _run(*words: str) -> float:
    started = time.perf_counter()
    done = subprocess.run([*_TAMIS, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}\n{done.stderr}")
    return time.perf_counter() - started


def _import(company: Company, workspace: Path | None = None) -> Row:
    """A whole command, start included; beside it, the same files into tables by DuckDB alone, unchecked."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = workspace or Path(scratch) / "workspace"
        _say(f"importing {company.title}")
        _run("init", str(folder))
        ours = _run("import", str(company.folder), "--workspace", str(folder), "--quiet")
        theirs = _copied(company, Path(scratch) / "bare.duckdb")
    rate = company.events / ours
    aim = "at least 300,000 events/s" if workspace is None else ""
    return (
        f"Import of {company.title} from Parquet into an empty workspace",
        f"{rate:,.0f} events/s ({ours:.1f} s; DuckDB reading the same files into tables, unchecked: {theirs:.1f} s)",
        aim,
    )


def _copied(company: Company, file: Path) -> float:
    started = time.perf_counter()
    with duckdb.connect(str(file)) as connection:
        for path in sorted(company.folder.iterdir()):
            files = f"{path}/*.parquet" if path.is_dir() and any(path.glob("*.parquet")) else str(path)
            if files.endswith(".parquet"):
                connection.execute(f"CREATE TABLE {path.stem} AS FROM read_parquet('{files}', union_by_name = true)")
    return time.perf_counter() - started


def _acknowledged(seconds: float) -> list[Row]:
    _say("events over HTTP")
    loads = acknowledged(seconds, runs=3)
    ours, bare, rival = loads["tamis serve"], loads["inbox"], loads["a DuckDB transaction a request"]
    return [
        (
            "Events acknowledged durably over HTTP, 20 a request, 16 connections: `tamis serve`, draining meanwhile",
            f"{ours.rate:,.0f} events/s, p50 {ours.percentile(0.5):.0f} ms, p99 {ours.percentile(0.99):.0f} ms",
            "at least 25,000 events/s, p99 below 100 ms",
        ),
        ("The ingest routes alone", f"{bare.rate:,.0f} events/s, p99 {bare.percentile(0.99):.0f} ms", ""),
        (
            "One DuckDB transaction a request, same server",
            f"{rival.rate:,.0f} events/s: {ours.rate / rival.rate:.1f} × slower than `tamis serve`",
            "at least 5 ×",
        ),
    ]


def _kept(company: Company, workspace: Path) -> list[Row]:
    _say("publishing, rescoring, days")
    definitions = [*sorted((company.folder / "segments").glob("*.yaml")), company.definition(FIFTY_RULES)]
    command = [sys.executable, "-m", "bench.keeping", str(workspace), *map(str, definitions)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    bare = found["bare"]
    rows = [(f"Rescoring {company.title}, 50 rules: the query alone", f"{bare:.2f} s", "")]
    for key, aim in (("dirty 1", 0.05), ("dirty 100", 0.25), ("dirty 10000", 1.0)):
        if key in found:
            count = f"{int(key.split()[1]):,}"
            rows.append(
                (f"… {count} changed contacts, values and history kept", f"{found[key] * 1000:.0f} ms", f"< {aim:g} s")
            )
    share = found["day"] / bare
    rows.append(("A day passing with no events", f"{found['day']:.2f} s: {share:.0%} of the query alone", "≤ 15 %"))
    rows.append(("A minute passing with no events", f"{found['minute']:.2f} s: {found['minute'] / bare:.0%}", ""))
    rows.append(("The review before publishing, by a process that has just begun", f"{found['review']:.2f} s", ""))
    ratio = found["publish"] / bare
    work = "Publishing what was reviewed: the review again, values, a row of history each"
    rows.append((work, f"{found['publish']:.2f} s: {ratio:.1f} ×", "≤ 2 ×"))
    return rows


def _live(company: Company, workspace: Path, seconds: float) -> list[Row]:
    _say("live")
    with served_workspace(workspace) as (port, key):
        settle(port)
        before = _lags(port)
        sent = paced(port, key, rate=5_000, seconds=seconds, contacts=company.contacts)
        deadline = time.monotonic() + 60
        while _lags(port)["+Inf"] - before["+Inf"] < sent and time.monotonic() < deadline:
            time.sleep(0.5)
        after = _lags(port)
    count = max(1.0, after["+Inf"] - before["+Inf"])
    within = {edge: (after[edge] - before[edge]) / count for edge in ("0.5", "1.0", "2.5", "5.0")}
    told = ", ".join(f"{share:.1%} within {edge} s" for edge, share in within.items())
    work = f"Event in → its contact's score kept, {company.title}, while {sent / seconds:,.0f} events/s arrive"
    return [
        (
            f"{work}, between two passes over what fades",
            f"of {int(count):,} events {told}",
            "half within 1 s, 99 % within 3 s",
        )
    ]


def settle(port: int) -> None:
    """Waits until what time did before the start is in the values."""
    seen, quiet_since = -1.0, time.monotonic()
    while time.monotonic() - quiet_since < 5:
        rescored = _metrics(port, "tamis_rescored_records_total")[""]
        if rescored != seen:
            seen, quiet_since = rescored, time.monotonic()
        time.sleep(0.5)


def _metrics(port: int, name: str) -> dict[str, float]:
    """By what stands in quotes, if anything does."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    marked = (line for line in lines if line.startswith(name))
    return {line.split('"')[1] if '"' in line else "": float(line.rsplit(" ", 1)[1]) for line in marked}


def _lags(port: int) -> dict[str, float]:
    return _metrics(port, "tamis_lag_seconds_bucket")


def _markdown(rows: list[Row]) -> str:
    head = (
        "# Benchmarks of a workspace\n\nWritten by `make bench-workspace`; do not edit. One run, on a machine of"
        f" {_cores()} cores; Python {platform.python_version()}, duckdb {duckdb.__version__}. Seconds differ between"
        " machines and hours; the ratios are what to look at.\n\n| work | came to | aim |\n|---|---|---|\n"
    )
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    main()
