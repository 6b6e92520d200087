"""Every page in both languages, light and dark, on a desktop and on a phone: nothing keeps anybody out, nothing is too
wide, and the browser has nothing to complain of."""

from __future__ import annotations

import os

import pytest

from tests.web.accessible import barriers, doubled_ids, too_wide
from tests.web.conftest import Visit
from tests.web.site import DESKTOP, PHONE

PAGES = [
    "/leads/",
    "/overview/",
    "/records/contact/c0000112",
    "/records/company/o0000001",
    "/records/deal/d0000001-1",
    "/scores/",
    "/scores/new/",
    "/scores/lead_score/",
    "/scores/lead_score/edit/",
    "/scores/lead_score/versions/",
    "/scores/lead_score/test/",
    "/segments/",
    "/segments/new/",
    "/segments/one/?segment=marketable",
    "/segments/one/?segment=newsletter",
    "/segments/marketable/edit/",
    "/models/",
    "/models/new/",
    "/data/",
    "/data/import/",
    "/data/sources/",
    "/data/names/",
    "/data/duplicates/",
    "/data/jobs/",
    "/settings/",
    "/settings/security/",
    "/settings/security/password/",
    "/settings/tokens/",
    "/settings/people/",
    "/settings/audit/",
    "/start/",
]
# Each language with each size, each theme and each size: what depends on two of them at most is seen. Each page in one
# language, in turns, and barriers, which take seconds to look for, in its first look; in both languages, and all looks,
# with `make test THOROUGH=1`.
LOOKS = {"en": ((DESKTOP, "light"), (PHONE, "dark")), "fr": ((PHONE, "dark"), (DESKTOP, "light"))}
_IS_THOROUGH = bool(os.environ.get("TAMIS_THOROUGH"))


_TURNS = [
    (path, language)
    for place, path in enumerate(PAGES)
    for turn, language in enumerate(LOOKS)
    if _IS_THOROUGH or turn == place % len(LOOKS)
]


@pytest.mark.parametrize(("path", "language"), _TURNS)
def test_a_page_is_for_everybody(visit: Visit, path: str, language: str) -> None:
    visitor = visit(language=language)
    page = visitor.goes(path)
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert (path, doubled_ids(page)) == (path, [])
    for size, scheme in LOOKS[language]:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=scheme)
        page.locator(f"html[data-bs-theme={scheme}]").wait_for(state="attached")
        assert (path, size, scheme, too_wide(page)) == (path, size, scheme, [])
        if _IS_THOROUGH or (size, scheme) == LOOKS[language][0]:
            assert (path, size, scheme, barriers(page)) == (path, size, scheme, [])


def test_the_navigation_leads_to_pages_that_are_looked_at(visit: Visit) -> None:
    visitor = visit()
    page = visitor.goes("/")
    links = page.locator("#navigation a").evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    assert links
    assert set(links) <= set(PAGES)


def test_the_page_to_sign_in_is_for_everybody(visit: Visit) -> None:
    for language, looks in LOOKS.items():
        visitor = visit(None, language=language)
        page = visitor.goes("/sign-in/")
        for size, scheme in looks:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.emulate_media(color_scheme=scheme)
            assert (language, size, scheme, too_wide(page), barriers(page)) == (language, size, scheme, [], [])
