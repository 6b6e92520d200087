"""A data set that is a log of events: what was known of each case three days after it began."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from bench.predict.sets import DataSet, days

SNAPSHOT = 3.0
HORIZON = 30.0
_GOAL = "offer_returned"


def bpi12(folder: Path) -> DataSet:
    """Loan applications; does the offer come back within 30 days of a snapshot 3 days after the first event?

    Cases whose offer came back before, or whose 30 days the log does not hold, are left out.
    """
    log = pd.read_csv(folder / "bpi12" / "events.csv").assign(day=lambda rows: days(rows["occurred_at"]))
    cases = pd.DataFrame({"began": log.groupby("contact_id")["day"].min()})
    cases["returned"] = log[log["type"] == _GOAL].groupby("contact_id")["day"].min() - cases["began"] - SNAPSHOT
    cases = cases[(cases["began"] + SNAPSHOT + HORIZON <= log["day"].max()) & ~(cases["returned"] <= 0)]
    table = known_by_then(log[log["contact_id"].isin(cases.index)], cases["began"])
    outcome = (cases["returned"] <= HORIZON).to_numpy()
    ids = pd.Series(cases.index.astype(str))
    about = "loan applications, offer returned within 30 days"
    return DataSet("bpi12", about, table, outcome, ids, cases["began"].to_numpy(np.float64), SNAPSHOT + HORIZON)


def known_by_then(log: pd.DataFrame, began: pd.Series) -> pd.DataFrame:
    """A row for each case in the order of `began`: how often each type of event happened, when first and last (days
    before the snapshot), how many in all, of how many types, how many on the last day, and which was the last."""
    log = log.assign(before=log["contact_id"].map(began) + SNAPSHOT - log["day"])
    log = log[log["before"] >= 0].sort_values("before", kind="stable")
    by_case = log.groupby("contact_id")
    columns = {
        "events": by_case.size(),
        "types": by_case["type"].nunique(),
        "on the last day": log[log["before"] < 1].groupby("contact_id").size(),
        "since the last": by_case["before"].min(),
    }
    for kind, events in log.groupby("type"):
        of_kind = events.groupby("contact_id")["before"]
        columns |= {
            f"{kind}, count": of_kind.size(),
            f"since {kind}": of_kind.min(),
            f"since first {kind}": of_kind.max(),
        }
    table = pd.DataFrame(columns, dtype=np.float64).reindex(began.index)
    counted = [name for name in table if not name.startswith("since")]
    table[counted] = table[counted].fillna(0.0)
    table["last type"] = by_case["type"].first().reindex(began.index).astype(object)
    return table.reset_index(drop=True)
