"""The columns of an upload, and the names that they probably stand for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tamis.connectors.files.companies import NAMED
from tamis.connectors.files.folder import STANDARD_TABLES
from tamis.connectors.files.glance import SeenColumn, glance
from tamis.connectors.files.other_records import meant_object, words_of_others
from tamis.connectors.files.tables import EVENTS
from tamis.definitions import PropertyType
from tamis.operations.chosen_types import known_types
from tamis.operations.uploads.keeping import Upload
from tamis.operations.workspace import Workspace

# What CRMs call the columns that data.md names, as `plain` leaves them.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "id": ("recordid", "contactid", "companyid", "dealid", "leadid", "customerid", "userid", "objectid", "vid"),
    "email": (
        "emailaddress",
        "mail",
        "workemail",
        "adresseemail",
        "adressemail",
        "courriel",
        "emailpro",
        "fullemail",
        "emails",
        "businessemail",
        "contactemail",
        "primaryemail",
        "mailadresse",
    ),
    "phone": ("phonenumber", "tel", "telephone", "mobile", "mobilephone", "workphone", "telephonenumber", "telefon"),
    "created_at": ("createdate", "createdat", "createddate", "creationdate", "datedecreation"),
    "first_name": ("firstname", "givenname", "prenom", "forename", "vorname"),
    "last_name": ("lastname", "surname", "familyname", "nom", "nomdefamille", "nachname"),
    "job_title": ("jobtitle", "title", "position", "role", "fonction", "poste", "intituledeposte"),
    "owner": ("contactowner", "leadowner", "accountowner", "proprietaire", "responsable"),
    "lifecycle_stage": ("lifecyclestage", "stage", "leadstatus"),
    "country": ("pays", "countryregion", "land"),
    "industry": ("secteur", "sector", "branche"),
    "employees": ("numberofemployees", "employeecount", "companysize", "effectif", "taille"),
    "name": ("companyname", "company", "firm", "entreprise", "societe", "accountname", "raisonsociale"),
    "domain": ("website", "companydomain", "companydomainname", "siteweb", "url"),
    "amount": ("dealamount", "value", "montant"),
    "company_id": ("associatedcompanyid", "accountid"),
    NAMED: (
        "company",
        "companyname",
        "associatedcompany",
        "primarycompany",
        "account",
        "accountname",
        "organization",
        "organisation",
        "organizationname",
        "employer",
        "firm",
        "entreprise",
        "nomdelentreprise",
        "societe",
        "raisonsociale",
        "unternehmen",
        "firma",
    ),
    "contact_id": ("whoid", "associatedcontactid"),
    "occurred_at": ("timestamp", "eventdate", "date", "occurredat", "activitydate"),
    "type": ("event", "eventname", "activitytype", "eventtype"),
}


@dataclass(frozen=True)
class UploadColumn:
    """A column: `name` in the file, some `values`, what it probably stands for; `is_known`: the workspace has that;
    `is_misplaced`: it is called as a property of another record, which is given no value by it; `seen_type`: what its
    first values are, None where there are none or it is no property; `misfits`: by type a value that is none, or that
    would be another (007 as a number)."""

    name: str
    values: tuple[str, ...]
    proposed: str
    is_known: bool
    is_misplaced: bool = False
    seen_type: PropertyType | None = None
    misfits: Mapping[PropertyType, str] = field(default_factory=dict)

    @property
    def names_company(self) -> bool:
        """Whether it says of which company a record is, by its name or domain."""
        return self.proposed == NAMED


def columns_of(workspace: Workspace, upload: Upload) -> tuple[UploadColumn, ...]:
    """The columns of an upload in its order, no two proposed for one name. Raises DataError for a file that cannot be
    read."""
    known = known_columns(workspace, upload.table)
    seen = glance(upload.file, upload.name)
    taken = {column.name for column in seen if column.name in known}
    # One column says which company it is: a second way to say it would be refused.
    if any(plain(column.name) in ("companyid", *_CALLED["company_id"]) for column in seen):
        taken.add(NAMED)
    return tuple(_proposed(column, upload.table, known, taken) for column in seen)


def other_words(table: str) -> Mapping[str, str]:
    """By which words a column of a table of records says that it is of another record: `company` in `company.size`."""
    if table not in STANDARD_TABLES.values():
        return {}
    own = next(object for object, name in STANDARD_TABLES.items() if name == table)
    return words_of_others(own, STANDARD_TABLES)


def _proposed(column: SeenColumn, table: str, known: Collection[str], taken: set[str]) -> UploadColumn:
    name = column.name
    if name not in known:
        name = next((each for each in _candidates(column.name, known) if each not in taken), column.name)
        taken.add(name)
    is_known = name in known
    is_misplaced = not is_known and bool(meant_object(name, other_words(table)))
    return UploadColumn(column.name, column.values, name, is_known, is_misplaced, column.type, column.misfits)


def _candidates(header: str, known: Collection[str]) -> list[str]:
    said = plain(header)
    alike = [name for name in sorted(known) if plain(name) == said]
    return alike + [name for name, others in _CALLED.items() if name in known and said in others]


def stands_for(header: str, name: str) -> bool:
    """Whether a column of that header is one of those that CRMs have for a name of ours.

    >>> stands_for("jobTitle", "job_title"), stands_for("Fonction", "job_title"), stands_for("Job", "job_title")
    (True, True, False)
    """
    return plain(header) in (plain(name), *_CALLED.get(name, ()))


def known_columns(workspace: Workspace, table: str) -> set[str]:
    """What a column of the table may stand for: what the format names, and what records or events have already."""
    object_type = next((object for object, name in STANDARD_TABLES.items() if name == table), None)
    if object_type is None:
        return {*_OF_TABLES[table], *(known_types(workspace, table) if table == EVENTS else ())}
    with workspace.opened() as warehouse:
        rows = warehouse.rows("SELECT name FROM warehouse.properties WHERE object = ?", [object_type])
    return {"id", "created_at", *_OF_OBJECTS[object_type], *(name for (name,) in rows)}


# What templates and pages ask for by these names, whether anybody has a value yet or not.
_OF_OBJECTS: Mapping[str, tuple[str, ...]] = {
    "contact": (
        "email",
        "phone",
        "first_name",
        "last_name",
        "job_title",
        "company_id",
        NAMED,
        "owner",
        "lifecycle_stage",
        "country",
    ),
    "company": ("name", "domain", "industry", "employees", "country"),
    "deal": ("amount", "stage", "contact_id", "company_id", NAMED, "owner"),
}
_OF_TABLES: Mapping[str, tuple[str, ...]] = {
    "events": ("contact_id", "contact_email", "type", "occurred_at", "id", "machine", "properties"),
    "associations": ("from_object", "from_id", "to_object", "to_id", "label", "primary"),
    "segment_members": ("segment", "id"),
    "property_changes": ("object", "id", "property", "value", "changed_at"),
}


def plain(name: str) -> str:
    """A name without case, accents of French, spaces and signs.

    >>> plain("Date de création"), plain("E-mail")
    ('datedecreation', 'email')
    """
    folded = name.casefold().translate(str.maketrans("àâéèêëîïôùûüç", "aaeeeeiiouuuc"))
    return re.sub(r"[^a-z0-9]", "", folded)
