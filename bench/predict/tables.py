"""Data sets without a log of events: rows as they are, without what was written after the outcome."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench.predict.sets import DataSet, days, table_of

# Written after the outcome, or at export.
_LEAKS = (
    *("tags", "lead_quality", "lead_profile", "last_activity", "last_notable_activity"),
    *("asymmetrique_activity_index", "asymmetrique_profile_index"),
    *("asymmetrique_activity_score", "asymmetrique_profile_score"),
)
# Known mostly of those who converted.
_SUSPECTS = ("what_is_your_current_occupation", "what_matters_most_to_you_in_choosing_a_course")
_COUNTED = ("totalvisits", "total_time_spent_on_website", "page_views_per_visit")
_SCORED = ("asymmetrique_activity_score", "asymmetrique_profile_score")


def xeducation(folder: Path) -> DataSet:
    """Leads of an education company."""
    return _xeducation(folder, "xeducation", "leads, what was written after the outcome left out", _LEAKS)


def xeducation_sure(folder: Path) -> DataSet:
    """The same without two columns that may have been written after the outcome."""
    about = "the same, without occupation and what matters most"
    return _xeducation(folder, "xeducation, sure", about, _LEAKS + _SUSPECTS)


def xeducation_leaking(folder: Path) -> DataSet:
    """The same with every column: how good a model looks that cheats."""
    cheating = _xeducation(folder, "xeducation, leaking", "the same with every column: what cheating looks like", ())
    return replace(cheating, is_fair=False)


def olist_funnel(folder: Path) -> DataSet:
    """Sellers who asked to join a marketplace; did they sign within 90 days?"""
    rows = pd.read_csv(folder / "olist_funnel" / "contacts.csv")
    changes = pd.read_csv(folder / "olist_funnel" / "property_changes.csv")
    signed = changes[changes["value"] == "customer"].set_index("id")["changed_at"]
    signed_on = pd.Series(days(signed), index=signed.index).groupby(level=0).min()
    asked_on = days(rows["created_at"])
    waited = rows["id"].map(signed_on).to_numpy(np.float64) - asked_on
    table = table_of(rows, numbers=(), categories=("origin", "landing_page"))
    about = "sellers who asked to join, signed within 90 days"
    return DataSet("olist_funnel", about, table, waited <= 90, rows["id"], asked_on, horizon=90)


def online_shoppers(folder: Path) -> DataSet:
    """Sessions in a web shop; did they buy? `pagevalues` holds the outcome."""
    rows = pd.read_csv(folder / "online_shoppers" / "contacts.csv")
    codes = ("month", "operatingsystems", "browser", "region", "traffictype", "visitortype", "weekend")
    numbers = tuple(set(rows.columns) - {"id", "revenue", "pagevalues", *codes})
    table = table_of(rows, numbers=tuple(sorted(numbers)), categories=codes)
    return DataSet("online_shoppers", "sessions that bought", table, _true(rows["revenue"]), rows["id"])


def crm_opportunities(folder: Path) -> DataSet:
    """Closed deals of a fictitious company; were they won?"""
    deals = pd.read_csv(folder / "crm_opportunities" / "deals.csv")
    companies = pd.read_csv(folder / "crm_opportunities" / "companies.csv").set_index("id")
    rows = deals[_true(deals["is_closed"])].join(companies, on="company_id")
    rows = rows.assign(product=rows["product"].replace("GTXPro", "GTX Pro"))
    table = table_of(
        rows,
        numbers=("year_established", "revenue", "employees"),
        categories=("product", "owner", "manager", "office", "sector", "office_location", "subsidiary_of"),
    )
    return DataSet(
        "crm_opportunities", "closed deals that were won", table, _true(rows["is_won"]), rows["id"],
        days(rows["created_at"]),
    )  # fmt: skip


def win_loss(folder: Path) -> DataSet:
    """Opportunities of a supplier of car parts; were they won?"""
    rows = pd.read_csv(folder / "win_loss" / "deals.csv")
    numbers = (
        "opportunity_amount_usd", "client_size_by_revenue", "client_size_by_employee_count",
        "revenue_from_client_past_two_years", "deal_size_category",
    )  # fmt: skip
    categories = ("supplies_subgroup", "supplies_group", "region", "route_to_market", "competitor_type")
    table = table_of(rows, numbers=numbers, categories=categories)
    return DataSet("win_loss", "opportunities that were won", table, _true(rows["opportunity_result"]), rows["id"])


def _xeducation(folder: Path, name: str, about: str, left_out: tuple[str, ...]) -> DataSet:
    rows = pd.read_csv(folder / "xeducation" / "contacts.csv").drop(columns=list(left_out))
    numbers = tuple(column for column in (*_COUNTED, *_SCORED) if column in rows)
    categories = tuple(column for column in rows if column not in ("id", "lead_number", "converted", *numbers))
    table = table_of(rows, numbers=numbers, categories=categories)
    time = rows["lead_number"].to_numpy(np.float64)
    return DataSet(name, about, table, _true(rows["converted"]), rows["id"], time)


def _true(values: pd.Series) -> NDArray[np.bool_]:
    return np.asarray(values.astype(str).str.lower().eq("true"))
