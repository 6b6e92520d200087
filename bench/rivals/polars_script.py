"""The lead score by hand in Polars, lazy and streaming: `python polars_script.py FOLDER AS_OF OUTPUT.csv`.

Leaves out: every check of the data (repeated ids, unknown contacts, unreadable cells, two changes at one instant),
any other case of letters than the data has in event properties, and other definitions than this one.
Reads only the events that some rule can still count: of 90 days, and those without a window.
"""

import sys
from datetime import datetime, timedelta

import polars as pl
from polars import col

BUYERS = ["software", "manufacturing", "financial services"]
OTHERS = ["hospitality", "education", "agriculture", "construction"]
SIGNS = ["email_opened", "email_clicked", "page_viewed"]
UNREAD = ["email_sent", "email_delivered", "email_bounced"]


def main(folder: str, as_of: str, output: str) -> None:
    """Scores FOLDER as of an instant such as 2026-07-01T00:00:00+00:00 into a CSV file."""
    instant = datetime.fromisoformat(as_of)
    rows = people(folder, instant).join(earned(folder, instant), on="id", how="left").select(*scored())
    rows.sort("id").sink_csv(output, engine="streaming")


def earned(folder: str, as_of: datetime) -> pl.LazyFrame:
    """What each contact's events earn, by group, before what needs a count of zero."""
    is_recent = (col("occurred_at") > as_of - timedelta(days=90)) | is_of("unsubscribed", "spam_complaint")
    is_read = (col("occurred_at") <= as_of) & ~col("machine").fill_null(False) & ~col("type").is_in(UNREAD)
    age = (as_of - col("occurred_at")).dt.total_microseconds() / 86400e6
    events = pl.scan_parquet(f"{folder}/events/*.parquet").filter(is_recent & is_read).with_columns(age=age)
    sums = {name: pl.when(holds).then(points).otherwise(0.0).sum() for name, (holds, points) in earning().items()}
    counts = {name: holds.sum() for name, holds in counted().items()}
    newest = {
        "newest_page": col("age").filter(is_of("page_viewed")).min(),
        "newest_open": col("age").filter(is_of("email_opened")).min(),
    }
    return events.group_by("contact_id").agg(**sums, **counts, **newest).rename({"contact_id": "id"})


def earning() -> dict[str, tuple[pl.Expr, pl.Expr]]:
    """The rules that add up events: which events, and the decayed points of one."""
    page, form, document, age = col("page"), col("form_name"), col("document"), col("age")
    month, two_months, step = 1 - age / 60, 1 - age / 120, 1 - 0.25 * (age / 30).floor()
    viewed, read, sent = is_of("page_viewed"), is_of("document_viewed"), is_of("form_submitted")
    papers = ["Product brochure", "Security brochure", "Buyer's guide"]
    return {
        "prices": (viewed & (page == "pricing") & (age < 30), 5 * month),
        "product": (viewed & (page == "product") & (age < 30), 2 * month),
        "customers": (viewed & (page == "customers") & (age < 60), 2 * month),
        "docs": (viewed & page.is_in(["docs", "security"]) & (age < 30), 2 * month),
        "stayed": (viewed & (col("seconds") >= 120) & (age < 30), month),
        "chats": (is_of("chat_started") & (age < 30), 6 * month),
        "cta": (is_of("cta_clicked") & (age < 30), 3 * month),
        "read": (read & (age < 60), month * valued(document, {"Price list": 5, "Case study": 3})),
        "cart": (is_of("cart_added") & (col("amount") >= 900) & (age < 60), 8 * month),
        "left": (is_of("cart_abandoned") & (age < 30), -3 * month),
        "clicked": (is_of("email_clicked") & (age < 60), 3 * step),
        "replied": (is_of("email_replied") & (age < 90), 10 * step),
        "registered": (is_of("webinar_registered") & (age < 60), 4 * step),
        "attended": (
            is_of("webinar_attended") & col("topic").is_in(["Lead scoring", "Attribution"]) & (age < 90),
            10 * step,
        ),
        "stayed_on": (is_of("webinar_attended") & (col("minutes") >= 30) & (age < 90), 3 * step),
        "brochures": (is_of("brochure_downloaded") & document.is_in(papers) & (age < 60), 6 * step),
        "forms": (
            sent & (age < 90),
            step * valued(form, {"Contact us": 8, "Download": 4, "Newsletter": 2, "Webinar": 2}),
        ),
        "ads": (is_of("ad_clicked") & col("channel").is_in(["search", "display"]) & (age < 30), pl.lit(1.0)),
        "posts": (is_of("social_clicked") & (age < 30), pl.lit(1.0)),
        "demos": (is_of("demo_requested") & (age < 60), 25 * two_months),
        "trials": (is_of("trial_started") & (age < 45), 20 * two_months),
        "asked": (sent & form.is_in(["Pricing request", "Demo"]) & (age < 60), 12 * two_months),
        "met": (is_of("meeting_booked", "meeting_completed") & (age < 90), 10 * two_months),
        "spoke": (is_of("call_started") & (col("minutes") >= 10) & (age < 60), 5 * two_months),
    }


