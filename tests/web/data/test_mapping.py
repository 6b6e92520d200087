"""What people say of the columns of a file, and what becomes of it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tamis.operations.rescore import micros_of
from tamis.operations.uploads import keep_upload
from tests.server.serving import eventually
from tests.web.plain import Page, Plain
from tests.web.site import PASSWORD, Site, email_of, now

CONTACTS = "Record ID,Postcode,Quiz,Secret note\nleft-1,00712,7,nobody reads this\nleft-2,75001,high,nor this\n"
# Of a column: its header, the name that it stands for, its type, and whether it is ticked.
Said = tuple[str, str, str, bool]
ID: Said = ("Record ID", "id", "", True)
NOTE: Said = ("Secret note", "", "", False)


@pytest.fixture(scope="module")
def person(site: Site) -> Plain:
    person = Plain(site.port, comes_from="127.0.7.1")
    assert person.signs_in(email_of("marketing"), PASSWORD).status == 302
    return person


class Given:
    """A file that was given, whose columns are looked at."""

    def __init__(self, site: Site, person: Plain) -> None:
        chunks, at = [CONTACTS.encode()], micros_of(now())
        kept = keep_upload(site.workspace, name="Leads.csv", table="contacts", chunks=chunks, at=at)
        self._person, self.place = person, f"/data/import/{kept.id}/"

    def looked_at(self, more: str = "") -> Page:
        return self._person.get(self.place + more)

    def sent(self, *columns: Said, **more: str) -> Page:
        form = dict(more)
        for i, (header, name, type, is_ticked) in enumerate(columns):
            form |= {f"header-{i}": header, f"name-{i}": name, f"type-{i}": type}
            form |= {f"take-{i}": "yes"} if is_ticked else {}
        return self._person.post(self.place + "run/", form)

    def ended(self, sent: Page) -> str:
        """The page of an import, once it has."""
        assert sent.status == 302, sent.text
        eventually(lambda: 'hx-trigger="load' not in self._person.get(sent.location).text)
        return self._person.get(sent.location).text


def shown(page: Page) -> dict[str, Said]:
    """What the form says of each column."""
    rows = re.findall(r'<tr data-header="(.*?)"(.*?)</tr>', page.text, re.DOTALL)
    return {unescape(header): _said(unescape(header), row) for header, row in rows}


def _said(header: str, row: str) -> Said:
    name, type = re.findall(r'list="known" value="(.*?)"', row)[0], re.findall(r'<option value="(\w+)" selected', row)
    return header, unescape(name), type[0] if type else "", " data-take checked" in row


def told(page: Page) -> str:
    """The mistake above a form."""
    assert page.status == 422
    return unescape(re.findall(r'role="alert">(.*?)</div>', page.text, re.DOTALL)[0])


def types_of_contacts(person: Plain) -> dict[str, str]:
    page = person.get("/data/names/?in=contact").text
    found = re.findall(r'aria-label="Type of (.*?)">.*?<option value="(\w+)" selected', page)
    return {unescape(name): type for name, type in found}


def test_what_is_left_out_is_no_property_and_a_chosen_type_is_the_type(site: Site, person: Plain) -> None:
    given = Given(site, person)
    tried = given.sent(
        ID, ("Postcode", "zip_code", "text", True), ("Quiz", "quiz_text", "text", True), NOTE, dry_run="yes"
    )
    page = given.ended(tried)
    assert "What would be taken in" in page
    assert "1 column of the file is left out." in page
    # Whoever goes on from a trial imports what was tried, and whoever goes back finds what was said.
    job = tried.location.rstrip("/").rpartition("/")[2]
    back = shown(given.looked_at(f"?job={job}"))
    assert back["Secret note"] == ("Secret note", "Secret note", "", False)
    assert back["Postcode"] == ("Postcode", "zip_code", "text", True)
    fields = re.findall(r'<input type="hidden" name="((?:header|name|type|take)-\d+)" value="([^"]*)"', page)
    page = given.ended(person.post(given.place + "run/", dict(fields)))
    assert "What would be taken in" not in page
    types = types_of_contacts(person)
    assert (types["zip_code"], types["quiz_text"]) == ("text", "text")
    assert "Secret note" not in types
    # A number would be without its zeros.
    assert ">00712<" in person.get("/data/names/values/?of=contact&name=zip_code").text


def test_values_that_are_none_of_a_type_are_beside_it(site: Site, person: Plain) -> None:
    page = Given(site, person).looked_at().text
    assert '<option value="number" data-misfit="high">number</option>' in page
    assert '<option value="number" data-misfit="00712">number</option>' in page
    assert '<option value="text">text</option>' in page


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([("Record ID", "id", "", False)], 'The column "Record ID" cannot be left out: it stands for "id"'),
        ([("Record ID", "number", "", True)], 'No column stands for "id", which every row needs.'),
        ([ID, ("Quiz", "Postcode", "", True)], 'Two columns are called "Postcode"; give one of them another name, or'),
        ([ID, ("Quiz", "quiz", "<i>float", True)], 'There is no type "<i>float"; choose one of those beside "Quiz".'),
        ([ID, ("<b>Quizz", "quiz", "", False)], 'The file has no column "<b>Quizz".'),
    ],
)
def test_a_form_with_a_mistake_comes_back_as_it_was_sent(
    site: Site, person: Plain, columns: list[Said], sentence: str
) -> None:
    given = Given(site, person)
    page = given.sent(*columns, NOTE, ("Postcode", "Postcode", "choice", True))
    assert sentence in told(page)
    assert not {"<b>Quizz", "<i>float"} & set(re.findall(r"<[bi]>\w+", page.text))
    back = shown(page)
    assert (back["Secret note"][3], back["Postcode"][2]) == (False, "choice")
    for header, name, _type, is_ticked in columns:
        # What is in no file has no row.
        assert back.get(header, (header, name, "", is_ticked))[1::2] == (name, is_ticked)
    assert given.looked_at("run/").location == given.place


def test_without_ids_it_is_the_addresses_that_tell_who_somebody_is(site: Site, person: Plain) -> None:
    given = Given(site, person)
    columns: list[Said] = [("Record ID", "id", "", False), ("Quiz", "email", "", True), NOTE]
    assert given.sent(*columns, by_email="yes", dry_run="yes").status == 302


def test_a_form_of_too_many_fields_is_refused_and_the_file_is_there_still(site: Site, person: Plain) -> None:
    given = Given(site, person)
    rows = [(f"Column {i}", "x", "text", True) for i in range(3_000)]
    page = given.sent(*rows)
    assert (page.status, "larger than any form here" in page.text) == (400, True)
    assert shown(given.looked_at())["Record ID"] == ID
    # A file of as many columns as one may have has no more.
    assert told(given.sent(*rows[:2_000])) == 'The file has no column "Column 0".'
