"""The lead score by hand in DuckDB, straight over the Parquet files: `python duckdb_script.py FOLDER AS_OF OUTPUT.csv`.

Leaves out: every check of the data (repeated ids, unknown contacts, unreadable cells, two changes at one instant),
any other case of letters than the data has in event properties, and other definitions than this one.
Reads only the events that some rule can still count: of 90 days, and those without a window.
"""

import sys
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent))
from sum_case import CORE

SOURCES = """
WITH happened AS (
  SELECT contact_id AS contact, type, page, seconds, form_name, topic, document, amount, channel, minutes,
    (epoch_us($as_of::TIMESTAMPTZ) - epoch_us(occurred_at)) / 86400e6 AS age
  FROM read_parquet($folder || '/events/*.parquet')
  WHERE occurred_at <= $as_of::TIMESTAMPTZ AND machine IS DISTINCT FROM true
    AND (occurred_at > $as_of::TIMESTAMPTZ - INTERVAL 90 DAY OR type IN ('unsubscribed', 'spam_complaint'))
    AND type NOT IN ('email_sent', 'email_delivered', 'email_bounced')
),
past AS (
  SELECT id, bool_or(is_stage) AS has_stages, bool_or(NOT is_stage) AS has_newsletters,
    arg_max_null(value, changed_at) FILTER (is_stage AND changed_at <= $as_of::TIMESTAMPTZ) AS stage,
    arg_max_null(value, changed_at) FILTER (NOT is_stage AND changed_at <= $as_of::TIMESTAMPTZ) AS newsletter
  FROM (SELECT *, property = 'lifecycle_stage' AS is_stage FROM read_parquet($folder || '/property_changes.parquet'))
  WHERE object = 'contact' AND property IN ('lifecycle_stage', 'newsletter')
  GROUP BY id
),
firm AS (
  SELECT id, employees, annual_revenue, industry, technologies FROM read_parquet($folder || '/companies.parquet')
  WHERE created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ
),
tie AS (
  SELECT from_id AS contact, to_id AS company, "primary" FROM read_parquet($folder || '/associations.parquet')
  WHERE from_object = 'contact' AND to_object = 'company'
  UNION ALL
  SELECT to_id, from_id, "primary" FROM read_parquet($folder || '/associations.parquet')
  WHERE from_object = 'company' AND to_object = 'contact'
),
tied AS (
  SELECT contact, coalesce(min(company) FILTER ("primary"),
    CASE WHEN min(company) = max(company) THEN min(company) END) AS company
  FROM tie SEMI JOIN firm ON tie.company = firm.id GROUP BY contact
),
person AS (
  SELECT c.id, c.id AS contact, seniority, department, job_title, country, regions, phone, email, source, c.industry,
    company_id, CASE WHEN h.has_stages THEN h.stage ELSE lifecycle_stage END AS lifecycle_stage,
    CASE WHEN h.has_newsletters THEN h.newsletter = 'true' ELSE c.newsletter END AS newsletter,
    (epoch_us($as_of::TIMESTAMPTZ) - epoch_us(created_at)) / 86400e6 AS days_known,
    (created_at IS NULL OR created_at <= $as_of::TIMESTAMPTZ) AND c.id NOT IN (
      SELECT id FROM read_parquet($folder || '/segment_members.parquet') WHERE segment IN ('staff', 'competitors')
    ) AS is_scored,
    f.employees, f.annual_revenue, f.industry AS company_industry, f.technologies
  FROM read_parquet($folder || '/contacts.parquet') AS c
  LEFT JOIN past AS h ON h.id = c.id
  LEFT JOIN firm AS own ON own.id = c.company_id
  LEFT JOIN tied AS t ON t.contact = c.id
  LEFT JOIN firm AS f ON f.id = coalesce(own.id, t.company)
),
"""


def main(folder: str, as_of: str, output: str) -> None:
    """Scores FOLDER as of an instant such as 2026-07-01T00:00:00+00:00 into a CSV file."""
    query = f"COPY ({SOURCES}{CORE} ORDER BY id) TO $output (HEADER)"
    duckdb.connect().execute(query, {"folder": folder, "as_of": as_of, "output": output})


if __name__ == "__main__":
    main(*sys.argv[1:])
