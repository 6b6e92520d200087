"""A column that is called as if it were another record's is told, since no value goes there."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (
            "contacts__csv",
            "id,Company.size\n1,5\n",
            "contacts.csv: Company.size becomes a property of each contact; no company is given its values. For that",
        ),
        (
            "contacts__csv",
            "id,deals.amount\n1,5\n",
            "For that, import a file of deals with a column amount.",
        ),
        ("companies__csv", "id,contact.phone\n1,5\n", "becomes a property of each company; no contact is given"),
    ],
)
def test_it_is_said_what_becomes_of_it_and_what_to_do(load, file, content, told):
    [message] = load(is_import=True, **{file: content}).messages
    assert told in message


def test_nothing_is_said_of_what_is_declared_or_nobodys(load):
    schema = "objects: {contact: {company.size: number}}"
    contacts = "id,company.size,utm.source,contact.city,company.\n1,5,a,b,c\n"
    assert load(is_import=True, contacts__csv=contacts, schema__yaml=schema).messages == ()
