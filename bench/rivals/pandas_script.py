"""The lead score by hand in pandas: `python pandas_script.py FOLDER AS_OF OUTPUT.csv`.

Leaves out: every check of the data (repeated ids, unknown contacts, unreadable cells, two changes at one instant),
any other case of letters than the data has in event properties, and other definitions than this one.
Reads only the events that some rule can still count, texts as categories, and sums each rule over its own events.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset as ds

TEXTS = ["contact_id", "type", "page", "form_name", "topic", "document", "channel"]
NUMBERS = ["seconds", "amount", "minutes"]
UNREAD = ["email_sent", "email_delivered", "email_bounced"]
SIGNS = ["email_opened", "email_clicked", "page_viewed"]


def main(folder: str, as_of: str, output: str) -> None:
    """Scores FOLDER as of an instant such as 2026-07-01T00:00:00+00:00 into a CSV file."""
    instant, there = pd.Timestamp(as_of), Path(folder)
    events = read_events(there, datetime.fromisoformat(as_of))
    contacts = people(there, instant)
    groups = {"website": website(events), "marketing": marketing(events), "sales": sales(events)}
    for name, points in groups.items():
        contacts[name] = points.reindex(contacts.index).fillna(0)
    signs = events[events["type"].isin(SIGNS) & (events["age"] < 90)]
    contacts["marketing"] -= 10 * ~contacts.index.isin(signs["contact_id"].unique())
    scored(contacts).sort_index().to_csv(output)


def read_events(folder: Path, as_of: datetime) -> pd.DataFrame:
    """The events of 90 days and those without a window, with their age in days; no machine-made ones."""
    time, kind = pc.field("occurred_at"), pc.field("type")
    wanted = (time > as_of - timedelta(days=90)) | kind.isin(["unsubscribed", "spam_complaint"])
    wanted &= (time <= as_of) & ~kind.isin(UNREAD) & pc.coalesce(~pc.field("machine"), pc.scalar(True))
    read = ds.ParquetFileFormat(dictionary_columns=set(TEXTS))
    files = ds.dataset(folder / "events", format=read)
    events = files.to_table(columns=[*TEXTS, *NUMBERS, "occurred_at"], filter=wanted).unify_dictionaries().to_pandas()
    events["age"] = (pd.Timestamp(as_of) - events.pop("occurred_at")).dt.total_seconds() / 86400
    return events


def website(events: pd.DataFrame) -> pd.Series:
    """Points of the group "On our website" by contact, unbounded."""
    seen, age = of(events, "page_viewed", days=90), "age"
    page = seen["page"]
    month = within(events[events["type"].isin(["chat_started", "cta_clicked", "cart_abandoned"])], 30)
    papers, cart = of(events, "document_viewed", days=60), of(events, "cart_added", days=60)
    pages = seen[seen[age] < 7].groupby("contact_id", observed=True)[age].agg(["size", "min"])
    careers = seen[page == "careers"].groupby("contact_id", observed=True).size()
    return together(
        summed(within(seen[page == "pricing"], 30), 5, halved).clip(upper=25),
        summed(within(seen[page == "product"], 30), 2, halved).clip(upper=12),
        summed(within(seen[page == "customers"], 60), 2, halved).clip(upper=10),
        summed(within(seen[page.isin(["docs", "security"])], 30), 2, halved).clip(upper=10),
        summed(within(seen[seen["seconds"] >= 120], 30), 1, halved).clip(upper=8),
        summed(month[month["type"] == "chat_started"], 6, halved),
        summed(month[month["type"] == "cta_clicked"], 3, halved).clip(upper=12),
        summed(month[month["type"] == "cart_abandoned"], -3, halved).clip(lower=-9),
        summed(papers, valued(papers["document"], {"Price list": 5, "Case study": 3}), halved),
        summed(cart[cart["amount"] >= 900], 8, halved).clip(upper=16),
        by_count(pages["size"], [(10, 6), (5, 3)]) * halved(pages["min"]),
        by_count(careers, [(2, -15)]),
    )


def marketing(events: pd.DataFrame) -> pd.Series:
    """Points of the group "Answers our marketing" by contact, unbounded and without the rule for silence."""
    webinar, form = of(events, "webinar_attended", days=90), of(events, "form_submitted", days=90)
    papers, ads = of(events, "brochure_downloaded", days=60), of(events, "ad_clicked", days=30)
    brochures = ["Product brochure", "Security brochure", "Buyer's guide"]
    forms = {"Contact us": 8, "Download": 4, "Newsletter": 2, "Webinar": 2}
    opened = of(events, "email_opened", days=90).groupby("contact_id", observed=True)["age"].agg(["size", "min"])
    lost, angry = (of(events, kind).groupby("contact_id", observed=True).size() for kind in LEAVING)
    return together(
        by_count(opened["size"], [(10, 6), (4, 4), (1, 2)]) * stepped(opened["min"]),
        summed(of(events, "email_clicked", days=60), 3, stepped).clip(upper=12),
        summed(of(events, "email_replied", days=90), 10, stepped),
        summed(of(events, "webinar_registered", days=60), 4, stepped).clip(upper=8),
        summed(webinar[webinar["topic"].isin(["Lead scoring", "Attribution"])], 10, stepped).clip(upper=20),
        summed(webinar[webinar["minutes"] >= 30], 3, stepped).clip(upper=6),
        summed(papers[papers["document"].isin(brochures)], 6, stepped).clip(upper=12),
        summed(form, valued(form["form_name"], forms), stepped).clip(upper=20),
        summed(ads[ads["channel"].isin(["search", "display"])], 1, stepped).clip(upper=5),
        summed(of(events, "social_clicked", days=30), 1, stepped).clip(upper=4),
        by_count(lost, [(1, -20)]),
        by_count(angry, [(1, -40)]),
    )


LEAVING = ("unsubscribed", "spam_complaint")


def sales(events: pd.DataFrame) -> pd.Series:
    """Points of the group "Talks to sales" by contact, unbounded."""
    form, calls = of(events, "form_submitted", days=60), of(events, "call_started", days=60)
    return together(
        summed(of(events, "demo_requested", days=60), 25, quartered).clip(upper=40),
        summed(of(events, "trial_started", days=45), 20, quartered).clip(upper=20),
        summed(form[form["form_name"].isin(["Pricing request", "Demo"])], 12, quartered).clip(upper=24),
        summed(of(events, "meeting_booked", "meeting_completed", days=90), 10, quartered).clip(upper=30),
        summed(calls[calls["minutes"] >= 10], 5, quartered).clip(upper=15),
    )


def people(folder: Path, as_of: pd.Timestamp) -> pd.DataFrame:
    """One row a contact: its properties as they were, those of its primary company, and whether it is scored."""
    contacts = pd.read_parquet(folder / "contacts.parquet").set_index("id")
    firms = pd.read_parquet(folder / "companies.parquet").set_index("id")
    firms = firms[seen(firms, as_of)]
    members = pd.read_parquet(folder / "segment_members.parquet")
    outside = members.loc[members["segment"].isin(["staff", "competitors"]), "id"]
    contacts["is_scored"] = seen(contacts, as_of) & ~contacts.index.isin(outside)
    contacts["is_new"] = contacts["created_at"] > as_of - pd.Timedelta(days=90)
    changes = pd.read_parquet(folder / "property_changes.parquet", filters=[("object", "==", "contact")])
    contacts["lifecycle_stage"] = as_it_was(contacts["lifecycle_stage"], changes, as_of)
    contacts["newsletter"] = as_it_was(contacts["newsletter"], changes, as_of).isin([True, "true"])
    own = contacts["company_id"].where(contacts["company_id"].isin(firms.index))
    primary = own.fillna(tied(folder, firms.index).reindex(contacts.index))
    ours = firms[["employees", "annual_revenue", "industry", "technologies"]].reindex(primary)
    return contacts.join(ours.set_axis(contacts.index).add_prefix("company_"))


def as_it_was(now: pd.Series, changes: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """A property at the instant: its last change by then, unknown before the first, else the table's value."""
    mine = changes[changes["property"] == now.name]
    past = mine[mine["changed_at"] <= as_of].sort_values("changed_at").drop_duplicates("id", keep="last")
    values = past.set_index("id")["value"].reindex(now.index)
    return values.astype(object).where(now.index.isin(mine["id"].unique()), now.astype(object))


