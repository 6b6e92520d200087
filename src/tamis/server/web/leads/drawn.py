"""Rows of the list as HTML, each drawn once as long as it shows the same.

To draw fifty takes twenty milliseconds of Python, a quarter of what a page takes, and most rows of a page that somebody
looks at again are as they were.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence
from dataclasses import replace
from threading import Lock

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from tamis.operations.leads.lead import LeadPage
from tamis.operations.leads.offered import Offered
from tamis.server.web.layout.templatetags.tamis import ago
from tamis.server.web.leads.shown import Row

# Of some two kilobytes each. Who was erased is soon not even in memory any more.
_MOST_KEPT, _MOST_SECONDS = 5_000, 600.0
_KEPT: dict[Hashable, tuple[float, SafeString]] = {}
_LOCK = Lock()


def drawn(rows: Sequence[Row], told: Offered, page: LeadPage, *, may_tick: bool) -> list[SafeString]:
    """The rows of a page, as `leads/row.html` draws them for whoever reads it."""
    template = get_template("leads/row.html")
    reader = (get_language(), get_current_timezone_name(), may_tick, *_shown_of(told))

    def draw(row: Row) -> SafeString:
        # Nothing else, so whatever the template shows is in the key.
        return template.render({"row": row, "lead": row.lead, "told": told, "page": page, "may_tick": may_tick})

    found = []
    for row in rows:
        # When it was computed does not show; how long ago somebody did something does.
        likely = row.lead.likelihood and replace(row.lead.likelihood, at=0)
        shown = replace(row, lead=replace(row.lead, computed_at=None, likelihood=likely))
        key = (reader, shown, ago(row.lead.last_activity, page.as_of))
        kept = _KEPT.get(key) or _keep(key, draw(row))
        found.append(kept[1])
    return found


def _shown_of(told: Offered) -> tuple[Hashable, ...]:
    """What rows show of what a list can be asked for."""
    score = told.score
    of_score = (score.key, score.tiers, tuple(score.colors.items())) if score else None
    return told.object, told.known_as.owner, of_score, told.model and told.model.key


def _keep(key: Hashable, html: SafeString) -> tuple[float, SafeString]:
    now = time.monotonic()
    with _LOCK:
        _KEPT[key] = now, html
        # The oldest come first.
        while len(_KEPT) > _MOST_KEPT or now - next(iter(_KEPT.values()))[0] > _MOST_SECONDS:
            del _KEPT[next(iter(_KEPT))]
    return now, html
