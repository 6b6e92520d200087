"""The tables that a gathering makes for itself: which records are looked at and when, and what their events come to."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

#: `row`, `n` of the record, `at`: everything later than that instant (microseconds since the epoch, UTC) is unseen.
#: The instant is a column and not a parameter, so that one query answers for any number of landmarks.
ROWS: ir.Table = ibis.table({"row": dt.int32, "n": dt.int32, "at": dt.int64}, name="feature_rows")

#: By signature what an event counts as: its `mark`, and which parts its event type plays: a page view (`is_visit`), an
#: e-mail sent (`is_sent`), an answer to one (`is_answer`), anything the contact did itself (`is_own`). Machine events
#: are not in it.
MARKS: ir.Table = ibis.table(
    {
        "signature": dt.int32,
        "mark": dt.int32,
        "is_visit": dt.boolean,
        "is_sent": dt.boolean,
        "is_answer": dt.boolean,
        "is_own": dt.boolean,
    },
    name="feature_marks",
)

#: What happened to each record: `n`, `occurred_at`, `mark`; `previous`, when the same was seen before (a page, a
#: campaign), null for the first time; and `until` when it stopped to count, null for never.
HAPPENINGS: ir.Table = ibis.table(
    {"n": dt.int32, "occurred_at": dt.int64, "mark": dt.int32, "previous": dt.int64, "until": dt.int64},
    name="feature_happenings",
)

#: Marks of what is no event type: visits, e-mails sent since the last answer; distinct things have the next ones.
VISIT, UNANSWERED, FIRST_DISTINCT = -1, -2, -3

DAY = 86_400_000_000
