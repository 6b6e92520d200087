"""Tables, and what hides one behind a chart until it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tamis.predict.card.html.element import Html, join, tag
from tamis.predict.card.words.say import Words

Row = Sequence[str]


def table(
    heads: Sequence[str], rows: Iterable[Row], *, caption: str, texts: int = 1, marked: frozenset[int] = frozenset()
) -> Html:
    """A table whose first cells are heads of their rows; the first `texts` columns are words, the others numbers. Rows
    whose place is `marked` stand out."""
    head = tag("tr", *(tag("th", each, scope="col", class_=_class(at, texts)) for at, each in enumerate(heads)))
    body = join(*(_row(row, texts, is_marked=place in marked) for place, row in enumerate(rows)))
    hidden = tag("caption", caption, class_="unseen")
    inner = tag("table", hidden, tag("thead", head), tag("tbody", body))
    # A table wider than a phone is scrolled by itself, by the keyboard too.
    return tag("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption)


def behind(words: Words, inner: Html) -> Html:
    """The table of a chart, shown when asked for."""
    return tag("details", tag("summary", words("table.show")), inner)


def figure(words: Words, title: str, chart: Html, rows: Html, note: str = "") -> Html:
    """A chart with its title, what to see in it, and its table."""
    said = join(tag("h3", title) if title else None, tag("p", note, class_="note") if note else None)
    return tag("figure", said, chart, behind(words, rows))


def _row(row: Row, texts: int, *, is_marked: bool) -> Html:
    cells = (_cell(at, each, texts) for at, each in enumerate(row))
    return tag("tr", *cells, class_="marked" if is_marked else None)


def _cell(at: int, text: str, texts: int) -> Html:
    if at == 0:
        return tag("th", text, scope="row", class_=_class(at, texts))
    return tag("td", text, class_=_class(at, texts))


def _class(at: int, texts: int) -> str | None:
    return None if at < texts else "number"
