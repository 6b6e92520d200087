"""What the files are called that people take home."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

_LONGEST = 60


def dated(called: str, now: datetime, time_zone: str, *, otherwise: str) -> str:
    """A CSV file of what people call so, as it was on a day of theirs; `otherwise` where nothing of the name can stand
    in that of a file.

    >>> from datetime import UTC
    >>> dated("Été: Nord/Est", datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "Europe/Paris", otherwise="leads")
    'été-nord-est-2026-11-24.csv'
    """
    words = re.sub(r"\W+", "-", unicodedata.normalize("NFC", called.casefold()))[:_LONGEST].strip("-_")
    return f"{words or otherwise}-{now.astimezone(ZoneInfo(time_zone)):%Y-%m-%d}.csv"


def take_home(answer: HttpResponseBase, name: str) -> None:
    """Has a browser save the answer under that name, whatever signs are in it."""
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
