"""Elements of HTML and SVG; every text is escaped unless it is HTML already."""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is HTML already: made here, never of a customer's words."""

    __slots__ = ()


_VOID = {"meta", "input"}
Child = str | None


def tag(element: str, /, *children: Child, **attributes: str | float | bool | None) -> Html:
    """An element. Attributes lose a trailing underscore (`class_`) and have hyphens for the others; True is an
    attribute without a value, None or False none at all.

    >>> tag("p", "a < b", class_="x")
    '<p class="x">a &lt; b</p>'
    """
    inner = join(*children)
    opening = f"<{element}{''.join(_attribute(*each) for each in attributes.items())}>"
    return Html(opening if element in _VOID else f"{opening}{inner}</{element}>")


def join(*children: Child) -> Html:
    """One after the other; None is left away."""
    return Html("".join(each if isinstance(each, Html) else escape(each) for each in children if each is not None))


def breakable(name: str) -> Html:
    """A name that may go on in the next line after each underscore.

    >>> breakable("last_<b>")
    'last_<wbr>&lt;b&gt;'
    """
    return Html("_<wbr>".join(escape(part) for part in name.split("_")))


def _attribute(name: str, value: str | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    plain = name.rstrip("_").replace("_", "-")
    if value is True:
        return f" {plain}"
    # SVG has no use for more than a hundredth of a pixel.
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return f' {plain}="{escape(text)}"'
