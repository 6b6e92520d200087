"""A workspace with some weeks behind it: people who came, rose and fell, and what became of them."""

from __future__ import annotations

from tests.operations.office import Office

SCORE = """\
key: lead
label: Lead
object: contact
groups:
  - key: who
    label: Who
    category: fit
    rules:
      - {label: In France, when: {property: country, is: France}, points: 10}
  - key: deeds
    label: Deeds
    category: engagement
    rules:
      - {label: Asked for a demo, event: demo_requested, within: {last: 30 days}, points: 20}
      - {label: Viewed a page, event: page_viewed, within: {last: 30 days}, points: 5}
thresholds:
  fit: [{tier: A, from: 10}, {tier: B}]
  engagement: [{tier: '1', from: 20}, {tier: '2'}]
"""
CONTACTS = """\
id,first_name,last_name,country,owner,lifecycle_stage,created_at
ann,Ann,Ashe,France,,lead,2026-01-01
bob,Bob,Bell,Spain,olga,lead,2026-01-01
cem,Cem,Cole,France,olga,customer,2026-01-01
dee,Dee,Dorn,France,,lead,2026-01-01
"""
DEALS = """\
id,contact_id,stage,is_won,closed_at,created_at
d1,ann,won,true,2026-03-20,2026-03-12
d2,bob,open,false,,2026-03-12
d3,cem,won,true,2026-02-01,2026-01-12
"""
EVENTS = "id,contact_id,type,occurred_at\n"
_FIRST = "e0,cem,page_viewed,2026-01-05T10:00Z\ne1,ann,demo_requested,2026-03-09T10:00Z\n"


def history(empty: Office) -> Office:
    """On Tuesday 10 March the score is published: Ann is A1 already. On the 12th Dee asks for a demo, on the 20th Bob
    does. What Ann and Dee did is over by 15 April, a Wednesday; what Bob
    did is not. That is when it is."""
    empty.take(contacts=CONTACTS, deals=DEALS, events=EVENTS + _FIRST)
    empty.publish(lead=SCORE)
    empty.later("2026-03-12T12:00")
    empty.take(events=EVENTS + "e2,dee,demo_requested,2026-03-12T10:00Z\ne3,dee,page_viewed,2026-03-12T10:01Z\n")
    empty.later("2026-03-20T12:00")
    empty.take(events=EVENTS + "e4,bob,demo_requested,2026-03-20T10:00Z\n")
    empty.later("2026-04-15T12:00")
    empty.rescore()
    return empty
