"""Who is signed in sees the frame in their language; who is not is asked to."""

from __future__ import annotations

from tests.web.conftest import Visit


def test_a_page_asks_who_one_is_and_goes_there_afterwards(visit: Visit) -> None:
    visitor = visit(None)
    page = visitor.goes("/?from=mail")
    assert page.url == f"{visitor.site.address}/sign-in/?next=/%3Ffrom%3Dmail"
    assert page.get_by_role("heading", name="Sign in").is_visible()


def test_a_wrong_password_is_told_without_saying_what_is_wrong(visit: Visit) -> None:
    visitor = visit(None)
    page = visitor.goes("/sign-in/")
    page.get_by_label("E-mail address").fill("sales@example.com")
    page.get_by_label("Password").fill("no such thing")
    page.get_by_role("button", name="Sign in").click()
    assert "correct" in page.get_by_role("alert").inner_text()


def test_who_signs_out_is_nobody_any_more(visit: Visit) -> None:
    visitor = visit(None)
    visitor.signs_in("sales")
    visitor.page.get_by_role("button", name="Sales Person").click()
    visitor.page.get_by_role("button", name="Sign out").click()
    # To leave in the middle of the way there would break it off.
    visitor.page.wait_for_url("**/sign-in/**")
    assert visitor.goes("/").url.startswith(f"{visitor.site.address}/sign-in/")