def tied(folder: Path, firms: pd.Index) -> pd.Series:
    """The company that a contact's associations say is its primary one: the one so flagged, else the only one."""
    ties = pd.read_parquet(folder / "associations.parquet")
    there = ties[(ties["from_object"] == "contact") & (ties["to_object"] == "company")]
    back = ties[(ties["from_object"] == "company") & (ties["to_object"] == "contact")]
    back = back.rename(columns={"from_id": "to_id", "to_id": "from_id"})
    ties = pd.concat([there, back])[["from_id", "to_id", "primary"]]
    ties = ties[ties["to_id"].isin(firms)]
    flagged = ties[ties["primary"].fillna(False)].groupby("from_id")["to_id"].min()
    companies = ties.groupby("from_id")["to_id"].agg(["min", "max"])
    only = companies.loc[companies["min"] == companies["max"], "min"]
    return flagged.combine_first(only)


def scored(contacts: pd.DataFrame) -> pd.DataFrame:
    """The columns of the output."""
    fit = (person(contacts).clip(upper=50) + company(contacts).clip(upper=50)).clip(0, 100)
    engagement = sum(contacts[name].clip(upper=limit) for name, limit in LIMITS.items()).clip(0, 100)
    # Half away from zero at the 6th decimal; the 1e-9 undoes what doubles lose.
    engagement = np.floor((engagement + 1e-9) * 1e6 + 0.5) / 1e6
    tier = np.select([fit >= 60, fit >= 30], ["A", "B"], "C").astype(object)
    tier += np.select([engagement >= 50, engagement >= 15], ["1", "2"], "3").astype(object)
    total = (fit + engagement).round(6)
    columns = {"": total, "_fit": fit, "_engagement": engagement, "_tier": pd.Series(tier, contacts.index)}
    return pd.DataFrame({f"lead_score{name}": column.where(contacts["is_scored"]) for name, column in columns.items()})


