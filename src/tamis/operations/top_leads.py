"""Scores the demo company with the templates and tells whom to call first, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tamis.compile.explanation import ExplainedRule, ExplainedScore
from tamis.engine import DuckDBEngine
from tamis.operations.call import EPOCH, load_call, read_call
from tamis.operations.explain_records import Asked, explain_records, record_numbers
from tamis.operations.make_demo import DemoCompany
from tamis.operations.output import replacing, write_rows
from tamis.operations.score_query import score_query
from tamis.progress import Progress
from tamis.templates import list_templates, template_named, write_template

SHOWN = "fit-engagement"
_DAY = 86_400_000_000


@dataclass(frozen=True)
class Reason:
    """What one rule gave: its label, its points, and of an event rule how often and how many days ago at last."""

    label: str
    points: float
    times: int = 0
    days_ago: int = 0


@dataclass(frozen=True)
class Lead:
    """One contact, best known by name, and the reasons that gave most of its points."""

    id: str
    name: str
    company: str
    job_title: str
    tier: str
    points: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class TopLeads:
    """The best contacts; how many were scored, into which file; and the definition that ranked them."""

    leads: tuple[Lead, ...]
    records: int
    file: Path
    definition: Path


def top_leads(company: DemoCompany, *, most: int = 10, progress: Progress) -> TopLeads:
    """Scores the company with every template, into `scores.csv`, and explains the best that are no customers yet."""
    definitions = _written_templates(company.folder)
    call = read_call(company.folder, list(definitions.values()))
    shown = next(score for score in call.scores if score.key == definitions[SHOWN].stem)
    instant = (company.as_of - EPOCH) // timedelta(microseconds=1)
    file = company.folder / "scores.csv"
    with DuckDBEngine.open(outlasts_all=True) as engine:
        loaded = load_call(call, engine, instant, progress)
        progress.step("Scoring")
        with replacing(file) as part:
            query = score_query(call, loaded.catalog, instant)
            records = write_rows(engine, query.text, query.columns, part, ending=".csv")
        best = _best(engine, company.folder, file, shown.key, most)
        progress.step("Explaining")
        numbers = record_numbers(loaded.catalog, engine, "contact", [row[0] for row in best])
        asked = Asked(call.scores, call.segments, loaded.catalog, engine, instant)
        trees = {tree.id: tree for tree in explain_records(shown, asked, numbers)}
    leads = tuple(Lead(*row, reasons=_reasons(trees[row[0]], instant)) for row in best)
    return TopLeads(leads, records, file, definitions[SHOWN])


def _written_templates(folder: Path) -> dict[str, Path]:
    """The templates as files among the company's scores, where they can be changed and tried again."""
    scores = folder / "scores"
    files = {template.name: scores / f"{template.name.replace('-', '_')}_score.yaml" for template in list_templates()}
    for name, file in files.items():
        if not file.exists():
            write_template(template_named(name), file.stem, scores)
    return files


def _best(
    engine: DuckDBEngine, folder: Path, scores: Path, key: str, most: int
) -> list[tuple[str, str, str, str, str, float]]:
    """Id, name, company, job title, tier and points of the best: by tier, then points, then id.

    The template's tiers sort as they read, A1 to C3.
    """
    rows: list[tuple[str, str, str, str, str, float]] = engine.sql(
        f"""
        SELECT s.id, c.first_name || ' ' || c.last_name, coalesce(o.name, ''), coalesce(c.job_title, ''),
               s.{key}_tier, s.{key}::DOUBLE
        FROM read_csv(?, header = true, all_varchar = true) s
        JOIN read_parquet(?) c ON c.id = s.id
        LEFT JOIN read_parquet(?) o ON o.id = c.company_id
        WHERE s.{key} IS NOT NULL AND c.lifecycle_stage IS DISTINCT FROM 'customer'
        ORDER BY s.{key}_tier, s.{key}::DOUBLE DESC, s.id LIMIT ?
        """,
        [str(scores), str(folder / "contacts.parquet"), str(folder / "companies.parquet"), most],
    ).fetchall()
    return rows


def _reasons(tree: ExplainedScore, instant: int) -> tuple[Reason, ...]:
    """The rules that gave points, the most first."""
    rules = [rule for category in tree.categories for group in category.groups for rule in group.rules]
    return tuple(_reason(rule, instant) for rule in sorted(rules, key=lambda rule: -rule.points) if rule.points > 0)


def _reason(rule: ExplainedRule, instant: int) -> Reason:
    if not rule.events:
        return Reason(rule.label or rule.path, rule.points)
    last = max(event.occurred_at for event in rule.events)
    return Reason(rule.label or rule.path, rule.points, len(rule.events), (instant - last) // _DAY)
