"""How well the tiers of an example separate those who converted from those who did not.

    python examples/separation.py olist_funnel DATA_FOLDER

scores the data with `tamis score` and prints, for each tier, how many leads it holds and how many of them converted.
"Lift" is a tier's share of conversions over that of all. AUC is the probability that a lead that converted has more
points than one that did not: 0.5 is chance.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """Who is judged (SQL giving `id` and `converted`, for one instant), as of which days, by which definition."""

    definition: str
    key: str
    outcome: str
    days: tuple[str, ...]


ENROLLED = """
    SELECT id, converted FROM '{data}/contacts.csv'
    WHERE lead_number > (SELECT quantile_cont(lead_number, 0.8) FROM '{data}/contacts.csv')
"""
SIGNED = """
    SELECT c.id, count(p.id) > 0 AS converted
    FROM '{data}/contacts.csv' c LEFT JOIN '{data}/property_changes.csv' p
      ON p.id = c.id AND p.value = 'customer' AND p.changed_at < c.created_at + INTERVAL 90 DAY
    WHERE c.created_at >= '2018-03-01' GROUP BY c.id
"""
# Applications of the last thirty days that have not come back yet; do they within the thirty days to come?
RETURNED = """
    SELECT c.id, coalesce(min(e.occurred_at) <= TIMESTAMPTZ '{day}T06:00Z' + INTERVAL 30 DAY, false) AS converted
    FROM '{data}/contacts.csv' c
    LEFT JOIN '{data}/events.csv' e ON e.contact_id = c.id AND e.type = 'offer_returned'
    WHERE c.created_at <= '{day}T06:00Z' AND c.created_at > TIMESTAMPTZ '{day}T06:00Z' - INTERVAL 30 DAY
    GROUP BY c.id HAVING coalesce(min(e.occurred_at) > TIMESTAMPTZ '{day}T06:00Z', true)
"""
# From the new year to the last Monday with thirty days of log left; a lead may be judged on several of them.
MONDAYS = tuple(str(date(2012, 1, 2) + timedelta(weeks=week)) for week in range(7))
EXAMPLES = {
    "olist_funnel": (Question("seller_fit", "seller", SIGNED, ("2018-11-30",)),),
    "xeducation": (
        Question("enrolment", "enrolment", ENROLLED, ("2020-01-01",)),
        Question("enrolment_suspect", "enrolment_suspect", ENROLLED, ("2020-01-01",)),
    ),
    "bpi12": (Question("loan_today", "loan", RETURNED, MONDAYS),),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("example", choices=EXAMPLES)
    parser.add_argument("data", type=Path)
    asked = parser.parse_args()
    for question in EXAMPLES[asked.example]:
        definition = HERE / asked.example / "scores" / f"{question.definition}.yaml"
        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
            connection.execute("CREATE TABLE judged (day TEXT, id TEXT, points DOUBLE, tier TEXT, converted BOOLEAN)")
            for day in question.days:
                scores = _scored(asked.data, definition, day, Path(folder) / f"{day}.csv")
                outcome = question.outcome.format(data=asked.data, day=day)
                connection.execute(
                    f"INSERT INTO judged SELECT '{day}', s.id, s.{question.key}, s.{question.key}_tier, o.converted "
                    f"FROM read_csv('{scores}', all_varchar = true) s JOIN ({outcome}) o ON o.id = s.id"
                )
            _tell(connection, question.definition)


def _scored(data: Path, definition: Path, day: str, output: Path) -> Path:
    command = ["score", "--data", data, "--definition", definition, "--as-of", f"{day}T06:00Z", "--output", output]
    subprocess.run([sys.executable, "-m", "tamis", *command, "--quiet"], check=True)
    return output


def _tell(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    tiers = connection.execute("""
        SELECT tier, count(*), 100 * avg(converted::INT), avg(converted::INT) / (SELECT avg(converted::INT) FROM judged)
        FROM judged GROUP BY tier ORDER BY avg(points) DESC
    """).fetchall()
    # The rank sum, with ties shared, is the area under the ROC curve.
    auc, leads, rate = connection.execute("""
        WITH ranked AS (
            SELECT converted, rank() OVER (ORDER BY points) + (count(*) OVER (PARTITION BY points) - 1) / 2 AS place
            FROM judged
        ), sums AS (
            SELECT sum(place) FILTER (WHERE converted) AS s, count(*) FILTER (WHERE converted) AS p, count(*) AS n
            FROM ranked
        )
        SELECT (s - p * (p + 1) / 2) / (p * (n - p)), n, 100 * p / n FROM sums
    """).fetchone()
    ((days,),) = connection.execute("SELECT count(DISTINCT day) FROM judged").fetchall()
    judged = f"{leads:,} leads judged" + (f" on {days} days" if days > 1 else "")
    lines = [f"{name}: {judged}, {rate:.1f} % converted, AUC {auc:.3f}", ""]
    lines += ["| tier | leads | converted | lift |", "|---|---:|---:|---:|"]
    lines += [f"| {tier} | {count:,} | {share:.1f} % | {lift:.2f} |" for tier, count, share, lift in tiers]
    sys.stdout.write("\n".join([*lines, "", ""]))


if __name__ == "__main__":
    main()
