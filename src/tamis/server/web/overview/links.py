"""The pages that figures lead to; a page that is not there, or that one may not see, is no link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from tamis.operations.leads.asked import Asked


def to(route: str, *args: Any, **query: str) -> str:
    """The address of a page by its route; empty where there is none."""
    try:
        address = reverse(route, args=args)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(query)}" if query else address


def to_leads(asked: Asked) -> str:
    """The list of who is asked for."""
    return to("leads:list", asked=asked.as_json())


def to_record(object: str, id: str) -> str:
    """The page of a record."""
    return to("record", object, id)
