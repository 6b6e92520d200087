"""The 25 event types, and how often each kind of visitor does what."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tamis.demo import vocabulary as words
from tamis.demo.draws import lookup

EVENT_TYPES = (
    "page_viewed", "form_submitted", "cta_clicked", "document_viewed", "brochure_downloaded", "webinar_registered",
    "webinar_attended", "demo_requested", "trial_started", "meeting_booked", "meeting_completed", "call_started",
    "chat_started", "cart_added", "cart_abandoned", "ad_clicked", "social_clicked", "email_sent", "email_delivered",
    "email_opened", "email_clicked", "email_bounced", "email_replied", "unsubscribed", "spam_complaint",
)  # fmt: skip
CODE = {name: code for code, name in enumerate(EVENT_TYPES)}

# Modes: what somebody does outside any episode, and in episodes of level 0, 1 and 2; then job seekers and bots.
BACKGROUND, CURIOUS, CONSIDERING, BUYING, SEEKING, CRAWLING = range(6)

_TYPE_WEIGHTS: dict[str, tuple[float, ...]] = {
    "page_viewed": (78, 73, 66, 55, 88, 98),
    "social_clicked": (8, 5, 2, 1, 6, 0),
    "ad_clicked": (6, 6, 3, 1, 0, 0),
    "document_viewed": (4, 4, 6, 7, 2, 0),
    "cta_clicked": (1.5, 4, 6, 7, 1, 0),
    "form_submitted": (1.5, 2.5, 4, 5, 2, 2),
    "chat_started": (1, 1, 2.5, 3.5, 1, 0),
    "webinar_registered": (0, 1.8, 3.5, 3, 0, 0),
    "brochure_downloaded": (0, 1.6, 3.5, 4, 0, 0),
    "cart_added": (0, 0.6, 1.5, 2.5, 0, 0),
    "call_started": (0, 0.2, 0.8, 4, 0, 0),
    "demo_requested": (0, 0, 0.5, 2.8, 0, 0),
    "trial_started": (0, 0.1, 0.5, 1.6, 0, 0),
    "meeting_booked": (0, 0, 0.4, 3.2, 0, 0),
}
_PAGE_WEIGHTS: dict[str, tuple[float, ...]] = {
    "home": (20, 18, 12, 8, 10, 11),
    "product": (12, 18, 22, 20, 4, 11),
    "pricing": (1, 4, 12, 24, 0, 11),
    "blog": (52, 40, 18, 6, 8, 11),
    "customers": (4, 7, 14, 15, 2, 11),
    "docs": (8, 9, 14, 16, 2, 11),
    "security": (0.5, 1, 4, 7, 0, 11),
    "contact": (1, 1.5, 3, 4, 4, 11),
    "careers": (1.5, 1.5, 1, 0.3, 70, 11),
}
_FORM_WEIGHTS: dict[str, tuple[float, ...]] = {
    "Newsletter": (70, 45, 12, 3, 60, 60),
    "Contact us": (12, 12, 20, 22, 40, 40),
    "Webinar": (10, 20, 22, 12, 0, 0),
    "Download": (8, 20, 25, 18, 0, 0),
    "Pricing request": (0, 2, 15, 25, 0, 0),
    "Demo": (0, 1, 6, 20, 0, 0),
}

URLS = tuple(
    f"/{page}/{number}" if number else ("/" if page == "home" else f"/{page}")
    for page in words.PAGES
    for number in range(words.PAGE_SLUGS.get(page, 0) + 1)
)
URL_PAGE: NDArray[np.int8] = np.array(
    [code for code, page in enumerate(words.PAGES) for _ in range(words.PAGE_SLUGS.get(page, 0) + 1)], dtype=np.int8
)


def _rows(weights: dict[str, tuple[float, ...]], names: tuple[str, ...]) -> NDArray[np.int16]:
    return np.stack([lookup([weights.get(name, (0,) * 6)[mode] for name in names]) for mode in range(6)])


def _url_rows() -> NDArray[np.int16]:
    """A page's share goes to its urls, the first ones most."""
    rank = np.concatenate([np.arange(1, words.PAGE_SLUGS.get(page, 0) + 2) for page in words.PAGES])
    within = 1 / np.sqrt(rank)
    within /= np.bincount(URL_PAGE, within)[URL_PAGE]
    pages = np.array([_PAGE_WEIGHTS[page] for page in words.PAGES])
    return np.stack([lookup(pages[URL_PAGE, mode] * within) for mode in range(6)])


TYPE_TABLES = _rows(_TYPE_WEIGHTS, EVENT_TYPES)
FORM_TABLES = _rows(_FORM_WEIGHTS, words.FORMS)
URL_TABLES = _url_rows()