LIMITS = {"website": 60, "marketing": 40, "sales": 60}


def person(contacts: pd.DataFrame) -> pd.Series:
    """Points of the group "The person", unbounded."""
    seniorities = {"director": 20, "vp": 20, "c_level": 20, "manager": 12, "intern": -10, "junior": -10}
    departments = {"marketing": 15, "sales": 12, "operations": 5, "it": 5}
    free = r"@(?:gmail|outlook|yahoo|gmx|orange|icloud)\."
    return (
        valued(contacts["seniority"], seniorities)
        + valued(contacts["department"].str.lower(), departments)
        + 5 * contacts["job_title"].str.lower().str.contains("director|chief|vp", na=False)
        + 8 * contacts["country"].str.lower().isin(["france", "germany", "united kingdom"])
        + 4 * contacts["regions"].str.contains("Northern Europe", na=False, regex=False)
        - 6 * (contacts["regions"] == "Asia")
        + 3 * (contacts["phone"].fillna("") != "")
        - 10 * contacts["email"].str.lower().str.contains(free, na=False)
        + valued(contacts["source"], {"referral": 6, "partner": 6, "purchased_list": -5})
        + 5 * contacts["lifecycle_stage"].isin(["mql", "sql", "opportunity"])
        + 3 * contacts["is_new"]
        + 2 * contacts["newsletter"]
    )


def company(contacts: pd.DataFrame) -> pd.Series:
    """Points of the group "The company", unbounded."""
    industry, own = contacts["industry"].str.lower(), contacts["company_industry"].str.lower()
    return (
        15 * contacts["company_employees"].between(50, 999)
        + 10 * (contacts["company_annual_revenue"] >= 5_000_000)
        + 12 * own.isin(["software", "manufacturing", "financial services"])
        - 8 * industry.isin(["hospitality", "education", "agriculture", "construction"])
        + 6 * contacts["company_technologies"].str.contains("Salesforce|HubSpot|Marketo", na=False)
        - 8 * contacts["company_id"].isna()
    )


def of(events: pd.DataFrame, *types: str, days: float | None = None) -> pd.DataFrame:
    """The events of these types, of so many days."""
    chosen = events[events["type"].isin(types)]
    return chosen if days is None else within(chosen, days)


def within(events: pd.DataFrame, days: float) -> pd.DataFrame:
    """The events of the last so many days."""
    return events[events["age"] < days]


def summed(events: pd.DataFrame, points, decay) -> pd.Series:
    """The decayed points of all events, by contact."""
    return (points * decay(events["age"])).groupby(events["contact_id"], observed=True).sum()


def by_count(counts: pd.Series, ranges: list[tuple[int, float]]) -> pd.Series:
    """The points of the first range that a count reaches, else 0."""
    return pd.Series(np.select([counts >= least for least, _ in ranges], [p for _, p in ranges], 0), counts.index)


def together(*rules: pd.Series) -> pd.Series:
    """The sum of rules by contact."""
    stacked = pd.concat(rules)
    return stacked.groupby(level=0, observed=True).sum()


def valued(values: pd.Series, points: dict[str, float]) -> pd.Series:
    """The points of each value, else 0."""
    return values.map(points).astype(float).fillna(0)


def halved(age: pd.Series) -> pd.Series:
    """What is left after so many days, where half is gone after a month."""
    return 1 - age / 60


def quartered(age: pd.Series) -> pd.Series:
    """What is left after so many days, where half is gone after two months."""
    return 1 - age / 120


def stepped(age: pd.Series) -> pd.Series:
    """What is left after so many days, where a quarter goes with each full month."""
    return 1 - 0.25 * (age // 30)


def seen(records: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """Whether each record was there at the instant."""
    return records["created_at"].isna() | (records["created_at"] <= as_of)


if __name__ == "__main__":
    main(*sys.argv[1:])