def counted() -> dict[str, pl.Expr]:
    """The rules that count events."""
    viewed = is_of("page_viewed")
    return {
        "pages": viewed & (col("age") < 7),
        "careers": viewed & (col("page") == "careers") & (col("age") < 90),
        "opened": is_of("email_opened") & (col("age") < 90),
        "unsubscribed": is_of("unsubscribed"),
        "complained": is_of("spam_complaint"),
        "signs": col("type").is_in(SIGNS) & (col("age") < 90),
    }


def people(folder: str, as_of: datetime) -> pl.LazyFrame:
    """One row a contact: its properties as they were, those of its primary company, and whether it is scored."""
    firms = pl.scan_parquet(f"{folder}/companies.parquet").filter(seen(as_of))
    firms = firms.select(col("id").alias("firm"), "employees", "annual_revenue", "technologies", area="industry")
    members = pl.scan_parquet(f"{folder}/segment_members.parquet")
    outside = members.filter(col("segment").is_in(["staff", "competitors"])).select("id", outside=True).unique()
    known = firms.select("firm", own=col("firm"))
    return (
        pl.scan_parquet(f"{folder}/contacts.parquet")
        .join(outside, on="id", how="left")
        .join(past(folder, "lifecycle_stage", as_of), on="id", how="left")
        .join(past(folder, "newsletter", as_of), on="id", how="left")
        .join(tied(folder, firms), on="id", how="left")
        .join(known, left_on="company_id", right_on="firm", how="left")
        .with_columns(primary=pl.coalesce("own", "tied"), is_scored=seen(as_of) & col("outside").is_null())
        .join(firms, left_on="primary", right_on="firm", how="left")
        .with_columns(
            stage=pl.when("has_lifecycle_stage").then("past_lifecycle_stage").otherwise("lifecycle_stage"),
            reads=pl.when("has_newsletter").then(col("past_newsletter") == "true").otherwise("newsletter"),
            is_new=col("created_at") > as_of - timedelta(days=90),
        )
    )


def past(folder: str, name: str, as_of: datetime) -> pl.LazyFrame:
    """The value that a property of a contact had, for the contacts whose changes are known."""
    changes = pl.scan_parquet(f"{folder}/property_changes.parquet")
    changes = changes.filter((col("object") == "contact") & (col("property") == name))
    before = col("changed_at") <= as_of
    latest = col("value").filter(before).get(col("changed_at").filter(before).arg_max(), null_on_oob=True)
    return changes.group_by("id").agg(latest.alias(f"past_{name}")).with_columns(pl.lit(True).alias(f"has_{name}"))


def tied(folder: str, firms: pl.LazyFrame) -> pl.LazyFrame:
    """The company that a contact's associations say is its primary one: the one so flagged, else the only one."""
    ties = pl.scan_parquet(f"{folder}/associations.parquet")
    there = ties.filter((col("from_object") == "contact") & (col("to_object") == "company"))
    back = ties.filter((col("from_object") == "company") & (col("to_object") == "contact"))
    ties = pl.concat(
        [
            there.select("primary", id="from_id", firm="to_id"),
            back.select("primary", id="to_id", firm="from_id"),
        ]
    ).join(firms, on="firm", how="semi")
    only = pl.when(col("firm").min() == col("firm").max()).then(col("firm").min())
    return ties.group_by("id").agg(tied=pl.coalesce(col("firm").filter("primary").min(), only))


def scored() -> tuple[pl.Expr, ...]:
    """The columns of the output, from a contact's row."""
    fit = (person().clip(upper_bound=50) + company().clip(upper_bound=50)).clip(0, 100).cast(pl.Float64)
    engagement = website().clip(upper_bound=60) + marketing().clip(upper_bound=40) + sales().clip(upper_bound=60)
    # Half away from zero at the 6th decimal; the 1e-9 undoes what doubles lose.
    engagement = (engagement.clip(0, 100) + 1e-9).round(6)
    tier = first_of((fit >= 60, "A"), (fit >= 30, "B"), otherwise="C")
    tier += first_of((engagement >= 50, "1"), (engagement >= 15, "2"), otherwise="3")
    columns = {
        "lead_score": (fit + engagement).round(6),
        "lead_score_fit": fit,
        "lead_score_engagement": engagement,
        "lead_score_tier": tier,
    }
    return col("id"), *(pl.when("is_scored").then(value).alias(name) for name, value in columns.items())


