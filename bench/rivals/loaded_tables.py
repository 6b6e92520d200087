"""The hand-written `sum(CASE …)` query over tables that Tamis has loaded.

Leaves out what loading has checked, and other definitions than the 50-rule score. The tuned form also drops, before
anything else, the events that no rule can count: a line that one adds when the query is too slow.
"""

from bench.rivals.sum_case import CORE
from tamis.compile.catalog import Catalog, ObjectShape

_OF_EVENTS = ("page", "seconds", "form_name", "topic", "document", "amount", "channel", "minutes")
_OF_CONTACTS = ("seniority", "department", "job_title", "country", "phone", "email", "source", "industry", "company_id")
_DAY = 86_400_000_000


def hand_written(catalog: Catalog, as_of: int, *, is_tuned: bool) -> str:
    """One query that gives the columns of the lead score; `as_of` in microseconds since the epoch, UTC."""
    contact, company = catalog.objects["contact"], catalog.objects["company"]
    within = f"AND (e.occurred_at > {as_of - 90 * _DAY} OR s.type IN ('unsubscribed', 'spam_complaint'))"
    return f"""
WITH happened AS (
  SELECT e.contact, s.type, {", ".join(_event_property(catalog, name) for name in _OF_EVENTS)},
    ({as_of} - e.occurred_at) / {_DAY}e0 AS age
  FROM events AS e JOIN signatures AS s USING (signature)
  WHERE e.occurred_at <= {as_of} AND NOT s.machine {within if is_tuned else ""}
),
past AS (
  SELECT n, arg_max_null(text, changed_at) FILTER (property = 'lifecycle_stage' AND changed_at <= {as_of}) AS stage,
    bool_or(property = 'lifecycle_stage') AS has_stages,
    arg_max_null(flag, changed_at) FILTER (property = 'newsletter' AND changed_at <= {as_of}) AS newsletter,
    bool_or(property = 'newsletter') AS has_newsletters
  FROM {contact.changes} WHERE property IN ('lifecycle_stage', 'newsletter') GROUP BY n
),
firm AS (SELECT * FROM {company.table} WHERE created_at IS NULL OR created_at <= {as_of}),
own AS (
  SELECT from_n, CASE max(rank) WHEN 2 THEN min(to_n) FILTER (rank = 2) WHEN 1 THEN min(to_n) FILTER (rank = 1)
    ELSE CASE WHEN min(to_n) = max(to_n) THEN min(to_n) END END AS to_n
  FROM {catalog.links["contact", "company"]} SEMI JOIN firm ON to_n = n GROUP BY from_n
),
person AS (
  SELECT c.id, c.n AS contact, {", ".join(f"c.{_column(contact, name)} AS {name}" for name in _OF_CONTACTS)},
    {_items(f"c.{_column(contact, 'regions')}")} AS regions,
    CASE WHEN h.has_stages THEN h.stage ELSE c.{_column(contact, "lifecycle_stage")} END AS lifecycle_stage,
    CASE WHEN h.has_newsletters THEN h.newsletter ELSE c.{_column(contact, "newsletter")} END AS newsletter,
    ({as_of} - c.created_at) / {_DAY}e0 AS days_known,
    (c.created_at IS NULL OR c.created_at <= {as_of})
      AND c.n NOT IN (SELECT n FROM members WHERE segment IN ('staff', 'competitors')) AS is_scored,
    f.{_column(company, "employees")} AS employees, f.{_column(company, "annual_revenue")} AS annual_revenue,
    f.{_column(company, "industry")} AS company_industry,
    {_items(f"f.{_column(company, 'technologies')}")} AS technologies
  FROM {contact.table} AS c LEFT JOIN past AS h ON h.n = c.n LEFT JOIN own AS o ON o.from_n = c.n
  LEFT JOIN firm AS f ON f.n = o.to_n
),
{CORE}"""


def _event_property(catalog: Catalog, name: str) -> str:
    found = next(properties[name] for properties in catalog.events.values() if name in properties)
    return f"{'e' if found.inline else 's'}.{found.column} AS {name}"


def _column(shape: ObjectShape, name: str) -> str:
    return shape.properties[name].column


def _items(column: str) -> str:
    """The items of a set as texts joined by semicolons."""
    return f"replace(trim({column}, chr(31)), chr(31), ';')"
