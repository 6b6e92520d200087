"""The figures as docs/benchmarks-predictive.md."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from importlib.metadata import version

from bench.costs import Cost
from bench.predict.company import Company
from bench.predict.marks import Mark, Table
from bench.predict.registry import CONTESTANTS
from bench.predict.results import Result
from bench.predict.sets import DataSet
from bench.report import machine
from tamis.predict.evaluation.measures import Measures

_HEADINGS = "| | log loss | AUC | average precision | Brier | ECE | fit, CPU | predict, CPU |"
_RULER = "|---|--:|--:|--:|--:|--:|--:|--:|"


def markdown(sets: Sequence[DataSet], table: Table, company: Company, marks: Sequence[Mark]) -> str:
    """The whole report."""
    tools = ", ".join(f"{name} {version(name)}" for name in ("interpret-core", "lightgbm", "scikit-learn"))
    parts = [_INTRODUCTION.format(machine=machine(), tools=tools)]
    parts += [_section(data, table[data.name]) for data in sets]
    fair = [table[data.name] for data in sets if data.is_fair]
    parts += [_means(fair), _company(company), _marks(marks)]
    return "\n".join(parts)


_INTRODUCTION = """\
# Benchmarks: likelihoods

Written by `make bench-predict`; do not edit. Every contestant learnt from the same rows and was asked about the same
others (`bench/predict/folds.py`): the newest fifth, learnt from what was known when it began, so the rows whose outcome
was still open then are in neither part; or, where nobody knows what came first, five folds by a hash of each row's id,
of which the first is enough where it has 10,000 rows.
Rivals are tuned within the rows they learn from (`bench/predict/rivals/`). Tamis runs as it comes, its own choice of a
model included. Nobody's settings were chosen by a held-out row.

Log loss in nats, with probabilities clipped to 0.1–99.9 % for everybody; ECE is the expected calibration error over
ten bins of as many rows each; both, and the Brier score, of all held-out rows; AUC and average precision are means over
the folds. CPU seconds are of all folds together, tuning and choosing included, on one thread; they were measured on
whatever else the machine was doing, so their order of magnitude is what to look at.

Machine: {machine}, {tools}.
"""


def _section(data: DataSet, results: Mapping[str, Result]) -> str:
    first = next(iter(results.values()))
    split = "newest fifth" if data.time is not None else "five folds" if first.held_out == len(data) else "one of five"
    about = f"{data.about}: {len(data):,} rows, {data.rate:.1%} converted; {split} held out, {first.held_out:,} rows."
    chose = next((f" Tamis chose: {result.chose}." for result in results.values() if result.chose), "")
    rows = [_row(name, result) for name, result in results.items()]
    return "\n".join([f"## {data.name}", "", about[0].upper() + about[1:] + chose, "", _HEADINGS, _RULER, *rows, ""])


def _row(name: str, result: Result) -> str:
    cells = (result.log_loss, result.auc, result.average_precision, result.brier, result.calibration_error)
    seconds = f"{result.fit_seconds:.1f} s | {result.predict_seconds:.2f} s"
    return f"| {name} | {' | '.join(f'{cell:.4f}' for cell in cells)} | {seconds} |"


def _means(results: Sequence[Mapping[str, Result]]) -> str:
    names = [name for name in CONTESTANTS if name in results[0]]
    rows = [_row(name, _mean([each[name] for each in results])) for name in names]
    about = "Each set counts the same; the one that leaks on purpose does not count."
    return "\n".join(["## Means", "", about, "", _HEADINGS, _RULER, *rows, ""])


def _mean(results: Sequence[Result]) -> Result:
    def mean(figure: str) -> float:
        return statistics.fmean(getattr(result, figure) for result in results)

    first = results[0]
    return Result(
        "", first.contestant, 0, 0, 0.0, mean("log_loss"), mean("auc"), mean("average_precision"), mean("brier"),
        mean("calibration_error"), mean("fit_seconds"), mean("predict_seconds"),
    )  # fmt: skip


def _company(company: Company) -> str:
    about = (
        f"{company.contacts:,} contacts, 50 events each: what `tamis train` and `tamis predict` say of the"
        f" {company.said.rows:,} that are open, of whom {company.said.base_rate:.1%} become customers within 90 days,"
        " and the probabilities that the company was made by. These know what nobody else does: how interested each"
        " contact is, and how often it becomes so. What can be known is what a model says that was taught the true"
        " probabilities of other contacts instead of outcomes, with the true worth of every trait and figures made for"
        " this company (`bench/predict/knowable.py`)."
    )
    heads = ["| | log loss | AUC | average precision | Brier | ECE |", "|---|--:|--:|--:|--:|--:|"]
    rows = [
        _measures_row("Tamis", company.said),
        _measures_row("what can be known", company.knowable.seen),
        _measures_row("… if each contact's rate of interest were seen", company.knowable.with_rate),
        _measures_row("the truth", company.true),
    ]
    costs = [_cost_row("training", company.training), _cost_row("predicting", company.predicting)]
    costs.append(_cost_row("a million contacts whose features are loaded, with reasons", company.million))
    spent = ["| the whole command | wall | CPU | memory |", "|---|--:|--:|--:|", *costs]
    return "\n".join(["## The simulated company", "", about, "", *heads, *rows, "", *spent, ""])


def _measures_row(name: str, found: Measures) -> str:
    cells = (found.log_loss, found.auc or 0.0, found.average_precision or 0.0, found.brier, found.calibration_error)
    return f"| {name} | {' | '.join(f'{cell:.4f}' for cell in cells)} |"


def _cost_row(name: str, cost: Cost) -> str:
    return f"| {name} | {cost.wall:.0f} s | {cost.cpu:.0f} s | {cost.peak / 1e6:.0f} MB |"


def _marks(marks: Sequence[Mark]) -> str:
    rows = [f"| {mark.wanted} | {mark.found} | {'reached' if mark.is_reached else '**missed**'} |" for mark in marks]
    return "\n".join(["## Marks", "", "| what is asked for | found | |", "|---|---|---|", *rows, ""])
