"""Scores that look at everything that may change: events in windows, decay, properties, companies, segments, others."""

START = {
    "contacts": "id,country,company_id,created_at\nann,France,acme,2026-01-01\nbob,Spain,,2026-01-02\ncem,,acme,\n",
    "companies": "id,industry\nacme,Software\nbolt,Trade\n",
    "events": (
        "id,contact_id,type,occurred_at,url,seconds\n"
        "e1,ann,demo_requested,2026-02-20T10:00:00Z,,\n"
        "e2,bob,page_viewed,2026-03-02T10:00:00Z,/pricing,30\n"
        "e3,bob,mail_opened,2025-12-02T10:00:00Z,,\n"
    ),
    "segment_members": "segment,id\nnewsletter,ann\n",
}

INTEREST = """\
key: interest
label: Interest
object: contact
groups:
  - key: deeds
    label: Deeds
    category: engagement
    limit: 60
    rules:
      - {label: Asked for a demo, event: demo_requested, within: {last: 30 days}, points: 20}
      - {label: Pages, event: page_viewed, points: 3, decay: {percent: 50, every: 1 month}}
      - {label: Prices, event: page_viewed, where: {property: url, contains: pricing}, times: [{from: 2, points: 7}]}
      - {label: Long, event: page_viewed, where: {property: seconds, at_least: 60}, points: 1}
  - key: steps
    label: Steps
    category: engagement
    limit: null
    rules:
      - {label: Opened, event: mail_opened, points: 2, decay: {percent: 40, every: 1 week, mode: step}}
      - {label: Often, event: mail_opened, decay: {percent: 30, every: 3 days}, times: [{from: 2, points: 6}]}
  - key: being
    label: Being
    category: fit
    rules:
      - {label: In France, when: {property: country, is: France}, points: 10}
      - {label: Of a software company, of: company, when: {property: industry, is: Software}, points: 5}
      - {label: Reads us, when: {in_segment: readers}, points: 4}
thresholds:
  engagement: [{tier: A, from: 20}, {tier: B, from: 5}, {tier: C}]
  fit: [{tier: "1", from: 10}, {tier: "2"}]
"""
READERS = """\
key: readers
object: contact
when: {any: [{in_segment: newsletter}, {event: mail_opened, within: {last: 7 days}}]}
"""
NEWSLETTER = "key: newsletter\nobject: contact\n"
ACCOUNT = """\
key: account
label: Account
object: company
groups:
  - key: people
    label: People
    category: engagement
    limit: null
    rules:
      - {label: A demo, event: demo_requested, points: 8, within: {last: 60 days}}
      - {label: French people, of: contact, when: {property: country, is: France}, points: 2, combine: sum}
  - key: being
    label: Being
    category: fit
    rules:
      - {label: Software, when: {property: industry, is: Software}, points: 5}
"""
# The second version of a score, to be published in the middle.
STRICTER = INTEREST.replace("points: 20}", "points: 12}").replace("points: 10}", "points: 11}")
FILES = {
    "segments/newsletter": NEWSLETTER,
    "segments/readers": READERS,
    "scores/interest": INTEREST,
    "scores/account": ACCOUNT,
}
