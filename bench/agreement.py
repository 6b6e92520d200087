"""Whether two outputs hold the same lead scores: `python -m bench.agreement OURS THEIRS` (CSV or Parquet)."""

import sys

import duckdb

_DIFFERENT = """
SELECT coalesce(a.id, b.id) AS id, a.lead_score, b.lead_score, a.lead_score_tier, b.lead_score_tier
FROM '{ours}' AS a FULL JOIN '{theirs}' AS b ON a.id = b.id
WHERE a.id IS NULL OR b.id IS NULL OR a.lead_score_tier IS DISTINCT FROM b.lead_score_tier
  OR round(a.lead_score * 1e6) IS DISTINCT FROM round(b.lead_score * 1e6)
  OR round(a.lead_score_fit * 1e6) IS DISTINCT FROM round(b.lead_score_fit * 1e6)
  OR round(a.lead_score_engagement * 1e6) IS DISTINCT FROM round(b.lead_score_engagement * 1e6)
ORDER BY 1
"""


def main(ours: str, theirs: str) -> None:
    """Exits with a sentence if any id, tier, or value to 6 decimals differs, or if there is nothing to compare."""
    different = duckdb.sql(_DIFFERENT.format(ours=ours, theirs=theirs)).fetchall()
    if different:
        raise SystemExit(f"{len(different)} contacts differ (id, Tamis, by hand, tiers), first {different[0]}")
    [(scored,)] = duckdb.sql(f"SELECT count(lead_score) FROM '{ours}'").fetchall()
    if not scored:
        raise SystemExit("No contact has a score.")


if __name__ == "__main__":
    main(*sys.argv[1:])
