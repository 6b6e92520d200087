"""Rows of the list as HTML, each drawn once as long as it shows the same.

To draw fifty takes twenty milliseconds of Python, a quarter of what a page takes, and most rows of a page that somebody
looks at again are as they were.
"""

from __future__ import annotations

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

# Of some two kilobytes each.
_MOST_KEPT = 5_000
_KEPT: dict[Hashable, SafeString] = {}
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
        shown = replace(row, lead=replace(row.lead, computed_at=None))
        key = (reader, shown, ago(row.lead.last_activity, page.as_of))
        html = _KEPT.get(key)
        if html is None:
            html = draw(row)
            _keep(key, html)
        found.append(html)
    return found


def _shown_of(told: Offered) -> tuple[Hashable, ...]:
    """What rows show of what a list can be asked for."""
    score = told.score
    of_score = (score.key, score.tiers, tuple(score.colors.items())) if score else None
    return told.object, told.known_as.owner, of_score


def _keep(key: Hashable, html: SafeString) -> None:
    with _LOCK:
        _KEPT[key] = html
        while len(_KEPT) > _MOST_KEPT:
            # The oldest come first.
            del _KEPT[next(iter(_KEPT))]
