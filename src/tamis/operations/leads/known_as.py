"""By which of its properties a record is known to people: its name, e-mail address, company and owner.

Every CRM names them its own way; what is not among these names is not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.compile.catalog import Catalog, ObjectShape

# Written without spaces, underscores and capitals; in the order in which they are preferred.
_WHOLE = {
    "contact": ("name", "fullname", "contactname", "displayname", "nomcomplet"),
    "company": ("name", "companyname", "company", "legalname", "raisonsociale", "nom"),
    "deal": ("name", "dealname", "title", "opportunityname", "nom"),
}
_FIRST = ("firstname", "givenname", "forename", "prenom", "prénom")
_LAST = ("lastname", "familyname", "surname", "nom")
_EMAIL = ("email", "emailaddress", "mail", "workemail", "primaryemail", "courriel")
_DOMAIN = ("domain", "companydomain", "website", "url")
_COMPANY = ("company", "companyname", "associatedcompany", "organisation", "organization", "entreprise", "société")
_OWNER = (
    *("owner", "ownername", "owneremail", "ownerid", "hubspotownerid", "hubspotowner"),
    *("contactowner", "companyowner", "dealowner", "accountowner", "recordowner", "leadowner"),
    *("assignedto", "salesrep", "propriétaire", "proprietaire", "commercial"),
)


@dataclass(frozen=True)
class KnownAs:
    """The names of the properties of one object by which its records are known; None for what the data has not."""

    name: str | None
    first: str | None
    last: str | None
    email: str | None
    company: str | None
    """A text on the record itself; who has a company record is known by that one's name."""
    owner: str | None

    @property
    def named_by(self) -> tuple[str, ...]:
        """The properties that a name is made of."""
        whole = tuple(each for each in (self.name, self.email) if each)
        return tuple(each for each in (self.first, self.last) if each) + whole

    @property
    def searched(self) -> tuple[str, ...]:
        """The properties that a search looks into."""
        return (*self.named_by, *((self.company,) if self.company else ()))

    def name_of(self, id: str, values: Mapping[str, object]) -> str:
        """What to call a record: its name, or its first and last name, or its e-mail address, or else its id."""
        parts = [str(values[each]).strip() for each in (self.first, self.last) if each and values.get(each)]
        found = [values.get(self.name or ""), " ".join(part for part in parts if part), values.get(self.email or "")]
        return next((str(each).strip() for each in found if each and str(each).strip()), id)


def known_as(catalog: Catalog, object_type: str) -> KnownAs:
    """By what the records of an object are known."""
    shape = catalog.objects[object_type]
    is_contact = object_type == "contact"
    whole = _found(shape, _WHOLE.get(object_type, _WHOLE["deal"]))
    return KnownAs(
        name=whole,
        first=_found(shape, _FIRST) if is_contact else None,
        last=_found(shape, _LAST) if is_contact else None,
        email=_found(shape, _EMAIL if object_type != "company" else _DOMAIN),
        company=_found(shape, _COMPANY) if object_type != "company" else None,
        owner=_found(shape, _OWNER),
    )


def _found(shape: ObjectShape, names: Sequence[str]) -> str | None:
    """The first property of one of these names; only a text can be one."""
    plain = {_plain(each.name): each.name for each in shape.properties.values() if each.type in ("text", "choice")}
    return next((plain[name] for name in names if name in plain), None)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
