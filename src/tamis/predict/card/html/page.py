"""The whole page: one file, nothing from elsewhere, and a policy that lets a browser run only what we wrote; and its
parts, for a page that has a frame, style sheets and a policy of its own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from tamis.predict.card.html.capacity import SCRIPT, capacity
from tamis.predict.card.html.drivers import curves, drivers
from tamis.predict.card.html.element import Html, tag
from tamis.predict.card.html.evidence import calibration, ranking, rivals, segments
from tamis.predict.card.html.provenance import choice, drift, leaks, measures, sample
from tamis.predict.card.html.rates import rates
from tamis.predict.card.html.sheet import Sheet
from tamis.predict.card.html.top import expect, header, verdict
from tamis.predict.card.model_card import ModelCard
from tamis.predict.card.words.say import Words

_HERE = files(__package__)
_STYLE = "".join(_HERE.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "static/parts.css"))

STATIC = Path(str(_HERE.joinpath("static")))
"""The folder of what a page needs that shows the parts: `parts.css` and `capacity.js`. Its colours it gives itself,
as page.css does."""


def to_html(card: ModelCard, *, language: str = "en", meanings: Mapping[str, str] | None = None) -> str:
    """The card as a document. `meanings` are phrases for features, by name, in that language; where there is none, the
    feature's own meaning is told. A UsageError for another language than `en` and `fr`."""
    sheet = Sheet(card, Words(language), meanings or {})
    found = card.held_out
    body = tag("main", header(sheet), *(part for _, part in _parts(sheet)), class_="model-card")
    rows = sheet.say("card.footer", rows=found.measures.rows) if found else sheet.say("card.footer.empty")
    scripts = tag("script", Html(SCRIPT)) if found is not None and found.cuts else None
    document = tag("html", _head(sheet), tag("body", body, tag("footer", tag("p", rows)), scripts), lang=language)
    return "<!doctype html>\n" + document + "\n"


def to_parts(
    card: ModelCard, *, language: str = "en", meanings: Mapping[str, str] | None = None, only: Collection[str] = ()
) -> str:
    """The verdict and all sections, or only those of these ids, without the name of the model: to be put into a page
    that links `parts.css` and `capacity.js` of STATIC. `meanings` as of `to_html`."""
    sheet = Sheet(card, Words(language), meanings or {})
    shown = (part for name, part in _parts(sheet) if not only or name in only)
    return tag("div", *shown, class_="model-card")


def _parts(sheet: Sheet) -> Iterator[tuple[str, Html | None]]:
    """The sections by their ids, from top to bottom."""
    found = sheet.card.held_out
    yield "verdict", verdict(sheet)
    if found is None:
        yield "rates", rates(sheet)
        yield "sample", sample(sheet)
        yield "leaks", leaks(sheet)
        return
    yield "expect", expect(sheet)
    yield "capacity", capacity(sheet)
    yield "ranking", ranking(sheet, found)
    yield "calibration", calibration(sheet, found)
    yield "drivers", drivers(sheet)
    yield "curves", curves(sheet)
    yield "rivals", rivals(sheet, found)
    yield "segments", segments(sheet, found)
    yield "leaks", leaks(sheet)
    yield "choice", choice(sheet)
    yield "sample", sample(sheet)
    yield "drift", drift(sheet)
    yield "measures", measures(sheet, found)


def _head(sheet: Sheet) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy()),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", sheet.say("card.title", label=sheet.card.goal.label)),
        tag("style", Html(_STYLE)),
    )


def _policy() -> str:
    """Nothing is fetched; the style and the script are those whose hash this is."""
    style, script = _hash(_STYLE), _hash(SCRIPT)
    return f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
