"""What features mean, in French. A model keeps their meaning in English, which says all that there is to tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from tamis.predict.feature import Feature
from tamis.predict.features.usual_names import USUAL

_NARROW = "\u00a0"


def french_meaning(feature: Feature) -> str:
    """The meaning of a feature in French; names and values of the customer's own stay as they are.

    >>> from tamis.predict.feature import Kind
    >>> french_meaning(Feature("n", Kind.NUMBER, "page views", "", "page views in the last 30 days", "events"))
    'pages vues ces 30 derniers jours'
    """
    return in_french(feature.meaning)


def in_french(meaning: str) -> str:
    """The same of a meaning alone."""
    if meaning in _WHOLE:
        return _WHOLE[meaning]
    if meaning in USUAL:
        return USUAL[meaning]
    for pattern, french in _PATTERNS:
        found = pattern.fullmatch(meaning)
        if found is not None:
            return french(*found.groups())
    return meaning


_WHOLE: Mapping[str, str] = {
    "page views": "pages vues",
    "clicks": "clics",
    "clicks in social networks": "clics sur les réseaux sociaux",
    "clicks on ads": "clics sur des publicités",
    "e-mails sent": "e-mails envoyés",
    "e-mails delivered": "e-mails remis",
    "e-mails bounced": "e-mails rejetés",
    "e-mails opened": "e-mails ouverts",
    "e-mails clicked": "e-mails cliqués",
    "e-mails replied to": "e-mails avec réponse",
    "unsubscribes": "désabonnements",
    "complaints of spam": "plaintes pour spam",
    "conversions": "conversions",
    "notes": "notes",
    "meetings booked": "rendez-vous pris",
    "times contacted": "prises de contact",
    "things done": "actions",
    "visits": "visites",
    "e-mails sent since the last answer": "e-mails envoyés depuis la dernière réponse",
    "different pages viewed": "pages différentes vues",
    "different campaigns received": "campagnes différentes reçues",
    "different forms submitted": "formulaires différents envoyés",
    "page views a visit": "pages vues par visite",
    "whether the e-mail address is one that anybody can have": "si l’adresse e-mail est d’un fournisseur gratuit",
    "a telephone number": "un numéro de téléphone",
    "a mobile number": "un numéro de mobile",
    "days since the record was created": "jours depuis la création de la fiche",
    "days since the company was created": "jours depuis la création de l’entreprise",
    "days since any property changed": "jours depuis le dernier changement d’une propriété",
    "days until the next that is planned": "jours jusqu’au prochain rendez-vous prévu",
    "other contacts at the same company": "autres contacts de la même entreprise",
    "page view": "page vue",
    "click": "clic",
    "click in a social network": "clic sur un réseau social",
    "click on an ad": "clic sur une publicité",
    "e-mail sent": "e-mail envoyé",
    "e-mail delivered": "e-mail remis",
    "e-mail that bounced": "e-mail rejeté",
    "e-mail opened": "e-mail ouvert",
    "e-mail clicked": "e-mail cliqué",
    "e-mail replied to": "e-mail avec réponse",
    "unsubscribing": "désabonnement",
    "complaint of spam": "plainte pour spam",
    "conversion": "conversion",
    "note": "note",
    "meeting booked": "rendez-vous pris",
    "time they were contacted": "prise de contact",
    "thing they did": "action",
    "contacts": "contacts",
    "companies": "entreprises",
    "deals": "transactions",
    "things that colleagues ever did": "actions des collègues, depuis toujours",
}

_Say = Callable[..., str]
_NEWEST = {
    "contact": "du dernier contact",
    "company": "de la dernière entreprise",
    "deal": "de la dernière transaction",
}
_OF_ANY = {"contact": "d’un contact", "company": "d’une entreprise", "deal": "d’une transaction"}
# As models that were trained before still say it.
_EARLIER: Sequence[tuple[str, _Say]] = (
    (
        r"(.+), this month against the mean of the three months before",
        lambda noun: f"{in_french(noun)} ces 30 derniers jours, par rapport à un mois habituel d’avant",
    ),
    (
        r"associated records \((.+)\) with (.+) “(.+)”",
        lambda name, of, value: f"fiches associées ({name}) avec {of} «{_NARROW}{value}{_NARROW}»",
    ),
    (
        r"days since an associated (.+) changed",
        lambda name: f"jours depuis le changement d’une fiche associée ({name})",
    ),
    (r"days since the newest associated (.+)", lambda name: f"jours depuis la dernière fiche associée ({name})"),
    (r"associated records \((.+)\)", lambda name: f"fiches associées ({name})"),
    (r"(.+) \(events\)", lambda type: in_french(type)),
)
_SAYINGS: Sequence[tuple[str, _Say]] = (
    (
        r"(.+) in the last 30 days, compared with a usual month before",
        lambda noun: f"{in_french(noun)} ces 30 derniers jours, par rapport à un mois habituel d’avant",
    ),
    (r"things done by colleagues in (\d+) days", lambda days: f"actions des collègues en {days} jours"),
    (
        r"changes of properties in the last (\d+) days",
        lambda days: f"changements de propriétés ces {days} derniers jours",
    ),
    (
        r"days since the newest (contact|company|deal) was created",
        lambda one: f"jours depuis la création {_NEWEST[one]}",
    ),
    (
        r"days since the newest (.+) record was created",
        lambda name: f"jours depuis la création de la dernière fiche ({in_french(name)})",
    ),
    (
        r"days since any (contact|company|deal) changed",
        lambda one: f"jours depuis le dernier changement {_OF_ANY[one]}",
    ),
    (
        r"days since any (.+) record changed",
        lambda name: f"jours depuis le dernier changement d’une fiche ({in_french(name)})",
    ),
    (r"days since the last (?:of: )?(.+)", lambda noun: f"jours depuis la dernière fois{_NARROW}: {in_french(noun)}"),
    (
        r"(.+) that are (not )?(.+)",
        lambda several, no, what: (
            f"{in_french(several)} dont «{_NARROW}is {what}{_NARROW}» vaut {'non' if no else 'oui'}"
        ),
    ),
    (
        r"(contacts|companies|deals|.+ records) (with|without) ([^“]+)",
        lambda several, how, what: f"{in_french(several)} {'avec' if how == 'with' else 'sans'} {what}",
    ),
    *_EARLIER,
    (r"(.+) in the last (\d+) days", lambda noun, days: f"{in_french(noun)} ces {days} derniers jours"),
    (r"(.+) ever", lambda noun: f"{in_french(noun)}, depuis toujours"),
    (r"whether (.+) has “(.+)”", lambda noun, item: f"si {in_french(noun)} comprend «{_NARROW}{item}{_NARROW}»"),
    (r"whether (.+) is known", lambda noun: f"si {in_french(noun)} est renseigné"),
    (
        r"days since (.+) \(below zero: until it\)",
        lambda noun: f"jours depuis {in_french(noun)} (négatif{_NARROW}: d’ici là)",
    ),
    (r"days since (.+) changed", lambda noun: f"jours depuis le changement de {in_french(noun)}"),
    (r"points of (.+)", lambda label: f"points de {label}"),
    (
        r"(.+) with (.+) “(.+)”",
        lambda type, name, value: f"{in_french(type)} avec {name} «{_NARROW}{value}{_NARROW}»",
    ),
    (r"(.+) of the company", lambda noun: f"{in_french(noun)} de l’entreprise"),
    (r"(.+) records", lambda name: f"fiches ({in_french(name)})"),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), french) for pattern, french in _SAYINGS)
