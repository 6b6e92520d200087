"""What an address asks of the list, and the addresses that ask it.

`asked` holds a whole question; what a form says besides takes the place of its part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from tamis.operations.leads.asked import Asked, read_asked
from tamis.operations.leads.moving import Moved, Way
from tamis.operations.leads.views import LeadView, read_view
from tamis.server.context import Context

#: Said of an owner: that there is none, or (before the name) who it is.
NOBODY, SOMEBODY = "nobody", "is:"
#: Movements between tiers that the list offers, by what its form says; what it holds besides stays as it is.
MOVEMENTS: Mapping[str, Moved] = {
    f"{way}-{days}": Moved(way, days=days) for days in (7, 30) for way in get_args(Way) if way != "any"
}
AS_IS = "as-is"
#: What a page of leads begins with.
LEADS = Asked(hides_customers=True)
#: The parts of a question that leave somebody out.
NARROWING = (
    *("condition", "segment", "tiers", "owner", "search", "moved", "ids", "hides_rejected"),
    *("priorities", "likelihood_from", "likelihood_to"),
)
_WHOLE = 1_000_000
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")


@dataclass(frozen=True)
class Address:
    """A question, and the saved view that it began with."""

    asked: Asked
    view: LeadView | None = None

    def asking(self, **changed: Any) -> Address:
        """The same, asking for something else."""
        return replace(self, asked=replace(self.asked, **changed))

    def to(self, **changed: Any) -> str:
        """The address of the list that asks for something else."""
        asked = self.asking(**changed).asked
        query: dict[str, str] = {"view": str(self.view.id)} if self.view else {}
        if self.view is None or asked != self.view.asked:
            query["asked"] = asked.as_json()
        return f"{reverse('leads:list')}?{urlencode(query)}"

    @property
    def here(self) -> str:
        """The address of this very question, to which a place in the list may be added."""
        return self.to()

    @property
    def cleared(self) -> str:
        """The address without any filter."""
        everybody = Asked()
        return self.to(**{name: getattr(everybody, name) for name in NARROWING})

    @property
    def is_changed(self) -> bool:
        """Whether it asks for something else than its view."""
        return self.view is not None and self.asked != self.view.asked


def address_of(request: HttpRequest, context: Context) -> Address:
    """What a request asks. Raises UsageError for what is no question, and a view that is not there."""
    said = request.POST if request.method == "POST" else request.GET
    view = read_view(context.place, context.actor, int(said["view"])) if _is_number(said.get("view", "")) else None
    base = view.asked if view else LEADS
    return Address(replace(read_asked(said["asked"]) if said.get("asked") else base, **_said(said)), view)


def place_in(request: HttpRequest, context: Context) -> str:
    """The address of the very page of the list that a form was sent from."""
    here, cursor = address_of(request, context).here, request.POST.get("cursor", "")
    return f"{here}&{urlencode({'cursor': cursor})}" if cursor else here


def whole(text: str) -> int | None:
    """A number of rows, if the text is one."""
    return min(int(text), _WHOLE) if _is_number(text) else None


def percent_in(text: str) -> float | None:
    """A share in percent as either language writes it, kept between 0 and 100; None where the text is none."""
    plain = text.strip().removesuffix("%").strip().replace(",", ".")
    if not _PERCENT.fullmatch(plain):
        return None
    return min(float(plain), 100.0)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _said(said: QueryDict) -> Mapping[str, Any]:
    """What a form says of the question."""
    found: dict[str, Any] = {}
    if "q" in said:
        found["search"] = said["q"]
    for name in ("segment", "score", "model"):
        if name in said:
            found[name] = said[name] or None
    if said.get("moved", AS_IS) != AS_IS:
        found["moved"] = MOVEMENTS.get(said["moved"])
    if "owner" in said:
        owner = said["owner"]
        found["owner"] = "" if owner == NOBODY else owner.removeprefix(SOMEBODY) if owner else None
    for name in ("likelihood_from", "likelihood_to"):
        if name in said:
            found[name] = percent_in(said[name])
    if "choose_columns" in said:
        found["columns"] = tuple(dict.fromkeys(said.getlist("columns")))
    return found