def person() -> pl.Expr:
    """Points of the group "The person", unbounded."""
    department = col("department").str.to_lowercase()
    return (
        valued(col("seniority"), {"director": 20, "vp": 20, "c_level": 20, "manager": 12, "intern": -10, "junior": -10})
        + valued(department, {"marketing": 15, "sales": 12, "operations": 5, "it": 5})
        + given(col("job_title").str.to_lowercase().str.contains("director|chief|vp"), 5)
        + given(col("country").str.to_lowercase().is_in(["france", "germany", "united kingdom"]), 8)
        + given(col("regions").str.contains("Northern Europe", literal=True), 4)
        + given(col("regions") == "Asia", -6)
        + given(col("phone") != "", 3)
        + given(col("email").str.to_lowercase().str.contains(r"@(gmail|outlook|yahoo|gmx|orange|icloud)\."), -10)
        + valued(col("source"), {"referral": 6, "partner": 6, "purchased_list": -5})
        + given(col("stage").is_in(["mql", "sql", "opportunity"]), 5)
        + given(col("is_new"), 3)
        + given(col("reads"), 2)
    )


def company() -> pl.Expr:
    """Points of the group "The company", unbounded."""
    return (
        given(col("employees").is_between(50, 999), 15)
        + given(col("annual_revenue") >= 5_000_000, 10)
        + given(col("area").str.to_lowercase().is_in(BUYERS), 12)
        + given(col("industry").str.to_lowercase().is_in(OTHERS), -8)
        + given(col("technologies").str.contains("Salesforce|HubSpot|Marketo"), 6)
        + given(col("company_id").is_null(), -8)
    )


def website() -> pl.Expr:
    """Points of the group "On our website", unbounded."""
    limits = {"prices": 25, "product": 12, "customers": 10, "docs": 10, "stayed": 8, "cta": 12, "cart": 16}
    many = first_of((col("pages") >= 10, 6), (col("pages") >= 5, 3), otherwise=0)
    left = col("left").fill_null(0).clip(lower_bound=-9)
    free = col("chats").fill_null(0) + col("read").fill_null(0)
    return (
        limited(limits)
        + free
        + left
        + many * (1 - col("newest_page").fill_null(0) / 60)
        + given(col("careers") >= 2, -15)
    )


def marketing() -> pl.Expr:
    """Points of the group "Answers our marketing", unbounded."""
    limits = {"clicked": 12, "registered": 8, "attended": 20, "stayed_on": 6, "brochures": 12}
    limits |= {"forms": 20, "ads": 5, "posts": 4}
    opened = first_of((col("opened") >= 10, 6), (col("opened") >= 4, 4), (col("opened") >= 1, 2), otherwise=0)
    lost = given(col("unsubscribed") > 0, -20) + given(col("complained") > 0, -40)
    silent = given(col("signs").fill_null(0) == 0, -10)
    decay = 1 - 0.25 * (col("newest_open").fill_null(0) / 30).floor()
    return limited(limits) + col("replied").fill_null(0) + opened * decay + lost + silent


def sales() -> pl.Expr:
    """Points of the group "Talks to sales", unbounded."""
    return limited({"demos": 40, "trials": 20, "asked": 24, "met": 30, "spoke": 15})


def limited(limits: dict[str, int]) -> pl.Expr:
    """The sum of rules, each at most its limit; a contact without events earned 0."""
    return pl.sum_horizontal(col(name).clip(upper_bound=limit) for name, limit in limits.items())


def is_of(*types: str) -> pl.Expr:
    """Whether an event is of one of these types."""
    return col("type") == types[0] if len(types) == 1 else col("type").is_in(types)


def seen(as_of: datetime) -> pl.Expr:
    """Whether a record was there at the instant."""
    return col("created_at").is_null() | (col("created_at") <= as_of)


def given(holds: pl.Expr, points: float) -> pl.Expr:
    """The points where the condition holds, else 0."""
    return pl.when(holds).then(points).otherwise(0)


def valued(value: pl.Expr, points: dict[str, float]) -> pl.Expr:
    """The points of a value, else 0."""
    return value.replace_strict(points, default=0, return_dtype=pl.Float64)


def first_of(*cases: tuple[pl.Expr, float | str], otherwise: float | str) -> pl.Expr:
    """The result of the first case that holds."""
    result = pl.lit(otherwise)
    for holds, then in reversed(cases):
        result = pl.when(holds).then(pl.lit(then)).otherwise(result)
    return result


if __name__ == "__main__":
    main(*sys.argv[1:])
