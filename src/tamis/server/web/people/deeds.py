"""An entry of the audit log in words that a manager understands: what was done, to what, and how it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tamis.server.french import spoken
from tamis.server.web.layout.templatetags.tamis import number
from tamis.server.web.people.words import deed_name, permission_names, role_names
from tamis.store.application import AuditEntry, Deed

Labels = Mapping[str, str]
"""What people call definitions and models, by key."""

# What the log notes for programs, or says twice.
_PASSED_OVER = frozenset({"texts", "path", "rejects", "drafted", "object"})
_OF_CONTACTS = frozenset({"merge", "unmerge", "dismiss", "erase"})
_OF_RECORDS = frozenset({"accept_lead", "reject_lead", "take_back_decision", "export_contact"})
_OF_LISTS_OF_RECORDS = frozenset({"export_leads"})


@dataclass(frozen=True)
class Changed:
    """One thing that a deed changed or says: how it was and how it became, either of which may be empty; so may `name`,
    where it is clear."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ToldDeed:
    """An entry: what was done, and to what."""

    entry: AuditEntry
    what: str
    subject: str
    changes: tuple[Changed, ...]


def told_deed(entry: AuditEntry, labels: Labels) -> ToldDeed:
    """The entry in the language of the reader."""
    deed = entry.deed
    return ToldDeed(entry, deed_name(deed.kind), _subject(deed, labels), tuple(_changes(deed, labels)))


def _subject(deed: Deed, labels: Labels) -> str:
    if deed.kind in _OF_RECORDS:
        object, _space, id = deed.subject.partition(" ")
        return f"{_objects().get(object, object)} {id}"
    if deed.kind in _OF_LISTS_OF_RECORDS:
        return _objects_of_many().get(deed.subject, deed.subject)
    if deed.kind in _OF_CONTACTS or ("object" in deed.after and not _is_changed("object", deed)):
        object = deed.after.get("object", "contact")
        return f"{_objects().get(object, object)} {deed.subject}"
    keys = deed.subject.split(", ")
    return ", ".join(labels.get(_key(key), key) for key in keys)


def _key(text: str) -> str:
    """Older entries name a definition by its file: `scores/lead_score.yaml`."""
    return text.rpartition("/")[2].removesuffix(".yaml")


def _changes(deed: Deed, labels: Labels) -> Iterator[Changed]:
    is_one = len({*deed.before, *deed.after} & {deed.subject, f"model {deed.subject}"}) == 1
    for name in dict.fromkeys((*deed.before, *deed.after)):
        is_changed = _is_changed(name, deed)
        if name in _PASSED_OVER and not is_changed:
            continue
        before, after = (_value(name, state.get(name, ""), labels) for state in (deed.before, deed.after))
        if name in _WHOLE and not is_changed:
            tell = _brought if deed.kind == "demo" else _WHOLE[name]
            yield Changed("", "", tell(after))
        elif is_one and name.removeprefix("model ") == deed.subject:
            yield Changed("", before, after)
        elif before != after:
            yield Changed(_name(name, labels), before, after)


def _is_changed(name: str, deed: Deed) -> bool:
    """Whether it is what the deed changed, and no argument of it: a definition may have the key of any of these."""
    return name in deed.before or name == deed.subject


def _name(name: str, labels: Labels) -> str:
    """What changed: a definition or model by its label, anything else by its word."""
    if name.startswith("model "):
        key = name.removeprefix("model ")
        return _("Model %(key)s") % {"key": labels.get(key, key)}
    words = {
        "role": _("Role"),
        "name": _("Name"),
        "on_drift": _("When the data have changed"),
        "is_published": _("May go live"),
        "is_anyway": _("Although not ready"),
        "active": _("May sign in"),
        "scopes": _("May"),
        "prefix": _("Begins with"),
        "other": _("Merged into it"),
        "of": _("Copy of"),
        "template": _("From the template"),
        "segments": _("With the segments"),
        "by_email": _("Contacts without an id are known by their addresses"),
        "columns": _("Columns that were renamed"),
        "left_out": _("Columns that were left out"),
        "types": _("Columns whose type was chosen"),
        "is_undone": _("Taken back"),
        "drops_empty": _("An empty list goes"),
        "type": _("Type"),
        "is_event": _("Of an event"),
    }
    return labels.get(name) or words.get(name) or name.replace("_", " ")


def _value(name: str, said: str, labels: Labels) -> str:
    match name:
        case "role":
            return {role.value: text for role, text in role_names().items()}.get(said, said)
        case "scopes":
            names = {permission.value: text for permission, text in permission_names().items()}
            return ", ".join(names.get(scope, scope) for scope in said.split())
        case "of" | "segments":
            return ", ".join(labels.get(key, key) for key in said.split(", "))
    return {"yes": _("yes"), "no": _("no")}.get(said) or spoken(said)


def _edits(said: str) -> str:
    count = int(said) if said.isdecimal() else 0
    return ngettext("%(n)s change made", "%(n)s changes made", count) % {"n": number(count)}


def _records(said: str) -> str:
    count = int(said) if said.isdecimal() else 0
    return ngettext("%(n)s record", "%(n)s records", count) % {"n": number(count)}


def _contacts(said: str) -> str:
    """As many as were agreed to; there may have been fewer."""
    count = int(said) if said.isdecimal() else 0
    return ngettext("%(n)s contact at most", "%(n)s contacts at most", count) % {"n": number(count)}


def _brought(said: str) -> str:
    """Of the demo company, which is made as large as it was asked for."""
    count = int(said) if said.isdecimal() else 0
    return ngettext("%(n)s contact", "%(n)s contacts", count) % {"n": number(count)}


# Counts that are said in a phrase of their own.
_WHOLE: Mapping[str, Callable[[str], str]] = {"edits": _edits, "records": _records, "contacts": _contacts}


def _objects() -> dict[str, str]:
    return {"contact": _("Contact"), "company": _("Company"), "deal": _("Deal")}


def _objects_of_many() -> dict[str, str]:
    return {"contact": _("Contacts"), "company": _("Companies"), "deal": _("Deals")}
