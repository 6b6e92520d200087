"""What a page says against itself: barriers that axe-core finds, and a width that makes people scroll sideways."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page


def barriers(page: Page, *within: str) -> list[str]:
    """The serious and critical findings, each with the places where it is; within some places of the page, where its
    frame and all else was looked at before (tests/web/test_every_page.py)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    # A colour on its way from one theme to the other is none that anybody reads.
    page.evaluate(_SETTLED)
    # None of the rules that find these looks into style sheets, and axe would fetch and read them all for each look.
    place = {"include": [[each] for each in within]} if within else {"include": [["html"]]}
    found = page.evaluate("place => axe.run(place, {resultTypes: ['violations'], preload: false})", place)
    return [
        f"{each['id']}: " + " | ".join(node["html"][:160] for node in each["nodes"][:3])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def too_wide(page: Page) -> list[str]:
    """The first elements that make the page wider than its window, by what they are."""
    return list(page.evaluate(_TOO_WIDE))


def doubled_ids(page: Page) -> list[str]:
    """Ids that two elements have: what is looked for by one of them goes to whichever is first."""
    return list(page.evaluate(_DOUBLED_IDS))


@lru_cache(maxsize=1)
def _axe() -> str:
    # Where make puts it.
    return (Path(sys.prefix) / "front" / "axe.min.js").read_text(encoding="utf-8")


_SETTLED = """() => Promise.allSettled(
  document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished))"""
_DOUBLED_IDS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((each) => each.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const right = (each) => Math.round(each.getBoundingClientRect().right);
  const wide = [...document.body.querySelectorAll('*')].filter((each) => right(each) > width + 1);
  return wide.slice(0, 3).map((each) => `${each.tagName}.${each.className} to ${right(each)}`);
}"""
