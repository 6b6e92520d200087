"""By which of its properties a record is known to people: its name, e-mail address, company and owner; a company also
by its industry and its size, a deal by its stage, its amount and the day that it closes.

Every CRM names them its own way; what is not among these names is not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tamis.compile.catalog import Catalog, ObjectShape
from tamis.definitions import PropertyType

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
_INDUSTRY = ("industry", "sector", "industrie", "secteur", "secteuractivité", "secteurdactivité")
_EMPLOYEES = (
    *("employees", "numberofemployees", "numemployees", "employeecount", "headcount"),
    *("effectif", "effectifs", "nombredemployés"),
)
_STAGE = ("stage", "dealstage", "stagename", "pipelinestage", "étape", "etape", "phase")
_AMOUNT = ("amount", "dealamount", "amountinhomecurrency", "montant")
# CRMs expect a day while a deal is open, which becomes the one that it closed on; some know only that one.
_CLOSES = (
    *("closedate", "expectedclosedate", "closingdate", "closeson", "datedeclôture", "datedecloture"),
    *("closedat", "closeddate"),
)
_TEXTS = (PropertyType.TEXT, PropertyType.CHOICE)
_INSTANTS = (PropertyType.DATE, PropertyType.DATETIME)


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
    industry: str | None = None
    employees: str | None = None
    """Of a company, as the one above; those below are of a deal."""
    stage: str | None = None
    amount: str | None = None
    closes: str | None = None

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
    is_contact, is_company, is_deal = (object_type == each for each in ("contact", "company", "deal"))
    return KnownAs(
        name=_found(shape, _WHOLE.get(object_type, _WHOLE["deal"])),
        first=_found(shape, _FIRST) if is_contact else None,
        last=_found(shape, _LAST) if is_contact else None,
        email=_found(shape, _DOMAIN if is_company else _EMAIL),
        company=None if is_company else _found(shape, _COMPANY),
        owner=_found(shape, _OWNER),
        industry=_found(shape, _INDUSTRY) if is_company else None,
        employees=_found(shape, _EMPLOYEES, (PropertyType.NUMBER,)) if is_company else None,
        stage=_found(shape, _STAGE) if is_deal else None,
        amount=_found(shape, _AMOUNT, (PropertyType.NUMBER,)) if is_deal else None,
        closes=_found(shape, _CLOSES, _INSTANTS) if is_deal else None,
    )


def _found(shape: ObjectShape, names: Sequence[str], types: Sequence[PropertyType] = _TEXTS) -> str | None:
    """The first property of one of these names, and of one of these types: a name is a text, an amount a number."""
    plain = {_plain(each.name): each.name for each in shape.properties.values() if each.type in types}
    return next((plain[name] for name in names if name in plain), None)


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
