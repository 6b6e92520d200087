"""Whether two outputs hold the same lead scores: `python -m bench.agreement OURS THEIRS` (CSV or Parquet)."""

import sys

import duckdb

_POINTS = ("lead_score", "lead_score_fit", "lead_score_engagement")
# Millionths, so that 54.0 and 54 are one value and nothing beyond the 6th decimal counts.
_READ = "SELECT id, lead_score_tier AS tier, {points} FROM '{{file}}'".format(
    points=", ".join(f"round({name}::DOUBLE * 1e6) AS {name}" for name in _POINTS)
)
_DIFFERENT = """
WITH a AS ({ours}), b AS ({theirs})
SELECT * FROM a FULL JOIN b ON a.id = b.id
WHERE a.id IS NULL OR b.id IS NULL OR a.tier IS DISTINCT FROM b.tier OR {points} ORDER BY a.id, b.id
"""


def main(ours: str, theirs: str) -> None:
    """Exits with a sentence if any id, tier, or value to 6 decimals differs, or if there is nothing to compare."""
    points = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in _POINTS)
    read = {"ours": _READ.format(file=ours), "theirs": _READ.format(file=theirs)}
    different = duckdb.sql(_DIFFERENT.format(**read, points=points)).fetchall()
    if different:
        raise SystemExit(f"{len(different)} contacts differ, first (Tamis, then by hand; millionths) {different[0]}")
    [(scored,)] = duckdb.sql(f"SELECT count(lead_score) FROM ({read['ours']})").fetchall()
    if not scored:
        raise SystemExit("No contact has a score.")


if __name__ == "__main__":
    main(*sys.argv[1:])
