"""The 50-rule lead score as SQL by hand: one `sum(CASE …)` a rule, as everybody writes it first.

`CORE` wants two relations before it: `happened` (contact, type, the properties that rules look at, and `age`: days
before the as-of instant, not negative, machine-made events left out) and `person` (one row a contact with its
properties and those of its primary company, `is_scored`, and `contact`, what events name it by).
"""

CORE = """
earned AS (
  SELECT contact,
    -- On our website: half of the points are gone after a month.
    least(25, sum(CASE WHEN type = 'page_viewed' AND page = 'pricing' AND age < 30 THEN 5 * (1 - age / 60) ELSE 0 END))
    + least(12, sum(CASE WHEN type = 'page_viewed' AND page = 'product' AND age < 30 THEN 2 * (1 - age / 60)
                         ELSE 0 END))
    + least(10, sum(CASE WHEN type = 'page_viewed' AND page = 'customers' AND age < 60 THEN 2 * (1 - age / 60)
                         ELSE 0 END))
    + least(10, sum(CASE WHEN type = 'page_viewed' AND page IN ('docs', 'security') AND age < 30
                         THEN 2 * (1 - age / 60) ELSE 0 END))
    + least(8, sum(CASE WHEN type = 'page_viewed' AND seconds >= 120 AND age < 30 THEN 1 - age / 60 ELSE 0 END))
    + sum(CASE WHEN type = 'chat_started' AND age < 30 THEN 6 * (1 - age / 60) ELSE 0 END)
    + least(12, sum(CASE WHEN type = 'cta_clicked' AND age < 30 THEN 3 * (1 - age / 60) ELSE 0 END))
    + sum(CASE WHEN type = 'document_viewed' AND age < 60
               THEN CASE document WHEN 'Price list' THEN 5 WHEN 'Case study' THEN 3 ELSE 0 END * (1 - age / 60)
               ELSE 0 END)
    + least(16, sum(CASE WHEN type = 'cart_added' AND amount >= 900 AND age < 60 THEN 8 * (1 - age / 60) ELSE 0 END))
    + greatest(-9, sum(CASE WHEN type = 'cart_abandoned' AND age < 30 THEN -3 * (1 - age / 60) ELSE 0 END))
      AS website,
    count(CASE WHEN type = 'page_viewed' AND age < 7 THEN 1 END) AS pages,
    min(CASE WHEN type = 'page_viewed' THEN age END) AS newest_page,
    count(CASE WHEN type = 'page_viewed' AND page = 'careers' AND age < 90 THEN 1 END) AS careers,
    -- Answers our marketing: a quarter less each full month.
    least(12, sum(CASE WHEN type = 'email_clicked' AND age < 60 THEN 3 * (1 - 0.25 * floor(age / 30)) ELSE 0 END))
    + sum(CASE WHEN type = 'email_replied' AND age < 90 THEN 10 * (1 - 0.25 * floor(age / 30)) ELSE 0 END)
    + least(8, sum(CASE WHEN type = 'webinar_registered' AND age < 60 THEN 4 * (1 - 0.25 * floor(age / 30)) ELSE 0 END))
    + least(20, sum(CASE WHEN type = 'webinar_attended' AND topic IN ('Lead scoring', 'Attribution') AND age < 90
                         THEN 10 * (1 - 0.25 * floor(age / 30)) ELSE 0 END))
    + least(6, sum(CASE WHEN type = 'webinar_attended' AND minutes >= 30 AND age < 90
                        THEN 3 * (1 - 0.25 * floor(age / 30)) ELSE 0 END))
    + least(12, sum(CASE WHEN type = 'brochure_downloaded' AND age < 60
                          AND document IN ('Product brochure', 'Security brochure', 'Buyer''s guide')
                         THEN 6 * (1 - 0.25 * floor(age / 30)) ELSE 0 END))
    + least(20, sum(CASE WHEN type = 'form_submitted' AND age < 90
                         THEN CASE form_name WHEN 'Contact us' THEN 8 WHEN 'Download' THEN 4 WHEN 'Newsletter' THEN 2
                                             WHEN 'Webinar' THEN 2 ELSE 0 END * (1 - 0.25 * floor(age / 30))
                         ELSE 0 END))
    + least(5, sum(CASE WHEN type = 'ad_clicked' AND channel IN ('search', 'display') AND age < 30 THEN 1 ELSE 0 END))
    + least(4, sum(CASE WHEN type = 'social_clicked' AND age < 30 THEN 1 ELSE 0 END))
      AS marketing,
    count(CASE WHEN type = 'email_opened' AND age < 90 THEN 1 END) AS opened,
    min(CASE WHEN type = 'email_opened' THEN age END) AS newest_open,
    count(CASE WHEN type = 'unsubscribed' THEN 1 END) AS unsubscribed,
    count(CASE WHEN type = 'spam_complaint' THEN 1 END) AS complained,
    count(CASE WHEN type IN ('email_opened', 'email_clicked', 'page_viewed') AND age < 90 THEN 1 END) AS signs,
    -- Talks to sales: half of the points are gone after two months.
    least(40, sum(CASE WHEN type = 'demo_requested' AND age < 60 THEN 25 * (1 - age / 120) ELSE 0 END))
    + least(20, sum(CASE WHEN type = 'trial_started' AND age < 45 THEN 20 * (1 - age / 120) ELSE 0 END))
    + least(24, sum(CASE WHEN type = 'form_submitted' AND form_name IN ('Pricing request', 'Demo') AND age < 60
                         THEN 12 * (1 - age / 120) ELSE 0 END))
    + least(30, sum(CASE WHEN type IN ('meeting_booked', 'meeting_completed') AND age < 90
                         THEN 10 * (1 - age / 120) ELSE 0 END))
    + least(15, sum(CASE WHEN type = 'call_started' AND minutes >= 10 AND age < 60 THEN 5 * (1 - age / 120) ELSE 0 END))
      AS sales
  FROM happened
  GROUP BY contact
),
grouped AS (
  SELECT p.id, p.is_scored,
    least(50,
      CASE WHEN seniority IN ('director', 'vp', 'c_level') THEN 20 WHEN seniority = 'manager' THEN 12
           WHEN seniority IN ('intern', 'junior') THEN -10 ELSE 0 END
      + CASE lower(department) WHEN 'marketing' THEN 15 WHEN 'sales' THEN 12 WHEN 'operations' THEN 5 WHEN 'it' THEN 5
                               ELSE 0 END
      + if(regexp_matches(lower(job_title), 'director|chief|vp'), 5, 0)
      + if(lower(country) IN ('france', 'germany', 'united kingdom'), 8, 0)
      + if(contains(regions, 'Northern Europe'), 4, 0) + if(regions = 'Asia', -6, 0)
      + if(phone <> '', 3, 0)
      + if(regexp_matches(lower(email), '@(gmail|outlook|yahoo|gmx|orange|icloud)\\.'), -10, 0)
      + CASE WHEN source IN ('referral', 'partner') THEN 6 WHEN source = 'purchased_list' THEN -5 ELSE 0 END
      + if(lifecycle_stage IN ('mql', 'sql', 'opportunity'), 5, 0)
      + if(days_known < 90, 3, 0)
      + if(newsletter, 2, 0)) AS person,
    least(50,
      if(employees BETWEEN 50 AND 999, 15, 0)
      + if(annual_revenue >= 5000000, 10, 0)
      + if(lower(company_industry) IN ('software', 'manufacturing', 'financial services'), 12, 0)
      + if(lower(industry) IN ('hospitality', 'education', 'agriculture', 'construction'), -8, 0)
      + if(regexp_matches(technologies, 'Salesforce|HubSpot|Marketo'), 6, 0)
      + if(company_id IS NULL, -8, 0)) AS company,
    least(60, coalesce(website, 0)
      + CASE WHEN pages >= 10 THEN 6 WHEN pages >= 5 THEN 3 ELSE 0 END * (1 - coalesce(newest_page, 0) / 60)
      + CASE WHEN careers >= 2 THEN -15 ELSE 0 END) AS website,
    least(40, coalesce(marketing, 0)
      + CASE WHEN opened >= 10 THEN 6 WHEN opened >= 4 THEN 4 WHEN opened >= 1 THEN 2 ELSE 0 END
        * (1 - 0.25 * floor(coalesce(newest_open, 0) / 30))
      + if(unsubscribed > 0, -20, 0) + if(complained > 0, -40, 0) + if(coalesce(signs, 0) = 0, -10, 0)) AS marketing,
    least(60, coalesce(sales, 0)) AS sales
  FROM person AS p LEFT JOIN earned AS e USING (contact)
),
rounded AS (
  -- Half away from zero at the 6th decimal; the 1e-9 undoes what doubles lose.
  SELECT id, if(is_scored, least(100, greatest(0, person + company))::DOUBLE, NULL) AS fit,
    if(is_scored, round(least(100, greatest(0, website + marketing + sales)) + 1e-9, 6), NULL) AS engagement
  FROM grouped
)
SELECT id, round(fit + engagement, 6) AS lead_score, fit AS lead_score_fit, engagement AS lead_score_engagement,
  CASE WHEN fit >= 60 THEN 'A' WHEN fit >= 30 THEN 'B' WHEN fit IS NOT NULL THEN 'C' END
  || CASE WHEN engagement >= 50 THEN '1' WHEN engagement >= 15 THEN '2' ELSE '3' END AS lead_score_tier
FROM rounded
"""
